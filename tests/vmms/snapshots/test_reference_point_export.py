"""Exporting reference points: what was written between two of them."""

from __future__ import annotations

from typing import Any

import pytest
from hyperv_v2 import (
    Msvm_VirtualSystemReferencePointExportJob,
    Msvm_VirtualSystemReferencePointExportSettingData,
)
from reference_point_client import LOG, Backup, Point
from snapshot_bench import DISK, Bench

from mofgen.vmms.disk_contents import write_data
from mofgen.vmms.files import KIB, MIB
from mofgen.vmms.refusals import FAILED, INVALID_PARAMETER, JOB_STARTED, NOT_SUPPORTED

FOLDER = r"D:\Backup"
Job = Msvm_VirtualSystemReferencePointExportJob


def export(
    backup: Backup, point: Point, base: Point | None, folder: str = FOLDER, **more: Any
) -> Any:
    path = None if base is None else str(base._reference())
    return backup.service.ExportReferencePoint(
        ReferencePoint=point,
        ExportDirectory=folder,
        ExportSettingData=Msvm_VirtualSystemReferencePointExportSettingData(
            BaseReferencePoint=path, **more
        ),
        check=False,
    )


def job_of(backup: Backup, result: Any) -> Job:
    assert result.ReturnValue == JOB_STARTED
    found = backup.bench.client.get(result.Job)
    assert isinstance(found, Job)
    return found


@pytest.fixture
def points(bench: Bench, backup: Backup) -> tuple[Point, Point]:
    """Two, between which the machine wrote 64 MiB; more came later."""
    base = backup.make()
    write_data(bench.host.files, DISK, 64 * MIB)
    point = backup.make()
    write_data(bench.host.files, DISK, 8 * MIB)
    return base, point


def test_a_log_has_what_was_written_between_them(
    bench: Bench, backup: Backup, points: tuple[Point, Point]
) -> None:
    base, point = points
    job = job_of(backup, export(backup, point, base))
    assert (job.JobState, job.ErrorCode) == (7, 0)
    assert job.ExportedDisks == point.VirtualDiskIdentifiers
    [log] = job.ExportedLogFilePaths or ()
    assert log.startswith(rf"{FOLDER}\web_") and log.endswith(".hrl")
    assert bench.host.files.get(log).size == 64 * MIB + 4 * KIB


def test_the_definition_of_the_machine_lies_with_it(
    bench: Bench, backup: Backup, points: tuple[Point, Point]
) -> None:
    base, point = points
    job = job_of(backup, export(backup, point, base))
    paths = [
        job.ExportedConfigFilePath,
        job.ExportedRuntimeFilePath,
        job.ExportedGuestStateFilePath,
    ]
    stem = rf"{FOLDER}\Virtual Machines\{bench.guid}"
    assert paths == [f"{stem}.vmcx", f"{stem}.vmrs", f"{stem}.vmgs"]
    assert all(path in bench.host.files for path in paths if path)


def test_the_job_says_what_it_exports(
    bench: Bench, backup: Backup, points: tuple[Point, Point]
) -> None:
    base, point = points
    job = job_of(backup, export(backup, point, base))
    assert job.ExportDirectory == FOLDER
    assert job.VirtualMachineId == bench.guid
    assert job.ReferencePointId == str(point.InstanceID).removeprefix("Microsoft:")
    assert job.BaseReferencePointId == str(base.InstanceID).removeprefix("Microsoft:")


def test_a_folder_takes_one_export(backup: Backup, points: tuple[Point, Point]) -> None:
    base, point = points
    export(backup, point, base)
    job = job_of(backup, export(backup, point, base))
    assert job.ErrorCode == FAILED
    error = job.GetError().Error
    assert error is not None and "exported there" in (error.Message or "")


def test_the_base_is_the_older_of_the_two(
    backup: Backup, points: tuple[Point, Point]
) -> None:
    base, point = points
    assert job_of(backup, export(backup, base, point)).ErrorCode == INVALID_PARAMETER


@pytest.mark.parametrize(
    "wrong", [{"folder": "Backup"}, {"base": None}, {"DisksToExport": ["none"]}]
)
def test_what_makes_no_sense_is_refused(
    backup: Backup, points: tuple[Point, Point], wrong: dict[str, Any]
) -> None:
    base, point = points
    result = export(backup, point, **{"base": base, **wrong})
    assert result.ReturnValue == INVALID_PARAMETER


def test_the_logs_of_replications_are_not_exported(
    bench: Bench, backup: Backup, points: tuple[Point, Point]
) -> None:
    with bench.host.manager.transaction() as transaction:
        transaction.change(bench.ref, ReplicationState=4)
    backup.create(LOG)
    [log] = [each for each in backup.points if each.HasAssociatedData]
    assert export(backup, log, points[0]).ReturnValue == NOT_SUPPORTED
