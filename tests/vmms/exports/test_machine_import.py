"""Importing machines: what is planned, and what it becomes."""

from __future__ import annotations

import pytest
from export_bench import (
    DISK,
    FOLDER,
    OFF,
    SAVE,
    SAVED,
    START,
    TURN_OFF,
    Bench,
)
from hyperv_v2 import (
    Msvm_ComputerSystem,
    Msvm_EthernetPortAllocationSettingData,
    Msvm_MemorySettingData,
    Msvm_MostCurrentSnapshotInBranch,
    Msvm_PlannedComputerSystem,
    Msvm_SnapshotOfVirtualSystem,
    Msvm_StorageAllocationSettingData,
    Msvm_VirtualEthernetSwitch,
    Msvm_VirtualSystemSettingData,
)

from mofgen.vmms import Vmms
from mofgen.vmms.job_policies import AfterPolls
from mofgen.vmms.machine_access import (
    MISSING_SNAPSHOT,
    PLANNED,
    PLANNED_SNAPSHOT,
    REALIZED,
    SNAPSHOT,
    machine_ref,
    planned_ref,
    settings_ref,
)
from mofgen.vmms.refusals import (
    FAILED,
    FILE_IN_USE,
    FILE_NOT_FOUND,
    INVALID_PARAMETER,
)

Settings = Msvm_VirtualSystemSettingData


def snapshots(bench: Bench, guid: str) -> list[Settings]:
    """The checkpoints of a planned machine."""
    return [
        each
        for each in bench.client.enumerate(Settings)
        if each.VirtualSystemIdentifier == guid
        and (each.VirtualSystemType or "").startswith("Microsoft:Hyper-V:Snapshot:")
    ]


def guid_of(settings: Settings) -> str:
    return (settings.InstanceID or "").partition(":")[2]


class TestWhatIsPlanned:
    def test_has_the_settings_and_resources_of_the_machine(self, bench: Bench) -> None:
        bench.add_disk()
        guid = bench.imported()
        planned = bench.planned(guid)
        assert (planned.ElementName, planned.EnabledState) == ("web", OFF)
        settings = bench.settings_of(guid)
        assert settings.VirtualSystemType == PLANNED
        assert settings.VirtualSystemIdentifier == guid != bench.guid
        assert bench.parts(guid, Msvm_MemorySettingData)
        assert bench.disks(guid) == [rf"{FOLDER}\Virtual Hard Disks\web.vhdx"]

    def test_keeps_its_identifier_if_asked_to(self, bench: Bench) -> None:
        file = rf"{FOLDER}\{bench.exported()}"
        bench.destroy()
        result = bench.service.ImportSystemDefinition(
            SystemDefinitionFile=file, GenerateNewSystemIdentifier=False
        )
        assert result.ImportedSystem == planned_ref(bench.guid)

    def test_can_not_keep_one_that_a_machine_has(self, bench: Bench) -> None:
        file = rf"{FOLDER}\{bench.exported()}"
        result = bench.service.ImportSystemDefinition(
            SystemDefinitionFile=file, GenerateNewSystemIdentifier=False
        )
        assert bench.job(result).ErrorCode == FAILED
        assert result.ImportedSystem is None

    def test_is_told_by_the_job_that_takes_its_time(self, bench: Bench) -> None:
        file = rf"{FOLDER}\{bench.exported()}"
        bench.host.jobs.policy = AfterPolls(1)
        result = bench.load(file)
        assert result.ImportedSystem is None
        assert bench.job(result).ErrorCode == 0
        assert bench.made(result, Msvm_PlannedComputerSystem)

    def test_stays_on_another_host_what_it_was(self, bench: Bench) -> None:
        bench.add_disk()
        file = bench.exported()
        other = Bench(Vmms(seed=2, name="OTHER"))
        for each in bench.host.files.under(FOLDER):
            other.host.files.add(each)
        guid = other.imported(rf"{FOLDER}\{file}")
        [disk] = other.parts(guid, Msvm_StorageAllocationSettingData)
        assert disk.Parent.startswith("\\\\OTHER\\")
        assert other.realized(guid).EnabledState == OFF


