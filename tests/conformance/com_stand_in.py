"""A stand-in for WMI's scripting interfaces, which answers from a host in memory.

What stands here is what ``SWbemServices`` and its kin do, as far as it is used, with
the types that COM has: integers of 32 bits with a sign, text for what has more; paths,
times and embedded instances as text. It is not WMI: what a Windows computer does
otherwise, it does not show.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NoReturn

import hyperv_v2

from mofgen.runtime.codecs.cimxml_reader import from_cimxml
from mofgen.runtime.codecs.cimxml_writer import to_cimxml
from mofgen.runtime.connection import Connection, Subscription
from mofgen.runtime.datetimes import CimDateTime
from mofgen.runtime.instance import Instance, class_table
from mofgen.runtime.package import find_class
from mofgen.runtime.paths import parse_path
from mofgen.runtime.references import Ref
from mofgen.runtime.statuses import CimStatusError
from mofgen.runtime.tables import MethodTable
from mofgen.runtime.wire import class_name
from mofgen.runtime.wmi_errors import WmiError

_SHALLOW = 1
_BITS = 2**31
_TIMED_OUT = 0x80043001


class ComError(Exception):
    """As ``pywintypes.com_error``: that something failed, and within what it was."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.hresult = -2147352567  # DISP_E_EXCEPTION
        self.strerror = "Exception occurred."
        signed = code - 2**32 if code >= _BITS else code
        self.excepinfo = (0, "SWbemServicesEx", text, None, 0, signed)


class StandIn:
    """The way to a host in memory; a :class:`mofgen.com.scripting.Scripting`.

    Parameters
    ----------
    of:
        What is asked in the end.
    host_name:
        As it stands in paths.
    """

    error: type[Exception] = ComError

    def __init__(self, of: Connection, host_name: str) -> None:
        self._services = Services(of, Variants(host_name))

    def services(self) -> Services:
        return self._services


class Services:
    """``SWbemServices``."""

    def __init__(self, of: Connection, variants: Variants) -> None:
        self._of = of
        self._variants = variants

    def Get(self, path: str) -> Object:
        if "=" not in path:
            return self._class(path)
        ref = parse_path(path, package=hyperv_v2)
        return self._object(_asked(lambda: self._of.get(ref)))

    def InstancesOf(self, name: str, flags: int) -> Iterator[Object]:
        cls = find_class(hyperv_v2, name)
        deep = not flags & _SHALLOW
        return self._objects(lambda: self._of.enumerate(cls, deep=deep))

    def ExecQuery(self, wql: str, language: str, flags: int) -> Iterator[Object]:
        assert language == "WQL"
        return self._objects(lambda: self._of.query(wql, Instance))

    def Delete(self, path: str) -> None:
        ref = parse_path(path, package=hyperv_v2)
        _asked(lambda: self._of.delete(ref))

    def ExecMethod(self, path: str, method: str, given: Object | None) -> Object:
        ref = parse_path(path, package=hyperv_v2)
        assert ref.kind is not None
        table = MethodTable(ref.kind, method)
        arguments = {}
        for each in given.Properties_ if given is not None else ():
            if each.Value is not None:
                parameter = table.parameters[each.Name]
                arguments[each.Name] = self._variants.taken(each.Value, parameter)
        found = _asked(lambda: self._of.invoke(ref, method, arguments))
        out = Object("__PARAMETERS")
        for name, value in found.items():
            variant = self._variants.given(value, table.parameters.get(name))
            out.Properties_.add(name, variant)
        return out

    def ExecNotificationQuery(self, wql: str) -> EventSource:
        return EventSource(_asked(lambda: self._of.subscribe(wql, Instance)), self)

    # --- what is behind them ---

    def _objects(self, ask: Callable[[], Iterable[Instance]]) -> Iterator[Object]:
        # It is asked when the first one is wanted, and so it is refused.
        for each in _asked(lambda: list(ask())):
            yield self._object(each)

    def _object(self, obj: Instance) -> Object:
        made = Object(class_name(type(obj)), update=self._update)
        for each in class_table(type(obj)).properties.values():
            if each.attribute in obj.__dict__:
                value = obj.__dict__[each.attribute]
                made.Properties_.add(each.name, self._variants.given(value, each.field))
        return made

    def _class(self, name: str) -> Object:
        """The class itself, of which objects and arguments are made."""
        cls = find_class(hyperv_v2, name)
        made = Object(name, create=self._create)
        for each in class_table(cls).properties.values():
            made.Properties_.add(each.name, None)
        made.Methods_ = Methods(cls)
        return made

    def _instance(self, obj: Object) -> Instance:
        cls = find_class(hyperv_v2, obj.Path_.Class)
        table = class_table(cls)
        values = {}
        for each in obj.Properties_:
            found = table.find(each.Name)
            assert found is not None
            if each.Value is not None:
                values[found.attribute] = self._variants.taken(each.Value, found.field)
        return cls(**values)

    def _create(self, obj: Object) -> Path:
        ref = _asked(lambda: self._of.create(self._instance(obj)))
        return Path(ref.class_name, self._variants.path(ref))

    def _update(self, obj: Object) -> Path:
        there = self._instance(obj)
        names = [each.Name for each in obj.Properties_ if each.is_set]
        _asked(lambda: self._of.modify(there, names))
        return Path(obj.Path_.Class, "")


