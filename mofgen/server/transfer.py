"""Get, Put, Create and Delete (DSP0226 7), of objects and of parts of them."""

from __future__ import annotations

import re
from typing import Final

from mofgen.runtime.editing import changed
from mofgen.runtime.errors import suggestion
from mofgen.runtime.instance import Instance, class_table
from mofgen.runtime.wire import class_name
from mofgen.server.answers import Content
from mofgen.server.objects import object_of
from mofgen.server.requests import Call, Target
from mofgen.wsman.endpoint_references import reference_content, reference_to
from mofgen.wsman.envelopes import Fragment, fragment_header
from mofgen.wsman.faults import refuse
from mofgen.wsman.instance_reader import read_instance
from mofgen.wsman.instance_writer import fragment_xml, instance_xml
from mofgen.wsman.uris import TRANSFER, XPATH
from mofgen.wsman.xml_text import Element, local_name

_INVALID: Final = "x:InvalidRepresentation"
_STEP: Final = re.compile(r"(?:[\w.-]+:)?(\w+)", re.ASCII)


def get(call: Call) -> Content:
    """The object, or the part of it that is asked for."""
    target = call.target()
    fragment = call.request.fragment
    names = None if fragment is None else _properties(target, fragment)
    found = target.connection.get(object_of(target, call.request))
    return _written(found, target, fragment, names)


def put(call: Call) -> Content:
    """Write the properties in the body that differ, and give the object as it is now.

    A property that is not in the body stays as it is: that is how clients write.
    """
    target = call.target()
    fragment = call.request.fragment
    names = None if fragment is None else _properties(target, fragment)
    ref = object_of(target, call.request)
    given = _instance(target, call.request.body)
    before = target.connection.get(ref)
    now = before.__copy__()
    for attribute, value in given.__dict__.items():
        setattr(now, attribute, value)
    differing = changed(now)
    if names is not None and not {each.lower() for each in differing} <= names:
        raise refuse(_INVALID, "the body has more than the fragment", "InvalidFragment")
    if differing:
        target.connection.modify(now, differing)
    return _written(target.connection.get(ref), target, fragment, names)


def create(call: Call) -> str:
    """Make the object in the body, and say where it is."""
    _refuse_fragment(call, "Create")
    target = call.target()
    ref = target.connection.create(_instance(target, call.request.body))
    reference = reference_to(ref, target.namespace.name)
    return (
        f'<x:ResourceCreated xmlns:x="{TRANSFER}">{reference_content(reference)}'
        "</x:ResourceCreated>"
    )


def delete(call: Call) -> str:
    """Remove the object."""
    _refuse_fragment(call, "Delete")
    target = call.target()
    target.connection.delete(object_of(target, call.request))
    return ""


def _written(
    found: Instance,
    target: Target,
    fragment: Fragment | None,
    names: frozenset[str] | None,
) -> Content:
    namespace, is_dmtf = target.namespace.name, target.is_dmtf
    if fragment is None or names is None:
        return Content(instance_xml(found, namespace, is_dmtf=is_dmtf))
    part = fragment_xml(found, namespace, names, is_dmtf=is_dmtf)
    return Content(part, fragment_header(fragment))


def _instance(target: Target, body: Element | None) -> Instance:
    if body is None:
        raise refuse(_INVALID, "the body holds no object", "MissingValues")
    cls = target.only_class
    given = read_instance(body, target.namespace.package, expected=cls, strict=True)
    if not isinstance(given, cls):
        said = f"the body is {local_name(body)[:100]}, not {class_name(cls)}"
        raise refuse(_INVALID, said, "InvalidNamespace")
    return given


# --- fragments (DSP0226 7.7) ---


def _properties(target: Target, fragment: Fragment) -> frozenset[str]:
    """The properties that a fragment names, in lower case.

    The paths are those of one property: its name, with or without prefixes and with
    or without that of the class before it.

    Raises
    ------
    FaultError
        Where it is in another language, or names no property.
    """
    if fragment.dialect and fragment.dialect.lower() not in map(str.lower, XPATH):
        raise refuse(
            "w:FragmentDialectNotSupported",
            f"the dialect {fragment.dialect[:200]!r} is not known: {XPATH[0]} is",
        )
    cls = target.only_class
    steps = fragment.path.strip().strip("/").split("/")
    names = [found[1] for found in map(_STEP.fullmatch, steps) if found]
    if len(names) == 2 and names[0].lower() == class_name(cls).lower():
        del names[0], steps[0]
    if not len(names) == len(steps) == 1:
        raise refuse(
            "w:UnsupportedFeature",
            f"{fragment.path[:100]!r} names no property, and nothing else is known",
            "FragmentLevelAccess",
        )
    table = class_table(cls)
    if table.find(names[0]) is None:
        near = suggestion(names[0], (each.name for each in table.properties.values()))
        said = f"{class_name(cls)} has no property {names[0][:100]!r}{near}"
        raise refuse(_INVALID, said, "InvalidFragment")
    return frozenset({names[0].lower()})


def _refuse_fragment(call: Call, action: str) -> None:
    if call.request.fragment is not None:
        raise refuse(
            "w:UnsupportedFeature",
            f"{action} is about whole objects",
            "FragmentLevelAccess",
        )