class TestTheFile:
    @pytest.mark.parametrize("path", [None, "", "web.vmcx", r"C:\none.vmcx"])
    def test_has_to_be_there(self, bench: Bench, path: str | None) -> None:
        result = bench.service.ImportSystemDefinition(
            SystemDefinitionFile=path, check=False
        )
        assert result.ReturnValue == INVALID_PARAMETER

    def test_has_to_define_a_machine(self, bench: Bench) -> None:
        bench.host.files.add_iso(r"C:\setup.iso")
        assert bench.load(r"C:\setup.iso").ReturnValue == FAILED
        snapshot = bench.take_checkpoint()
        bench.exported()
        path = rf"{FOLDER}\Snapshots\{guid_of(snapshot)}.vmcx"
        assert bench.load(path).ReturnValue == INVALID_PARAMETER

    def test_is_not_that_of_a_machine(self, bench: Bench) -> None:
        root = bench.settings.ConfigurationDataRoot
        result = bench.load(rf"{root}\{bench.settings.ConfigurationFile}")
        assert result.ReturnValue == FILE_IN_USE

    def test_is_imported_once_at_a_time(self, bench: Bench) -> None:
        file = rf"{FOLDER}\{bench.exported()}"
        guid = bench.imported(file)
        assert bench.load(file).ReturnValue == FILE_IN_USE
        bench.service.DestroySystem(AffectedSystem=planned_ref(guid))
        assert bench.imported(file) != guid


class TestCheckpoints:
    def test_come_with_the_machine(self, bench: Bench) -> None:
        bench.add_disk()
        bench.take_checkpoint()
        guid = bench.imported()
        [snapshot] = snapshots(bench, guid)
        assert snapshot.VirtualSystemType == PLANNED_SNAPSHOT
        assert bench.disks(guid_of(snapshot)) == [
            rf"{FOLDER}\Virtual Hard Disks\web.vhdx"
        ]
        [current] = bench.client.associators(
            planned_ref(guid),
            result_class=Settings,
            association=Msvm_MostCurrentSnapshotInBranch,
        )
        assert current.InstanceID == snapshot.InstanceID

    def test_become_those_of_the_machine(self, bench: Bench) -> None:
        first = bench.take_checkpoint()
        bench.take_checkpoint()
        guid = bench.imported()
        bench.realized(guid)
        found = bench.client.associators(
            machine_ref(guid),
            result_class=Settings,
            association=Msvm_SnapshotOfVirtualSystem,
        )
        assert {each.VirtualSystemType for each in found} == {SNAPSHOT}
        assert len(found) == 2
        assert first.InstanceID not in {each.InstanceID for each in found}
        [second] = [each for each in found if each.Parent]
        [base] = [each for each in found if not each.Parent]
        assert guid_of(base) in (second.Parent or "")

    def test_that_are_not_in_the_folder_are_missing(self, bench: Bench) -> None:
        bench.take_checkpoint()
        guid = bench.imported(folder=r"C:\Elsewhere")
        [missing] = snapshots(bench, guid)
        assert missing.VirtualSystemType == MISSING_SNAPSHOT
        assert bench.validate(guid).ErrorCode == FAILED

        result = bench.service.ImportSnapshotDefinitions(
            PlannedSystem=planned_ref(guid), SnapshotFolder=rf"{FOLDER}\Snapshots"
        )
        assert result.ImportedSnapshots == (settings_ref(guid_of(missing)),)
        [found] = bench.made(result, Settings)
        assert found.VirtualSystemType == PLANNED_SNAPSHOT
        assert bench.validate(guid).ErrorCode == 0

    def test_that_are_missing_can_be_left_out(self, bench: Bench) -> None:
        bench.take_checkpoint()
        guid = bench.imported(folder=r"C:\Elsewhere")
        [missing] = snapshots(bench, guid)
        bench.checkpoints.DestroySnapshot(AffectedSnapshot=missing._reference())
        assert snapshots(bench, guid) == []
        assert bench.settings_of(guid).Parent is None
        assert bench.realized(guid)

    def test_of_other_machines_are_not_imported(self, bench: Bench) -> None:
        bench.take_checkpoint()
        bench.exported()
        plan = bench.service.DefinePlannedSystem()
        result = bench.service.ImportSnapshotDefinitions(
            PlannedSystem=plan.ResultingSystem,  # type: ignore[arg-type]
            SnapshotFolder=FOLDER,
        )
        assert bench.job(result).ErrorCode == 0
        assert result.ImportedSnapshots is None

    @pytest.mark.parametrize("folder", [None, "", "Snapshots"])
    def test_need_a_folder(self, bench: Bench, folder: str | None) -> None:
        guid = bench.imported()
        result = bench.service.ImportSnapshotDefinitions(
            PlannedSystem=planned_ref(guid), SnapshotFolder=folder, check=False
        )
        assert result.ReturnValue == INVALID_PARAMETER


