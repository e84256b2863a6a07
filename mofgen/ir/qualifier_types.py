"""Qualifier types: what a declaration says, or what the use of one implies.

DSP0004 7.8 has the syntax of declarations and their scopes, 5.6.5 the flavors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from mofgen.ir.model import QualifierType, Value
from mofgen.ir.values import fit
from mofgen.mof import tree
from mofgen.mof.tree import ABSENT

_CLASSES = frozenset({"class", "association", "indication"})
_PROPERTIES = frozenset({"property", "reference"})
# Scopes that hold others: an association is a class, a reference a property.
_INCLUDED = {
    "any": _CLASSES | _PROPERTIES | {"method", "parameter"},
    "class": _CLASSES,
    "property": _PROPERTIES,
}
_FLAVORS = {
    "enableoverride": {"overridable": True},
    "disableoverride": {"overridable": False},
    "tosubclass": {"to_subclass": True},
    "restricted": {"to_subclass": False},
    "nottosubclass": {"to_subclass": False},
    "toinstance": {"to_instance": True},
    "nottoinstance": {"to_instance": False},
    "translatable": {"translatable": True},
    # WMI's word for translatable: the value lives in an amendment file.
    "amended": {"translatable": True},
}


def qualifier_type(
    declaration: tree.QualifierDeclaration, *, implied: bool = False
) -> QualifierType:
    """The type that ``declaration`` declares.

    Raises
    ------
    Misfit
        The default is not a value of the type.
    """
    default = None if declaration.default is ABSENT else declaration.default
    type_ = QualifierType(
        declaration.name,
        declaration.type,
        declaration.is_array,
        fit_qualifier(default, declaration),
        frozenset(word.lower() for word in declaration.scopes),
        implied=implied,
    )
    return replace(type_, **flavor_changes(declaration.flavors))


def type_by_use(use: tree.Qualifier) -> QualifierType:
    """The type of a qualifier that nobody declares, by the value it has."""
    value = use.value
    items = value if isinstance(value, tuple) else (value,)
    first = next((item for item in items if item is not None), "")
    return QualifierType(
        use.name,
        _type_of(first),
        isinstance(value, tuple),
        None,
        frozenset({"any"}),
        to_subclass=False,
        implied=True,
    )


def fit_qualifier(
    value: tree.Value, type_: QualifierType | tree.QualifierDeclaration
) -> Value:
    """``value`` as a value of ``type_``; raises Misfit where it is none."""
    # Compilers take Values("one") for Values{"one"}; nothing else can be meant.
    if type_.is_array and value is not None and not isinstance(value, tuple):
        value = (value,)
    return fit(value, type_.type, type_.is_array)


def flavor_changes(flavors: Sequence[str]) -> dict[str, Any]:
    """What the flavor words change, by field of Qualifier and QualifierType."""
    changes: dict[str, Any] = {}
    for word in flavors:
        changes.update(_FLAVORS.get(word.lower(), {}))
    return changes


def elements_in(scopes: frozenset[str]) -> frozenset[str]:
    """The kinds of element on which a qualifier with these scopes can stand."""
    return scopes.union(*(_INCLUDED.get(scope, ()) for scope in scopes))


def _type_of(value: object) -> str:
    if value is ABSENT or isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "sint32" if -(2**31) <= value < 2**31 else "sint64"
    if isinstance(value, float):
        return "real64"
    return "char16" if isinstance(value, tree.Char16) else "string"
