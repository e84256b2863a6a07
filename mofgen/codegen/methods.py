"""Views of methods: the stub that is called and the result that comes back."""

from __future__ import annotations

from dataclasses import dataclass

from mofgen.codegen.annotations import annotated_lines
from mofgen.codegen.class_names import NameTable
from mofgen.codegen.facts import description, element_facts
from mofgen.codegen.literals import (
    INDENT,
    WIDTH,
    class_lines,
    dict_lines,
    text_literal,
)
from mofgen.codegen.names import class_name, identifier, is_plain, unmangled
from mofgen.codegen.python_types import (
    input_type,
    must_be_given,
    python_type,
    return_type,
)
from mofgen.codegen.signatures import Argument, signature_lines
from mofgen.codegen.text import docstring_lines
from mofgen.codegen.value_classes import ValueClass, ValueClasses
from mofgen.codegen.views import MethodView, ResultView
from mofgen.ir.model import Class, Method, Parameter, Schema


@dataclass(frozen=True, slots=True)
class _Output:
    """What comes back in one place: its type without a value map, and that map."""

    read: str
    values: ValueClass | None
    is_array: bool

    def field_lines(self, class_: Class, field: str) -> list[str]:
        """The field of a result that holds it."""
        read = self.read
        if self.values:
            read = self.values.seen_from(class_)
            read = f"tuple[{read}, ...]" if self.is_array else read
        if field == "ReturnValue":
            return annotated_lines(field, read, 2)
        return annotated_lines(field, f"{read} | None", 2, "None")


