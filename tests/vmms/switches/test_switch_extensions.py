"""The extensions of switches: those installed, their states and their order."""

from __future__ import annotations

import pytest
from hyperv_v2 import (
    CIM_EnabledLogicalElement,
    Msvm_ConcreteDependency,
    Msvm_EthernetSwitchExtension,
    Msvm_EthernetSwitchExtensionCapabilities,
    Msvm_EthernetSwitchFeatureCapabilities,
    Msvm_HostedEthernetSwitchExtension,
    Msvm_InstalledEthernetSwitchExtension,
    Msvm_VirtualEthernetSwitch,
    Msvm_VirtualEthernetSwitchManagementService,
    Msvm_VirtualEthernetSwitchSettingData,
)

from mofgen.provider.memory_connection import MemoryConnection
from mofgen.runtime.datetimes import CimDateTime
from mofgen.runtime.references import Ref
from mofgen.vmms import Vmms
from mofgen.vmms.job_policies import Never

Extension = Msvm_EthernetSwitchExtension
Installed = Msvm_InstalledEthernetSwitchExtension
Service = Msvm_VirtualEthernetSwitchManagementService
Settings = Msvm_VirtualEthernetSwitchSettingData
Switch = Msvm_VirtualEthernetSwitch
Answer = CIM_EnabledLogicalElement.RequestStateChangeReturnValues

IDENTIFIER = "0F1E2D3C-4B5A-4968-8776-655443322110"
CAPTURE = "Microsoft NDIS Capture"
FILTERS = (
    "Microsoft Azure VFP Switch Filter Extension",
    "Microsoft Windows Filtering Platform",
)
ENABLED, DISABLED, REBOOT = 2, 3, 10
INVALID_PARAMETER, EXCEPTION = 32773, 10


@pytest.fixture
def switch(client: MemoryConnection, service: Service) -> Switch:
    service.DefineSystem(
        SystemSettings=Settings(ElementName="lab", VirtualSystemIdentifier=IDENTIFIER)
    )
    (found,) = (s for s in client.enumerate(Switch) if s.ElementName == "lab")
    return found


def extensions(client: MemoryConnection, switch: Switch) -> dict[str, Extension]:
    """The extensions of a switch by what people call them."""
    found = client.associators(
        switch._reference(),
        result_class=Extension,
        association=Msvm_HostedEthernetSwitchExtension,
    )
    return {each.ElementName or "": each for each in found}


def settings(client: MemoryConnection) -> Settings:
    return client.get(Ref(Settings, {"InstanceID": f"Microsoft:{IDENTIFIER}"}))


def order(client: MemoryConnection) -> list[str | None]:
    told = settings(client).ExtensionOrder or ()
    return [each.ElementName if each else None for each in told]


# --- what there is ---


def test_the_switch_itself_is_the_extension_that_has_the_features(
    client: MemoryConnection,
) -> None:
    (native,) = (
        each
        for each in client.enumerate(Installed)
        if each.ExtensionType == Installed.ExtensionTypeValues.NATIVE
    )
    known = client.associators(
        native._reference(),
        result_class=Msvm_EthernetSwitchFeatureCapabilities,
        association=Msvm_EthernetSwitchExtensionCapabilities,
    )
    assert known
    assert len(known) == len(client.enumerate(Msvm_EthernetSwitchFeatureCapabilities))


def test_a_switch_has_every_extension_that_is_installed(
    client: MemoryConnection, switch: Switch
) -> None:
    bound = extensions(client, switch)
    assert set(bound) == {CAPTURE, *FILTERS}
    for each in bound.values():
        assert each.SystemName == IDENTIFIER
        (installed,) = client.associators(
            each._reference(),
            result_class=Installed,
            association=Msvm_ConcreteDependency,
        )
        assert (installed.Name, installed.ExtensionType) == (
            each.Name,
            each.ExtensionType,
        )


def test_only_the_capture_of_packets_is_enabled_at_first(
    client: MemoryConnection, switch: Switch
) -> None:
    states = {n: e.EnabledState for n, e in extensions(client, switch).items()}
    assert states == {CAPTURE: ENABLED, **dict.fromkeys(FILTERS, DISABLED)}


def test_the_extensions_go_with_their_switch(
    client: MemoryConnection, service: Service, switch: Switch
) -> None:
    service.DestroySystem(AffectedSystem=switch)
    assert IDENTIFIER not in {e.SystemName for e in client.enumerate(Extension)}


