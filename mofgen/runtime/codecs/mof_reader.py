"""Instances from MOF text: one ``instance of X { ... };`` (DSP0004 7.8)."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any, TypeVar, overload

from mofgen.runtime.codecs.columns import Column, columns_by_name, restored
from mofgen.runtime.codecs.errors import CodecError
from mofgen.runtime.codecs.limits import MAX_EMBEDDED
from mofgen.runtime.codecs.mof_tokens import Token, Tokens
from mofgen.runtime.codecs.names import Names, OnUnknown
from mofgen.runtime.codecs.references import ref_from_text
from mofgen.runtime.errors import CimError
from mofgen.runtime.instance import Instance, class_table

I = TypeVar("I", bound=Instance)  # noqa: E741

_LITERALS = ("string", "char", "number", "boolean")


@overload
def from_mof(text: str, of: type[I], *, unknown: OnUnknown = "refuse") -> I: ...
@overload
def from_mof(
    text: str, of: ModuleType, *, unknown: OnUnknown = "refuse"
) -> Instance: ...
def from_mof(
    text: str, of: ModuleType | type[Instance], *, unknown: OnUnknown = "refuse"
) -> Instance:
    """The instance that a MOF text says.

    Comments, pragmas, qualifiers and an alias of the instance are passed over;
    names may be in any case, integers in any base, strings in several parts.

    Parameters
    ----------
    text:
        The text, with one instance.
    of, unknown:
        As for :func:`~mofgen.runtime.codecs.cimxml_reader.from_cimxml`; unknown
        names are refused unless you say otherwise, for people write MOF.

    Raises
    ------
    CodecError
        Where the text is no such instance; it says line and column.
    """
    names = Names(of, unknown)
    return _read(text, names, names.class_of_text, 0)


ClassOf = Callable[[str], "type[Instance]"]


def _read(text: str, names: Names, class_of: ClassOf, depth: int) -> Instance:
    tokens = Tokens(text)
    made = _Reader(tokens, names).instance(class_of, depth)
    tokens.expect_mark(";", "after the instance")
    while tokens.take_mark(";"):
        pass
    if tokens.next.kind != "end":
        tokens.fail(f"one instance is read, and {tokens.next} follows it", tokens.next)
    return made


class _Reader:
    """Reads the instances of one text."""

    def __init__(self, tokens: Tokens, names: Names) -> None:
        self._tokens = tokens
        self._names = names

    def instance(self, class_of: ClassOf, depth: int) -> Instance:
        """The instance that comes next."""
        tokens = self._tokens
        if depth > MAX_EMBEDDED:
            problem = f"instances are embedded more than {MAX_EMBEDDED} deep"
            tokens.fail(problem, tokens.next)
        self._skip_qualifiers()
        for word in ("instance", "of"):
            if not tokens.next.is_word(word):
                problem = f"expected 'instance of', found {tokens.next}"
                tokens.fail(problem, tokens.next)
            tokens.take()
        name = tokens.expect_name("the name of a class")
        cls = self._located(name, "", class_of, name.value)
        if tokens.next.is_word("as"):
            tokens.take()
            if tokens.take().kind != "alias":
                tokens.fail("expected an alias after 'as'", tokens.next)
        tokens.expect_mark("{", "after the class")
        values: dict[str, Any] = {}
        while not tokens.take_mark("}"):
            self._property(cls, values, depth)
        return restored(cls, values)

    def _property(
        self, cls: type[Instance], values: dict[str, Any], depth: int
    ) -> None:
        tokens = self._tokens
        self._skip_qualifiers()
        name = tokens.expect_name("the name of a property, or '}'")
        tokens.expect_mark("=", f"after {name.value}")
        of = class_table(cls).name
        column = columns_by_name(cls).get(name.value.lower())
        if column is None:
            self._located(name, "", self._names.tell, "property", of, name.value)
            self._skip_value()
        elif column.attribute in values:
            tokens.fail(f"property {name.value} is given twice", name)
        else:
            values[column.attribute] = self._value(column, f"{of}.{column.name}", depth)
        tokens.expect_mark(";", f"after the value of {name.value}")

    def _value(self, column: Column, where: str, depth: int) -> Any:
        tokens = self._tokens
        first = tokens.next
        if first.kind == "null":
            tokens.take()
            return None
        if first.is_mark("{") != column.is_array:
            a = "an array: {...}" if column.is_array else "one value, not an array"
            tokens.fail(f"{column.name} is {a}", first, where)
        if not tokens.take_mark("{"):
            return self._one(column, where, depth)
        items: list[Any] = []
        while not tokens.take_mark("}"):
            if items:
                tokens.expect_mark(",", "or '}' after an element")
            items.append(self._one(column, f"{where}[{len(items)}]", depth))
        return tuple(items)

    def _one(self, column: Column, where: str, depth: int) -> Any:
        """One value of a property."""
        tokens = self._tokens
        first = tokens.next
        if first.kind == "null":
            tokens.take()
            return None
        if first.is_word("instance"):
            if not column.is_embedded:
                tokens.fail(f"{column.name} is {column.type}", first, where)
            return self.instance(self._class_of(column), depth + 1)
        if first.kind == "alias":
            tokens.fail(
                f"the alias {first.value} names no instance of this text: give its path",
                first,
                where,
            )
        if first.kind not in _LITERALS:
            tokens.fail(f"expected a value, found {first}", first, where)
        literal = tokens.take()
        if literal.kind == "string" and tokens.next.kind == "string":
            parts = [literal.value]
            while tokens.next.kind == "string":
                parts.append(tokens.take().value)
            literal = Token("string", "".join(parts), literal.at)
        return self._located(literal, where, self._meaning, column, literal, depth)

    def _meaning(self, column: Column, literal: Token, depth: int) -> Any:
        """What a literal says in this column; raises CimError."""
        value = literal.value
        if literal.kind == "char" and column.type != "char16":
            raise CodecError(f"a character in single quotes is no {column.type}")
        if not (column.is_reference or column.is_embedded):
            return column.check(value)
        if literal.kind != "string":
            raise CodecError(f"expected a string, found {literal}")
        if column.is_reference:
            return ref_from_text(value, self._names)
        if not value.strip():
            return None
        try:
            return _read(value, self._names, self._class_of(column), depth + 1)
        except CodecError as error:
            raise CodecError(f"in the text: {error}") from None

    def _class_of(self, column: Column) -> ClassOf:
        return lambda name: self._names.class_of_value(name, column.class_name)

    def _skip_qualifiers(self) -> None:
        if self._tokens.next.is_mark("["):
            self._skip("[", "]")

    def _skip_value(self) -> None:
        """Pass over a value, up to the semicolon that ends it."""
        tokens = self._tokens
        while not tokens.next.is_mark(";"):
            if tokens.next.is_mark("{"):
                self._skip("{", "}")
            elif tokens.take().kind == "end":
                tokens.fail("a value has no ';' after it", tokens.next)

    def _skip(self, opening: str, closing: str) -> None:
        """Pass over everything up to the mark that closes the next one."""
        tokens = self._tokens
        start, depth = tokens.next, 0
        while True:
            token = tokens.take()
            if token.kind == "end":
                tokens.fail(f"{opening!r} has no {closing!r}", start)
            depth += token.is_mark(opening) - token.is_mark(closing)
            if not depth:
                return

    def _located(
        self, token: Token, where: str, function: Callable[..., Any], *given: Any
    ) -> Any:
        """What a function gives; its errors with the place of the token."""
        try:
            return function(*given)
        except CimError as error:
            self._tokens.fail(str(error), token, where)
