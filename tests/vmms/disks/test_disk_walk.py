"""Random walks over the methods of virtual disks: what holds after every step."""

from __future__ import annotations

from typing import Any

from hyperv_v2 import (
    CIM_ConcreteJob,
    Msvm_ImageManagementService,
    Msvm_MountedStorageImage,
    Msvm_StorageJob,
    Msvm_VirtualHardDiskSettingData,
)
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from mofgen.vmms import Vmms
from mofgen.vmms.clock import SimulatedClock
from mofgen.vmms.disk_contents import discard_data, write_data
from mofgen.vmms.files import GIB, MIB, Files, VirtualFile, Volume, identity
from mofgen.vmms.refusals import JOB_STARTED, RefusedError
from mofgen.vmms.vhd_set_layers import take_snapshot

PATHS = st.sampled_from(
    [rf"C:\{name}" for name in ("a.vhdx", "b.vhdx", "c.avhdx", "d.vhd", "E.VHD")]
)
SETS = st.sampled_from([r"C:\a.vhds", r"C:\b.vhds"])
SIZES = st.sampled_from([0, MIB, 64 * MIB, GIB, 2 * GIB, 3 * GIB + 1, 8 * GIB])
TYPES = st.sampled_from([2, 3, 4])
VOLUME = 12 * GIB


class DiskWalk(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.host = Vmms(seed=1, clock=SimulatedClock())
        self.host.files.add_volume(Volume("C:", VOLUME))
        self.client = self.host.connect()
        (self.service,) = self.client.enumerate(Msvm_ImageManagementService)

    def call(self, method: str, **arguments: Any) -> None:
        """Call a method; where it or its job fails, nothing may have changed."""
        before = self.state()
        result = getattr(self.service, method)(**arguments, check=False)
        done = result.ReturnValue == JOB_STARTED
        if done:
            job = self.client.get(result.Job)
            assert isinstance(job, Msvm_StorageJob)
            done = job.JobState == CIM_ConcreteJob.JobStateValues.COMPLETED
            assert done or job.ErrorDescription
        if not done:
            assert self.state() == before

    def state(self) -> tuple[Any, ...]:
        return list(self.host.files), self.client.enumerate(Msvm_MountedStorageImage)

    @rule(path=PATHS, type=TYPES, size=SIZES, parent=st.none() | PATHS)
    def create(self, path: str, type: int, size: int, parent: str | None) -> None:
        disk = Msvm_VirtualHardDiskSettingData(
            Path=path, Type=type, MaxInternalSize=size, ParentPath=parent
        )
        self.call("CreateVirtualHardDisk", VirtualDiskSettingData=disk)

    @rule(source=PATHS, path=PATHS, type=TYPES)
    def convert(self, source: str, path: str, type: int) -> None:
        disk = Msvm_VirtualHardDiskSettingData(Path=path, Type=type)
        self.call(
            "ConvertVirtualHardDisk", SourcePath=source, VirtualDiskSettingData=disk
        )

    @rule(path=PATHS, size=SIZES)
    def resize(self, path: str, size: int) -> None:
        self.call("ResizeVirtualHardDisk", Path=path, MaxInternalSize=size)

    @rule(path=PATHS, mode=st.integers(0, 5))
    def compact(self, path: str, mode: int) -> None:
        self.call("CompactVirtualHardDisk", Path=path, Mode=mode)

    @rule(source=PATHS, destination=PATHS)
    def merge(self, source: str, destination: str) -> None:
        self.call(
            "MergeVirtualHardDisk", SourcePath=source, DestinationPath=destination
        )

    @rule(child=PATHS, parent=PATHS, ignore=st.booleans())
    def set_parent(self, child: str, parent: str, ignore: bool) -> None:
        self.call(
            "SetParentVirtualHardDisk",
            ChildPath=child,
            ParentPath=parent,
            IgnoreIDMismatch=ignore,
        )

    @rule(path=PATHS, read_only=st.booleans())
    def attach(self, path: str, read_only: bool) -> None:
        self.call("AttachVirtualHardDisk", Path=path, ReadOnly=read_only)

    @rule(path=PATHS)
    def detach(self, path: str) -> None:
        found = self.service.FindMountedStorageImageInstance(
            SelectionCriterion=path, CriterionType=2, check=False
        )
        if found.Image is not None:
            self.client.get(found.Image).DetachVirtualHardDisk()

    @rule(path=PATHS)
    def to_set(self, path: str) -> None:
        self.call("ConvertVirtualHardDiskToVHDSet", VirtualHardDiskPath=path)

    @rule(path=SETS)
    def take_snapshot(self, path: str) -> None:
        before = list(self.host.files)
        try:
            with self.host.manager.transaction() as transaction:
                take_snapshot(self.host.files, path, transaction)
        except RefusedError:
            assert list(self.host.files) == before

    @rule(path=SETS, persist=st.booleans())
    def delete_snapshot(self, path: str, persist: bool) -> None:
        found = self.service.GetVHDSetInformation(VHDSetPath=path, check=False)
        for each in (found.Information and found.Information.SnapshotIdList) or ():
            self.call(
                "DeleteVHDSnapshot",
                VHDSetPath=path,
                SnapshotId=each,
                PersistReferenceSnapshot=persist,
            )

    @rule(path=SETS)
    def optimize(self, path: str) -> None:
        self.call("OptimizeVHDSet", VHDSetPath=path)

    @rule(path=PATHS, size=SIZES, grows=st.booleans())
    def write(self, path: str, size: int, grows: bool) -> None:
        before = list(self.host.files)
        try:
            (write_data if grows else discard_data)(self.host.files, path, size)
        except RefusedError:
            assert list(self.host.files) == before

    @rule(path=PATHS)
    def delete(self, path: str) -> None:
        mounted = self.client.enumerate(Msvm_MountedStorageImage)
        names = {identity(each.Name or "") for each in mounted}
        if path in self.host.files and identity(path) not in names:
            self.host.files.delete(path)

    @invariant()
    def sizes_are_those_of_the_layouts(self) -> None:
        for file in self.host.files:
            layout = file.disk
            if layout is None:
                assert file.vhd_set is not None
                continue
            assert 0 <= layout.used <= layout.capacity
            assert layout.merged or file.size == layout.file_size

    @invariant()
    def a_volume_holds_what_its_files_take(self) -> None:
        files = self.host.files
        assert files.free("C:\\") == VOLUME - sum(each.size for each in files) >= 0

    @invariant()
    def children_are_those_that_name_their_parent(self) -> None:
        for file in self.host.files:
            assert self.host.files.children(file.path) == based_on(
                self.host.files, file.path
            )

    @invariant()
    def what_is_mounted_is_there_once(self) -> None:
        images = self.client.enumerate(Msvm_MountedStorageImage)
        names = [identity(each.Name or "") for each in images]
        assert len(set(names)) == len(names)
        assert all(name in self.host.files for name in names)


def based_on(files: Files, path: str) -> list[Any]:
    return [
        each
        for each in files
        if (below := each.vhd_set.active if each.vhd_set else parent_of(each))
        and identity(below) == identity(path)
    ]


def parent_of(file: VirtualFile) -> str | None:
    return file.disk.parent_path if file.disk and not file.disk.merged else None


TestDiskWalk = DiskWalk.TestCase
TestDiskWalk.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
