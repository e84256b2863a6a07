"""CIM datetimes."""

from __future__ import annotations

from mofgen.runtime import CimDateTime, CimValueError

SEEDS = (
    "20240229123456.000001+060",
    "00000101000000.000000-999",
    "20240229******.******+***",
    "99999999235959.999999:000",
    "00000001132312.12****:000",
)


def check(text: str) -> None:
    """A datetime is kept as given, and comes back from Python's types, or refused."""
    try:
        value = CimDateTime(text)
    except CimValueError:
        return
    assert value.text == text
    assert hash(value) == hash(CimDateTime(text))
    if value.is_complete and value.is_interval:
        assert CimDateTime.of(value.to_timedelta()) == value
    elif value.is_complete and not text.startswith("0000"):
        assert CimDateTime.of(value.to_datetime()) == value
