"""What is wrong with a query, and where."""

from __future__ import annotations

from typing import Any, NamedTuple

from mofgen.runtime.wmi_errors import WmiInvalidQueryError


class Span(NamedTuple):
    """A stretch of a query: ``length`` characters from offset ``pos``."""

    pos: int
    length: int = 1


class WqlError(WmiInvalidQueryError):
    """A query that can't be answered: WBEM_E_INVALID_QUERY, CIM_ERR_INVALID_QUERY.

    Parameters
    ----------
    reason:
        What is wrong, one sentence without a full stop at its end.
    query:
        The whole query.
    span:
        The part that is wrong; None for what has no place.
    expected:
        What could have stood there, in words, most likely first.
    hint:
        What the writer may have meant, or should know.
    """

    def __init__(
        self,
        reason: str,
        query: str = "",
        span: Span | None = None,
        expected: tuple[str, ...] = (),
        hint: str | None = None,
    ) -> None:
        self.reason = reason
        self.query = query
        self.span = span
        self.expected = expected
        self.hint = hint
        where, excerpt = _shown(query, span)
        super().__init__(where, "\n".join([reason, *excerpt, *self._advice()]))

    @property
    def column(self) -> int | None:
        """Where the wrong part begins, in characters from 1; None for no place."""
        return None if self.span is None else self.span.pos + 1

    def _advice(self) -> list[str]:
        from mofgen.mof.diagnostics import any_of

        lines = [f"  expected {any_of(self.expected)}"] if self.expected else []
        return [*lines, f"  note: {self.hint}"] if self.hint else lines

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (
            self.reason,
            self.query,
            self.span,
            self.expected,
            self.hint,
        )


def _shown(query: str, span: Span | None) -> tuple[str, list[str]]:
    """Where the span is, and its line with a caret below it."""
    # Imported where something went wrong: a provider needs nothing else of MOF.
    from mofgen.mof.diagnostics import Place, excerpt
    from mofgen.mof.source import Source

    if span is None:
        return "query", []
    source = Source("query", query)
    line, column = source.position(span.pos)
    return f"query:{line}:{column}", excerpt(Place(source, *span))
