"""Generated provider stubs: what a provider overrides is what it answers."""

from __future__ import annotations

from typing import Any

import pytest
from hyperv_v2 import CIM_EnabledLogicalElement, Msvm_ComputerSystem
from hyperv_v2.providers.CIM_EnabledLogicalElement import (
    CIM_EnabledLogicalElementProvider,
)
from hyperv_v2.providers.Msvm_ComputerSystem import Msvm_ComputerSystemProvider

from mofgen.provider.stubs import ProviderStub, implemented, stub, stubs
from mofgen.runtime import CimDateTime, MethodResult


class Machines(Msvm_ComputerSystemProvider[Msvm_ComputerSystem]):
    """Answers one method, and lets its caller see what it was asked."""

    def __init__(self) -> None:
        self.asked: list[int | None] = []

    def RequestStateChange(
        self,
        transaction: Any,
        obj: Msvm_ComputerSystem,
        /,
        *,
        RequestedState: int | None,
        TimeoutPeriod: CimDateTime | None,
    ) -> Msvm_ComputerSystem.RequestStateChangeResult:
        self.asked.append(RequestedState)
        codes = Msvm_ComputerSystem.RequestStateChangeReturnValues
        return Msvm_ComputerSystem.RequestStateChangeResult(ReturnValue=codes(0))


def test_a_stub_lists_the_methods_of_its_class_and_of_those_above() -> None:
    names = {cim_name for cim_name, _ in stubs(Machines).values()}
    assert {"RequestStateChange", "SetPowerState"} <= names


def test_only_what_is_overridden_is_implemented() -> None:
    assert [name for name, _ in implemented(Machines())] == ["RequestStateChange"]


def test_an_implemented_method_is_called_by_cim_names() -> None:
    machines = Machines()
    ((_, handler),) = implemented(machines)
    result = handler(None, Msvm_ComputerSystem(), RequestedState=2, TimeoutPeriod=None)
    assert isinstance(result, Msvm_ComputerSystem.RequestStateChangeResult)
    assert machines.asked == [2]


def test_what_nobody_overrides_has_no_answer() -> None:
    provider = CIM_EnabledLogicalElementProvider[CIM_EnabledLogicalElement]()
    assert list(implemented(provider)) == []
    with pytest.raises(NotImplementedError):
        provider.RequestStateChange(
            None,  # type: ignore[arg-type]
            CIM_EnabledLogicalElement(),
            RequestedState=2,
            TimeoutPeriod=None,
        )


class Doors(ProviderStub[Any]):
    """A stub as the generator writes it for a parameter called ``from``."""

    @stub("Open", from_="from")
    def Open(self, transaction: Any, obj: Any, /, *, from_: int | None) -> MethodResult:
        raise NotImplementedError


class OpenDoors(Doors):
    def Open(self, transaction: Any, obj: Any, /, *, from_: int | None) -> MethodResult:
        return MethodResult() if from_ == 3 else MethodResult(nothing=from_)


def test_a_renamed_parameter_arrives_under_its_python_name() -> None:
    ((name, handler),) = implemented(OpenDoors())
    assert name == "Open"
    assert handler(None, None, **{"from": 3}) == MethodResult()
