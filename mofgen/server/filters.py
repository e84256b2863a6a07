"""What an enumeration is to find: a class, a query, selectors, associations."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from mofgen.runtime.instance import Instance
from mofgen.server.objects import having
from mofgen.server.requests import Target
from mofgen.wsman.endpoint_references import (
    cim_reference,
    read_reference,
    read_selectors,
)
from mofgen.wsman.errors import MessageError
from mofgen.wsman.faults import refuse
from mofgen.wsman.uris import ASSOCIATIONS, CIM_BINDING, ENUMERATION, WQL, WSMAN
from mofgen.wsman.xml_text import Element, local_name, text_of

_PROJECTION: Final = re.compile(
    r"\s*select\s+(\w+(?:\s*,\s*\w+)*)\s+from\s", re.IGNORECASE | re.ASCII
)
_SELECTORS: Final = "SelectorFilter"


@dataclass(frozen=True, slots=True)
class Found:
    """What an enumeration found.

    Parameters
    ----------
    objects:
        The objects.
    only:
        The properties that were asked for, in lower case; None for all.
    """

    objects: Sequence[Instance]
    only: frozenset[str] | None = None


def find(target: Target, body: Element, *, deep: bool) -> Found:
    """What the body of an Enumerate asks for.

    Parameters
    ----------
    target:
        The class, or all classes, that the request is about.
    deep:
        Whether objects of subclasses count, where a class is enumerated.

    Raises
    ------
    FaultError
        Where its filter is of a dialect that nobody knows here.
    """
    element = body.find(f"{{{WSMAN}}}Filter")
    if element is None:
        element = body.find(f"{{{ENUMERATION}}}Filter")
    if element is None:
        cls = target.only_class
        return Found(list(target.connection.enumerate(cls, deep=deep)))
    dialect = element.get("Dialect", "").rstrip("/")
    by = _BY_DIALECT.get(dialect.rpartition("/")[2].lower())
    if by is None:
        raise refuse(
            "n:FilterDialectRequestedUnavailable",
            f"the dialect {dialect[:200]!r} is not known: {WQL} is",
        )
    return by(target, element, deep)


def _by_wql(target: Target, element: Element, deep: bool) -> Found:
    query = (element.text or "").strip()
    projected = _PROJECTION.match(query)
    only = None
    if projected is not None:
        only = frozenset(each.strip().lower() for each in projected[1].split(","))
    return Found(list(target.connection.query(query, Instance)), only)


def _by_selectors(target: Target, element: Element, deep: bool) -> Found:
    fits = having(target, read_selectors(element.find(f"{{{WSMAN}}}SelectorSet")))
    objects = target.connection.enumerate(target.only_class, deep=deep)
    return Found([each for each in objects if fits(each)])


def _by_associations(target: Target, element: Element, deep: bool) -> Found:
    inner = next(iter(element), None)
    kind = "" if inner is None else local_name(inner)
    if inner is None or kind not in ("AssociatedInstances", "AssociationInstances"):
        raise refuse("n:CannotProcessFilter", "the filter names no association")
    source_of = inner.find(f"{{{CIM_BINDING}}}Object")
    if source_of is None:
        raise refuse("n:CannotProcessFilter", "the filter names no object to start at")
    try:
        source = cim_reference(read_reference(source_of), target.namespace.package)
    except MessageError as error:
        raise refuse("n:CannotProcessFilter", str(error)) from None
    words = {local_name(each): text_of(each) or None for each in inner}
    result = _class(target, words.get("ResultClassName")) or Instance
    connection = target.connection
    if kind == "AssociationInstances":
        return Found(
            list(
                connection.references(
                    source, result_class=result, role=words.get("Role")
                )
            )
        )
    return Found(
        list(
            connection.associators(
                source,
                result_class=result,
                association=_class(target, words.get("AssociationClassName")),
                role=words.get("Role"),
                result_role=words.get("ResultRole"),
            )
        )
    )


def _class(target: Target, name: str | None) -> type[Instance] | None:
    if name is None:
        return None
    found = target.namespace.find(name)
    if found is None:
        raise refuse("n:CannotProcessFilter", f"there is no class {name[:100]!r}")
    return found


_BY_DIALECT: Final[dict[str, Callable[[Target, Element, bool], Found]]] = {
    WQL.rpartition("/")[2].lower(): _by_wql,
    _SELECTORS.lower(): _by_selectors,
    ASSOCIATIONS.rpartition("/")[2].lower(): _by_associations,
}
