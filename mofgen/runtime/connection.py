"""What an object needs of the connection it belongs to, and which one that is.

The state is kept beside the values and reached by functions, so that the names
of an instance's attributes stay the schema's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol, TypeVar

from mofgen.runtime.errors import NotConnectedError
from mofgen.runtime.references import Ref
from mofgen.runtime.wire import CimObject

O = TypeVar("O", bound=CimObject)  # noqa: E741


class Connection(Protocol):
    """A way to a CIM host; the operations are those of DSP0200."""

    def invoke(
        self, target: Ref[Any], method: str, arguments: Mapping[str, object], /
    ) -> Mapping[str, object]:
        """Call a method.

        Parameters
        ----------
        target:
            The object it is called on.
        method, arguments:
            CIM names; the values are checked, in the form in which properties
            hold them, and those that were not given are not there.

        Returns
        -------
        The out parameters by CIM name, the return value as ``ReturnValue``.
        """
        ...

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
        """The objects that ``association`` connects with ``source``.

        ``role`` is the source's reference in the association, ``result_role``
        that of the results; None for any.
        """
        ...

    def references(
        self, source: Ref[Any], /, *, association: str, role: str | None
    ) -> Iterable[CimObject]:
        """The association instances that refer to ``source``."""
        ...


def attach(obj: O, connection: Connection | None, *, path: Ref[Any] | None = None) -> O:
    """Make ``obj`` belong to ``connection``, and remember its path there.

    Parameters
    ----------
    obj:
        Any generated object; it is changed and returned.
    connection:
        The connection, None for none.
    path:
        The reference by which the host knows the object; None where its keys
        say it.
    """
    object.__setattr__(obj, "_connection", connection)
    object.__setattr__(obj, "_path", path)
    return obj


def connection_of(obj: CimObject) -> Connection | None:
    """The connection that ``obj`` belongs to."""
    found: Connection | None = getattr(obj, "_connection", None)
    return found


def path_of(obj: CimObject) -> Ref[Any] | None:
    """The path that ``obj`` was attached with; None where its keys say it."""
    found: Ref[Any] | None = getattr(obj, "_path", None)
    return found


def require_connection(obj: CimObject, asked: str) -> Connection:
    """The connection of ``obj``.

    Raises
    ------
    NotConnectedError
        Where it has none, saying what was ``asked``.
    """
    found = connection_of(obj)
    if found is None:
        raise NotConnectedError(
            f"{asked} asks the host, but the object belongs to no connection"
        )
    return found
