"""Which classes the names in a text mean, and what becomes of names nobody knows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Literal, TypeAlias

from mofgen.runtime.codecs.columns import columns_by_name
from mofgen.runtime.codecs.errors import CodecError
from mofgen.runtime.errors import CimTypeError, UnknownClassError, shown, suggestion
from mofgen.runtime.instance import Instance
from mofgen.runtime.package import find_class, package_of
from mofgen.runtime.wire import class_name, is_kind


@dataclass(frozen=True, slots=True)
class UnknownName:
    """A name in a text that the generated package does not have.

    Attributes
    ----------
    kind:
        Whether it was to be a class or a property.
    class_name:
        The class that the object was read as.
    name:
        The name, as the text has it.
    """

    kind: Literal["class", "property"]
    class_name: str
    name: str


OnUnknown: TypeAlias = "Literal['skip', 'refuse'] | Callable[[UnknownName], None]"
"""What happens to unknown names: left out, an error, or left out and told to a function."""


class Names:
    """What the names in one text mean.

    Parameters
    ----------
    of:
        The generated package, or the class that the instance is expected to be of;
        its package has the subclasses.
    unknown:
        What happens to unknown names.

    Attributes
    ----------
    package:
        Where the classes are; None where the expected class is of no package.
    expected:
        The class that was given.
    refuses:
        Whether unknown names are errors.
    """

    def __init__(self, of: ModuleType | type[Instance], unknown: OnUnknown) -> None:
        self._on_unknown = unknown
        self.refuses = unknown == "refuse"
        self.expected: type[Instance] | None = None
        if isinstance(of, ModuleType):
            self.package: ModuleType | None = of
            return
        if not class_name(of):
            raise CimTypeError(
                f"{of.__name__} is no generated class: give one, or a generated package"
            )
        self.expected = of
        self.package = package_of(of)

    def class_of_text(self, name: str) -> type[Instance]:
        """The class of the outermost instance.

        Raises
        ------
        CodecError
            Where there is no such class and none was expected, or where it is not
            of the expected one.
        """
        return self._class(name, self.expected)

    def class_of_value(self, name: str, expected: str | None) -> type[Instance]:
        """The class of an embedded instance.

        Parameters
        ----------
        name:
            As the text has it.
        expected:
            The class that the schema asks for; None for any.

        Raises
        ------
        CodecError
            As for :meth:`class_of_text`.
        """
        return self._class(name, None if expected is None else self.find(expected))

    def find(self, name: str) -> type[Instance] | None:
        """The class of this name, in any spelling; None where there is none."""
        if self.package is not None:
            try:
                return find_class(self.package, name)
            except UnknownClassError:
                return None
        for base in self.expected.__mro__ if self.expected else ():
            if issubclass(base, Instance) and class_name(base).lower() == name.lower():
                return base
        return None

    def tell(self, kind: Literal["class", "property"], of: str, name: str) -> None:
        """Do what is to be done about an unknown name.

        Raises
        ------
        CodecError
            Where unknown names are refused.
        """
        if self._on_unknown == "skip":
            return
        if callable(self._on_unknown):
            self._on_unknown(UnknownName(kind, of, name))
            return
        if kind == "class":
            raise CodecError(f"there is no class {shown(name)}")
        cls = self.find(of)
        known = columns_by_name(cls).values() if cls else ()
        near = suggestion(name, (each.name for each in known))
        raise CodecError(f"{of} has no property {shown(name)}{near}")

    def _class(self, name: str, expected: type[Instance] | None) -> type[Instance]:
        if expected is not None and name.lower() == class_name(expected).lower():
            return expected
        found = self.find(name)
        if found is None:
            return self._stand_in(name, expected)
        if expected is not None and not is_kind(found, class_name(expected)):
            raise CodecError(
                f"{class_name(found)} is not {class_name(expected)}"
                " or a subclass of it"
            )
        return found

    def _stand_in(self, name: str, expected: type[Instance] | None) -> type[Instance]:
        """The expected class for one that nobody knows: a newer host's subclass."""
        if expected is not None:
            self.tell("class", class_name(expected), name)
            return expected
        near = ""
        if self.package is not None:
            near = suggestion(name, self.package.__all__)
        raise CodecError(f"there is no class {shown(name)}{near}")
