"""Features of switches and ports: VLANs, bandwidth, security, and the others."""

from __future__ import annotations

from typing import Any

import pytest
from hyperv_v2 import (
    CIM_SettingData,
    Msvm_ComputerSystem,
    Msvm_EthernetPortSettingDataComponent,
    Msvm_EthernetSwitchFeatureCapabilities,
    Msvm_EthernetSwitchPortAclSettingData,
    Msvm_EthernetSwitchPortBandwidthSettingData,
    Msvm_EthernetSwitchPortSecuritySettingData,
    Msvm_EthernetSwitchPortVlanSettingData,
    Msvm_FeatureSettingData,
    Msvm_FeatureSettingsDefineCapabilities,
    Msvm_VirtualEthernetSwitch,
    Msvm_VirtualEthernetSwitchBandwidthSettingData,
    Msvm_VirtualEthernetSwitchSettingDataComponent,
)
from switch_client import (
    COMPLETED,
    Modes,
    PortSettings,
    Service,
    Settings,
    error,
    job,
    path,
    state,
)

from mofgen.provider.memory_connection import MemoryConnection
from mofgen.runtime.methods import MethodResult
from mofgen.runtime.references import Ref
from mofgen.vmms import Vmms
from mofgen.vmms.job_policies import Never

Acl = Msvm_EthernetSwitchPortAclSettingData
Bandwidth = Msvm_EthernetSwitchPortBandwidthSettingData
Security = Msvm_EthernetSwitchPortSecuritySettingData
SwitchBandwidth = Msvm_VirtualEthernetSwitchBandwidthSettingData
Vlan = Msvm_EthernetSwitchPortVlanSettingData

FAILED, INVALID_PARAMETER, INVALID_STATE = 32768, 32773, 32775
VLAN_ID = "952C5004-4465-451C-8CB8-FA9AB382B773"
ACCESS, TRUNK, PRIVATE = 1, 2, 3
ISOLATED, COMMUNITY, PROMISCUOUS = 1, 2, 3
DEFAULT = "Microsoft:C08CB7B8-9B3C-408E-8E30-5E16A3AEB444"


@pytest.fixture
def port(client: MemoryConnection, service: Service) -> PortSettings:
    """The port of the host at a switch that reserves bandwidth by weight."""
    return internal_port(client, service, Modes.WEIGHT)


def internal_port(
    client: MemoryConnection, service: Service, mode: int
) -> PortSettings:
    (system,) = client.enumerate(Msvm_ComputerSystem)
    made = service.DefineSystem(
        SystemSettings=Settings(BandwidthReservationMode=mode),
        ResourceSettings=[PortSettings(HostResource=[str(path(system))])],
    )
    assert made.ResultingSystem is not None
    guid = made.ResultingSystem.keys["Name"]
    switch = Ref(Settings, {"InstanceID": f"Microsoft:{guid}"})
    (found,) = client.associators(switch, result_class=PortSettings)
    return found


def switch_of(client: MemoryConnection, port: PortSettings) -> Settings:
    (found,) = client.associators(path(port), result_class=Settings)
    return found


def add(
    service: Service, owner: CIM_SettingData, *settings: Msvm_FeatureSettingData
) -> MethodResult:
    return service.AddFeatureSettings(
        AffectedConfiguration=owner, FeatureSettings=settings
    )


def features(
    client: MemoryConnection, port: PortSettings
) -> list[Msvm_FeatureSettingData]:
    return client.associators(
        path(port),
        result_class=Msvm_FeatureSettingData,
        association=Msvm_EthernetPortSettingDataComponent,
    )


def test_clients_find_default_settings_by_the_id_of_the_feature(
    client: MemoryConnection,
) -> None:
    (known,) = (
        each
        for each in client.enumerate(Msvm_EthernetSwitchFeatureCapabilities)
        if each.FeatureId == VLAN_ID
    )
    (default,) = client.associators(
        path(known),
        result_class=Msvm_FeatureSettingData,
        association=Msvm_FeatureSettingsDefineCapabilities,
    )
    assert isinstance(default, Vlan)
    assert known.ElementName == default.ElementName


def test_a_port_is_put_into_a_vlan(
    client: MemoryConnection, service: Service, port: PortSettings
) -> None:
    result = add(service, port, Vlan(OperationMode=ACCESS, AccessVlanId=7))

    assert job(client, result).JobState == COMPLETED
    (vlan,) = features(client, port)
    assert isinstance(vlan, Vlan)
    assert vlan.AccessVlanId == 7
    assert (vlan.InstanceID or "").startswith(f"{port.InstanceID}\\{VLAN_ID}\\")
    assert result.ResultingFeatureSettings == (path(vlan),)  # type: ignore[attr-defined]


