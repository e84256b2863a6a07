"""Octet strings: bytes in CIM's ``uint8[]`` and ``string[]`` (DSP0004 5.6.3).

A property with the qualifier ``OctetString`` (``Property.is_octets``) holds bytes
with their own length before them. An array of ``uint8`` holds one octet string, an
array of strings holds several, each in hexadecimal. A plain ``uint8[]`` takes and
gives bytes without any of this.
"""

from __future__ import annotations

from collections.abc import Iterable

from mofgen.runtime.errors import CimTypeError, CimValueError, shown

_PREFIX = 4
_LONGEST = 0xFFFF_FFFF - _PREFIX


def pack_octets(data: bytes | bytearray) -> bytes:
    """Put the length before the bytes, as an ``OctetString`` of ``uint8`` has it.

    Parameters
    ----------
    data:
        The bytes.

    Returns
    -------
    Four bytes with the length of the whole, highest first, and the bytes.

    Raises
    ------
    CimTypeError
        Where these are no bytes.
    CimValueError
        Where they are more than four bytes can count.
    """
    if not isinstance(data, (bytes, bytearray)):
        raise CimTypeError(f"an octet string is made of bytes, not {shown(data)}")
    if len(data) > _LONGEST:
        raise CimValueError(f"an octet string has at most {_LONGEST} bytes")
    return (len(data) + _PREFIX).to_bytes(_PREFIX, "big") + data


def unpack_octets(value: Iterable[int | None]) -> bytes:
    """Give the bytes of an ``OctetString`` of ``uint8``.

    Parameters
    ----------
    value:
        What the property holds: a tuple of integers, or bytes.

    Raises
    ------
    CimTypeError
        Where these are no integers.
    CimValueError
        Where one is no octet, or their number is not what the first four say.
    """
    if isinstance(value, str):
        raise CimTypeError("an octet string in hexadecimal: use octets_from_text()")
    try:
        # Not bytes(value): that would take a number for a length.
        data = bytes(iter(value))  # type: ignore[arg-type]  # None is refused here
    except TypeError:
        raise CimTypeError(f"{shown(value)} is not an array of octets") from None
    except ValueError:
        raise CimValueError(f"{shown(value)} has more than octets") from None
    length = int.from_bytes(data[:_PREFIX], "big")
    if len(data) < _PREFIX or length != len(data):
        said = length if len(data) >= _PREFIX else "nothing"
        raise CimValueError(
            f"not an octet string: its first four bytes say {said} for its length,"
            f" and it has {len(data)}"
        )
    return data[_PREFIX:]


def octets_to_text(data: bytes | bytearray) -> str:
    """Write bytes as an ``OctetString`` of strings has them: ``0x00000005ff``.

    Raises what :func:`pack_octets` raises.
    """
    return f"0x{pack_octets(data).hex()}"


def octets_from_text(text: str) -> bytes:
    """Give the bytes of one string of an ``OctetString`` of strings.

    Raises
    ------
    CimTypeError
        Where it is no string.
    CimValueError
        Where it is not ``0x`` and pairs of hexadecimal digits, or their number is
        not what the first four pairs say.
    """
    if not isinstance(text, str):
        raise CimTypeError(f"an octet string in text is a string, not {shown(text)}")
    digits = text[2:]
    # bytes.fromhex() would take blanks.
    if text[:2] not in ("0x", "0X") or not digits.isalnum() or len(digits) % 2:
        raise CimValueError(f"{shown(text)} is not 0x and pairs of hexadecimal digits")
    try:
        packed = bytes.fromhex(digits)
    except ValueError:
        raise CimValueError(
            f"{shown(text)} is not 0x and pairs of hexadecimal digits"
        ) from None
    return unpack_octets(packed)
