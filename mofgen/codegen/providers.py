"""Views of provider stubs: the methods of a class as a provider answers them."""

from __future__ import annotations

from collections.abc import Iterator

from mofgen.codegen.class_names import NameTable
from mofgen.codegen.facts import description
from mofgen.codegen.literals import (
    call_lines,
    class_lines,
    import_lines,
    text_literal,
)
from mofgen.codegen.names import class_name
from mofgen.codegen.python_types import (
    ANY_INSTANCE,
    input_type,
    must_be_given,
)
from mofgen.codegen.signatures import Argument, signature_lines
from mofgen.codegen.text import docstring_lines
from mofgen.codegen.views import ProviderMethodView, ProviderView
from mofgen.ir.model import Class, Method, Parameter, Schema

PROVIDER_SUFFIX = "Provider"
_ROOT = "ProviderStub"


class Providers:
    """Makes the provider stub of each class that declares or overrides methods.

    A stub takes what the method's first declaration takes and returns the result
    of its own class, so that a provider of a subclass can stand for one of the
    superclass; ``T`` is the class whose objects it is called for.
    """

    def __init__(self, schema: Schema, names: NameTable) -> None:
        self._schema = schema
        self._names = names

    def view(self, class_: Class) -> ProviderView | None:
        """None where the class has no methods of its own."""
        if not class_.own_methods:
            return None
        name = class_name(class_.name)
        above = self._above(class_)
        base = class_name(above.name) + PROVIDER_SUFFIX if above else _ROOT
        stub_name = name + PROVIDER_SUFFIX
        return ProviderView(
            name=stub_name,
            class_name=name,
            base=base,
            header=tuple(class_lines(stub_name, f"{base}[T]", 0)),
            doc=tuple(docstring_lines([f"Answers the methods of {class_.name}."], 1)),
            type_variable=tuple(
                call_lines("T = TypeVar", ['"T"', f'bound="{name}"'], 0)
            ),
            methods=tuple(self._method(class_, m) for m in class_.own_methods),
            imports=tuple(
                import_lines(f".{class_name(above.name)}", [base]) if above else ()
            ),
            typing_imports=tuple(self._typing_imports(class_)),
        )

    def _above(self, class_: Class) -> Class | None:
        """The nearest class above that has a stub."""
        line = self._schema.ancestry(class_.name)[1:]
        return next((above for above in line if above.own_methods), None)

    def _method(self, class_: Class, method: Method) -> ProviderMethodView:
        names = self._names.of(class_)
        key = method.name.lower()
        name = names.methods[key]
        called = self._names.parameters(method)
        inputs = [p for p in method.parameters.values() if p.is_in]
        arguments = [self._argument(method, p, called[p.name.lower()]) for p in inputs]
        renamed = [
            f"{called[p.name.lower()]}={text_literal(p.name)}"
            for p in inputs
            if called[p.name.lower()] != p.name
        ]
        result = f"{class_name(class_.name)}.{names.results[key]}"
        head = ["self", "transaction: Transaction", "obj: T", "/"]
        doc = description(method.qualifiers) or [f"Answers {method.name}."]
        return ProviderMethodView(
            name=name,
            cim_name=method.name,
            decorator=tuple(
                call_lines("@stub", [text_literal(method.name), *renamed], 1)
            ),
            signature=tuple(signature_lines(name, head, arguments, result)),
            doc=tuple(docstring_lines(doc, 2)),
        )

    def _argument(self, method: Method, parameter: Parameter, name: str) -> Argument:
        read = input_type(self._schema, method, parameter).read
        if must_be_given(self._schema, method, parameter):
            return Argument(name, read, "")
        return Argument(name, f"{read} | None", "")

    def _typing_imports(self, class_: Class) -> Iterator[str]:
        targets = {class_name(class_.name)}
        uses_runtime = False
        for method in class_.own_methods:
            for parameter in method.parameters.values():
                if parameter.is_in:
                    type_ = input_type(self._schema, method, parameter)
                    uses_runtime |= "cim." in type_.read
                    if type_.target and type_.target != ANY_INSTANCE:
                        targets.add(type_.target)
        if uses_runtime:
            yield from import_lines("mofgen", ["runtime as cim"], 1)
        yield from import_lines("mofgen.provider.transactions", ["Transaction"], 1)
        yield ""
        for target in sorted(targets):
            yield from import_lines(f"..classes.{target}", [target], 1)