class EventSource:
    """``SWbemEventSource``."""

    def __init__(self, events: Subscription[Instance], services: Services) -> None:
        self._events = events
        self._services = services

    def NextEvent(self, milliseconds: int) -> Object:
        event = _asked(lambda: self._events.next(milliseconds / 1000))
        if event is None:
            raise ComError(_TIMED_OUT, "Timed out")
        return self._services._object(event)


@dataclass
class Path:
    """``SWbemObjectPath``."""

    Class: str
    Path: str = ""


class Property:
    """``SWbemProperty``."""

    def __init__(self, name: str, value: Any) -> None:
        self.Name = name
        self._value = value
        self.is_set = False

    @property
    def Value(self) -> Any:
        return self._value

    @Value.setter
    def Value(self, value: Any) -> None:
        self._value = value
        self.is_set = True


@dataclass
class Properties:
    """``SWbemPropertySet``."""

    found: dict[str, Property] = field(default_factory=dict)

    def add(self, name: str, value: Any) -> None:
        self.found[name.lower()] = Property(name, value)

    def Item(self, name: str) -> Property:
        return self.found[name.lower()]

    def __iter__(self) -> Iterator[Property]:
        return iter(self.found.values())


@dataclass
class Object:
    """``SWbemObject``: an object, a class, or the parameters of a method."""

    name: str
    Properties_: Properties = field(default_factory=Properties)
    Methods_: Methods | None = None
    create: Callable[[Object], Path] | None = None
    update: Callable[[Object], Path] | None = None

    @property
    def Path_(self) -> Path:
        return Path(self.name)

    def SpawnInstance_(self) -> Object:
        made = Object(self.name, update=self.create)
        for each in self.Properties_:
            made.Properties_.add(each.Name, None)
        return made

    def Put_(self, flags: int) -> Path:
        assert self.update is not None
        return self.update(self)


class Methods:
    """``SWbemMethodSet``."""

    def __init__(self, cls: type[Instance]) -> None:
        self._cls = cls

    def Item(self, name: str) -> Method:
        return Method(MethodTable(self._cls, name))


class Method:
    """``SWbemMethod``."""

    def __init__(self, table: MethodTable) -> None:
        self._table = table

    @property
    def InParameters(self) -> Object | None:
        if not self._table.convert:
            return None
        made = Object("__PARAMETERS")
        for name in self._table.convert:
            made.Properties_.add(name, None)
        return made


class Variants:
    """Values as COM has them."""

    def __init__(self, host_name: str) -> None:
        self._host_name = host_name

    def path(self, ref: Ref[Any]) -> str:
        of = ref.kind or ref.class_name
        return Ref(
            of,
            ref.keys,
            namespace=ref.namespace or hyperv_v2.NAMESPACE,
            host=ref.host or self._host_name,
            is_singleton=ref.is_singleton,
        ).path

    def given(self, value: Any, of: Any) -> Any:
        """A value that COM gives; ``of`` is its row, None for a return value."""
        if isinstance(value, (list, tuple)):
            return tuple(self.given(each, of) for each in value)
        if isinstance(value, Instance):
            if of.type == "object":
                return Services(None, self)._object(value)  # type: ignore[arg-type]
            return to_cimxml(value)
        if isinstance(value, Ref):
            return self.path(value)
        if isinstance(value, CimDateTime):
            return value.text
        if isinstance(value, int) and not isinstance(value, bool):
            return _variant(int(value), "" if of is None else of.type)
        return value

    def taken(self, value: Any, of: Any) -> Any:
        """A value that COM takes, as the row ``of`` wants it."""
        if isinstance(value, (list, tuple)):
            return [self.taken(each, of) for each in value]
        if of.is_embedded and isinstance(value, str):
            return from_cimxml(value, hyperv_v2)
        if of.type == "reference":
            found = parse_path(value, package=hyperv_v2)
            assert found.host, f"{value} does not say where it is"
            return Ref(found.kind or found.class_name, found.keys)
        if of.type == "datetime":
            return CimDateTime(value)
        if of.type in ("uint64", "sint64"):
            assert isinstance(value, str), f"COM can't hold {value!r}"
            return int(value)
        if isinstance(value, int) and not isinstance(value, bool):
            assert -_BITS <= value < _BITS, f"COM can't hold {value!r}"
            return value % 2**32 if of.type == "uint32" else value
        return value


def _variant(value: int, type_: str) -> Any:
    if type_ in ("uint64", "sint64"):
        return str(value)
    return value - 2**32 if value >= _BITS else value


def _asked(ask: Callable[[], Any]) -> Any:
    """What is found; what is refused is refused as COM does it."""
    try:
        return ask()
    except CimStatusError as error:
        _refuse(error)


def _refuse(error: CimStatusError) -> NoReturn:
    if isinstance(error, WmiError):
        raise ComError(error.hresult, error.text) from None
    same = [k for k in WmiError.__subclasses__() if k.status_name == error.name]
    raise ComError(same[0].usual if same else WmiError.usual, error.text) from None
