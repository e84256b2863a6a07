"""Whatever clients do to a machine's drives, its configuration stays consistent."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hyperv_v2 import CIM_LogicalDevice, Msvm_DiskDrive
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from machine_client import (
    DISKS,
    RUNNING,
    Machine,
    Resource,
    Setting,
    Storage,
    controller,
    drive,
    medium,
    path,
)

from mofgen.vmms import Vmms
from mofgen.vmms.clock import SimulatedClock
from mofgen.vmms.files import GIB
from mofgen.vmms.new_disks import NewDisk, create
from mofgen.vmms.refusals import JOB_STARTED

OFF, COMPLETED = 3, 7
PLACES = st.sampled_from(["", "0", "1", "63", "64", "x"])
FILES = st.sampled_from([*DISKS, DISKS[0], r"C:\disks\gone.vhdx", "disk"])


class Drives(RuleBasedStateMachine):
    """Controllers, drives and disks come and go, in a machine that starts and stops."""

    def __init__(self) -> None:
        super().__init__()
        host = Vmms(clock=SimulatedClock(), seed=1)
        for file in DISKS:
            create(host.files, NewDisk(file, capacity=GIB))
        self.machine = Machine(host, 2)

    def some(self, data: st.DataObject, cls: type[Any], subtype: str) -> Any:
        return data.draw(st.sampled_from(self.machine.parts(cls, subtype)))

    def has(self, cls: type[Any], subtype: str) -> bool:
        return bool(self.machine.parts(cls, subtype))

    def ask(self, method: Any, setting: Setting) -> None:
        """Do it; where it is refused or its job fails, nothing has changed."""
        before = self.machine.state()
        result = method(setting)
        done = result.ReturnValue == JOB_STARTED
        done = done and self.machine.job(result).JobState == COMPLETED
        assert done != (self.machine.state() == before)

    @rule()
    def add_controller(self) -> None:
        self.ask(self.machine.add, controller())

    @precondition(lambda self: self.has(Resource, "Synthetic SCSI Controller"))
    @rule(data=st.data(), place=PLACES)
    def add_drive(self, data: st.DataObject, place: str) -> None:
        parent = self.some(data, Resource, "Synthetic SCSI Controller")
        self.ask(self.machine.add, drive(parent, place))

    @precondition(lambda self: self.has(Resource, "Synthetic Disk Drive"))
    @rule(data=st.data(), file=FILES)
    def add_disk(self, data: st.DataObject, file: str) -> None:
        parent = self.some(data, Resource, "Synthetic Disk Drive")
        self.ask(self.machine.add, medium(parent, file))

    @precondition(lambda self: self.has(Resource, "Synthetic SCSI Controller"))
    @rule(data=st.data(), subtype=st.sampled_from(["SCSI Controller", "Disk Drive"]))
    def remove(self, data: st.DataObject, subtype: str) -> None:
        if self.has(Resource, f"Synthetic {subtype}"):
            removed = self.some(data, Resource, f"Synthetic {subtype}")
            self.ask(self.machine.remove, removed)

    @precondition(lambda self: self.has(Resource, "Synthetic Disk Drive"))
    @rule(data=st.data(), place=PLACES)
    def move_drive(self, data: st.DataObject, place: str) -> None:
        moved = self.some(data, Resource, "Synthetic Disk Drive")
        parent = self.some(data, Resource, "Synthetic SCSI Controller")
        wanted = moved.copy(Parent=path(parent), AddressOnParent=place)
        if wanted.InstanceID != f"{parent.InstanceID}\\{place}\\D":
            self.ask(self.machine.modify, wanted)

    @rule(state=st.sampled_from([RUNNING, OFF]))
    def start_or_stop(self, state: int) -> None:
        machine = self.machine.client.get(self.machine.ref)
        machine.RequestStateChange(RequestedState=state, check=False)

    @invariant()
    def places_are_taken_once(self) -> None:
        drives = self.machine.parts(Resource, "Synthetic Disk Drive")
        taken = Counter((each.Parent, each.AddressOnParent) for each in drives)
        assert set(taken.values()) <= {1}

    @invariant()
    def everything_hangs_on_something_that_is_there(self) -> None:
        parts = self.machine.parts(Setting)
        paths = {self.full_path(each) for each in parts}
        assert {each.Parent for each in parts if each.Parent} <= paths

    @invariant()
    def ids_say_where_drives_and_disks_are(self) -> None:
        for each in self.machine.parts(Resource, "Synthetic Disk Drive"):
            assert each.InstanceID.endswith(f"\\{each.AddressOnParent}\\D")
        for each in self.machine.parts(Storage):
            stem = each.InstanceID.removesuffix("\\L").replace("\\", "\\\\")
            assert each.Parent.endswith(f'{stem}\\\\D"')

    @invariant()
    def files_are_used_once(self) -> None:
        files = Counter(each.HostResource for each in self.machine.parts(Storage))
        assert set(files.values()) <= {1}

    @invariant()
    def a_running_machine_has_the_drives_of_its_settings(self) -> None:
        is_running = bool(self.machine.devices(CIM_LogicalDevice))
        drives = self.machine.parts(Resource, "Synthetic Disk Drive")
        devices = self.machine.devices(Msvm_DiskDrive)
        assert len(devices) == (len(drives) if is_running else 0)

    def full_path(self, setting: Any) -> str:
        instance_id = setting.InstanceID.replace("\\", "\\\\")
        place = rf"\\{self.machine.host.name}\root\virtualization\v2"
        return f'{place}:{type(setting).__name__}.InstanceID="{instance_id}"'


TestDrives = Drives.TestCase
TestDrives.settings = settings(
    max_examples=15,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
