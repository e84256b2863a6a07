"""XML from strangers as a small tree: no DOCTYPE, no entities, and bounds on all else.

Of XML 1.0 only what CIM-XML uses is let in; names are taken as they are written, for
neither DTD knows namespaces.
"""

from __future__ import annotations

import codecs
import re
from xml.parsers import expat

from mofgen.runtime.codecs.errors import CodecError
from mofgen.runtime.codecs.limits import (
    MAX_ATTRIBUTE,
    MAX_CHARACTERS,
    MAX_DEPTH,
    MAX_ELEMENTS,
)
from mofgen.runtime.errors import CimTypeError, shown

_ENCODINGS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "utf-16": "utf-16",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "us-ascii": "ascii",
    "ascii": "ascii",
    "iso-8859-1": "latin-1",
    "windows-1252": "cp1252",
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,100}?\sencoding\s*=\s*["']([\w.:-]{1,40})["']"""
)
_BYTES_PER_CHARACTER = 4


class Element:
    """An XML element.

    Attributes
    ----------
    name, attributes:
        As written.
    children:
        The elements within.
    at:
        Where it starts, in bytes of UTF-8.
    """

    __slots__ = ("at", "attributes", "children", "name", "parts")

    def __init__(self, name: str, attributes: dict[str, str], at: int) -> None:
        self.name = name
        self.attributes = attributes
        self.at = at
        self.children: list[Element] = []
        self.parts: list[str] = []

    @property
    def text(self) -> str:
        """The characters directly within, CDATA sections too."""
        return "".join(self.parts)


class Document:
    """A text of XML that was read.

    Attributes
    ----------
    root:
        The outermost element.
    """

    __slots__ = ("_data", "root")

    def __init__(self, data: bytes, root: Element) -> None:
        self._data = data
        self.root = root

    def error(self, element: Element, problem: str) -> CodecError:
        """The error for a problem with an element, saying where that is."""
        line, column = _place(self._data, element.at)
        where = "/".join(_path(self.root, element))
        return CodecError(problem, where=where, line=line, column=column)


def text_from(data: str | bytes) -> str:
    """The characters of an XML text, without what stands before the first.

    Parameters
    ----------
    data:
        Characters, or bytes in UTF-8, UTF-16, US-ASCII, ISO-8859-1 or windows-1252
        as their first bytes or the XML declaration say. Of characters, the
        declaration's encoding says nothing.

    Raises
    ------
    CimTypeError
        Where it is neither.
    CodecError
        Where the bytes are not of the encoding, or too many.
    """
    if isinstance(data, str):
        text = data
    elif not isinstance(data, bytes):
        raise CimTypeError(f"CIM-XML is str or bytes, not {shown(data)}")
    else:
        if len(data) > MAX_CHARACTERS * _BYTES_PER_CHARACTER:
            raise CodecError(f"the text has more than {MAX_CHARACTERS} characters")
        text = _decoded(data)
    if len(text) > MAX_CHARACTERS:
        raise CodecError(f"the text has more than {MAX_CHARACTERS} characters")
    return text.removeprefix("\ufeff")


def read_xml(text: str) -> Document:
    """Read a text of XML.

    Parameters
    ----------
    text:
        The characters, from :func:`text_from`; white space may stand before the
        XML declaration, for real clients send that.

    Raises
    ------
    CodecError
        Where it is not well-formed, has a DOCTYPE, or is beyond the limits.
    """
    try:
        data = text.encode()
    except UnicodeEncodeError as error:
        wrong = ord(text[error.start])
        raise CodecError(f"XML cannot have the character U+{wrong:04X}") from None
    start = len(data) - len(data.lstrip(b" \t\r\n"))
    builder = _Builder(data, start)
    try:
        # Given as str, expat goes by that and not by the declaration's encoding.
        builder.parser.Parse(text.lstrip(" \t\r\n"), True)
    except expat.ExpatError as error:
        line, column = _place(data, start + builder.parser.ErrorByteIndex)
        said = expat.ErrorString(error.code)
        raise CodecError(
            f"this is not well-formed XML: {said}", line=line, column=column
        ) from None
    assert builder.root is not None, "expat refuses a text without an element"
    return Document(data, builder.root)


