"""``Class.objects(connection)``: the objects of a class on a host."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from types import NoneType
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from mofgen.runtime.checking import converter
from mofgen.runtime.errors import CimTypeError, NotFoundError
from mofgen.runtime.instance import Instance, class_table
from mofgen.runtime.object_sets import SEVERAL, ObjectSet
from mofgen.runtime.references import Ref
from mofgen.runtime.wire import Field, class_name
from mofgen.runtime.wql import select

if TYPE_CHECKING:
    from mofgen.runtime.connection import Connection
    from mofgen.runtime.references import KeyValue, RefLike

I = TypeVar("I", bound=Instance)  # noqa: E741


class ClassObjects(ObjectSet[I]):
    """The objects of a class on a host, those of its subclasses included.

    Parameters
    ----------
    kind:
        The class.
    connection:
        The way to the host.
    """

    __slots__ = ("_connection", "_deep", "_kind")

    def __init__(self, kind: type[I], connection: Connection) -> None:
        super().__init__()
        self._kind = kind
        self._connection = connection
        self._deep = True

    def exact(self) -> Self:
        """Only objects of this very class, none of subclasses."""
        narrowed = self.where()
        narrowed._deep = False
        return narrowed

    def get(self, ref: RefLike[I] | None = None, /, **values: object) -> I:
        """The one object with this reference, or with these values.

        Parameters
        ----------
        ref:
            A reference, an object or the text of a path.
        values:
            By property. Where they are the keys of the class and nothing else, the
            object is fetched by its path; where it has none, being of a subclass, and
            for other values, it is queried for.

        Raises
        ------
        NotFoundError
            Where there is none.
        NotUniqueError
            Where there are several.
        CimTypeError, CimValueError, UnknownPropertyError
            As for :meth:`filter`, and for neither or both of reference and values.
        """
        if (ref is None) != bool(values):
            raise CimTypeError(
                f"{self._source()}.get() takes either a reference or property values"
            )
        if ref is None:
            return self._get_by_values(values)
        where = f"{self._source()}.get()"
        field = Field(("", "reference", "", class_name(self._kind)))
        path: Ref[I] = converter(where, field, None, self._kind)(ref)
        return self._connection.get(path, properties=self._properties)

    def _get_by_values(self, values: dict[str, Any]) -> I:
        narrowed = self.filter(**values)
        path = None if self._conditions else self._by_keys(values)
        if path is not None:
            try:
                return self._connection.get(path, properties=self._properties)
            except NotFoundError:
                # The path of an object names its own class, which may be a subclass.
                if not self._deep:
                    raise
        return narrowed.one()

    def _by_keys(self, values: dict[str, Any]) -> Ref[I] | None:
        """The reference that the values make; None where they are not just the keys."""
        table = class_table(self._kind)
        keys = {key.attribute: key.name for key in table.keys}
        if not keys or keys.keys() != values.keys():
            return None
        if "abstract" in self._kind._wire_class[2]:
            return None  # no object is of this very class
        if any(isinstance(each, (*SEVERAL, NoneType)) for each in values.values()):
            return None
        checked = {
            keys[name]: table.checked(name, value) for name, value in values.items()
        }
        return Ref(self._kind, cast("dict[str, KeyValue]", checked))

    def _found(self, properties: Sequence[str] | None) -> Iterable[I]:
        condition = self._condition()
        if condition is None:
            return self._connection.enumerate(
                self._kind, deep=self._deep, properties=properties
            )
        if properties is not None:
            keys = (key.name for key in class_table(self._kind).keys)
            properties = tuple(dict.fromkeys([*keys, *properties]))
        found = self._connection.query(
            select(self._kind, properties, condition), self._kind
        )
        if self._deep:
            return found
        name = class_name(self._kind).lower()
        return (each for each in found if class_name(type(each)).lower() == name)

    def _class(self) -> type[Instance]:
        return cast("type[Instance]", self._kind)

    def _source(self) -> str:
        exact = "" if self._deep else ".exact()"
        return f"{class_name(self._kind)}.objects(){exact}"
