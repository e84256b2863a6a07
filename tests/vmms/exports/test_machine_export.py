"""Exporting machines: what lies in the folder afterwards."""

from __future__ import annotations

from typing import Any

import pytest
from export_bench import (
    ALL,
    BACKUP,
    DISK,
    FOLDER,
    NONE,
    ONE,
    PAUSE,
    SAVE,
    SAVED,
    START,
    Bench,
)
from hyperv_v2 import (
    Msvm_SystemExportSettingData,
    Msvm_VirtualSystemExportSettingData,
)

from mofgen.vmms import Vmms
from mofgen.vmms.disk_contents import write_data
from mofgen.vmms.files import MIB
from mofgen.vmms.job_policies import Never
from mofgen.vmms.machine_access import host_ref
from mofgen.vmms.refusals import (
    FAILED,
    FILE_NOT_FOUND,
    INVALID_PARAMETER,
    INVALID_STATE,
    JOB_STARTED,
    NOT_SUPPORTED,
)

CRASH_CONSISTENT, WITH_STATE, APP_CONSISTENT = 0, 1, 2


def definition(bench: Bench) -> Any:
    """What the exported definition of the machine says."""
    [file] = bench.host.files.under(rf"{FOLDER}\Virtual Machines")[:1]
    assert file.definition is not None
    return file.definition


def path_of(bench: Bench, snapshot: Any) -> str:
    return str(snapshot._reference().path)


def test_writes_the_definition_and_copies_the_disks(bench: Bench) -> None:
    bench.add_disk()
    bench.exported()
    assert bench.paths(FOLDER) == [
        r"Virtual Hard Disks\web.vhdx",
        rf"Virtual Machines\{bench.guid}.vmcx",
        rf"Virtual Machines\{bench.guid}.vmgs",
        rf"Virtual Machines\{bench.guid}.vmrs",
    ]
    assert DISK in bench.host.files


def test_leaves_the_disks_where_they_are_if_asked_to(bench: Bench) -> None:
    bench.add_disk()
    bench.exported(CopyVmStorage=False)
    assert bench.host.files.under(rf"{FOLDER}\Virtual Hard Disks") == []


def test_disks_of_one_name_get_different_ones(bench: Bench) -> None:
    bench.add_disk()
    bench.add_disk(r"C:\Other\web.vhdx")
    bench.exported()
    assert bench.paths(rf"{FOLDER}\Virtual Hard Disks") == ["web.vhdx", "web_1.vhdx"]


def test_makes_a_folder_for_the_machine_if_asked_to(bench: Bench) -> None:
    assert bench.job(bench.export(CreateVmExportSubdirectory=True)).ErrorCode == 0
    assert rf"web\Virtual Machines\{bench.guid}.vmcx" in bench.paths(FOLDER)


def test_a_machine_says_how_it_is_exported_where_a_client_does_not(
    bench: Bench,
) -> None:
    [settings] = bench.client.associators(
        bench.ref,
        result_class=Msvm_VirtualSystemExportSettingData,
        association=Msvm_SystemExportSettingData,
    )
    assert settings.InstanceID == bench.machine.InstanceID
    assert settings.CopyVmStorage
    assert settings.CreateVmExportSubdirectory
    result = bench.service.ExportSystemDefinition(
        ComputerSystem=bench.ref, ExportDirectory=FOLDER
    )
    assert bench.job(result).ErrorCode == 0
    assert rf"web\Virtual Machines\{bench.guid}.vmcx" in bench.paths(FOLDER)


def test_nothing_is_written_twice(bench: Bench) -> None:
    bench.exported()
    before = bench.paths("D:")
    job = bench.job(bench.export())
    assert job.ErrorCode == FAILED
    assert "0x80070050" in (job.ErrorDescription or "")
    assert bench.paths("D:") == before


def test_a_disk_that_is_missing_lets_nothing_be_written(bench: Bench) -> None:
    bench.add_disk()
    bench.host.files.delete(DISK)
    assert bench.job(bench.export()).ErrorCode == FILE_NOT_FOUND
    assert bench.paths(FOLDER) == []


