"""The files in which machines and checkpoints are kept."""

from __future__ import annotations

import pytest
from export_bench import (
    FOLDER,
    PAUSE,
    SAVE,
    START,
    TURN_OFF,
    Bench,
)
from hyperv_v2 import Msvm_VirtualSystemManagementServiceSettingData

from mofgen.vmms import Vmms
from mofgen.vmms.files import MIB, Volume
from mofgen.vmms.machine_access import settings_ref
from mofgen.vmms.refusals import COMPLETED, FAILED, INVALID_PARAMETER

DATA_ROOT = r"C:\ProgramData\Microsoft\Windows\Hyper-V"


def size(bench: Bench, guid: str) -> int:
    result = bench.service.GetSizeOfSystemFiles(Vssd=settings_ref(guid))
    assert result.ReturnValue == COMPLETED
    assert result.Size is not None
    return result.Size


def test_a_machine_has_them_in_its_data_root(bench: Bench) -> None:
    assert bench.paths(DATA_ROOT) == [
        rf"Virtual Machines\{bench.guid}.vmcx",
        rf"Virtual Machines\{bench.guid}.vmgs",
        rf"Virtual Machines\{bench.guid}.vmrs",
    ]


def test_one_of_generation_1_has_nothing_for_firmware(bench: Bench) -> None:
    made = bench.define(
        VirtualSystemSubType="Microsoft:Hyper-V:SubType:1",
        ConfigurationDataRoot=FOLDER,
        SuspendDataRoot=FOLDER,
    )
    guid = made.keys["Name"]
    assert bench.paths(FOLDER) == [
        rf"Virtual Machines\{guid}.vmcx",
        rf"Virtual Machines\{guid}.vmrs",
    ]


def test_the_data_root_is_that_of_the_host_where_nothing_is_said(
    bench: Bench,
) -> None:
    [settings] = bench.client.enumerate(Msvm_VirtualSystemManagementServiceSettingData)
    bench.service.ModifyServiceSettings(
        SettingData=settings.copy(DefaultExternalDataRoot=FOLDER)
    )
    guid = str(bench.define().keys["Name"])
    assert bench.settings_of(guid).ConfigurationDataRoot == FOLDER
    assert rf"Virtual Machines\{guid}.vmcx" in bench.paths(FOLDER)


@pytest.mark.parametrize(
    ("root", "code"), [(r"X:\Machines", FAILED), ("Machines", INVALID_PARAMETER)]
)
def test_a_machine_needs_a_place_for_them(bench: Bench, root: str, code: int) -> None:
    before = bench.paths("C:")
    made = bench.service.DefineSystem(
        SystemSettings=bench.settings.copy(ConfigurationDataRoot=root),
        check=False,
    )
    assert made.ReturnValue == code
    assert bench.paths("C:") == before


def test_they_go_with_the_machine_and_its_checkpoints(bench: Bench) -> None:
    bench.take_checkpoint()
    bench.destroy()
    assert bench.paths("C:") == []


def test_a_checkpoint_has_its_own_and_they_go_with_it(bench: Bench) -> None:
    snapshot = bench.take_checkpoint()
    guid = (snapshot.InstanceID or "").partition(":")[2]
    assert rf"Snapshots\{guid}.vmcx" in bench.paths(DATA_ROOT)
    bench.checkpoints.DestroySnapshot(AffectedSnapshot=settings_ref(guid))
    assert all(guid not in each for each in bench.paths(DATA_ROOT))


def test_a_saved_machine_keeps_its_memory_in_them(bench: Bench) -> None:
    off = size(bench, bench.guid)
    bench.enter(START)
    assert size(bench, bench.guid) == off
    bench.enter(SAVE)
    assert size(bench, bench.guid) == off + 1024 * MIB
    bench.enter(TURN_OFF)
    assert size(bench, bench.guid) == off


def test_a_machine_can_not_be_saved_without_space(bench: Bench) -> None:
    bench.enter(START)
    bench.enter(PAUSE)
    bench.host.files.add_volume(Volume("C:", 64 * MIB))
    job = bench.job(bench.machine.RequestStateChange(RequestedState=SAVE))
    assert job.ErrorCode == FAILED
    assert bench.machine.EnabledState == PAUSE


def test_the_size_of_what_is_not_there(bench: Bench) -> None:
    other = Bench(Vmms(seed=2))
    result = bench.service.GetSizeOfSystemFiles(
        Vssd=settings_ref(other.guid), check=False
    )
    assert result.ReturnValue == INVALID_PARAMETER


class TestASummary:
    """GetDefinitionFileSummaryInformation tells what a definition is of."""

    def test_of_the_file_of_a_machine_and_of_an_exported_one(
        self, bench: Bench
    ) -> None:
        changed = bench.settings.copy(Notes=["one", "two"])
        bench.service.ModifySystemSettings(SystemSettings=changed)
        exported = bench.exported()
        result = bench.service.GetDefinitionFileSummaryInformation(
            DefinitionFiles=[
                rf"{DATA_ROOT}\Virtual Machines\{bench.guid}.vmcx",
                rf"{FOLDER}\{exported}",
            ]
        )
        assert result.ReturnValue == COMPLETED
        for each in result.SummaryInformation or ():
            assert each.Name == bench.guid
            assert each.ElementName == "web"
            assert each.Notes == "one\ntwo"
            assert each.CreationTime == bench.settings.CreationTime
            assert each.NumberOfProcessors is None
        assert len(result.SummaryInformation or ()) == 2

    @pytest.mark.parametrize(
        ("paths", "code"),
        [
            ([], INVALID_PARAMETER),
            ([r"C:\none.vmcx"], INVALID_PARAMETER),
            (["web.vmcx"], INVALID_PARAMETER),
            ([r"C:\setup.iso"], FAILED),
        ],
    )
    def test_needs_definition_files(
        self, bench: Bench, paths: list[str], code: int
    ) -> None:
        bench.host.files.add_iso(r"C:\setup.iso")
        result = bench.service.GetDefinitionFileSummaryInformation(
            DefinitionFiles=paths, check=False
        )
        assert result.ReturnValue == code
