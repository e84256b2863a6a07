"""From two schemas to their changes."""

from __future__ import annotations

from mofgen.diff.elements import compare_spelling
from mofgen.diff.members import compare_methods, compare_properties
from mofgen.diff.model import Change, Comparison, Kind
from mofgen.diff.renames import with_renames
from mofgen.diff.scope import Scope
from mofgen.diff.stated import compare_qualifiers, stated_flag
from mofgen.ir.model import Class, Instance, QualifierType, Schema
from mofgen.ir.printer import flavor_words


def compare(old: Schema, new: Schema) -> Comparison:
    """Every change from ``old`` to ``new``.

    Each is told of once, at the class that declares what has changed; subclasses
    that inherit it do not repeat it. System classes are not compared: they belong
    to WMI, not to the schema.

    Returns
    -------
    The changes: classes that are gone, then by class in the order of the new
    schema, then qualifier declarations and instances.
    """
    scope = Scope(old, new)
    for key, class_ in old.classes.items():
        if key not in new.classes and not class_.is_system:
            scope.of_class(class_.name).breaking(
                Kind.CLASS_REMOVED, "a client may use it", old=class_.superclass
            )
    for key, class_ in new.classes.items():
        before = old.classes.get(key)
        here = scope.of_class(class_.name)
        if class_.is_system:
            continue
        if before is None:
            here.note(Kind.CLASS_ADDED, "nobody uses it yet", new=class_.superclass)
        else:
            _compare_class(here, before, class_)
    _compare_qualifier_types(scope)
    _compare_instances(scope)
    return Comparison(with_renames(scope.changes, old, new))


def _compare_class(scope: Scope, old: Class, new: Class) -> None:
    compare_spelling(scope, old.name, new.name)
    _compare_superclass(scope, old, new)
    for name in ("Association", "Indication"):
        flag = stated_flag(old, new, name)
        if flag is not None:
            scope.breaking(
                Kind.CLASS_KIND_CHANGED,
                "the class is used in another way",
                old=flag[0],
                new=flag[1],
                subject=name,
            )
    abstract = stated_flag(old, new, "abstract")
    if abstract is not None:
        scope.note(
            Kind.ABSTRACT_CHANGED,
            "it has no instances" if abstract[1] else "it can have instances now",
            old=abstract[0],
            new=abstract[1],
            breaking=abstract[1],
        )
    compare_qualifiers(scope, old, new)
    compare_properties(scope, old, new)
    compare_methods(scope, old, new)


def _compare_superclass(scope: Scope, old: Class, new: Class) -> None:
    before, after = old.superclass, new.superclass
    if (before and before.lower()) == (after and after.lower()):
        return
    if before is None or (
        before in scope.new and scope.new.is_subclass(new.name, before)
    ):
        reason = "it still derives from the old superclass" if before else "it had none"
        scope.note(Kind.SUPERCLASS_CHANGED, reason, old=before, new=after)
    else:
        scope.breaking(
            Kind.SUPERCLASS_CHANGED,
            "it no longer derives from the old superclass",
            old=before,
            new=after,
        )


def _compare_qualifier_types(scope: Scope) -> None:
    """Declarations; what nobody declares follows from use and is told of there."""
    old, new = (
        {key: t for key, t in schema.qualifier_types.items() if not t.implied}
        for schema in (scope.old, scope.new)
    )
    for key in {**old, **new}:
        before, after = old.get(key), new.get(key)
        if before == after:
            continue
        if before is None:
            kind = Kind.QUALIFIER_TYPE_ADDED
        elif after is None:
            kind = Kind.QUALIFIER_TYPE_REMOVED
        else:
            kind = Kind.QUALIFIER_TYPE_CHANGED
        known = after or before
        assert known is not None
        scope.note(
            kind,
            "what it changes is told of where it is used",
            old=_declaration_text(before),
            new=_declaration_text(after),
            subject=known.name,
        )


def _declaration_text(type_: QualifierType | None) -> str | None:
    if type_ is None:
        return None
    text = f"{type_.type}{'[]' * type_.is_array}"
    if type_.default is not None:
        text += f" = {type_.default}"
    words = (*sorted(type_.scopes), *flavor_words(type_))
    return f"{text}, {', '.join(words)}"


def _compare_instances(scope: Scope) -> None:
    """Instances by their values; one that differs is another one."""
    old, new = ([_text(i) for i in s.instances] for s in (scope.old, scope.new))
    for kind, instances, known in (
        (Kind.INSTANCE_REMOVED, scope.old.instances, set(new)),
        (Kind.INSTANCE_ADDED, scope.new.instances, set(old)),
    ):
        for instance in instances:
            if _text(instance) not in known:
                scope.changes.append(
                    Change(
                        kind,
                        instance.class_name,
                        subject=_text(instance),
                        reason="instances are data, not schema",
                    )
                )


def _text(instance: Instance) -> str:
    values = ", ".join(f"{name}={value!r}" for name, value in instance.values.items())
    return f"{instance.class_name}({values})"
