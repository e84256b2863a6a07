"""The sentence about an element that closes its docstring: type, units, limits."""

from __future__ import annotations

from mofgen.codegen.literals import value_literal
from mofgen.codegen.text import paragraphs
from mofgen.codegen.value_classes import ValueClass
from mofgen.ir.model import Class, Parameter, Property, Qualifiers, Value

_MARKS = (("key", "key"), ("required", "required"), ("write", "writable"))
_LIMITS = (
    ("minvalue", "at least {}"),
    ("maxvalue", "at most {}"),
    ("minlen", "at least {} characters"),
    ("maxlen", "at most {} characters"),
)


def property_doc(prop: Property, values: ValueClass | None) -> list[str]:
    """The paragraphs of a property's docstring."""
    return [*description(prop.qualifiers), element_facts(prop, values)]


def description(qualifiers: Qualifiers) -> list[str]:
    """The paragraphs of ``Description``; none where there is no text."""
    found = qualifiers.get("description")
    return paragraphs(found.value if found and isinstance(found.value, str) else None)


def element_facts(element: Property | Parameter, values: ValueClass | None) -> str:
    """One sentence: CIM type and, where the schema has them, units, marks, limits.

    ``values`` names the value class, which lists what the values mean.
    """
    qualifiers = element.qualifiers
    words = [_type_words(element)]
    units = _text(qualifiers, "punit") or _text(qualifiers, "units")
    if units:
        words.append(f"in {units}")
    words += [word for key, word in _MARKS if _is_true(qualifiers, key)]
    if element.default is not None:
        words.append(f"default {_value_words(element.default)}")
    for key, template in _LIMITS:
        found = qualifiers.get(key)
        if found is not None and isinstance(found.value, int):
            words.append(template.format(found.value))
    sentence = ", ".join(words)
    if values:
        sentence += f"; values in {values}"
    if "deprecated" in qualifiers:
        sentence += "; deprecated"
    return f"{sentence}."


def class_facts(class_: Class) -> str:
    """One sentence: what kind of class it is, its keys and its version."""
    kind = "class"
    if class_.is_association:
        kind = "association"
    elif class_.is_indication:
        kind = "indication"
    words = [f"Abstract {kind}" if class_.is_abstract else kind.capitalize()]
    keys = ", ".join(prop.name for prop in class_.keys)
    if keys:
        words.append(f"keys: {keys}" if "," in keys else f"key: {keys}")
    version = _text(class_.qualifiers, "version")
    if version:
        words.append(f"version {version}")
    if "deprecated" in class_.qualifiers:
        words.append("deprecated")
    return f"{'; '.join(words)}."


def _type_words(element: Property | Parameter) -> str:
    name = element.type
    if element.type == "reference":
        name = f"reference to {element.class_name or 'any object'}"
    elif element.embedded_class or element.type == "object":
        name = f"embedded {element.embedded_class or 'instance of any class'}"
    if not element.is_array:
        return name
    size = "" if element.array_size is None else f" of {element.array_size}"
    return f"array{size} of {name}" if not size else f"array{size} x {name}"


def _value_words(value: Value) -> str:
    text = value_literal(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _text(qualifiers: Qualifiers, name: str) -> str | None:
    found = qualifiers.get(name)
    if found is None or not isinstance(found.value, str):
        return None
    return " ".join(found.value.split()) or None


def _is_true(qualifiers: Qualifiers, name: str) -> bool:
    found = qualifiers.get(name)
    return found is not None and found.value is True
