"""ValueMap with Values, BitMap with BitValues (DSP0004 5.6.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mofgen.ir.findings import Findings
from mofgen.ir.model import Qualifier
from mofgen.ir.value_map import INTEGER_TYPES, integer_entry
from mofgen.mof import tree
from mofgen.mof.diagnostics import Note, Place
from mofgen.mof.source import Source

_PAIRS = (("valuemap", "values"), ("bitmap", "bitvalues"))
VALUE_LISTS = frozenset(name for pair in _PAIRS for name in pair)
"""Lower-case names of the qualifiers that list values."""


def check_value_lists(
    name: str,
    type_: str,
    at: Place,
    qualifiers: Mapping[str, Qualifier],
    written: Sequence[tree.Qualifier],
    source: Source,
    findings: Findings,
) -> None:
    """Check the value lists of one element.

    Parameters
    ----------
    name, type_, at:
        The element's name and type, and its place.
    qualifiers:
        Its effective qualifiers, amended ones among them.
    written:
        The qualifiers as they stand on it: a list that was only inherited has
        been checked where it stands.
    """
    own = {q.name.lower(): q for q in written if q.name.lower() in VALUE_LISTS}
    if not own and not any(
        key in qualifiers and not qualifiers[key].propagated for key in VALUE_LISTS
    ):
        return
    for codes_key, labels_key in _PAIRS:
        codes = _items(qualifiers.get(codes_key))
        labels = _items(qualifiers.get(labels_key))
        place = _place(own.get(labels_key) or own.get(codes_key), source) or at
        if codes is not None and labels is not None and len(codes) != len(labels):
            first, second = qualifiers[codes_key].name, qualifiers[labels_key].name
            findings.error(
                "value-lists-differ",
                f"{first} of {name} has {len(codes)} items, "
                f"but its {second} has {len(labels)}",
                place,
                *_other(own.get(codes_key), place, source),
            )
        code_list = own.get(codes_key)
        if code_list is not None and codes is not None and type_ in INTEGER_TYPES:
            _check_codes(name, code_list, codes, source, findings)


def _check_codes(
    name: str,
    written: tree.Qualifier,
    codes: Sequence[object],
    source: Source,
    findings: Findings,
) -> None:
    is_bits = written.name.lower() == "bitmap"
    for code in map(str, codes):
        if code.isascii() and code.isdigit():
            continue
        try:
            entry = integer_entry(code, "")
            if is_bits and (entry.is_range or (entry.low or 0) < 0):
                raise ValueError(f"{code!r} is not the position of a bit")
        except ValueError as error:
            findings.error(
                "bad-value-map",
                f"{written.name} of {name} has a code that is none: {error}",
                _place(written, source),
            )


def _items(qualifier: Qualifier | None) -> tuple[object, ...] | None:
    if qualifier is None or not isinstance(qualifier.value, tuple):
        return None
    return qualifier.value


def _place(written: tree.Qualifier | None, source: Source) -> Place | None:
    if written is None:
        return None
    return Place(source, written.pos, len(written.name))


def _other(
    codes: tree.Qualifier | None, place: Place | None, source: Source
) -> list[Note]:
    other = _place(codes, source)
    if other is None or other == place:
        return []
    return [Note("the codes are listed here", other)]
