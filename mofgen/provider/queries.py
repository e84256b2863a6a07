"""WQL queries on a store: by its indexes where the condition lets them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NoReturn, TypeVar

from mofgen.provider import reading
from mofgen.provider.associations import Walk
from mofgen.provider.class_queries import ClassQueries
from mofgen.provider.layouts import Key, Layout, Row
from mofgen.provider.rows import thawed
from mofgen.provider.store import Store
from mofgen.provider.views import View
from mofgen.provider.wql import parse_wql
from mofgen.provider.wql.analysis import Equality, equalities
from mofgen.provider.wql.checking import check, selected
from mofgen.provider.wql.comparing import Mismatch, converted, kind_of_type
from mofgen.provider.wql.errors import WqlError
from mofgen.provider.wql.evaluation import Names, compile_condition
from mofgen.provider.wql.instances import InstanceReading
from mofgen.provider.wql.tree import Associators, EventSelect, References, Select
from mofgen.runtime.connection import KEYS_ONLY
from mofgen.runtime.errors import CimError
from mofgen.runtime.instance import Instance, class_table
from mofgen.runtime.paths import parse_path
from mofgen.runtime.references import Ref
from mofgen.runtime.statuses import CimStatusError
from mofgen.runtime.wire import is_kind

T = TypeVar("T")

_INDEXABLE = ("text", "number", "boolean")
_CLASSES = "this asks for classes: see Queries.classes"


class Queries:
    """Answers data queries.

    Parameters
    ----------
    store:
        The objects.
    host:
        The name of the host that they are on, ``__SERVER``; None for no name.
    """

    def __init__(self, store: Store, host: str | None = None) -> None:
        self._store = store
        self._schema = store.schema
        self._classes = ClassQueries(store.schema, host)
        self._instances = InstanceReading(store.schema.namespace, host)

    def run(self, wql: str) -> list[Instance]:
        """The objects that a query selects, with the properties that it lists.

        Raises
        ------
        WqlError
            Where the query is wrong, or asks for something else than objects: for
            classes, which :meth:`classes` gives, or for events.
        CimInvalidClassError
            Where it asks for a class that there is not.
        CimNotFoundError
            Where it starts from an object that there is not.
        """
        query = parse_wql(wql)
        if isinstance(query, Select):
            return self._select(query)
        if isinstance(query, EventSelect):
            _refuse(query, "this is an event query: subscribe to it")
        return self._walk(query)

    def classes(self, wql: str) -> list[type[Instance]]:
        """The classes that a query selects, each once and whole.

        Parameters
        ----------
        wql:
            A query of ``meta_class``; ASSOCIATORS OF or REFERENCES OF an object with
            ClassDefsOnly, for the classes of the results; or of a class with
            SchemaOnly, for what the schema connects with it: the classes for which
            the references of associations are declared.

        Raises
        ------
        WqlError
            Where the query is wrong, or asks for objects or events.
        CimInvalidClassError, CimNotFoundError
            As for :meth:`run`.
        """
        query = parse_wql(wql)
        if isinstance(query, Select) and query.is_schema_query:
            return self._classes.select(query)
        if isinstance(query, (Associators, References)):
            if query.schema_only:
                return self._connected(query)
            if query.class_defs_only:
                return list(dict.fromkeys(key[0].cls for key in self._found(query)))
        _refuse(query, "this query does not ask for classes")

    # --- SELECT ---

    def _select(self, query: Select) -> list[Instance]:
        if query.is_schema_query:
            _refuse(query, _CLASSES)
        of = self._schema.named(query.class_name)
        paths = selected(query, class_table(of.cls))
        properties = None if paths is None else tuple(path[0] for path in paths)
        found: list[Instance] = []
        candidates = self._candidates(of, equalities(query.where))
        if all(layout is not of for layout, _ in candidates):
            check(query, class_table(of.cls))  # else compiling it does that
        for layout, rows in candidates:
            holds = compile_condition(
                query, class_table(layout.cls), RowReading(layout, self._instances)
            )
            selection = layout.selection(properties)
            found += [selection.thaw(row) for row in rows if holds(row)]
        return found

    def _candidates(
        self, of: Layout, required: tuple[Equality, ...]
    ) -> list[tuple[Layout, list[Row]]]:
        """By class, the objects among which are all that fulfil the equalities."""

        def find(view: View) -> list[tuple[Layout, list[Row]]]:
            found = []
            for layout in list(view.layouts()):
                if issubclass(layout.cls, of.cls):
                    equal = _by_attribute(layout, required)
                    rows = [row for _, row in reading.candidates(view, layout, equal)]
                    if rows:
                        found.append((layout, rows))
            return found

        # Conditions are evaluated when the store is no longer held: rows don't change.
        return self._store.ask(find)

    # --- ASSOCIATORS OF, REFERENCES OF ---

    def _walk(self, query: Associators | References) -> list[Instance]:
        if query.class_defs_only or query.schema_only:
            _refuse(query, _CLASSES)
        properties = KEYS_ONLY if query.keys_only else None
        return [thawed(key, row, properties) for key, row in self._found(query).items()]

    def _found(self, query: Associators | References) -> dict[Key, Row]:
        source, walk = self._source(query), self._way(query)
        search = walk.results if isinstance(query, Associators) else walk.associations

        def find(view: View) -> dict[Key, Row]:
            return search(view, reading.only(self._schema, view, source)[0])

        return self._store.ask(find)

    def _connected(self, query: Associators | References) -> list[type[Instance]]:
        source = self._source(query)
        if not source.is_class:
            _refuse(query, "with SchemaOnly the path is that of a class")
        layout, walk = self._schema.named(source.class_name), self._way(query)
        if isinstance(query, Associators):
            return self._classes.results(layout, walk)
        return self._classes.associations(layout, walk)

    def _way(self, query: Associators | References) -> Walk:
        kind = self._class(query.result_class)
        if query.class_defs_only and kind is not None:
            _refuse(query, "ClassDefsOnly and ResultClass exclude each other")
        if isinstance(query, References):
            return Walk(
                kind, role=query.role, association_qualifier=query.required_qualifier
            )
        return Walk(
            self._class(query.assoc_class),
            kind,
            query.role,
            query.result_role,
            query.required_assoc_qualifier,
            query.required_qualifier,
        )

    def _class(self, name: str | None) -> type | None:
        return None if name is None else self._schema.named(name).cls

    def _source(self, query: Associators | References) -> Ref[Any]:
        try:
            return parse_path(query.path, package=self._schema.package)
        except CimStatusError:
            raise
        except CimError as error:
            raise WqlError(str(error), query.text, query.span) from None


class RowReading:
    """How WQL reads the rows of a class.

    Parameters
    ----------
    layout:
        The class.
    instances:
        How it reads what a row does not have by itself: embedded objects and system
        properties.
    """

    def __init__(self, layout: Layout, instances: InstanceReading) -> None:
        self._layout = layout
        self._instances = instances

    def reader(self, names: Names, /) -> Callable[[Row], object]:
        """What gives the value at a path; see the protocol ``Reading``."""
        name = self._layout.attributes.get(names[0].lower())
        if len(names) > 1 or name is None:
            return self._of_object(self._instances.reader(names))
        found, convert = name, self._layout.thaws.get(name)
        if convert is None:
            return lambda row: row.get(found)
        thaw = convert
        return lambda row: thaw(row[found]) if found in row else None

    def class_test(
        self, names: Names, class_name: str, /
    ) -> Callable[[Row], bool | None]:
        """What tells the class of the object at a path; see the protocol."""
        if names[0].lower() == "__this" and len(names) == 1:
            answer = is_kind(self._layout.cls, class_name)
            return lambda row: answer
        return self._of_object(self._instances.class_test(names, class_name))

    def _of_object(self, ask: Callable[[Any], T]) -> Callable[[Row], T]:
        whole = self._layout.whole
        return lambda row: ask(whole.thaw(row))


def _by_attribute(layout: Layout, required: Iterable[Equality]) -> dict[str, object]:
    """The equalities that an index can look up, in the form in which it has them."""
    found: dict[str, object] = {}
    for path, value in required:
        name = layout.attributes.get(path.names[0].lower())
        if name is None or len(path.names) > 1 or name not in layout.indexed:
            continue
        kind = kind_of_type(layout.properties[name].type)
        if kind in _INDEXABLE:
            try:
                found[name] = converted(kind, value)
            except Mismatch:
                continue  # compiling the condition says what is wrong with it
    return found


def _refuse(
    query: Select | EventSelect | Associators | References, why: str
) -> NoReturn:
    raise WqlError(why, query.text, query.span)
