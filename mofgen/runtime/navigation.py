"""From an object along an association to the objects at its other ends.

``vm.related.CIM_SettingsDefineState.SettingData`` names the source, the
association and the end; nothing is asked of the host before the result is
iterated.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, cast, overload

from mofgen.runtime.connection import require_connection
from mofgen.runtime.errors import NotFoundError, NotUniqueError
from mofgen.runtime.wire import CimObject, class_name

I_co = TypeVar("I_co", bound=CimObject, covariant=True)
J = TypeVar("J", bound=CimObject)
E_co = TypeVar("E_co", bound="Ends", covariant=True)


class Related:
    """The associations of an object; subclasses have a :class:`Via` for each."""

    __slots__ = ("_source",)

    def __init__(self, source: CimObject) -> None:
        self._source = source


class Ends:
    """The ends of one association as seen from a source object.

    Subclasses have an :class:`End` for each reference of the association.

    Parameters
    ----------
    source:
        The object to start from.
    association:
        CIM name of the association.
    roles:
        The references in which the source can stand; none where not known.
    """

    __slots__ = ("_association", "_roles", "_source")

    def __init__(
        self, source: CimObject, association: str, roles: tuple[str, ...] = ()
    ) -> None:
        self._source = source
        self._association = association
        self._roles = roles

    def objects(self) -> Objects[CimObject]:
        """The association's own instances that refer to the source."""
        return Objects(self, None)


class Via(Generic[E_co]):
    """An association of a class, seen from one of its objects.

    Parameters
    ----------
    association:
        The generated class of the association.
    roles:
        The references in which an object of this class can stand.
    """

    __slots__ = ("_association", "_module", "_roles")

    def __init__(self, association: str, *roles: str) -> None:
        self._association = association
        self._roles = roles
        self._module = ""

    def __set_name__(self, owner: type[Related], name: str) -> None:
        self._module = owner.__module__

    @overload
    def __get__(self, obj: None, owner: type[Any]) -> Self: ...
    @overload
    def __get__(self, obj: Related, owner: type[Any]) -> E_co: ...
    def __get__(self, obj: Related | None, owner: type[Any]) -> Any:
        if obj is None:
            return self
        module = self._association_module()
        association = getattr(module, self._association)
        ends = getattr(module, f"{self._association}Ends")
        return ends(obj._source, class_name(association), self._roles)

    def _association_module(self) -> Any:
        """The module that has the association: a sibling, or the same one."""
        here = sys.modules[self._module]
        if hasattr(here, f"{self._association}Ends"):
            return here
        from importlib import import_module

        package = self._module.rpartition(".")[0]
        return import_module(f"{package}.{self._association}")

    if not TYPE_CHECKING:

        def __class_getitem__(cls, of: object) -> type[Via]:
            return cls  # Via["XEnds"] is for type checkers


class End(Generic[I_co]):
    """One end of an association: the reference of the same name.

    Parameters
    ----------
    name:
        The CIM name of the reference, where it can't be the Python name.
    """

    __slots__ = ("name",)

    def __init__(self, *, name: str | None = None) -> None:
        self.name = name or ""

    def __set_name__(self, owner: type[Ends], name: str) -> None:
        self.name = self.name or name

    @overload
    def __get__(self, obj: None, owner: type[Any]) -> Self: ...
    @overload
    def __get__(self, obj: Ends, owner: type[Any]) -> Objects[I_co]: ...
    def __get__(self, obj: Ends | None, owner: type[Any]) -> Any:
        return self if obj is None else Objects(obj, self.name)

    if not TYPE_CHECKING:

        def __class_getitem__(cls, of: object) -> type[End]:
            return cls  # End["Class"] is for type checkers


class Objects(Generic[I_co]):
    """The objects at an end, or the association's own; asked for when iterated.

    Every iteration asks the host anew.
    """

    __slots__ = ("_ends", "_kind", "_role")

    def __init__(
        self, ends: Ends, role: str | None, kind: type[CimObject] | None = None
    ) -> None:
        self._ends = ends
        self._role = role
        self._kind = kind

    def of(self, kind: type[J]) -> Objects[J]:
        """Only the objects of this class or its subclasses."""
        return Objects(self._ends, self._role, kind)

    def all(self) -> list[I_co]:
        """All of them, in the order in which the host gives them."""
        return list(self)

    def one(self) -> I_co:
        """The only one.

        Raises
        ------
        NotFoundError
            Where there is none.
        NotUniqueError
            Where there are several.
        """
        found = iter(self)
        first = next(found, None)
        if first is None:
            raise NotFoundError(f"{self._asked()}: there is none")
        if next(found, None) is not None:
            raise NotUniqueError(f"{self._asked()}: there is more than one")
        return first

    def __iter__(self) -> Iterator[I_co]:
        ends = self._ends
        connection = require_connection(ends._source, self._asked())
        path = ends._source._reference()
        if self._role is None:
            found = connection.references(
                path,
                association=self._class_name() or ends._association,
                role=_only(ends._roles),
            )
        else:
            found = connection.associators(
                path,
                association=ends._association,
                result_class=self._class_name(),
                role=self._source_role(),
                result_role=self._role,
            )
        return cast("Iterator[I_co]", iter(found))

    def _class_name(self) -> str | None:
        return None if self._kind is None else class_name(self._kind)

    def _source_role(self) -> str | None:
        """The reference in which the source stands, where only one is possible."""
        others = [role for role in _roles(type(self._ends)) if role != self._role]
        if len(others) == 1:
            return others[0]
        return _only(tuple(r for r in self._ends._roles if r != self._role))

    def _asked(self) -> str:
        source = class_name(type(self._ends._source))
        end = self._role or "objects()"
        return f"{source}.related.{self._ends._association}.{end}"

    def __repr__(self) -> str:
        of = "" if self._kind is None else f" of {class_name(self._kind)}"
        return f"<{self._asked()}{of}>"


def _only(roles: tuple[str, ...]) -> str | None:
    return roles[0] if len(roles) == 1 else None


def _roles(ends: type[Ends]) -> list[str]:
    roles: dict[str, None] = {}
    for base in reversed(ends.__mro__):
        for member in vars(base).values():
            if isinstance(member, End):
                roles[member.name] = None
    return list(roles)
