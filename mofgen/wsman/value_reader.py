"""Values of CIM types from the content of XML elements (DSP0230 6)."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any, Final, TypeAlias

from mofgen.runtime.codecs.cimxml_reader import from_cimxml
from mofgen.runtime.codecs.cimxml_values import integer, real
from mofgen.runtime.errors import CimError, shown
from mofgen.runtime.paths import parse_path
from mofgen.runtime.wire import INTEGER_LIMITS
from mofgen.wsman.durations import cim_datetime
from mofgen.wsman.endpoint_references import cim_reference, read_reference
from mofgen.wsman.errors import MessageError
from mofgen.wsman.uris import CIM, XSI
from mofgen.wsman.xml_text import Element, children, namespace_of

Read: TypeAlias = "Callable[[Element], Any]"

_NIL: Final = f"{{{XSI}}}nil"
_TRUE: Final = ("true", "1")
_BOOLEANS: Final = {
    "true": True,
    "1": True,
    "yes": True,
    "false": False,
    "0": False,
    "no": False,
}
_OCTETS: Final = re.compile(r"(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?|(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)")  # fmt: skip


def is_nil(element: Element) -> bool:
    """Whether an element stands for NULL."""
    return element.get(_NIL) in _TRUE


def reader_of(type_: str, package: ModuleType, *, is_embedded: bool) -> Read:
    """What reads one value of a type from its element, which is not nil.

    Parameters
    ----------
    type_:
        The CIM type; ``reference`` for references.
    package:
        The generated package, for the classes of references and instances.
    is_embedded:
        Whether it is an instance as text of CIM-XML.

    Returns
    -------
    A function that raises CimError for what is no such value.
    """
    if is_embedded:
        return lambda element: _instance(element, package)
    if type_ == "reference":
        return lambda element: _reference(element, package)
    if type_ == "datetime":
        return _datetime
    if type_ in INTEGER_LIMITS:
        return lambda element: integer(element.text or "", type_)
    match type_:
        case "boolean":
            return _boolean
        case "real32" | "real64":
            return lambda element: real(element.text or "")
    return lambda element: element.text or ""


def read_items(elements: Sequence[Element], type_: str, read: Read) -> list[Any] | None:
    """The array that a property's or parameter's elements say.

    Parameters
    ----------
    elements:
        All elements of the name.
    type_, read:
        The CIM type of the items, and what reads one.

    Returns
    -------
    The items; None for one element that is nil, as clients write an array without
    any.
    """
    if len(elements) == 1:
        if is_nil(elements[0]):
            return None
        text = (elements[0].text or "").strip()
        # Three digits are a number; what is longer can only be base64.
        if type_ == "uint8" and len(text) > 3 and _OCTETS.fullmatch(text):
            return list(_octets(text))
        if type_ == "uint8" and not text:
            return []
    return [None if is_nil(each) else read(each) for each in elements]


def _octets(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except Base64Error as error:
        raise MessageError(f"{text[:40]!r} is not base64: {error}") from None


def _boolean(element: Element) -> bool:
    found = _BOOLEANS.get((element.text or "").strip().lower())
    if found is None:
        raise MessageError(f"{shown(element.text)} is not a boolean")
    return found


def _datetime(element: Element) -> Any:
    inner = next((e for e in children(element) if namespace_of(e) == CIM), element)
    return cim_datetime(inner.text or "")


def _reference(element: Element, package: ModuleType) -> Any:
    if len(element):
        return cim_reference(read_reference(element), package)
    found = parse_path((element.text or "").strip(), package=package)
    if found.is_class:
        raise MessageError(f"{shown(element.text)} is the path of a class")
    return found


def _instance(element: Element, package: ModuleType) -> Any:
    from mofgen.wsman.instance_reader import inline_instance

    if len(element):
        return inline_instance(element, package)
    try:
        return from_cimxml((element.text or "").strip(), package)
    except CimError as error:
        raise MessageError(f"the embedded instance: {error}") from error
