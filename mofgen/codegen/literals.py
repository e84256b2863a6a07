"""Python source text for values and calls, laid out as black lays it out.

Each function returns lines without a line end, already indented. Where a line is
too long its brackets are opened, one element a line with a comma after the last,
a form that black leaves alone whatever the line length is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

WIDTH = 88
"""black's line length."""

INDENT = "    "


def text_literal(value: str) -> str:
    """A string literal as black writes it: double quotes unless that escapes more.

    Everything that is not printable is escaped, so that foreign text can neither
    end the literal nor hide in it.
    """
    body = value
    if "\\" in value or not value.isprintable():
        body = "".join(_escape(c) for c in value)
    if value.count('"') > value.count("'"):
        return "'" + body.replace("'", "\\'") + "'"
    return '"' + body.replace('"', '\\"') + '"'


def value_literal(value: object) -> str:
    """The literal of None, a bool, an int, a float, a string or a tuple of them."""
    if isinstance(value, str):
        return text_literal(value)
    if isinstance(value, tuple):
        inner = ", ".join(value_literal(item) for item in value)
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    if isinstance(value, float):
        return repr(value).replace("e+", "e")
    return repr(value)


def tuple_lines(
    prefix: str, rows: Sequence[object], depth: int, suffix: str = ""
) -> list[str]:
    """``prefix(`` with one element a line; nested tuples open only where too long."""
    margin = INDENT * depth
    flat = f"{margin}{prefix}{value_literal(tuple(rows))}{suffix}"
    if not rows or (len(rows) == 1 and len(flat) <= WIDTH):
        return [flat]  # the comma of a tuple of one does not open it
    lines = [f"{margin}{prefix}("]
    for row in rows:
        lines += constant_lines("", row, depth + 1, ",")
    return [*lines, f"{margin}){suffix}"]


def constant_lines(
    prefix: str, value: object, depth: int, suffix: str = ""
) -> list[str]:
    """``prefix``, the literal of ``value`` and ``suffix``, opened where too long."""
    flat = f"{INDENT * depth}{prefix}{value_literal(value)}{suffix}"
    if len(flat) <= WIDTH or not isinstance(value, tuple) or not value:
        return [flat]
    return tuple_lines(prefix, value, depth, suffix)


def dict_lines(prefix: str, items: Mapping[str, str], depth: int) -> list[str]:
    """``prefix{...}`` of strings, one item a line where too long."""
    margin = INDENT * depth
    pairs = [f"{text_literal(k)}: {text_literal(v)}" for k, v in items.items()]
    flat = f"{margin}{prefix}{{{', '.join(pairs)}}}"
    if len(flat) <= WIDTH or not pairs:
        return [flat]
    body = [f"{margin}{INDENT}{pair}," for pair in pairs]
    return [f"{margin}{prefix}{{", *body, f"{margin}}}"]


def call_lines(
    prefix: str, arguments: Sequence[str], depth: int, suffix: str = ""
) -> list[str]:
    """``prefix(arguments)suffix`` on one line.

    Where that is too long, the arguments get a line of their own, or one each.
    """
    margin = INDENT * depth
    flat = f"{margin}{prefix}({', '.join(arguments)}){suffix}"
    if len(flat) <= WIDTH or not arguments:
        return [flat]
    inner = margin + INDENT
    body = [f"{inner}{', '.join(arguments)}"]
    if len(body[0]) > WIDTH and len(arguments) > 1:
        body = [f"{inner}{argument}," for argument in arguments]
    return [f"{margin}{prefix}(", *body, f"{margin}){suffix}"]


def stub_lines(
    name: str, parameters: Sequence[str], returned: str, depth: int
) -> list[str]:
    """``def name(parameters) -> returned: ...``, for type checkers."""
    # A lone parameter gets a comma where a lone argument of a call does not.
    end = f" -> {returned}: ..."
    lines = call_lines(f"def {name}", parameters, depth, end)
    if len(lines) > 1 and len(parameters) == 1:
        lines[1] += ","
    if all(len(line) <= WIDTH for line in lines):
        return lines
    # What is too long even on a line of its own is opened at its subscript.
    margin = INDENT * depth
    inner = margin + INDENT
    lines = [f"{margin}def {name}("]
    for parameter in parameters:
        start, bracket, index = parameter.partition("[")
        if bracket and len(f"{inner}{parameter},") > WIDTH:
            lines += [f"{inner}{start}[", f"{inner}{INDENT}{index[:-1]}", f"{inner}],"]
        else:
            lines.append(f"{inner}{parameter},")
    start, bracket, index = returned.partition("[")
    if bracket and len(f"{margin}){end}") > WIDTH:
        opened = [f"{margin}) -> {start}[", f"{inner}{index[:-1]}", f"{margin}]: ..."]
        return [*lines, *opened]
    return [*lines, f"{margin}){end}"]


def class_lines(name: str, base: str, depth: int, *keywords: str) -> list[str]:
    """``class name(base, keywords):``, opened like a call where too long."""
    return call_lines(f"class {name}", [base, *keywords], depth, ":")


def subscript_lines(
    prefix: str, index: str, arguments: Sequence[str], depth: int
) -> list[str]:
    """``prefix[index](arguments)``, opened at its last bracket that helps."""
    margin = INDENT * depth
    lines = call_lines(f"{prefix}[{index}]", arguments, depth)
    if all(len(line) <= WIDTH for line in lines):
        return lines
    suffix = f"({', '.join(arguments)})"
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
