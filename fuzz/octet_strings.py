"""Octet strings in text."""

from __future__ import annotations

from mofgen.runtime import CimValueError, octets_from_text, octets_to_text

SEEDS = ("0x00000004", "0x000000060a0B", "0X0000000eFFfeab00112233445566")


def check(text: str) -> None:
    """An octet string comes back, or is refused with our error."""
    try:
        data = octets_from_text(text)
    except CimValueError:
        return
    assert octets_to_text(data) == text.lower()
