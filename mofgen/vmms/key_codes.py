"""The keys of a US keyboard: virtual-key codes, scan codes, and what they type.

Virtual-key codes are those of Windows, which ``Msvm_Keyboard`` counts in; scan codes
are those of set 1, which a keyboard sends.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

CODES: Final = range(1, 255)
"""The virtual-key codes that there are."""

SHIFT: Final = 160
CONTROL: Final = 162
ALT: Final = 164
DELETE: Final = 46
_RIGHT_SHIFT: Final = 161
_RIGHT_CONTROL: Final = 163
_RIGHT_ALT: Final = 165

REAL: Final = {16: SHIFT, 17: CONTROL, 18: ALT}
"""The keys that stand for either of two, each with the left one of them."""

_SHIFTS: Final = frozenset({SHIFT, _RIGHT_SHIFT})
_COMMANDS: Final = frozenset({CONTROL, _RIGHT_CONTROL, ALT, _RIGHT_ALT})
"""Keys with which no other types a character."""

_PLAIN: Final = {
    **{ord(each.upper()): each for each in "abcdefghijklmnopqrstuvwxyz"},
    **{ord(each): each for each in "0123456789"},
    **{96 + digit: str(digit) for digit in range(10)},
    **dict(zip((106, 107, 109, 110, 111), "*+-./", strict=True)),
    **dict(zip((186, 187, 188, 189, 190, 191, 192), ";=,-./`", strict=True)),
    **dict(zip((219, 220, 221, 222), "[\\]'", strict=True)),
    8: "\b",
    9: "\t",
    13: "\n",
    32: " ",
}
_SHIFTED: Final = str.maketrans(
    "abcdefghijklmnopqrstuvwxyz1234567890-=[]\\;'`,./",
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ!@#$%^&*()_+{}|:"~<>?',
)
_NUMBER_PAD: Final = range(96, 112)

_ROWS: Final = (
    (0x01, (27, *map(ord, "1234567890"), 189, 187, 8, 9)),
    (0x10, (*map(ord, "QWERTYUIOP"), 219, 221, 13, CONTROL)),
    (0x1E, (*map(ord, "ASDFGHJKL"), 186, 222, 192, SHIFT, 220)),
    (0x2C, (*map(ord, "ZXCVBNM"), 188, 190, 191, _RIGHT_SHIFT, 106, ALT, 32, 20)),
    (0x3B, (*range(112, 122), 144, 145, 103, 104, 105, 109)),
    (0x4B, (100, 101, 102, 107, 97, 98, 99, 96, 110)),
    (0x57, (122, 123)),
)
"""The keys from each of these scan codes on, one code after the other."""
_BY_SCAN_CODE: Final = {
    first + offset: key for first, keys in _ROWS for offset, key in enumerate(keys)
}
_EXTENDED: Final = {
    0x1C: 13,
    0x1D: _RIGHT_CONTROL,
    0x35: 111,
    0x37: 44,
    0x38: _RIGHT_ALT,
    0x47: 36,
    0x48: 38,
    0x49: 33,
    0x4B: 37,
    0x4D: 39,
    0x4F: 35,
    0x50: 40,
    0x51: 34,
    0x52: 45,
    0x53: DELETE,
    0x5B: 91,
    0x5C: 92,
    0x5D: 93,
}
"""The keys whose scan codes come behind the prefix."""
_PREFIX: Final = 0xE0
_RELEASED: Final = 0x80


def character(key: int, down: frozenset[int]) -> str:
    """What pressing a key types.

    Parameters
    ----------
    key:
        Its virtual-key code.
    down:
        The keys that are down at the time.

    Returns
    -------
    A character, or nothing for keys that type none.
    """
    plain = _PLAIN.get(key, "")
    if down & _COMMANDS:
        return ""
    if down & _SHIFTS and key not in _NUMBER_PAD:
        return plain.translate(_SHIFTED)
    return plain


def is_attention(key: int, down: frozenset[int]) -> bool:
    """Whether pressing a key makes it Ctrl+Alt+Del."""
    controls = {CONTROL, _RIGHT_CONTROL}
    alts = {ALT, _RIGHT_ALT}
    return key == DELETE and bool(down & controls) and bool(down & alts)


def events(scan_codes: Iterable[int]) -> Iterator[tuple[int, bool]]:
    """What a sequence of scan codes does.

    Parameters
    ----------
    scan_codes:
        Of set 1: a key's code when it is pressed, with the highest bit set when it is
        released, behind 0xE0 for the keys that an extended keyboard has added.

    Yields
    ------
    The virtual-key code of each key, and whether it went down.

    Raises
    ------
    ValueError
        Where a code stands for no key, or the sequence ends behind a prefix.
    """
    table = _BY_SCAN_CODE
    for code in scan_codes:
        if code == _PREFIX and table is _BY_SCAN_CODE:
            table = _EXTENDED
            continue
        key = table.get(code & ~_RELEASED)
        if key is None:
            raise ValueError(f"scan code {code:#04x} is of no key")
        yield key, not code & _RELEASED
        table = _BY_SCAN_CODE
    if table is _EXTENDED:
        raise ValueError("the scan codes end in the middle of one")
