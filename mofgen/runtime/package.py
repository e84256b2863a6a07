"""The lazy face of a generated package (PEP 562)."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from mofgen.runtime.errors import UnknownClassError, suggestion
from mofgen.runtime.wire import CimObject, class_name

if TYPE_CHECKING:
    from mofgen.runtime.instance import Instance

_indexes: dict[str, dict[str, list[str]]] = {}


def lazy_package(
    name: str, classes: tuple[str, ...]
) -> tuple[Callable[[str], Any], Callable[[], list[str]], tuple[str, ...]]:
    """The face of a package that loads its classes on use.

    Parameters
    ----------
    name:
        The package's ``__name__``.
    classes:
        Names of the classes; each is in the module ``.classes.<name>``.

    Returns
    -------
    ``__getattr__``, ``__dir__`` and ``__all__`` of the package.
    """
    known = frozenset(classes)

    def load(attribute: str) -> Any:
        if attribute not in known:
            near = "" if attribute.startswith("_") else suggestion(attribute, classes)
            raise AttributeError(f"{name} has no class {attribute!r}{near}")
        cls = getattr(import_module(f"{name}.classes.{attribute}"), attribute)
        # From now on the module finds it without asking.
        setattr(sys.modules[name], attribute, cls)
        return cls

    def names() -> list[str]:
        return sorted(known.union(vars(sys.modules[name])))

    return load, names, classes


def find_class(package: ModuleType, name: str) -> type[Instance]:
    """The class of a generated package by its CIM name, in any spelling.

    Raises
    ------
    UnknownClassError
        Where the package has no such class.
    """
    cls = known_class(package, name)
    if cls is None:
        near = suggestion(name, package.__all__)
        raise UnknownClassError(f"{package.__name__} has no class {name!r}{near}")
    return cls


def known_class(package: ModuleType, name: str) -> type[Instance] | None:
    """As :func:`find_class`, but None where there is no such class.

    That costs little, as it has to where strangers name classes.
    """
    index = _indexes.get(package.__name__)
    if index is None:
        index = {}
        for each in package.__all__:
            index.setdefault(_stem(each), []).append(each)
        _indexes[package.__name__] = index
    for each in index.get(_stem(name), ()):
        cls: type[Instance] = getattr(package, each)
        if class_name(cls).lower() == name.lower():
            return cls
    return None


def _stem(name: str) -> str:
    # Python's name can have underscores more: __Event is __Event__.
    return name.rstrip("_").lower()


def package_of(cls: type[CimObject]) -> ModuleType | None:
    """The generated package that a class is of, or that its superclass is of."""
    for base in cls.__mro__:
        name, found, _ = base.__module__.rpartition(".classes.")
        if found and name in sys.modules:
            return sys.modules[name]
    return None
