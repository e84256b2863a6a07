"""The error of a text that can't be read as an instance, or an instance as text."""

from __future__ import annotations

from mofgen.runtime.errors import CimValueError


class CodecError(CimValueError):
    """A text is no instance, or a format can't say what an instance holds.

    Parameters
    ----------
    problem:
        What is wrong.
    where:
        The place in the text's structure, such as
        ``INSTANCE[X_Lamp]/PROPERTY[Watts]/VALUE``; empty where there is none.
    line, column:
        The place in the text, both from 1; None where there is none.
    """

    def __init__(
        self,
        problem: str,
        *,
        where: str = "",
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        self.problem = problem
        self.where = where
        self.line = line
        self.column = column
        place = "" if line is None else f"line {line}, column {column}"
        if where:
            place = f"{place}, {where}" if place else where
        super().__init__(f"{place}: {problem}" if place else problem)
