"""What memory Hyper-V lets a machine have."""

from __future__ import annotations

from typing import Any

import pytest
from hyperv_v2 import Msvm_MemorySettingData
from hypothesis import given
from hypothesis import strategies as st

from mofgen.vmms.memory_rules import check_live_memory, check_memory
from mofgen.vmms.refusals import (
    INVALID_PARAMETER,
    INVALID_STATE,
    OUT_OF_MEMORY,
    RefusedError,
)

AVAILABLE = 65536


def memory(**changes: Any) -> Msvm_MemorySettingData:
    """The memory of a machine as Hyper-V makes it, with changes."""
    usual: dict[str, Any] = {
        "VirtualQuantity": 1024,
        "Reservation": 512,
        "Limit": 1048576,
        "Weight": 5000,
        "TargetMemoryBuffer": 20,
        "DynamicMemoryEnabled": False,
    }
    return Msvm_MemorySettingData(**{**usual, **changes})


def test_the_memory_of_a_new_machine_is_fine() -> None:
    check_memory(memory(), 1)
    check_memory(memory(), 2)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"VirtualQuantity": None}, "missing"),
        ({"VirtualQuantity": 30, "Reservation": 30}, "32 to"),
        ({"VirtualQuantity": 1025}, "multiple of 2"),
        ({"Reservation": 513}, "multiple of 2"),
        ({"Reservation": 2048}, "minimum"),
        ({"Limit": 1000}, "maximum"),
        ({"TargetMemoryBuffer": 4}, "buffer"),
        ({"TargetMemoryBuffer": 2001}, "buffer"),
        ({"Weight": 10001}, "weight"),
        ({"DynamicMemoryEnabled": True, "HugePagesEnabled": True}, "huge pages"),
    ],
)
def test_what_breaks_a_rule_is_an_invalid_parameter(
    changes: dict[str, Any], why: str
) -> None:
    with pytest.raises(RefusedError, match=why) as refused:
        check_memory(memory(**changes), 2)
    assert refused.value.code == INVALID_PARAMETER


@pytest.mark.parametrize("changes", [{"TargetMemoryBuffer": n} for n in (5, 2000)])
def test_both_ends_of_a_range_belong_to_it(changes: dict[str, Any]) -> None:
    check_memory(memory(**changes), 1)


def test_only_the_second_generation_can_have_more_than_a_terabyte() -> None:
    large = memory(VirtualQuantity=2 << 20, Limit=4 << 20)
    check_memory(large, 2)
    with pytest.raises(RefusedError, match="1048576 MB"):
        check_memory(large, 1)


@given(st.lists(st.integers(16, 4096), min_size=3, max_size=3))
def test_the_minimum_is_never_above_the_quantity_nor_that_above_the_maximum(
    megabytes: list[int],
) -> None:
    low, quantity, high = (each * 2 for each in megabytes)
    given = memory(Reservation=low, VirtualQuantity=quantity, Limit=high)
    if low <= quantity <= high:
        check_memory(given, 1)
    else:
        with pytest.raises(RefusedError):
            check_memory(given, 1)


@pytest.mark.parametrize("quantity", [256, 2 << 20])
def test_a_fixed_amount_may_pass_the_minimum_and_the_maximum(quantity: int) -> None:
    check_memory(memory(VirtualQuantity=quantity), 2, memory())


@pytest.mark.parametrize("quantity", [256, 2 << 20])
def test_the_amount_of_dynamic_memory_lies_between_them(quantity: int) -> None:
    changed = memory(VirtualQuantity=quantity, DynamicMemoryEnabled=True)
    with pytest.raises(RefusedError, match=r"minimum|maximum"):
        check_memory(changed, 2, memory())


@pytest.mark.parametrize("changes", [{"Reservation": 2048}, {"Limit": 512}])
def test_a_minimum_or_maximum_that_is_set_fits_the_amount(
    changes: dict[str, int],
) -> None:
    with pytest.raises(RefusedError, match=r"minimum|maximum"):
        check_memory(memory(**changes), 2, memory())


def test_a_running_machine_can_get_another_fixed_amount() -> None:
    check_live_memory(memory(VirtualQuantity=4096), memory(), AVAILABLE)
    check_live_memory(memory(VirtualQuantity=512), memory(), AVAILABLE)


def test_a_running_machine_gets_no_more_than_is_available() -> None:
    with pytest.raises(RefusedError, match="65536 MB") as refused:
        check_live_memory(memory(VirtualQuantity=AVAILABLE + 2), memory(), AVAILABLE)
    assert refused.value.code == OUT_OF_MEMORY


def test_a_running_machine_keeps_to_fixed_or_dynamic_memory() -> None:
    with pytest.raises(RefusedError, match="DynamicMemoryEnabled") as refused:
        check_live_memory(memory(DynamicMemoryEnabled=True), memory(), AVAILABLE)
    assert refused.value.code == INVALID_STATE


@pytest.mark.parametrize(
    "changes",
    [
        {"Reservation": 256},
        {"Limit": 1048578},
        {"Weight": 1},
        {"TargetMemoryBuffer": 9},
    ],
)
def test_what_a_running_machine_with_dynamic_memory_can_change(
    changes: dict[str, Any],
) -> None:
    before = memory(DynamicMemoryEnabled=True)
    check_live_memory(memory(DynamicMemoryEnabled=True, **changes), before, AVAILABLE)


@pytest.mark.parametrize(
    "changes", [{"Reservation": 514}, {"Limit": 2048}, {"VirtualQuantity": 2048}]
)
def test_what_a_running_machine_with_dynamic_memory_cannot_change(
    changes: dict[str, Any],
) -> None:
    before = memory(DynamicMemoryEnabled=True)
    with pytest.raises(RefusedError) as refused:
        check_live_memory(
            memory(DynamicMemoryEnabled=True, **changes), before, AVAILABLE
        )
    assert refused.value.code == INVALID_STATE
