"""The fixed words of MOF, and guesses at what a misspelt one should have been."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

INTRINSIC_TYPES: Final = (
    "uint8",
    "sint8",
    "uint16",
    "sint16",
    "uint32",
    "sint32",
    "uint64",
    "sint64",
    "string",
    "boolean",
    "real32",
    "real64",
    "datetime",
    "char16",
)
"""The intrinsic data types, DSP0004 5.2 (table 2)."""

FLAVORS: Final = {
    word.lower(): word
    for word in (
        "EnableOverride",
        "DisableOverride",
        "Restricted",
        "ToSubclass",
        "Translatable",
        "ToInstance",  # the other four are WMI's
        "Amended",
        "NotToSubclass",
        "NotToInstance",
    )
}
"""Flavors of a qualifier by their lower-case names."""

RESERVED: Final = frozenset(
    {"class", "instance", "of", "as", "ref", "qualifier", "void", "object"}
).union(INTRINSIC_TYPES)
"""Keywords that no compiler takes as the name of a class."""

# What people write who think in another language.
_FOREIGN_TYPES: Final = {
    "bool": "boolean",
    "byte": "uint8",
    "char": "char16",
    "double": "real64",
    "dword": "uint32",
    "float": "real32",
    "int": "sint32",
    "int8": "sint8",
    "int16": "sint16",
    "int32": "sint32",
    "int64": "sint64",
    "integer": "sint32",
    "long": "sint32",
    "short": "sint16",
    "uint": "uint32",
    "word": "uint16",
}


def misspelt_type(name: str) -> str | None:
    """The intrinsic type that ``name`` was surely meant to be, None where not sure.

    WMI takes the name of any class for a type, so only a name that is nearly an
    intrinsic type, or one in another language, is held to be a mistake.
    """
    lower = name.lower()
    if lower in _FOREIGN_TYPES:
        return _FOREIGN_TYPES[lower]
    return closest(lower, INTRINSIC_TYPES) if "_" not in name else None


def closest(word: str, candidates: Iterable[str]) -> str | None:
    """The one of ``candidates`` that ``word`` nearly is, None where none is near."""
    by_lower = {c.lower(): c for c in candidates}
    near = get_close_matches(word.lower(), by_lower, n=1, cutoff=0.75)
    return by_lower[near[0]] if near else None
