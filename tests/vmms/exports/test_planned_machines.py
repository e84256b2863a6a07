"""Planned machines: defined, changed as others are, and realized or dropped."""

from __future__ import annotations

from typing import Any

import pytest
from export_bench import OFF, SAVE, SAVED, START, TURN_OFF, Bench
from hyperv_v2 import (
    Msvm_HostedDependency,
    Msvm_MemorySettingData,
    Msvm_PlannedComputerSystem,
    Msvm_ProcessorSettingData,
    Msvm_ResourceAllocationSettingData,
    Msvm_SettingsDefineState,
    Msvm_VirtualSystemSettingData,
)

from mofgen.runtime.references import Ref
from mofgen.vmms import Vmms
from mofgen.vmms.job_policies import Never
from mofgen.vmms.machine_access import (
    PLANNED,
    planned_ref,
    settings_ref,
)
from mofgen.vmms.refusals import (
    COMPLETED,
    FAILED,
    INVALID_PARAMETER,
    INVALID_STATE,
    JOB_STARTED,
)

Settings = Msvm_VirtualSystemSettingData


@pytest.fixture
def guid(bench: Bench) -> str:
    """A planned machine."""
    made = bench.service.DefinePlannedSystem(
        SystemSettings=Settings(ElementName="plan", Notes=["to come"])
    )
    assert made.ReturnValue == COMPLETED
    assert made.ResultingSystem is not None
    return str(made.ResultingSystem.keys["Name"])


class TestDefining:
    def test_makes_a_planned_machine_with_settings(
        self, bench: Bench, guid: str
    ) -> None:
        planned = bench.planned(guid)
        assert (planned.ElementName, planned.EnabledState) == ("plan", OFF)
        assert planned.Caption == "Planned Virtual Machine"
        [settings] = bench.client.associators(
            planned_ref(guid),
            result_class=Settings,
            association=Msvm_SettingsDefineState,
        )
        assert settings.VirtualSystemType == PLANNED
        assert settings.Notes == ("to come",)
        assert bench.client.references(
            planned_ref(guid), result_class=Msvm_HostedDependency
        )

    def test_makes_no_files(self, bench: Bench, guid: str) -> None:
        assert all(guid not in each.path for each in bench.host.files)

    def test_takes_resources_and_the_settings_of_another(self, bench: Bench) -> None:
        made = bench.service.DefinePlannedSystem(
            ResourceSettings=[Msvm_MemorySettingData(VirtualQuantity=2048)],
            ReferenceConfiguration=settings_ref(bench.guid),
        )
        assert made.ResultingSystem is not None
        guid = str(made.ResultingSystem.keys["Name"])
        [memory] = bench.parts(guid, Msvm_MemorySettingData)
        assert memory.VirtualQuantity == 2048
        assert bench.planned(guid).ElementName == "web"

    def test_refuses_what_is_no_plan(self, bench: Bench) -> None:
        made = bench.service.DefinePlannedSystem(
            SystemSettings=bench.settings, check=False
        )
        assert made.ReturnValue == INVALID_PARAMETER

    def test_refuses_resources_that_do_not_fit(self, bench: Bench) -> None:
        made = bench.service.DefinePlannedSystem(
            ResourceSettings=[Msvm_MemorySettingData(VirtualQuantity=3)], check=False
        )
        assert made.ReturnValue == INVALID_PARAMETER
        assert bench.client.enumerate(Msvm_PlannedComputerSystem) == []


class TestChanging:
    def test_its_settings_shows_on_the_machine(self, bench: Bench, guid: str) -> None:
        changed = bench.settings_of(guid).copy(
            ElementName="other", ConfigurationDataRoot=r"D:\New"
        )
        bench.service.ModifySystemSettings(SystemSettings=changed)
        assert bench.planned(guid).ElementName == "other"
        assert bench.settings_of(guid).ConfigurationDataRoot == r"D:\New"

    def test_its_resources(self, bench: Bench, guid: str) -> None:
        added = bench.service.AddResourceSettings(
            AffectedConfiguration=settings_ref(guid),
            ResourceSettings=[
                Msvm_ResourceAllocationSettingData(
                    ResourceType=6,
                    ResourceSubType="Microsoft:Hyper-V:Synthetic SCSI Controller",
                )
            ],
        )
        assert bench.job(added).ErrorCode == 0
        assert added.ResultingResourceSettings is not None
        [memory] = bench.parts(guid, Msvm_MemorySettingData)
        changed = bench.service.ModifyResourceSettings(
            ResourceSettings=[memory.copy(VirtualQuantity=512)]
        )
        assert bench.job(changed).ErrorCode == 0
        [memory] = bench.parts(guid, Msvm_MemorySettingData)
        assert memory.VirtualQuantity == 512
        removed = bench.service.RemoveResourceSettings(
            ResourceSettings=added.ResultingResourceSettings
        )
        assert bench.job(removed).ErrorCode == 0
        assert bench.client.enumerate(Msvm_PlannedComputerSystem)

    def test_waits_for_other_changes(self, bench: Bench, guid: str) -> None:
        bench.host.jobs.policy = Never()
        plan = planned_ref(guid)
        validated = bench.service.ValidatePlannedSystem(PlannedSystem=plan)
        assert validated.ReturnValue == JOB_STARTED
        calls: list[Any] = [
            bench.service.ModifySystemSettings(
                SystemSettings=bench.settings_of(guid).copy(ElementName="b"),
                check=False,
            ),
            bench.service.RealizePlannedSystem(PlannedSystem=plan, check=False),
            bench.service.DestroySystem(AffectedSystem=plan, check=False),
        ]
        assert [each.ReturnValue for each in calls] == [INVALID_STATE] * 3


