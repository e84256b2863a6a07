"""From an object along an association to the objects at its other ends.

``vm.related.CIM_SettingsDefineState.SettingData`` names the source, the
association and the end; nothing is asked of the host before the result is
iterated.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, overload

from mofgen.runtime.wire import CimObject

if TYPE_CHECKING:
    from mofgen.runtime.related_objects import Objects

I_co = TypeVar("I_co", bound=CimObject, covariant=True)
J = TypeVar("J", bound=CimObject)
E_co = TypeVar("E_co", bound="Ends", covariant=True)


class Related:
    """The associations of an object; subclasses have a :class:`Via` for each."""

    __slots__ = ("_source",)

    def __init__(self, source: CimObject) -> None:
        self._source = source

    def __call__(
        self,
        kind: type[J],
        *,
        via: type[CimObject] | None = None,
        role: str | None = None,
        result_role: str | None = None,
    ) -> Objects[J]:
        """The objects that associations connect the source with.

        Parameters
        ----------
        kind:
            The class of the objects to walk to. A class of associations, without
            ``via``, gives those that refer to the source.
        via:
            The class of the associations; None for any.
        role, result_role:
            The references in which the source and the results stand; None for any.

        Raises
        ------
        CimTypeError
            For a role that ``via`` does not have.
        """
        from mofgen.runtime.related_objects import Objects

        if via is None and "association" in kind._wire_class[2]:
            return Objects(self._source, None, association=kind, role=role, ties=True)
        return Objects(
            self._source, kind, association=via, role=role, result_role=result_role
        )


class Ends:
    """The ends of one association as seen from a source object.

    Subclasses have an :class:`End` for each reference of the association.

    Parameters
    ----------
    source:
        The object to start from.
    association:
        The generated class of the association.
    roles:
        The references in which the source can stand; none where not known.
    """

    __slots__ = ("_association", "_roles", "_source")

    def __init__(
        self,
        source: CimObject,
        association: type[CimObject],
        roles: tuple[str, ...] = (),
    ) -> None:
        self._source = source
        self._association = association
        self._roles = roles

    def objects(self) -> Objects[CimObject]:
        """The association's own instances that refer to the source."""
        from mofgen.runtime.related_objects import Objects

        return Objects(
            self._source,
            None,
            association=self._association,
            role=_only(self._roles),
            ties=True,
        )

    def _at(self, role: str) -> Objects[CimObject]:
        """The objects that stand in the reference ``role``."""
        from mofgen.runtime.related_objects import Objects

        return Objects(
            self._source,
            None,
            association=self._association,
            role=self._source_role(role),
            result_role=role,
        )

    def _source_role(self, other: str) -> str | None:
        """The reference in which the source stands, where only one is possible."""
        others = [role for role in _roles(type(self)) if role != other]
        if len(others) == 1:
            return others[0]
        return _only(tuple(role for role in self._roles if role != other))


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
        return ends(obj._source, association, self._roles)

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
        return self if obj is None else obj._at(self.name)

    if not TYPE_CHECKING:

        def __class_getitem__(cls, of: object) -> type[End]:
            return cls  # End["Class"] is for type checkers


def _only(roles: tuple[str, ...]) -> str | None:
    return roles[0] if len(roles) == 1 else None


def _roles(ends: type[Ends]) -> list[str]:
    roles: dict[str, None] = {}
    for base in reversed(ends.__mro__):
        for member in vars(base).values():
            if isinstance(member, End):
                roles[member.name] = None
    return list(roles)
