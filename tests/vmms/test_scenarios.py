"""Hosts that people write down in YAML."""

from __future__ import annotations

from pathlib import Path

import pytest
from hyperv_v2 import (
    Msvm_ComputerSystem,
    Msvm_EthernetPortAllocationSettingData,
    Msvm_MemorySettingData,
    Msvm_ProcessorSettingData,
    Msvm_SettingsDefineState,
    Msvm_SnapshotOfVirtualSystem,
    Msvm_StorageAllocationSettingData,
    Msvm_SyntheticEthernetPortSettingData,
    Msvm_VirtualEthernetSwitch,
    Msvm_VirtualSystemSettingData,
    Msvm_VirtualSystemSettingDataComponent,
)

from mofgen.provider.memory_connection import MemoryConnection
from mofgen.runtime import reference_to
from mofgen.vmms import Vmms
from mofgen.vmms.scenario_building import build_host
from mofgen.vmms.scenarios import ScenarioError, many_machines, read_scenario

EXAMPLE = Path(__file__).parents[2] / "examples" / "datacentre.yaml"
STATES = {2: "running", 3: "off", 6: "saved", 9: "paused"}

Settings = Msvm_VirtualSystemSettingData
OnVirtualSwitch = Msvm_EthernetPortAllocationSettingData


def built(folder: Path, text: str) -> Vmms:
    """The host of a scenario with this text."""
    path = folder / "scenario.yaml"
    path.write_text(text, "utf-8")
    return build_host(read_scenario(path))


def machine(client: MemoryConnection, name: str) -> Msvm_ComputerSystem:
    return Msvm_ComputerSystem.objects(client).get(ElementName=name)


def settings(client: MemoryConnection, name: str) -> Settings:
    found = machine(client, name).related(Settings, via=Msvm_SettingsDefineState)
    return found.one()


def states(host: Vmms) -> dict[str, str]:
    """The state of each machine by name."""
    return {
        each.ElementName or "": STATES[int(each.EnabledState or 0)]
        for each in Msvm_ComputerSystem.objects(host.connect())
        if each.ElementName != host.name
    }


# --- what is built ---


def test_the_example_is_a_datacentre() -> None:
    scenario = read_scenario(EXAMPLE)
    assert states(build_host(scenario)) == {
        "web-1": "running",
        "web-2": "running",
        "web-3": "running",
        "database": "running",
        "old-mail": "saved",
        "template": "off",
    }
    limited = [each.name for each in scenario.users if not each.administrator]
    assert limited == ["guest"]


def test_a_host_is_as_it_is_written(tmp_path: Path) -> None:
    host = built(tmp_path, "host: {name: HV, cores: 2, memory: 2048, disks: 0}")
    assert (host.name, host.cores, host.memory, host.disks) == ("HV", 2, 2048, 0)


def test_a_scenario_may_be_empty(tmp_path: Path) -> None:
    assert states(built(tmp_path, "")) == {}


def test_a_machine_has_what_is_written(tmp_path: Path) -> None:
    host = built(
        tmp_path,
        r"""
        switches: [{name: net}]
        machines:
          - name: web
            generation: 1
            memory: 2048
            processors: 2
            notes: the first
            disks: [{size: 1}, {size: 2, path: 'D:\old.vhd'}]
            adapters: [{switch: net, address: 00155d010203}, {}]
        """,
    )
    client = host.connect()
    own = settings(client, "web")
    assert own.VirtualSystemSubType == "Microsoft:Hyper-V:SubType:1"
    assert own.Notes == ("the first",)
    parts = Msvm_VirtualSystemSettingDataComponent
    assert own.related(Msvm_MemorySettingData, via=parts).one().VirtualQuantity == 2048
    assert own.related(Msvm_ProcessorSettingData, via=parts).one().VirtualQuantity == 2
    disks = own.related(Msvm_StorageAllocationSettingData, via=parts)
    assert sorted(each.HostResource or () for each in disks) == [
        (r"C:\Disks\web.vhdx",),
        (r"D:\old.vhd",),
    ]
    adapters = own.related(Msvm_SyntheticEthernetPortSettingData, via=parts).all()
    assert [each.StaticMacAddress for each in adapters].count(True) == 1
    assert "00155D010203" in {(each.Address or "").upper() for each in adapters}
    switch = Msvm_VirtualEthernetSwitch.objects(client).get(ElementName="net")
    (connected,) = own.related(OnVirtualSwitch, via=parts)
    assert connected.HostResource == (reference_to(switch).path,)


