"""CIM-XML both ways between mofgen and pywbem, which knows DSP0201 on its own."""

from __future__ import annotations

from typing import Any

import hyperv_v2
import pytest
from any_instances import Values, instances, sample, xml_values
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lamphouse import X_Every, X_LampInRoom

from mofgen.runtime import CimDateTime, Instance, Ref
from mofgen.runtime.codecs.cimxml_reader import from_cimxml
from mofgen.runtime.codecs.cimxml_writer import to_cimxml
from mofgen.runtime.codecs.columns import columns_by_name, restored

pywbem: Any = pytest.importorskip("pywbem")
tupleparse: Any = pytest.importorskip("pywbem._tupleparse")
tupletree: Any = pytest.importorskip("pywbem._tupletree")

# The references to classes that have no keys: pywbem holds that they must have some.
pytestmark = pytest.mark.filterwarnings("ignore::pywbem.MissingKeybindingsWarning")

peer_settings = settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow]
)


def read_by_peer(text: str) -> Any:
    tree = tupletree.xml_to_tupletree_sax(text, "an instance")
    return tupleparse.TupleParser().parse_instance(tree)


def assert_same(ours: Instance, theirs: Any) -> None:
    """Both have the same properties set to the same values of the same types."""
    by_name = columns_by_name(type(ours))
    assert theirs.classname == ours._wire_class[0]
    assert {by_name[name.lower()].attribute for name in theirs.properties} == set(
        ours.__dict__
    )
    for name, prop in theirs.properties.items():
        column = by_name[name.lower()]
        mine = ours.__dict__[column.attribute]
        kind = "string" if column.is_embedded else column.type
        assert (prop.type, prop.is_array) == (kind, column.is_array), name
        if column.is_array and mine is not None:
            assert len(mine) == len(prop.value)
            for one, other in zip(mine, prop.value, strict=True):
                assert_same_value(one, other)
        else:
            assert_same_value(mine, prop.value)


def assert_same_value(mine: Any, theirs: Any) -> None:
    if isinstance(mine, Instance):
        assert_same(mine, theirs)
    elif isinstance(mine, Ref):
        assert (theirs.classname, theirs.namespace, theirs.host) == (
            mine.class_name,
            mine.namespace,
            mine.host,
        )
        assert set(theirs.keybindings) == set(mine.keys)
        for name, value in mine.keys.items():
            assert_same_value(value, theirs.keybindings[name])
    elif isinstance(mine, CimDateTime):
        assert str(theirs) == mine.text
    else:
        assert theirs == mine


def for_peer(obj: Instance) -> Instance:
    """The object without what pywbem has not.

    That is arrays of references, which DSP0201 gives to no property, and NULL within
    arrays of anything but strings, which pywbem writes and fails to read.
    """
    values: dict[str, Any] = {}
    for column in columns_by_name(type(obj)).values():
        value = obj.__dict__.get(column.attribute, ...)
        if value is ... or (column.is_reference and column.is_array):
            continue
        if isinstance(value, tuple) and column.type != "string":
            value = tuple(each for each in value if each is not None)
        values[column.attribute] = (
            tuple(map(embedded_for_peer, value))
            if isinstance(value, tuple)
            else embedded_for_peer(value)
        )
    return restored(type(obj), values)


def embedded_for_peer(value: Any) -> Any:
    return for_peer(value) if isinstance(value, Instance) else value


def assert_both_ways(obj: Instance) -> None:
    theirs = read_by_peer(to_cimxml(obj, dtd="cim"))
    assert_same(obj, theirs)
    assert from_cimxml(theirs.tocimxmlstr(), type(obj), unknown="refuse") == obj
    assert from_cimxml(theirs.tocimxmlstr(indent=2), type(obj)) == obj


# pywbem writes a carriage return as it is, and XML makes a line feed of that.
peer_values = Values(xml_values.text.map(lambda text: text.replace("\r", "")))


@peer_settings
@given(obj=instances(X_Every, peer_values))
def test_every_type_goes_both_ways(obj: X_Every) -> None:
    assert_both_ways(for_peer(obj))


# What pywbem reads of a key may have lost the white space around it.
key_values = Values(st.text(st.characters(categories=("L", "N", "P")), max_size=9))


@peer_settings
@given(obj=instances(X_LampInRoom, key_values))
def test_references_go_both_ways(obj: X_LampInRoom) -> None:
    assert_both_ways(obj)


@pytest.mark.parametrize("name", hyperv_v2.__all__)
def test_every_class_of_hyper_v_goes_both_ways(name: str) -> None:
    assert_both_ways(sample(getattr(hyperv_v2, name), len(name)))