class Methods:
    """Makes the views of a class's methods."""

    def __init__(self, schema: Schema, names: NameTable, values: ValueClasses) -> None:
        self._schema = schema
        self._names = names
        self._values = values

    def views(self, class_: Class) -> tuple[MethodView, ...]:
        """One stub for each method that ``class_`` declares or overrides."""
        return tuple(self._view(class_, method) for method in class_.own_methods)

    def typing_targets(self, class_: Class) -> set[str]:
        """Classes that the annotations of stubs and results name."""
        found = set()
        for method in class_.own_methods:
            for parameter in method.parameters.values():
                if parameter.is_in:
                    found.add(input_type(self._schema, method, parameter).target)
                if parameter.is_out:
                    found.add(python_type(self._schema, parameter).target)
        return {target for target in found if target}

    def _view(self, class_: Class, method: Method) -> MethodView:
        names = self._names.of(class_)
        key = method.name.lower()
        result = self._result_expression(class_, method)
        inputs = [p for p in method.parameters.values() if p.is_in]
        called = self._names.parameters(method)
        declared = [self._argument(method, p, called[p.name.lower()]) for p in inputs]
        declared.append(Argument("check", "bool", "True"))
        # Inside the class body its own result goes by its bare name.
        returned = result.removeprefix(f"{class_name(class_.name)}.")
        return MethodView(
            name=names.methods[key],
            cim_name=method.name,
            values=self._values.method_views(class_, method),
            result=self._result(class_, method),
            signature=tuple(
                signature_lines(names.methods[key], ["self"], declared, returned)
            ),
            doc=tuple(docstring_lines(self._doc(class_, method), 2)),
            body=tuple(_body(method, inputs, called, result)),
        )

    def _argument(self, method: Method, parameter: Parameter, name: str) -> Argument:
        annotation = input_type(self._schema, method, parameter).write
        if must_be_given(self._schema, method, parameter):
            return Argument(name, annotation, "")
        return Argument(name, f"{annotation} | None", "None")

    def _result_expression(self, class_: Class, method: Method) -> str:
        name = self._names.of(class_).results[method.name.lower()]
        if self._has_result(class_, method):
            return f"{class_name(class_.name)}.{name}"
        above = self._schema.superclass(class_.name)
        assert above is not None  # without one the result is made here
        return f"{class_name(above.name)}.{name}"

    def _has_result(self, class_: Class, method: Method) -> bool:
        above = self._schema.superclass(class_.name)
        inherited = above.methods.get(method.name.lower()) if above else None
        if above is None or inherited is None:
            return True
        return self._outputs(class_, method) != self._outputs(above, inherited)

    def _outputs(self, class_: Class, method: Method) -> dict[str, _Output]:
        """The return value and each out parameter, by Python name."""
        values = self._values.of_return(class_, method)
        outputs = {"ReturnValue": _Output(return_type(method), values, False)}
        names = self._names.parameters(method)
        for key, parameter in method.parameters.items():
            if parameter.is_out:
                mapped = self._values.of_parameter(class_, method, parameter)
                read = python_type(self._schema, parameter).read
                outputs[names[key]] = _Output(read, mapped, parameter.is_array)
        return outputs

    def _wire_names(self, method: Method) -> dict[str, str]:
        """CIM names of the fields of a result that have another one in Python."""
        names = self._names.parameters(method)
        return {
            names[key]: parameter.name
            for key, parameter in method.parameters.items()
            if parameter.is_out and names[key] != parameter.name
        }

    def _result(self, class_: Class, method: Method) -> ResultView | None:
        """None where the result of the superclass's method serves as it is."""
        if not self._has_result(class_, method):
            return None
        name = self._names.of(class_).results[method.name.lower()]
        above = self._schema.superclass(class_.name)
        inherited = above.methods.get(method.name.lower()) if above else None
        base = "cim.MethodResult"
        if above and inherited:
            base = f"{class_name(above.name)}.{name}"
        known = self._outputs(above, inherited) if above and inherited else {}
        wire_names = self._wire_names(method)
        fields = []
        if wire_names:
            fields = [*dict_lines("_wire_names = ", wire_names, 2), ""]
        fields += [
            line
            for field, output in self._outputs(class_, method).items()
            if known.get(field) != output
            for line in output.field_lines(class_, field)
        ]
        return ResultView(
            name=name,
            header=tuple(class_lines(name, base, 1)),
            doc=tuple(docstring_lines([f"What {method.name}() gives back."], 2)),
            fields=tuple(fields),
        )

    def _doc(self, class_: Class, method: Method) -> list[str]:
        parts = description(method.qualifiers) or [f"Calls {method.name}."]
        for parameter in method.parameters.values():
            mapped = self._values.of_parameter(class_, method, parameter)
            text = _sentence(" ".join(description(parameter.qualifiers)))
            direction = _direction(parameter)
            facts = element_facts(parameter, mapped)
            lead = f"{parameter.name} ({direction}): "
            parts.append(lead + " ".join(filter(None, (text, facts))))
        values = self._values.of_return(class_, method)
        if values:
            parts.append(f"Returns a code of {values}.")
        return parts


def _sentence(text: str) -> str:
    """``text`` with something at its end, so that another sentence can follow."""
    return f"{text}." if text and text[-1] not in ".!?:;" else text


def _direction(parameter: Parameter) -> str:
    if parameter.is_in and parameter.is_out:
        return "in, out"
    return "out" if parameter.is_out else "in"


def _given(cim_name: str, name: str) -> str:
    """The argument that passes the parameter on by its CIM name."""
    # Only a name that Python takes as it is can be the keyword of a call.
    if is_plain(cim_name) and unmangled(identifier(cim_name)) == cim_name:
        return f"{cim_name}={name}"
    return f"**{{{text_literal(cim_name)}: {name}}}"


def _body(
    method: Method, inputs: list[Parameter], names: dict[str, str], result: str
) -> list[str]:
    given = [_given(p.name, names[p.name.lower()]) for p in inputs]
    arguments = [text_literal(method.name), result, "check", *given]
    flat = f"{INDENT * 2}return self._invoke({', '.join(arguments)})"
    if len(flat) <= WIDTH:
        return [flat]
    return [
        f"{INDENT * 2}return self._invoke(",
        *(f"{INDENT * 3}{argument}," for argument in arguments),
        f"{INDENT * 2})",
    ]