def test_a_feature_changes_only_in_what_a_request_has(
    client: MemoryConnection, service: Service, port: PortSettings
) -> None:
    add(service, port, Security(AllowMacSpoofing=True))
    (stored,) = features(client, port)
    assert isinstance(stored, Security)
    request = Security(InstanceID=stored.InstanceID, EnableDhcpGuard=True)

    service.ModifyFeatureSettings(FeatureSettings=[request])

    (security,) = features(client, port)
    assert isinstance(security, Security)
    assert (security.AllowMacSpoofing, security.EnableDhcpGuard) == (True, True)


def test_without_its_features_a_port_is_as_before(
    client: MemoryConnection, service: Service, port: PortSettings
) -> None:
    before = state(client)
    add(service, port, Vlan(OperationMode=ACCESS, AccessVlanId=7), Acl(), Acl())
    assert len(features(client, port)) == 3
    refs = [path(each) for each in features(client, port)]

    service.RemoveFeatureSettings(FeatureSettings=refs)

    assert state(client) == before


def test_features_go_with_their_port_and_with_their_switch(
    client: MemoryConnection, service: Service
) -> None:
    before = state(client)
    port = internal_port(client, service, Modes.WEIGHT)
    add(service, port, Vlan(OperationMode=ACCESS, AccessVlanId=7))
    add(service, switch_of(client, port), SwitchBandwidth(DefaultFlowWeight=5))
    (switch,) = client.associators(
        path(switch_of(client, port)), result_class=Msvm_VirtualEthernetSwitch
    )

    service.DestroySystem(AffectedSystem=switch)

    assert state(client) == before


def test_a_switch_has_features_of_its_own(
    client: MemoryConnection, service: Service, port: PortSettings
) -> None:
    switch = switch_of(client, port)
    add(service, switch, SwitchBandwidth(DefaultFlowWeight=5))
    (found,) = client.associators(
        path(switch),
        result_class=SwitchBandwidth,
        association=Msvm_VirtualEthernetSwitchSettingDataComponent,
    )
    assert found.DefaultFlowWeight == 5


@pytest.mark.parametrize(
    "vlan",
    [
        pytest.param(Vlan(), id="untagged"),
        pytest.param(Vlan(OperationMode=ACCESS, AccessVlanId=4094), id="access"),
        pytest.param(
            Vlan(OperationMode=TRUNK, NativeVlanId=0, TrunkVlanIdArray=[1, 4094]),
            id="trunk",
        ),
        pytest.param(
            Vlan(
                OperationMode=PRIVATE,
                PvlanMode=COMMUNITY,
                PrimaryVlanId=10,
                SecondaryVlanId=200,
            ),
            id="community",
        ),
        pytest.param(
            Vlan(
                OperationMode=PRIVATE,
                PvlanMode=PROMISCUOUS,
                PrimaryVlanId=10,
                SecondaryVlanIdArray=[200, 201],
            ),
            id="promiscuous",
        ),
    ],
)
def test_vlans_that_there_can_be(
    client: MemoryConnection, service: Service, port: PortSettings, vlan: Vlan
) -> None:
    add(service, port, vlan)
    (stored,) = features(client, port)
    assert isinstance(stored, Vlan)
    assert stored.OperationMode == (vlan.OperationMode or 0)


@pytest.mark.parametrize(
    "vlan",
    [
        pytest.param(Vlan(OperationMode=ACCESS, AccessVlanId=4095), id="ID too high"),
        pytest.param(
            Vlan(OperationMode=TRUNK, TrunkVlanIdArray=[0]), id="untagged in a trunk"
        ),
        pytest.param(
            Vlan(OperationMode=PRIVATE, PrimaryVlanId=1, SecondaryVlanId=2),
            id="private without a mode",
        ),
        pytest.param(
            Vlan(
                OperationMode=PRIVATE,
                PvlanMode=ISOLATED,
                PrimaryVlanId=1,
                SecondaryVlanId=1,
            ),
            id="primary and secondary the same",
        ),
        pytest.param(
            Vlan(OperationMode=PRIVATE, PvlanMode=PROMISCUOUS, PrimaryVlanId=1),
            id="promiscuous with nobody",
        ),
    ],
)
def test_vlans_that_there_can_not_be(
    client: MemoryConnection, service: Service, port: PortSettings, vlan: Vlan
) -> None:
    before = state(client)
    assert error(client, add(service, port, vlan)) == INVALID_PARAMETER
    assert state(client) == before


