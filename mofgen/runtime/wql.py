"""WQL text, built from values: what users hand in never becomes syntax.

The language is WMI's (MS-WMI 2.2.1): strings in single or double quotes, in which
a backslash escapes; ``LIKE`` patterns with ``%``, ``_`` and ``[...]``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from mofgen.runtime.datetimes import CimDateTime
from mofgen.runtime.errors import CimTypeError, CimValueError, shown
from mofgen.runtime.references import Ref
from mofgen.runtime.wire import class_name

if TYPE_CHECKING:
    from mofgen.runtime.conditions import Condition
    from mofgen.runtime.wire import CimObject

_WILD = re.compile(r"[%_\[]")


def literal(value: object) -> str:
    """A CIM value as WQL writes it.

    Raises
    ------
    CimTypeError
        For what WQL has no literal for: arrays, embedded objects.
    CimValueError
        For text that cannot stand in a query, and reals that are no number.
    """
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, float):
        return _real(value)
    if isinstance(value, str):
        return _quoted(str(value))
    if isinstance(value, CimDateTime):
        return _quoted(value.text)
    if isinstance(value, Ref):
        return _quoted(str(value))
    raise CimTypeError(f"WQL has no literal for {shown(value)}")


def _real(value: float) -> str:
    if value != value or value in (float("inf"), float("-inf")):
        raise CimValueError(f"WQL has no literal for the real {value!r}")
    return repr(value)


def _quoted(text: str) -> str:
    if "\0" in text:
        raise CimValueError(f"{shown(text)} has a NUL character: no query can hold it")
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def like_escape(text: str) -> str:
    """A ``LIKE`` pattern that matches just ``text``, to build larger ones with."""
    return _WILD.sub(r"[\g<0>]", text)


def select(
    cls: type[CimObject],
    properties: Sequence[str] | None = None,
    condition: Condition | None = None,
) -> str:
    """A query for the objects of a class and its subclasses.

    Parameters
    ----------
    cls:
        The class.
    properties:
        CIM names of the properties that are wanted; None for all.
    condition:
        What the objects must fulfil; None for nothing.
    """
    wanted = ", ".join(properties) if properties else "*"
    query = f"SELECT {wanted} FROM {class_name(cls)}"
    return query if condition is None else f"{query} WHERE {condition.wql()}"
