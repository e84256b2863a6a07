"""Canonical MOF: one text for one schema, in one layout.

What a class inherits is not printed, nor is what nobody has declared (WMI's system
classes and standard qualifiers), so that parsing the text gives the same schema.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from mofgen.ir.model import (
    Class,
    Instance,
    Method,
    Parameter,
    Property,
    Qualifier,
    Qualifiers,
    QualifierType,
    Schema,
    Value,
)
from mofgen.ir.mof_values import literal, string_pieces
from mofgen.ir.signature import array_text, type_name, type_text

WIDTH = 80
_STEP = 4


def mof_text(schema: Schema) -> str:
    """The schema as canonical MOF, ending with a line end.

    Qualifier declarations come first, then the classes in the schema's order but
    each behind its superclass, then the instances in their order.
    """
    text = "\n".join(_Printer(schema).lines()).rstrip("\n")
    return f"{text}\n" if text else ""


class _Printer:
    """Prints the elements of one schema, each as a list of lines."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._types = schema.qualifier_types
        self._namespace: str | None = None
        # An instance that is given by its alias, by the identity of the object.
        self._aliases = {id(i): i.alias for i in schema.instances if i.alias}

    def lines(self) -> Iterator[str]:
        yield from self._switch_to(self._schema.namespace)
        for type_ in self._types.values():
            if not type_.implied:
                yield from (*_declaration(type_), "")
        for class_ in _superclasses_first(self._schema):
            yield from self._switch_to(class_.namespace)
            yield from (*self._class(class_), "")
        for instance in self._schema.instances:
            yield from self._switch_to(instance.namespace)
            yield from (*self._instance(instance, is_value=False), "")

    def _switch_to(self, namespace: str | None) -> Iterator[str]:
        if namespace is not None and namespace != self._namespace:
            self._namespace = namespace
            yield f"#pragma namespace({literal(namespace, 'string')})"
            yield ""

    def _class(self, class_: Class) -> Iterator[str]:
        yield from self._qualifiers(class_.qualifiers, 0)
        above = f" : {class_.superclass}" if class_.superclass else ""
        yield f"class {class_.name}{above}"
        yield "{"
        members = [self._property(p) for p in class_.own_properties]
        members += [self._method(m) for m in class_.own_methods]
        for at, lines in enumerate(members):
            yield from ([""] if at else [])
            yield from lines
        yield "};"

    def _property(self, member: Property) -> list[str]:
        lines = self._qualifiers(member.qualifiers, _STEP)
        start = f"{type_name(member)} {member.name}{array_text(member)}"
        if member.default is None:
            return [*lines, f"{' ' * _STEP}{start};"]
        value = self._value(member.default, member.type, _STEP, len(start) + 3)
        lines.append(f"{' ' * _STEP}{start} = {value[0]}")
        return _ended([*lines, *value[1:]], ";")

    def _method(self, method: Method) -> list[str]:
        lines = self._qualifiers(method.qualifiers, _STEP)
        start = f"{' ' * _STEP}{type_text(method)} {method.name}("
        if not method.parameters:
            return [*lines, f"{start});"]
        lines.append(start)
        for parameter in method.parameters.values():
            lines += _ended(self._parameter(parameter), ",")
        return [*lines[:-1], lines[-1][:-1] + ");"]

    def _parameter(self, parameter: Parameter) -> list[str]:
        indent = 2 * _STEP
        lines = self._qualifiers(parameter.qualifiers, indent)
        start = f"{type_name(parameter)} {parameter.name}{array_text(parameter)}"
        if parameter.default is None:
            return [*lines, " " * indent + start]
        value = self._value(parameter.default, parameter.type, indent, len(start) + 3)
        return [*lines, f"{' ' * indent}{start} = {value[0]}", *value[1:]]

    def _instance(self, instance: Instance, *, is_value: bool) -> list[str]:
        alias = f" as ${instance.alias}" if instance.alias else ""
        lines = [f"instance of {instance.class_name}{alias}", "{"]
        if is_value:
            lines = [f"instance of {instance.class_name}{alias} {{"]
        class_ = self._schema.classes.get(instance.class_name.lower())
        for name, value in instance.values.items():
            known = class_.properties.get(name.lower()) if class_ else None
            type_ = known.type if known else "string"
            first, *rest = self._value(value, type_, _STEP, len(name) + 3)
            lines += _ended([f"{' ' * _STEP}{name} = {first}", *rest], ";")
        return [*lines, "}" if is_value else "};"]

    def _value(self, value: Value, type_: str, indent: int, taken: int) -> list[str]:
        """A value; its first line begins ``taken`` columns right of ``indent``."""
        if isinstance(value, Instance):
            return self._nested(value, indent)
        if isinstance(value, tuple):
            if any(isinstance(item, Instance) for item in value):
                return self._array_of_instances(value, type_, indent)
            items = [literal(item, type_) for item in value]
            return _braced("", items, "", indent, taken)
        text = literal(value, type_)
        if isinstance(value, str) and indent + taken + len(text) >= WIDTH:
            margin = " " * (indent + _STEP)
            pieces = string_pieces(value, WIDTH - len(margin) - 1)
            if len(pieces) > 1:
                return ["", *(margin + piece for piece in pieces)]
        return [text]

    def _nested(self, instance: Instance, indent: int) -> list[str]:
        alias = self._aliases.get(id(instance))
        if alias is not None:
            return [f"${alias}"]
        first, *rest = self._instance(instance, is_value=True)
        return [first, *(" " * indent + line for line in rest)]

    def _array_of_instances(
        self, items: tuple[object, ...], type_: str, indent: int
    ) -> list[str]:
        lines = ["{"]
        margin = " " * (indent + _STEP)
        for item in items:
            if isinstance(item, Instance):
                first, *rest = self._nested(item, indent + _STEP)
                lines += _ended([margin + first, *rest], ",")
            else:
                lines.append(f"{margin}null,")
        return [*lines[:-1], lines[-1][:-1], " " * indent + "}"]

    def _qualifiers(self, qualifiers: Qualifiers, indent: int) -> list[str]:
        """The list of an element's own qualifiers; nothing where it has none."""
        own = [q for q in qualifiers.values() if not q.propagated]
        rows: list[str] = []
        is_open = False
        for at, qualifier in enumerate(own):
            item = _qualifier(qualifier, self._types, indent + 1)
            item = _ended(item, "]" if at == len(own) - 1 else ",")
            fits = is_open and len(rows[-1]) + 1 + len(item[0]) <= WIDTH
            if fits and len(item) == 1:
                rows[-1] += f" {item[0]}"
            else:
                rows.append(" " * (indent + 1) + item[0])
                rows += item[1:]
            is_open = len(item) == 1
        if rows:
            rows[0] = " " * indent + "[" + rows[0][indent + 1 :]
        return rows


