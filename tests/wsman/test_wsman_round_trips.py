"""What is written as XML is read as it was: instances, parameters, references."""

from __future__ import annotations

from typing import Any

import hyperv_v2
import lamphouse
import pytest
from any_instances import instances, references, sample, xml_values
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lamphouse import X_Every, X_Lamp, X_LampInRoom

from mofgen.runtime import Instance, Ref
from mofgen.runtime.codecs.columns import columns, restored
from mofgen.wsman.endpoint_references import (
    cim_reference,
    read_reference,
    reference_content,
    reference_to,
)
from mofgen.wsman.instance_reader import read_instance
from mofgen.wsman.instance_writer import fragment_xml, instance_xml
from mofgen.wsman.uris import ADDRESSING, WSMAN
from mofgen.wsman.xml_text import Element, read_xml

HOME = "root/a/home"
wire_settings = settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def element_of(xml: str) -> Element:
    """The element that a text is, with the prefixes that an envelope declares."""
    declared = f'xmlns:a="{ADDRESSING}" xmlns:w="{WSMAN}"'
    return next(iter(read_xml(f"<e {declared}>{xml}</e>")))


def as_read(obj: Instance) -> Instance:
    """An instance as it is after its way over the wire.

    Every scalar is there; an array without items is not, nor is one whose only item
    is NULL. A reference names no host: its address is that of who answered.
    """
    found: dict[str, Any] = {}
    for column in columns(type(obj)):
        value = obj.__dict__.get(column.attribute)
        # Text of CIM-XML says all that there is to say of an instance.
        one = _kept if column.is_embedded and column.type != "object" else _one
        if not column.is_array:
            found[column.attribute] = one(value)
        elif value and value != (None,):
            found[column.attribute] = tuple(map(one, value))
    return restored(type(obj), found)


def _one(value: Any) -> Any:
    if isinstance(value, Instance):
        return as_read(value)
    return _without_host(value) if isinstance(value, Ref) else value


def _kept(value: Any) -> Any:
    return value


def _without_host(ref: Ref[Any]) -> Ref[Any]:
    keys = {name: _one(value) for name, value in ref.keys.items()}
    return Ref(
        ref.kind or ref.class_name,
        keys,
        namespace=ref.namespace or HOME,
        is_singleton=not keys,
    )


@wire_settings
@given(obj=instances(X_Every, xml_values))
def test_every_type_travels(obj: X_Every) -> None:
    read = read_instance(element_of(instance_xml(obj, HOME)), lamphouse, strict=True)
    assert as_read(read) == as_read(obj)


@wire_settings
@given(obj=instances(X_LampInRoom, xml_values))
def test_references_travel(obj: X_LampInRoom) -> None:
    read = read_instance(element_of(instance_xml(obj, HOME)), lamphouse, strict=True)
    assert as_read(read) == as_read(obj)


@wire_settings
@given(ref=references(X_Lamp, xml_values))
def test_endpoint_references_travel(ref: Ref[Any]) -> None:
    content = reference_content(reference_to(ref, HOME))
    element = element_of(f"<a:EndpointReference>{content}</a:EndpointReference>")
    assert cim_reference(read_reference(element), lamphouse) == _without_host(ref)


@pytest.mark.parametrize("name", hyperv_v2.__all__)
@settings(deadline=None, max_examples=3)
@given(seed=st.integers(0, 2**32))
def test_every_class_of_hyper_v_travels(name: str, seed: int) -> None:
    obj = sample(getattr(hyperv_v2, name), seed)
    xml = instance_xml(obj, HOME)
    assert as_read(read_instance(element_of(xml), hyperv_v2)) == as_read(obj)


@wire_settings
@given(obj=instances(X_Every, xml_values), data=st.data())
def test_a_part_of_an_instance_travels(obj: X_Every, data: st.DataObject) -> None:
    every = [column.name for column in columns(X_Every)]
    names = data.draw(st.sets(st.sampled_from(every), min_size=1))
    fragment = fragment_xml(obj, HOME, {name.lower() for name in names})
    read = read_instance(element_of(fragment), lamphouse, expected=X_Every)
    whole, part = as_read(obj).__dict__, as_read(read).__dict__
    assert read.__dict__.keys() <= {
        column.attribute for column in columns(X_Every) if column.name in names
    }
    for attribute in read.__dict__:
        assert part.get(attribute) == whole.get(attribute)
