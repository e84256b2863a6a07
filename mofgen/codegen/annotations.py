"""Annotations in black's layout, however long the names in them are."""

from __future__ import annotations

from mofgen.codegen.literals import INDENT, WIDTH


def annotated_lines(
    name: str, annotation: str, depth: int, default: str = "", end: str = ""
) -> list[str]:
    """``name: annotation = default`` and ``end``; in parentheses where too long.

    Parameters
    ----------
    annotation:
        Names, subscripts and unions: ``Sequence[cim.RefLike[X]] | None``.
    default:
        Expression of the default, empty for none.
    end:
        What follows on the same line, e.g. the comma of a parameter.
    """
    margin = INDENT * depth
    tail = f" = {default}{end}" if default else end
    flat = f"{margin}{name}: {annotation}{tail}"
    if len(flat) <= WIDTH:
        return [flat]
    opened = f"{margin}{name}: {annotation} = ("
    if default and not end and len(opened) <= WIDTH:
        # In a statement black would rather open the value than the annotation.
        return [opened, f"{margin}{INDENT}{default}", f"{margin})"]
    inner = _expression_lines(annotation, depth + 1)
    return [f"{margin}{name}: (", *inner, f"{margin}){tail}"]


def _expression_lines(expression: str, depth: int, end: str = "") -> list[str]:
    """The expression, in lines with room for ``end`` after the last of them."""
    margin = INDENT * depth
    if len(margin) + len(expression) + len(end) <= WIDTH:
        return [margin + expression]
    operands = _split(expression, " | ")
    if len(operands) > 1:
        lines = _expression_lines(operands[0], depth)
        for operand in operands[1:]:
            first, *rest = _expression_lines(operand, depth)
            lines += [f"{margin}| {first.lstrip()}", *rest]
        return lines
    head, bracket, inside = expression.partition("[")
    if not bracket:
        return [margin + expression]
    return [f"{margin}{head}[", *_item_lines(inside[:-1], depth + 1), f"{margin}]"]


def _item_lines(items: str, depth: int) -> list[str]:
    """What stands in a subscript: on one line, or one item a line."""
    margin = INDENT * depth
    if len(margin) + len(items) <= WIDTH:
        return [margin + items]
    parts = _split(items, ", ")
    if len(parts) == 1:
        return _expression_lines(items, depth)
    lines = []
    for part in parts:
        lines += _expression_lines(part, depth, ",")
        lines[-1] += ","
    return lines


def _split(text: str, separator: str) -> list[str]:
    """Split at separators that stand outside of brackets."""
    parts = [""]
    level = 0
    at = 0
    while at < len(text):
        if not level and text.startswith(separator, at):
            parts.append("")
            at += len(separator)
            continue
        level += (text[at] == "[") - (text[at] == "]")
        parts[-1] += text[at]
        at += 1
    return parts
