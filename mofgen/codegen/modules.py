"""Puts the views of one class together, with the imports that its module needs."""

from __future__ import annotations

from mofgen.codegen.class_names import NameTable
from mofgen.codegen.facts import class_facts, description
from mofgen.codegen.literals import class_lines, import_lines
from mofgen.codegen.members import Members
from mofgen.codegen.methods import Methods
from mofgen.codegen.names import Naming, class_name, identifier, unmangled
from mofgen.codegen.navigators import Navigators, ends_name
from mofgen.codegen.providers import Providers
from mofgen.codegen.python_types import ANY_INSTANCE
from mofgen.codegen.text import docstring_lines
from mofgen.codegen.value_classes import ValueClasses
from mofgen.codegen.views import (
    ClassView,
    ConstructionView,
    ProviderView,
    RelatedView,
)
from mofgen.codegen.wire import wire_lines
from mofgen.ir.model import Class, Schema

CONSTRUCTION_SUFFIX = "Values"
_ROOT = "cim.Instance"
_ROOT_VALUES = "cim.InstanceValues"


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
        names = NameTable(schema, naming)
        values = ValueClasses(schema, names, naming)
        self._members = Members(schema, names, values)
        self._methods = Methods(schema, names, values)
        self._navigators = Navigators(schema, names)
        self._providers = Providers(schema, names)

    def view(self, class_: Class) -> ClassView:
        """Everything in the module of ``class_``."""
        name = class_name(class_.name)
        base = self._base(class_)
        doc = [*description(class_.qualifiers), class_facts(class_)]
        view = ClassView(
            name=name,
            cim_name=class_.name,
            base=base,
            header=tuple(class_lines(name, base, 0)),
            doc=tuple(docstring_lines(doc, 1)),
            properties=self._members.views(class_),
            methods=self._methods.views(class_),
            related=self._related(class_, base),
            wire=tuple(wire_lines(self._schema, class_)),
            construction=self._construction(class_),
            ends=self._navigators.ends(class_),
            imports=(),
            typing_imports=(),
        )
        imports = self._imports(class_, view)
        return view.with_imports(imports, self._typing_imports(class_, view))

    def provider(self, class_: Class) -> ProviderView | None:
        """The provider stub of ``class_``; None where it has no methods of its own."""
        return self._providers.view(class_)

    def _base(self, class_: Class) -> str:
        above = self._schema.superclass(class_.name)
        return class_name(above.name) if above else _ROOT

    def _construction(self, class_: Class) -> ConstructionView | None:
        """None where the class adds no property: its superclass's serves it too."""
        if not self._adds_properties(class_):
            return None
        above = self._schema.superclass(class_.name)
        base = _ROOT_VALUES
        if above is not None:
            base = self._construction_name(self._holder(above))
        name = self._construction_name(class_)
        return self._members.construction(class_, name, base)

    def _construction_name(self, holder: Class) -> str:
        name = holder.name + CONSTRUCTION_SUFFIX
        while name in self._schema:  # no class of the schema is hidden by it
            name += "_"
        return unmangled(identifier(name))

    def _holder(self, class_: Class) -> Class:
        """The class, this one or one above, whose typed dictionary serves it."""
        line = self._schema.ancestry(class_.name)
        return next(ancestor for ancestor in line if self._adds_properties(ancestor))

    def _adds_properties(self, class_: Class) -> bool:
        is_root = self._schema.superclass(class_.name) is None
        return is_root or any(not p.is_override for p in class_.own_properties)

    def _related(self, class_: Class, base: str) -> RelatedView | None:
        navigators = self._navigators.views(class_)
        if not navigators:
            return None
        doc = f"The associations in which a {class_.name} can stand."
        return RelatedView(
            header=tuple(class_lines("Related", f"{base}.Related", 1)),
            doc=tuple(docstring_lines([doc], 2)),
            navigators=navigators,
        )

    def _imports(self, class_: Class, view: ClassView) -> tuple[str, ...]:
        """What the module needs to be executed: its superclass."""
        above = self._schema.superclass(class_.name)
        if above is None:
            return ()
        names = [view.base]
        if view.ends and above.is_association:
            names.append(ends_name(view.base))
        return tuple(import_lines(f".{view.base}", names))

    def _typing_imports(self, class_: Class, view: ClassView) -> tuple[str, ...]:
        """What only annotations name."""
        lines: list[str] = []
        if any("Sequence[" in line for line in view.annotated_lines()):
            lines += import_lines("collections.abc", ["Sequence"], 1)
        if view.construction:
            lines += import_lines("typing", ["Unpack"], 1)
        modules = self._typed_names(class_, view)
        if lines and modules:
            lines.append("")
        for module, names in sorted(modules.items()):
            lines += import_lines(f".{module}", sorted(names), 1)
        return tuple(lines)

    def _typed_names(self, class_: Class, view: ClassView) -> dict[str, set[str]]:
        """Names that annotations take from other modules of the package."""
        modules: dict[str, set[str]] = {}
        targets = self._members.typing_targets(class_)
        targets |= self._methods.typing_targets(class_)
        for target in targets - {view.name, view.base, ANY_INSTANCE}:
            modules.setdefault(target, set()).add(target)
        for navigator in view.related.navigators if view.related else ():
            association = navigator.association
            if association != view.name:
                modules.setdefault(association, set()).add(ends_name(association))
        above = self._schema.superclass(class_.name)
        if view.construction and above:
            holder = class_name(self._holder(above).name)
            modules.setdefault(holder, set()).add(view.construction.base)
        return modules
