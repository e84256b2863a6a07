"""Get, Put, Create and Delete (DSP0226 7)."""

from __future__ import annotations

from mofgen.runtime.editing import changed
from mofgen.runtime.instance import Instance
from mofgen.server.requests import Call, Target, object_of
from mofgen.wsman.endpoint_references import reference_content, reference_to
from mofgen.wsman.faults import refuse
from mofgen.wsman.instance_reader import read_instance
from mofgen.wsman.instance_writer import instance_xml
from mofgen.wsman.uris import TRANSFER
from mofgen.wsman.xml_text import Element


def get(call: Call) -> str:
    """The object."""
    target = call.target()
    found = target.connection.get(object_of(target, call.request))
    return instance_xml(found, target.namespace.name)


def put(call: Call) -> str:
    """Write the properties in the body that differ, and give the object as it is now."""
    target = call.target()
    ref = object_of(target, call.request)
    given = _instance(target, call.request.body)
    before = target.connection.get(ref)
    now = before.__copy__()
    for attribute, value in given.__dict__.items():
        setattr(now, attribute, value)
    names = changed(now)
    if names:
        target.connection.modify(now, names)
    return instance_xml(target.connection.get(ref), target.namespace.name)


def create(call: Call) -> str:
    """Make the object in the body, and say where it is."""
    target = call.target()
    ref = target.connection.create(_instance(target, call.request.body))
    reference = reference_to(ref, target.namespace.name)
    return (
        f'<x:ResourceCreated xmlns:x="{TRANSFER}">{reference_content(reference)}'
        "</x:ResourceCreated>"
    )


def delete(call: Call) -> str:
    """Remove the object."""
    target = call.target()
    target.connection.delete(object_of(target, call.request))
    return ""


def _instance(target: Target, body: Element | None) -> Instance:
    if body is None:
        raise refuse("w:SchemaValidationError", "the body holds no object")
    return read_instance(
        body, target.namespace.package, expected=target.only_class, strict=True
    )
