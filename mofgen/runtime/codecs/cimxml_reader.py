"""Instances from CIM-XML, as hosts and clients of both kinds send them."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any, TypeVar, overload

from mofgen.runtime.codecs.cimxml_plain import ClassOf, read_plain
from mofgen.runtime.codecs.cimxml_references import read_path, read_reference
from mofgen.runtime.codecs.cimxml_values import value_of
from mofgen.runtime.codecs.columns import (
    Column,
    columns_by_name,
    restored,
)
from mofgen.runtime.codecs.errors import CodecError
from mofgen.runtime.codecs.limits import MAX_EMBEDDED
from mofgen.runtime.codecs.names import Names, OnUnknown
from mofgen.runtime.codecs.references import ref_from_text
from mofgen.runtime.codecs.xml_tree import Document, Element, read_xml, text_from
from mofgen.runtime.errors import CimError, shown
from mofgen.runtime.instance import Instance, class_table
from mofgen.runtime.references import Ref

I = TypeVar("I", bound=Instance)  # noqa: E741
T = TypeVar("T")

_PROPERTIES = frozenset(
    {
        "PROPERTY",
        "PROPERTY.ARRAY",
        "PROPERTY.OBJECT",
        "PROPERTY.OBJECTARRAY",
        "PROPERTY.REFARRAY",
        "PROPERTY.REFERENCE",
    }
)
_ARRAYS = frozenset({"VALUE.ARRAY", "VALUE.OBJECTARRAY", "VALUE.REFARRAY"})
_SCALARS = frozenset({"VALUE", "VALUE.NULL", "VALUE.OBJECT", "VALUE.REFERENCE"})
_WRAPPERS = frozenset(
    {
        "CIM",
        "DECLARATION",
        "DECLGROUP",
        "DECLGROUP.WITHNAME",
        "DECLGROUP.WITHPATH",
        "VALUE.INSTANCEWITHPATH",
        "VALUE.NAMEDINSTANCE",
        "VALUE.NAMEDOBJECT",
        "VALUE.OBJECT",
        "VALUE.OBJECTWITHLOCALPATH",
        "VALUE.OBJECTWITHPATH",
    }
)
_PATHS = frozenset({"INSTANCENAME", "INSTANCEPATH", "LOCALINSTANCEPATH"})
_TYPES = frozenset(
    {
        *("boolean", "char16", "datetime", "object", "real32", "real64", "reference"),
        *("sint8", "sint16", "sint32", "sint64", "string"),
        *("uint8", "uint16", "uint32", "uint64"),
    }
)


@overload
def from_cimxml(
    text: str | bytes, of: type[I], *, unknown: OnUnknown = "skip"
) -> I: ...
@overload
def from_cimxml(
    text: str | bytes, of: ModuleType, *, unknown: OnUnknown = "skip"
) -> Instance: ...
def from_cimxml(
    text: str | bytes, of: ModuleType | type[Instance], *, unknown: OnUnknown = "skip"
) -> Instance:
    """The instance that a text of CIM-XML says.

    Both forms of :func:`~mofgen.runtime.codecs.cimxml_writer.to_cimxml` are read, and
    what is found in the field: an XML declaration or none, white space, CDATA,
    qualifiers and class origins (left out), system properties (``__PATH`` gives the
    object's path), names in any case, references as elements or as the text of a
    path, instances within as elements or as text, VALUE.NAMEDINSTANCE and the like
    around the INSTANCE. The class's declaration says what a property is, not the
    TYPE in the text; the schema's limits beside the type (MaxLen) don't count.

    Parameters
    ----------
    text:
        The text; of bytes, the declaration says the encoding (UTF-8, UTF-16,
        US-ASCII, ISO-8859-1, windows-1252).
    of:
        The generated package, or the class that is expected; then a subclass is
        welcome too, and an instance of a class that nobody knows is read as the
        expected one.
    unknown:
        What happens to properties and classes that the package does not have:
        ``"skip"`` (a newer host has more), ``"refuse"``, or a function to call with
        an :class:`~mofgen.runtime.codecs.names.UnknownName` for each.

    Raises
    ------
    CodecError
        Where the text is no such instance, or beyond the limits of
        :mod:`mofgen.runtime.codecs.limits`; it says the line, the column and the
        element.
    """
    names = Names(of, unknown)
    return _read(text_from(text), names, names.class_of_text, 0)


def _read(text: str, names: Names, class_of: ClassOf, depth: int) -> Instance:
    found = read_plain(text, names, class_of)
    return read_carefully(text, names, class_of, depth) if found is None else found


def read_carefully(text: str, names: Names, class_of: ClassOf, depth: int) -> Instance:
    """The instance that a text says, by way of its XML; see :func:`from_cimxml`.

    Parameters
    ----------
    text, names:
        As for :func:`~mofgen.runtime.codecs.cimxml_plain.read_plain`, which does the
        same for most texts in less time.
    class_of:
        Gives the class by its name.
    depth:
        How deep this text is embedded in others.
    """
    document = read_xml(text)
    element, path = _unwrapped(document, document.root, names)
    return _Reader(document, names, depth).instance(element, class_of, path)


def _unwrapped(
    document: Document, element: Element, names: Names
) -> tuple[Element, Ref[Any] | None]:
    """The INSTANCE within the elements that may be around it, and its path."""
    path = None
    while element.name in _WRAPPERS:
        inner = list(element.children)
        if len(inner) == 2 and inner[0].name in _PATHS:
            path = read_path(document, inner.pop(0), names)
        if len(inner) != 1:
            raise document.error(element, f"{element.name} does not hold one instance")
        element = inner[0]
    if element.name != "INSTANCE":
        raise document.error(element, f"this is {element.name}, not INSTANCE")
    return element, path


class _Reader:
    """Reads the instances of one document."""

    def __init__(self, document: Document, names: Names, depth: int) -> None:
        self._document = document
        self._names = names
        self._depth = depth

    def instance(
        self, element: Element, class_of: ClassOf, path: Ref[Any] | None = None
    ) -> Instance:
        """The instance of an INSTANCE element."""
        if self._depth > MAX_EMBEDDED:
            problem = f"instances are embedded more than {MAX_EMBEDDED} deep"
            raise self._document.error(element, problem)
        cls = self._located(element, class_of, self._required(element, "CLASSNAME"))
        self._no_text(element)
        values: dict[str, Any] = {}
        for each in element.children:
            if each.name == "QUALIFIER":
                continue
            if each.name not in _PROPERTIES:
                raise self._document.error(each, f"{each.name} is no property")
            path = self._property(each, cls, values) or path
        return restored(cls, values, path)

    def _property(
        self, element: Element, cls: type[Instance], values: dict[str, Any]
    ) -> Ref[Any] | None:
        """Put a property's value where it belongs; the object's path if it is that."""
        name = self._required(element, "NAME")
        column = columns_by_name(cls).get(name.lower())
        if column is None:
            if name.startswith("__"):
                return self._system_property(element, name)
            self._located(
                element, self._names.tell, "property", class_table(cls).name, name
            )
            return None
        if column.attribute in values:
            raise self._document.error(element, f"property {name} is given twice")
        type_ = element.attributes.get("TYPE", "string")
        if type_ not in _TYPES:
            raise self._document.error(element, f"there is no CIM type {shown(type_)}")
        values[column.attribute] = self._value(element, column)
        return None

    def _system_property(self, element: Element, name: str) -> Ref[Any] | None:
        if name.upper() != "__PATH" or not element.children:
            return None
        text = element.children[0].text.strip()
        return (
            self._located(element, ref_from_text, text, self._names) if text else None
        )

    def _value(self, element: Element, column: Column) -> Any:
        content = self._content(element)
        if content is None or content.name == "VALUE.NULL":
            return None
        is_array = content.name in _ARRAYS
        if is_array != column.is_array:
            is_a, not_a = (
                ("an array", "one value")
                if column.is_array
                else ("one value", "an array")
            )
            raise self._document.error(content, f"{column.name} is {is_a}, not {not_a}")
        plain = not (column.is_reference or column.is_embedded)
        read = (value_of(column) or str) if plain else None
        if not is_array:
            return self._one(content, column, read)
        self._no_text(content)
        return tuple([self._one(each, column, read) for each in content.children])

    def _content(self, element: Element) -> Element | None:
        """The element with the value; None where there is none, which says NULL."""
        self._no_text(element)
        found = None
        for each in element.children:
            if each.name == "QUALIFIER":
                continue
            if each.name not in _ARRAYS and each.name not in _SCALARS:
                raise self._document.error(each, f"{each.name} is no value")
            if found is not None:
                raise self._document.error(each, "a property has one value")
            found = each
        return found

    def _one(
        self, element: Element, column: Column, read: Callable[[str], Any] | None
    ) -> Any:
        if element.name == "VALUE.NULL":
            return None
        if column.is_reference:
            if element.name in ("VALUE.REFERENCE", "VALUE"):
                return read_reference(self._document, element, self._names)
        elif column.is_embedded:
            if element.name in ("VALUE.OBJECT", "VALUE"):
                return self._embedded(element, column)
        elif read is not None and element.name == "VALUE":
            if element.children:
                problem = f"{column.name} is {column.type}: there are no elements in it"
                raise self._document.error(element.children[0], problem)
            return self._located(element, read, element.text)
        raise self._document.error(
            element, f"{column.name} is {column.type}, which is not in {element.name}"
        )

    def _embedded(self, element: Element, column: Column) -> Instance | None:
        def class_of(name: str) -> type[Instance]:
            return self._names.class_of_value(name, column.class_name)

        if element.children:
            inner, path = _unwrapped(self._document, element.children[0], self._names)
            if len(element.children) > 1:
                raise self._document.error(
                    element.children[1], "a value is one instance"
                )
            within = _Reader(self._document, self._names, self._depth + 1)
            return within.instance(inner, class_of, path)
        text = element.text
        if not text.strip():
            return None  # hosts have empty strings where there is no instance
        if self._depth >= MAX_EMBEDDED:
            problem = f"instances are embedded more than {MAX_EMBEDDED} deep"
            raise self._document.error(element, problem)
        try:
            return _read(text, self._names, class_of, self._depth + 1)
        except CodecError as error:
            raise self._document.error(element, f"in the text: {error}") from None

    def _no_text(self, element: Element) -> None:
        text = element.text.strip()
        if text:
            raise self._document.error(element, f"there is text in it: {shown(text)}")

    def _required(self, element: Element, attribute: str) -> str:
        found = element.attributes.get(attribute)
        if not found:
            raise self._document.error(element, f"{element.name} has no {attribute}")
        return found

    def _located(self, element: Element, function: Callable[..., T], *given: Any) -> T:
        """What a function gives; its errors with the place of the element."""
        try:
            return function(*given)
        except CimError as error:
            raise self._document.error(element, str(error)) from None