class TestCheckpoints:
    """CopySnapshotConfiguration says which of them go with the machine."""

    def test_all_go_with_their_chain_of_disks(self, bench: Bench) -> None:
        bench.add_disk()
        snapshot = bench.take_checkpoint()
        guid = (snapshot.InstanceID or "").partition(":")[2]
        bench.exported(CopySnapshotConfiguration=ALL)
        [layer] = bench.disks(bench.guid)
        copy = layer.replace(r"D:\Disks", rf"{FOLDER}\Virtual Hard Disks")
        disk = bench.host.files.get(copy).disk
        assert disk is not None
        assert disk.parent_path == rf"{FOLDER}\Virtual Hard Disks\web.vhdx"
        assert rf"Snapshots\{guid}.vmcx" in bench.paths(FOLDER)
        assert definition(bench).snapshots == (guid,)

    def test_none_goes(self, bench: Bench) -> None:
        bench.take_checkpoint()
        bench.exported(CopySnapshotConfiguration=NONE)
        assert bench.host.files.under(rf"{FOLDER}\Snapshots") == []
        assert definition(bench).settings.Parent is None

    def test_one_goes_as_a_machine_with_merged_disks(self, bench: Bench) -> None:
        bench.add_disk()
        bench.take_checkpoint()
        write_data(bench.host.files, bench.disks(bench.guid)[0], 5 * MIB)
        second = bench.take_checkpoint()
        bench.exported(
            CopySnapshotConfiguration=ONE,
            SnapshotVirtualSystem=path_of(bench, second),
            CopyVmStorage=False,
        )
        assert definition(bench).settings.InstanceID == second.InstanceID
        assert definition(bench).settings.ElementName == "web"
        assert bench.paths(rf"{FOLDER}\Virtual Hard Disks") == ["web.vhdx"]
        disk = bench.host.files.get(rf"{FOLDER}\Virtual Hard Disks\web.vhdx").disk
        assert disk is not None
        assert disk.used == 5 * MIB

    @pytest.mark.parametrize(("intent", "files"), [(0, 2), (1, 1)])
    def test_one_for_a_backup_has_the_identifier_of_the_machine(
        self, bench: Bench, intent: int, files: int
    ) -> None:
        bench.add_disk()
        bench.take_checkpoint()
        second = bench.take_checkpoint()
        bench.exported(
            CopySnapshotConfiguration=BACKUP,
            SnapshotVirtualSystem=path_of(bench, second),
            BackupIntent=intent,
        )
        assert definition(bench).guid == bench.guid
        assert len(bench.paths(rf"{FOLDER}\Virtual Hard Disks")) == files

    @pytest.mark.parametrize("path", [None, "", "nonsense"])
    def test_the_one_has_to_be_one_of_the_machine(
        self, bench: Bench, path: str | None
    ) -> None:
        result = bench.export(CopySnapshotConfiguration=ONE, SnapshotVirtualSystem=path)
        assert result.ReturnValue == INVALID_PARAMETER


class TestExcludedDisks:
    """ExcludedVirtualHardDisks names the settings of disks that are not copied."""

    def test_stay_where_they_are(self, bench: Bench) -> None:
        first = bench.add_disk()
        bench.add_disk(r"D:\Disks\data.vhdx")
        bench.exported(
            CopySnapshotConfiguration=NONE,
            ExcludedVirtualHardDisks=[first.InstanceID],
        )
        assert bench.paths(rf"{FOLDER}\Virtual Hard Disks") == ["data.vhdx"]

    def test_are_those_of_the_machine(self, bench: Bench) -> None:
        bench.add_disk()
        result = bench.export(
            CopySnapshotConfiguration=NONE, ExcludedVirtualHardDisks=["Microsoft:none"]
        )
        assert result.ReturnValue == INVALID_PARAMETER

    def test_there_are_none_with_all_checkpoints(self, bench: Bench) -> None:
        disk = bench.add_disk()
        result = bench.export(ExcludedVirtualHardDisks=[disk.InstanceID])
        assert result.ReturnValue == NOT_SUPPORTED


class TestAMachineThatIsNotOff:
    def test_that_is_saved_goes_with_its_state(self, bench: Bench) -> None:
        bench.enter(START)
        bench.enter(SAVE)
        bench.exported()
        [state] = [each for each in bench.paths(FOLDER) if each.endswith(".vmrs")]
        assert bench.host.files.get(rf"{FOLDER}\{state}").size > 1024 * MIB
        assert definition(bench).settings.IsSaved
        assert bench.machine.EnabledState == SAVED

    def test_that_is_saved_goes_without_it(self, bench: Bench) -> None:
        bench.enter(START)
        bench.enter(SAVE)
        bench.exported(CopyVmRuntimeInformation=False)
        assert not definition(bench).settings.IsSaved

    @pytest.mark.parametrize("state", [START, PAUSE])
    def test_that_runs_is_refused_where_nobody_says_what_to_capture(
        self, bench: Bench, state: int
    ) -> None:
        bench.enter(START)
        if state != START:
            bench.enter(state)
        assert bench.export().ReturnValue == INVALID_STATE

    @pytest.mark.parametrize(
        ("live", "is_saved"),
        [(CRASH_CONSISTENT, False), (WITH_STATE, True), (APP_CONSISTENT, False)],
    )
    def test_that_runs_goes_in_the_state_that_is_asked_for(
        self, bench: Bench, live: int, is_saved: bool
    ) -> None:
        bench.add_disk()
        bench.enter(START)
        bench.exported(CaptureLiveState=live)
        assert definition(bench).settings.IsSaved == is_saved
        assert bench.machine.EnabledState == START

    def test_that_is_paused_has_no_guest_to_make_its_disks_consistent(
        self, bench: Bench
    ) -> None:
        bench.enter(START)
        bench.enter(PAUSE)
        result = bench.export(CaptureLiveState=APP_CONSISTENT)
        assert result.ReturnValue == FAILED


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"ExportForLiveMigration": True}, NOT_SUPPORTED),
        ({"DifferentialBackupBase": "a reference point"}, NOT_SUPPORTED),
        ({"folder": "Exports"}, INVALID_PARAMETER),
        ({"folder": ""}, INVALID_PARAMETER),
    ],
)
def test_what_can_not_be_asked_for(
    bench: Bench, settings: dict[str, Any], code: int
) -> None:
    assert bench.export(**settings).ReturnValue == code


def test_the_host_is_no_machine_to_export(bench: Bench) -> None:
    bench.ref = host_ref(bench.host)
    assert bench.export().ReturnValue == INVALID_PARAMETER


def test_a_machine_is_busy_while_it_is_exported() -> None:
    bench = Bench(Vmms(seed=1))
    bench.host.jobs.policy = Never()
    assert bench.export().ReturnValue == JOB_STARTED
    assert bench.export().ReturnValue == INVALID_STATE
