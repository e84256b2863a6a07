"""VHD sets as clients see them: made, listed, given snapshots, and cleaned up."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hyperv_v2 import (
    Msvm_ImageManagementService,
    Msvm_VHDSetInformation,
    Msvm_VHDSnapshotInformation,
    Msvm_VirtualHardDiskSettingData,
)

from mofgen.runtime import CimDateTime
from mofgen.vmms import Vmms
from mofgen.vmms.clock import SimulatedClock
from mofgen.vmms.disk_chains import require_sound
from mofgen.vmms.disk_contents import write_data
from mofgen.vmms.disk_layouts import Types
from mofgen.vmms.files import GIB, MIB
from mofgen.vmms.new_disks import NewDisk, create
from mofgen.vmms.refusals import (
    FAILED,
    FILE_NOT_FOUND,
    IN_USE,
    INVALID_PARAMETER,
    INVALID_STATE,
    JOB_STARTED,
    NOT_SUPPORTED,
)
from mofgen.vmms.vhd_set_layers import take_snapshot

Service = Msvm_ImageManagementService
Disk = Msvm_VirtualHardDiskSettingData
Snapshot = Msvm_VHDSnapshotInformation
DISK = r"C:\Shared\data.vhdx"
SET = r"C:\Shared\data.vhds"
BRANCH = r"C:\Shared\branch.avhdx"
ID = "1EB1F1D6-7D5E-4F0E-9F3C-0A2B1C0D9E8F"
OTHER_ID = "2EB1F1D6-7D5E-4F0E-9F3C-0A2B1C0D9E8F"
PATHS = Service.GetVHDSetInformationAdditionalInformationValues.PATHS
PARENTS = Service.GetVHDSnapshotInformationAdditionalInformationValues.PARENT_PATHS


@pytest.fixture
def host() -> Vmms:
    made = Vmms(seed=1, clock=SimulatedClock())
    create(made.files, NewDisk(DISK, capacity=GIB))
    create(made.files, NewDisk(BRANCH, Types.DIFFERENCING, parent=DISK))
    return made


@pytest.fixture
def service(host: Vmms) -> Service:
    return host.connect().enumerate(Service)[0]


@pytest.fixture
def vhd_set(service: Service) -> str:
    """A VHD set made of the disk."""
    service.ConvertVirtualHardDiskToVHDSet(VirtualHardDiskPath=DISK).job.wait()
    return SET


def information(service: Service, path: str = SET) -> Msvm_VHDSetInformation:
    found = service.GetVHDSetInformation(
        VHDSetPath=path, AdditionalInformation=[PATHS]
    ).Information
    assert found is not None
    return found


def snapshots(service: Service, *ids: str) -> tuple[Snapshot, ...]:
    found = service.GetVHDSnapshotInformation(
        VHDSetPath=SET, SnapshotIds=ids or None, AdditionalInformation=[PARENTS]
    ).SnapshotInformation
    return found or ()


def add(service: Service, **values: object) -> int:
    """List a snapshot in the set."""
    given = Snapshot(**{"FilePath": SET, "SnapshotId": ID, **values})  # type: ignore[arg-type]
    result = service.SetVHDSnapshotInformation(Information=given, check=False)
    return int(result.ReturnValue)


class TestMaking:
    def test_a_disk_becomes_the_root_of_a_set_beside_it(
        self, host: Vmms, service: Service
    ) -> None:
        result = service.ConvertVirtualHardDiskToVHDSet(VirtualHardDiskPath=DISK)
        assert result.ReturnValue == JOB_STARTED
        found = information(service)
        assert (found.Path, found.AllPaths) == (SET, (DISK,))
        assert found.SnapshotIdList == ()
        assert DISK in host.files

    def test_a_set_can_be_made_with_a_new_disk(
        self, host: Vmms, service: Service
    ) -> None:
        disk = Disk(Path=SET, Type=Types.FIXED, Format=4, MaxInternalSize=2 * GIB)
        service.CreateVirtualHardDisk(VirtualDiskSettingData=disk).job.wait()
        (backing,) = information(service).AllPaths or ()
        assert backing is not None
        assert backing.endswith(".avhdx")
        assert host.files.get(backing).size == 2 * GIB + 4 * MIB

    def test_a_set_can_be_made_with_a_copy(self, host: Vmms, service: Service) -> None:
        write_data(host.files, DISK, 33 * MIB)
        disk = Disk(Path=SET, Type=Types.DYNAMIC)
        service.ConvertVirtualHardDisk(
            SourcePath=DISK, VirtualDiskSettingData=disk
        ).job.wait()
        (backing,) = information(service).AllPaths or ()
        assert backing is not None
        assert host.files.get(backing).size == (4 + 64) * MIB

    @pytest.mark.parametrize(
        "disk",
        [
            Disk(Path=SET, Type=Types.DYNAMIC, Format=3, MaxInternalSize=GIB),
            Disk(Path=SET, Type=Types.DIFFERENCING, ParentPath=DISK),
            Disk(Path=SET, Type=Types.DYNAMIC),
        ],
    )
    def test_what_no_set_can_be_is_an_invalid_parameter(
        self, host: Vmms, service: Service, disk: Disk
    ) -> None:
        before = list(host.files)
        result = service.CreateVirtualHardDisk(VirtualDiskSettingData=disk, check=False)
        assert result.ReturnValue == INVALID_PARAMETER
        assert list(host.files) == before

    @pytest.mark.parametrize(
        ("path", "code"),
        [
            (None, INVALID_PARAMETER),
            ("data.vhdx", INVALID_PARAMETER),
            (BRANCH, INVALID_PARAMETER),
            (r"C:\none.vhdx", FILE_NOT_FOUND),
            (r"C:\old.vhd", NOT_SUPPORTED),
            (r"C:\text.vhdx", FAILED),
        ],
    )
    def test_only_a_vhdx_can_be_converted(
        self, host: Vmms, service: Service, path: str | None, code: int
    ) -> None:
        create(host.files, NewDisk(r"C:\old.vhd", capacity=GIB))
        host.files.add_iso(r"C:\text.vhdx")
        result = service.ConvertVirtualHardDiskToVHDSet(
            VirtualHardDiskPath=path, check=False
        )
        assert result.ReturnValue == code


class TestAsADisk:
    def test_a_set_is_read_as_the_disk_it_leads_to(
        self, service: Service, vhd_set: str
    ) -> None:
        found = service.GetVirtualHardDiskSettingData(Path=SET).SettingData
        assert found is not None
        assert (found.Path, found.Format) == (SET, Disk.FormatValues.VHDSET)
        assert (found.Type, found.MaxInternalSize) == (Types.DYNAMIC, GIB)

    def test_a_set_is_resized(self, service: Service, vhd_set: str) -> None:
        service.ResizeVirtualHardDisk(Path=SET, MaxInternalSize=2 * GIB).job.wait()
        for path in (SET, DISK):
            found = service.GetVirtualHardDiskSettingData(Path=path).SettingData
            assert found is not None
            assert found.MaxInternalSize == 2 * GIB

    @pytest.mark.parametrize("used", [SET, DISK])
    def test_who_uses_the_set_uses_its_disk(
        self, service: Service, vhd_set: str, used: str
    ) -> None:
        service.AttachVirtualHardDisk(Path=used, ReadOnly=False).job.wait()
        for path in (SET, DISK):
            state = service.GetVirtualHardDiskState(Path=path).State
            assert state is not None
            assert state.InUse is True
            result = service.CompactVirtualHardDisk(Path=path, check=False)
            assert result.ReturnValue == IN_USE

    def test_a_set_without_its_disk_is_not_found(
        self, host: Vmms, service: Service, vhd_set: str
    ) -> None:
        host.files.delete(DISK)
        result = service.GetVirtualHardDiskState(Path=SET, check=False)
        assert result.ReturnValue == FILE_NOT_FOUND


class TestInformation:
    def test_paths_are_told_on_request_only(
        self, service: Service, vhd_set: str
    ) -> None:
        found = service.GetVHDSetInformation(VHDSetPath=SET).Information
        assert found is not None
        assert found.AllPaths is None

    def test_what_is_below_the_root_comes_last(
        self, host: Vmms, service: Service
    ) -> None:
        child = r"C:\Shared\child.vhdx"
        create(host.files, NewDisk(child, Types.DIFFERENCING, parent=DISK))
        service.ConvertVirtualHardDiskToVHDSet(VirtualHardDiskPath=child).job.wait()
        path = r"C:\Shared\child.vhds"
        take_snapshot(host.files, path)
        active, root, below = information(service, path).AllPaths or ()
        assert (root, below) == (child, DISK)
        assert active not in (root, below)

    @pytest.mark.parametrize(
        ("path", "wanted", "code"),
        [
            (None, [], INVALID_PARAMETER),
            (DISK, [], INVALID_PARAMETER),
            (r"C:\none.vhds", [], FILE_NOT_FOUND),
            (r"C:\text.vhds", [], FAILED),
            (SET, [3], INVALID_PARAMETER),
        ],
    )
    def test_only_a_set_can_be_asked_and_only_for_what_is_known(
        self,
        host: Vmms,
        service: Service,
        vhd_set: str,
        path: str | None,
        wanted: list[int],
        code: int,
    ) -> None:
        host.files.add_iso(r"C:\text.vhds")
        of_set = service.GetVHDSetInformation(
            VHDSetPath=path, AdditionalInformation=wanted, check=False
        )
        of_snapshots = service.GetVHDSnapshotInformation(
            VHDSetPath=path, AdditionalInformation=wanted, check=False
        )
        assert (of_set.ReturnValue, of_snapshots.ReturnValue) == (code, code)

    def test_a_snapshot_is_asked_for_by_its_identifier(
        self, service: Service, vhd_set: str
    ) -> None:
        add(service)
        add(service, SnapshotId=OTHER_ID)
        assert [each.SnapshotId for each in snapshots(service)] == [ID, OTHER_ID]
        (found,) = snapshots(service, "{" + OTHER_ID.lower() + "}")
        assert found.SnapshotId == OTHER_ID
        missing = service.GetVHDSnapshotInformation(
            VHDSetPath=SET, SnapshotIds=[DISK], check=False
        )
        assert missing.ReturnValue == INVALID_PARAMETER


class TestListing:
    def test_a_snapshot_is_listed_with_what_is_said_of_it(
        self, service: Service, vhd_set: str
    ) -> None:
        when = CimDateTime.of(datetime(2020, 2, 29, 12, tzinfo=UTC))
        assert add(service, SnapshotPath=BRANCH, CreationTime=when) == JOB_STARTED
        (found,) = snapshots(service)
        assert (found.FilePath, found.SnapshotId) == (SET, ID)
        assert (found.SnapshotPath, found.ParentPathsList) == (BRANCH, (DISK,))
        assert found.CreationTime == when
        assert information(service).SnapshotIdList == (ID,)
        assert information(service).AllPaths == (BRANCH, DISK)

    def test_what_is_not_said_is_as_usual_and_then_stays(
        self, host: Vmms, service: Service, vhd_set: str
    ) -> None:
        add(service)
        (first,) = snapshots(service)
        assert first.CreationTime == CimDateTime.of(host.clock.now())
        assert (first.ResilientChangeTrackingId or "").startswith("rctX:")
        assert (first.SnapshotPath, first.ParentPathsList) == (None, ())
        assert isinstance(host.clock, SimulatedClock)
        host.clock.advance(60)
        write_data(host.files, SET, MIB)
        add(service, SnapshotPath=BRANCH)
        (second,) = snapshots(service)
        assert second.copy(SnapshotPath=None, ParentPathsList=[]) == first

    @pytest.mark.parametrize(
        ("values", "code"),
        [
            ({"FilePath": None}, INVALID_PARAMETER),
            ({"FilePath": DISK}, INVALID_PARAMETER),
            ({"FilePath": r"C:\none.vhds"}, FILE_NOT_FOUND),
            ({"SnapshotId": None}, INVALID_PARAMETER),
            ({"SnapshotId": "first"}, INVALID_PARAMETER),
            ({"SnapshotPath": r"C:\none.avhdx"}, FILE_NOT_FOUND),
            ({"SnapshotPath": r"C:\other.vhdx"}, INVALID_PARAMETER),
        ],
    )
    def test_what_can_be_no_snapshot_is_refused(
        self,
        host: Vmms,
        service: Service,
        vhd_set: str,
        values: dict[str, object],
        code: int,
    ) -> None:
        create(host.files, NewDisk(r"C:\other.vhdx", capacity=GIB))
        assert add(service, **values) == code
        assert information(service).SnapshotIdList == ()

    def test_a_set_that_is_mounted_can_still_list_snapshots(
        self, service: Service, vhd_set: str
    ) -> None:
        service.AttachVirtualHardDisk(Path=SET, ReadOnly=False).job.wait()
        assert add(service) == JOB_STARTED


class TestDeleting:
    def delete(self, service: Service, snapshot: str = ID, **options: bool) -> int:
        result = service.DeleteVHDSnapshot(
            VHDSetPath=SET, SnapshotId=snapshot, check=False, **options
        )
        return int(result.ReturnValue)

    def test_its_disk_stays_until_the_set_is_optimized(
        self, host: Vmms, service: Service, vhd_set: str
    ) -> None:
        add(service, SnapshotPath=BRANCH)
        assert self.delete(service) == JOB_STARTED
        assert information(service).SnapshotIdList == ()
        assert information(service).AllPaths == (BRANCH, DISK)
        service.OptimizeVHDSet(VHDSetPath=SET).job.wait()
        assert information(service).AllPaths == (DISK,)
        assert BRANCH not in host.files

    def test_a_reference_can_be_left(self, service: Service, vhd_set: str) -> None:
        add(service, SnapshotPath=BRANCH)
        (before,) = snapshots(service)
        assert self.delete(service, PersistReferenceSnapshot=True) == JOB_STARTED
        (left,) = snapshots(service)
        assert left == before.copy(SnapshotPath=None, ParentPathsList=[])
        again = self.delete(service, PersistReferenceSnapshot=True)
        assert again == INVALID_STATE

    @pytest.mark.parametrize("snapshot", [OTHER_ID, "first", None])
    def test_the_snapshot_has_to_be_there(
        self, service: Service, vhd_set: str, snapshot: str
    ) -> None:
        add(service)
        assert self.delete(service, snapshot) == INVALID_PARAMETER
        assert information(service).SnapshotIdList == (ID,)


class TestLayers:
    def test_a_snapshot_keeps_the_contents_and_the_set_goes_on(
        self, host: Vmms, service: Service, vhd_set: str
    ) -> None:
        taken = take_snapshot(host.files, SET)
        write_data(host.files, SET, 64 * MIB)
        (found,) = snapshots(service)
        assert (found.SnapshotId, found.SnapshotPath) == (taken.id, DISK)
        assert host.files.get(DISK).size == 4 * MIB
        active, root = information(service).AllPaths or ()
        assert root == DISK
        assert active is not None
        assert host.files.get(active).size == (4 + 64) * MIB

    def test_optimizing_brings_a_layer_down_that_no_snapshot_needs(
        self, host: Vmms, service: Service, vhd_set: str
    ) -> None:
        first = take_snapshot(host.files, SET)
        write_data(host.files, SET, 64 * MIB)
        second = take_snapshot(host.files, SET)
        write_data(host.files, SET, 32 * MIB)
        host.files.delete(BRANCH)
        service.DeleteVHDSnapshot(VHDSetPath=SET, SnapshotId=first.id).job.wait()
        service.OptimizeVHDSet(VHDSetPath=SET).job.wait()
        # What the second snapshot had on top lies in the root now.
        (left,) = snapshots(service)
        assert (left.SnapshotId, left.SnapshotPath) == (second.id, DISK)
        assert host.files.get(DISK).size == (4 + 64) * MIB
        service.DeleteVHDSnapshot(VHDSetPath=SET, SnapshotId=second.id).job.wait()
        service.OptimizeVHDSet(VHDSetPath=SET).job.wait()
        assert information(service).AllPaths == (DISK,)
        assert host.files.get(DISK).size == (4 + 96) * MIB
        assert require_sound(host.files, SET) == [host.files.get(DISK)]
        assert len(host.files) == 2

    def test_a_layer_on_which_others_are_based_stays(
        self, host: Vmms, service: Service, vhd_set: str
    ) -> None:
        taken = take_snapshot(host.files, SET)
        service.DeleteVHDSnapshot(VHDSetPath=SET, SnapshotId=taken.id).job.wait()
        service.OptimizeVHDSet(VHDSetPath=SET).job.wait()
        assert len(information(service).AllPaths or ()) == 2
        require_sound(host.files, BRANCH)
