"""Constructing a generated object, beside a class with slots written by hand.

The hand-written one checks nothing and knows no difference between unset and
NULL: what it costs is the least that such an object can cost in Python.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from timeit import timeit

from benchmarks.fresh import REPOSITORY, call
from benchmarks.results import Row, Settings, least

_OBJECTS = 20_000


def rows(settings: Settings) -> Iterator[Row]:
    """Both with the same five properties."""
    yield Row(
        "an object with five properties",
        least(lambda: call("construction", "generated"), settings.runs),
        "us",
        note="generated",
    )
    yield Row(
        "the same by hand",
        least(lambda: call("construction", "by_hand"), settings.runs),
        "us",
        note="slots, no checks",
    )


# --- measured, each in a process of its own ---


def generated() -> float:
    """Microseconds for one generated object."""
    sys.path.insert(0, str(REPOSITORY / "generated"))
    from hyperv_v2 import Msvm_MemorySettingData

    return _each(
        lambda: Msvm_MemorySettingData(
            InstanceID="Microsoft:1",
            ElementName="Memory",
            VirtualQuantity=4096,
            DynamicMemoryEnabled=True,
            Weight=5000,
        )
    )


def by_hand() -> float:
    """Microseconds for one object of the class below."""
    return _each(
        lambda: _MemorySettings(
            instance_id="Microsoft:1",
            element_name="Memory",
            virtual_quantity=4096,
            dynamic_memory_enabled=True,
            weight=5000,
        )
    )


def _each(make: Callable[[], object]) -> float:
    make()
    return timeit(make, number=_OBJECTS) / _OBJECTS * 1e6


class _MemorySettings:
    __slots__ = (
        "dynamic_memory_enabled",
        "element_name",
        "instance_id",
        "virtual_quantity",
        "weight",
    )

    def __init__(
        self,
        *,
        instance_id: str | None = None,
        element_name: str | None = None,
        virtual_quantity: int | None = None,
        dynamic_memory_enabled: bool | None = None,
        weight: int | None = None,
    ) -> None:
        self.instance_id = instance_id
        self.element_name = element_name
        self.virtual_quantity = virtual_quantity
        self.dynamic_memory_enabled = dynamic_memory_enabled
        self.weight = weight
