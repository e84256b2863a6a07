"""References to objects: the class and the key values that name an instance."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from mofgen.runtime.datetimes import CimDateTime
from mofgen.runtime.errors import (
    CimTypeError,
    CimValueError,
    NotConnectedError,
    shown,
)
from mofgen.runtime.names import folded_namespace, is_host, is_name, is_namespace
from mofgen.runtime.wire import CimObject, class_name

if TYPE_CHECKING:
    from mofgen.runtime.connection import Connection
    from mofgen.runtime.path_text import PathParts

I = TypeVar("I", bound=CimObject)  # noqa: E741
I_co = TypeVar("I_co", bound=CimObject, covariant=True)

_INFINITE = float("inf")

KeyValue: TypeAlias = "str | int | float | bool | CimDateTime | Ref[Any]"
"""What a key can hold (DSP0004 7.7.3: any type but arrays and embedded instances)."""


class Ref(Generic[I_co]):
    """A reference to an object, typed by the class it refers to.

    Equal references name the same object: class, key names, namespace and host
    compare without regard to case, key values exactly (DSP0004 8.2.5 and 8.3). In
    which form a value came makes no difference: a reference equals the text of its
    path, a datetime its text. ``str()`` gives the WMI path.

    Parameters
    ----------
    of:
        The class, or its CIM name where there is no generated class.
    keys:
        Key values by property name; without any it is a reference to the class
        itself. The name ``""`` stands for the only key of a class that nobody
        knows.
    namespace, host:
        Where the object is; None where the reference does not say. The host ``.``
        is the local one, which a reference without a host names too.
    is_singleton:
        Whether it is the only object of a class without keys, ``Class=@``.

    Raises
    ------
    CimTypeError
        For a value that no key can hold, and for a key given twice.
    CimValueError
        For a name, namespace or host that CIM does not allow.
    """

    __slots__ = (
        "_connection",
        "_identity_of",
        "class_name",
        "host",
        "is_singleton",
        "keys",
        "kind",
        "namespace",
    )

    class_name: str
    keys: Mapping[str, KeyValue]
    namespace: str | None
    host: str | None
    is_singleton: bool
    kind: type[I_co] | None
    """The generated class, where the reference was made from it."""
    _connection: Connection | None
    _identity_of: tuple[object, ...] | None

    def __init__(
        self,
        of: type[I_co] | str,
        keys: Mapping[str, KeyValue],
        *,
        namespace: str | None = None,
        host: str | None = None,
        is_singleton: bool = False,
    ) -> None:
        put = object.__setattr__
        name = of if isinstance(of, str) else class_name(of)
        _check_place(name, namespace, host)
        if keys and is_singleton:
            raise CimTypeError(f"{name}: a singleton has no keys")
        put(self, "class_name", name)
        put(self, "kind", None if isinstance(of, str) else of)
        put(self, "keys", MappingProxyType(_checked(name, keys)))
        put(self, "namespace", namespace or None)
        put(self, "host", host or None)
        put(self, "is_singleton", is_singleton)
        put(self, "_connection", None)
        put(self, "_identity_of", None)

    def on(self, connection: Connection | None) -> Ref[I_co]:
        """The same reference, to be followed over ``connection``."""
        if self._connection is connection:
            return self
        twin: Ref[I_co] = object.__new__(type(self))
        for name in Ref.__slots__:
            object.__setattr__(twin, name, getattr(self, name))
        object.__setattr__(twin, "_connection", connection)
        return twin

    def get(self, connection: Connection | None = None) -> I_co:
        """The object that it refers to, as it is now.

        Parameters
        ----------
        connection:
            Where to ask; None for the connection that the reference came from.

        Raises
        ------
        NotConnectedError
            Where it came from none and none is given.
        CimNotFoundError
            Where there is no such object.
        """
        if connection is None:
            connection = self.require_connection(f"{self!r}.get()")
        return connection.get(self)

    def require_connection(self, asked: str) -> Connection:
        """The connection that the reference came from.

        Raises
        ------
        NotConnectedError
            Where it came from none, saying what was ``asked``.
        """
        if self._connection is None:
            raise NotConnectedError(
                f"{asked} asks the host, but the reference came from no connection"
            )
        return self._connection

    @property
    def is_class(self) -> bool:
        """Whether this refers to the class itself and to no object."""
        return not self.keys and not self.is_singleton

    @property
    def path(self) -> str:
        r"""The WMI path: ``\\HOST\ns:Class.Key="v"``, relative if no place is known."""
        from mofgen.runtime.path_text import write_path

        return write_path(self)

    @property
    def relative_path(self) -> str:
        """The WMI path without host and namespace: ``Class.Key="v"``."""
        from mofgen.runtime.path_text import write_relative_path

        return write_relative_path(self)

    @property
    def uri(self) -> str:
        """The untyped WBEM URI (DSP0207): ``//host/ns:Class.Key="v"``.

        :func:`~mofgen.runtime.paths.format_uri` writes the other forms.
        """
        from mofgen.runtime.uri_text import write_uri

        return write_uri(self)

    def __str__(self) -> str:
        return self.path

    def _identity(self) -> tuple[object, ...]:
        found = self._identity_of
        if found is None:
            found = _identity(self)
            object.__setattr__(self, "_identity_of", found)
        return found

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Ref):
            return NotImplemented
        return self._identity() == other._identity()

    def __hash__(self) -> int:
        return hash(self._identity())

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a Ref cannot be changed")

    def __delattr__(self, name: str) -> None:
        raise AttributeError("a Ref cannot be changed")

    def __copy__(self) -> Ref[I_co]:
        return self  # it cannot change

    def __deepcopy__(self, memo: object) -> Ref[I_co]:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        # A connection cannot travel.
        of = self.kind or self.class_name
        place = self.namespace, self.host
        return _rebuilt, (of, dict(self.keys), *place, self.is_singleton)

    def __repr__(self) -> str:
        keys = ", ".join(f"{name}={shown(value)}" for name, value in self.keys.items())
        what = "=@" if self.is_singleton else keys and f": {keys}"
        place = "".join(
            f", {name}={value!r}"
            for name, value in (("namespace", self.namespace), ("host", self.host))
            if value is not None
        )
        return f"Ref({self.class_name}{what}{place})"


(
    _set_connection,
    _set_identity_of,
    _set_class_name,
    _set_host,
    _set_is_singleton,
    _set_keys,
    _set_kind,
    _set_namespace,
) = (vars(Ref)[name].__set__ for name in sorted(Ref.__slots__))


def known_reference(of: type[I], name: str, keys: dict[str, KeyValue]) -> Ref[I]:
    """A reference for which nothing has to be checked: it comes from an object.

    Parameters
    ----------
    of, name:
        The class, and its CIM name.
    keys:
        Its keys as the class spells them, none for a singleton. No value is a float,
        which may be no number. The reference keeps the dictionary.
    """
    made: Ref[I] = object.__new__(Ref)
    # Nothing is made as often: a loop over the slots takes half as long again.
    _set_connection(made, None)
    _set_identity_of(made, None)
    _set_class_name(made, name)
    _set_host(made, None)
    _set_is_singleton(made, not keys)
    _set_keys(made, MappingProxyType(keys))
    _set_kind(made, of)
    _set_namespace(made, None)
    return made


RefLike: TypeAlias = "Ref[I] | I | str"
"""What a reference to ``I`` takes: a :class:`Ref`, the object itself, or a path."""


def reference_to(obj: I) -> Ref[I]:
    """The reference to an object, for settings that hold its path.

    Parameters
    ----------
    obj:
        An object that a host gave, or one with all its keys.

    Raises
    ------
    CimValueError
        Where a key has no value.
    """
    found: Ref[I] = obj._reference()
    return found


def _rebuilt(
    of: type[CimObject] | str,
    keys: dict[str, KeyValue],
    namespace: str | None,
    host: str | None,
    is_singleton: bool,
) -> Ref[CimObject]:
    return Ref(of, keys, namespace=namespace, host=host, is_singleton=is_singleton)


def _check_place(of: str, namespace: str | None, host: str | None) -> None:
    if not is_name(of):
        raise CimValueError(f"{shown(of)} is not the name of a class")
    if namespace and not is_namespace(namespace):
        raise CimValueError(f"{of}: {shown(namespace)} is not a namespace")
    if host and not is_host(host):
        raise CimValueError(f"{of}: {shown(host)} is not the name of a host")


def _checked(of: str, keys: Mapping[str, KeyValue]) -> dict[str, KeyValue]:
    seen: set[str] = set()
    for name, value in keys.items():
        if not isinstance(value, (str, int, float, CimDateTime, Ref)):
            raise CimTypeError(f"{of}.{name}: {shown(value)} is not a key value")
        if isinstance(value, float) and not -_INFINITE < value < _INFINITE:
            raise CimValueError(f"{of}.{name}: {value} names no object")
        if not is_name(name) and (name or len(keys) > 1):
            raise CimValueError(f"{of}: {shown(name)} is not the name of a key")
        if name.lower() in seen:
            raise CimTypeError(f"{of}.{name}: the key is given twice")
        seen.add(name.lower())
    return dict(keys)


def _identity(of: Ref[Any] | PathParts) -> tuple[object, ...]:
    """What two references have in common if they name the same object."""
    return (
        of.class_name.lower(),
        of.is_singleton,
        frozenset((name.lower(), _meaning(value)) for name, value in of.keys.items()),
        folded_namespace(of.namespace) if of.namespace else None,
        of.host.lower() if of.host and of.host != "." else None,
    )


def _meaning(value: object) -> object:
    """What a key's value says, whatever the form it came in."""
    if isinstance(value, str):
        return _meaning_of_text(value)
    if isinstance(value, bool):
        # True equals 1 in Python, but no CIM boolean equals an integer.
        return "boolean", value
    if isinstance(value, Ref):
        return value._identity()
    if isinstance(value, (int, float, CimDateTime)):
        return value
    return _identity(value)  # type: ignore[arg-type]  # PathParts: all that is left


def _meaning_of_text(text: str) -> object:
    if len(text) == 25 and text[14] == ".":
        try:
            return CimDateTime(text)
        except CimValueError:
            return text
    if "=" in text:
        from mofgen.runtime.path_text import read_instance_path

        parts = read_instance_path(text)
        if parts is not None:
            return _identity(parts)
    return str(text)