class TestRealizing:
    def test_makes_the_machine(self, bench: Bench) -> None:
        bench.add_disk()
        guid = bench.imported()
        result = bench.service.RealizePlannedSystem(PlannedSystem=planned_ref(guid))
        assert result.ResultingSystem == machine_ref(guid)
        [machine] = bench.made(result, Msvm_ComputerSystem)
        assert machine.Name == guid
        assert bench.settings_of(guid).VirtualSystemType == REALIZED
        assert bench.client.enumerate(Msvm_PlannedComputerSystem) == []

    def test_makes_one_that_starts(self, bench: Bench) -> None:
        bench.add_disk()
        machine = bench.realized(bench.imported())
        machine.RequestStateChange(RequestedState=START)
        assert bench.client.get(machine._reference()).EnabledState == START

    def test_makes_its_files_where_its_data_root_is(self, bench: Bench) -> None:
        guid = bench.imported()
        bench.service.ModifySystemSettings(
            SystemSettings=bench.settings_of(guid).copy(
                ConfigurationDataRoot=r"C:\New",
                GuestStateDataRoot=r"C:\New",
                SuspendDataRoot=r"C:\New",
            )
        )
        bench.realized(guid)
        assert bench.paths(r"C:\New") == [
            rf"Virtual Machines\{guid}.vmcx",
            rf"Virtual Machines\{guid}.vmgs",
            rf"Virtual Machines\{guid}.vmrs",
        ]

    def test_takes_over_the_files_of_one_that_keeps_its_identifier(
        self, bench: Bench
    ) -> None:
        bench.exported()
        bench.destroy()
        before = bench.paths(FOLDER)
        bench.service.ImportSystemDefinition(
            SystemDefinitionFile=rf"{FOLDER}\Virtual Machines\{bench.guid}.vmcx"
        )
        bench.realized(bench.guid)
        assert bench.paths(FOLDER) == before
        bench.destroy()
        assert bench.paths(FOLDER) == []

    def test_keeps_the_saved_state(self, bench: Bench) -> None:
        bench.enter(START)
        bench.enter(SAVE)
        guid = bench.imported()
        assert bench.planned(guid).EnabledState == SAVED
        machine = bench.realized(guid)
        assert machine.EnabledState == SAVED
        machine.RequestStateChange(RequestedState=START)
        assert bench.client.get(machine._reference()).EnabledState == START


class TestWhatDoesNotFit:
    def test_is_a_disk_that_is_missing(self, bench: Bench) -> None:
        bench.add_disk()
        file = rf"{FOLDER}\{bench.exported(CopyVmStorage=False)}"
        guid = bench.imported(file)
        bench.host.files.delete(DISK)
        assert bench.validate(guid).ErrorCode == FILE_NOT_FOUND
        assert bench.realize(guid).ErrorCode == FILE_NOT_FOUND
        assert bench.planned(guid)

    def test_is_a_switch_that_is_missing(self, bench: Bench) -> None:
        [switch, *_] = bench.client.enumerate(Msvm_VirtualEthernetSwitch)
        bench.add_adapter(switch)
        file = bench.exported()
        other = Bench(Vmms(seed=2))
        for each in bench.host.files.under(FOLDER):
            other.host.files.add(each)
        [local, *_] = other.client.enumerate(Msvm_VirtualEthernetSwitch)
        guid = other.imported(rf"{FOLDER}\{file}")
        [connection] = other.parts(guid, Msvm_EthernetPortAllocationSettingData)
        assert other.validate(guid).ErrorCode == 0, "one of that name will do"
        assert local.Name in connection.HostResource[0]

    def test_is_a_saved_state_that_is_missing(self, bench: Bench) -> None:
        bench.enter(START)
        bench.enter(SAVE)
        guid = bench.imported()
        for each in bench.host.files.under(FOLDER):
            if each.path.endswith(".vmrs"):
                bench.host.files.delete(each.path)
        assert bench.validate(guid).ErrorCode == FILE_NOT_FOUND
        bench.planned(guid).RequestStateChange(RequestedState=TURN_OFF)
        assert bench.validate(guid).ErrorCode == 0

    def test_is_told_one_by_one(self, bench: Bench) -> None:
        bench.add_disk()
        bench.add_disk(r"D:\Disks\data.vhdx")
        guid = bench.imported(rf"{FOLDER}\{bench.exported(CopyVmStorage=False)}")
        bench.host.files.delete(DISK)
        bench.host.files.delete(r"D:\Disks\data.vhdx")
        job = bench.validate(guid)
        assert job.ErrorCode == FAILED
        errors = job.GetErrorEx().Errors or ()
        assert len(errors) == 2
