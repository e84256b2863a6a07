"""The CIM namespaces that are served, and who asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import TypeAlias

from mofgen.runtime import Connection
from mofgen.runtime.instance import Instance
from mofgen.runtime.names import folded_namespace
from mofgen.runtime.package import known_class


@dataclass(frozen=True, slots=True)
class Session:
    """Who asks.

    Parameters
    ----------
    user:
        The name; empty where nobody had to say it.
    is_administrator:
        Whether that user may do everything.
    """

    user: str = ""
    is_administrator: bool = True


Connect: TypeAlias = "Callable[[Session], Connection]"


@dataclass(frozen=True, slots=True)
class Namespace:
    """A CIM namespace that is served.

    Parameters
    ----------
    name:
        As in ``root/virtualization/v2``.
    package:
        The generated package with its classes.
    connect:
        Gives the connection to it that a session may use.
    """

    name: str
    package: ModuleType
    connect: Connect

    def find(self, class_name: str) -> type[Instance] | None:
        """The class of this name, in any spelling; None where there is none."""
        return known_class(self.package, class_name)


class Namespaces:
    """All that are served, the first of them where a request names none.

    Parameters
    ----------
    served:
        At least one.
    """

    def __init__(self, served: Iterable[Namespace]) -> None:
        self._served = {folded_namespace(each.name): each for each in served}
        if not self._served:
            raise ValueError("there is no namespace to serve")

    def __iter__(self) -> Iterator[Namespace]:
        return iter(self._served.values())

    def named(self, name: str) -> Namespace | None:
        """The namespace of a name, in any spelling; None where it is not served."""
        return self._served.get(folded_namespace(name))

    def with_class(self, class_name: str) -> Namespace:
        """The namespace that has a class; the first one where none has it."""
        for each in self._served.values():
            if each.find(class_name) is not None:
                return each
        return next(iter(self._served.values()))
