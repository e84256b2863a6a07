"""From the rules of the grammar to the nodes of the tree.

One method per rule of ``grammar/wql.lark``, called by the parser with the list of
the rule's parts: a :class:`Lexeme` for a token, what a method here returned for a
rule, None for an optional part that is not there.
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias, cast

from mofgen.mof.parser import Lexeme
from mofgen.provider.wql.classes import is_intrinsic_event
from mofgen.provider.wql.errors import Span
from mofgen.provider.wql.literals import LiteralMistake, number, string
from mofgen.provider.wql.tree import (
    FILTERS,
    And,
    Associators,
    Comparison,
    Condition,
    Constant,
    EventSelect,
    Isa,
    IsNull,
    Like,
    Not,
    Operator,
    Or,
    PropertyPath,
    References,
    Select,
)
from mofgen.runtime.errors import PathError
from mofgen.runtime.path_text import read_path
from mofgen.suggest import did_you_mean

Parts: TypeAlias = "list[Any]"

_FLIPPED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_FLAGS: Final = {"class_defs_only", "keys_only", "schema_only"}
_FIELDS: Final = {word.lower(): attribute for attribute, word in FILTERS.items()}


class Mistake(Exception):
    """What the grammar allows and WQL does not, or what is wrong within a token.

    The parameters are those of :class:`~mofgen.provider.wql.errors.WqlError`.
    """

    def __init__(
        self,
        reason: str,
        span: Span,
        expected: tuple[str, ...] = (),
        hint: str | None = None,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.span = span
        self.expected = expected
        self.hint = hint


class _Null:
    """NULL as an operand."""

    def __init__(self, span: Span) -> None:
        self.span = span


def span_of(lexeme: Lexeme) -> Span:
    """Where a token stands."""
    return Span(lexeme.pos, len(lexeme.text))


class TreeBuilder:
    """Builds the nodes; it keeps nothing from one call to the next."""

    # --- SELECT

    def select(self, parts: Parts) -> Select | EventSelect:
        listed, class_name, within, where = parts
        properties = None if isinstance(listed, Lexeme) else tuple(listed)
        span = span_of(class_name)
        name = class_name.text
        if within is None and not is_intrinsic_event(name):
            return Select(name, properties, where, span=span)
        return EventSelect(name, properties, within, where, span=span)

    def properties(self, parts: Parts) -> Parts:
        return parts

    def listed(self, parts: Parts) -> PropertyPath:
        return self.property(parts)

    def within(self, parts: Parts) -> float:
        seconds = _read_number(parts[0])
        if seconds <= 0:
            raise Mistake(
                "an interval is longer than 0 seconds",
                span_of(parts[0]),
                ("a number of seconds",),
            )
        return float(seconds)

    # --- Conditions

    def disjunction(self, parts: Parts) -> Or:
        return Or(tuple(parts))

    def conjunction(self, parts: Parts) -> And:
        return And(tuple(parts))

    def negation(self, parts: Parts) -> Not:
        return Not(parts[1])

    def comparison(self, parts: Parts) -> Condition:
        left, operator, right = parts
        sign = "<>" if operator.text == "!=" else operator.text
        if not isinstance(left, PropertyPath):
            left, right = right, left
            sign = _FLIPPED.get(sign, sign)
        if not isinstance(left, PropertyPath):
            is_text = isinstance(left, Constant) and isinstance(left.value, str)
            hint = "a property stands without quotes" if is_text else None
            raise Mistake(
                "a comparison needs a property", left.span, ("a property",), hint
            )
        if not isinstance(right, _Null):
            return Comparison(left, cast("Operator", sign), right)
        if sign not in ("=", "<>"):
            raise Mistake(
                f'NULL can\'t be compared by "{operator.text}"',
                span_of(operator),
                ("IS NULL", "IS NOT NULL"),
            )
        return IsNull(left, is_not=sign == "<>")

    def like(self, parts: Parts) -> Like:
        return Like(parts[0], _read_string(parts[1]))

    def is_null(self, parts: Parts) -> IsNull:
        return IsNull(parts[0], is_not=parts[1] is not None)

    def isa(self, parts: Parts) -> Isa:
        path, name = parts
        is_quoted = name.type == "STRING"
        class_name = _read_string(name) if is_quoted else name.text
        if not class_name.isidentifier():
            raise Mistake("this is no class name", span_of(name), ("a class name",))
        return Isa(path, class_name, span_of(name))

    def property(self, parts: Parts) -> PropertyPath:
        first, last = parts[0], parts[-1]
        span = Span(first.pos, last.pos + len(last.text) - first.pos)
        return PropertyPath(tuple(each.text for each in parts), span)

    def literal(self, parts: Parts) -> Constant | _Null:
        token = parts[0]
        span = span_of(token)
        if token.type == "STRING":
            return Constant(_read_string(token), span)
        if token.type == "NUMBER":
            return Constant(_read_number(token), span)
        return (
            _Null(span)
            if token.type == "NULL"
            else Constant(token.type == "TRUE", span)
        )

    # --- Associations

    def associators(self, parts: Parts) -> Associators:
        path, *filters = parts
        text, span = _read_path(path)
        return Associators(text, **_filled(Associators, filters), span=span)

    def references(self, parts: Parts) -> References:
        path, *filters = parts
        text, span = _read_path(path)
        return References(text, **_filled(References, filters), span=span)

    def filter(self, parts: Parts) -> tuple[Lexeme, Lexeme | None]:
        name, *equal_and_value = parts
        return name, equal_and_value[-1]


def _read_string(token: Lexeme) -> str:
    try:
        return string(token.text)
    except LiteralMistake as error:
        raise _within(token, error) from None


def _read_number(token: Lexeme) -> int | float:
    try:
        return number(token.text)
    except LiteralMistake as error:
        raise _within(token, error) from None


def _within(token: Lexeme, error: LiteralMistake) -> Mistake:
    span = Span(token.pos + error.span.pos, error.span.length)
    return Mistake(error.reason, span, hint=error.hint)


def _read_path(token: Lexeme) -> tuple[str, Span]:
    """The path between braces, once it is clear that it is one."""
    inner = token.text[1:-1]
    path = inner.strip()
    pos = token.pos + 1 + len(inner) - len(inner.lstrip())
    try:
        read_path(path)
    except PathError as error:
        at = Span(pos + error.column - 1)
        raise Mistake("this is no object path", at, (error.expected,)) from None
    return path, Span(pos, len(path))


def _filled(
    statement: type[Associators | References],
    filters: list[tuple[Lexeme, Lexeme | None] | None],
) -> dict[str, Any]:
    """The fields that the filters of a statement fill."""
    fields: dict[str, Any] = {}
    for each in filters:
        if each is None:
            continue
        name, value = each
        field = _field(statement, name)
        if field in fields:
            raise Mistake(f"{FILTERS[field]} is given twice", span_of(name))
        if field in _FLAGS and value is not None:
            raise Mistake(f"{FILTERS[field]} has no value", span_of(value))
        if field not in _FLAGS and value is None:
            at = Span(name.pos + len(name.text))
            raise Mistake(f"{FILTERS[field]} lacks its value", at, ('"="',))
        fields[field] = True if value is None else value.text
    return fields


def _field(statement: type[Associators | References], name: Lexeme) -> str:
    word = name.text.lower()
    known = [
        FILTERS[each] for each in statement.__dataclass_fields__ if each in FILTERS
    ]
    if word in ("and", "or", "not"):
        raise Mistake(
            f'unexpected "{name.text}"',
            span_of(name),
            hint="filters stand side by side, with blanks between them",
        )
    field = _FIELDS.get(word)
    if field is None:
        near = did_you_mean(name.text, known)
        raise Mistake(
            f'unknown filter "{name.text}"{near}', span_of(name), tuple(known)
        )
    if FILTERS[field] not in known:
        verb = f"{statement.__name__.upper()} OF"
        raise Mistake(
            f"{verb} has no filter {FILTERS[field]}", span_of(name), tuple(known)
        )
    return field
