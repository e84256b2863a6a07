"""Points in time and spans of time: XML Schema's forms and CIM's."""

from __future__ import annotations

import re
from typing import Final

from mofgen.runtime.datetimes import CimDateTime
from mofgen.runtime.errors import CimValueError
from mofgen.wsman.errors import MessageError

_DURATION: Final = re.compile(
    r"P(?:(\d{1,8})D)?(?:T(?:(\d{1,8})H)?(?:(\d{1,8})M)?(?:(\d{1,10})(?:\.(\d{1,9})\d*)?S)?)?"
)
_MOMENT: Final = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,6})\d*)?(Z|[+-]\d\d:\d\d)?"
)


def seconds_of(text: str) -> float:
    """The length of an ``xs:duration``, in seconds.

    Raises
    ------
    MessageError
        Where it is none, is negative, or counts years or months.
    """
    days, hours, minutes, seconds, fraction = _duration_parts(text)
    whole = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
    return whole + fraction / 1_000_000


def duration_of(seconds: float) -> str:
    """An ``xs:duration`` of so many seconds."""
    text = f"{seconds:.3f}".rstrip("0").rstrip(".")
    return f"PT{text}S"


def xml_of(value: CimDateTime) -> str:
    """A CIM datetime as the content of an element (DSP0230 6.3.1, cim:cimDateTime).

    The prefix ``cim`` has to be declared. What XML Schema can't say, with asterisks
    for instance, is written as CIM does.
    """
    text = value.text
    if not value.is_complete:
        return f"<cim:CIM_DateTime>{text}</cim:CIM_DateTime>"
    if value.is_interval:
        fraction = text[15:21].rstrip("0")
        rest = f"{int(text[12:14])}.{fraction}" if fraction else str(int(text[12:14]))
        days, hours, minutes = int(text[:8]), int(text[8:10]), int(text[10:12])
        return f"<cim:Interval>P{days}DT{hours}H{minutes}M{rest}S</cim:Interval>"
    fraction = text[15:21].rstrip("0")
    offset = int(text[22:25])
    zone = f"{text[21]}{offset // 60:02}:{offset % 60:02}" if offset else "Z"
    moment = (
        f"{text[:4]}-{text[4:6]}-{text[6:8]}T{text[8:10]}:{text[10:12]}:{text[12:14]}"
    )
    dot = f".{fraction}" if fraction else ""
    return f"<cim:Datetime>{moment}{dot}{zone}</cim:Datetime>"


def cim_datetime(text: str) -> CimDateTime:
    """A CIM datetime from XML Schema's form or from CIM's.

    Raises
    ------
    MessageError
        Where it is neither.
    """
    text = text.strip()
    if text[:1] == "P":
        days, hours, minutes, seconds, fraction = _duration_parts(text)
        total = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
        minutes, seconds = divmod(total, 60)
        hours, minutes = divmod(minutes, 60)
        days, hours = divmod(hours, 24)
        written = f"{days:08}{hours:02}{minutes:02}{seconds:02}.{fraction:06}:000"
    else:
        found = _MOMENT.fullmatch(text)
        written = text if found is None else _moment(found)
    try:
        return CimDateTime(written)
    except CimValueError as error:
        raise MessageError(f"{text[:60]!r} is no point or span of time") from error


def _moment(found: re.Match[str]) -> str:
    fraction, zone = found[7] or "", found[8]
    offset = "+000"
    if zone and zone != "Z":
        offset = f"{zone[0]}{int(zone[1:3]) * 60 + int(zone[4:6]):03}"
    return f"{''.join(found.groups()[:6])}.{fraction:0<6}{offset}"


def _duration_parts(text: str) -> tuple[int, int, int, int, int]:
    """Days, hours, minutes, seconds, microseconds."""
    found = _DURATION.fullmatch(text.strip())
    if found is None or text.strip() in ("P", "PT") or text.strip().endswith("T"):
        raise MessageError(f"{text[:60]!r} is no duration of days or less")
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[:4])
    return days, hours, minutes, seconds, int((found[5] or "")[:6].ljust(6, "0"))
