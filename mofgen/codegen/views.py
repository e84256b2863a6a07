"""What templates see: everything decided, nothing left to work out.

A view holds names and finished lines of Python. Lines carry their indentation and
no line end; a template puts them in order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class ValuesView:
    """A nested class for the values of a property, parameter or return value."""

    name: str
    base: str
    header: tuple[str, ...]
    doc: tuple[str, ...]
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PropertyView:
    """A property that the class declares or overrides.

    ``values`` is the value class that has to be declared for it, if any.
    """

    name: str
    cim_name: str
    values: ValuesView | None
    definition: tuple[str, ...]
    doc: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ResultView:
    """The nested class for what a method gives back."""

    name: str
    header: tuple[str, ...]
    doc: tuple[str, ...]
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MethodView:
    """A method that the class declares or overrides.

    ``values`` and ``result`` are what has to be declared for it.
    """

    name: str
    cim_name: str
    values: tuple[ValuesView, ...]
    result: ResultView | None
    signature: tuple[str, ...]
    doc: tuple[str, ...]
    body: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NavigatorView:
    """One association in which objects of the class can stand."""

    association: str
    definition: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EndsView:
    """The class for the ends of an association, as seen from one of them.

    ``objects`` is the signature that gives the association's own objects.
    """

    name: str
    header: tuple[str, ...]
    doc: tuple[str, ...]
    ends: tuple[str, ...]
    objects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConstructionView:
    """The typed dictionary that lists what construction takes.

    ``init`` is the signature that takes it.
    """

    name: str
    base: str
    header: tuple[str, ...]
    fields: tuple[str, ...]
    init: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RelatedView:
    """The nested class through which associations are walked."""

    header: tuple[str, ...]
    doc: tuple[str, ...]
    navigators: tuple[NavigatorView, ...]


@dataclass(frozen=True, slots=True)
class ClassView:
    """One module: a class, and the ends of it where it is an association.

    ``imports`` are needed at run time, ``typing_imports`` by type checkers only.
    """

    name: str
    cim_name: str
    base: str
    header: tuple[str, ...]
    doc: tuple[str, ...]
    properties: tuple[PropertyView, ...]
    methods: tuple[MethodView, ...]
    related: RelatedView | None
    wire: tuple[str, ...]
    construction: ConstructionView | None
    ends: EndsView | None
    imports: tuple[str, ...]
    typing_imports: tuple[str, ...]

    @property
    def needs_typing(self) -> bool:
        """Whether the module has anything for type checkers only."""
        return bool(self.typing_imports or self.construction or self.ends)

    def annotated_lines(self) -> Iterator[str]:
        """Every line that holds annotations."""
        for method in self.methods:
            yield from method.signature
            if method.result:
                yield from method.result.fields
        if self.construction:
            yield from self.construction.fields

    def with_imports(
        self, imports: tuple[str, ...], typing_imports: tuple[str, ...]
    ) -> ClassView:
        """The same view with its imports."""
        return replace(self, imports=imports, typing_imports=typing_imports)


@dataclass(frozen=True, slots=True)
class ProviderMethodView:
    """A method that a provider can answer."""

    name: str
    cim_name: str
    decorator: tuple[str, ...]
    signature: tuple[str, ...]
    doc: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProviderView:
    """The module with the provider stub of a class."""

    name: str
    class_name: str
    base: str
    type_variable: tuple[str, ...]
    header: tuple[str, ...]
    doc: tuple[str, ...]
    methods: tuple[ProviderMethodView, ...]
    imports: tuple[str, ...]
    typing_imports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PackageView:
    """The face of the package.

    ``names`` are lines of the list of classes, which is what a star import gives;
    ``static_imports`` are those of the stub that type checkers read.
    """

    name: str
    doc: tuple[str, ...]
    classes: tuple[str, ...]
    namespace: str
    names: tuple[str, ...]
    static_imports: tuple[str, ...]
