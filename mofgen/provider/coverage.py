"""Which methods of a namespace somebody answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mofgen.provider.manager import ObjectManager
from mofgen.runtime.instance import Instance
from mofgen.runtime.package import find_class
from mofgen.runtime.tables import method_names
from mofgen.runtime.wire import class_name


@dataclass(frozen=True, slots=True)
class ClassCoverage:
    """The methods of a class, inherited ones too, each in alphabetical order.

    Attributes
    ----------
    name:
        CIM name of the class.
    implemented:
        The methods that a provider answers.
    missing:
        Those that answer "not supported".
    """

    name: str
    implemented: tuple[str, ...]
    missing: tuple[str, ...]


def coverage(
    manager: ObjectManager, classes: Iterable[str] | None = None
) -> Iterator[ClassCoverage]:
    """What is implemented, by class.

    Parameters
    ----------
    manager:
        The namespace, with its providers registered.
    classes:
        CIM names of the classes, in any spelling; None for all that can have objects
        and have methods.

    Yields
    ------
    The classes in the order of their names.

    Raises
    ------
    UnknownClassError
        Where the namespace has no class of a name that was given.
    """
    if classes is None:
        found = manager.schema.classes()
    else:
        found = [find_class(manager.schema.package, each) for each in classes]
    for cls in sorted(found, key=class_name):
        names = sorted(method_names(cls).values())
        if names and (classes is not None or not _is_abstract(cls)):
            yield _of(manager, cls, names)


def _of(manager: ObjectManager, cls: type[Instance], names: list[str]) -> ClassCoverage:
    answered = {name for name in names if manager.methods.implemented(cls, name)}
    return ClassCoverage(
        class_name(cls),
        tuple(name for name in names if name in answered),
        tuple(name for name in names if name not in answered),
    )


def _is_abstract(cls: type[Instance]) -> bool:
    return "abstract" in cls._wire_class[2].split()
