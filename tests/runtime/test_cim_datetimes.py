"""CIM datetimes: kept as they were written, converted where Python can say it."""

from __future__ import annotations

import copy
import pickle
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mofgen.runtime import CimDateTime, CimTypeError, CimValueError

offsets = st.integers(-999, 999).map(lambda m: timezone(timedelta(minutes=m)))


@pytest.mark.parametrize(
    "text",
    [
        "20240229123456.000001+060",
        "20240229123456.000001-999",
        "20241231235959.999999+000",
        "00000101000000.000000+000",
        "19980525******.******+000",
        "20020408141835.999***-300",
        "********063000.******+***",
        "20240101000000.000000-***",
    ],
)
def test_timestamps_are_kept_as_they_were_given(text: str) -> None:
    value = CimDateTime(text)
    assert str(value) == value.text == text
    assert not value.is_interval
    assert value.is_complete is ("*" not in text)


@pytest.mark.parametrize(
    "text",
    [
        "00000000000000.000000:000",
        "99999999235959.999999:000",
        "00000001******.******:000",
        "00000001132312.12****:000",
    ],
)
def test_intervals_are_kept_as_they_were_given(text: str) -> None:
    assert str(CimDateTime(text)) == text
    assert CimDateTime(text).is_interval


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "it has 0 characters, not 25"),
        ("2024-02-29T12:34:56Z", "it has 20 characters, not 25"),
        ("20240229123456,000001+060", "character 15 is not a point"),
        ("20240229123456.000001Z060", "character 22 is 'Z', not"),
        ("20241329123456.000001+060", "the month 13 is not within 1..12"),
        ("20240029123456.000001+060", "the month 00 is not within 1..12"),
        ("20230229123456.000001+060", "month 2 has no day 29"),
        ("19000229123456.000001+060", "month 2 has no day 29"),
        ("20240431123456.000001+060", "month 4 has no day 31"),
        ("20240229243456.000001+060", "the hour 24 is not within 0..23"),
        ("20240229126056.000001+060", "the minute 60 is not within 0..59"),
        ("20240229123460.000001+060", "the second 60 is not within 0..59"),
        ("2024022912*456.000001+060", "'\\*4' is not a minute"),
        ("20240229123456.00*001+060", "'00\\*001' is not a microsecond"),
        ("20240229123456.000001+0*0", "'0\\*0' is not a UTC offset"),
        ("2024022912345 .000001+060", "'5 ' is not a second"),
        ("²0240229123456.000001+060", "'²024' is not a year"),
        ("00000000240000.000000:000", "the hours 24 is not within 0..23"),
        ("00000000000000.000000:060", "it does not end in :000"),
    ],
)
def test_what_is_wrong_is_said(text: str, message: str) -> None:
    with pytest.raises(CimValueError, match=message):
        CimDateTime(text)


def test_only_text_is_parsed() -> None:
    with pytest.raises(CimTypeError, match="written as a string"):
        CimDateTime(20240229)  # type: ignore[arg-type]


@given(st.text(max_size=40) | st.from_regex(r"[0-9*]{14}\.[0-9*]{6}[-+:][0-9*]{3}"))
def test_any_text_is_kept_or_refused_with_our_error(text: str) -> None:
    try:
        assert CimDateTime(text).text == text
    except CimValueError as error:
        assert "is not a" in str(error)


@given(st.datetimes(timezones=offsets))
def test_datetimes_travel_without_loss(moment: datetime) -> None:
    there = CimDateTime.of(moment)
    assert there.to_datetime() == moment
    assert there.to_datetime().utcoffset() == moment.utcoffset()
    assert CimDateTime(there.text) == there


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=99_999_999)))
def test_timedeltas_travel_without_loss(length: timedelta) -> None:
    assert CimDateTime.of(length).to_timedelta() == length


