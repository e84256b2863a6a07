"""Changes of a method's parameters."""

from __future__ import annotations

from mofgen.diff.elements import (
    compare_default,
    compare_limits,
    compare_required,
    compare_spelling,
    compare_types,
    compare_units,
)
from mofgen.diff.model import Kind
from mofgen.diff.scope import Scope
from mofgen.diff.stated import compare_qualifiers, stated_flag
from mofgen.diff.value_maps import compare_value_maps
from mofgen.ir.model import Method, Parameter
from mofgen.ir.signature import direction, type_text


def compare_parameters(scope: Scope, old: Method, new: Method) -> None:
    """Parameters that are added, removed, changed, or in another order."""
    for key, after in new.parameters.items():
        before = old.parameters.get(key)
        if before is None:
            _added(_of(scope, after), after)
        else:
            _compare(_of(scope, before, after.name), before, after)
    for key, before in old.parameters.items():
        if key not in new.parameters:
            _of(scope, before).breaking(
                Kind.PARAMETER_REMOVED, "a client may use it", old=type_text(before)
            )
    was = [p.name for key, p in old.parameters.items() if key in new.parameters]
    now = [p.name for key, p in new.parameters.items() if key in old.parameters]
    if [name.lower() for name in was] != [name.lower() for name in now]:
        scope.note(
            Kind.PARAMETER_ORDER_CHANGED,
            "parameters are passed by name",
            old=tuple(was),
            new=tuple(now),
        )


def _of(scope: Scope, parameter: Parameter, name: str | None = None) -> Scope:
    return scope.of_parameter(
        name or parameter.name,
        is_read=parameter.is_out,
        is_written=parameter.is_in,
    )


def _added(scope: Scope, added: Parameter) -> None:
    text = f"{direction(added)} {type_text(added)}"
    if added.is_in and added.is_required:
        scope.breaking(Kind.PARAMETER_ADDED, "it has to be passed", new=text)
    else:
        scope.note(Kind.PARAMETER_ADDED, "it can be left out", new=text)


def _compare(scope: Scope, before: Parameter, after: Parameter) -> None:
    compare_spelling(scope, before.name, after.name)
    if direction(before) != direction(after):
        scope.breaking(
            Kind.DIRECTION_CHANGED,
            "it is passed another way",
            old=direction(before),
            new=direction(after),
        )
    compare_types(scope, before, after)
    compare_default(scope, before, after)
    optional = stated_flag(before, after, "optional")
    if optional is not None:
        lost = scope.is_written and optional[0]
        scope.note(
            Kind.OPTIONAL_CHANGED,
            "it has to be passed" if lost else "it can be passed as before",
            old=optional[0],
            new=optional[1],
            breaking=lost,
        )
    compare_required(scope, before, after)
    compare_limits(scope, before, after)
    compare_units(scope, before, after)
    compare_value_maps(scope, before, after)
    compare_qualifiers(scope, before, after)