class _Builder:
    """Makes elements of what expat tells."""

    def __init__(self, data: bytes, start: int) -> None:
        self.root: Element | None = None
        self.parser = parser = expat.ParserCreate()
        self._data = data
        self._start = start
        self._open: list[Element] = []
        self._count = 0
        parser.buffer_text = True
        parser.StartElementHandler = self._on_start
        parser.EndElementHandler = self._on_end
        parser.CharacterDataHandler = self._on_text
        parser.StartDoctypeDeclHandler = self._on_doctype
        parser.ProcessingInstructionHandler = self._on_instruction

    def _on_start(self, name: str, attributes: dict[str, str]) -> None:
        element = Element(name, attributes, self._at())
        self._count += 1
        if self._count > MAX_ELEMENTS:
            raise self._refused(f"there are more than {MAX_ELEMENTS} elements")
        if len(self._open) >= MAX_DEPTH:
            raise self._refused(f"elements are nested more than {MAX_DEPTH} deep")
        for key, value in attributes.items():
            if len(value) > MAX_ATTRIBUTE:
                raise self._refused(
                    f"attribute {shown(key)} has {len(value)} characters,"
                    f" above the limit {MAX_ATTRIBUTE}"
                )
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def _on_end(self, name: str) -> None:
        self._open.pop()

    def _on_text(self, text: str) -> None:
        self._open[-1].parts.append(text)

    def _on_doctype(self, *_: object) -> None:
        at = self._data.rfind(b"<!DOCTYPE", 0, self._at())
        raise self._refused("a DOCTYPE is refused: with it come entities", at)

    def _on_instruction(self, *_: object) -> None:
        raise self._refused("a processing instruction is refused")

    def _at(self) -> int:
        return self._start + self.parser.CurrentByteIndex

    def _refused(self, problem: str, at: int | None = None) -> CodecError:
        line, column = _place(self._data, self._at() if at is None else at)
        where = "/".join(map(_label, self._open))
        return CodecError(problem, where=where, line=line, column=column)


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded_as(data[len(mark) :], encoding)
    if data.startswith(b"<\x00"):
        return _decoded_as(data, "utf-16-le")
    if data.startswith(b"\x00<"):
        return _decoded_as(data, "utf-16-be")
    declared = _DECLARED.match(data.lstrip(b" \t\r\n")[:200])
    if declared is None:
        return _decoded_as(data, "utf-8")
    name = declared[1].decode("ascii", "replace")
    known = _ENCODINGS.get(name.lower())
    # In UTF-16 the declaration would not have been readable as it was.
    if known is None or known.startswith("utf-16"):
        raise CodecError(
            f"the text is not in the encoding it declares, {shown(name)}"
            if known
            else f"there is no reading the encoding {shown(name)}"
        )
    return _decoded_as(data, known)


def _decoded_as(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise CodecError(
            f"the bytes are not {encoding}: {error.reason} at byte {error.start}"
        ) from None


def _place(data: bytes, at: int) -> tuple[int, int]:
    """Line and column of a byte, both from 1."""
    before = data[:at]
    line_start = before.rfind(b"\n") + 1
    return (
        before.count(b"\n") + 1,
        len(before[line_start:].decode("utf-8", "replace")) + 1,
    )


def _path(root: Element, wanted: Element) -> list[str]:
    """The labels from the root to an element."""
    stack = [(root, [_label(root)])]
    while stack:
        element, labels = stack.pop()
        if element is wanted:
            return labels
        stack.extend((each, [*labels, _label(each)]) for each in element.children)
    return [_label(wanted)]


def _label(element: Element) -> str:
    named = element.attributes.get("NAME") or element.attributes.get("CLASSNAME")
    return f"{element.name}[{named[:60]}]" if named else element.name[:60]
