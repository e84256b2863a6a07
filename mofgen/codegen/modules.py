"""Puts the views of one class together, with the imports that its module needs."""

from __future__ import annotations

from mofgen.codegen.class_names import NameTable
from mofgen.codegen.facts import class_facts, description
from mofgen.codegen.literals import class_lines, import_lines
from mofgen.codegen.members import Members
from mofgen.codegen.methods import Methods
from mofgen.codegen.names import Naming
from mofgen.codegen.navigators import ENDS_SUFFIX, Navigators
from mofgen.codegen.python_types import ANY_INSTANCE
from mofgen.codegen.text import docstring_lines
from mofgen.codegen.value_classes import ValueClasses
from mofgen.codegen.views import ClassView, ConstructionView, RelatedView
from mofgen.codegen.wire import wire_lines
from mofgen.ir.model import Class, Schema

CONSTRUCTION_SUFFIX = "Values"
_ROOT = "cim.Instance"


class Modules:
    """Makes the view of each class's module.

    Parameters
    ----------
    schema:
        The resolved schema.
    naming:
        The rules for names.
    """

    def __init__(self, schema: Schema, naming: Naming) -> None:
        self._schema = schema
        self._names = NameTable(schema, naming)
        self._values = ValueClasses(schema, self._names, naming)
        self._members = Members(schema, self._names, self._values)
        self._methods = Methods(schema, self._names, self._values)
        self._navigators = Navigators(schema)

    def view(self, class_: Class) -> ClassView:
        """Everything in the module of ``class_``."""
        above = self._schema.superclass(class_.name)
        base = above.name if above else _ROOT
        doc = [*description(class_.qualifiers), class_facts(class_)]
        view = ClassView(
            name=class_.name,
            base=base,
            header=tuple(class_lines(class_.name, base, 0)),
            doc=tuple(docstring_lines(doc, 1)),
            values=self._values.views(class_),
            results=self._methods.results(class_),
            properties=self._members.views(class_),
            methods=self._methods.views(class_),
            related=self._related(class_),
            wire=tuple(wire_lines(self._schema, self._values, class_)),
            construction=self._construction(class_),
            ends=self._navigators.ends(class_),
            imports=(),
            typing_imports=(),
        )
        return self._with_imports(class_, view)

    def _construction(self, class_: Class) -> ConstructionView | None:
        """None where the class adds no property: its superclass's serves it too."""
        if not self._adds_properties(class_):
            return None
        above = self._schema.superclass(class_.name)
        base = "TypedDict" if above is None else self._construction_name(above)
        name = class_.name + CONSTRUCTION_SUFFIX
        return self._members.construction(class_, name, base)

    def _construction_name(self, class_: Class) -> str:
        for ancestor in self._schema.ancestry(class_.name):
            if self._adds_properties(ancestor):
                return ancestor.name + CONSTRUCTION_SUFFIX
        raise AssertionError("a root class always has one")

    def _adds_properties(self, class_: Class) -> bool:
        is_root = self._schema.superclass(class_.name) is None
        return is_root or any(not p.is_override for p in class_.own_properties)

    def _related(self, class_: Class) -> RelatedView | None:
        navigators = self._navigators.views(class_)
        if not navigators:
            return None
        above = self._schema.superclass(class_.name)
        base = f"{above.name}.Related" if above else f"{_ROOT}.Related"
        doc = f"The associations in which a {class_.name} can stand."
        return RelatedView(
            header=tuple(class_lines("Related", base, 1)),
            doc=tuple(docstring_lines([doc], 2)),
            navigators=navigators,
        )

    def _with_imports(self, class_: Class, view: ClassView) -> ClassView:
        above = self._schema.superclass(class_.name)
        own = {class_.name, above.name if above else _ROOT}
        names: dict[str, list[str]] = {}
        if above:
            names[above.name] = [above.name]
            if view.ends and above.is_association:
                names[above.name].append(above.name + ENDS_SUFFIX)
        imports: list[str] = []
        for module, wanted in sorted(names.items()):
            imports += import_lines(f".{module}", wanted)

        typed: dict[str, list[str]] = {}
        targets = self._members.typing_targets(class_)
        targets |= self._methods.typing_targets(class_)
        for target in targets - own - {ANY_INSTANCE}:
            typed.setdefault(target, []).append(target)
        if view.related:
            for navigator in view.related.navigators:
                if navigator.association != class_.name:
                    ends = navigator.association + ENDS_SUFFIX
                    typed.setdefault(navigator.association, []).append(ends)
        if view.construction and view.construction.base != "TypedDict":
            name = view.construction.base
            module = name.removesuffix(CONSTRUCTION_SUFFIX)
            typed.setdefault(module, []).append(name)
        typing_imports = self._standard_imports(view)
        for module, wanted in sorted(typed.items()):
            typing_imports += import_lines(f".{module}", sorted(wanted), 1)
        return view.with_imports(tuple(imports), tuple(typing_imports))

    def _standard_imports(self, view: ClassView) -> list[str]:
        """Imports from the standard library that only annotations need."""
        lines: list[str] = []
        abstract = ["Iterator"] if view.ends else []
        if any("Sequence[" in line for line in view.annotated_lines()):
            abstract.append("Sequence")
        if abstract:
            lines += import_lines("collections.abc", abstract, 1)
        if view.construction:
            names = ["Self", "Unpack"]
            if view.construction.base == "TypedDict":
                names.insert(1, "TypedDict")
            lines += import_lines("typing", names, 1)
        return [*lines, ""] if lines else lines
