"""Changes of one element: the spelling of its name, its type, what is said of it."""

from __future__ import annotations

from mofgen.diff.model import Kind
from mofgen.diff.scope import Scope
from mofgen.diff.stated import stated_flag, stated_value
from mofgen.ir.model import Method, Parameter, Property, Schema
from mofgen.ir.signature import array_text, type_text

_LIMITS = ("MaxLen", "MinLen", "MaxValue", "MinValue")


def compare_spelling(scope: Scope, old: str, new: str) -> None:
    """How the name of a class or element is written, which CIM does not look at."""
    if old != new:
        scope.breaking(
            Kind.SPELLING_CHANGED,
            "generated code has the name as it is spelled",
            old=old,
            new=new,
        )


def compare_types(
    scope: Scope,
    old: Property | Parameter | Method,
    new: Property | Parameter | Method,
) -> None:
    """Type, array, and the class of a reference or an embedded object."""
    if old.type != new.type:
        scope.breaking(
            Kind.TYPE_CHANGED,
            "values have another type",
            old=type_text(old),
            new=type_text(new),
        )
        return
    if array_text(old) != array_text(new):
        scope.breaking(
            Kind.ARRAY_CHANGED,
            "values have another shape",
            old=type_text(old),
            new=type_text(new),
        )
    if old.type == "reference":
        _compare_classes(
            scope, Kind.REFERENCE_CLASS_CHANGED, old.class_name, new.class_name
        )
    elif not isinstance(old, Method) and not isinstance(new, Method):
        _compare_classes(
            scope, Kind.EMBEDDED_CLASS_CHANGED, old.embedded_class, new.embedded_class
        )


def compare_default(
    scope: Scope, old: Property | Parameter, new: Property | Parameter
) -> None:
    if old.default != new.default:
        scope.note(
            Kind.DEFAULT_CHANGED,
            "a default is only where a value starts",
            old=old.default,
            new=new.default,
        )


def compare_limits(
    scope: Scope, old: Property | Parameter, new: Property | Parameter
) -> None:
    """MaxLen, MinLen, MaxValue and MinValue."""
    for name in _LIMITS:
        pair = stated_value(old, new, name)
        if pair is None:
            continue
        before, after = pair
        if scope.is_written and _is_tighter(name, before, after):
            scope.breaking(
                Kind.LIMIT_CHANGED,
                "values that were allowed are refused",
                old=before,
                new=after,
                subject=name,
            )
        else:
            scope.note(
                Kind.LIMIT_CHANGED,
                "no value that a client sends is refused",
                old=before,
                new=after,
                subject=name,
            )


def compare_units(
    scope: Scope,
    old: Property | Parameter | Method,
    new: Property | Parameter | Method,
) -> None:
    for name in ("Units", "PUnit"):
        pair = stated_value(old, new, name)
        if pair is None:
            continue
        before, after = pair
        both = before is not None and after is not None
        scope.note(
            Kind.UNITS_CHANGED,
            "numbers mean something else" if both else "only one schema says the unit",
            old=before,
            new=after,
            subject=name,
            breaking=both,
        )


def compare_required(
    scope: Scope, old: Property | Parameter, new: Property | Parameter
) -> None:
    pair = stated_flag(old, new, "required")
    if pair is None:
        return
    gained = pair[1]
    breaking = scope.is_written if gained else scope.is_read
    if gained:
        reason = "NULL is refused" if breaking else "NULL no longer comes"
    else:
        reason = "NULL may come" if breaking else "NULL may be sent"
    scope.note(
        Kind.REQUIRED_CHANGED, reason, old=pair[0], new=pair[1], breaking=breaking
    )


def _compare_classes(
    scope: Scope, kind: Kind, old: str | None, new: str | None
) -> None:
    """The class at the other end of a reference, or of an embedded object.

    What a client reads may become narrower, what it sends wider.
    """
    if _same(old, new):
        return
    narrower = _derives(scope.new, new, old)
    wider = _derives(scope.new, old, new) or _derives(scope.old, old, new)
    if narrower and not scope.is_written:
        scope.note(kind, "the new class derives from the old", old=old, new=new)
    elif wider and not scope.is_read:
        scope.note(kind, "the old class is still accepted", old=old, new=new)
    elif narrower:
        scope.breaking(kind, "objects of the old class are refused", old=old, new=new)
    elif wider:
        scope.breaking(kind, "objects of other classes may come", old=old, new=new)
    else:
        scope.breaking(kind, "objects are of another class", old=old, new=new)


def _derives(schema: Schema, name: str | None, of: str | None) -> bool:
    return (
        name is not None
        and of is not None
        and name in schema
        and schema.is_subclass(name, of)
    )


def _same(old: str | None, new: str | None) -> bool:
    return (old and old.lower()) == (new and new.lower())


def _is_tighter(name: str, old: object, new: object) -> bool:
    """Whether the limit ``name`` allows less than before; None allows all."""
    if not isinstance(new, int):
        return False
    if not isinstance(old, int):
        return True
    return new < old if name.startswith("Max") else new > old
