"""The base of all generated classes."""

from __future__ import annotations

from collections.abc import Callable
from typing import (
    TYPE_CHECKING,
    Any,
    Concatenate,
    Generic,
    ParamSpec,
    Self,
    TypedDict,
    TypeVar,
)

from mofgen.runtime import methods, navigation
from mofgen.runtime.attachment import attach, connection_of, path_of
from mofgen.runtime.errors import CimTypeError, CimValueError, shown
from mofgen.runtime.references import Ref, known_reference
from mofgen.runtime.tables import ClassTable
from mofgen.runtime.wire import CimObject

if TYPE_CHECKING:
    from typing import Unpack

    from mofgen.runtime.access import ClassObjects
    from mofgen.runtime.connection import Connection

R = TypeVar("R", bound=methods.MethodResult)
L = TypeVar("L", bound=navigation.Related)
P = ParamSpec("P")
T = TypeVar("T")

_put = object.__setattr__
_SHOWN_PROPERTIES = 6


class InstanceValues(TypedDict, total=False):
    """What can be given to construct an :class:`Instance`: nothing of its own."""


class Copying(Generic[P]):
    """For type checkers: a ``copy`` method that takes what the constructor takes.

    A subclass's ``copy`` takes more keywords than its superclass's. Declared as a
    method, pyright takes that for an error; as ``copy = Copying(__init__)``, both
    mypy and pyright see that it is none.
    """

    def __init__(self, init: Callable[Concatenate[Any, P], None]) -> None: ...

    def __get__(self, obj: T, owner: object) -> Callable[P, T]:
        raise NotImplementedError


