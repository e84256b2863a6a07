"""Changes that are made all together or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from mofgen.provider import reading
from mofgen.provider.associations import Walk, check_ends, remove
from mofgen.provider.embedding import detached
from mofgen.provider.layouts import Key, Layout, Row, reference_to
from mofgen.provider.overlays import Overlay
from mofgen.provider.rows import changed_row, new_row, thawed
from mofgen.runtime.errors import CimError
from mofgen.runtime.instance import Instance
from mofgen.runtime.references import Ref, RefLike
from mofgen.runtime.statuses import (
    CimAlreadyExistsError,
    CimNotFoundError,
    CimNotSupportedError,
)

if TYPE_CHECKING:
    from mofgen.provider.store import Store
    from mofgen.provider.views import View

I = TypeVar("I", bound=Instance)  # noqa: E741


class Transaction:
    """What a method, an operation or a provider does to the objects.

    It sees its own changes; others see them when it has committed. Objects that it
    gives are copies: what is done to them counts when they are written back. Its
    values come from a provider and are those of generated objects, checked when they
    were set; what only an operation of a client has to keep to (read-only
    properties, required ones) it does not check.

    It belongs to the thread that began it. An error that leaves the ``with`` block
    undoes all of it; one that a nested transaction raises undoes that one, and the
    outer may go on.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._schema = store.schema
        self._overlay: Overlay | None = None
        self._outer: Transaction | None = None
        self._mark = 0
        self._published: list[Instance] = []
        self._undoing: list[Callable[[], None]] = []

    def __enter__(self) -> Self:
        if self._overlay is not None:
            raise CimError("this transaction is open already: begin another in it")
        below, self._outer = self._store._begin(self)
        if self._outer is None:
            self._overlay = Overlay(below)
        else:  # what a part does lies with the rest, and can be taken back
            self._overlay = self._outer.view
            self._mark = self._overlay.mark()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        overlay, self._overlay = self.view, None
        try:
            if error is None:
                self._commit(overlay)
            else:
                self._undo(overlay)
        finally:
            self._published = []
            self._undoing = []
            self._store._end(self._outer)

    def _commit(self, overlay: Overlay) -> None:
        if self._outer is None:
            self._store._commit(overlay, self._published)
        else:
            self._outer._published += self._published
            self._outer._undoing += self._undoing

    def _undo(self, overlay: Overlay) -> None:
        if self._outer is not None:
            overlay.go_back(self._mark)
        for action in reversed(self._undoing):
            action()

    @property
    def view(self) -> Overlay:
        """The state as this transaction has made it.

        Raises
        ------
        CimError
            Where it has ended, or not begun.
        """
        if self._overlay is None:
            raise CimError("the transaction is not open: use it in a with statement")
        return self._overlay

    # --- reading ---

    def get(self, ref: RefLike[I]) -> I:
        """The object that a reference, or the keys of another object, name.

        Raises
        ------
        CimNotFoundError
            Where there is none.
        """
        key, row = self._require(ref)
        return cast("I", thawed(key, row))

    def find(self, ref: RefLike[I]) -> I | None:
        """The object that a reference names, None where there is none."""
        try:
            return self.get(ref)
        except CimNotFoundError:
            return None

    def objects(self, cls: type[I], /, **values: object) -> list[I]:
        """The objects of a class and its subclasses whose properties have these values.

        Parameters
        ----------
        values:
            By property; strings compare without regard to case. One of an indexed
            property makes it quick.
        """
        found = reading.with_values(self._schema, self.view, cls, values)
        return [cast("I", thawed(key, row)) for key, row in found]

    def associators(
        self,
        source: RefLike[Any],
        result_class: type[I],
        *,
        association: type[Instance] | None = None,
        role: str | None = None,
        result_role: str | None = None,
    ) -> list[I]:
        """The objects that associations connect with ``source``.

        Parameters are those of
        :meth:`mofgen.runtime.connection.Connection.associators`.
        """
        kind = self._schema.kind
        via = None if association is None else kind(association)
        walk = Walk(via, kind(result_class), role, result_role)
        found = walk.results(self.view, self._require(source)[0])
        return [cast("I", thawed(key, row)) for key, row in found.items()]

    def references(
        self, source: RefLike[Any], result_class: type[I], *, role: str | None = None
    ) -> list[I]:
        """The associations of a class that refer to ``source`` in ``role``."""
        walk = Walk(self._schema.kind(result_class), role=role)
        found = walk.associations(self.view, self._require(source)[0])
        return [cast("I", thawed(key, row)) for key, row in found.items()]

    # --- writing ---

    def create(self, obj: I) -> Ref[I]:
        """Store a new object.

        Parameters
        ----------
        obj:
            Its values, of which a copy is stored; what is unset gets its default.

        Returns
        -------
        The reference to it.

        Raises
        ------
        CimAlreadyExistsError
            Where there is an object of its class with its keys.
        CimNotSupportedError
            Where there can be no objects of its class: it is abstract or an
            indication.
        CimInvalidParameterError
            Where a key is missing, or an association refers to what is not there.
        """
        layout, view = self._schema.layout(type(obj)), self.view
        refuse_objects_of(layout)
        row = new_row(self._schema, view, layout, obj)
        key = layout.key_of(row)
        _refuse_second(view, key)
        check_ends(view, layout, row)
        view.put(key, row)
        return reference_to(key)

    def adopt(self, store: Store) -> None:
        """Store all objects of another store, which has the same schema.

        That costs a fraction of creating them: what was checked there holds here.

        Raises
        ------
        CimError
            Where the schema is another one.
        CimAlreadyExistsError
            Where one of the objects is here already.
        """
        if store.schema is not self._schema:
            raise CimError("only objects of the same schema can be adopted")
        view = self.view
        for key, row in store.ask(_everything):
            _refuse_second(view, key)
            view.put(key, row)

    def modify(self, obj: Instance, properties: Iterable[str] | None = None) -> None:
        """Write values of an object back to where it came from.

        Parameters
        ----------
        obj:
            The values, and the keys of the stored object.
        properties:
            CIM names of those to write, NULL for what is unset; None for all that
            are set.

        Raises
        ------
        CimNotFoundError
            Where there is no such object.
        CimNoSuchPropertyError
            For a name that is no property of its class.
        CimInvalidParameterError
            Where an association comes to refer to what is not there.
        """
        key, row = self._require(obj)
        layout: Layout = key[0]
        if properties is None:
            chosen = list(obj.__dict__)
        else:
            chosen = [layout.attribute(name) for name in properties]
        chosen = [each for each in chosen if each not in layout.keys]
        self.rewrite(key, row, obj, chosen)

    def change(self, target: RefLike[Any], /, **values: object) -> None:
        """Set some properties of a stored object.

        Parameters
        ----------
        target:
            The object; what it holds itself does not count.
        values:
            By property.

        Raises
        ------
        CimNotFoundError, CimInvalidParameterError
            As for :meth:`modify`.
        CimTypeError, CimValueError, UnknownPropertyError
            For a value that the property can't have, or a property that there is not.
        """
        key, row = self._require(target)
        layout: Layout = key[0]
        obj = layout.cls(**values)
        if any(name in layout.keys for name in values):
            raise CimNotSupportedError(
                str(reference_to(key)), "the keys of an object never change"
            )
        self.rewrite(key, row, obj, values)

    def delete(self, target: RefLike[Any]) -> None:
        """Remove an object, and with it the associations that refer to it.

        Raises
        ------
        CimNotFoundError
            Where there is no such object.
        """
        remove(self.view, self._require(target)[0])

    def publish(self, event: Instance) -> None:
        """Send an indication to those who ask for it, if this commits."""
        self._published.append(detached(event))

    def undo_by(self, action: Callable[[], None]) -> None:
        """Let ``action`` undo what was changed beside the objects, if this is undone.

        Parameters
        ----------
        action:
            Is called where an error leaves this transaction or one around it, before
            another can begin; the last that was given is called first. It may not
            raise.
        """
        self._undoing.append(action)

    def rewrite(
        self, key: Key, row: Row, obj: Instance, attributes: Iterable[str]
    ) -> None:
        """Replace values of the object that has ``key`` and, until now, ``row``.

        Parameters
        ----------
        obj:
            Where the new values are, NULL for what is unset.
        attributes:
            Python names of the properties to replace; no keys.
        """
        layout: Layout = key[0]
        new = changed_row(self._schema, self.view, layout, row, obj, attributes)
        check_ends(self.view, layout, new)
        if new != row:
            self.view.put(key, new)

    def _require(self, target: RefLike[Any]) -> tuple[Key, Row]:
        ref = reading.reference_of(self._schema, target)
        return reading.require(self._schema, self.view, ref)


def _everything(view: View) -> list[tuple[Key, Row]]:
    return [each for layout in view.layouts() for each in view.rows_of(layout)]


def _refuse_second(view: View, key: Key) -> None:
    if view.row(key) is not None:
        raise CimAlreadyExistsError(
            str(reference_to(key)), "there is such an object already"
        )


def refuse_objects_of(layout: Layout) -> None:
    """Refuse a class of which no object can be stored.

    Raises
    ------
    CimNotSupportedError
        Saying why.
    """
    if layout.is_abstract:
        why = "the class is abstract: only its subclasses have objects"
    elif layout.is_indication:
        why = "objects of an indication are published, not stored"
    else:
        return
    raise CimNotSupportedError(layout.name, why)
