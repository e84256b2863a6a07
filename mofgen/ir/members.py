"""The members that a class declares: properties, methods and their parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from mofgen.ir.amend import Amended, ClassAmendment, merge
from mofgen.ir.checks.overrides import OverrideChecks
from mofgen.ir.checks.value_lists import VALUE_LISTS, check_value_lists
from mofgen.ir.findings import Findings, name_place
from mofgen.ir.model import Class, Method, Parameter, Property, Qualifier, Value
from mofgen.ir.qualifiers import QualifierTable
from mofgen.ir.targets import Targets
from mofgen.ir.values import Misfit, fit
from mofgen.mof import tree
from mofgen.mof.diagnostics import Note, Place
from mofgen.mof.tree import ABSENT
from mofgen.suggest import did_you_mean

Member = TypeVar("Member", Property, Method)
_Written = TypeVar("_Written", tree.Property, tree.Method, tree.Parameter)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The class in which members are read.

    Parameters
    ----------
    above:
        The resolved superclass, None for a root class.
    is_complete:
        Whether all classes above are known; if not, members can't be missed.
    """

    declaration: tree.ClassDeclaration
    above: Class | None
    is_complete: bool
    amendment: ClassAmendment


class MemberReader:
    """Turns written members into those of the schema, and checks them."""

    def __init__(
        self,
        table: QualifierTable,
        targets: Targets,
        overrides: OverrideChecks,
        findings: Findings,
    ) -> None:
        self._table = table
        self._targets = targets
        self._overrides = overrides
        self._findings = findings

    def properties(self, within: Surroundings) -> dict[str, Property]:
        """The properties that the class declares, overrides and amends."""
        inherited = within.above.properties if within.above else {}
        written = self._unique(
            "property", within.declaration.name, within.declaration.properties, within
        )
        own = {
            key: self._property(one, inherited, within) for key, one in written.items()
        }
        self._amend_inherited(own, inherited, within.amendment.properties, within)
        return own

    def methods(self, within: Surroundings) -> dict[str, Method]:
        """The methods that the class declares, overrides and amends."""
        inherited = within.above.methods if within.above else {}
        written = self._unique(
            "method", within.declaration.name, within.declaration.methods, within
        )
        own = {
            key: self._method(one, inherited, within) for key, one in written.items()
        }
        self._amend_inherited(own, inherited, within.amendment.methods, within)
        return own

    def _amend_inherited(
        self,
        own: dict[str, Member],
        inherited: Mapping[str, Member],
        amendments: Mapping[str, Sequence[Amended]],
        within: Surroundings,
    ) -> None:
        """Declare anew in this class what it inherits and an amendment changes."""
        for key, amended in amendments.items():
            above = inherited.get(key)
            if key in own or above is None:
                continue
            scope = "method" if isinstance(above, Method) else _scope(above.type)
            qualifiers = self._table.inherited(above.qualifiers)
            own[key] = replace(
                above,
                qualifiers=merge(qualifiers, amended, scope, self._table),
                declared_in=within.declaration.name,
            )

    def _property(
        self,
        written: tree.Property,
        inherited: Mapping[str, Property],
        within: Surroundings,
    ) -> Property:
        source = within.declaration.source
        class_name = within.declaration.name
        key = written.name.lower()
        own = self._table.read(written.qualifiers, _scope(written.type.name), source)
        above = self._overridden(written, own, inherited, within)
        if above is not None:
            self._overrides.same_type(written, above, source)
            self._table.below(
                own, above.qualifiers, written.qualifiers, source, above.declared_in
            )
        amended = within.amendment.properties.get(key, ())
        merge(own, amended, _scope(written.type.name), self._table)
        result = Property(
            written.name,
            written.type.name,
            self._targets.spelled(written.type.class_name),
            written.is_array,
            written.array_size,
            self._default(written, within),
            own,
            class_name if above is None else above.class_origin,
            class_name,
        )
        self._check_element(written, result, within)
        if result.is_key and within.above is not None:
            self._overrides.key_allowed(written, above, within.above, source)
        return result

    def _method(
        self,
        written: tree.Method,
        inherited: Mapping[str, Method],
        within: Surroundings,
    ) -> Method:
        source = within.declaration.source
        class_name = within.declaration.name
        key = written.name.lower()
        own = self._table.read(written.qualifiers, "method", source)
        above = self._overridden(written, own, inherited, within)
        if above is not None:
            self._overrides.same_type(written, above, source)
            self._overrides.same_parameters(written, above, source)
            self._table.below(
                own, above.qualifiers, written.qualifiers, source, above.declared_in
            )
        merge(own, within.amendment.methods.get(key, ()), "method", self._table)
        parameters = self._unique("parameter", written.name, written.parameters, within)
        result = Method(
            written.name,
            written.type.name,
            self._targets.spelled(written.type.class_name),
            written.is_array,
            {k: self._parameter(one, key, within) for k, one in parameters.items()},
            own,
            class_name if above is None else above.class_origin,
            class_name,
        )
        self._check_element(written, result, within)
        return result

    def _parameter(
        self, written: tree.Parameter, method: str, within: Surroundings
    ) -> Parameter:
        # The parameters of an overriding method take nothing from those that it
        # overrides: neither WMI nor pywbem has them inherit qualifiers.
        source = within.declaration.source
        own = self._table.read(written.qualifiers, "parameter", source)
        amended = within.amendment.parameters.get((method, written.name.lower()), ())
        result = Parameter(
            written.name,
            written.type.name,
            self._targets.spelled(written.type.class_name),
            written.is_array,
            written.array_size,
            self._default(written, within),
            merge(own, amended, "parameter", self._table),
        )
        self._check_element(written, result, within)
        return result

    def _overridden(
        self,
        written: tree.Property | tree.Method,
        own: Mapping[str, Qualifier],
        inherited: Mapping[str, Member],
        within: Surroundings,
    ) -> Member | None:
        """The inherited member that a declaration overrides, None for a new one.

        The qualifier Override names it; without the qualifier a member of the same
        name is meant, as for WMI. WMI never looks at the qualifier, so that it may
        name anything where the text does not declare it.
        """
        override = own.get("override")
        name = written.name
        if override is not None and isinstance(override.value, str):
            # Old schemas name the class too: Override("CIM_Base.Name").
            name = override.value.rpartition(".")[2]
        found = inherited.get(name.lower())
        if found is not None or override is None:
            return found
        if not self._table.declares("override"):
            return inherited.get(written.name.lower())
        if within.is_complete:
            declaration = within.declaration
            why = (
                f"{declaration.superclass} has no such member"
                if declaration.superclass
                else f"{declaration.name} has no superclass"
            )
            names = [one.name for one in inherited.values()]
            self._findings.error(
                "unknown-override",
                f"{written.name} overrides {name}, but {why}"
                + did_you_mean(name, names),
                name_place(declaration.source, written.pos, written.name),
            )
        return None

    def _default(
        self, written: tree.Property | tree.Parameter, within: Surroundings
    ) -> Value:
        if written.default is ABSENT or written.default is None:
            return None
        type_ = written.type.name
        try:
            return fit(
                written.default,
                # A reference by default is an object path.
                "string" if type_ == "reference" else type_,
                written.is_array,
                array_size=written.array_size,
            )
        except Misfit as misfit:
            pos = getattr(written, "default_pos", written.pos)
            self._findings.error(
                "bad-default" if misfit.code == "wrong-type" else misfit.code,
                f"{written.name} {misfit.message}",
                Place(within.declaration.source, pos),
            )
            return None

    def _check_element(
        self,
        written: tree.Property | tree.Method | tree.Parameter,
        result: Property | Method | Parameter,
        within: Surroundings,
    ) -> None:
        source = within.declaration.source
        self._targets.check(written, source)
        if not VALUE_LISTS.isdisjoint(result.qualifiers):
            check_value_lists(
                written.name,
                result.type,
                name_place(source, written.pos, written.name),
                result.qualifiers,
                written.qualifiers,
                source,
                self._findings,
            )

    def _unique(
        self, kind: str, owner: str, written: Sequence[_Written], within: Surroundings
    ) -> dict[str, _Written]:
        """The members by lower-case name; the first counts where there are two."""
        result: dict[str, _Written] = {}
        for one in written:
            first = result.setdefault(one.name.lower(), one)
            if first is not one:
                source = within.declaration.source
                self._findings.error(
                    f"duplicate-{kind}",
                    f"{owner} has another {kind} {one.name} already",
                    name_place(source, one.pos, one.name),
                    Note("first here", name_place(source, first.pos, first.name)),
                )
        return result


def _scope(type_: str) -> str:
    return "reference" if type_ == "reference" else "property"
