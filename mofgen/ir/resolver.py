"""Syntax tree to resolved schema, in one pass over the classes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from mofgen.collector import collector_off
from mofgen.ir.amend import NOTHING, check_amendments, class_amendment, merge
from mofgen.ir.checks.class_rules import check_class
from mofgen.ir.checks.overrides import OverrideChecks
from mofgen.ir.declarations import Declarations, gather, namespace_path
from mofgen.ir.findings import Findings
from mofgen.ir.inheritance import Inheritance, indexed_schema
from mofgen.ir.instances import InstanceReader
from mofgen.ir.members import MemberReader, Surroundings
from mofgen.ir.model import Class, Qualifier, Schema
from mofgen.ir.order import Order, superclasses_first
from mofgen.ir.qualifiers import QualifierTable
from mofgen.ir.targets import Targets, add_system_classes
from mofgen.mof import tree


def resolve(
    document: tree.Document,
    *,
    amendments: Sequence[tree.Document] = (),
    external: Collection[str] = (),
) -> Schema:
    """The schema that ``document`` declares.

    Parameters
    ----------
    amendments:
        The texts of amendment files (.mfl), whose translated qualifiers are put
        over those of the classes; a later one wins. A class with the qualifier
        Amendment in ``document`` itself amends in the same way.
    external:
        Names of classes in other namespaces. References and embedded instances may
        name them; the schema has no class for them.

    Raises
    ------
    MofError
        With all that is wrong, in the order of the text.
    """
    with collector_off():
        return _resolve(document, amendments, external)


def _resolve(
    document: tree.Document,
    amendments: Sequence[tree.Document],
    external: Collection[str],
) -> Schema:
    sources = [*document.sources, *(s for one in amendments for s in one.sources)]
    findings = Findings(sources)
    declarations = gather(document, amendments, findings)
    system = add_system_classes(declarations)
    targets = Targets(declarations.classes, external, findings)
    inheritance = Inheritance()
    table = QualifierTable(
        declarations.qualifiers, declarations.flavors, inheritance, findings
    )
    order = superclasses_first(declarations.classes, targets, findings)
    resolved = _Classes(
        declarations, system, order, inheritance, table, targets, findings
    ).all()
    check_amendments(
        declarations.amendments, resolved, order.incomplete, targets, findings
    )
    instances = InstanceReader(
        resolved, order.incomplete, _class_aliases(declarations), targets, findings
    ).read_all(declarations.instances)
    findings.raise_any()
    return indexed_schema(
        next((c.namespace for c in resolved.values() if not c.is_system), None),
        resolved,
        table.types,
        instances,
    )


class _Classes:
    """Resolves classes, superclasses first."""

    def __init__(
        self,
        declarations: Declarations,
        system: Collection[str],
        order: Order,
        inheritance: Inheritance,
        table: QualifierTable,
        targets: Targets,
        findings: Findings,
    ) -> None:
        self._declared = declarations.classes
        self._amendments = declarations.amendments
        self._system = system
        self._order = order
        self._table = table
        self._targets = targets
        self._findings = findings
        self._inheritance = inheritance
        overrides = OverrideChecks(self._declared, findings)
        self._members = MemberReader(table, targets, overrides, findings)
        self._resolved: dict[str, Class] = {}

    def all(self) -> dict[str, Class]:
        """All classes in declaration order."""
        for key in self._order.keys:
            self._resolved[key] = self._class(key, self._declared[key])
        return {key: self._resolved[key] for key in self._declared}

    def _class(self, key: str, written: tree.ClassDeclaration) -> Class:
        above = self._above(key, written)
        amending = self._amendments.get(key)
        within = Surroundings(
            written,
            above,
            key not in self._order.incomplete,
            class_amendment(amending) if amending else NOTHING,
        )
        result = Class(
            written.name,
            self._targets.spelled(written.superclass),
            self._qualifiers(within),
            self._inheritance.properties(above, self._members.properties(within)),
            self._inheritance.methods(above, self._members.methods(within)),
            namespace_path(written.namespace),
            key in self._system,
        )
        if within.is_complete:
            superclass = None if above is None else self._declared[above.name.lower()]
            check_class(result, written, above, superclass, self._findings)
        return result

    def _above(self, key: str, written: tree.ClassDeclaration) -> Class | None:
        if written.superclass is None or key in self._order.roots:
            return None
        return self._resolved[written.superclass.lower()]

    def _qualifiers(self, within: Surroundings) -> dict[str, Qualifier]:
        written, above = within.declaration, within.above
        scope = _scope(written, above)
        own = self._table.read(written.qualifiers, scope, written.source)
        if above is not None:
            self._table.below(
                own, above.qualifiers, written.qualifiers, written.source, above.name
            )
        return merge(own, within.amendment.itself, scope, self._table)


def _scope(written: tree.ClassDeclaration, above: Class | None) -> str:
    """What kind of class this is for the scopes of its qualifiers."""
    for qualifier in written.qualifiers:
        name = qualifier.name.lower()
        if name in ("association", "indication") and qualifier.value is not False:
            return name
    if above is not None and above.is_association:
        return "association"
    return "indication" if above is not None and above.is_indication else "class"


def _class_aliases(declarations: Declarations) -> Mapping[str, str]:
    return {
        one.alias.lower(): one.name
        for one in declarations.classes.values()
        if one.alias is not None
    }
