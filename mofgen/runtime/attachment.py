"""Which connection an object belongs to, and by which path the host knows it.

Both are kept beside the values and reached by functions, so that the names of an
instance's attributes stay the schema's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from mofgen.runtime.errors import NotConnectedError
from mofgen.runtime.wire import CimObject

if TYPE_CHECKING:
    from mofgen.runtime.connection import Connection
    from mofgen.runtime.references import Ref

O = TypeVar("O", bound=CimObject)  # noqa: E741


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
