"""Signatures of generated methods, in black's layout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mofgen.codegen.annotations import annotated_lines
from mofgen.codegen.literals import INDENT, WIDTH


@dataclass(frozen=True, slots=True)
class Argument:
    """A parameter that is given by keyword; without a default it must be given."""

    name: str
    annotation: str
    default: str

    def __str__(self) -> str:
        default = f" = {self.default}" if self.default else ""
        return f"{self.name}: {self.annotation}{default}"


def signature_lines(
    name: str, positional: Sequence[str], arguments: Sequence[Argument], returned: str
) -> list[str]:
    """``def name(positional, *, arguments) -> returned:`` of a method of a class."""
    head = [*positional, *(["*"] if arguments else [])]
    flat = ", ".join([*head, *(str(argument) for argument in arguments)])
    line = f"{INDENT}def {name}({flat}) -> {returned}:"
    if len(line) <= WIDTH:
        return [line]
    lines = [f"{INDENT}def {name}("]
    lines += [f"{INDENT * 2}{part}," for part in head]
    for each in arguments:
        lines += annotated_lines(each.name, each.annotation, 2, each.default, ",")
    last = f"{INDENT}) -> {returned}:"
    if len(last) > WIDTH:
        return [*lines, f"{INDENT}) -> (", f"{INDENT * 2}{returned}", f"{INDENT}):"]
    return [*lines, last]
