"""Python source text for values and calls, laid out as black lays it out.

Each function returns lines without a line end, already indented. Where a line is
too long its brackets are opened, one element a line with a comma after the last,
a form that black leaves alone whatever the line length is.
"""

from __future__ import annotations

from collections.abc import Sequence

WIDTH = 88
"""black's line length."""

INDENT = "    "


def text_literal(value: str) -> str:
    """A string literal as black writes it: double quotes unless that escapes more.

    Everything that is not printable is escaped, so that foreign text can neither
    end the literal nor hide in it.
    """
    body = "".join(_escape(c) for c in value)
    if '"' in value and "'" not in value:
        return f"'{body}'"
    return '"' + body.replace('"', '\\"') + '"'


def value_literal(value: object) -> str:
    """The literal of None, a bool, an int, a float, a string or a tuple of them."""
    if isinstance(value, str):
        return text_literal(value)
    if isinstance(value, tuple):
        inner = ", ".join(value_literal(item) for item in value)
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    return repr(value)


def tuple_lines(prefix: str, rows: Sequence[object], depth: int) -> list[str]:
    """``prefix(`` with one element a line; nested tuples open only where too long."""
    margin = INDENT * depth
    if not rows:
        return [f"{margin}{prefix}()"]
    lines = [f"{margin}{prefix}("]
    for row in rows:
        lines += _element_lines(row, depth + 1)
    lines.append(f"{margin})")
    return lines


def call_lines(
    prefix: str, arguments: Sequence[str], depth: int, suffix: str = ""
) -> list[str]:
    """``prefix(arguments)suffix`` on one line, or one argument a line."""
    margin = INDENT * depth
    flat = f"{margin}{prefix}({', '.join(arguments)}){suffix}"
    if len(flat) <= WIDTH or not arguments:
        return [flat]
    inner = margin + INDENT
    return [
        f"{margin}{prefix}(",
        *(f"{inner}{argument}," for argument in arguments),
        f"{margin}){suffix}",
    ]


def class_lines(name: str, base: str, depth: int) -> list[str]:
    """``class name(base):``; a single base too long for the line stands alone."""
    margin = INDENT * depth
    flat = f"{margin}class {name}({base}):"
    if len(flat) <= WIDTH:
        return [flat]
    return [f"{margin}class {name}(", f"{margin}{INDENT}{base}", f"{margin}):"]


def subscript_lines(prefix: str, index: str, suffix: str, depth: int) -> list[str]:
    """``prefix[index]suffix``; the index alone on its line where it is too long."""
    margin = INDENT * depth
    flat = f"{margin}{prefix}[{index}]{suffix}"
    if len(flat) <= WIDTH:
        return [flat]
    return [f"{margin}{prefix}[", f"{margin}{INDENT}{index}", f"{margin}]{suffix}"]


def import_lines(module: str, names: Sequence[str], depth: int = 0) -> list[str]:
    """``from module import names``, one name a line where too long."""
    margin = INDENT * depth
    flat = f"{margin}from {module} import {', '.join(names)}"
    if len(flat) <= WIDTH:
        return [flat]
    inner = margin + INDENT
    return [
        f"{margin}from {module} import (",
        *(f"{inner}{name}," for name in names),
        f"{margin})",
    ]


def _element_lines(value: object, depth: int) -> list[str]:
    flat = f"{INDENT * depth}{value_literal(value)},"
    if len(flat) <= WIDTH or not isinstance(value, tuple) or not value:
        return [flat]
    lines = tuple_lines("", value, depth)
    lines[-1] += ","
    return lines


_SIMPLE = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def _escape(character: str) -> str:
    if character in _SIMPLE:
        return _SIMPLE[character]
    if character.isprintable():
        return character
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
