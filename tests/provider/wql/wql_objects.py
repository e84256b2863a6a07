"""Objects as plain dictionaries, to show that WQL needs no store and no schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from mofgen.provider.wql import EventSelect, Select, compile_condition, parse_wql
from mofgen.provider.wql.classes import KnownClass, KnownProperty

Object: TypeAlias = "Mapping[str, Any]"

LAMP = KnownClass(
    "X_Lamp",
    KnownProperty("Name", "string"),
    KnownProperty("Letter", "char16"),
    KnownProperty("Watts", "uint32"),
    KnownProperty("Hours", "uint64"),
    KnownProperty("Share", "real64"),
    KnownProperty("IsOn", "boolean"),
    KnownProperty("Since", "datetime"),
    KnownProperty("Room", "reference"),
    KnownProperty("Colours", "uint8", is_array=True),
    KnownProperty("Bulb", "object"),
)
"""A class with a property of each kind."""

SUPERCLASSES = {"X_Lamp": "X_Thing", "X_Torch": "X_Lamp", "X_Thing": None}


class DictReading:
    """Reads dictionaries; the class of one is under ``__CLASS``."""

    def reader(self, names: tuple[str, ...], /) -> Callable[[Object], object]:
        def read(obj: Object) -> object:
            found: Any = obj
            for name in names:
                if name.lower() != "__this":
                    found = found.get(name) if isinstance(found, Mapping) else None
            return found

        return read

    def class_test(
        self, names: tuple[str, ...], class_name: str, /
    ) -> Callable[[Object], bool | None]:
        read = self.reader(names)

        def test(obj: Object) -> bool | None:
            found = read(obj)
            if not isinstance(found, Mapping):
                return None
            cls = found.get("__CLASS")
            while cls is not None and cls.lower() != class_name.lower():
                cls = SUPERCLASSES.get(cls)
            return cls is not None

        return test


def selects(where: str, obj: Object, cls: KnownClass | None = LAMP) -> bool:
    """Whether a condition selects an object of class ``cls``."""
    query = parse_wql(f"SELECT * FROM X_Lamp WHERE {where}")
    assert isinstance(query, (Select, EventSelect))
    return compile_condition(query, cls, DictReading())(obj)
