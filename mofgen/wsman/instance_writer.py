"""Instances as XML (DSP0230 7): an element of the class, within it the properties."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any, NamedTuple, TypeAlias

from mofgen.runtime.codecs.columns import Column, columns, plan
from mofgen.runtime.codecs.limits import MAX_EMBEDDED
from mofgen.runtime.errors import CimError
from mofgen.runtime.instance import Instance
from mofgen.runtime.wire import class_name
from mofgen.wsman.errors import MessageError
from mofgen.wsman.resource_uris import Resource
from mofgen.wsman.uris import CIM, XSI
from mofgen.wsman.value_writer import content_of, elements

Row: TypeAlias = "tuple[str, str, Callable[[Any], str], str]"
"""Name in Python, in CIM in lower case, what writes the element, the element of NULL."""

_PREFIX = "p"


class _Plan(NamedTuple):
    attributes: str
    rows: tuple[Row, ...]


def instance_xml(
    obj: Instance,
    namespace: str,
    *,
    as_class: type[Instance] | None = None,
    is_dmtf: bool = False,
    emptied: Iterable[str] = (),
) -> str:
    """An instance as an element of its class.

    Every property is there that is no array, with ``xsi:nil`` where it has no value:
    clients take a missing one for an error. Arrays without items are left out.

    Parameters
    ----------
    obj:
        The instance.
    namespace:
        The CIM namespace of its class.
    as_class:
        The superclass as which it is written, with the properties of that; None for
        its own.
    is_dmtf:
        Whether the class is named in DSP0227's form, as a request had it.
    emptied:
        Arrays that are NULL, and must not be left out: it is written so that they
        become so.

    Raises
    ------
    MessageError
        Where it holds what XML can't say.
    """
    cls = type(obj) if as_class is None else as_class
    of = _planned(cls, namespace, _PREFIX, is_dmtf)
    name = f"{_PREFIX}:{class_name(cls)}"
    nils = "".join(f'<{_PREFIX}:{each} xsi:nil="true"/>' for each in emptied)
    return f"<{name}{of.attributes}>{_properties(obj, of.rows)}{nils}</{name}>"


def fragment_xml(
    obj: Instance, namespace: str, names: Collection[str], *, is_dmtf: bool = False
) -> str:
    """Some properties of an instance, as a ``w:XmlFragment`` (DSP0226 7.7).

    Parameters
    ----------
    names:
        Of the properties, in lower case.
    is_dmtf:
        As for :func:`instance_xml`.
    """
    of = _planned(type(obj), namespace, _PREFIX, is_dmtf)
    found = _properties(obj, (row for row in of.rows if row[1] in names))
    return f"<w:XmlFragment{of.attributes}>{found}</w:XmlFragment>"


def inline_writer(
    name: str, namespace: str, prefix: str = _PREFIX, *, is_array: bool
) -> Callable[[Any], str]:
    """What writes a property or parameter of type ``object``.

    The element has the type of the instance and holds its properties.

    Parameters
    ----------
    name:
        Of the element, with its prefix.
    namespace:
        The CIM namespace of the instance's class.
    prefix:
        The one in use around it, which must not be bound anew.
    """
    within = f"{prefix}1"
    if len(within) > MAX_EMBEDDED:
        raise MessageError(f"instances are embedded more than {MAX_EMBEDDED} deep")

    def one(obj: Instance) -> str:
        of = _planned(type(obj), namespace, within)
        return f"<{name}{of.attributes}>{_properties(obj, of.rows)}</{name}>"

    def items(objects: Iterable[Instance]) -> str:
        return "".join(map(one, objects))

    return items if is_array else one


def _properties(obj: Instance, rows: Iterable[Row]) -> str:
    get = obj.__dict__.get
    parts = []
    attribute = ""
    try:
        for attribute, _, write, nil in rows:
            value = get(attribute)
            parts.append(nil if value is None else write(value))
    except CimError as error:
        raise MessageError(f"{class_name(type(obj))}.{attribute}: {error}") from None
    return "".join(parts)


def _planned(
    cls: type[Instance], namespace: str, prefix: str, is_dmtf: bool = False
) -> _Plan:
    return plan(
        cls,
        f"wsman {prefix} {is_dmtf} {namespace}",
        lambda cls: _plan(cls, namespace, prefix, is_dmtf),
    )


def _plan(cls: type[Instance], namespace: str, prefix: str, is_dmtf: bool) -> _Plan:
    name = class_name(cls)
    uri = Resource(name, None if is_dmtf else namespace).uri
    return _Plan(
        f' xmlns:{prefix}="{uri}" xmlns:cim="{CIM}" xmlns:xsi="{XSI}"'
        f' xsi:type="{prefix}:{name}_Type"',
        tuple(_row(each, namespace, prefix) for each in columns(cls)),
    )


def _row(column: Column, namespace: str, prefix: str) -> Row:
    name = f"{prefix}:{column.name}"
    is_array = column.is_array
    if column.type == "object":
        write: Callable[[Any], str] = _Inline(name, namespace, prefix, is_array)
    else:
        content = content_of(column.type, namespace, is_embedded=column.is_embedded)
        write = elements(name, "", column.type, content, is_array=is_array)
    # A client takes the nil element of an array for an array with one NULL.
    nil = "" if is_array else f'<{name} xsi:nil="true"/>'
    return column.attribute, column.name.lower(), write, nil


class _Inline:
    """Makes the writer of a property when it is needed: classes may hold themselves."""

    __slots__ = ("_arguments", "_is_array")

    def __init__(self, name: str, namespace: str, prefix: str, is_array: bool) -> None:
        self._arguments = name, namespace, prefix
        self._is_array = is_array

    def __call__(self, value: Any) -> str:
        return inline_writer(*self._arguments, is_array=self._is_array)(value)
