"""Steps that define, change, start, stop and destroy machines, planned ones too."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from host_walk import PREFIX, WHICH, HostWalk, Settings, path, pick
from hyperv_v2 import (
    Msvm_KvpExchangeDataItem,
    Msvm_MemorySettingData,
    Msvm_ProcessorSettingData,
    Msvm_ShutdownComponent,
    Msvm_VirtualSystemExportSettingData,
)
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from mofgen.vmms.files import FileKind
from mofgen.vmms.refusals import RefusedError

MOST = 4
"""How many machines there are at most, so that something happens to each of them."""
STATES = st.sampled_from([2, 3, 6, 9, 2, 3, 11, 4, 32768])
MEMORY = st.sampled_from([512, 32, 1024, 2048, 5000, 1025])
PROCESSORS = st.sampled_from([1, 2, 32, 64])
NAMES = st.sampled_from(["web", "db", "Web", ""])
FOLDER = r"C:\exports"


class MachineSteps(HostWalk):
    """Machines come, work, and go."""

    @initialize()
    def begin(self) -> None:
        for generation in (1, 2):
            self.define(generation, "web", 512)

    @rule(generation=st.sampled_from([1, 2, 3]), name=NAMES, memory=MEMORY)
    def define(self, generation: int, name: str, memory: int) -> None:
        self.define_by("DefineSystem", generation, name, memory)

    @rule(generation=st.sampled_from([1, 2]), name=NAMES, memory=MEMORY)
    def plan(self, generation: int, name: str, memory: int) -> None:
        self.define_by("DefinePlannedSystem", generation, name, memory)

    def define_by(self, method: str, generation: int, name: str, memory: int) -> None:
        if len(self.machines) + len(self.plans) < MOST:
            subtype = f"{PREFIX}SubType:{generation}"
            self.ask(
                self.management,
                method,
                SystemSettings=Settings(ElementName=name, VirtualSystemSubType=subtype),
                ResourceSettings=[Msvm_MemorySettingData(VirtualQuantity=memory)],
            )

    @rule(which=WHICH, method=st.sampled_from(["DefineSystem", "DefinePlannedSystem"]))
    def copy(self, which: int, method: str) -> None:
        system = pick(self.systems, which)
        if system is not None and len(self.machines) + len(self.plans) < MOST:
            self.ask(self.management, method, ReferenceConfiguration=system)

    @rule(which=WHICH, state=STATES)
    def request(self, which: int, state: int) -> None:
        machine = pick(self.machines, which)
        if machine is not None:
            self.ask(machine, "RequestStateChange", RequestedState=state)

    @rule(which=WHICH, method=st.sampled_from(["InitiateShutdown", "InitiateReboot"]))
    def ask_guest(self, which: int, method: str) -> None:
        component = pick(self.client.enumerate(Msvm_ShutdownComponent), which)
        if component is not None:
            self.ask(component, method, Force=False, Reason="walk")

    @rule(which=WHICH)
    def crash(self, which: int) -> None:
        machine = pick(self.machines, which)
        if machine is not None:
            with suppress(RefusedError):  # it ends jobs, by which the machine may go
                self.host.crash(machine)

    @rule()
    def restart_host(self) -> None:
        self.host.shut_down()
        self.host.start_up()

    @rule(
        which=WHICH,
        name=NAMES,
        kind=st.integers(2, 5),
        stop=st.integers(2, 4),
        automatic=st.booleans(),
    )
    def configure(
        self, which: int, name: str, kind: int, stop: int, automatic: bool
    ) -> None:
        system = pick(self.systems, which)
        if system is not None:
            changed = system.copy(
                ElementName=name,
                UserSnapshotType=kind,
                AutomaticShutdownAction=stop,
                AutomaticSnapshotsEnabled=automatic,
            )
            self.ask(self.management, "ModifySystemSettings", SystemSettings=changed)

    @rule(which=WHICH, amount=MEMORY, dynamic=st.booleans())
    def resize_memory(self, which: int, amount: int, dynamic: bool) -> None:
        memory = pick(self.parts(which, Msvm_MemorySettingData), 0)
        if memory is not None:
            self.modify(
                memory.copy(
                    VirtualQuantity=amount,
                    Reservation=amount,
                    Limit=amount,
                    DynamicMemoryEnabled=dynamic,
                )
            )

    @rule(which=WHICH, count=PROCESSORS, reservation=st.sampled_from([0, 50000]))
    def resize_processors(self, which: int, count: int, reservation: int) -> None:
        found = pick(self.parts(which, Msvm_ProcessorSettingData), 0)
        if found is not None:
            self.modify(found.copy(VirtualQuantity=count, Reservation=reservation))

    def modify(self, setting: Any) -> None:
        self.ask(self.management, "ModifyResourceSettings", ResourceSettings=[setting])

    @rule(
        which=WHICH,
        method=st.sampled_from(["AddKvpItems", "ModifyKvpItems", "RemoveKvpItems"]),
        name=st.sampled_from(["a", "b"]),
    )
    def tell_guest(self, which: int, method: str, name: str) -> None:
        machine = pick(self.machines, which)
        if machine is not None:
            item = Msvm_KvpExchangeDataItem(Name=name, Data="said", Source=0)
            self.ask(self.management, method, TargetSystem=machine, DataItems=[item])

    @rule(which=WHICH)
    def destroy(self, which: int) -> None:
        system = pick([*self.plans, *self.machines], which)
        if system is not None:
            self.ask(self.management, "DestroySystem", AffectedSystem=system)

    # --- planned machines, exports and imports ---

    @precondition(lambda self: self.plans)
    @rule(
        which=WHICH,
        method=st.sampled_from(["ValidatePlannedSystem", "RealizePlannedSystem"]),
    )
    def realize(self, which: int, method: str) -> None:
        self.ask(self.management, method, PlannedSystem=pick(self.plans, which))

    @rule(which=WHICH, snapshots=st.integers(0, 2), storage=st.booleans())
    def export(self, which: int, snapshots: int, storage: bool) -> None:
        machine = pick(self.machines, which)
        if machine is None:
            return
        chosen = pick(self.snapshots, which)
        self.ask(
            self.management,
            "ExportSystemDefinition",
            ComputerSystem=machine,
            ExportDirectory=FOLDER,
            ExportSettingData=Msvm_VirtualSystemExportSettingData(
                CopySnapshotConfiguration=snapshots,
                CopyVmStorage=storage,
                SnapshotVirtualSystem=path(chosen) if chosen else None,
            ),
        )

    @property
    def exported(self) -> list[str]:
        """Every file that could be the definition of a machine."""
        found = self.host.files.under(FOLDER)
        return [each.path for each in found if each.kind is FileKind.OTHER]

    @precondition(lambda self: self.exported)
    @rule(which=WHICH, new=st.booleans())
    def load(self, which: int, new: bool) -> None:
        if len(self.machines) + len(self.plans) < MOST:
            self.ask(
                self.management,
                "ImportSystemDefinition",
                SystemDefinitionFile=pick(self.exported, which),
                SnapshotFolder=None,
                GenerateNewSystemIdentifier=new,
            )
