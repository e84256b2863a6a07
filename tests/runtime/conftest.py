"""Makes ``lamphouse`` importable: a package in the form in which mofgen writes one."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from mofgen.runtime import Ref
from mofgen.runtime.wire import CimObject

sys.path.insert(0, str(Path(__file__).parent))


class RecordingConnection:
    """A connection that notes what it is asked and gives what it was told to."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []
        self.answer: dict[str, object] = {"ReturnValue": 0}
        self.objects: list[CimObject] = []

    def invoke(
        self, target: Ref[Any], method: str, arguments: Mapping[str, object], /
    ) -> Mapping[str, object]:
        self.asked.append(("invoke", target, method, dict(arguments)))
        return self.answer

    def associators(
        self,
        source: Ref[Any],
        /,
        *,
        association: str,
        result_class: str | None,
        role: str | None,
        result_role: str | None,
    ) -> Iterable[CimObject]:
        asked = (association, result_class, role, result_role)
        self.asked.append(("associators", source, *asked))
        return self.objects

    def references(
        self, source: Ref[Any], /, *, association: str, role: str | None
    ) -> Iterable[CimObject]:
        self.asked.append(("references", source, association, role))
        return self.objects


@pytest.fixture
def connection() -> RecordingConnection:
    return RecordingConnection()
