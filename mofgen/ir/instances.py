"""Instances that a text creates, e.g. the registration of WMI's providers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from mofgen.ir.declarations import namespace_path
from mofgen.ir.findings import Findings, name_place
from mofgen.ir.model import Class, Instance, Property, Scalar, Value
from mofgen.ir.targets import Targets
from mofgen.ir.values import Misfit, ScalarFit, fit, spelling
from mofgen.mof import tree
from mofgen.mof.diagnostics import Note, Place
from mofgen.mof.limits import MAX_NESTING
from mofgen.mof.tree import AliasReference, Char16, InstanceDeclaration
from mofgen.suggest import did_you_mean


class InstanceReader:
    """Turns written instances into those of the schema, and checks them.

    Parameters
    ----------
    classes:
        The resolved classes by lower-case name.
    incomplete:
        Lower-case names of classes of which members may be unknown.
    class_aliases:
        Names of classes by the lower-case alias that their declaration has.
    """

    def __init__(
        self,
        classes: Mapping[str, Class],
        incomplete: Collection[str],
        class_aliases: Mapping[str, str],
        targets: Targets,
        findings: Findings,
    ) -> None:
        self._classes = classes
        self._incomplete = incomplete
        self._class_aliases = class_aliases
        self._targets = targets
        self._findings = findings
        self._aliases: dict[str, InstanceDeclaration] = {}
        self._done: dict[int, Instance | None] = {}
        # How deep the instances go that are done, and, outermost first, those that
        # are being read.
        self._depths: dict[int, int] = {}
        self._open: dict[int, int] = {}

    def read_all(self, written: Iterable[InstanceDeclaration]) -> tuple[Instance, ...]:
        """The instances in written order, without those that have errors."""
        written = list(written)
        # An alias means the instance before the place where it is used, as files
        # that are compiled together use one alias several times; else one after.
        for declaration in reversed(written):
            self._name(declaration)
        result = []
        for declaration in written:
            self._name(declaration)
            instance = self._read(declaration)
            if instance is not None:
                result.append(instance)
        return tuple(result)

    def _name(self, declaration: InstanceDeclaration) -> None:
        if declaration.alias is not None:
            self._aliases[declaration.alias.lower()] = declaration

    def _read(self, written: InstanceDeclaration) -> Instance | None:
        known = id(written)
        if known not in self._done:
            self._open[known] = 0
            self._done[known] = self._read_anew(written)
            self._depths[known] = self._open.pop(known) + 1
        if self._open:
            outer = next(reversed(self._open))
            self._open[outer] = max(self._open[outer], self._depths[known])
        return self._done[known]

    def _read_anew(self, written: InstanceDeclaration) -> Instance | None:
        class_ = self._classes.get(written.class_name.lower())
        if class_ is None and not self._targets.is_known(written.class_name):
            name = written.class_name
            self._findings.error(
                "unknown-class",
                f"There is no class {name} to make an instance of"
                + self._targets.suggestion(name),
                name_place(written.source, written.pos, name),
            )
            return None
        return Instance(
            written.class_name if class_ is None else class_.name,
            self._values(written, class_),
            written.alias,
            namespace_path(written.namespace),
        )

    def _values(
        self, written: InstanceDeclaration, class_: Class | None
    ) -> dict[str, Value]:
        result: dict[str, Value] = {}
        first: dict[str, tree.PropertyValue] = {}
        for given in written.values:
            key = given.name.lower()
            earlier = first.setdefault(key, given)
            if earlier is not given:
                self._findings.error(
                    "duplicate-property",
                    f"{given.name} is given a value twice",
                    name_place(written.source, given.pos, given.name),
                    Note(
                        "first here",
                        name_place(written.source, earlier.pos, earlier.name),
                    ),
                )
                continue
            if class_ is None:
                # Of a class in another namespace only the names are known.
                result[given.name] = self._as_written(given, written)
                continue
            property_ = class_.properties.get(key)
            if property_ is not None:
                result[property_.name] = self._value(given, property_, written)
            elif class_.name.lower() not in self._incomplete:
                names = [one.name for one in class_.properties.values()]
                self._findings.error(
                    "unknown-property",
                    f"Class {class_.name} has no property {given.name}"
                    + did_you_mean(given.name, names),
                    name_place(written.source, given.pos, given.name),
                )
        return result

    def _value(
        self,
        given: tree.PropertyValue,
        property_: Property,
        within: InstanceDeclaration,
    ) -> Value:
        scalar: ScalarFit | None = None
        if property_.type in ("reference", "object"):
            scalar = self._objects(property_.type, within)
        elif property_.type == "string" and _is_embedded(property_):
            scalar = self._objects("string", within)
        try:
            return fit(given.value, property_.type, property_.is_array, scalar=scalar)
        except Misfit as misfit:
            self._findings.error(
                "bad-value" if misfit.code == "wrong-type" else misfit.code,
                f"{given.name} {misfit.message}",
                Place(within.source, given.value_pos),
            )
            return None

    def _objects(self, type_: str, within: InstanceDeclaration) -> ScalarFit:
        """How a value of a reference or an embedded object is read."""

        def one(value: tree.Scalar) -> Scalar:
            if isinstance(value, AliasReference):
                return self._aliased(value, within)
            if isinstance(value, InstanceDeclaration) and type_ != "reference":
                return self._read(value)
            if isinstance(value, str) and type_ != "object":
                return value
            words = {
                "reference": "it is a reference",
                "object": "it is an embedded object",
            }
            raise Misfit(
                "wrong-type",
                f"can't be {spelling(value)}: "
                + words.get(type_, "it is an embedded instance"),
            )

        return one

    def _as_written(
        self, given: tree.PropertyValue, within: InstanceDeclaration
    ) -> Value:
        def one(value: tree.Scalar) -> Scalar:
            if isinstance(value, AliasReference):
                return self._aliased(value, within)
            if isinstance(value, InstanceDeclaration):
                return self._read(value)
            return value.value if isinstance(value, Char16) else value

        if isinstance(given.value, tuple):
            return tuple(one(item) for item in given.value)
        return one(given.value)

    def _aliased(self, alias: AliasReference, within: InstanceDeclaration) -> Scalar:
        key = alias.name.lower()
        found = self._aliases.get(key)
        place = name_place(within.source, alias.pos, f"${alias.name}")
        if found is None:
            if key in self._class_aliases:
                return self._class_aliases[key]
            names = [f"${one.alias}" for one in self._aliases.values()]
            name = f"${alias.name}"
            self._findings.error(
                "unknown-alias",
                f"There is no instance {name}{did_you_mean(name, names)}",
                place,
            )
            return None
        if id(found) in self._open:
            self._findings.error(
                "circular-alias", f"${alias.name} refers to itself", place
            )
            return None
        depth = len(self._open) + self._depths.get(id(found), 0)
        if depth >= MAX_NESTING:
            self._findings.error(
                "too-deep",
                f"${alias.name} is one of too many instances that refer to each "
                f"other in a chain; at most {MAX_NESTING} can be read",
                place,
            )
            return None
        return self._read(found)


def _is_embedded(property_: Property) -> bool:
    return (
        "embeddedinstance" in property_.qualifiers
        or "embeddedobject" in property_.qualifiers
    )
