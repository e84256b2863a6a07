"""From the rules of the grammar to the nodes of the syntax tree.

One method per rule of ``grammar/mof.lark``, called by the parser with the list
of the rule's parts: a :class:`Lexeme` for a token, what a method here returned
for a rule, None for an optional part that is not there. Values, types and
qualifier lists travel with their offset, since an int has no room for one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from sys import intern
from typing import Any, NamedTuple, TypeAlias

from mofgen.mof.diagnostics import Diagnostic, Note, Place
from mofgen.mof.limits import MAX_DIAGNOSTICS
from mofgen.mof.literals import LiteralError, number, unescape
from mofgen.mof.parser import Lexeme
from mofgen.mof.source import Source
from mofgen.mof.tree import (
    ABSENT,
    AliasReference,
    Char16,
    ClassDeclaration,
    Declaration,
    InstanceDeclaration,
    Method,
    Parameter,
    Pragma,
    Property,
    PropertyValue,
    Qualifier,
    QualifierDeclaration,
    TypeName,
)
from mofgen.mof.words import (
    FLAVORS,
    INTRINSIC_TYPES,
    closest,
    misspelt_type,
)

Parts: TypeAlias = "list[Any]"


class Located(NamedTuple):
    """A value and where it begins."""

    value: Any
    pos: int


class _Array(NamedTuple):
    size: int | None


class _Returned(NamedTuple):
    type: Located
    is_array: bool


@dataclass(frozen=True, slots=True)
class _Words:
    """``Scope(...)`` or ``Flavor(...)`` of a qualifier declaration."""

    keyword: str
    words: tuple[str, ...]


_INTRINSIC = {name: TypeName(name) for name in INTRINSIC_TYPES}
_VOID = TypeName("void")
_CONSTANTS = {"TRUE": True, "FALSE": False, "NULL": None}


class TreeBuilder:
    """Builds the nodes of one source at a time.

    What is wrong inside a token (an escape, a number) goes to ``problems`` and
    does not stop the parser, which has understood the token around it.
    """

    def __init__(self) -> None:
        self.source = Source("", "")
        self.problems: list[Diagnostic] = []

    def begin(self, source: Source) -> None:
        """Builds nodes of ``source`` from here on."""
        self.source = source
        self.problems = []

    # --- The text and its declarations

    def mof(self, parts: Parts) -> list[Declaration]:
        return parts

    def pragma(self, parts: Parts) -> Pragma:
        _, name, *arguments = parts
        given = tuple(a for a in arguments if a is not None)
        return Pragma(self.source, name.text.lower(), given, name.pos)

    def pragma_argument(self, parts: Parts) -> str:
        # Paths and namespaces are written with single backslashes too, so only
        # the escapes that those need are escapes here.
        texts = (
            (
                p.text[1:-1].replace("\\\\", "\\").replace('\\"', '"')
                if p.type == "STRING"
                else p.text
            )
            for p in parts
        )
        return "".join(texts)

    def qualifier_declaration(self, parts: Parts) -> QualifierDeclaration:
        name, type_, array, default, *words = parts
        return QualifierDeclaration(
            source=self.source,
            name=intern(name.text),
            type=type_.text.lower(),
            is_array=array is not None,
            array_size=array.size if array else None,
            default=default.value if default else ABSENT,
            scopes=_words(words, "scope"),
            flavors=_words(words, "flavor"),
            pos=name.pos,
        )

    def qualifier_default(self, parts: Parts) -> Located:
        value: Located = _only(parts)
        return value

    def default_flavors(self, parts: Parts) -> Pragma:
        name, flavors = parts
        return Pragma(self.source, "qualifier", (name.text, *flavors), name.pos)

    def scopes(self, parts: Parts) -> _Words:
        return _Words("scope", tuple(intern(p.text) for p in parts))

    def flavors(self, parts: Parts) -> _Words:
        return _Words("flavor", self.applied_flavors(parts))

    # --- Qualifier lists

    def qualifier_list(self, parts: Parts) -> tuple[Qualifier, ...]:
        return with_flavors_after_commas(parts)

    def qualifier(self, parts: Parts) -> Qualifier:
        name, value, flavors = parts
        return Qualifier(
            intern(name.text),
            value.value if value else ABSENT,
            flavors or (),
            name.pos,
            value.pos if value else name.pos,
        )

    def applied_flavors(self, parts: Parts) -> tuple[str, ...]:
        for part in parts:
            if part.text.lower() not in FLAVORS:
                near = closest(part.text, (*FLAVORS.values(), *INTRINSIC_TYPES))
                message = f'"{part.text}" is no flavor of a qualifier'
                if near in INTRINSIC_TYPES:
                    message = f'unknown type "{part.text}"'
                self._report_at(part, "unknown-flavor", message, _meant(near))
        return tuple(intern(p.text) for p in parts)

    # --- Classes and their members

    def class_declaration(self, parts: Parts) -> ClassDeclaration:
        qualifiers, name, alias, superclass, body = parts
        above, alias_after = superclass or (None, None)
        members = body or []
        return ClassDeclaration(
            source=self.source,
            name=intern(name.text),
            superclass=intern(above.text) if above else None,
            alias=alias or alias_after,
            qualifiers=_list(qualifiers),
            properties=tuple(m for m in members if isinstance(m, Property)),
            methods=tuple(m for m in members if isinstance(m, Method)),
            namespace=None,
            pos=name.pos,
            superclass_pos=above.pos if above else name.pos,
        )

    def superclass(self, parts: Parts) -> tuple[Lexeme, str | None]:
        name, alias = parts
        return name, alias

    def alias(self, parts: Parts) -> str:
        return intern(_only(parts).text[1:])

    def class_body(self, parts: Parts) -> Parts:
        return parts

    def property(self, parts: Parts) -> Property:
        qualifiers, type_, name, array, default = parts
        return Property(
            intern(name.text),
            type_.value,
            array is not None,
            array.size if array else None,
            default.value if default else ABSENT,
            qualifiers.text if qualifiers else (),
            name.pos,
            type_.pos,
            default.pos if default else name.pos,
        )

    def method(self, parts: Parts) -> Method:
        qualifiers, returned, name, parameters = parts
        if not isinstance(returned, _Returned):
            returned = _Returned(returned, False)
        return Method(
            intern(name.text),
            returned.type.value,
            returned.is_array,
            parameters,
            _list(qualifiers),
            name.pos,
            returned.type.pos,
        )

    def parameters(self, parts: Parts) -> tuple[Parameter, ...]:
        return () if parts == [None] else tuple(parts)

    def parameter(self, parts: Parts) -> Parameter:
        qualifiers, type_, name, array, default = parts
        return Parameter(
            intern(name.text),
            type_.value,
            array is not None,
            array.size if array else None,
            default.value if default else ABSENT,
            _list(qualifiers),
            name.pos,
            type_.pos,
        )

    def array(self, parts: Parts) -> _Array:
        size = _only(parts)
        if size is None:
            return _Array(None)
        value = self._number(size)
        if not isinstance(value, int) or value < 1:
            self._report_at(size, "bad-array-size", "an array has 1 or more elements")
            return _Array(None)
        return _Array(value)

    def default(self, parts: Parts) -> Located:
        value: Located = _only(parts)
        return value

    # --- Types

    def intrinsic_type(self, parts: Parts) -> Located:
        word = _only(parts)
        return Located(_INTRINSIC[word.text.lower()], word.pos)

    def object_type(self, parts: Parts) -> Located:
        first, name = parts[0], parts[-1]
        if name is None:
            return Located(TypeName("object"), first.pos)
        if first is name and (meant := misspelt_type(name.text)):
            message = f'unknown type "{name.text}"'
            self._report_at(name, "unknown-type", message, _meant(meant))
        return Located(TypeName("object", intern(name.text)), first.pos)

    def reference_type(self, parts: Parts) -> Located:
        object_type = _only(parts)
        name = object_type.value.class_name
        return Located(TypeName("reference", name), object_type.pos)

    def return_type(self, parts: Parts) -> _Returned:
        type_, *array = parts
        if array:
            return _Returned(type_, True)
        return _Returned(Located(_VOID, type_.pos), False)

    # --- Instances

    def instance_declaration(self, parts: Parts) -> InstanceDeclaration:
        instance: InstanceDeclaration = _only(parts).value
        return instance

    def instance(self, parts: Parts) -> Located:
        qualifiers, keyword, name, alias, *values = parts
        node = InstanceDeclaration(
            source=self.source,
            class_name=intern(name.text),
            alias=alias,
            qualifiers=_list(qualifiers),
            values=tuple(values),
            namespace=None,
            pos=name.pos,
        )
        return Located(node, keyword.pos)

    def property_value(self, parts: Parts) -> PropertyValue:
        qualifiers, name, value = parts
        return PropertyValue(
            intern(name.text),
            value.value if value else None,
            _list(qualifiers),
            name.pos,
            value.pos if value else name.pos,
        )

    # --- Values

    def array_value(self, parts: Parts) -> Located:
        brace, *elements = parts
        values = tuple(e.value for e in elements if e is not None)
        return Located(values, brace.pos)

    literal_array = array_value

    def string(self, parts: Parts) -> Located:
        texts = [self._unescaped(p) for p in parts]
        return Located("".join(texts), parts[0].pos)

    def character(self, parts: Parts) -> Located:
        word = _only(parts)
        text = self._unescaped(word)
        if len(text) != 1:
            self._report_at(
                word, "bad-character", "a character literal has 1 character"
            )
        return Located(Char16(text), word.pos)

    def number(self, parts: Parts) -> Located:
        word = _only(parts)
        return Located(self._number(word), word.pos)

    def constant(self, parts: Parts) -> Located:
        word = _only(parts)
        return Located(_CONSTANTS[word.type], word.pos)

    def alias_reference(self, parts: Parts) -> Located:
        word = _only(parts)
        return Located(AliasReference(intern(word.text[1:]), word.pos), word.pos)

    # --- What is wrong inside a token

    def report(
        self, code: str, message: str, pos: int, length: int, hint: str | None = None
    ) -> None:
        """Notes an error that the parser itself does not see."""
        if len(self.problems) > MAX_DIAGNOSTICS:
            return
        notes = (Note(hint),) if hint else ()
        place = Place(self.source, pos, length)
        self.problems.append(Diagnostic(code, message, place, notes=notes))

    def _report_at(
        self, word: Lexeme, code: str, message: str, hint: str | None = None
    ) -> None:
        self.report(code, message, word.pos, len(word.text), hint)

    def _unescaped(self, literal: Lexeme) -> str:
        try:
            return unescape(literal.text[1:-1])
        except LiteralError as e:
            pos = literal.pos + 1 + e.offset
            self.report(e.code, e.message, pos, e.length, e.hint)
            return "?"

    def _number(self, literal: Lexeme) -> int | float:
        try:
            return number(literal.text)
        except LiteralError as e:
            self.report(e.code, e.message, literal.pos, e.length, e.hint)
            return 1


def with_flavors_after_commas(qualifiers: list[Qualifier]) -> tuple[Qualifier, ...]:
    """Takes ``Key : ToInstance, ToSubclass`` as one qualifier with two flavors.

    Annex A separates flavors by white space; some texts, whose compilers let it
    pass, by commas. No qualifier has the name of a flavor.
    """
    merged: list[Qualifier] = []
    more: list[str] = []
    for q in qualifiers:
        is_flavor = q.value is ABSENT and q.name.lower() in FLAVORS
        if is_flavor and merged and merged[-1].flavors:
            more += (q.name, *q.flavors)
            continue
        _add_flavors(merged, more)
        merged.append(q)
    _add_flavors(merged, more)
    return tuple(merged)


def _add_flavors(qualifiers: list[Qualifier], flavors: list[str]) -> None:
    """Moves ``flavors`` to the last of ``qualifiers``."""
    if flavors:
        last = qualifiers[-1]
        qualifiers[-1] = replace(last, flavors=(*last.flavors, *flavors))
        flavors.clear()


def _only(parts: Parts) -> Any:
    return parts[0]


def _list(lexeme: Lexeme | None) -> tuple[Qualifier, ...]:
    """The qualifiers of a QUALIFIER_LIST, which the parser has read already."""
    return lexeme.text if lexeme else ()


def _words(clauses: list[_Words], keyword: str) -> tuple[str, ...]:
    return tuple(w for c in clauses if c.keyword == keyword for w in c.words)


def _meant(word: str | None) -> str | None:
    return f"did you mean {word}?" if word else None
