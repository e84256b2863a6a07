"""Any sequence of operations leaves the store as a naive model of it says.

The model is a list of objects that is searched from end to end. What the store finds
by its indexes must be what that gives, whatever was made, changed, removed or undone
before.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from mofgen.provider.manager import ObjectManager
from mofgen.provider.transactions import Transaction
from mofgen.runtime.statuses import (
    CimAlreadyExistsError,
    CimInvalidParameterError,
    CimNotFoundError,
)

IDS = st.sampled_from(["a", "b", "c"])
KINDS = st.sampled_from(["H_Vessel", "H_Tug"])
NAMES = st.sampled_from(["Ada", "ADA", "Bea", None])


@dataclass
class Model:
    """What should be there: vessels with their class and name, and who tows whom."""

    vessels: dict[tuple[str, str], str | None] = field(default_factory=dict)
    tows: list[tuple[tuple[str, str], tuple[str, str]]] = field(default_factory=list)

    def copy(self) -> Model:
        return Model(dict(self.vessels), list(self.tows))

    def named(self, name: str) -> set[tuple[str, str]]:
        wanted = name.lower()
        return {key for key, n in self.vessels.items() if n and n.lower() == wanted}

    def towed_by(self, tug: tuple[str, str]) -> set[tuple[str, str]]:
        return {towed for one, towed in self.tows if one == tug}

    def towing(self, towed: tuple[str, str]) -> set[tuple[str, str]]:
        return {tug for tug, one in self.tows if one == towed}


class Machine(RuleBasedStateMachine):
    """Random walks over the operations, in transactions up to three deep."""

    harbour: Any

    @initialize(
        vessels=st.dictionaries(st.tuples(KINDS, IDS), NAMES),
        tows=st.lists(st.tuples(IDS, KINDS, IDS), max_size=8),
    )
    def begin(
        self,
        vessels: dict[tuple[str, str], str | None],
        tows: list[tuple[str, str, str]],
    ) -> None:
        self.manager = ObjectManager(self.harbour, indexed=["Name"])
        self.model = Model()
        self.open: list[tuple[Transaction, Model]] = []
        for (kind, id_), name in vessels.items():
            self.make(kind, id_, name)
        for each in tows:
            self.tow(*each)

    def teardown(self) -> None:
        while getattr(self, "open", None):
            self.roll_back()

    # --- what can be done ---

    @rule(kind=KINDS, id_=IDS, name=NAMES)
    def make(self, kind: str, id_: str, name: str | None) -> None:
        obj = getattr(self.harbour, kind)(Id=id_, Name=name)
        if (kind, id_) in self.model.vessels:
            with pytest.raises(CimAlreadyExistsError):
                self.manager.operations.create(obj)
        else:
            self.manager.operations.create(obj)
            self.model.vessels[kind, id_] = name

    @rule(kind=KINDS, id_=IDS, name=NAMES)
    def rename(self, kind: str, id_: str, name: str | None) -> None:
        obj = getattr(self.harbour, kind)(Id=id_, Name=name)
        if (kind, id_) in self.model.vessels:
            self.manager.operations.modify(obj, ["Name"])
            self.model.vessels[kind, id_] = name
        elif kind == "H_Tug":
            with pytest.raises(CimNotFoundError):
                self.manager.operations.modify(obj, ["Name"])

    @rule(kind=KINDS, id_=IDS)
    def remove(self, kind: str, id_: str) -> None:
        key = (kind, id_)
        if key not in self.model.vessels:
            return
        ref = getattr(self.harbour, kind)(Id=id_)._reference()
        self.manager.operations.delete(ref)
        del self.model.vessels[key]
        self.model.tows = [each for each in self.model.tows if key not in each]

    @rule(tug=IDS, kind=KINDS, towed=IDS)
    def tow(self, tug: str, kind: str, towed: str) -> None:
        of = self.harbour
        ends = (("H_Tug", tug), (kind, towed))
        association = of.H_Tow(Tug=of.H_Tug(Id=tug), Towed=getattr(of, kind)(Id=towed))
        # By its superclass a tug is named too, where there is no such vessel.
        if ends[1] not in self.model.vessels and ("H_Tug", towed) in self.model.vessels:
            ends = (ends[0], ("H_Tug", towed))
        if not all(each in self.model.vessels for each in ends):
            with pytest.raises(CimInvalidParameterError):
                self.manager.operations.create(association)
        elif ends in self.model.tows:
            with pytest.raises(CimAlreadyExistsError):
                self.manager.operations.create(association)
        else:
            self.manager.operations.create(association)
            self.model.tows.append(ends)

    @precondition(lambda self: len(self.open) < 3)
    @rule()
    def begin_transaction(self) -> None:
        transaction = self.manager.transaction()
        transaction.__enter__()
        self.open.append((transaction, self.model.copy()))

    @precondition(lambda self: self.open)
    @rule()
    def commit(self) -> None:
        transaction, _ = self.open.pop()
        transaction.__exit__(None, None, None)

    @precondition(lambda self: self.open)
    @rule()
    def roll_back(self) -> None:
        transaction, self.model = self.open.pop()
        error = KeyError()
        transaction.__exit__(KeyError, error, None)

    # --- what must hold after each step ---

    @invariant()
    def enumerations_agree(self) -> None:
        found = self.manager.operations.enumerate(self.harbour.H_Thing)
        expected = self.model.vessels
        assert {_key(each): each.Name for each in found} == expected
        assert len(found) == len(expected)

    @invariant()
    def finding_by_name_agrees(self) -> None:
        for name in ("ada", "BEA"):
            query = f"SELECT * FROM H_Vessel WHERE Name = '{name}'"
            found = [_key(each) for each in self.manager.queries.run(query)]
            assert len(found) == len(set(found))
            assert set(found) == self.model.named(name)

    @invariant()
    def walking_agrees(self) -> None:
        operations = self.manager.operations
        for key in self.model.vessels:
            ref = getattr(self.harbour, key[0])(Id=key[1])._reference()
            for role, expected in (
                ("Tug", self.model.towed_by(key)),
                ("Towed", self.model.towing(key)),
            ):
                found = operations.associators(ref, operations.walk(role=role))
                assert {_key(each) for each in found} == expected
                assert len(found) == len(expected)

    @invariant()
    def nothing_else_is_left(self) -> None:
        tows = self.manager.operations.names(self.harbour.H_Tow)
        assert len(tows) == len(self.model.tows)
        if not self.open:
            expected = len(self.model.vessels) + len(self.model.tows)
            assert len(self.manager.store) == expected


def _key(obj: Any) -> tuple[str, str]:
    return type(obj).__name__, obj.Id


def test_any_sequence_of_operations_agrees_with_the_model(harbour: Any) -> None:
    class OnHarbour(Machine):
        pass

    OnHarbour.harbour = harbour
    run_state_machine_as_test(
        OnHarbour,
        settings=settings(
            max_examples=60,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
