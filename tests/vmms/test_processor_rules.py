"""What processors Hyper-V lets a machine have."""

from __future__ import annotations

from typing import Any

import pytest
from hyperv_v2 import Msvm_ProcessorSettingData

from mofgen.vmms.processor_rules import check_live_processors, check_processors
from mofgen.vmms.refusals import INVALID_PARAMETER, INVALID_STATE, RefusedError


def processors(**changes: Any) -> Msvm_ProcessorSettingData:
    """The processors of a machine as Hyper-V makes it, with changes."""
    usual: dict[str, Any] = {
        "VirtualQuantity": 1,
        "Reservation": 0,
        "Limit": 100000,
        "Weight": 100,
    }
    return Msvm_ProcessorSettingData(**{**usual, **changes})


@pytest.mark.parametrize(
    ("generation", "cores", "most"), [(1, 512, 64), (2, 512, 240), (2, 16, 16)]
)
def test_generation_and_host_limit_the_number(
    generation: int, cores: int, most: int
) -> None:
    check_processors(processors(VirtualQuantity=most), generation, cores)
    with pytest.raises(RefusedError, match=f"1 to {most}") as refused:
        check_processors(processors(VirtualQuantity=most + 1), generation, cores)
    assert refused.value.code == INVALID_PARAMETER


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"VirtualQuantity": 0}, "not 0"),
        ({"Reservation": 100001}, "more than"),
        ({"Limit": 100001}, "more than"),
        ({"Reservation": 50001, "Limit": 50000}, "above 50000"),
        ({"Weight": 10001}, "weight"),
    ],
)
def test_what_breaks_a_rule_is_an_invalid_parameter(
    changes: dict[str, Any], why: str
) -> None:
    with pytest.raises(RefusedError, match=why) as refused:
        check_processors(processors(**changes), 2, 8)
    assert refused.value.code == INVALID_PARAMETER


def test_a_running_machine_can_change_its_share() -> None:
    share = processors(Reservation=1000, Limit=90000, Weight=200)
    check_live_processors(share, processors())


@pytest.mark.parametrize(
    "changes", [{"VirtualQuantity": 2}, {"ExposeVirtualizationExtensions": True}]
)
def test_a_running_machine_keeps_its_processors(changes: dict[str, Any]) -> None:
    with pytest.raises(RefusedError, match=next(iter(changes))) as refused:
        check_live_processors(processors(**changes), processors())
    assert refused.value.code == INVALID_STATE