# --- enabling and disabling ---


def test_an_extension_is_enabled_on_one_switch_and_disabled_again(
    client: MemoryConnection, switch: Switch
) -> None:
    extension = extensions(client, switch)[FILTERS[0]]
    for wanted in (ENABLED, DISABLED):
        result = extension.RequestStateChange(RequestedState=wanted)
        assert result.ReturnValue == Answer.COMPLETED_WITH_NO_ERROR
        assert client.get(extension._reference()).EnabledState == wanted
        others = [e for e in client.enumerate(Extension) if e.SystemName != IDENTIFIER]
        assert {e.EnabledState for e in others if e.Name == extension.Name} == {
            DISABLED
        }


def test_the_settings_of_the_switch_tell_the_new_state(
    client: MemoryConnection, switch: Switch
) -> None:
    extensions(client, switch)[CAPTURE].RequestStateChange(RequestedState=DISABLED)
    first, *_ = settings(client).ExtensionOrder or ()
    assert first is not None
    assert (first.ElementName, first.EnabledState) == (CAPTURE, DISABLED)


@pytest.mark.parametrize("wanted", [REBOOT, None])
def test_an_extension_has_no_other_states(
    client: MemoryConnection, switch: Switch, wanted: int | None
) -> None:
    extension = extensions(client, switch)[CAPTURE]
    result = extension.RequestStateChange(RequestedState=wanted, check=False)
    assert result.ReturnValue == Answer.NOT_SUPPORTED
    assert client.get(extension._reference()).EnabledState == ENABLED


def test_no_time_can_be_set_for_it(client: MemoryConnection, switch: Switch) -> None:
    result = extensions(client, switch)[CAPTURE].RequestStateChange(
        RequestedState=DISABLED,
        TimeoutPeriod=CimDateTime("00000000000010.000000:000"),
        check=False,
    )
    assert result.ReturnValue == Answer.USE_OF_TIMEOUT_PARAMETER_NOT_SUPPORTED


def test_an_extension_waits_for_the_job_that_changes_its_switch(
    host: Vmms, client: MemoryConnection, service: Service, switch: Switch
) -> None:
    host.jobs.policy = Never()
    service.DestroySystem(AffectedSystem=switch)
    result = extensions(client, switch)[CAPTURE].RequestStateChange(
        RequestedState=DISABLED, check=False
    )
    assert result.ReturnValue == Answer.BUSY


# --- the order ---


def reorder(
    client: MemoryConnection, service: Service, names: list[str], switch: Switch
) -> int | None:
    """Ask for an order; the error of the job, None where it went well."""
    bound = extensions(client, switch)
    request = Settings(
        InstanceID=f"Microsoft:{IDENTIFIER}",
        ExtensionOrder=[bound.get(name, Extension(Name=name)) for name in names],
    )
    result = service.ModifySystemSettings(SystemSettings=request)
    assert result.Job is not None
    job = client.get(result.Job)
    return job.ErrorCode if job.JobState == EXCEPTION else None


def test_packets_pass_the_extensions_in_the_order_that_the_settings_tell(
    client: MemoryConnection, service: Service, switch: Switch
) -> None:
    assert order(client) == [CAPTURE, *FILTERS]
    wanted = [CAPTURE, *reversed(FILTERS)]
    assert reorder(client, service, wanted, switch) is None
    assert order(client) == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        pytest.param([FILTERS[0], CAPTURE, FILTERS[1]], id="one of another type"),
        pytest.param([CAPTURE, FILTERS[0]], id="one missing"),
        pytest.param([CAPTURE, FILTERS[0], FILTERS[0]], id="one twice"),
        pytest.param([CAPTURE, FILTERS[0], "another"], id="one that is not there"),
    ],
)
def test_an_order_that_makes_no_sense_changes_nothing(
    client: MemoryConnection, service: Service, switch: Switch, wanted: list[str]
) -> None:
    assert reorder(client, service, wanted, switch) == INVALID_PARAMETER
    assert order(client) == [CAPTURE, *FILTERS]


def test_settings_that_were_read_can_be_written_back(
    client: MemoryConnection, service: Service, switch: Switch
) -> None:
    request = settings(client)
    request.ElementName = "renamed"
    service.ModifySystemSettings(SystemSettings=request)
    assert settings(client).ElementName == "renamed"
    assert order(client) == [CAPTURE, *FILTERS]
