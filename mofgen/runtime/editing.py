"""Objects made, read anew, written back and removed: functions, not methods.

The names of an object's attributes are the schema's, so these stand beside it.
What an object was like when it was read is remembered with it; writing it back
sends what has changed since, and nothing else.
"""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from mofgen.runtime.attachment import (
    connection_of,
    path_of,
    require_connection,
)
from mofgen.runtime.errors import CimTypeError, CimValueError
from mofgen.runtime.instance import Instance, class_table
from mofgen.runtime.references import Ref
from mofgen.runtime.wire import CimObject

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mofgen.runtime.connection import Connection

O = TypeVar("O", bound=CimObject)  # noqa: E741

_PLAN: Final = "editing"
_put = object.__setattr__


def received(obj: O, connection: Connection, *, path: Ref[Any] | None = None) -> O:
    """Mark an object as just read: what every transport does with what it delivers.

    Parameters
    ----------
    obj:
        The object; it is changed and returned.
    connection:
        Where it was read; its references can then be followed.
    path:
        The reference by which the host knows it; None where its keys say it.
    """
    values = obj.__dict__
    references, embedded = _special(obj)
    for name in references:
        if name in values:
            values[name] = _followed(values[name], connection)
    read = _remembered(values, embedded) if embedded else values
    _put(obj, "_read", read)
    _put(obj, "_connection", connection)  # as attach() does it; it is the cost of a get
    _put(obj, "_path", path)
    return obj


def changed(obj: CimObject) -> tuple[str, ...]:
    """CIM names of the properties that differ from what was read.

    Keys do not count: an object with other keys is another object. Of an object that
    was not read, all that is set has changed. What is unset has not: it says that a
    property is to be left as it is.
    """
    read: Mapping[str, object] | None = getattr(obj, "_read", None)
    if read is obj.__dict__:
        return ()
    known = {} if read is None else read
    properties = class_table(_type(obj)).properties
    return tuple(
        properties[name].name
        for name, value in obj.__dict__.items()
        if not properties[name].is_key and not _same(name, value, known)
    )


def refresh(obj: O) -> O:
    """Read an object anew: its values become what the host has now.

    Returns
    -------
    The same object.

    Raises
    ------
    NotConnectedError
        Where it belongs to no connection.
    CimNotFoundError
        Where the host no longer has it.
    """
    connection = require_connection(obj, f"refresh({_name(obj)})")
    found = connection.get(obj._reference())
    if type(found) is not type(obj):
        raise CimTypeError(
            f"refresh({_name(obj)}): the host has a {_name(found)} there now"
        )
    object.__setattr__(obj, "__dict__", found.__dict__)
    return received(obj, connection, path=path_of(obj))


def save(obj: O) -> O:
    """Write what has changed since the object was read, see :func:`changed`.

    Nothing is asked of the host where nothing has.

    Returns
    -------
    The same object. What the host makes of the values, :func:`refresh` tells.

    Raises
    ------
    NotConnectedError
        Where it belongs to no connection.
    CimStatusError
        Where the host refuses.
    """
    connection = require_connection(obj, f"save({_name(obj)})")
    names = changed(obj)
    if names:
        connection.modify(obj, names)
        _, embedded = _special(obj)
        object.__setattr__(obj, "_read", _remembered(obj.__dict__, embedded))
    return obj


def create(obj: O, connection: Connection) -> O:
    """Make an object on the host.

    Parameters
    ----------
    obj:
        Its values; what is unset, the host decides.
    connection:
        The way to the host.

    Returns
    -------
    The object as the host has it now, with its keys.
    """
    if connection_of(obj) is not None and path_of(obj) is not None:
        raise CimValueError(f"create({_name(obj)}): the object is there already")
    return connection.get(connection.create(obj))


def delete(obj: CimObject | Ref[Any]) -> None:
    """Remove an object from the host; its values stay as they are.

    Parameters
    ----------
    obj:
        The object, or a reference that came from a connection.

    Raises
    ------
    NotConnectedError
        Where it belongs to no connection.
    CimStatusError
        Where the host refuses.
    """
    ref: Ref[Any]
    if isinstance(obj, Ref):
        ref = obj
        connection = ref.require_connection(f"delete({ref!r})")
    else:
        ref = obj._reference()
        connection = require_connection(obj, f"delete({_name(obj)})")
    connection.delete(ref)


def _special(obj: CimObject) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Properties that hold references, and those that hold objects; worked out once."""
    table = class_table(_type(obj))
    found: tuple[tuple[str, ...], tuple[str, ...]] | None = table.plans.get(_PLAN)
    if found is None:
        properties = table.properties.items()
        found = (
            tuple(name for name, each in properties if each.type == "reference"),
            tuple(name for name, each in properties if each.is_embedded),
        )
        table.plans[_PLAN] = found
    return found


def _remembered(
    values: dict[str, object], embedded: tuple[str, ...]
) -> dict[str, object]:
    """The values, safe from changes.

    Without embedded objects, which alone can change in place, these are the values
    themselves: an object that changes gets others first.
    """
    changeable = [name for name in embedded if values.get(name) is not None]
    if not changeable:
        return values
    kept = dict(values)
    for name in changeable:
        kept[name] = _kept(kept[name])
    return kept


def _kept(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(map(_kept, value))
    if not isinstance(value, CimObject):
        return value
    twin = copy(value)
    _, embedded = _special(value)
    twin.__dict__.update(_remembered(twin.__dict__, embedded))
    return twin


def _followed(value: object, connection: Connection) -> object:
    if isinstance(value, tuple):
        return tuple([_followed(item, connection) for item in value])
    return value.on(connection) if isinstance(value, Ref) else value


def _same(name: str, value: object, known: Mapping[str, object]) -> bool:
    if name not in known:
        return False
    before = known[name]
    # A real that is no number does not equal itself, and has not changed for that.
    return before == value or (before != before and value != value)


def _type(obj: CimObject) -> type[Instance]:
    return cast("type[Instance]", type(obj))


def _name(obj: CimObject) -> str:
    return type(obj)._wire_class[0]
