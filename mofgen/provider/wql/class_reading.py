"""How WQL reads classes, which the queries of ``meta_class`` ask for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeAlias

from mofgen.provider.wql.evaluation import Names
from mofgen.provider.wql.instances import class_facts
from mofgen.runtime.instance import Instance
from mofgen.runtime.references import Ref
from mofgen.runtime.wire import is_kind

Class: TypeAlias = "type[Instance]"

_CLASS: Final = 1
"""The ``__GENUS`` of a class."""


class ClassReading:
    """A :class:`~mofgen.provider.wql.evaluation.Reading` of generated classes.

    Parameters
    ----------
    namespace, host:
        Where the classes are; None for nowhere.
    """

    def __init__(self, namespace: str | None = None, host: str | None = None) -> None:
        self._place = {
            "__genus": _CLASS,
            "__namespace": namespace and namespace.replace("/", "\\"),
            "__server": host,
        }

    def reader(self, names: Names, /) -> Callable[[Class], object]:
        """What gives a system property of a class; it has no others."""
        name = names[0].lower()
        if len(names) > 1:
            return lambda cls: None
        if name == "__this":
            return lambda cls: cls
        if name in ("__path", "__relpath"):
            return lambda cls: Ref[Any](cls, {})
        if name in self._place:
            value = self._place[name]
            return lambda cls: value
        return lambda cls: class_facts(cls).get(name)

    def class_test(
        self, names: Names, wanted: str, /
    ) -> Callable[[Class], bool | None]:
        """What tells whether a class is the class ``wanted`` or below it."""
        if len(names) == 1 and names[0].lower() == "__this":
            return lambda cls: is_kind(cls, wanted)
        return lambda cls: None
