"""What the texts declare, once later declarations and deletions are settled.

A class that is declared again is treated as compilers treat it, which create or
modify: a later declaration takes the place of an earlier one if it is the same
class, that is if it has the same superclass and the same members of the same
types. Anything else is an error, ``duplicate-class``, unless the text says that a
change is meant: by ``#pragma deleteclass`` in between, or by ``#pragma
classflags`` with ``forceupdate``, ``safeupdate`` or ``updateonly`` before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from mofgen.ir.findings import Findings, name_place
from mofgen.mof import tree
from mofgen.mof.diagnostics import Note, Place
from mofgen.suggest import did_you_mean

_UPDATES = frozenset({"forceupdate", "safeupdate", "updateonly"})


@dataclass(slots=True)
class Declarations:
    """The declarations in force, by lower-case name, in written order.

    ``amendments`` holds, per class, the declarations that only add translated
    qualifiers to it; ``flavors``, per qualifier, what WMI's short declaration
    ``Qualifier Name : flavors;`` says.
    """

    classes: dict[str, tree.ClassDeclaration] = field(default_factory=dict)
    qualifiers: dict[str, tree.QualifierDeclaration] = field(default_factory=dict)
    flavors: dict[str, tuple[str, ...]] = field(default_factory=dict)
    instances: list[tree.InstanceDeclaration] = field(default_factory=list)
    amendments: dict[str, list[tree.ClassDeclaration]] = field(default_factory=dict)


def gather(
    document: tree.Document, amendments: Iterable[tree.Document], findings: Findings
) -> Declarations:
    """The declarations of ``document``, with those of its amendment files."""
    gathering = _Gathering(findings)
    for declaration in document.declarations:
        gathering.take(declaration)
    for amendment in amendments:
        for declaration in amendment.declarations:
            gathering.take_amendment(declaration)
    return gathering.result


def namespace_path(written: str | None) -> str | None:
    """The namespace in DSP0004's form: ``root/cimv2`` for ``\\\\\\\\.\\\\root\\\\cimv2``."""
    if written is None:
        return None
    parts = [part for part in written.replace("\\", "/").split("/") if part]
    has_host = written.startswith(("\\\\", "//"))
    return "/".join(parts[1:] if has_host else parts)


class _Gathering:
    """Takes declarations in written order."""

    def __init__(self, findings: Findings) -> None:
        self.result = Declarations()
        self._findings = findings
        self._updating = False

    def take(self, declaration: tree.Declaration) -> None:
        if isinstance(declaration, tree.ClassDeclaration):
            if is_amendment(declaration):
                self.take_amendment(declaration)
            else:
                self._take_class(declaration)
        elif isinstance(declaration, tree.QualifierDeclaration):
            self._take_qualifier(declaration)
        elif isinstance(declaration, tree.InstanceDeclaration):
            self.result.instances.append(declaration)
        elif declaration.name == "deleteclass":
            self._delete_class(declaration)
        elif declaration.name == "qualifier" and declaration.arguments:
            name, *flavors = declaration.arguments
            self.result.flavors[name.lower()] = tuple(flavors)
        elif declaration.name == "classflags":
            words = {word.lower() for word in declaration.arguments}
            self._updating = bool(words & _UPDATES)

    def take_amendment(self, declaration: tree.Declaration) -> None:
        """Take a class of an amendment file; all else there is for its namespace."""
        if isinstance(declaration, tree.ClassDeclaration):
            key = declaration.name.lower()
            self.result.amendments.setdefault(key, []).append(declaration)

    def _take_class(self, new: tree.ClassDeclaration) -> None:
        classes = self.result.classes
        key = new.name.lower()
        old = classes.get(key)
        if old is not None and _is_announcement(new):
            return
        if old is not None and not _is_announcement(old):
            if namespace_path(old.namespace) != namespace_path(new.namespace):
                # A schema is what one namespace holds: that of the first class.
                return
            if not self._updating:
                self._compare(old, new)
        classes[key] = new

    def _compare(self, old: tree.ClassDeclaration, new: tree.ClassDeclaration) -> None:
        difference = _difference(old, new)
        if difference is not None:
            message, before, after = difference
            self._findings.error(
                "duplicate-class",
                f"Class {new.name} is declared again, but {message}",
                after,
                Note("first declared here", before),
            )

    def _take_qualifier(self, new: tree.QualifierDeclaration) -> None:
        key = new.name.lower()
        old = self.result.qualifiers.get(key)
        if old is not None and (old.type, old.is_array) != (new.type, new.is_array):
            self._findings.error(
                "duplicate-qualifier-type",
                f"Qualifier {new.name} is declared again with another type",
                name_place(new.source, new.pos, new.name),
                Note("first declared here", name_place(old.source, old.pos, old.name)),
            )
        self.result.qualifiers[key] = new

    def _delete_class(self, pragma: tree.Pragma) -> None:
        if not pragma.arguments:
            return
        name, *words = pragma.arguments
        key = name.lower()
        if self.result.classes.pop(key, None) is not None:
            self.result.instances = [
                one for one in self.result.instances if one.class_name.lower() != key
            ]
        elif "nofail" not in (word.lower() for word in words):
            known = [one.name for one in self.result.classes.values()]
            self._findings.error(
                "unknown-class",
                f"There is no class {name} to delete{did_you_mean(name, known)}",
                Place(pragma.source, pragma.pos),
            )


