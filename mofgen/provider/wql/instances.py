"""How WQL reads objects of generated classes, embedded ones and system properties."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, cast

from mofgen.provider.wql.evaluation import Names
from mofgen.runtime.errors import CimValueError
from mofgen.runtime.instance import Instance, class_table
from mofgen.runtime.references import Ref
from mofgen.runtime.wire import CimObject, class_name, is_kind

_INSTANCE: Final = 2


def class_facts(cls: type[CimObject]) -> Mapping[str, object]:
    """The system properties that all objects of a class have alike, by lower name."""
    # Only classes of the schema: not Instance, nor what a user derives from one.
    line = list(dict.fromkeys(class_name(b) for b in cls.__mro__ if _is_cim_class(b)))
    return {
        "__class": line[0],
        "__derivation": tuple(line[1:]),
        "__dynasty": line[-1],
        "__genus": _INSTANCE,
        "__property_count": len(class_table(cast("type[Instance]", cls)).properties),
        "__superclass": line[1] if len(line) > 1 else None,
    }


def _is_cim_class(cls: type) -> bool:
    return issubclass(cls, CimObject) and bool(class_name(cls))


class InstanceReading:
    """A :class:`~mofgen.provider.wql.evaluation.Reading` of generated objects.

    Parameters
    ----------
    namespace, host:
        Where the objects are; None for nowhere.
    """

    def __init__(self, namespace: str | None = None, host: str | None = None) -> None:
        self._namespace = namespace
        self._host = host
        self._facts: dict[type[CimObject], Mapping[str, object]] = {}

    def reader(self, names: Names, /) -> Callable[[Any], object]:
        """What gives the value at a path; None where there is none."""
        first, *rest = [self._single(name) for name in names]
        if not rest:
            return first

        def read(obj: CimObject) -> object:
            found = first(obj)
            for step in rest:
                if not isinstance(found, CimObject):
                    return None
                found = step(found)
            return found

        return read

    def class_test(
        self, names: Names, wanted: str, /
    ) -> Callable[[CimObject], bool | None]:
        """What tells whether the object at a path is of the class ``wanted``."""
        read = self.reader(names)
        known: dict[type, bool] = {}

        def test(obj: CimObject) -> bool | None:
            found = read(obj)
            if not isinstance(found, CimObject):
                return None
            cls = type(found)
            if cls not in known:
                known[cls] = is_kind(cls, wanted)
            return known[cls]

        return test

    def _single(self, name: str) -> Callable[[CimObject], object]:
        """What gives one property of an object, which may be of any class."""
        lower = name.lower()
        if lower == "__this":
            return lambda obj: obj
        if lower.startswith("__"):
            return lambda obj: self._system(obj, lower)
        attributes: dict[type, str | None] = {}

        def read(obj: CimObject) -> object:
            cls = type(obj)
            if cls not in attributes:
                found = class_table(cast("type[Instance]", cls)).find(lower)
                attributes[cls] = found.attribute if found else None
            attribute = attributes[cls]
            return None if attribute is None else obj.__dict__.get(attribute)

        return read

    def _system(self, obj: CimObject, name: str) -> object:
        cls = type(obj)
        facts = self._facts.get(cls)
        if facts is None:
            facts = self._facts[cls] = class_facts(cls)
        if name in facts:
            return facts[name]
        if name == "__server":
            return self._host
        if name == "__namespace":
            return self._namespace and self._namespace.replace("/", "\\")
        return self._path(obj) if name in ("__path", "__relpath") else None

    def _path(self, obj: CimObject) -> Ref[Any] | None:
        """The path of an object; None where it has none, as most embedded ones."""
        try:
            ref = cast("Ref[Any]", obj._reference())
        except CimValueError:
            return None
        return ref
