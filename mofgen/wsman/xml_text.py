"""XML in: from strangers, so without DTD and within limits. XML out: text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, TypeAlias
from xml.etree import ElementTree

from mofgen.runtime.codecs.errors import CodecError
from mofgen.runtime.codecs.limits import MAX_DEPTH, MAX_ELEMENTS
from mofgen.runtime.codecs.xml_tree import text_from
from mofgen.wsman.errors import MessageError

Element: TypeAlias = ElementTree.Element

# What may stand before the outermost element, so that a DOCTYPE is seen there and
# nowhere else: in CDATA and comments the word means nothing.
_PROLOG: Final = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_BLANKS: Final = " \t\r\n"
_START: Final = "start"


def read_xml(data: bytes | str) -> Element:
    """The outermost element of a text.

    Parameters
    ----------
    data:
        In UTF-8 or UTF-16, as its first bytes or its declaration say.

    Returns
    -------
    The element; names are ``{namespace}name``.

    Raises
    ------
    MessageError
        Where the text is not well-formed, has a DOCTYPE, is nested too deep, has too
        many elements or characters.
    """
    try:
        text = text_from(data).strip(_BLANKS)
    except CodecError as error:
        raise MessageError(str(error)) from None
    # Every element costs far more than its characters: count before building.
    if text.count("<") > 2 * MAX_ELEMENTS:
        raise MessageError(f"there are more than {MAX_ELEMENTS} elements")
    prolog = _PROLOG.match(text)
    if prolog is not None and text.startswith("<!", prolog.end()):
        raise MessageError("a DOCTYPE is refused: with it come entities")
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise MessageError(f"this is not well-formed XML: {error}") from None
    except ValueError as error:  # characters that no encoding can say
        raise MessageError(f"this is not XML: {error}") from None
    _check_depth(root)
    return root


def _check_depth(root: Element) -> None:
    level = [root]
    for _ in range(MAX_DEPTH):
        level = [child for each in level for child in each]
        if not level:
            return
    raise MessageError(f"elements are nested more than {MAX_DEPTH} deep")


def local_name(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def namespace_of(element: Element) -> str:
    """The namespace of an element; empty for none."""
    return element.tag[1:].partition("}")[0] if element.tag[:1] == "{" else ""


def text_of(element: Element | None) -> str:
    """The characters directly within an element, without blanks around them."""
    return "" if element is None else (element.text or "").strip()


def children(element: Element | None) -> Iterator[Element]:
    """The elements within; comments are not kept when XML is read."""
    return iter(()) if element is None else iter(element)
