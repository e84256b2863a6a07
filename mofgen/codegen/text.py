"""Docstrings from foreign text: wrapped, and unable to break out of their quotes."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

from mofgen.codegen.literals import INDENT, WIDTH

_SPACE = re.compile(r"[^\S\n]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def paragraphs(text: str | None) -> list[str]:
    """The paragraphs of a description, each on one line with single spaces."""
    if not text:
        return []
    plain = _CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = (_SPACE.sub(" ", line).strip() for line in plain.split("\n"))
    return [line for line in lines if line]


def docstring_lines(parts: Sequence[str], depth: int) -> list[str]:
    """A docstring of ``parts``, a blank line between them, at ``depth`` indents.

    A single part that fits stands on one line with both quotes.
    """
    margin = INDENT * depth
    clean = [_safe(part) for part in parts if part]
    if not clean:
        return []
    if len(clean) == 1 and len(margin) + len(clean[0]) + 6 <= WIDTH:
        return [f'{margin}"""{_ending(clean[0])}"""']
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
    lines.append(f'{margin}"""')
    return lines


def _safe(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"').strip()


def _ending(text: str) -> str:
    """A quote right before the closing quotes is escaped."""
    return text[:-1] + '\\"' if text.endswith('"') else text
