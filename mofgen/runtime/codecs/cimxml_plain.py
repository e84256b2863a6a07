"""The short way of reading an instance that is written plainly, as nearly all are.

One pass of a regular expression takes what serializers write: properties with plain
values and nothing odd. Whatever it does not know, or finds wrong, is left to the
reader that goes by XML itself and can say where the trouble is; so both must mean
the same by all that this one accepts. Every loop in the patterns is possessive: the
time that they take grows with the length of the text and no faster.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeAlias

from mofgen.runtime.codecs.cimxml_values import value_of
from mofgen.runtime.codecs.columns import columns, plan, restored
from mofgen.runtime.codecs.names import Names
from mofgen.runtime.errors import CimError
from mofgen.runtime.instance import Instance, class_table

ClassOf: TypeAlias = Callable[[str], "type[Instance]"]
"""Gives the class of an instance by the name in the text, or raises CimError."""

Read: TypeAlias = Callable[[str], Any]
Row: TypeAlias = "tuple[str, Read | None]"
"""Attribute, and what reads the text of a value; None where the text is the value."""

# The characters of XML 1.0, without those that mean something or get normalized.
_CHARACTER = r"[^<&\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]"
_TEXT = rf"{_CHARACTER}*+(?:&(?:lt|gt|amp|quot|apos);{_CHARACTER}*+)*+"
_BLANK = r"[ \t\n]*+"
_NAME = r"[A-Za-z_][A-Za-z0-9_]*+"
_TYPE = "(?:string|boolean|datetime|char16|real32|real64|[su]int(?:8|16|32|64))"
_ORIGIN = rf'(?: CLASSORIGIN="{_NAME}")?+(?: PROPAGATED="{_NAME}")?+'
_HEAD = (
    rf' NAME="({_NAME})"(?: TYPE="{_TYPE}"{_ORIGIN}|{_ORIGIN} TYPE="{_TYPE}"){_BLANK}'
)

_OPENING = re.compile(
    rf'{_BLANK}(?:<\?xml version="1\.0"(?: encoding="[\w.-]{{1,40}}")?\?>{_BLANK})?+'
    rf'<INSTANCE CLASSNAME="({_NAME})">{_BLANK}'
)
_PROPERTY = re.compile(
    rf"<PROPERTY{_HEAD}"
    rf"(?:/>|>{_BLANK}(<VALUE>)?+(?(2)({_TEXT})</VALUE>{_BLANK}|)</PROPERTY>){_BLANK}"
    rf"|<PROPERTY.ARRAY{_HEAD}"
    rf"(?:/>|>{_BLANK}(<VALUE.ARRAY>)?+"
    rf"(?(5)((?:{_BLANK}(?:<VALUE>{_TEXT}</VALUE>|<VALUE\.NULL/>))*+){_BLANK}"
    rf"</VALUE\.ARRAY>{_BLANK}|)</PROPERTY\.ARRAY>){_BLANK}"
    r"|(.++)",  # what is not plain, and all after it
    re.DOTALL,
)
_ITEM = re.compile(rf"<VALUE>({_TEXT})</VALUE>|(<VALUE\.NULL/>)")
_CLOSE = "</INSTANCE>"
_LONGEST = 2**20


def read_plain(text: str, names: Names, class_of: ClassOf) -> Instance | None:
    """The instance that a text says, if it is plain; None if it is not.

    Parameters
    ----------
    text:
        CIM-XML.
    names:
        Is told the unknown properties; a text where they are refused, and one with
        an unknown class, are not plain.
    class_of:
        Gives the class by its name.
    """
    opening = _OPENING.match(text)
    end = text.rfind(_CLOSE)
    if opening is None or end < 0 or len(text) > _LONGEST:
        return None
    if text[end + len(_CLOSE) :].strip(" \t\n") or "]]>" in text:
        return None
    if names.find(opening[1]) is None:
        return None
    try:
        cls = class_of(opening[1])
        found = _values(cls, _PROPERTY.findall(text, opening.end(), end))
    except CimError:
        return None  # the other reader will find it again, and say where
    if found is None:
        return None
    values, unknown = found
    if unknown and names.refuses:
        return None
    for name in unknown:
        names.tell("property", class_table(cls).name, name)
    return restored(cls, values)


def _values(
    cls: type[Instance], found: list[tuple[str, ...]]
) -> tuple[dict[str, Any], list[str]] | None:
    """The values by attribute, and the names of unknown properties."""
    scalars, arrays, known = plan(cls, "cimxml plain", _rows)
    values: dict[str, Any] = {}
    unknown: list[str] = []
    for name, has_value, text, array, has_items, items, other in found:
        row = scalars.get(name)
        if row is not None:
            attribute, read = row
            if not has_value:
                values[attribute] = None
                continue
            if "&" in text:
                text = _unescaped(text)
            values[attribute] = text if read is None else read(text)
        elif array in arrays:
            attribute, read = arrays[array]
            values[attribute] = _items(items, read) if has_items else None
        elif other or (name or array).startswith("__"):
            return None
        elif (name or array).lower() in known:
            return None  # spelled differently, or what is not for this way
        else:
            unknown.append(name or array)
    if len(values) + len(unknown) != len(found):
        return None  # something is given twice
    return values, unknown


def _items(text: str, read: Read | None) -> tuple[Any, ...]:
    return tuple(
        [
            (
                None
                if null
                else _unescaped(item) if read is None else read(_unescaped(item))
            )
            for item, null in _ITEM.findall(text)
        ]
    )


def _unescaped(text: str) -> str:
    return (
        text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", '"')
        .replace("&apos;", "'")
        .replace("&amp;", "&")
    )


def _rows(cls: type[Instance]) -> tuple[dict[str, Row], dict[str, Row], set[str]]:
    """Scalars and arrays by their CIM names, and all names in lower case."""
    scalars: dict[str, Row] = {}
    arrays: dict[str, Row] = {}
    for each in columns(cls):
        if not (each.is_reference or each.is_embedded):
            rows = arrays if each.is_array else scalars
            rows[each.name] = each.attribute, value_of(each)
    return scalars, arrays, {each.name.lower() for each in columns(cls)}
