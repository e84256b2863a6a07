"""Instances that travel: CIM-XML out and in beside pywbem, and constructing them.

The instance has 40 properties of the kinds that Hyper-V's settings have, with values
that the schema lists where it lists any, as what a host sends has. Both libraries write and read the same one, in turns, so that
a busy machine is slow for both.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from timeit import timeit
from typing import Any

from benchmarks.fresh import REPOSITORY, call
from benchmarks.results import Bar, Row, Settings

_PROPERTIES = 40
_TURNS = 12
_TIMES = 100
_PLAIN = {
    "string": "Microsoft:8C1C0001-4764",
    "boolean": True,
    "datetime": "20261123114733.000000-000",
    "uint16": 2,
    "uint32": 4096,
    "uint64": 2**40,
}


def rows(settings: Settings) -> Iterator[Row]:
    """Writing, reading and constructing."""
    if settings.peer:
        for name, function, limit in (
            ("CIM-XML out, 40 properties", "out", 25),
            ("CIM-XML in, 40 properties", "into", 10),
        ):
            ours, theirs = _best(function, settings.runs)
            yield Row(name, ours, "us", peer=theirs, bar=Bar(limit, factor=True))
    else:
        for name, function in (
            ("CIM-XML out, 40 properties", "out_alone"),
            ("CIM-XML in, 40 properties", "into_alone"),
        ):
            yield Row(name, _best(function, settings.runs)[0], "us")
    for what, function, bar in (
        ("constructing, 5 of 35 properties", "few", Bar(2)),
        ("constructing, 40 of 81 properties", "many", None),
    ):
        made, by_hand = _best(function, settings.runs)
        yield Row(
            what,
            made / by_hand,
            "x",
            bar=bar,
            note=f"{made:.2f} us; {by_hand:.2f} us by hand: slots, no checks",
        )


def _best(function: str, runs: int) -> tuple[float, float]:
    """The run with the least of both: each run measures the two in turns."""
    pairs = [call("instances", function) for _ in range(runs)]
    return min(pair[0] for pair in pairs), min(pair[-1] for pair in pairs)


# --- measured, each in a process of its own ---


def out() -> tuple[float, float]:
    """Microseconds for writing: ours, pywbem's."""
    obj, text = _instance()
    from mofgen.runtime import to_cimxml

    theirs = _reader_of_peer(text)().tocimxmlstr
    return _in_turns(lambda: to_cimxml(obj, dtd="cim"), theirs)


def into() -> tuple[float, float]:
    """Microseconds for reading: ours, pywbem's."""
    obj, text = _instance()
    from mofgen.runtime import from_cimxml

    cls = type(obj)
    return _in_turns(lambda: from_cimxml(text, cls), _reader_of_peer(text))


def out_alone() -> tuple[float, float]:
    """Microseconds for writing, ours twice."""
    obj, _ = _instance()
    from mofgen.runtime import to_cimxml

    return _in_turns(lambda: to_cimxml(obj), lambda: to_cimxml(obj))


def into_alone() -> tuple[float, float]:
    """Microseconds for reading, ours twice."""
    obj, text = _instance()
    from mofgen.runtime import from_cimxml

    cls = type(obj)
    return _in_turns(lambda: from_cimxml(text, cls), lambda: from_cimxml(text, cls))


def few() -> tuple[float, float]:
    """Microseconds for an object with five properties: generated, by hand."""
    sys.path.insert(0, str(REPOSITORY / "generated"))
    from hyperv_v2 import Msvm_MemorySettingData

    return _constructing(
        Msvm_MemorySettingData,
        {
            "InstanceID": "Microsoft:1",
            "ElementName": "Memory",
            "VirtualQuantity": 4096,
            "DynamicMemoryEnabled": True,
            "Weight": 5000,
        },
    )


def many() -> tuple[float, float]:
    """The same with forty."""
    obj, _ = _instance()
    values = {
        name: (
            list(value) if isinstance(value, tuple) else getattr(value, "value", value)
        )
        for name, value in obj.__dict__.items()
    }
    return _constructing(type(obj), values)


def _constructing(cls: Any, values: dict[str, Any]) -> tuple[float, float]:
    from mofgen.runtime import class_table

    by_hand = _slots_class(tuple(class_table(cls).properties))
    return _in_turns(lambda: cls(**values), lambda: by_hand(**values))


def _instance() -> tuple[Any, str]:
    sys.path.insert(0, str(REPOSITORY / "generated"))
    from hyperv_v2 import Msvm_VirtualSystemSettingData as Settings_

    from mofgen.runtime import class_table, to_cimxml

    values: dict[str, Any] = {}
    for each in class_table(Settings_).properties.values():
        if len(values) < _PROPERTIES and each.type in _PLAIN and not each.is_embedded:
            value = _PLAIN[each.type]
            if each.values is not None and (listed := list(each.values)):
                value = listed[0].value
            values[each.attribute] = [value] if each.is_array else value
    obj: Any = Settings_(**values)
    return obj, to_cimxml(obj, dtd="cim")


def _reader_of_peer(text: str) -> Callable[[], Any]:
    from pywbem._tupleparse import TupleParser
    from pywbem._tupletree import xml_to_tupletree_sax

    return lambda: TupleParser().parse_instance(xml_to_tupletree_sax(text, "instance"))


def _slots_class(names: tuple[str, ...]) -> Any:
    """What a person would write: keywords with a default, assigned one by one."""
    keywords = ", ".join(f"{name}=None" for name in names)
    lines = "\n".join(f"        self.{name} = {name}" for name in names)
    source = (
        f"class ByHand:\n    __slots__ = {names!r}\n"
        f"    def __init__(self, *, {keywords}):\n{lines}\n"
    )
    scope: dict[str, Any] = {}
    exec(source, scope)
    return scope["ByHand"]


def _in_turns(
    ours: Callable[[], object], theirs: Callable[[], object]
) -> tuple[float, float]:
    """Microseconds of each, the least of some turns."""
    ours()
    theirs()
    turns = [
        (timeit(ours, number=_TIMES), timeit(theirs, number=_TIMES))
        for _ in range(_TURNS)
    ]
    first, second = zip(*turns, strict=True)
    return min(first) / _TIMES * 1e6, min(second) / _TIMES * 1e6
