"""The intrinsic operations of DSP0200 on a store, for clients: nothing is trusted.

Each raises :class:`~mofgen.runtime.statuses.CimStatusError` of DSP0200's code, that
names the operation and what it was asked of. Operations that change something are
transactions; called by a method's handler, they are part of the handler's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeAlias, TypeVar, cast

from mofgen.provider import reading
from mofgen.provider.associations import Walk
from mofgen.provider.layouts import Key, Layout, Row, reference_to
from mofgen.provider.rows import thawed
from mofgen.provider.store import Store
from mofgen.provider.transactions import refuse_objects_of
from mofgen.provider.validation import Validation
from mofgen.provider.views import View
from mofgen.runtime.instance import Instance
from mofgen.runtime.references import Ref
from mofgen.runtime.statuses import (
    CimInvalidClassError,
    CimInvalidParameterError,
    CimNotSupportedError,
    CimStatusError,
    status_error,
)
from mofgen.runtime.wire import CimObject
from mofgen.runtime.wmi_errors import WmiError

O = TypeVar("O", bound=CimObject)  # noqa: E741
P = ParamSpec("P")
T = TypeVar("T")

Guard: TypeAlias = "Callable[[str, type[Instance]], None]"
"""Is called with ``CreateInstance``, ``ModifyInstance`` or ``DeleteInstance`` and the
class before a client may do that, and raises where it may not."""


def operation(
    name: str,
) -> Callable[
    [Callable[Concatenate[Operations, P], T]], Callable[Concatenate[Operations, P], T]
]:
    """Put the name of the operation into the errors of the method that it is."""

    def named(
        method: Callable[Concatenate[Operations, P], T],
    ) -> Callable[Concatenate[Operations, P], T]:
        @wraps(method)
        def call(self: Operations, /, *args: P.args, **kwargs: P.kwargs) -> T:
            try:
                return method(self, *args, **kwargs)
            except CimStatusError as error:
                raise _of(name, error) from error.__cause__

        return call

    return named


def _of(name: str, error: CimStatusError) -> CimStatusError:
    """An error that names the operation too."""
    if isinstance(error, WmiError):
        return error  # of a query, or a provider's own: it says what went wrong
    return status_error(error.code, f"{name} of {error.asked}", error.text)


class Operations:
    """The intrinsic operations.

    Parameters
    ----------
    store:
        The objects.
    guard:
        Decides what clients may do to objects of a class by themselves; None lets
        them do what the schema allows.
    """

    def __init__(self, store: Store, guard: Guard | None = None) -> None:
        self._store = store
        self._schema = store.schema
        self._validation = Validation(store.schema)
        self._guard = guard

    # --- reading ---

    def get(self, ref: Ref[O], properties: Sequence[str] | None = None) -> O:
        """The object that ``ref`` refers to, by its own class or a superclass.

        Parameters
        ----------
        properties:
            CIM names of those that are wanted, besides the keys; None for all. Names
            that the class has not don't count.

        Raises
        ------
        CimNotFoundError
            Where there is no such object.
        CimInvalidParameterError
            Where the keys are not those of the class.
        CimInvalidClassError, CimInvalidNamespaceError
            Where there is no such class or namespace.
        """
        schema = self._schema
        try:  # as operation() does it; nothing is asked for as often
            key = schema.key(ref)
            row = self._store.row(key)
            if row is None:  # named in another way, or not there
                ask = self._store.ask
                key, row = ask(lambda view: reading.require(schema, view, ref))
        except CimStatusError as error:
            raise _of("GetInstance", error) from error.__cause__
        found: Any = thawed(key, row, properties)
        return found  # type: ignore[no-any-return]  # a cast costs a call

    @operation("EnumerateInstances")
    def enumerate(
        self,
        cls: type[O],
        *,
        deep: bool = True,
        properties: Sequence[str] | None = None,
    ) -> list[O]:
        """The objects of a class, ``deep``: of its subclasses too.

        ``deep`` is WMI's, whose enumerations are deep or shallow; DSP0200's
        DeepInheritance is about properties, and here objects always come whole.

        Raises
        ------
        CimInvalidClassError
            Where there is no such class.
        """
        return self._thawed(self._objects(cls, deep), properties)

    @operation("EnumerateInstanceNames")
    def names(self, cls: type[O]) -> list[Ref[O]]:
        """References to the objects of a class and its subclasses."""
        return [reference_to(key) for key, _ in self._objects(cls, True)]

    @operation("Associators")
    def associators(
        self,
        source: Ref[Any],
        walk: Walk | None = None,
        properties: Sequence[str] | None = None,
    ) -> list[Any]:
        """The objects that associations connect with ``source``.

        Raises
        ------
        CimNotFoundError, CimInvalidParameterError, CimInvalidClassError
            As for :meth:`get`.
        """
        return self._thawed(self._results(source, walk), properties)

    @operation("AssociatorNames")
    def associator_names(
        self, source: Ref[Any], walk: Walk | None = None
    ) -> list[Ref[Any]]:
        """References to what :meth:`associators` gives."""
        return [reference_to(key) for key, _ in self._results(source, walk)]

    @operation("References")
    def references(
        self,
        source: Ref[Any],
        walk: Walk | None = None,
        properties: Sequence[str] | None = None,
    ) -> list[Any]:
        """The associations that refer to ``source``; ``walk.association`` of a class.

        Raises
        ------
        CimNotFoundError, CimInvalidParameterError, CimInvalidClassError
            As for :meth:`get`.
        """
        return self._thawed(self._associations(source, walk), properties)

    @operation("ReferenceNames")
    def reference_names(
        self, source: Ref[Any], walk: Walk | None = None
    ) -> list[Ref[Any]]:
        """References to what :meth:`references` gives."""
        return [reference_to(key) for key, _ in self._associations(source, walk)]

    def walk(
        self,
        *,
        association: type[CimObject] | None = None,
        result_class: type[CimObject] | None = None,
        role: str | None = None,
        result_role: str | None = None,
    ) -> Walk:
        """Which associations to follow, with the classes that this schema has.

        Raises
        ------
        CimInvalidParameterError
            For a class that there is not, or that is no association.
        """
        via, kind = (self._filter(each) for each in (association, result_class))
        if via is not None and via is not Instance:
            layout = self._schema.layout(cast("type[CimObject]", via))
            if not layout.is_association:
                raise CimInvalidParameterError(
                    layout.name, "the class is no association: nothing can be by it"
                )
        return Walk(via, kind, role, result_role)

    # --- writing ---

    @operation("CreateInstance")
    def create(self, obj: O) -> Ref[O]:
        """Make an object; what is unset gets its default, or is NULL.

        Raises
        ------
        CimAlreadyExistsError
            Where there is an object of the class with these keys.
        CimInvalidParameterError
            Where a value is wrong, a key or what is required is missing, or an
            association refers to what is not there.
        CimNotSupportedError
            Where there can be no objects of the class.
        CimInvalidClassError
            Where there is no such class.
        """
        given = cast("Instance", obj)
        layout = self._schema.layout(type(given))
        refuse_objects_of(layout)
        self._permit("CreateInstance", layout)
        checked = self._validation.new_object(given)
        with self._store.transaction() as transaction:
            return cast("Ref[O]", transaction.create(checked))

    @operation("ModifyInstance")
    def modify(self, obj: CimObject, properties: Sequence[str]) -> None:
        """Write these properties of ``obj``, and no other; what is unset becomes NULL.

        A property that has its value already may be in the list, whatever it is.

        Raises
        ------
        CimNotFoundError
            Where there is no object with the keys of ``obj``.
        CimNoSuchPropertyError
            For a name that is no property of the class.
        CimNotSupportedError
            For a key, and a property that the schema does not let clients write.
        CimInvalidParameterError
            Where a value is wrong.
        """
        given = cast("Instance", obj)
        with self._store.transaction() as transaction:
            ref = reading.reference_of(self._schema, given)
            key, row = self._require(transaction.view, ref)
            self._permit("ModifyInstance", key[0])
            values, names = self._validation.new_values(key[0], given, properties)
            written = _written(key, thawed(key, row), values, names)
            transaction.rewrite(key, row, values, written)

    @operation("DeleteInstance")
    def delete(self, ref: Ref[Any]) -> None:
        """Remove an object, and with it the associations that refer to it.

        Raises
        ------
        CimNotFoundError
            Where there is no such object.
        """
        with self._store.transaction() as transaction:
            key, _ = self._require(transaction.view, ref)
            self._permit("DeleteInstance", key[0])
            transaction.delete(reference_to(key))

    # --- behind them ---

    def _require(self, view: View, ref: Ref[Any]) -> tuple[Key, Row]:
        return reading.require(self._schema, view, ref)

    def _objects(self, cls: type[CimObject], deep: bool) -> list[tuple[Key, Row]]:
        kind = self._schema.kind(cls)
        return self._store.ask(lambda view: reading.objects(view, kind, deep=deep))

    def _results(
        self, source: Ref[Any], walk: Walk | None
    ) -> Iterable[tuple[Key, Row]]:
        chosen = walk or Walk()

        def find(view: View) -> dict[Key, Row]:
            return chosen.results(view, self._require(view, source)[0])

        return self._store.ask(find).items()

    def _associations(
        self, source: Ref[Any], walk: Walk | None
    ) -> Iterable[tuple[Key, Row]]:
        chosen = walk or Walk()

        def find(view: View) -> dict[Key, Row]:
            return chosen.associations(view, self._require(view, source)[0])

        return self._store.ask(find).items()

    def _thawed(
        self, found: Iterable[tuple[Key, Row]], properties: Sequence[str] | None
    ) -> list[Any]:
        return [thawed(key, row, properties) for key, row in found]

    def _filter(self, cls: type[CimObject] | None) -> type | None:
        if cls is None:
            return None
        try:
            return self._schema.kind(cls)
        except CimInvalidClassError as error:
            raise CimInvalidParameterError(error.asked, error.text) from None

    def _permit(self, name: str, layout: Layout) -> None:
        if self._guard is not None:
            self._guard(name, layout.cls)


def _written(
    key: Key, stored: Instance, values: Instance, names: Iterable[str]
) -> list[str]:
    """The properties whose values are new; refuses those that clients may not write."""
    layout: Layout = key[0]
    written = []
    for name in names:
        column = layout.properties[name]
        if values.__dict__[name] == stored.__dict__[name]:
            continue
        if column.is_key or not column.is_writable:
            why = "is a key, and keys never change" if column.is_key else "is read-only"
            path = str(reference_to(key))
            raise CimNotSupportedError(path, f"{column.name} {why}")
        written.append(name)
    return written
