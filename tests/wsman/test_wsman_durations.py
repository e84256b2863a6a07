"""Durations and datetimes: XML Schema's forms and CIM's."""

from __future__ import annotations

import pytest
from any_instances import datetimes
from hypothesis import given
from hypothesis import strategies as st

from mofgen.runtime import CimDateTime
from mofgen.wsman.durations import cim_datetime, duration_of, seconds_of, xml_of
from mofgen.wsman.errors import MessageError
from mofgen.wsman.uris import CIM
from mofgen.wsman.xml_text import local_name, read_xml


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("PT0S", 0),
        ("PT60.000S", 60),
        ("PT1.5S", 1.5),
        ("P1D", 86_400),
        ("P1DT1H1M1S", 90_061),
        (" PT1M ", 60),
    ],
)
def test_durations_are_read(text: str, seconds: float) -> None:
    assert seconds_of(text) == seconds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "P",
        "PT",
        "P1DT",
        "P1Y",
        "P1M",
        "-PT1S",
        "PT1",
        "1",
        "PT1S1M",
        "PT" + "9" * 50 + "S",
    ],
)
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(MessageError, match="no duration"):
        seconds_of(text)


@given(st.integers(0, 10**9))
def test_durations_are_written_as_they_are_read(milliseconds: int) -> None:
    seconds = milliseconds / 1000
    assert seconds_of(duration_of(seconds)) == pytest.approx(seconds, abs=0.0005)


@given(datetimes)
def test_datetimes_travel(value: CimDateTime) -> None:
    (inner,) = read_xml(f'<a xmlns:cim="{CIM}">{xml_of(value)}</a>')
    read = cim_datetime(inner.text or "")
    if value.is_complete:
        # An offset of nothing is written as Z, whatever its sign.
        assert read.text.replace("-000", "+000") == value.text.replace("-000", "+000")
    else:
        assert read.text == value.text


@pytest.mark.parametrize(
    ("value", "name", "text"),
    [
        ("20260101000000.000000+000", "Datetime", "2026-01-01T00:00:00Z"),
        ("20260101010000.500000+060", "Datetime", "2026-01-01T01:00:00.5+01:00"),
        ("00000002030405.000006:000", "Interval", "P2DT3H4M5.000006S"),
        ("2026**********.******+000", "CIM_DateTime", "2026**********.******+000"),
    ],
)
def test_each_has_an_element_of_its_kind(value: str, name: str, text: str) -> None:
    (inner,) = read_xml(f'<a xmlns:cim="{CIM}">{xml_of(CimDateTime(value))}</a>')
    assert (local_name(inner), inner.text) == (name, text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026-01-01T00:00:00", "20260101000000.000000+000"),
        ("2026-01-01T00:00:00.1234567-05:30", "20260101000000.123456-330"),
        ("20260101000000.000000+000", "20260101000000.000000+000"),
        ("PT1S", "00000000000001.000000:000"),
    ],
)
def test_clients_write_datetimes_in_either_form(text: str, value: str) -> None:
    assert cim_datetime(text).text == value


@pytest.mark.parametrize("text", ["", "now", "2026-13-01T00:00:00Z", "P1Y", "2026"])
def test_what_is_no_datetime_is_refused(text: str) -> None:
    with pytest.raises(MessageError):
        cim_datetime(text)
