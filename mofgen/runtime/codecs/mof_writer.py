"""Instances as MOF text: ``instance of X { ... };`` (DSP0004 7.8)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeAlias

from mofgen.runtime.codecs.columns import Column, columns, plan
from mofgen.runtime.codecs.errors import CodecError
from mofgen.runtime.codecs.limits import MAX_EMBEDDED
from mofgen.runtime.errors import CimError
from mofgen.runtime.instance import Instance, class_table
from mofgen.runtime.wire import INTEGER_LIMITS

_INDENT = "    "
_SPECIAL = re.compile('[\\\\"\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]')
_ESCAPES = {
    "\\": "\\\\",
    '"': '\\"',
    "'": "\\'",
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\f": "\\f",
    "\r": "\\r",
}

Literal: TypeAlias = Callable[[Any, int], str]
"""Writes a value within an instance that is embedded so many levels deep."""


def to_mof(obj: Instance) -> str:
    """An instance as MOF text, its properties in the order of the schema.

    What is unset is not written. References are strings with the path; an embedded
    instance is a string with its MOF text, or stands as it is where the type is
    ``object``.

    Parameters
    ----------
    obj:
        The instance.

    Raises
    ------
    CodecError
        Where MOF can't say what the instance holds: infinite reals and NaN, an
        instance within itself.
    """
    return f"{_instance(obj, 0)};\n"


def in_quotes(text: str) -> str:
    """A MOF string (DSP0004 annex A, stringValue)."""
    if text.isprintable() and "\\" not in text and '"' not in text:
        return f'"{text}"'
    return f'"{_SPECIAL.sub(_escape, text)}"'


def _escape(found: re.Match[str]) -> str:
    return _ESCAPES.get(found[0]) or f"\\x{ord(found[0]):04X}"


def _instance(obj: Instance, depth: int) -> str:
    if depth > MAX_EMBEDDED:
        raise CodecError(f"instances are embedded more than {MAX_EMBEDDED} deep")
    cls = type(obj)
    lines = [f"instance of {class_table(cls).name}", "{"]
    for column, literal in plan(cls, "mof", _literals):
        if column.attribute not in obj.__dict__:
            continue
        value = obj.__dict__[column.attribute]
        try:
            text = "NULL" if value is None else literal(value, depth)
        except CimError as error:
            where = f"{class_table(cls).name}.{column.name}"
            raise CodecError(str(error), where=where) from None
        lines.append(f"{_INDENT}{column.name} = {text};")
    lines.append("}")
    return "\n".join(lines)


def _literals(cls: type[Instance]) -> tuple[tuple[Column, Literal], ...]:
    return tuple((each, _literal(each)) for each in columns(cls))


def _literal(column: Column) -> Literal:
    one = _scalar(column)
    return _array(one) if column.is_array else one


def _array(one: Literal) -> Literal:
    def write(values: tuple[Any, ...], depth: int) -> str:
        items = ["NULL" if item is None else one(item, depth) for item in values]
        return f"{{{', '.join(items)}}}"

    return write


def _scalar(column: Column) -> Literal:
    if column.is_embedded:
        return _inline if column.type == "object" else _embedded_text
    if column.is_reference:
        return lambda value, depth: in_quotes(value.path)
    if column.type in INTEGER_LIMITS:
        return lambda value, depth: int.__repr__(value)
    match column.type:
        case "boolean":
            return lambda value, depth: "TRUE" if value else "FALSE"
        case "real32" | "real64":
            return _real
        case "datetime":
            return lambda value, depth: in_quotes(value.text)
        case "char16":
            return _char
    return lambda value, depth: in_quotes(value)


def _inline(value: Instance, depth: int) -> str:
    # Only the first line has its place already; no line ends within a string.
    return _instance(value, depth + 1).replace("\n", f"\n{_INDENT}")


def _embedded_text(value: Instance, depth: int) -> str:
    return in_quotes(f"{_instance(value, depth + 1)};\n")


def _real(value: float, depth: int) -> str:
    if value - value != 0:  # infinite, or not a number
        raise CodecError(f"MOF has no literal for {value!r}")
    return f"{value:.16E}"


def _char(value: str, depth: int) -> str:
    if value == '"':
        return "'\"'"
    return f"'{_ESCAPES[value] if value == chr(39) else _SPECIAL.sub(_escape, value)}'"
