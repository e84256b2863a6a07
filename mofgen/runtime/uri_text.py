"""The text of WBEM URIs (DSP0207): read into parts, and written.

The untyped form is ``//host:5989/root/cimv2:Class.Key="v"``, the typed one
``//host:5989/root/cimv2/(instance)Class.Key=(string)"v"``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mofgen.runtime.datetimes import CimDateTime
from mofgen.runtime.errors import PathError
from mofgen.runtime.names import is_host, is_namespace
from mofgen.runtime.path_scanner import Scanner
from mofgen.runtime.path_text import (
    PathParts,
    Read,
    in_quotes,
    read_instance_path,
    read_keys,
    written_number,
)
from mofgen.runtime.wire import INTEGER_LIMITS, key_fields

if TYPE_CHECKING:
    from mofgen.runtime.references import Ref

_KIND = "a WBEM URI"
_SCHEME = re.compile(r"(?:https?|cimxml[-.]wbems?):(?=/)", re.IGNORECASE)
_ANY_SCHEME = re.compile(r"[A-Za-z][\w+.-]*:(?=//)", re.ASCII)
_AUTHORITY = re.compile(r"[^/\s\"']+")
_NAMESPACE = re.compile(r"(?:[\w-]+(?:/[\w-]+)*)?")
_LOCAL_NAMESPACE = re.compile(r"(?:[\w-]+(?:/[\w-]+)*)?(?=:|/?\()")
_TAG = re.compile(r"\((\w*)\)")
_INTEGER = re.compile(r"([+-]?)(?:([01]+)[bB]|0([0-7]+))(?![\w.])", re.ASCII)
_HEX = re.compile(r"[xX]([0-9A-Fa-f]{1,4})")
_ESCAPES = {
    **{each: each for each in "\\\"'"},
    "b": "\b",
    "t": "\t",
    "n": "\n",
    "f": "\f",
    "r": "\r",
}
# A text of only these characters is a URI in the sense of RFC 3986.
_ENCODED = re.compile(r"(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*")
_NEVER_ENCODED = "-._~:/?#[]@!$&'()*+,;="


def read_uri(text: str) -> PathParts:
    """Read a WBEM URI, typed or untyped, of a class or of an object.

    DSP0207 writes quotes as they are, which a URI can't have: where a text has
    only what RFC 3986 lets a URI have, percent-encoding is undone, else ``%`` is a
    character like any other. As other clients do, this takes a local URI without
    its first slash or colon too.

    Parameters
    ----------
    text:
        The URI. Scheme and user are passed over: they do not name the object.

    Raises
    ------
    CimTypeError
        Where it is no text.
    PathError
        Where it is no WBEM URI, with the column and what should stand there.
    """
    scanner = Scanner(text, _KIND)
    if "%" in text and _ENCODED.fullmatch(text):
        scanner = Scanner(_decoded(text), _KIND)
    host, namespace = _place(scanner)
    if scanner.peek() == "(":
        return _typed(scanner, host, namespace)
    class_name = scanner.name("a class name")
    if not scanner.peek():
        return PathParts(class_name, {}, namespace, host, False)
    if scanner.take("="):
        if not scanner.take("@"):
            scanner.fail("'@': a WBEM URI names its keys")
        scanner.end("the end of the URI")
        return PathParts(class_name, {}, namespace, host, True)
    if not scanner.take("."):
        scanner.fail("'.' and keys, or the end of the URI")
    keys = read_keys(scanner, _value)
    return PathParts(class_name, keys, namespace, host, False)


def _decoded(text: str) -> str:
    from urllib.parse import unquote

    try:
        return unquote(text, errors="surrogatepass")
    except UnicodeDecodeError:
        raise PathError(
            f"not {_KIND}: its percent-encoding is not UTF-8", text=text
        ) from None


def _place(scanner: Scanner) -> tuple[str | None, str | None]:
    """Host and namespace; what comes next is a class or the tag of the typed form."""
    if scanner.match(_SCHEME) is None and scanner.match(_ANY_SCHEME):
        scanner.fail("http, https, cimxml-wbem or cimxml-wbems", 0)
    host = None
    if scanner.text.startswith("//", scanner.at):
        scanner.at += 2
        start = scanner.at
        authority = scanner.match(_AUTHORITY)
        host = authority and authority[0].rpartition("@")[2]
        if not host or not is_host(host):
            scanner.fail("the name of a host", start)
        if scanner.peek() != "/":
            scanner.fail("'/' and a namespace after the host")
    if scanner.take("/"):
        return host, _namespace(scanner, _NAMESPACE)
    if _LOCAL_NAMESPACE.match(scanner.text, scanner.at):
        return None, _namespace(scanner, _LOCAL_NAMESPACE)
    return None, None


def _namespace(scanner: Scanner, pattern: re.Pattern[str]) -> str | None:
    start = scanner.at
    found = scanner.match(pattern)
    namespace = found[0] if found else ""
    if namespace and not is_namespace(namespace):
        scanner.fail("a namespace", start)
    if not scanner.take(":"):
        scanner.take("/")
        if scanner.peek() != "(":
            scanner.fail("':' and a class after the namespace")
    return namespace or None


def _typed(scanner: Scanner, host: str | None, namespace: str | None) -> PathParts:
    start = scanner.at
    tag = scanner.match(_TAG)
    if tag is None or tag[1] not in ("class", "instance"):
        scanner.fail("(class) or (instance)", start)
    class_name = scanner.name("a class name")
    keys: dict[str, Read] = {}
    is_singleton = False
    if tag[1] == "class":
        scanner.end("the end of the URI")
    elif scanner.text[scanner.at : scanner.at + 2] == "=@":
        scanner.at += 2
        is_singleton = True
        scanner.end("the end of the URI")
    elif scanner.take("."):
        keys = read_keys(scanner, _typed_value)
    else:
        scanner.fail("'.' and keys")
    return PathParts(class_name, keys, namespace, host, is_singleton)


def _value(scanner: Scanner) -> Read:
    if scanner.peek() == '"':
        text = _string(scanner)
        if not text.startswith("/"):
            return text
        # As with WMI paths: a string that loses nothing by being read as a URI.
        nested = _read_instance_uri(text)
        return text if nested is None or write_uri(nested) != text else nested
    if scanner.peek() == "'":
        return _char(scanner)
    number = _other_integer(scanner)
    return scanner.bare_value() if number is None else number


def _read_instance_uri(text: str) -> PathParts | None:
    try:
        parts = read_uri(text)
    except PathError:
        return None
    return None if not parts.keys and not parts.is_singleton else parts


def _string(scanner: Scanner) -> str:
    return scanner.quoted(_ESCAPES, _HEX)


def _char(scanner: Scanner) -> str:
    start = scanner.at
    text = _string(scanner)
    if len(text) != 1:
        scanner.fail("one character (a string has double quotes)", start)
    return text


def _other_integer(scanner: Scanner) -> int | None:
    """An integer in the binary or octal form of DSP0004 (integerValue, annex A)."""
    found = scanner.match(_INTEGER)
    if found is None:
        return None
    value = int(found[2], 2) if found[2] else int(found[3], 8)
    if value >= 2**64:
        scanner.fail("an integer of at most 64 bits", found.start())
    return -value if found[1] == "-" else value


def _typed_value(scanner: Scanner) -> Read:
    start = scanner.at
    tag = scanner.match(_TAG)
    if tag is None:
        scanner.fail("the type of the value in parentheses")
    cim_type = tag[1].lower()
    at = scanner.at
    if cim_type in ("string", "datetime", "reference"):
        if scanner.peek() != '"':
            scanner.fail("a string in double quotes")
        text = _string(scanner)
        if cim_type == "datetime":
            return scanner.datetime(text, at)
        return text if cim_type == "string" else _reference(scanner, text, at)
    if cim_type == "char16" and scanner.peek() == "'":
        return _char(scanner)
    value = _value(scanner)
    if cim_type == "boolean" and isinstance(value, bool):
        return value
    if cim_type in ("real32", "real64") and type(value) in (int, float):
        return float(value)  # type: ignore[arg-type]
    if type(value) is int:
        if cim_type == "char16" and 0 <= value <= 0xFFFF:
            return chr(value)
        low, high = INTEGER_LIMITS.get(cim_type, (1, 0))
        if low <= value <= high:
            return value
    if cim_type not in (*INTEGER_LIMITS, "boolean", "real32", "real64", "char16"):
        scanner.fail("a CIM type that a key can have", start + 1)
    scanner.fail(f"a {cim_type}", at)


def _reference(scanner: Scanner, text: str, at: int) -> PathParts:
    try:
        return read_uri(text)
    except PathError as error:
        scanner.fail(
            f"the WBEM URI of an object, with {error.expected} in column"
            f" {error.column} of it",
            at,
        )


def write_uri(
    of: Ref[Any] | PathParts, *, typed: bool = False, encoded: bool = False
) -> str:
    """The WBEM URI, keys in the order of their names.

    Parameters
    ----------
    of:
        What to write.
    typed:
        Whether to write the typed form. Types are those of the class where it is
        known, else the widest that has the value.
    encoded:
        Whether to percent-encode what RFC 3986 does not let a URI have.

    Raises
    ------
    PathError
        Where the name of the key is not known: a WBEM URI always has it.
    """
    if "" in of.keys:
        raise PathError(f"{of.class_name}: a WBEM URI needs the name of the key")
    namespace = (of.namespace or "").replace("\\", "/").strip("/")
    place = f"//{of.host}/{namespace}" if of.host else f"/{namespace}"
    if typed:
        tag = "instance" if of.keys or of.is_singleton else "class"
        place += f"/({tag})" if namespace or of.host else f"({tag})"
    else:
        place += ":"
    keys = "=@" if of.is_singleton else ""
    if of.keys:
        kind = getattr(of, "kind", None)
        fields = key_fields(kind) if kind else {}
        types = {name: field.type for name, field in fields.items()}
        keys = "." + ",".join(
            f"{name}={_written(of.keys[name], types.get(name.lower()), typed)}"
            for name in sorted(of.keys, key=str.lower)
        )
    uri = f"{place}{of.class_name}{keys}"
    return _percent_encoded(uri) if encoded else uri


def _written(value: object, cim_type: str | None, typed: bool) -> str:
    cim_type = cim_type or _widest(value)
    if isinstance(value, (bool, int, float)):
        text = written_number(float(value) if "real" in cim_type else value)
    elif cim_type == "reference":
        text = in_quotes(_nested(value, typed))
    elif cim_type == "char16":
        text = f"'\\{value}'" if value in ("'", "\\") else f"'{value}'"
    else:
        text = in_quotes(str(value))
    return f"({cim_type}){text}" if typed else text


def _nested(value: object, typed: bool) -> str:
    if isinstance(value, str):
        parts = read_instance_path(value)
        return value if parts is None else write_uri(parts, typed=typed)
    return write_uri(value, typed=typed)  # type: ignore[arg-type]


def _widest(value: object) -> str:
    """The type to write where the class does not say it."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "sint64" if value < 0 else "uint64"
    if isinstance(value, float):
        return "real64"
    if isinstance(value, CimDateTime):
        return "datetime"
    return "string" if isinstance(value, str) else "reference"


def _percent_encoded(text: str) -> str:
    from urllib.parse import quote

    return quote(text, safe=_NEVER_ENCODED, errors="surrogatepass")
