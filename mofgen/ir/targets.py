"""The classes that a text names, and whether there is such a class."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from mofgen.ir.declarations import Declarations
from mofgen.ir.findings import Findings, name_place
from mofgen.ir.standard import system_classes
from mofgen.mof import tree
from mofgen.mof.diagnostics import Note
from mofgen.mof.source import Source
from mofgen.suggest import did_you_mean

_MAX_SUGGESTIONS = 50

Element = tree.Property | tree.Method | tree.Parameter


class Targets:
    """Knows every class that can be named.

    Parameters
    ----------
    classes:
        The declared classes, system classes among them, by lower-case name.
    external:
        Names of classes in other namespaces, which references and embedded
        instances may name although no text declares them.
    """

    def __init__(
        self,
        classes: Mapping[str, tree.ClassDeclaration],
        external: Collection[str],
        findings: Findings,
    ) -> None:
        self._names = {key: one.name for key, one in classes.items()}
        self._names.update((name.lower(), name) for name in external)
        self._suggestions: dict[str, str] = {}
        self._findings = findings

    def spelled(self, name: str | None) -> str | None:
        """``name`` as its declaration spells it."""
        return None if name is None else self._names.get(name.lower(), name)

    def is_known(self, name: str) -> bool:
        """Whether ``name`` is a declared or an external class."""
        return name.lower() in self._names

    def suggestion(self, name: str) -> str:
        """What to append to a message that says there is no class ``name``."""
        found = self._suggestions.get(name)
        if found is None:
            # A text without the files it needs names thousands of unknown classes.
            if len(self._suggestions) >= _MAX_SUGGESTIONS:
                return ""
            found = did_you_mean(name, self._names.values())
            self._suggestions[name] = found
        return found

    def check(self, element: Element, source: Source) -> None:
        """Report a class that the type or EmbeddedInstance names and nobody knows."""
        name = element.type.class_name
        if name is not None and name.lower() not in self._names:
            self._unknown(name, element, source, element.type_pos)
        embedded = _embedded(element)
        if embedded is not None:
            qualifier, name = embedded
            if name.lower() not in self._names:
                self._unknown(name, element, source, qualifier.value_pos)

    def _unknown(self, name: str, element: Element, source: Source, pos: int) -> None:
        self._findings.error(
            "unknown-class",
            f"{element.name} is declared with the class {name}, "
            f"which is not declared anywhere{self.suggestion(name)}",
            name_place(source, pos, name),
            Note("a class of another namespace has to be listed as external"),
        )


def add_system_classes(declarations: Declarations) -> set[str]:
    """Put the system classes that the texts need before all other classes.

    Returns
    -------
    Their lower-case names.
    """
    declared = declarations.classes
    wanted = [name for name in _named(declarations) if name.startswith("__")]
    if not wanted:
        return set()
    known = system_classes()
    needed: set[str] = set()
    while wanted:
        key = wanted.pop()
        if key in needed or key in declared or key not in known:
            continue
        needed.add(key)
        wanted += _named_by_class(known[key])
    system = {key: one for key, one in known.items() if key in needed}
    declarations.classes = {**system, **declared}
    return needed


def _named(declarations: Declarations) -> Iterator[str]:
    """Lower-case names of all classes that the texts name."""
    for declaration in declarations.classes.values():
        yield from _named_by_class(declaration)
    for instance in declarations.instances:
        yield from _named_by_instance(instance)


def _named_by_class(declaration: tree.ClassDeclaration) -> Iterator[str]:
    if declaration.superclass is not None:
        yield declaration.superclass.lower()
    for one in declaration.properties:
        yield from _named_by_element(one)
    for method in declaration.methods:
        yield from _named_by_element(method)
        for parameter in method.parameters:
            yield from _named_by_element(parameter)


def _named_by_element(element: Element) -> Iterator[str]:
    if element.type.class_name is not None:
        yield element.type.class_name.lower()
    elif element.qualifiers:
        embedded = _embedded(element)
        if embedded is not None:
            yield embedded[1].lower()


def _named_by_instance(instance: tree.InstanceDeclaration) -> Iterator[str]:
    yield instance.class_name.lower()
    for given in instance.values:
        items = given.value if isinstance(given.value, tuple) else (given.value,)
        for item in items:
            if isinstance(item, tree.InstanceDeclaration):
                yield from _named_by_instance(item)


def _embedded(element: Element) -> tuple[tree.Qualifier, str] | None:
    for qualifier in element.qualifiers:
        if isinstance(qualifier.value, str) and (
            qualifier.name.lower() == "embeddedinstance"
        ):
            return qualifier, qualifier.value
    return None
