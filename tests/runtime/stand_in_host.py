"""A host in a few lines for the tests: real objects, whose state changes.

It answers what the runtime asks, counts the requests, and knows one method of
Hyper-V's. It reads of WQL only what the tests need.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from mofgen.runtime import (
    CimNotFoundError,
    Connection,
    Instance,
    Ref,
    Subscription,
    class_table,
    received,
)
from mofgen.runtime.wire import CimObject, is_kind

_SELECT = re.compile(r"SELECT (.+?) FROM (\w+)(?: WHERE (.+))?")
_EQUAL = re.compile(r"(\w+) = (?:'((?:[^'\\]|\\.)*)'|(\d+))")

Method = Callable[["StandInHost", Ref[Any], Mapping[str, object]], Mapping[str, object]]


class StandInHost(Connection):
    """A host with the objects that it is given.

    Parameters
    ----------
    objects:
        What it has.
    methods:
        What answers a call, by the name of the method.
    """

    def __init__(
        self, objects: Iterable[Instance], methods: Mapping[str, Method] | None = None
    ) -> None:
        self.objects = list(objects)
        self.methods = dict(methods or {})
        self.requests: list[str] = []
        self.closed = False
        self.before_get: Callable[[Instance], None] = lambda obj: None

    def find(self, ref: Ref[Any]) -> Instance:
        """The host's own object, to change it."""
        for obj in self.objects:
            if obj._reference() == ref and obj._reference().keys:
                return obj
        raise CimNotFoundError(f"get {ref}")

    def get(self, ref: Ref[Any], /, *, properties: Sequence[str] | None = None) -> Any:
        self.requests.append("get")
        found = self.find(ref)
        self.before_get(found)
        return self._delivered(self.find(ref), properties)

    def enumerate(
        self,
        cls: type[Any],
        /,
        *,
        deep: bool = True,
        properties: Sequence[str] | None = None,
    ) -> Iterator[Any]:
        self.requests.append("enumerate")
        for obj in list(self.objects):
            if isinstance(obj, cls) and (deep or type(obj) is cls):
                yield self._delivered(obj, properties)

    def query(self, wql: str, cls: type[Any], /) -> Iterator[Any]:
        self.requests.append("query")
        found = _SELECT.fullmatch(wql)
        assert found and is_kind(cls, found[2]), wql
        wanted = None if found[1] == "*" else found[1].split(", ")
        equal = {
            name: int(number) if number else re.sub(r"\\(.)", r"\1", text)
            for name, text, number in _EQUAL.findall(found[3] or "")
        }
        for obj in list(self.objects):
            if isinstance(obj, cls) and all(
                getattr(obj, name) == value for name, value in equal.items()
            ):
                yield self._delivered(obj, wanted)

    def associators(
        self,
        source: Ref[Any],
        /,
        *,
        result_class: type[Any],
        association: type[CimObject] | None = None,
        role: str | None = None,
        result_role: str | None = None,
        properties: Sequence[str] | None = None,
    ) -> Iterator[Any]:
        self.requests.append("associators")
        for tie, ends in self._ties(association, source, role):
            for name in ends:
                ref = getattr(tie, name)
                if ref == source or result_role not in (None, name):
                    continue
                found = self.find(ref)
                if isinstance(found, result_class):
                    yield self._delivered(found, properties)

    def references(
        self,
        source: Ref[Any],
        /,
        *,
        result_class: type[Any],
        role: str | None = None,
        properties: Sequence[str] | None = None,
    ) -> Iterator[Any]:
        self.requests.append("references")
        for tie, _ in self._ties(result_class, source, role):
            yield self._delivered(tie, properties)

    def _ties(
        self, kind: type[Any] | None, source: Ref[Any], role: str | None
    ) -> Iterator[tuple[Instance, list[str]]]:
        for tie in list(self.objects):
            if "association" in tie._wire_class[2] and isinstance(
                tie, kind or Instance
            ):
                table = class_table(type(tie))
                ends = [p.name for p in table.properties.values() if p.class_name]
                if any(
                    getattr(tie, name) == source and role in (None, name)
                    for name in ends
                ):
                    yield tie, ends

    def create(self, obj: Any, /) -> Ref[Any]:
        self.requests.append("create")
        self.objects.append(copy.deepcopy(obj))
        return self.objects[-1]._reference()

    def modify(self, obj: CimObject, properties: Sequence[str], /) -> None:
        self.requests.append("modify")
        own = self.find(obj._reference())
        for name in properties:
            setattr(own, name, getattr(obj, name))

    def delete(self, ref: Ref[Any], /) -> None:
        self.requests.append("delete")
        self.objects.remove(self.find(ref))

    def invoke(
        self, target: Ref[Any], method: str, arguments: Mapping[str, object], /
    ) -> Mapping[str, object]:
        self.requests.append(method)
        self.find(target)
        return self.methods[method](self, target, arguments)

    def subscribe(self, wql: str, cls: type[Any], /) -> Subscription[Any]:
        raise NotImplementedError

    def close(self) -> None:
        self.closed = True

    def _delivered(self, obj: Instance, properties: Sequence[str] | None) -> Instance:
        twin = copy.deepcopy(obj)
        if properties is not None:
            keys = [key.name for key in class_table(type(obj)).keys]
            for name in set(twin.__dict__) - {*keys, *properties}:
                delattr(twin, name)
        return received(twin, self)
