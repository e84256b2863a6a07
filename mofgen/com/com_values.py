"""Values as COM has them (``VARIANT``), and as the runtime has them.

COM knows fewer types than CIM: what is not in its signed 32 bits goes as text or
wraps around, times and references go as text, and so do embedded instances.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any, Final

from mofgen.com.scripting import Services
from mofgen.runtime.codecs.cimxml_reader import from_cimxml
from mofgen.runtime.codecs.cimxml_writer import to_cimxml
from mofgen.runtime.codecs.columns import columns, columns_by_name, restored
from mofgen.runtime.datetimes import CimDateTime
from mofgen.runtime.errors import CimError, UnknownClassError
from mofgen.runtime.instance import Instance
from mofgen.runtime.instance_events import INTRINSIC
from mofgen.runtime.names import folded_namespace
from mofgen.runtime.package import find_class
from mofgen.runtime.paths import parse_path
from mofgen.runtime.references import Ref
from mofgen.runtime.statuses import CimFailedError
from mofgen.runtime.wire import INTEGER_LIMITS, class_name

_LONG: Final = frozenset({"uint64", "sint64"})
_HERE: Final = "."
"""The host, in a path: this computer."""


class Values:
    """Takes values out of COM, and puts them in.

    Parameters
    ----------
    package:
        The generated package with the classes.
    namespace:
        The CIM namespace; references into it are relative.
    """

    def __init__(self, package: ModuleType, namespace: str) -> None:
        self._package = package
        self._namespace = namespace

    # --- out of COM ---

    def instance(self, obj: Any, expected: type[Instance] | None = None) -> Instance:
        """The instance that an ``SWbemObject`` is.

        Parameters
        ----------
        obj:
            With all properties of its class, or only some.
        expected:
            The class as which it is read where the package does not have its own.

        Raises
        ------
        CimFailedError
            Where its class is unknown, or it has a value that is not of the type.
        """
        name = obj.Path_.Class
        cls = self._class(name) or expected
        if cls is None:
            raise CimFailedError(f"read {name}", "the package does not have the class")
        known = columns_by_name(cls)
        values: dict[str, Any] = {}
        for each in obj.Properties_:
            column = known.get(each.Name.lower())
            if column is not None:
                taken = self.taken(each.Value, column, f"{name}.{each.Name}")
                values[column.attribute] = _checked(taken, column.check)
        return restored(cls, values)

    def taken(self, value: Any, of: Any, where: str) -> Any:
        """A value of a property or parameter.

        Parameters
        ----------
        value:
            As COM has it; None for NULL.
        of:
            The column or field, which says the type.
        where:
            The name of it, for errors.
        """
        if value is None:
            return None
        read = self._reader(of.type, is_embedded=of.is_embedded)
        try:
            if of.is_array:
                return [None if each is None else read(each) for each in value]
            return read(value)
        except (CimError, TypeError, ValueError) as error:
            raise CimFailedError(f"read {where}", str(error)) from error

    def reference(self, path: str) -> Ref[Any]:
        """The reference that the text of a path says."""
        found = parse_path(path, package=self._package)
        if found.namespace is None or (
            folded_namespace(found.namespace) != folded_namespace(self._namespace)
        ):
            return found
        of = found.kind or found.class_name
        return Ref(of, found.keys, is_singleton=found.is_singleton)

    def _reader(self, type_: str, *, is_embedded: bool) -> Callable[[Any], Any]:
        if type_ == "object":
            return self.instance
        if is_embedded:
            return lambda text: from_cimxml(text, self._package)
        if type_ == "reference":
            return self.reference
        if type_ in INTEGER_LIMITS:
            return lambda value: _wrapped(int(value), *INTEGER_LIMITS[type_])
        match type_:
            case "datetime":
                return CimDateTime
            case "boolean":
                return bool
            case "real32" | "real64":
                return float
        return str

    def _class(self, name: str) -> type[Instance] | None:
        try:
            return find_class(self._package, name)
        except UnknownClassError:
            return INTRINSIC.get(name.lower())

    # --- into COM ---

    def put(self, services: Services, obj: Instance) -> Any:
        """A new ``SWbemObject`` with the values of an instance."""
        made = services.Get(class_name(type(obj))).SpawnInstance_()
        for each in columns(type(obj)):
            value = obj.__dict__.get(each.attribute)
            if value is not None:
                made.Properties_.Item(each.name).Value = self.given(
                    services, value, each
                )
        return made

    def given(self, services: Services, value: Any, of: Any) -> Any:
        """A value as COM takes it; ``of`` is as for :meth:`taken`."""
        if value is None:
            return None
        write = self._writer(services, of.type, is_embedded=of.is_embedded)
        if of.is_array:
            return [None if each is None else write(each) for each in value]
        return write(value)

    def _writer(
        self, services: Services, type_: str, *, is_embedded: bool
    ) -> Callable[[Any], Any]:
        if type_ == "object":
            return lambda value: self.put(services, value)
        if is_embedded:
            return to_cimxml
        if type_ == "reference":
            return self.path
        if type_ in _LONG:
            return int.__repr__
        if type_ in INTEGER_LIMITS:
            return lambda value: _wrapped(int(value), *INTEGER_LIMITS["sint32"])
        match type_:
            case "datetime":
                return str
            case "boolean":
                return bool
            case "real32" | "real64":
                return float
        return str

    def path(self, ref: Ref[Any]) -> str:
        """The text of a path with host and namespace: providers want both."""
        of = ref.kind or ref.class_name
        place = {"namespace": ref.namespace or self._namespace, "host": ref.host}
        if place["host"] is None:
            place["host"] = _HERE
        return Ref(of, ref.keys, is_singleton=ref.is_singleton, **place).path


def _wrapped(value: int, low: int, high: int) -> int:
    """An integer within limits, of which COM has only the bits right."""
    return (value - low) % (high - low + 1) + low


def _checked(taken: Any, check: Callable[[Any], Any]) -> Any:
    if isinstance(taken, list):
        return tuple([None if each is None else check(each) for each in taken])
    return None if taken is None else check(taken)