def test_checkpoints_are_taken_in_their_order(tmp_path: Path) -> None:
    host = built(tmp_path, "machines: [{name: web, checkpoints: [one, two]}]")
    web = machine(host.connect(), "web")
    found = web.related(Settings, via=Msvm_SnapshotOfVirtualSystem)
    by_time = sorted(found, key=lambda each: str(each.CreationTime))
    assert [each.ElementName for each in by_time] == ["one", "two"]


@pytest.mark.parametrize("state", STATES.values())
def test_a_machine_gets_into_its_state(tmp_path: Path, state: str) -> None:
    host = built(tmp_path, f"machines: [{{name: web, state: {state}}}]")
    assert states(host) == {"web": state}


@pytest.mark.parametrize("kind", ["private", "internal", "external"])
def test_switches_have_their_kind(tmp_path: Path, kind: str) -> None:
    host = built(tmp_path, f"switches: [{{name: net, kind: {kind}}}]")
    client = host.connect()
    switch = Msvm_VirtualEthernetSwitch.objects(client).get(ElementName="net")
    ports = [
        each.HostResource[0]
        for each in OnVirtualSwitch.objects(client)
        if each.HostResource and f"{switch.Name}" in f"{each.InstanceID}"
    ]
    expected = {
        "private": [],
        "internal": ["Msvm_ComputerSystem"],
        "external": ["Msvm_ExternalEthernetPort"],
    }
    assert [each.partition(":")[2].partition(".")[0] for each in ports] == (
        expected[kind]
    )


def test_machines_of_a_kind_have_numbers() -> None:
    told: list[tuple[int, int]] = []
    host = build_host(many_machines(10), lambda done, of: told.append((done, of)))
    assert list(states(host)) == [f"vm-{n:02}" for n in range(1, 11)]
    assert told == [(n, 10) for n in range(1, 11)]
    assert states(build_host(many_machines(0))) == {}


# --- what is wrong with it ---


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("machines:\n- name: a\n  memory: lots", ":3: machines[0].memory: Expected"),
        ("machines:\n- name: a\n  memry: 1", ":2: machines[0]: Object contains"),
        ("machines:\n- name: a\n- {}", ":3: machines[1]: Object missing"),
        ("host:\n  cores: 0", ":2: host.cores: Expected `int` >= 1"),
        ("hots: 1", ":1: Object contains unknown field `hots`"),
        ("- 1", ":1: Expected `object`, got `array`"),
        ("host:\n  name: [", ":2: expected the node content"),
        ("a: b: c", ":1: mapping values are not allowed here"),
        ("? [1]\n: 2", ":1: found unhashable key"),
        ("host:\n  cores: 1\n  cores: 2", ":3: cores is there twice"),
        ("machines: [{name: a}, {name: a}]", ": there are two of machine 'a'"),
        ("machines: [{name: a, adapters: [{switch: x}]}]", "there is no switch 'x'"),
        (
            r"machines: [{name: a, count: 2, disks: [{size: 1, path: 'C:\a.vhd'}]}]",
            "machines[0]: several machines can't share a disk",
        ),
    ],
)
def test_mistakes_are_told_with_their_place(
    tmp_path: Path, text: str, message: str
) -> None:
    with pytest.raises(ScenarioError) as caught:
        built(tmp_path, text)
    assert str(caught.value).startswith(str(tmp_path / "scenario.yaml"))
    assert message in str(caught.value)


@pytest.mark.parametrize(
    "data", [b"\xff\xfe\0", b"a: \x07", b"a: &a [*a]", b"[" * 9999]
)
def test_what_is_no_scenario_at_all_is_told(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_bytes(data)
    with pytest.raises(ScenarioError, match=r"scenario\.yaml"):
        read_scenario(path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "host: {memory: 1024}\nmachines: [{name: a, memory: 4096, state: running}]",
            "^machine a: .*not enough memory",
        ),
        (
            "switches: [{name: a, kind: external}, {name: b, kind: external},"
            " {name: c, kind: external}]",
            "^switch c: the host has no adapter left",
        ),
    ],
)
def test_what_the_host_refuses_is_told(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ScenarioError, match=message):
        built(tmp_path, text)
