"""What is written is read as it was: every type, every class, every format."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import hyperv_v2
import pytest
from any_instances import any_values, instances, mof_values, sample, xml_values
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lamphouse import X_Every, X_LampInRoom

from mofgen.runtime import Instance
from mofgen.runtime.codecs.cimxml_reader import from_cimxml
from mofgen.runtime.codecs.cimxml_writer import to_cimxml
from mofgen.runtime.codecs.json_text import as_dict, from_dict, from_json, to_json
from mofgen.runtime.codecs.mof_reader import from_mof
from mofgen.runtime.codecs.mof_writer import to_mof

EVERY: Any = X_Every  # which declares no keywords to type checkers
Trip = Callable[[Instance, Any], Instance]

TRIPS: dict[str, Trip] = {
    "wmi": lambda obj, of: from_cimxml(to_cimxml(obj), of, unknown="refuse"),
    "cim": lambda obj, of: from_cimxml(to_cimxml(obj, dtd="cim"), of, unknown="refuse"),
    "utf-16": lambda obj, of: from_cimxml(to_cimxml(obj).encode("utf-16"), of),
    "mof": lambda obj, of: from_mof(to_mof(obj), of),
    "json": lambda obj, of: from_json(to_json(obj), of),
    "dict": lambda obj, of: from_dict(as_dict(obj), of),
}
XML_TRIPS = ("wmi", "cim", "utf-16")
codec_settings = settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.mark.parametrize("form", XML_TRIPS)
@codec_settings
@given(obj=instances(X_Every, xml_values))
def test_every_type_travels_as_xml(form: str, obj: X_Every) -> None:
    assert TRIPS[form](obj, X_Every) == obj


@codec_settings
@given(obj=instances(X_Every, mof_values))
def test_every_type_travels_as_mof(obj: X_Every) -> None:
    assert TRIPS["mof"](obj, X_Every) == obj


@pytest.mark.parametrize("form", ["json", "dict"])
@codec_settings
@given(obj=instances(X_Every, any_values))
def test_every_type_travels_as_json(form: str, obj: X_Every) -> None:
    assert TRIPS[form](obj, X_Every) == obj


@codec_settings
@given(obj=instances(X_LampInRoom, xml_values))
def test_references_travel_in_every_format(obj: X_LampInRoom) -> None:
    for form, trip in TRIPS.items():
        back = trip(obj, X_LampInRoom)
        assert back == obj, form


@pytest.mark.parametrize("name", hyperv_v2.__all__)
@settings(deadline=None, max_examples=5)
@given(seed=st.integers(0, 2**32))
def test_every_class_of_hyper_v_travels_in_every_format(name: str, seed: int) -> None:
    obj = sample(getattr(hyperv_v2, name), seed)
    for form, trip in TRIPS.items():
        assert trip(obj, hyperv_v2) == obj, form


@pytest.mark.parametrize("form", [form for form in TRIPS if form != "mof"])
def test_nan_travels_in_all_formats_but_mof_which_has_it_not(form: str) -> None:
    obj = EVERY(r64=float("nan"), reals=[float("inf"), -float("inf"), 1.5])
    back: Any = TRIPS[form](obj, X_Every)
    assert back.r64 != back.r64
    assert back.reals == obj.reals


def test_what_is_written_is_json() -> None:
    obj = EVERY(r64=float("inf"), u64=2**64 - 1, text='"\x00')
    assert json.loads(to_json(obj)) == as_dict(obj)


@codec_settings
@given(obj=instances(X_Every, xml_values), data=st.data())
def test_equal_objects_give_equal_text(obj: X_Every, data: st.DataObject) -> None:
    items = list(obj.__dict__.items())
    shuffled = X_Every(**dict(data.draw(st.permutations(items))))
    assert to_cimxml(shuffled) == to_cimxml(obj)
