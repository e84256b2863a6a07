"""References to objects: the class and the key values that name an instance."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Generic, TypeAlias, TypeVar

from mofgen.runtime.datetimes import CimDateTime
from mofgen.runtime.errors import CimTypeError, shown
from mofgen.runtime.wire import CimObject, class_name

I = TypeVar("I", bound=CimObject)  # noqa: E741
I_co = TypeVar("I_co", bound=CimObject, covariant=True)

KeyValue: TypeAlias = "str | int | float | bool | CimDateTime | Ref[Any]"
"""What a key can hold: any type but arrays and embedded instances (DSP0004 7.9)."""


class Ref(Generic[I_co]):
    """A reference to an instance, typed by the class it refers to.

    Equal references name the same object: class, key names, namespace and host
    compare without regard to case, key values exactly (DSP0004 8.2.5).

    Parameters
    ----------
    of:
        The class, or its CIM name where there is no generated class.
    keys:
        Key values by property name.
    namespace, host:
        Where the object is; None where the reference does not say.
    """

    __slots__ = ("class_name", "host", "keys", "kind", "namespace")

    class_name: str
    keys: Mapping[str, KeyValue]
    namespace: str | None
    host: str | None
    kind: type[I_co] | None
    """The generated class, where the reference was made from it."""

    def __init__(
        self,
        of: type[I_co] | str,
        keys: Mapping[str, KeyValue],
        *,
        namespace: str | None = None,
        host: str | None = None,
    ) -> None:
        put = object.__setattr__
        put(self, "class_name", of if isinstance(of, str) else class_name(of))
        put(self, "kind", None if isinstance(of, str) else of)
        put(self, "keys", MappingProxyType(_checked(self.class_name, keys)))
        put(self, "namespace", namespace)
        put(self, "host", host)

    def _identity(self) -> tuple[object, ...]:
        return (
            self.class_name.lower(),
            frozenset(
                # True equals 1 in Python, but no CIM boolean equals an integer.
                (name.lower(), isinstance(value, bool), value)
                for name, value in self.keys.items()
            ),
            None if self.namespace is None else _folded(self.namespace),
            None if self.host is None else self.host.lower(),
        )

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

    def __reduce__(self) -> tuple[Any, ...]:
        of = self.kind or self.class_name
        return _rebuilt, (of, dict(self.keys), self.namespace, self.host)

    def __repr__(self) -> str:
        keys = ", ".join(f"{name}={shown(value)}" for name, value in self.keys.items())
        place = "".join(
            f", {name}={value!r}"
            for name, value in (("namespace", self.namespace), ("host", self.host))
            if value is not None
        )
        return f"Ref({self.class_name}: {keys}{place})"


RefLike: TypeAlias = "Ref[I] | I"
"""What a reference to ``I`` takes: a :class:`Ref` or the object itself."""


def _rebuilt(
    of: type[CimObject] | str,
    keys: dict[str, KeyValue],
    namespace: str | None,
    host: str | None,
) -> Ref[CimObject]:
    return Ref(of, keys, namespace=namespace, host=host)


def _folded(namespace: str) -> str:
    # WMI writes root\cimv2 where WBEM writes root/cimv2.
    return namespace.replace("\\", "/").strip("/").lower()


def _checked(of: str, keys: Mapping[str, KeyValue]) -> dict[str, KeyValue]:
    seen: set[str] = set()
    for name, value in keys.items():
        if not isinstance(value, (str, int, float, CimDateTime, Ref)):
            raise CimTypeError(f"{of}.{name}: {shown(value)} is not a key value")
        if name.lower() in seen:
            raise CimTypeError(f"{of}.{name}: the key is given twice")
        seen.add(name.lower())
    return dict(keys)
