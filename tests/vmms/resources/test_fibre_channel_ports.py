"""Fibre Channel ports of machines."""

from __future__ import annotations

from typing import Any

import pytest
from hyperv_v2 import Msvm_SyntheticFcPort, Msvm_SyntheticFcPortSettingData
from machine_client import Machine

from mofgen.vmms import Vmms

JOB_STARTED, INVALID_PARAMETER, INVALID_STATE = 4096, 32773, 32775
START = 2


@pytest.fixture
def machine() -> Machine:
    return Machine(Vmms(seed=1), 2)


def port(number: int, **values: Any) -> Msvm_SyntheticFcPortSettingData:
    names = {
        "VirtualPortWWPN": f"C003FF0000FF{number:03X}0",
        "SecondaryWWPN": f"C003FF0000FF{number:03X}1",
        "VirtualPortWWNN": "C003FF0000FFFF00",
        "SecondaryWWNN": "C003FF0000FFFF00",
    }
    return Msvm_SyntheticFcPortSettingData(
        ResourceSubType="Microsoft:Hyper-V:Synthetic FibreChannel Port",
        **{**names, **values},
    )


def test_a_machine_has_four_at_most(machine: Machine) -> None:
    for number in range(4):
        machine.added(port(number))
    assert machine.add(port(4)).ReturnValue == INVALID_PARAMETER


@pytest.mark.parametrize(
    "wrong",
    [
        {"VirtualPortWWPN": None},
        {"SecondaryWWNN": "C003"},
        {"SecondaryWWPN": "C003FF0000FF0000"},
    ],
)
def test_its_names_are_sixteen_digits_and_its_own(
    machine: Machine, wrong: dict[str, Any]
) -> None:
    assert machine.add(port(0, **wrong)).ReturnValue == INVALID_PARAMETER


def test_no_two_ports_have_one_name(machine: Machine) -> None:
    machine.added(port(0))
    other = Machine(machine.host, 2)
    assert other.add(port(0)).ReturnValue == INVALID_PARAMETER
    coloned = {"VirtualPortWWPN": "c0:03:ff:00:00:ff:00:00"}
    assert other.add(port(1, **coloned)).ReturnValue == INVALID_PARAMETER


def test_the_host_gives_no_name_that_a_port_has(machine: Machine) -> None:
    machine.added(port(0, VirtualPortWWPN="C003FF0000FFFF00"))
    given = machine.service.GenerateWwpn(NumberOfWwpns=1).GeneratedWwpn
    assert given == ("c0:03:ff:00:00:ff:ff:01",)


def test_it_is_a_device_of_a_machine_that_runs(machine: Machine) -> None:
    machine.added(port(0))
    assert machine.devices(Msvm_SyntheticFcPort) == []
    machine.enter(START)
    assert len(machine.devices(Msvm_SyntheticFcPort)) == 1


def test_it_comes_and_goes_while_the_machine_is_off(machine: Machine) -> None:
    added = machine.added(port(0))
    machine.enter(START)
    assert machine.add(port(1)).ReturnValue == INVALID_STATE
    assert machine.remove(added).ReturnValue == INVALID_STATE
    machine.enter(3)
    assert machine.remove(added).ReturnValue == JOB_STARTED
    assert machine.parts(Msvm_SyntheticFcPortSettingData) == []
