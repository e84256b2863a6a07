"""Docstrings from foreign text: wrapped, and unable to break out of their quotes."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

from mofgen.codegen.literals import INDENT, WIDTH

_SPACE = re.compile(r"[^\S\n]+")


def paragraphs(text: str | None) -> list[str]:
    """The paragraphs of a description, each on one line with single spaces."""
    if not text:
        return []
    plain = _visible(text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = (_SPACE.sub(" ", line).strip() for line in plain.split("\n"))
    return [line for line in lines if line]


def docstring_lines(parts: Sequence[str], depth: int) -> list[str]:
    """A docstring of ``parts``, a blank line between them, at ``depth`` indents.

    A single part that fits stands on one line with both quotes. Reading it gives
    the parts again, up to white space and to what nobody can see.
    """
    margin = INDENT * depth
    clean = [safe for part in parts if (safe := _safe(part))]
    if not clean:
        return []
    clean[0] = _opening(clean[0])
    flat = f'{margin}"""{_ending(clean[0])}"""'
    if len(clean) == 1 and len(flat) <= WIDTH:
        return [flat]
    lines: list[str] = []
    for number, part in enumerate(clean):
        if number:
            lines.append("")
        # The first line shares its width with the opening quotes.
        opening = '"""' if not number else ""
        wrapped = textwrap.wrap(
            part,
            width=WIDTH - len(margin) - 3,
            initial_indent=opening,
            break_long_words=False,
            break_on_hyphens=False,
        )
        lines += [margin + line.rstrip() for line in wrapped]
    if len(lines) == 1:
        return [flat]  # one word that is longer than a line
    lines.append(f'{margin}"""')
    return lines


def _safe(text: str) -> str:
    escaped = _visible(text).replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    return _SPACE.sub(" ", escaped.replace("\n", " ")).strip()


def _opening(text: str) -> str:
    """A quote right after the opening quotes is escaped."""
    return f"\\{text}" if text.startswith('"') else text


def _ending(text: str) -> str:
    """A quote right before the closing quotes is kept apart from them."""
    return f"{text} " if text.endswith('"') else text


def _visible(text: str) -> str:
    """``text`` with a space for every control character and other hidden ones."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text)
