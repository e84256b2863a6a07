"""What the values of a case stand for: kept objects, paths, embedded instances."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import hyperv_v2
from case_files import NAME, name_in

from mofgen.runtime.instance import Instance, class_table
from mofgen.runtime.references import Ref
from mofgen.runtime.tables import MethodTable


def class_of(name: str) -> type[Instance]:
    """The generated class with a CIM name.

    Raises
    ------
    LookupError
        Where there is none.
    """
    found = getattr(hyperv_v2, name, None)
    if not (isinstance(found, type) and issubclass(found, Instance)):
        raise LookupError(f"there is no class {name}")
    return found


class Kept:
    """What the steps of a case kept, by name.

    Parameters
    ----------
    read:
        Gives the object that a reference names, as the client sees it.
    path:
        Gives the text that settings refer to an object by.
    """

    def __init__(
        self, read: Callable[[Ref[Any]], Instance], path: Callable[[Any], str]
    ) -> None:
        self._read = read
        self._path = path
        self._values: dict[str, Any] = {}

    def keep(self, names: str | list[str] | None, value: Any) -> None:
        """Keep a value, or with a list of names as many of its first elements."""
        if isinstance(names, str):
            self._values[names] = value
        elif names is not None:
            found = list(value or ())
            assert len(found) >= len(names), f"{len(found)} found, to keep as {names}"
            self._values.update(zip(names, found, strict=False))

    def reference(self, text: str) -> Ref[Any]:
        """The reference to the object that ``$name`` stands for."""
        value = self.filled(text)
        found = value._reference() if isinstance(value, Instance) else value
        assert isinstance(found, Ref), f"{text} is no object: {value!r}"
        return found

    def filled(self, data: Any) -> Any:
        """``data`` with what its names and paths stand for."""
        match data:
            case {"path": str() as target, **rest} if not rest:
                return self._path(self.reference(target))
            case dict():
                return {key: self.filled(each) for key, each in data.items()}
            case list():
                return [self.filled(each) for each in data]
            case str():
                whole = NAME.fullmatch(data)
                if whole:
                    return self._value(name_in(whole))
                return NAME.sub(lambda each: str(self._value(name_in(each))), data)
            case _:
                return data

    def argument(self, data: Any) -> Any:
        """``data`` as a value of CIM: mappings with a ``class`` are instances."""
        return _built(self.filled(data))

    def arguments(
        self, cls: type[Instance], method: str, given: dict[str, Any]
    ) -> dict[str, object]:
        """The arguments of a call as a connection takes them.

        Required ones may be missing: it is for the host to say so.

        Raises
        ------
        LookupError
            For a parameter that the method has not.
        CimError
            For a value that the parameter cannot have.
        """
        convert = MethodTable(cls, method).convert
        made: dict[str, object] = {}
        for name, data in given.items():
            if name not in convert:
                raise LookupError(f"{cls.__name__}.{method} takes no {name}")
            value = self.argument(data)
            if value is not None:
                made[name] = convert[name](value)
        return made

    def _value(self, name: str) -> Any:
        first, *properties = name.split(".")
        value = self._values[first]
        for each in properties:
            of = self._read(value) if isinstance(value, Ref) else value
            value = property_of(of, each)
        return value


def require_outputs(cls: type[Instance], method: str, names: Iterable[str]) -> None:
    """Refuse names that are no out parameters of a method.

    Raises
    ------
    LookupError
        For the first of them.
    """
    parameters = MethodTable(cls, method).parameters
    for name in names:
        if name not in parameters or "out" not in parameters[name].marks:
            raise LookupError(f"{cls.__name__}.{method} gives no {name}")


def property_of(obj: Instance, name: str) -> Any:
    """The value of a property by its CIM name.

    Raises
    ------
    LookupError
        Where the class has no such property.
    """
    assert isinstance(obj, Instance), f"{obj!r} has no properties"
    table = class_table(type(obj))
    found = table.find(name)
    if found is None:
        raise LookupError(str(table.unknown(name)))
    return getattr(obj, found.attribute)


def _built(data: Any) -> Any:
    if isinstance(data, list):
        return [_built(each) for each in data]
    if not isinstance(data, dict):
        return data
    if "class" not in data:
        raise LookupError(f"an embedded instance needs its class: {data}")
    cls = class_of(data["class"])
    table = class_table(cls)
    made = {}
    for name, value in data.items():
        if name == "class":
            continue
        found = table.find(name)
        if found is None:
            raise LookupError(str(table.unknown(name)))
        made[found.attribute] = _built(value)
    return cls(**made)