def test_the_written_form() -> None:
    east = timezone(timedelta(hours=5, minutes=30))
    west = timezone(-timedelta(hours=5))
    assert CimDateTime.of(datetime(2024, 2, 29, 12, 34, 56, 7, east)).text == (
        "20240229123456.000007+330"
    )
    assert CimDateTime.of(datetime(24, 1, 1, tzinfo=west)).text == (
        "00240101000000.000000-300"
    )
    assert CimDateTime.of(timedelta(days=3, hours=25, microseconds=4)).text == (
        "00000004010000.000004:000"
    )


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (datetime(2024, 1, 1), "has no time zone"),
        (
            datetime(2024, 1, 1, tzinfo=timezone(timedelta(seconds=30))),
            "whole minutes up to 999",
        ),
        (
            datetime(2024, 1, 1, tzinfo=timezone(timedelta(hours=17))),
            "whole minutes up to 999",
        ),
        (timedelta(seconds=-1), "not below zero"),
        (timedelta(days=100_000_000), "at most 99999999 days"),
    ],
)
def test_what_cim_cannot_say(value: datetime | timedelta, message: str) -> None:
    with pytest.raises(CimValueError, match=message):
        CimDateTime.of(value)


def test_other_types_are_refused() -> None:
    with pytest.raises(CimTypeError, match="not 5"):
        CimDateTime.of(5)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("00000001000000.000000:000", "is an interval: use to_timedelta"),
        ("20240229******.******+000", "fields that are not known"),
        ("20240229000000.000***+000", "fields that are not known"),
        ("00000101000000.000000+000", "no year 0"),
    ],
)
def test_what_datetime_cannot_say(text: str, message: str) -> None:
    with pytest.raises(CimValueError, match=message):
        CimDateTime(text).to_datetime()


def test_what_timedelta_cannot_say() -> None:
    with pytest.raises(CimValueError, match="is a point in time: use to_datetime"):
        CimDateTime("20240229000000.000000+000").to_timedelta()
    with pytest.raises(CimValueError, match="fields that are not known"):
        CimDateTime("00000001******.******:000").to_timedelta()


def test_equal_means_the_same_instant() -> None:
    noon = CimDateTime("20240229120000.000000+000")
    assert noon == CimDateTime("20240229130000.000000+060")
    assert hash(noon) == hash(CimDateTime("20240229130000.000000+060"))
    assert noon == CimDateTime("20240301043900.000000+999")
    assert noon != CimDateTime("20240229120000.000001+000")
    assert noon != "20240229120000.000000+000"


@given(st.datetimes(timezones=offsets), st.datetimes(timezones=offsets))
def test_equality_agrees_with_pythons(one: datetime, other: datetime) -> None:
    assert (CimDateTime.of(one) == CimDateTime.of(other)) is (one == other)


@given(st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 1, 1)))
def test_an_instant_has_one_hash_in_all_offsets(moment: datetime) -> None:
    here = moment.replace(tzinfo=UTC)
    there = here.astimezone(timezone(timedelta(hours=-7)))
    assert CimDateTime.of(here) == CimDateTime.of(there)
    assert hash(CimDateTime.of(here)) == hash(CimDateTime.of(there))


def test_values_with_asterisks_are_equal_as_written() -> None:
    day = CimDateTime("20240229******.******+000")
    assert day == CimDateTime("20240229******.******+000")
    assert day != CimDateTime("20240229******.******+060")


def test_an_interval_is_not_an_instant() -> None:
    assert CimDateTime("00000000000000.000000:000") != CimDateTime(
        "00000101000000.000000+000"
    )


def test_values_cannot_change_and_can_travel() -> None:
    value = CimDateTime("20240229120000.000000+060")
    with pytest.raises(AttributeError):
        value.text = "x"
    with pytest.raises(AttributeError):
        del value.text
    for twin in (copy.deepcopy(value), pickle.loads(pickle.dumps(value))):
        assert twin.text == value.text
    assert repr(value) == "CimDateTime('20240229120000.000000+060')"
