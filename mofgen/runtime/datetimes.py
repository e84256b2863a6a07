"""CIM's datetime: a point in time or an interval, kept as it was written.

DSP0004 5.2.4 writes both in 25 characters, ``yyyymmddhhmmss.mmmmmmsutc`` and
``ddddddddhhmmss.mmmmmm:000``, where asterisks stand for what is not known.
Neither of Python's types can hold all of that, so the text is what is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from mofgen.runtime.errors import CimTypeError, CimValueError, shown

if TYPE_CHECKING:
    from datetime import datetime, timedelta

DateTimeLike: TypeAlias = "CimDateTime | datetime | timedelta | str"
"""What can be given where a datetime is wanted."""

_LENGTH = 25
# Name, start, end, lowest and highest value of each field.
_TIMESTAMP = (
    ("year", 0, 4, 0, 9999),
    ("month", 4, 6, 1, 12),
    ("day", 6, 8, 1, 31),
    ("hour", 8, 10, 0, 23),
    ("minute", 10, 12, 0, 59),
    ("second", 12, 14, 0, 59),
    ("microsecond", 15, 21, 0, 999_999),
    ("UTC offset", 22, 25, 0, 999),
)
_INTERVAL = (
    ("days", 0, 8, 0, 99_999_999),
    ("hours", 8, 10, 0, 23),
    ("minutes", 10, 12, 0, 59),
    ("seconds", 12, 14, 0, 59),
    ("microseconds", 15, 21, 0, 999_999),
)
_DAY = 86_400_000_000
_DAYS_IN_MONTH = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class CimDateTime:
    """A CIM datetime: a timestamp with its UTC offset, or an interval.

    Two values are equal when they mean the same: timestamps the same instant,
    whatever their offsets, intervals the same length. Values with asterisks are
    equal only if written alike. ``str()`` gives the text as it was given.

    Parameters
    ----------
    text:
        The 25 characters of DSP0004 5.2.4.

    Raises
    ------
    CimValueError
        Where the text is not of that form, saying which field is wrong.
    """

    __slots__ = ("_meaning", "text")

    text: str
    _meaning: tuple[str, object]
    """What the text says, in a form that compares; worked out when it is needed."""

    def __init__(self, text: str, /) -> None:
        if not isinstance(text, str):
            raise CimTypeError(f"a datetime is written as a string, not {shown(text)}")
        if not _is_everyday(text):
            object.__setattr__(self, "_meaning", _meaning(text))
        object.__setattr__(self, "text", str(text))

    @classmethod
    def of(cls, value: DateTimeLike) -> CimDateTime:
        """The CIM form of a text, ``datetime`` or ``timedelta``.

        Raises
        ------
        CimTypeError
            Where the value is none of these.
        CimValueError
            Where CIM can't say it: a ``datetime`` without a time zone or with an
            offset of part of a minute, a ``timedelta`` below zero or too long.
        """
        if isinstance(value, CimDateTime):
            return value
        if isinstance(value, str):
            return cls(value)
        from datetime import datetime, timedelta

        if isinstance(value, datetime):
            return cls(_timestamp_text(value))
        if isinstance(value, timedelta):
            return cls(_interval_text(value))
        raise CimTypeError(
            f"a datetime is a CimDateTime, datetime, timedelta or string,"
            f" not {shown(value)}"
        )

    @property
    def is_interval(self) -> bool:
        """Whether this is an interval and not a point in time."""
        return self.text[21] == ":"

    @property
    def is_complete(self) -> bool:
        """Whether every digit is known: there are no asterisks."""
        return "*" not in self.text

    def to_datetime(self) -> datetime:
        """The aware ``datetime`` of a timestamp.

        Raises
        ------
        CimValueError
            For an interval, and where Python has no such value: asterisks, year 0.
        """
        from datetime import datetime, timedelta, timezone

        if self.is_interval:
            raise CimValueError(f"{self.text} is an interval: use to_timedelta()")
        self._require_digits("datetime")
        year, month, day, hour, minute, second, micro, offset = _fields(
            self.text, _TIMESTAMP
        )
        if year == 0:
            raise CimValueError(f"{self.text}: Python's datetime has no year 0")
        east = timedelta(minutes=-offset if self.text[21] == "-" else offset)
        return datetime(year, month, day, hour, minute, second, micro, timezone(east))

    def to_timedelta(self) -> timedelta:
        """The ``timedelta`` of an interval.

        Raises
        ------
        CimValueError
            For a timestamp, and where digits are not known.
        """
        from datetime import timedelta

        if not self.is_interval:
            raise CimValueError(f"{self.text} is a point in time: use to_datetime()")
        self._require_digits("timedelta")
        days, hours, minutes, seconds, micros = _fields(self.text, _INTERVAL)
        return timedelta(
            days=days,
            hours=hours,
            minutes=minutes,
            seconds=seconds,
            microseconds=micros,
        )

    def _require_digits(self, wanted: str) -> None:
        if not self.is_complete:
            raise CimValueError(
                f"{self.text} has fields that are not known (*): no {wanted} says that"
            )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, CimDateTime):
            return NotImplemented
        return self._compared() == other._compared()

    def __hash__(self) -> int:
        return hash(self._compared())

    def _compared(self) -> tuple[str, object]:
        try:
            return self._meaning
        except AttributeError:
            found = _meaning(self.text)
            object.__setattr__(self, "_meaning", found)
            return found

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a CimDateTime cannot be changed")

    def __delattr__(self, name: str) -> None:
        raise AttributeError("a CimDateTime cannot be changed")

    def __reduce__(self) -> tuple[type[CimDateTime], tuple[str]]:
        return CimDateTime, (self.text,)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"CimDateTime({self.text!r})"


def _is_everyday(text: str) -> bool:
    """Whether a text is surely a timestamp; False says nothing.

    Reading an object comes by here for every datetime, so this is the short way:
    no month ends before its 28th day.
    """
    return (
        len(text) == _LENGTH
        and text.isascii()
        and text[:14].isdigit()
        and text[14] == "."
        and text[15:21].isdigit()
        and text[21] in "+-"
        and text[22:].isdigit()
        and "01" <= text[4:6] <= "12"
        and "01" <= text[6:8] <= "28"
        and text[8:10] < "24"
        and text[10:12] < "60"
        and text[12:14] < "60"
    )


def _meaning(text: str) -> tuple[str, object]:
    """What a text says, in a form that compares; raises CimValueError."""
    if len(text) != _LENGTH:
        raise CimValueError(
            f"{shown(text)} is not a datetime: it has {len(text)} characters,"
            f" not {_LENGTH}"
        )
    if text[14] != ".":
        raise CimValueError(
            f"{shown(text)} is not a datetime: character 15 is not a point"
        )
    if text[21] == ":":
        return _interval_meaning(text)
    if text[21] not in "+-":
        raise CimValueError(
            f"{shown(text)} is not a datetime: character 22 is {text[21]!r},"
            " not + or - (timestamp) or : (interval)"
        )
    return _timestamp_meaning(text)


def _interval_meaning(text: str) -> tuple[str, object]:
    if text[22:] != "000":
        raise CimValueError(
            f"{shown(text)} is not an interval: it does not end in :000"
        )
    _check(text, _INTERVAL)
    if "*" in text:
        return "text", text
    days, hours, minutes, seconds, micros = _fields(text, _INTERVAL)
    seconds += 60 * (minutes + 60 * hours)
    return "interval", days * _DAY + seconds * 1_000_000 + micros


def _timestamp_meaning(text: str) -> tuple[str, object]:
    _check(text, _TIMESTAMP)
    _check_day(text)
    if "*" in text:
        return "text", text
    year, month, day, hour, minute, second, micro, offset = _fields(text, _TIMESTAMP)
    minute += 60 * hour - (-offset if text[21] == "-" else offset)
    seconds = second + 60 * minute
    return "timestamp", _days(year, month, day) * _DAY + seconds * 1_000_000 + micro


def _check(text: str, fields: tuple[tuple[str, int, int, int, int], ...]) -> None:
    for name, start, end, low, high in fields:
        digits = text[start:end]
        if digits == "*" * (end - start):
            continue
        if name.startswith("microsecond"):
            # The only field of which DSP0004 lets a part be unknown: the last digits.
            digits = digits.rstrip("*")
        if not (digits.isascii() and digits.isdigit()):
            raise CimValueError(
                f"{shown(text)} is not a datetime: {text[start:end]!r} is not a {name}"
            )
        if not low <= int(digits) <= high:
            raise CimValueError(
                f"{shown(text)} is not a datetime: the {name} {digits} is not within"
                f" {low}..{high}"
            )


def _check_day(text: str) -> None:
    if "*" in text[4:8]:
        return
    month, day = int(text[4:6]), int(text[6:8])
    longest = _DAYS_IN_MONTH[month - 1]
    if month == 2 and ("*" in text[:4] or _is_leap(int(text[:4]))):
        longest = 29
    if day > longest:
        raise CimValueError(
            f"{shown(text)} is not a datetime: month {month} has no day {day}"
        )


def _fields(
    text: str, fields: tuple[tuple[str, int, int, int, int], ...]
) -> tuple[int, ...]:
    return tuple(int(text[start:end]) for _, start, end, _, _ in fields)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _days(year: int, month: int, day: int) -> int:
    """Days since a fixed day, in the Gregorian calendar also before its time."""
    before = year - 1
    days = 365 * year + before // 4 - before // 100 + before // 400
    days += sum(_DAYS_IN_MONTH[: month - 1]) + day
    return days + (1 if month > 2 and _is_leap(year) else 0)


def _timestamp_text(value: datetime) -> str:
    offset = value.utcoffset()
    if offset is None:
        raise CimValueError(
            f"{value!r} has no time zone: a CIM timestamp needs its UTC offset"
        )
    minutes, rest = divmod(offset.days * 86_400 + offset.seconds, 60)
    if rest or offset.microseconds or abs(minutes) > 999:
        raise CimValueError(
            f"{value!r}: a CIM timestamp has its UTC offset in whole minutes up to 999"
        )
    sign = "-" if minutes < 0 else "+"
    return (
        f"{value.year:04}{value.month:02}{value.day:02}"
        f"{value.hour:02}{value.minute:02}{value.second:02}"
        f".{value.microsecond:06}{sign}{abs(minutes):03}"
    )


def _interval_text(value: timedelta) -> str:
    if not 0 <= value.days <= 99_999_999:
        raise CimValueError(
            f"{value!r}: a CIM interval is not below zero and has at most 99999999 days"
        )
    minutes, seconds = divmod(value.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return (
        f"{value.days:08}{hours:02}{minutes:02}{seconds:02}"
        f".{value.microseconds:06}:000"
    )