def _declaration(type_: QualifierType) -> list[str]:
    brackets = "[]" if type_.is_array else ""
    start = f"Qualifier {type_.name} : {type_.type}{brackets}"
    if type_.default is not None:
        items = type_.default if isinstance(type_.default, tuple) else (type_.default,)
        texts = ", ".join(literal(item, type_.type) for item in items)
        start += (
            f" = {{{texts}}}" if isinstance(type_.default, tuple) else f" = {texts}"
        )
    scopes = f"    Scope({', '.join(sorted(type_.scopes))}),"
    lines = [f"{start},", scopes, f"    Flavor({', '.join(flavor_words(type_))});"]
    return lines if type_.scopes else [lines[0], lines[2]]


def flavor_words(type_: QualifierType) -> list[str]:
    """The flavors of a qualifier declaration, as MOF writes them."""
    return [
        "EnableOverride" if type_.overridable else "DisableOverride",
        "ToSubclass" if type_.to_subclass else "Restricted",
        *["Translatable"] * type_.translatable,
        *["ToInstance"] * type_.to_instance,
    ]


def _qualifier(
    qualifier: Qualifier, types: Mapping[str, QualifierType], indent: int
) -> list[str]:
    """One qualifier; only the lines after the first are indented."""
    name, value = qualifier.name, qualifier.value
    flavors = _flavors(qualifier, types.get(name.lower()))
    if value is True:
        return [name + flavors]
    if isinstance(value, tuple):
        items = [literal(item, qualifier.type) for item in value]
        return _braced(name, items, flavors, indent, 0)
    text = f"{name}({literal(value, qualifier.type)}){flavors}"
    is_long = indent + len(text) >= WIDTH
    if is_long and isinstance(value, str) and qualifier.type != "char16":
        margin = " " * (indent + _STEP)
        pieces = string_pieces(value, WIDTH - len(margin) - 2)
        return _ended([f"{name}(", *(margin + p for p in pieces)], f"){flavors}")
    return [text]


def _flavors(qualifier: Qualifier, type_: QualifierType | None) -> str:
    """The flavors that differ from the declared ones; none can lose Translatable."""
    if type_ is None:
        return ""
    words = []
    if qualifier.overridable != type_.overridable:
        words.append("EnableOverride" if qualifier.overridable else "DisableOverride")
    if qualifier.to_subclass != type_.to_subclass:
        words.append("ToSubclass" if qualifier.to_subclass else "Restricted")
    if qualifier.translatable and not type_.translatable:
        words.append("Translatable")
    if qualifier.to_instance != type_.to_instance:
        words.append("ToInstance" if qualifier.to_instance else "NotToInstance")
    return f" : {' '.join(words)}" if words else ""


def _braced(
    start: str, items: list[str], end: str, indent: int, taken: int
) -> list[str]:
    """An array on one line, or wrapped between braces on lines of their own."""
    line = f"{start}{{{', '.join(items)}}}{end}"
    if indent + taken + len(line) < WIDTH:
        return [line]
    margin = " " * (indent + _STEP)
    lines = [f"{start}{{"]
    row = margin
    for item in _separated(items):
        if row != margin and len(row) + 1 + len(item) > WIDTH:
            lines.append(row)
            row = margin
        row += item if row == margin else f" {item}"
    return [*lines, row, f"{' ' * indent}}}{end}"]


def _separated(items: list[str]) -> Iterator[str]:
    yield from (f"{item}," for item in items[:-1])
    yield items[-1]


def _ended(lines: list[str], end: str) -> list[str]:
    return [*lines[:-1], lines[-1] + end]


def _superclasses_first(schema: Schema) -> Iterable[Class]:
    """All classes that a text declares, each behind its superclass."""
    done: dict[str, Class] = {}
    for class_ in schema.classes.values():
        for above in reversed(schema.ancestry(class_.name)):
            done.setdefault(above.name.lower(), above)
    return [class_ for class_ in done.values() if not class_.is_system]
