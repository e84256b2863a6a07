"""Qualifiers: their types, their values, their flavors and their propagation.

The rules are those of DSP0004 5.6 (qualifiers) and 7.8 (their declarations). WMI
lets a text use qualifiers that nothing declares. Those that the table of
:mod:`mofgen.ir.standard` knows count as if they had been declared; any other takes
its type from its value and is not propagated, which is WMI's default. WMI's short
declaration changes the flavors of both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from mofgen.ir.findings import Findings, name_place
from mofgen.ir.inheritance import Inheritance
from mofgen.ir.model import Qualifier, Qualifiers, QualifierType, Value
from mofgen.ir.qualifier_types import (
    elements_in,
    fit_qualifier,
    flavor_changes,
    qualifier_type,
    type_by_use,
)
from mofgen.ir.standard import standard_qualifiers
from mofgen.ir.values import Misfit
from mofgen.mof import tree
from mofgen.mof.diagnostics import Note, Place
from mofgen.mof.source import Source
from mofgen.mof.tree import ABSENT


@dataclass(slots=True)
class _Kind:
    """A qualifier type as the resolver uses it."""

    type: QualifierType
    declared: tree.QualifierDeclaration | None
    allowed: frozenset[str]
    # The flavors of a short declaration, in front of those written in place. The
    # type is without them: it is what holds where the text does not stand.
    flavors: tuple[str, ...] = ()
    # Qualifiers without text of their own, such as [Key], by spelling, value and
    # flavors: one object serves all elements.
    shared: dict[tuple[str, Value, tuple[str, ...]], Qualifier] = field(
        default_factory=dict
    )
    # The type as flavors written in place change it.
    flavored: dict[tuple[str, ...], QualifierType] = field(default_factory=dict)

    def with_flavors(self, flavors: tuple[str, ...]) -> QualifierType:
        flavors = self.flavors + flavors
        if not flavors:
            return self.type
        found = self.flavored.get(flavors)
        if found is None:
            found = replace(self.type, **flavor_changes(flavors))
            self.flavored[flavors] = found
        return found


class QualifierTable:
    """All qualifier types of a schema, and the reading of qualifier lists.

    Parameters
    ----------
    declared:
        Qualifier declarations of the texts by lower-case name.
    flavors:
        Flavors from short declarations by lower-case name. A qualifier that is
        declared in full has those of its declaration.
    inheritance:
        Shares what comes down among all elements that it comes down to.
    """

    def __init__(
        self,
        declared: Mapping[str, tree.QualifierDeclaration],
        flavors: Mapping[str, tuple[str, ...]],
        inheritance: Inheritance,
        findings: Findings,
    ) -> None:
        self._flavors = flavors
        self._inheritance = inheritance
        self._findings = findings
        self._kinds: dict[str, _Kind] = {}
        for key, declaration in declared.items():
            self._kinds[key] = self._declared_kind(declaration)

    @property
    def types(self) -> dict[str, QualifierType]:
        """The declared types, then the implied ones that the texts use."""
        return {key: kind.type for key, kind in self._kinds.items()}

    def declares(self, name: str) -> bool:
        """Whether a text declares the qualifier ``name`` (in lower case)."""
        kind = self._kinds.get(name)
        return kind is not None and kind.declared is not None

    def read(
        self, written: Sequence[tree.Qualifier], scope: str, source: Source
    ) -> dict[str, Qualifier]:
        """The qualifiers of one element as written on it.

        Parameters
        ----------
        scope:
            What the element is: ``class``, ``association``, ``indication``,
            ``property``, ``reference``, ``method`` or ``parameter``.
        """
        result: dict[str, Qualifier] = {}
        for one in written:
            key = one.name.lower()
            kind = self._kinds.get(key) or self._implied_kind(key, one)
            if scope not in kind.allowed:
                self._out_of_scope(one, kind, scope, source)
            if key in result:
                self._findings.error(
                    "duplicate-qualifier",
                    f"Qualifier {one.name} is given twice",
                    name_place(source, one.pos, one.name),
                    Note("first given here", _place_of(key, written, source)),
                )
            result[key] = self._read_one(one, kind, source)
        return result

    def inherited(self, above: Qualifiers) -> dict[str, Qualifier]:
        """The qualifiers of an element that is inherited as it is."""
        return {key: self._inheritance.propagated(q) for key, q in above.items()}

    def below(
        self,
        own: dict[str, Qualifier],
        inherited: Qualifiers,
        written: Sequence[tree.Qualifier],
        source: Source,
        above: str,
    ) -> dict[str, Qualifier]:
        """``own`` together with what comes down from the element above.

        A qualifier with the flavor ToSubclass comes down unless it is given anew;
        one with DisableOverride must then keep its value.

        Parameters
        ----------
        above:
            The class of the element above, to be named in an error.
        """
        for key, high in inherited.items():
            if not high.to_subclass:
                continue
            low = own.get(key)
            if low is None:
                own[key] = self._inheritance.propagated(high)
            elif not high.overridable:
                if low.value != high.value:
                    self._findings.error(
                        "qualifier-not-overridable",
                        f"Qualifier {low.name} can't be changed below {above}: "
                        "it has the flavor DisableOverride",
                        _place_of(key, written, source),
                    )
                own[key] = self._inheritance.propagated(low)
        return own

    def _declared_kind(self, declaration: tree.QualifierDeclaration) -> _Kind:
        try:
            type_ = qualifier_type(declaration)
        except Misfit as misfit:
            self._findings.error(
                "bad-default" if misfit.code == "wrong-type" else misfit.code,
                f"Qualifier {declaration.name} {misfit.message}",
                name_place(declaration.source, declaration.pos, declaration.name),
            )
            type_ = qualifier_type(replace(declaration, default=None))
        return _Kind(type_, declaration, elements_in(type_.scopes))

    def _implied_kind(self, key: str, use: tree.Qualifier) -> _Kind:
        type_ = standard_qualifiers().get(key) or type_by_use(use)
        flavors = self._flavors.get(key, ())
        kind = _Kind(type_, None, elements_in(type_.scopes), flavors)
        self._kinds[key] = kind
        return kind

    def _read_one(
        self, written: tree.Qualifier, kind: _Kind, source: Source
    ) -> Qualifier:
        type_ = kind.with_flavors(written.flavors)
        value = written.value
        if value is ABSENT:
            fitted: Value = True if type_.type == "boolean" else type_.default
        elif isinstance(value, str) and type_.type == "string" and not type_.is_array:
            fitted = value
        else:
            try:
                fitted = fit_qualifier(value, type_)
            except Misfit as misfit:
                return self._read_misfit(written, kind, misfit, source)
        if isinstance(fitted, (str, tuple)):
            return _qualifier(written, type_, fitted)
        key = (written.name, fitted, written.flavors)
        found = kind.shared.get(key)
        if found is None:
            found = kind.shared[key] = _qualifier(written, type_, fitted)
        return found

    def _read_misfit(
        self, written: tree.Qualifier, kind: _Kind, misfit: Misfit, source: Source
    ) -> Qualifier:
        """A value of another type than the qualifier's.

        Where no text declares the qualifier it is taken as it is, as in WMI.
        """
        type_ = kind.with_flavors(written.flavors)
        if type_.implied:
            by_use = type_by_use(written)
            type_ = replace(type_, type=by_use.type, is_array=by_use.is_array)
            try:
                assert written.value is not ABSENT
                return _qualifier(written, type_, fit_qualifier(written.value, type_))
            except Misfit as other:
                misfit = other
        self._wrong_value(written, kind, misfit, source)
        return _qualifier(written, type_, None)

    def _wrong_value(
        self, written: tree.Qualifier, kind: _Kind, misfit: Misfit, source: Source
    ) -> None:
        notes = [_declared_here(kind.declared)] if kind.declared else []
        self._findings.error(
            "bad-qualifier-value" if misfit.code == "wrong-type" else misfit.code,
            f"Qualifier {written.name} {misfit.message}",
            Place(source, written.value_pos),
            *notes,
        )

    def _out_of_scope(
        self, written: tree.Qualifier, kind: _Kind, scope: str, source: Source
    ) -> None:
        scopes = ", ".join(sorted(kind.type.scopes))
        article = "an" if scope[0] in "ai" else "a"
        notes = [_declared_here(kind.declared)] if kind.declared else []
        self._findings.error(
            "qualifier-out-of-scope",
            f"Qualifier {written.name} can't stand on {article} {scope}; "
            f"its scope is {scopes}",
            name_place(source, written.pos, written.name),
            *notes,
        )


def _qualifier(
    written: tree.Qualifier, type_: QualifierType, value: Value
) -> Qualifier:
    return Qualifier(
        written.name,
        type_.type,
        value,
        type_.to_subclass,
        type_.overridable,
        type_.translatable,
        type_.to_instance,
    )


def _place_of(key: str, written: Sequence[tree.Qualifier], source: Source) -> Place:
    """The place of the first qualifier with this name."""
    found = next(q for q in written if q.name.lower() == key)
    return name_place(source, found.pos, found.name)


def _declared_here(declared: tree.QualifierDeclaration) -> Note:
    place = name_place(declared.source, declared.pos, declared.name)
    return Note("declared here", place)