class Instance(CimObject):
    """An object of a CIM class.

    Every property is given by keyword, and can be read, set and deleted. A
    property that was never given is unset and reads None, as NULL does;
    :meth:`is_set` tells the two apart, ``del`` unsets. Values are converted and
    checked when they are set. Two objects are equal where their classes are the
    same and the same properties are set to equal values; they are not hashable,
    since they can change.

    Raises
    ------
    UnknownPropertyError
        For a property that the class does not have.
    CimTypeError
        For a value of a wrong type.
    CimValueError
        For a value beyond the limits of its type or property.
    """

    __slots__ = ()

    _table: ClassTable | None = None

    class Related(navigation.Related):
        """The associations of every object: none."""

        __slots__ = ()

    def __init_subclass__(cls) -> None:
        cls._table = None

    if TYPE_CHECKING:

        def __init__(self, **values: Unpack[InstanceValues]) -> None: ...

        copy = Copying(__init__)

    else:

        def __init__(self, /, **values: Any) -> None:
            table = self._table or class_table(type(self))
            names = tuple(values)
            types = [*map(type, values.values())]
            shape = table.shapes.get(names)
            if shape is None or shape[0] != types:
                shape = table.shape(names, types)
            _, limited, listed, converted = shape
            for name, low, high in limited:
                if not low <= values[name] <= high:
                    table.checked(name, values[name])  # raises
            try:
                for name, members in listed:
                    values[name] = members[values[name]]
            except KeyError:
                for name, _ in listed:
                    values[name] = table.checked(name, values[name])
            for name, convert in converted:
                values[name] = convert(values[name])
            # The keywords are a dictionary of our own: it can be the object's.
            _put(self, "__dict__", values)

        def copy(self, /, **changes: Any) -> Self:
            """A copy with some properties changed, of the same connection.

            Parameters
            ----------
            changes:
                As for construction; with another key it is another object, and
                forgets the path by which the host knows this one.

            Raises
            ------
            As for construction.
            """
            copied = self.__copy__()
            for name, value in changes.items():
                setattr(copied, name, value)
            if any(key.attribute in changes for key in class_table(type(self)).keys):
                _put(copied, "_read", None)
                attach(copied, connection_of(self))
            return copied

    def is_set(self, name: str) -> bool:
        """Whether the property has a value, be it NULL.

        Raises
        ------
        UnknownPropertyError
            Where the class has no such property.
        """
        class_table(type(self)).checked(name, None)
        return name in self.__dict__

    @classmethod
    def objects(cls, connection: Connection) -> ClassObjects[Self]:
        """The objects of this class and its subclasses that a host has.

        Parameters
        ----------
        connection:
            The way to the host.

        Raises
        ------
        CimTypeError
            For what is no class of a schema, as the base of all is none.
        """
        if not cls._wire_class[0]:
            raise CimTypeError(f"{cls.__name__} is no class that a host could have")
        from mofgen.runtime.access import ClassObjects

        return ClassObjects(cls, connection)

    @property
    def related(self) -> Related:
        """The associations of this object, to walk to what it is connected with."""
        return self._related(Instance.Related)

    def _related(self, related: type[L]) -> L:
        return related(self)

    def _invoke(
        self, method: str, result: type[R], check: bool = True, /, **arguments: object
    ) -> R:
        """Call a method; see :func:`mofgen.runtime.methods.invoke`."""
        return methods.invoke(self, method, result, arguments, check=check)

    def _reference(self) -> Ref[Self]:
        connection = connection_of(self)
        path = path_of(self)
        if path is not None:
            return path.on(connection)
        table = class_table(type(self))
        keys = {}
        are_text = True
        for key in table.keys:
            value = self.__dict__.get(key.attribute)
            if value is None:
                raise CimValueError(
                    f"{table.name}.{key.name} is a key without a value:"
                    " there is no reference to such an object"
                )
            keys[key.name] = value
            are_text = are_text and type(value) in (str, Ref)
        if not keys:
            raise CimValueError(f"{table.name} has no keys to refer to an object by")
        if are_text:
            return known_reference(type(self), table.name, keys).on(connection)
        return Ref(type(self), keys).on(connection)

    if not TYPE_CHECKING:

        def __setattr__(self, name: str, value: Any) -> None:
            table = self._table or class_table(type(self))
            checked = table.checked(name, value)
            _own_values(self)[name] = checked

        def __delattr__(self, name: str) -> None:
            class_table(type(self)).checked(name, None)
            _own_values(self).pop(name, None)

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self.__dict__ == other.__dict__

    __hash__ = None  # type: ignore[assignment]

    def __copy__(self) -> Self:
        return self._with(dict(self.__dict__))

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        from copy import deepcopy

        return self._with(deepcopy(self.__dict__, memo))

    def _with(self, values: dict[str, Any]) -> Self:
        twin = object.__new__(type(self))
        _put(twin, "__dict__", values)
        _put(twin, "_read", getattr(self, "_read", None))
        return attach(twin, connection_of(self), path=path_of(self))

    def __reduce__(self) -> tuple[Any, ...]:
        # A connection cannot travel; what is read elsewhere belongs to none.
        read = getattr(self, "_read", None)
        return _restored, (type(self), self.__dict__, path_of(self), read)

    def __repr__(self) -> str:
        table = class_table(type(self))
        keys = [key.attribute for key in table.keys if key.attribute in self.__dict__]
        names = list(dict.fromkeys([*keys, *self.__dict__]))
        count = max(_SHOWN_PROPERTIES, len(keys))
        parts = [f"{name}={shown(self.__dict__[name])}" for name in names[:count]]
        if len(names) > count:
            parts.append(f"... {len(names) - count} more")
        return f"{type(self).__name__}({', '.join(parts)})"


def _own_values(obj: Instance) -> dict[str, Any]:
    """The values of an object that is about to change.

    As long as it is as it was read, what was read is the very same dictionary.
    """
    values = obj.__dict__
    if getattr(obj, "_read", None) is values:
        values = dict(values)
        _put(obj, "__dict__", values)
    return values


def class_table(cls: type[Instance]) -> ClassTable:
    """The table of a class: what checks, serializers and paths go by."""
    found = cls._table
    if found is None:
        found = cls._table = ClassTable(cls)
    return found


def _restored(
    cls: type[Instance],
    values: dict[str, Any],
    path: Ref[Any] | None,
    read: dict[str, Any] | None,
) -> Instance:
    twin = object.__new__(cls)
    _put(twin, "__dict__", values)
    _put(twin, "_read", read)
    return attach(twin, None, path=path)