def test_a_change_is_checked_with_what_stays(
    client: MemoryConnection, service: Service, port: PortSettings
) -> None:
    add(service, port, Vlan(OperationMode=ACCESS, AccessVlanId=7))
    (stored,) = features(client, port)
    assert isinstance(stored, Vlan)
    before = state(client)
    request = Vlan(InstanceID=stored.InstanceID, OperationMode=PRIVATE)
    result = service.ModifyFeatureSettings(FeatureSettings=[request])
    assert error(client, result) == INVALID_PARAMETER
    assert state(client) == before


@pytest.mark.parametrize(
    ("mode", "bandwidth", "is_right"),
    [
        (Modes.WEIGHT, Bandwidth(Weight=100), True),
        (Modes.WEIGHT, Bandwidth(Weight=101), False),
        (Modes.WEIGHT, Bandwidth(Reservation=1_000_000), False),
        (Modes.ABSOLUTE, Bandwidth(Reservation=1_000_000), True),
        (Modes.ABSOLUTE, Bandwidth(Weight=1), False),
        (Modes.ABSOLUTE, Bandwidth(Reservation=2_000_000, Limit=1_000_000), False),
        (Modes.NONE, Bandwidth(Limit=1_000_000), True),
        (Modes.NONE, Bandwidth(Weight=1), False),
    ],
)
def test_bandwidth_is_reserved_as_the_switch_does_it(
    client: MemoryConnection,
    service: Service,
    mode: int,
    bandwidth: Bandwidth,
    is_right: bool,
) -> None:
    port = internal_port(client, service, mode)
    ended = job(client, add(service, port, bandwidth))
    if is_right:
        assert ended.JobState == COMPLETED
        assert len(features(client, port)) == 1
    else:
        assert ended.ErrorCode == INVALID_PARAMETER
        assert not features(client, port)


def test_most_features_are_there_once(
    client: MemoryConnection, service: Service, port: PortSettings
) -> None:
    add(service, port, Security())
    before = state(client)
    result = add(service, port, Security(AllowMacSpoofing=True))
    assert error(client, result) == INVALID_PARAMETER
    assert state(client) == before


def test_ports_and_switches_have_different_features(
    client: MemoryConnection, service: Service, port: PortSettings
) -> None:
    before = state(client)
    switch = switch_of(client, port)
    wrong = [add(service, switch, Vlan()), add(service, port, SwitchBandwidth())]
    assert {error(client, each) for each in wrong} == {INVALID_PARAMETER}
    assert state(client) == before


def test_the_default_switch_takes_no_features(
    client: MemoryConnection, service: Service
) -> None:
    before = state(client)
    default = client.get(Ref(Settings, {"InstanceID": DEFAULT}))
    assert error(client, add(service, default, SwitchBandwidth())) == FAILED
    assert state(client) == before


def test_default_settings_belong_to_nobody_and_stay(
    client: MemoryConnection, service: Service
) -> None:
    default = Vlan(InstanceID=f"Microsoft:Definition\\{VLAN_ID}\\Default")
    changed = service.ModifyFeatureSettings(FeatureSettings=[default], check=False)
    removed = service.RemoveFeatureSettings(
        FeatureSettings=[path(default)], check=False
    )
    answers = [int(changed.ReturnValue), int(removed.ReturnValue)]
    assert answers == [INVALID_PARAMETER, INVALID_PARAMETER]
    assert client.get(path(default))


def test_features_are_for_something_that_is_there(
    client: MemoryConnection, service: Service, port: PortSettings
) -> None:
    gone = Ref(Settings, {"InstanceID": "Microsoft:nothing"})
    answers: list[Any] = [
        service.AddFeatureSettings(
            AffectedConfiguration=gone, FeatureSettings=[Vlan()], check=False
        ),
        service.AddFeatureSettings(AffectedConfiguration=port, check=False),
        service.ModifyFeatureSettings(
            FeatureSettings=[Vlan(InstanceID="Microsoft:nothing")], check=False
        ),
        service.RemoveFeatureSettings(FeatureSettings=[], check=False),
    ]
    assert {int(each.ReturnValue) for each in answers} == {INVALID_PARAMETER}


def test_while_a_job_changes_a_switch_its_features_stay(
    host: Vmms, client: MemoryConnection, service: Service, port: PortSettings
) -> None:
    host.jobs.policy = Never()
    add(service, port, Vlan())
    again = service.AddFeatureSettings(
        AffectedConfiguration=port, FeatureSettings=[Security()], check=False
    )
    assert again.ReturnValue == INVALID_STATE
    host.jobs.finish()
    assert len(features(client, port)) == 1
