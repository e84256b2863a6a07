"""Objects that are held by value: inside a property, an argument or an event."""

from __future__ import annotations

from typing import Any

from mofgen.runtime.instance import Instance


def detached(value: Any) -> Any:
    """A copy that shares nothing that can change, and belongs to no connection.

    Parameters
    ----------
    value:
        An object, an array of objects, or any other value of a property.
    """
    if isinstance(value, tuple):
        return tuple([detached(item) for item in value])
    if not isinstance(value, Instance):
        return value
    twin = object.__new__(type(value))
    values = {name: detached(item) for name, item in value.__dict__.items()}
    object.__setattr__(twin, "__dict__", values)
    return twin
