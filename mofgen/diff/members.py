"""Changes of the members of a class that is in both schemas."""

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
from mofgen.diff.parameters import compare_parameters
from mofgen.diff.scope import Scope
from mofgen.diff.stated import compare_qualifiers, stated_flag
from mofgen.diff.value_maps import compare_value_maps
from mofgen.ir.model import Class, Method, Property
from mofgen.ir.signature import type_text


def compare_properties(scope: Scope, old: Class, new: Class) -> None:
    """Properties that are added, removed or changed.

    Inherited ones are told of where they are declared, see :func:`_is_told_here`.
    """
    for key, after in new.properties.items():
        before = old.properties.get(key)
        if not _is_told_here(before, after, old, new):
            continue
        if before is None:
            _added(scope.of_member(after.name), after)
        else:
            here = scope.of_member(after.name, is_written=_is_writable(before))
            _compare_declarations(here, before, after, old, new)
            _compare_property(here, before, after)
    for key, before in old.properties.items():
        if key not in new.properties and _is_told_here(before, None, old, new):
            scope.of_member(before.name).breaking(
                Kind.PROPERTY_REMOVED, "a client may use it", old=type_text(before)
            )


def compare_methods(scope: Scope, old: Class, new: Class) -> None:
    """Methods that are added, removed or changed, with their parameters."""
    for key, after in new.methods.items():
        before = old.methods.get(key)
        here = scope.of_member(after.name)
        if not _is_told_here(before, after, old, new):
            continue
        if before is None:
            here.note(Kind.METHOD_ADDED, "nobody calls it yet", new=type_text(after))
        else:
            _compare_declarations(here, before, after, old, new)
            _compare_method(here, before, after)
    for key, before in old.methods.items():
        if key not in new.methods and _is_told_here(before, None, old, new):
            scope.of_member(before.name).breaking(
                Kind.METHOD_REMOVED, "a client may call it", old=type_text(before)
            )


def _is_told_here(
    before: Property | Method | None,
    after: Property | Method | None,
    old: Class,
    new: Class,
) -> bool:
    """Whether this class is the place to tell of the member.

    It is where it declares the member, in either schema. Where its superclass is
    another one, nothing above tells of members that come or go with it.
    """
    if before is not None and _is_own(before, old):
        return True
    if after is not None and _is_own(after, new):
        return True
    return (before is None or after is None) and (
        _lower(old.superclass) != _lower(new.superclass)
    )


def _added(scope: Scope, added: Property) -> None:
    if added.is_key:
        scope.breaking(
            Kind.PROPERTY_ADDED,
            "a key identifies the instances",
            new=type_text(added),
        )
    else:
        scope.note(Kind.PROPERTY_ADDED, "nobody uses it yet", new=type_text(added))


def _compare_declarations(
    scope: Scope,
    before: Property | Method,
    after: Property | Method,
    old: Class,
    new: Class,
) -> None:
    """Whether the member is declared in the class itself, and how it is spelled."""
    was_own, is_own = _is_own(before, old), _is_own(after, new)
    if was_own and not is_own:
        scope.note(
            Kind.OVERRIDE_REMOVED,
            "the class still has the member",
            new=after.declared_in,
        )
    elif is_own and not was_own:
        scope.note(
            Kind.OVERRIDE_ADDED,
            "the class had the member before",
            old=before.declared_in,
        )
    else:
        compare_spelling(scope, before.name, after.name)


def _compare_property(scope: Scope, before: Property, after: Property) -> None:
    # A type can only change where it was first declared; below it has to follow.
    if not (before.is_override and after.is_override) or before.is_reference:
        compare_types(scope, before, after)
    compare_default(scope, before, after)
    key = stated_flag(before, after, "key")
    if key is not None:
        scope.breaking(
            Kind.KEY_CHANGED,
            "keys identify the instances",
            old=key[0],
            new=key[1],
        )
    for name, kind, is_default in (
        ("Read", Kind.READ_CHANGED, True),
        ("Write", Kind.WRITE_CHANGED, False),
    ):
        access = stated_flag(before, after, name, default=is_default)
        if access is not None:
            reason = "a client may do more" if access[1] else "a client is refused"
            scope.note(
                kind, reason, old=access[0], new=access[1], breaking=not access[1]
            )
    compare_required(scope, before, after)
    compare_limits(scope, before, after)
    compare_units(scope, before, after)
    compare_value_maps(scope, before, after)
    compare_qualifiers(scope, before, after)


def _compare_method(scope: Scope, before: Method, after: Method) -> None:
    if not (before.is_override and after.is_override):
        compare_types(scope, before, after)
    static = stated_flag(before, after, "static")
    if static is not None:
        scope.breaking(
            Kind.STATIC_CHANGED,
            "it is called on something else",
            old=static[0],
            new=static[1],
        )
    compare_units(scope, before, after)
    compare_value_maps(scope, before, after)
    compare_qualifiers(scope, before, after)
    compare_parameters(scope, before, after)


def _is_writable(member: Property) -> bool:
    found = member.qualifiers.get("write")
    return found is not None and found.value is True


def _is_own(member: Property | Method, class_: Class) -> bool:
    return member.declared_in.lower() == class_.name.lower()


def _lower(name: str | None) -> str | None:
    return None if name is None else name.lower()
