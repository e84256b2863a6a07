"""Strategies for instances of any generated class, for the tests of the codecs."""

from __future__ import annotations

import random
import string
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hypothesis import strategies as st

from mofgen.runtime import CimDateTime, Instance, Ref, find_class
from mofgen.runtime.codecs.columns import Column, columns, restored
from mofgen.runtime.package import package_of
from mofgen.runtime.wire import INTEGER_LIMITS, key_fields

_DEEPEST = 2


@dataclass(frozen=True)
class Values:
    """Which values an instance may have: what a format can say."""

    text: st.SearchStrategy[str]
    infinite: bool = True
    """Whether reals may be infinite."""


xml_values = Values(
    st.text(
        st.characters(
            exclude_categories=("Cs", "Cc"),
            exclude_characters="\ufffe\uffff",
            include_characters="\t\n\r\x85",
        ),
        max_size=12,
    )
)
"""Text that XML can say: no control characters, no halves of surrogate pairs."""

any_values = Values(st.text(max_size=12))
mof_values = Values(st.text(max_size=12), infinite=False)

datetimes = st.builds(
    lambda when, offset: CimDateTime(f"{when:%Y%m%d%H%M%S}.{when:%f}{offset:+04}"),
    st.datetimes(min_value=datetime(1000, 1, 1)),
    st.integers(-720, 720),
) | st.sampled_from(
    [
        CimDateTime("20261123******.******+000"),
        CimDateTime("20261123114733.12****-060"),
        CimDateTime("00000002030405.000006:000"),
    ]
)


def values(type_: str, of: Values) -> st.SearchStrategy[Any]:
    """Values of a plain CIM type."""
    if type_ in INTEGER_LIMITS:
        low, high = INTEGER_LIMITS[type_]
        return st.integers(low, high) | st.sampled_from([low, high])
    match type_:
        case "boolean":
            return st.booleans()
        case "real32":
            return st.floats(allow_nan=False, allow_infinity=of.infinite, width=32)
        case "real64":
            return st.floats(allow_nan=False, allow_infinity=of.infinite)
        case "char16":
            return st.characters(max_codepoint=0xD7FF, min_codepoint=0x20)
        case "datetime":
            return datetimes
    return of.text


@st.composite
def instances(
    draw: st.DrawFn, cls: type[Instance], of: Values, depth: int = 0
) -> Instance:
    """Instances of a class with any of its properties set, some to NULL."""
    given: dict[str, Any] = {}
    for column in columns(cls):
        match draw(st.sampled_from("UN" if depth > _DEEPEST else "UNVVV")):
            case "N":
                given[column.attribute] = None
            case "V":
                one = _one(cls, column, of, depth)
                several = st.lists(one | st.none(), max_size=3)
                given[column.attribute] = draw(several if column.is_array else one)
    return cls(**given)


def _one(
    cls: type[Instance], column: Column, of: Values, depth: int
) -> st.SearchStrategy[Any]:
    package = package_of(cls)
    assert package is not None
    if column.is_embedded:
        inner: Any = (
            find_class(package, column.class_name) if column.class_name else cls
        )
        return instances(inner, of, depth + 1)
    if column.is_reference:
        target: Any = (
            find_class(package, column.class_name) if column.class_name else cls
        )
        return references(target, of)
    return values(column.type, of)


@st.composite
def references(
    draw: st.DrawFn, cls: type[Instance], of: Values, depth: int = 0
) -> Ref[Any]:
    """References to objects of a class, with or without their place."""
    place = draw(
        st.sampled_from([(None, None), ("root/a", None), ("root/a/b-2", "H1")])
    )
    keys: dict[str, Any] = {}
    for field in key_fields(cls).values():
        if field.type != "reference":
            keys[field.name] = draw(values(field.type, of))
        elif depth < _DEEPEST:
            package = package_of(cls)
            assert package is not None and field.class_name is not None
            target: Any = find_class(package, field.class_name)
            keys[field.name] = draw(references(target, of, depth + 1))
    namespace, host = place
    return Ref(cls, keys, namespace=namespace, host=host, is_singleton=not keys)


_LETTERS = string.ascii_letters + " <>&\"'\\/:;={}\n\té\u20ac\U0001f600"


def sample(cls: type[Instance], seed: int) -> Instance:
    """An instance with most properties set, quickly made: for all classes in turn."""
    return _Sampler(random.Random(seed)).instance(cls, 0)


class _Sampler:
    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def instance(self, cls: type[Instance], depth: int) -> Instance:
        given: dict[str, Any] = {}
        for column in columns(cls):
            fate = self._chance.random()
            if fate < 0.1 and not column.is_array:
                given[column.attribute] = None
            elif fate < 0.9 and depth <= _DEEPEST:
                given[column.attribute] = self._value(cls, column, depth)
        # Not by construction: a host's values are not within the schema's limits.
        return restored(cls, given)

    def _value(self, cls: type[Instance], column: Column, depth: int) -> Any:
        count = self._chance.randrange(4) if column.is_array else 1
        items = [column.check(self._one(cls, column, depth)) for _ in range(count)]
        return tuple(items) if column.is_array else items[0]

    def _one(self, cls: type[Instance], column: Column, depth: int) -> Any:
        package = package_of(cls)
        assert package is not None
        target: Any = (
            find_class(package, column.class_name) if column.class_name else cls
        )
        if column.is_embedded:
            return self.instance(target, depth + 1)
        if column.is_reference:
            return self.reference(target, depth)
        return self.plain(column.type)

    def reference(self, cls: type[Instance], depth: int) -> Ref[Any]:
        package = package_of(cls)
        keys: dict[str, Any] = {}
        for field in key_fields(cls).values():
            if field.type != "reference":
                keys[field.name] = self.plain(field.type)
            elif depth < _DEEPEST and package is not None and field.class_name:
                target: Any = find_class(package, field.class_name)
                keys[field.name] = self.reference(target, depth + 1)
        return Ref(cls, keys, namespace="root/a", host="H", is_singleton=not keys)

    def plain(self, type_: str) -> Any:
        chance = self._chance
        if type_ in INTEGER_LIMITS:
            low, high = INTEGER_LIMITS[type_]
            return chance.choice([low, high, chance.randint(low, high)])
        match type_:
            case "boolean":
                return chance.random() < 0.5
            case "real32" | "real64":
                return chance.randint(-(2**20), 2**20) / 8
            case "char16":
                return chance.choice("a<&'\u20ac")
            case "datetime":
                return f"2026{chance.randint(1, 12):02}01120000.000000+000"
        return "".join(chance.choices(_LETTERS, k=chance.randrange(12)))