def is_amendment(declaration: tree.ClassDeclaration) -> bool:
    """Whether a class has the qualifier Amendment: it amends one of its name."""
    return any(
        q.name.lower() == "amendment" and q.value is not False
        for q in declaration.qualifiers
    )


def _is_announcement(declaration: tree.ClassDeclaration) -> bool:
    """Whether this is no more than ``class Name;``."""
    return not (
        declaration.qualifiers
        or declaration.superclass
        or declaration.properties
        or declaration.methods
    )


def _difference(
    old: tree.ClassDeclaration, new: tree.ClassDeclaration
) -> tuple[str, Place, Place] | None:
    """In what the two are not the same class, and where each says so."""
    if (old.superclass or "").lower() != (new.superclass or "").lower():
        return (
            f"with {_below(new)} instead of {_below(old)}",
            _superclass_place(old),
            _superclass_place(new),
        )
    before, after = _members(old), _members(new)
    for key in [*after, *before]:
        a, b = before.get(key), after.get(key)
        if a is not None and b is not None:
            if _signature(a) != _signature(b):
                return (
                    f"with another {_kind(b)} {b.name}",
                    name_place(old.source, a.pos, a.name),
                    name_place(new.source, b.pos, b.name),
                )
        elif b is not None:
            return (
                f"with a {_kind(b)} {b.name} that it did not have",
                name_place(old.source, old.pos, old.name),
                name_place(new.source, b.pos, b.name),
            )
        elif a is not None:
            return (
                f"without its {_kind(a)} {a.name}",
                name_place(old.source, a.pos, a.name),
                name_place(new.source, new.pos, new.name),
            )
    return None


_Member = tree.Property | tree.Method


def _members(declaration: tree.ClassDeclaration) -> dict[tuple[str, str], _Member]:
    members: Sequence[_Member] = (*declaration.properties, *declaration.methods)
    return {(_kind(one), one.name.lower()): one for one in members}


def _kind(member: _Member) -> str:
    return "method" if isinstance(member, tree.Method) else "property"


def _signature(element: _Member | tree.Parameter) -> tuple[object, ...]:
    parameters = element.parameters if isinstance(element, tree.Method) else ()
    type_ = element.type
    return (
        element.name.lower(),
        type_.name,
        (type_.class_name or "").lower(),
        element.is_array,
        *(_signature(one) for one in parameters),
    )


def _below(declaration: tree.ClassDeclaration) -> str:
    above = declaration.superclass
    return f"the superclass {above}" if above else "no superclass"


def _superclass_place(declaration: tree.ClassDeclaration) -> Place:
    if declaration.superclass is None:
        return name_place(declaration.source, declaration.pos, declaration.name)
    return name_place(
        declaration.source, declaration.superclass_pos, declaration.superclass
    )
