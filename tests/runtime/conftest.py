"""Makes ``lamphouse`` importable: a package in the form in which mofgen writes one."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from mofgen.runtime import Connection, Ref, Subscription, received
from mofgen.runtime.wire import CimObject

sys.path.insert(0, str(Path(__file__).parent))


class RecordingConnection(Connection):
    """A connection that notes what it is asked and gives what it was told to."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []
        self.answer: dict[str, object] = {"ReturnValue": 0}
        self.objects: list[Any] = []

    def get(
        self, ref: Ref[Any], /, *, properties: Sequence[str] | None = None
    ) -> CimObject:
        self.asked.append(("get", ref, properties))
        return self._delivered()[0]

    def enumerate(
        self,
        cls: type[Any],
        /,
        *,
        deep: bool = True,
        properties: Sequence[str] | None = None,
    ) -> Iterable[Any]:
        self.asked.append(("enumerate", cls, deep, properties))
        return [each for each in self._delivered() if isinstance(each, cls)]

    def query(self, wql: str, cls: type[Any], /) -> Iterable[Any]:
        self.asked.append(("query", wql, cls))
        return [each for each in self._delivered() if isinstance(each, cls)]

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
    ) -> Iterable[Any]:
        asked = (association, result_class, role, result_role, properties)
        self.asked.append(("associators", source, *asked))
        return self._delivered()

    def references(
        self,
        source: Ref[Any],
        /,
        *,
        result_class: type[Any],
        role: str | None = None,
        properties: Sequence[str] | None = None,
    ) -> Iterable[Any]:
        self.asked.append(("references", source, result_class, role, properties))
        return self._delivered()

    def create(self, obj: Any, /) -> Ref[Any]:
        self.asked.append(("create", obj))
        return obj._reference()

    def modify(self, obj: CimObject, properties: Sequence[str], /) -> None:
        self.asked.append(("modify", obj, tuple(properties)))

    def delete(self, ref: Ref[Any], /) -> None:
        self.asked.append(("delete", ref))

    def invoke(
        self, target: Ref[Any], method: str, arguments: Mapping[str, object], /
    ) -> Mapping[str, object]:
        self.asked.append(("invoke", target, method, dict(arguments)))
        return self.answer

    def subscribe(self, wql: str, cls: type[Any], /) -> Subscription[Any]:
        raise NotImplementedError

    def close(self) -> None:
        self.asked.append(("close",))

    def _delivered(self) -> list[Any]:
        return [received(each, self) for each in self.objects]


@pytest.fixture
def connection() -> RecordingConnection:
    return RecordingConnection()