class TestItsState:
    @pytest.mark.parametrize("state", [2, 3, 4, 6, 9, 10, 11])
    def test_does_not_change(self, bench: Bench, guid: str, state: int) -> None:
        result = bench.planned(guid).RequestStateChange(
            RequestedState=state, check=False
        )
        assert result.ReturnValue == INVALID_STATE
        assert bench.planned(guid).EnabledState == OFF

    def test_has_to_be_named(self, bench: Bench, guid: str) -> None:
        result = bench.planned(guid).RequestStateChange(check=False)
        assert result.ReturnValue == INVALID_PARAMETER

    def test_that_was_saved_can_be_forgotten(self, bench: Bench) -> None:
        bench.enter(START)
        bench.enter(SAVE)
        guid = bench.imported()
        assert bench.planned(guid).EnabledState == SAVED
        result = bench.planned(guid).RequestStateChange(RequestedState=TURN_OFF)
        assert result.ReturnValue == COMPLETED
        assert bench.planned(guid).EnabledState == OFF
        assert bench.realized(guid).EnabledState == OFF


class TestTheEnd:
    def test_is_a_machine(self, bench: Bench, guid: str) -> None:
        machine = bench.realized(guid)
        assert (machine.ElementName, machine.EnabledState) == ("plan", OFF)
        assert bench.client.enumerate(Msvm_PlannedComputerSystem) == []

    def test_is_nothing(self, bench: Bench, guid: str) -> None:
        result = bench.service.DestroySystem(AffectedSystem=planned_ref(guid))
        assert bench.job(result).ErrorCode == 0
        assert bench.client.enumerate(Msvm_PlannedComputerSystem) == []
        left = [each.InstanceID or "" for each in bench.client.enumerate(Settings)]
        assert all(guid not in each for each in left)

    def test_is_not_a_machine_that_the_host_can_not_have(self) -> None:
        bench = Bench(Vmms(seed=1, cores=8))
        made = bench.service.DefinePlannedSystem(
            ResourceSettings=[Msvm_ProcessorSettingData(VirtualQuantity=8)]
        )
        assert made.ResultingSystem is not None
        guid = str(made.ResultingSystem.keys["Name"])
        bench.host.cores = 4
        assert bench.validate(guid).ErrorCode == FAILED
        assert bench.realize(guid).ErrorCode == FAILED
        assert bench.planned(guid)


@pytest.mark.parametrize("method", ["ValidatePlannedSystem", "RealizePlannedSystem"])
def test_there_has_to_be_one(bench: Bench, method: str) -> None:
    call = getattr(bench.service, method)
    none = planned_ref("00000000-0000-0000-0000-000000000000")
    refs: list[Ref[Any] | None] = [None, none]
    for each in refs:
        assert call(PlannedSystem=each, check=False).ReturnValue == INVALID_PARAMETER


class TestUpgrading:
    """UpgradeSystemVersion gives a machine the newest version."""

    def test_a_machine(self, bench: Bench) -> None:
        ref = bench.define(Version="8.0")
        result = bench.service.UpgradeSystemVersion(ComputerSystem=ref)
        assert bench.job(result).ErrorCode == 0
        guid = str(ref.keys["Name"])
        assert bench.settings_of(guid).Version == bench.settings.Version

    def test_a_planned_machine(self, bench: Bench) -> None:
        made = bench.service.DefinePlannedSystem(SystemSettings=Settings(Version="9.0"))
        ref = made.ResultingSystem
        assert ref is not None
        result = bench.service.UpgradeSystemVersion(ComputerSystem=ref)
        assert bench.job(result).ErrorCode == 0
        guid = str(ref.keys["Name"])
        assert bench.settings_of(guid).Version == bench.settings.Version

    def test_not_one_that_has_it(self, bench: Bench) -> None:
        result = bench.service.UpgradeSystemVersion(
            ComputerSystem=bench.ref, check=False
        )
        assert result.ReturnValue == INVALID_STATE

    @pytest.mark.parametrize("states", [[START], [START, SAVE]])
    def test_not_one_that_is_not_off(self, bench: Bench, states: list[int]) -> None:
        bench.ref = bench.define(Version="8.0")
        bench.guid = str(bench.ref.keys["Name"])
        for state in states:
            bench.enter(state)
        result = bench.service.UpgradeSystemVersion(
            ComputerSystem=bench.ref, check=False
        )
        assert result.ReturnValue == INVALID_STATE

    def test_none_that_is_not_there(self, bench: Bench) -> None:
        result = bench.service.UpgradeSystemVersion(check=False)
        assert result.ReturnValue == INVALID_PARAMETER
