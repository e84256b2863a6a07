"""Operations as WQL, for transports that have no message of their own for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mofgen.runtime.instance import Instance
from mofgen.runtime.references import Ref
from mofgen.runtime.wire import CimObject, class_name, key_fields


def select(cls: type[CimObject], properties: Sequence[str], *, deep: bool) -> str:
    """The query for some properties of a class's objects, their keys with them."""
    keys = [field.name for field in key_fields(cls).values()]
    known = {each.lower() for each in keys}
    more = [each for each in properties if each.lower() not in known]
    name = class_name(cls)
    where = "" if deep else f" WHERE __CLASS = '{name}'"
    return f"SELECT {', '.join([*keys, *more]) or '*'} FROM {name}{where}"


def associators(
    source: Ref[Any],
    *,
    result_class: type[CimObject],
    association: type[CimObject] | None,
    role: str | None,
    result_role: str | None,
) -> str:
    """The query for what associations connect with an object."""
    clauses = {
        "AssocClass": None if association is None else class_name(association),
        "ResultClass": _named(result_class),
        "Role": role,
        "ResultRole": result_role,
    }
    return f"ASSOCIATORS OF {{{source.relative_path}}}{_where(clauses)}"


def references(
    source: Ref[Any], *, result_class: type[CimObject], role: str | None
) -> str:
    """The query for the associations of an object."""
    clauses = {"ResultClass": _named(result_class), "Role": role}
    return f"REFERENCES OF {{{source.relative_path}}}{_where(clauses)}"


def _named(cls: type[CimObject]) -> str | None:
    """The name of a class; None for Instance, which stands for any."""
    return None if cls is Instance else class_name(cls)


def _where(clauses: dict[str, str | None]) -> str:
    # WQL writes these one after another, without AND.
    given = " ".join(f"{name} = {value}" for name, value in clauses.items() if value)
    return f" WHERE {given}" if given else ""
