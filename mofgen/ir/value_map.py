"""What the values of an element mean: ValueMap with Values, BitMap with BitValues.

DSP0004 5.6.3 lets a schema list the values of an element as strings; this module
reads them once, for the generator, for ``diff`` and for ``show``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from mofgen.ir.model import Method, Parameter, Property, Qualifiers

INTEGER_TYPES = frozenset(
    f"{sign}int{bits}" for sign in ("u", "s") for bits in (8, 16, 32, 64)
)
_TEXT_TYPES = frozenset({"string", "char16"})
_INTEGER = re.compile(r"[+-]?(0[xX][0-9a-fA-F]+|[0-9]+)\Z")


@dataclass(frozen=True, slots=True)
class ValueEntry:
    """One entry of a value map: a single value, or a range of integers.

    Parameters
    ----------
    code:
        The value; None for a range.
    low, high:
        First and last value of a range, None where it is open. For a single
        integer both are that integer; for a string both are None.
    label:
        The string in ``Values``; the code as written where there is none.
    is_range:
        Whether the entry stands for a range; ``..`` is the range of all values
        that no other entry names.
    """

    code: int | str | None
    low: int | None
    high: int | None
    label: str
    is_range: bool = False

    @property
    def code_text(self) -> str:
        """The value or the range as ValueMap writes it, integers in decimal."""
        if not self.is_range:
            return str(self.code)
        low = "" if self.low is None else self.low
        high = "" if self.high is None else self.high
        return f"{low}..{high}"

    def __contains__(self, value: object) -> bool:
        """Whether ``value`` falls under this entry (``..`` holds every integer)."""
        if not self.is_range:
            return value == self.code
        if not isinstance(value, int):
            return False
        above = self.low is None or self.low <= value
        return above and (self.high is None or value <= self.high)


@dataclass(frozen=True, slots=True)
class ValueMap:
    """The entries of an element in written order.

    ``is_integer`` tells integer codes from strings. In a bit map the codes are
    bit positions counted from zero, the least significant bit.
    """

    entries: tuple[ValueEntry, ...]
    is_integer: bool

    @property
    def singles(self) -> tuple[ValueEntry, ...]:
        """The entries that name one value."""
        return tuple(e for e in self.entries if not e.is_range)

    @property
    def ranges(self) -> tuple[ValueEntry, ...]:
        """The entries that name a range."""
        return tuple(e for e in self.entries if e.is_range)

    def label_of(self, value: int | str) -> str | None:
        """The label of ``value``: of its own entry, else of the narrowest range."""
        for entry in self.singles:
            if entry.code == value:
                return entry.label
        found = [entry for entry in self.ranges if value in entry]
        return min(found, key=_openness).label if found else None


def value_map(element: Property | Parameter | Method) -> ValueMap | None:
    """The value map of a property or parameter, or of what a method returns.

    ``Values`` without ``ValueMap`` counts from zero on integers (DSP0004 5.6.3,
    Values); on strings the values are then their own labels.

    Returns
    -------
    None where the element has neither qualifier, or a type that has no map.

    Raises
    ------
    ValueError
        A code is not an integer on an integer element; in a resolved schema that
        can't be.
    """
    codes = _strings(element.qualifiers, "valuemap")
    labels = _strings(element.qualifiers, "values")
    return _map_of(element.type, codes, labels)


def bit_map(element: Property | Parameter | Method) -> ValueMap | None:
    """The meaning of single bits, from ``BitMap`` and ``BitValues``.

    Returns and raises as :func:`value_map`; codes are bit positions.
    """
    if element.type not in INTEGER_TYPES:
        return None
    codes = _strings(element.qualifiers, "bitmap")
    labels = _strings(element.qualifiers, "bitvalues")
    return _map_of(element.type, codes, labels)


def integer_entry(text: str, label: str) -> ValueEntry:
    """The entry for the code ``text`` of an integer element.

    Codes are ``5``, ``0x8000``, ``a..b``, ``a..``, ``..b`` and ``..``.

    Raises
    ------
    ValueError
        ``text`` is none of these.
    """
    low_text, dots, high_text = text.partition("..")
    if not dots:
        code = _integer(text)
        return ValueEntry(code, code, code, label)
    low = _integer(low_text) if low_text.strip() else None
    high = _integer(high_text) if high_text.strip() else None
    # `1024..768` does occur (a resolution taken for a range): it holds no value.
    return ValueEntry(None, low, high, label, is_range=True)


# An inherited or overridden element mostly has the very map of the one above.
@lru_cache(maxsize=4096)
def _map_of(
    type_: str, codes: tuple[str, ...] | None, labels: tuple[str, ...] | None
) -> ValueMap | None:
    is_integer = type_ in INTEGER_TYPES
    if (codes is None and labels is None) or not (is_integer or type_ in _TEXT_TYPES):
        return None
    if codes is None:
        assert labels is not None
        codes = tuple(map(str, range(len(labels)))) if is_integer else labels
    labels = labels or ()
    pairs = [
        (code, labels[i] if i < len(labels) else code) for i, code in enumerate(codes)
    ]
    if is_integer:
        return ValueMap(tuple(integer_entry(c, text) for c, text in pairs), True)
    return ValueMap(tuple(ValueEntry(c, None, None, text) for c, text in pairs), False)


def _strings(qualifiers: Qualifiers, name: str) -> tuple[str, ...] | None:
    found = qualifiers.get(name)
    if found is None or not isinstance(found.value, tuple):
        return None
    if None in found.value:
        return tuple("" if item is None else str(item) for item in found.value)
    return tuple(map(str, found.value))


def _integer(text: str) -> int:
    text = text.strip()
    if not _INTEGER.match(text):
        raise ValueError(f"{text!r} is not an integer")
    return int(text, 16) if "x" in text.lower() else int(text)


def _openness(entry: ValueEntry) -> tuple[int, int]:
    if entry.low is None or entry.high is None:
        return (1 + (entry.low is None) + (entry.high is None), 0)
    return (0, entry.high - entry.low)
