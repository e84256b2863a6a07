"""The sets of objects that a walk along associations ends at.

From one object the host is asked once: for the results whole, not for their paths.
From many it is asked twice at most where the association is known: for all its
instances and for all objects at the other end, which are then joined here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from mofgen.runtime.attachment import connection_of, require_connection
from mofgen.runtime.connection import KEYS_ONLY
from mofgen.runtime.errors import CimTypeError, UnknownClassError
from mofgen.runtime.instance import Instance, class_table
from mofgen.runtime.object_sets import ObjectSet
from mofgen.runtime.references import Ref
from mofgen.runtime.wire import CimObject, class_name

if TYPE_CHECKING:
    from mofgen.runtime.conditions import Condition
    from mofgen.runtime.connection import Connection

I_co = TypeVar("I_co", bound=CimObject, covariant=True)
J = TypeVar("J", bound=CimObject)
S = TypeVar("S", bound=CimObject)

_FEW: Final = 2
"""Up to so many objects are asked for one by one: two requests are two requests."""


class Objects(ObjectSet[I_co]):
    """The objects that an object is associated with, or the associations themselves.

    Parameters
    ----------
    source:
        The object to start from.
    kind:
        The class of the results; None for whatever is there.
    association:
        The class of the associations; None for any.
    role, result_role:
        The references in which the source and the results stand; None for any.
    ties:
        Whether the results are the associations.
    """

    __slots__ = (
        "_association",
        "_from",
        "_kind",
        "_result_role",
        "_role",
        "_ties",
    )

    def __init__(
        self,
        source: CimObject,
        kind: type[CimObject] | None,
        *,
        association: type[CimObject] | None = None,
        role: str | None = None,
        result_role: str | None = None,
        ties: bool = False,
    ) -> None:
        super().__init__()
        self._from = source
        self._kind = kind
        self._association = association
        self._role = role
        self._result_role = result_role
        self._ties = ties
        if association is not None:
            _check_roles(association, role, result_role)

    def of(self, kind: type[J]) -> Objects[J]:
        """Only the objects of this class or its subclasses."""
        narrowed = cast("Objects[J]", self.where())
        narrowed._kind = kind
        return narrowed

    def _found(self, properties: Sequence[str] | None) -> Iterable[I_co]:
        connection = require_connection(self._from, self._asked())
        condition = self._condition()
        properties = _with_compared(properties, condition)
        path = self._from._reference()
        kind = self._kind or Instance
        found: Iterable[CimObject]
        if self._ties:
            found = connection.references(
                path,
                result_class=self._kind or self._association or Instance,
                role=self._role,
                properties=properties,
            )
        else:
            found = connection.associators(
                path,
                result_class=kind,
                association=self._association,
                role=self._role,
                result_role=self._result_role,
                properties=properties,
            )
        # WQL's ASSOCIATORS OF has no condition on properties, so it is met here.
        if condition is not None:
            found = (each for each in found if condition.holds(each))
        return cast("Iterable[I_co]", found)

    def _class(self) -> type[Instance]:
        found = self._kind
        if found is None and self._association is not None:
            if self._ties:
                found = self._association
            elif self._result_role is not None:
                found = _end_class(self._association, self._result_role)
        return cast("type[Instance]", found or Instance)

    def _source(self) -> str:
        source = class_name(type(self._from))
        of = "" if self._kind is None else f" of {class_name(self._kind)}"
        if self._association is None:
            return f"{source}.related{of}"
        end = "objects()" if self._ties else self._result_role
        dot = "" if end is None else f".{end}"
        return f"{source}.related.{class_name(self._association)}{dot}{of}"


class Hop(ObjectSet[I_co]):
    """The objects that those of another set are associated with, each once.

    Parameters
    ----------
    sources:
        The other set.
    kind, via, role, result_role:
        As for :meth:`ObjectSet.related`.
    """

    __slots__ = ("_kind", "_result_role", "_role", "_sources", "_via")

    def __init__(
        self,
        sources: ObjectSet[Any],
        kind: type[CimObject],
        via: type[CimObject] | None,
        role: str | None,
        result_role: str | None,
    ) -> None:
        super().__init__()
        self._sources = sources
        self._kind = kind
        self._via = via
        self._role = role
        self._result_role = result_role

    def _found(self, properties: Sequence[str] | None) -> Iterable[I_co]:
        condition = self._condition()
        walked = related_of_each(
            # Where to start from is all that is needed of the sources.
            list(self._sources._found(KEYS_ONLY)),
            self._kind,
            self._via,
            self._role,
            self._result_role,
            properties=_with_compared(properties, condition),
        )
        seen = set()
        for _, found in walked:
            for each in found:
                place = _place(each._reference())
                if place not in seen and (condition is None or condition.holds(each)):
                    seen.add(place)
                    yield cast("I_co", each)

    def _class(self) -> type[Instance]:
        return cast("type[Instance]", self._kind)

    def _source(self) -> str:
        via = "" if self._via is None else f", via={class_name(self._via)}"
        return f"{self._sources._asked()}.related({class_name(self._kind)}{via})"


def related_of_each(
    sources: Sequence[S],
    kind: type[J],
    via: type[CimObject] | None,
    role: str | None = None,
    result_role: str | None = None,
    *,
    properties: Sequence[str] | None = None,
) -> list[tuple[S, list[J]]]:
    """Each object with those that associations connect it with.

    Parameters
    ----------
    sources:
        The objects to start from, of one connection.
    kind, via, role, result_role:
        As for :meth:`ObjectSet.related`.
    properties:
        Of the objects walked to; None for all.
    """
    if via is not None:
        _check_roles(via, role, result_role)
    if via is None or len(sources) <= _FEW:
        return [
            (source, _walked(source, kind, via, role, result_role, properties))
            for source in sources
        ]
    connection = require_connection(sources[0], f"a walk to {class_name(kind)}")
    if any(connection_of(source) is not connection for source in sources):
        raise CimTypeError("objects of several connections cannot be walked from")
    targets = connection.enumerate(kind, properties=properties)
    reached = _reached(connection, via, targets, role, result_role)
    return [
        (source, list(reached.get(_place(source._reference()), {}).values()))
        for source in sources
    ]


def _walked(
    source: CimObject,
    kind: type[J],
    via: type[CimObject] | None,
    role: str | None,
    result_role: str | None,
    properties: Sequence[str] | None,
) -> list[J]:
    objects = Objects[J](
        source, kind, association=via, role=role, result_role=result_role
    )
    return list(objects._found(properties))


def _reached(
    connection: Connection,
    via: type[CimObject],
    targets: Iterable[J],
    role: str | None,
    result_role: str | None,
) -> dict[Ref[Any], dict[Ref[Any], J]]:
    """By the place of a source, those of the targets that associations tie to it."""
    at = {_place(each._reference()): each for each in targets}
    table = class_table(cast("type[Instance]", via))
    names = [p.name for p in table.properties.values() if p.type == "reference"]
    reached: dict[Ref[Any], dict[Ref[Any], J]] = {}
    for tie in connection.enumerate(via, properties=names):
        ends = _ends(tie)
        for source_role, source in ends:
            for target_role, place in ends:
                if source_role == target_role or place not in at:
                    continue
                if _is_role(source_role, role) and _is_role(target_role, result_role):
                    reached.setdefault(source, {})[place] = at[place]
    return reached


def _ends(tie: CimObject) -> list[tuple[str, Ref[Any]]]:
    """The references of an association instance, by the name of each."""
    properties = class_table(cast("type[Instance]", type(tie))).properties
    found = []
    for name, each in properties.items():
        value = getattr(tie, name) if each.type == "reference" else None
        if isinstance(value, Ref):
            found.append((each.name, _place(value)))
    return found


def _with_compared(
    properties: Sequence[str] | None, condition: Condition | None
) -> Sequence[str] | None:
    """What is wanted and what a condition has to know."""
    if properties is None or condition is None:
        return properties
    compared = (each.compared.name for each in condition.comparisons())
    return tuple(dict.fromkeys([*properties, *compared]))


def _place(ref: Ref[Any]) -> Ref[Any]:
    """``ref`` without host and namespace, which not all references name."""
    return Ref(ref.class_name, ref.keys, is_singleton=ref.is_singleton)


def _is_role(name: str, wanted: str | None) -> bool:
    return wanted is None or name.lower() == wanted.lower()


def _check_roles(association: type[CimObject], *roles: str | None) -> None:
    table = class_table(cast("type[Instance]", association))
    for role in roles:
        found = None if role is None else table.find(role)
        if role is not None and (found is None or found.type != "reference"):
            names = [p.name for p in table.properties.values() if p.type == "reference"]
            raise CimTypeError(
                f"{table.name} has no reference {role!r}; it has {', '.join(names)}"
            )


def _end_class(association: type[CimObject], role: str) -> type[CimObject] | None:
    """The class that a reference of an association is declared for, if there is one."""
    from importlib import import_module

    from mofgen.runtime.package import find_class

    found = class_table(cast("type[Instance]", association)).find(role)
    name = None if found is None else found.class_name
    package = association.__module__.rpartition(".classes.")[0]
    if name is None or not package:
        return None
    try:
        return find_class(import_module(package), name)
    except UnknownClassError:
        return None
