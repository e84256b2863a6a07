"""WQL queries for classes: of ``meta_class``, and of associations with SchemaOnly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mofgen.provider.associations import Walk
from mofgen.provider.layouts import End, Layout
from mofgen.provider.schema import Schema
from mofgen.provider.wql.analysis import equalities
from mofgen.provider.wql.checking import selected
from mofgen.provider.wql.class_reading import ClassReading
from mofgen.provider.wql.evaluation import compile_condition
from mofgen.provider.wql.tree import Select
from mofgen.runtime.instance import Instance
from mofgen.runtime.statuses import CimInvalidClassError


class ClassQueries:
    """Finds classes of a schema.

    Parameters
    ----------
    schema:
        The classes.
    host:
        The name of the host that they are on, ``__SERVER``; None for no name.
    """

    def __init__(self, schema: Schema, host: str | None = None) -> None:
        self._schema = schema
        self._reading = ClassReading(schema.namespace, host)

    def select(self, query: Select) -> list[type[Instance]]:
        """The classes that a query of ``meta_class`` selects, by their names."""
        selected(query)  # only that there are such properties: classes come whole
        holds = compile_condition(query, None, self._reading)
        return [cls for cls in self._candidates(query) if holds(cls)]

    def _candidates(self, query: Select) -> Iterable[type[Instance]]:
        """Loading all classes takes a while: not to find one by its name."""
        for path, value in equalities(query.where):
            if str(path).lower() == "__class":
                try:
                    return [self._schema.named(str(value)).cls]
                except CimInvalidClassError:
                    return []
        return self._schema.classes()

    def results(self, source: Layout, walk: Walk) -> list[type[Instance]]:
        """The classes that associations connect with ``source``, by their names.

        An association does where one of its references is declared for ``source`` or
        a superclass; its results are the classes for which the others are declared.
        """
        found: set[type[Instance]] = set()
        for end in self._ends_at(source, walk):
            for other in walk.opposite(end):
                target = self._declared(other)
                if target is not None and walk.wants(target):
                    found.add(target.cls)
        return _by_name(self._schema, found)

    def associations(self, source: Layout, walk: Walk) -> list[type[Instance]]:
        """The associations in which objects of ``source`` can stand, by their names."""
        found = {end.layout.cls for end in self._ends_at(source, walk)}
        return _by_name(self._schema, found)

    def _ends_at(self, source: Layout, walk: Walk) -> Iterator[End]:
        for cls in self._schema.classes():
            for end in self._schema.layout(cls).ends:
                declared = self._declared(end)
                takes = declared is None or issubclass(source.cls, declared.cls)
                if takes and walk.follows(end):
                    yield end

    def _declared(self, end: End) -> Layout | None:
        """The class for which a reference is declared; None for any."""
        name = end.layout.properties[end.attribute].class_name
        return None if name is None else self._schema.named(name)


def _by_name(schema: Schema, found: set[type[Instance]]) -> list[type[Instance]]:
    return [cls for cls in schema.classes() if cls in found]
