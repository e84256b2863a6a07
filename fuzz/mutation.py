"""Texts near those of a target's seeds, the same for the same random seed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

_ODD = (*"\\\"'/:.=,;@*+-()[]{}<>&%#0 \n\t\0", "\ud800", "\u0130", "\U0001f4a1", "²")
_LONGEST = 4096


def mutated(seeds: Sequence[str], rng: random.Random) -> Iterator[str]:
    """Endlessly give the seeds with a few changes each."""
    alphabet = sorted(set("".join(seeds)).union(_ODD))
    while True:
        text = rng.choice(seeds)
        for _ in range(rng.randrange(6)):
            text = _changed(text, rng.choice(seeds), alphabet, rng)
        yield text[:_LONGEST]


def _changed(text: str, other: str, alphabet: list[str], rng: random.Random) -> str:
    """One change: a character more, less or other, a piece doubled or borrowed."""
    start = rng.randint(0, len(text))
    end = min(len(text), start + rng.randint(0, 8))
    match rng.randrange(5):
        case 0:
            return text[:start] + rng.choice(alphabet) + text[start:]
        case 1:
            return text[:start] + text[end:]
        case 2:
            return text[:start] + rng.choice(alphabet) + text[start + 1 :]
        case 3:
            return text[:end] + text[start:end] * rng.randint(1, 3) + text[end:]
        case _:
            cut = rng.randint(0, len(other))
            return text[:start] + other[cut : cut + rng.randint(1, 20)] + text[end:]
