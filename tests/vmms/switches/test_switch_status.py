"""What switches and their ports tell of how they work."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hyperv_v2 import (
    Msvm_ComputerSystem,
    Msvm_EthernetPortAllocationSettingData,
    Msvm_EthernetPortInfo,
    Msvm_EthernetSwitchBandwidthData,
    Msvm_EthernetSwitchData,
    Msvm_EthernetSwitchInfo,
    Msvm_EthernetSwitchOperationalData,
    Msvm_EthernetSwitchPort,
    Msvm_EthernetSwitchPortBandwidthData,
    Msvm_EthernetSwitchPortBandwidthSettingData,
    Msvm_ExternalEthernetPort,
    Msvm_VirtualEthernetSwitch,
    Msvm_VirtualEthernetSwitchBandwidthSettingData,
    Msvm_VirtualEthernetSwitchManagementService,
    Msvm_VirtualEthernetSwitchSettingData,
)

from mofgen.provider.memory_connection import MemoryConnection
from mofgen.runtime.instance import Instance
from mofgen.runtime.references import Ref
from mofgen.vmms import Vmms
from mofgen.vmms.clock import SimulatedClock

Bandwidth = Msvm_EthernetSwitchPortBandwidthSettingData
PortSettings = Msvm_EthernetPortAllocationSettingData
Service = Msvm_VirtualEthernetSwitchManagementService
Settings = Msvm_VirtualEthernetSwitchSettingData
Switch = Msvm_VirtualEthernetSwitch

IDENTIFIER = "0F1E2D3C-4B5A-4968-8776-655443322110"
GIGABIT = 1_000_000_000


@pytest.fixture
def client() -> Iterator[MemoryConnection]:
    with Vmms(seed=1, clock=SimulatedClock()).connect() as connection:
        yield connection


@pytest.fixture
def service(client: MemoryConnection) -> Service:
    (found,) = client.enumerate(Service)
    return found


def define(
    client: MemoryConnection, service: Service, *targets: Instance, weight: bool = False
) -> Switch:
    """A switch with a port to each of these."""
    modes = Settings.BandwidthReservationModeValues
    made = service.DefineSystem(
        SystemSettings=Settings(
            ElementName="lab",
            VirtualSystemIdentifier=IDENTIFIER,
            BandwidthReservationMode=modes.WEIGHT if weight else modes.ABSOLUTE,
        ),
        ResourceSettings=[
            PortSettings(HostResource=[str(each._reference())]) for each in targets
        ],
    )
    assert made.ResultingSystem is not None
    found = client.get(made.ResultingSystem)
    assert isinstance(found, Switch)
    return found


def the_host(client: MemoryConnection) -> Instance:
    (found,) = client.enumerate(Msvm_ComputerSystem)
    return found


def external(client: MemoryConnection) -> Instance:
    return client.enumerate(Msvm_ExternalEthernetPort)[0]


def settings() -> Ref[Settings]:
    return Ref(Settings, {"InstanceID": f"Microsoft:{IDENTIFIER}"})


def port_settings(client: MemoryConnection) -> Ref[PortSettings]:
    (found,) = client.associators(settings(), result_class=PortSettings)
    return Ref(PortSettings, {"InstanceID": found.InstanceID or ""})


def bandwidth(
    client: MemoryConnection, switch: Switch
) -> Msvm_EthernetSwitchBandwidthData:
    (found,) = client.associators(
        switch._reference(),
        result_class=Msvm_EthernetSwitchBandwidthData,
        association=Msvm_EthernetSwitchInfo,
    )
    return found


def share(client: MemoryConnection) -> int | None:
    """The percentage that the only port of the switch reserves."""
    (port,) = client.associators(
        port_settings(client), result_class=Msvm_EthernetSwitchPort
    )
    (data,) = client.associators(
        port._reference(),
        result_class=Msvm_EthernetSwitchPortBandwidthData,
        association=Msvm_EthernetPortInfo,
    )
    return data.CurrentBandwidthReservationPercentage


def test_a_switch_works_as_802_1q_says(
    client: MemoryConnection, service: Service
) -> None:
    switch = define(client, service)
    (data,) = client.associators(
        switch._reference(), result_class=Msvm_EthernetSwitchOperationalData
    )
    assert data.CurrentSwitchingMode == data.CurrentSwitchingModeValues(1)
    assert data.SupportedSwitchingModes == (1,)


def test_an_external_switch_has_the_bandwidth_of_its_adapter(
    client: MemoryConnection, service: Service
) -> None:
    switch = define(client, service)
    assert bandwidth(client, switch).Capacity == 10 * GIGABIT
    added = service.AddResourceSettings(
        AffectedConfiguration=settings(),
        ResourceSettings=[
            PortSettings(HostResource=[str(external(client)._reference())])
        ],
    )
    assert bandwidth(client, switch).Capacity == GIGABIT
    service.RemoveResourceSettings(ResourceSettings=added.ResultingResourceSettings)
    assert bandwidth(client, switch).Capacity == 10 * GIGABIT


def test_what_a_port_reserves_is_told_of_the_port_and_of_the_switch(
    client: MemoryConnection, service: Service
) -> None:
    switch = define(client, service, external(client))
    assert (bandwidth(client, switch).Reservation, share(client)) == (0, 0)
    added = service.AddFeatureSettings(
        AffectedConfiguration=port_settings(client),
        FeatureSettings=[Bandwidth(Reservation=GIGABIT // 4)],
    )
    assert bandwidth(client, switch).Reservation == GIGABIT // 4
    assert share(client) == 25

    assert added.ResultingFeatureSettings is not None
    (feature,) = added.ResultingFeatureSettings
    instance_id = str(feature.keys["InstanceID"])
    service.ModifyFeatureSettings(
        FeatureSettings=[Bandwidth(InstanceID=instance_id, Reservation=GIGABIT // 2)]
    )
    assert bandwidth(client, switch).Reservation == GIGABIT // 2
    assert share(client) == 50

    service.RemoveFeatureSettings(FeatureSettings=[feature])
    assert (bandwidth(client, switch).Reservation, share(client)) == (0, 0)


def test_a_port_that_goes_reserves_nothing(
    client: MemoryConnection, service: Service
) -> None:
    switch = define(client, service, the_host(client))
    service.AddFeatureSettings(
        AffectedConfiguration=port_settings(client),
        FeatureSettings=[Bandwidth(Reservation=GIGABIT)],
    )
    assert bandwidth(client, switch).Reservation == GIGABIT
    service.RemoveResourceSettings(ResourceSettings=[port_settings(client)])
    assert bandwidth(client, switch).Reservation == 0


def test_weights_are_parts_of_a_hundred(
    client: MemoryConnection, service: Service
) -> None:
    switch = define(client, service, the_host(client), weight=True)
    service.AddFeatureSettings(
        AffectedConfiguration=port_settings(client),
        FeatureSettings=[Bandwidth(Weight=30)],
    )
    assert (bandwidth(client, switch).Reservation, share(client)) == (0, 30)


def test_the_default_flow_is_what_the_settings_of_the_switch_say(
    client: MemoryConnection, service: Service
) -> None:
    switch = define(client, service, external(client))
    added = service.AddFeatureSettings(
        AffectedConfiguration=settings(),
        FeatureSettings=[
            Msvm_VirtualEthernetSwitchBandwidthSettingData(
                DefaultFlowReservation=GIGABIT // 10
            )
        ],
    )
    told = bandwidth(client, switch)
    assert told.DefaultFlowReservation == GIGABIT // 10
    assert told.DefaultFlowReservationPercentage == 10
    service.RemoveFeatureSettings(FeatureSettings=added.ResultingFeatureSettings)
    assert bandwidth(client, switch).DefaultFlowReservation == 0


def test_what_a_switch_tells_goes_with_it(
    client: MemoryConnection, service: Service
) -> None:
    before = client.enumerate(Msvm_EthernetSwitchData)
    service.DestroySystem(AffectedSystem=define(client, service, the_host(client)))
    assert client.enumerate(Msvm_EthernetSwitchData) == before
