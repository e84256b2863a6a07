"""The terms of a condition, against the class that its query asks for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from mofgen.provider.wql.classes import (
    SYSTEM_PROPERTIES,
    ClassInfo,
    PropertyInfo,
    known_class,
)
from mofgen.provider.wql.comparing import (
    Kind,
    Mismatch,
    Test,
    described,
    kind_of_type,
    test_for,
    test_pair,
)
from mofgen.provider.wql.errors import Span, WqlError
from mofgen.provider.wql.tree import (
    Comparison,
    Constant,
    EventSelect,
    Isa,
    Like,
    PropertyPath,
    Select,
)
from mofgen.runtime.datetimes import CimDateTime
from mofgen.runtime.like import like_test
from mofgen.runtime.references import Ref
from mofgen.suggest import did_you_mean

_HAVE_TEXT = ("text", "datetime", "reference", None)


class _Typed(NamedTuple):
    """A property as its class has it; ``info`` is None where the class is unknown."""

    names: tuple[str, ...]
    info: PropertyInfo | None

    @property
    def kind(self) -> Kind | None:
        """What its values are, None where only they can tell."""
        if self.info is None:
            return None
        return "object" if self.info.is_embedded else kind_of_type(self.info.type)


class TypedTerms:
    """What single terms of a query's condition mean for one class.

    Parameters
    ----------
    query:
        The query.
    cls:
        The class that it asks for; None for one of which nothing is known. Classes
        of intrinsic events and ``meta_class`` need not be given.

    Raises
    ------
    WqlError
        From every method, where the class has no such property or the property no
        such values.
    """

    def __init__(self, query: Select | EventSelect, cls: ClassInfo | None) -> None:
        self._query = query
        self._cls = known_class(query.class_name) if cls is None else cls

    def names(self, path: PropertyPath) -> tuple[str, ...]:
        """The names of a path, in the spelling of the class where that is known."""
        return self._typed(path).names

    def constant_test(self, term: Comparison, constant: Constant) -> Test:
        """What compares a value of the property, which is not NULL."""
        typed = self._comparable(term.property)
        try:
            return test_for(typed.kind, term.operator, constant.value)
        except Mismatch as error:
            reason = f"{term.property}{_type_of(typed)}{error.reason}"
            raise self._mistake(reason, constant.span, error.expected) from None

    def pair_test(
        self, term: Comparison, other: PropertyPath
    ) -> Callable[[Any, Any], bool]:
        """What compares values of both properties, which are not NULL."""
        left = self._comparable(term.property).kind
        right = self._comparable(other).kind
        try:
            return test_pair(left, right, term.operator)
        except Mismatch as error:
            reason = f"{term.property} and {other}{error.reason}"
            raise self._mistake(reason, other.span, error.expected) from None

    def like_test(self, term: Like) -> Callable[[Any], bool | None]:
        """What matches a value of the property; it gives None for what is no text."""
        typed = self._comparable(term.property)
        if typed.kind not in _HAVE_TEXT:
            reason = f"LIKE needs text, and {term.property}{_type_of(typed)}"
            raise self._mistake(reason, term.property.span)
        matches = like_test(term.pattern)

        def test(value: object) -> bool | None:
            is_text = isinstance(value, (str, CimDateTime, Ref))
            return matches(str(value)) if is_text else None

        return test

    def isa_names(self, term: Isa) -> tuple[str, ...]:
        """The names of the property, which holds an object or is ``__this``."""
        typed = self._comparable(term.property)
        if typed.kind not in ("object", None):
            reason = f"ISA needs an object, and {term.property}{_type_of(typed)}"
            hint = "__this ISA 'Class' asks for the class of the object itself"
            raise self._mistake(reason, term.property.span, hint=hint)
        return typed.names

    def _comparable(self, path: PropertyPath) -> _Typed:
        typed = self._typed(path)
        if typed.info is not None and typed.info.is_array:
            reason = f"{path} is an array: only IS NULL can ask for it"
            raise self._mistake(reason, path.span)
        return typed

    def _typed(self, path: PropertyPath) -> _Typed:
        first, *rest = path.names
        info = self._find(first, path)
        if not rest:
            return _Typed((info.name if info else first,), info)
        if info is not None and (info.is_array or not info.is_embedded):
            reason = f"{first} is {_described(info)} and has no properties"
            raise self._mistake(reason, path.span)
        # Of what class the object is shows when it is there.
        names = (info.name if info else first, *rest)
        return _Typed(names, SYSTEM_PROPERTIES.get(rest[-1].lower()))

    def _find(self, name: str, path: PropertyPath) -> PropertyInfo | None:
        system = SYSTEM_PROPERTIES.get(name.lower())
        if system is not None or self._cls is None:
            return system
        found = self._cls.find(name)
        if found is not None:
            return found
        known = [each.name for each in self._cls.properties.values()]
        known += [each.name for each in SYSTEM_PROPERTIES.values()]
        near = did_you_mean(name, known)
        reason = f'{self._cls.name} has no property "{name}"{near}'
        span = None if path.span is None else Span(path.span.pos, len(name))
        hint = "a string stands in quotes" if self._is_compared(path) else None
        raise self._mistake(reason, span, hint=hint)

    def _is_compared(self, path: PropertyPath) -> bool:
        """Whether the path is the right side of a comparison: meant as a string?"""
        if path.span is None:
            return False
        before = self._query.text[: path.span.pos].rstrip()
        return before.endswith(("=", "<", ">"))

    def _mistake(
        self,
        reason: str,
        span: Span | None,
        expected: tuple[str, ...] = (),
        hint: str | None = None,
    ) -> WqlError:
        text = self._query.text
        return WqlError(reason, text, span if text else None, expected, hint)


def _type_of(typed: _Typed) -> str:
    return "" if typed.info is None else f" is {_described(typed.info)}"


def _described(info: PropertyInfo) -> str:
    if info.is_array:
        return "an array"
    return described("object") if info.is_embedded else f"of type {info.type}"
