"""References in the text of a codec: paths of WMI, with classes where they are known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from mofgen.runtime.codecs.columns import Column, columns_by_name
from mofgen.runtime.codecs.errors import CodecError
from mofgen.runtime.codecs.names import Names
from mofgen.runtime.errors import CimError, shown
from mofgen.runtime.references import KeyValue, Ref
from mofgen.runtime.wire import INTEGER_LIMITS

_INTEGER: Final = re.compile(r"-?[0-9]{1,20}")
_BOOLEANS: Final = {"true": True, "false": False}


def ref_from_text(text: str, names: Names) -> Ref[Any]:
    """The reference to an object that the text of a path says.

    Raises
    ------
    CimError
        Where the text is no path of an object.
    """
    from mofgen.runtime.paths import parse_path

    found = parse_path(text, package=names.package)
    if found.is_class:
        raise CodecError(f"{shown(text)} is the path of a class, not of an object")
    return found


def resolved(
    class_name: str,
    keys: Mapping[str, KeyValue],
    namespace: str | None,
    host: str | None,
    names: Names,
) -> Ref[Any]:
    """A reference to the class of a name, with keys of the types that it has.

    Texts write keys loosely: a datetime as a string, a number in quotes. Where the
    class is known its keys have the types of the schema, if they can.
    """
    cls = names.find(class_name)
    known = {} if cls is None else columns_by_name(cls)
    return Ref(
        cls or class_name,
        {name: _typed(value, known.get(name.lower())) for name, value in keys.items()},
        namespace=namespace,
        host=host,
        is_singleton=not keys,
    )


def _typed(value: KeyValue, column: Column | None) -> KeyValue:
    if column is None or not isinstance(value, str):
        return value
    given: object = value
    if column.type == "boolean":
        given = _BOOLEANS.get(value.lower(), value)
    elif column.type in INTEGER_LIMITS and _INTEGER.fullmatch(value):
        given = int(value)
    elif column.type not in INTEGER_LIMITS and column.type != "datetime":
        return value
    try:
        key: KeyValue = column.check(given)
    except CimError:
        return value  # the host that gave the path will know what it means
    return key
