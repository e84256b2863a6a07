"""The classes of one namespace, as a generated package has them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from threading import Lock
from types import ModuleType
from typing import Any, TypeVar, cast

from mofgen.provider.layouts import Key, Layout
from mofgen.runtime.errors import CimError, UnknownClassError, shown
from mofgen.runtime.instance import Instance, class_table
from mofgen.runtime.names import folded_namespace
from mofgen.runtime.package import find_class
from mofgen.runtime.references import Ref
from mofgen.runtime.statuses import (
    CimInvalidClassError,
    CimInvalidNamespaceError,
    CimInvalidParameterError,
)
from mofgen.runtime.wire import CimObject, class_name

O = TypeVar("O", bound=CimObject)  # noqa: E741


class Schema:
    """The classes of a namespace; a class is loaded when something is asked of it.

    Parameters
    ----------
    package:
        The generated package.
    indexed:
        CIM names of properties by whose values objects are often looked for,
        ``ElementName`` for one: in every class that has them.

    Attributes
    ----------
    methods:
        What :class:`~mofgen.provider.methods.Methods` has worked out of the methods.
    """

    def __init__(self, package: ModuleType, indexed: Iterable[str] = ()) -> None:
        self.package = package
        self.namespace: str = getattr(package, "NAMESPACE", None) or ""
        self._folded = folded_namespace(self.namespace)
        self._indexed = frozenset(name.lower() for name in indexed)
        self._layouts: dict[type[CimObject], Layout] = {}
        self._lock = Lock()
        self.methods: dict[tuple[type, str], Any] = {}

    def layout(self, cls: type[CimObject]) -> Layout:
        """The layout of a class, or of the generated class that ``cls`` extends.

        Raises
        ------
        CimInvalidClassError
            Where the package has no such class.
        """
        found = self._layouts.get(cls)
        return self.named(cls._wire_class[0], cls) if found is None else found

    def named(self, name: str, alias: type[CimObject] | None = None) -> Layout:
        """The layout of the class with this CIM name, in any spelling.

        Parameters
        ----------
        alias:
            A class under which it is to be found quicker the next time.

        Raises
        ------
        CimInvalidClassError
            Where the package has no such class.
        """
        try:
            cls = find_class(self.package, name)
        except UnknownClassError as error:
            raise CimInvalidClassError(name or "no class", str(error)) from None
        with self._lock:
            # Layouts are told apart by identity, so that there may be one only.
            found = self._layouts.get(cls)
            if found is None:
                found = self._layouts[cls] = Layout(cls, self._indexed)
            if alias is not None:
                self._layouts[alias] = found
        return found

    def classes(self) -> list[type[Instance]]:
        """All classes of the package, in the order of their names."""
        found = [getattr(self.package, each) for each in self.package.__all__]
        return sorted(found, key=class_name)

    def kind(self, cls: type[O]) -> type[O]:
        """The package's own class for ``cls``; ``Instance``, any class, for itself."""
        if not cls._wire_class[0]:
            return cls
        return cast("type[O]", self.layout(cls).cls)

    def is_local(self, ref: Ref[Any]) -> bool:
        """Whether a reference is to an object of this namespace."""
        namespace = ref.namespace
        return not namespace or folded_namespace(namespace) == self._folded

    def key(self, ref: Ref[Any]) -> Key:
        """The key that a reference means, whether there is such an object or not.

        Raises
        ------
        CimInvalidNamespaceError, CimInvalidClassError
            Where the reference is to another namespace, or to an unknown class.
        CimInvalidParameterError
            Where its keys are not those of the class.
        """
        if not self.is_local(ref):
            raise CimInvalidNamespaceError(
                str(ref), f"this is the namespace {self.namespace}"
            )
        kind = ref.kind
        layout = self.named(ref.class_name) if kind is None else self.layout(kind)
        given = ref.keys
        key: list[Any] = [layout]
        for name, is_text in layout.key_names:
            value = given.get(name)
            if type(value) is not str or not is_text:
                value = self._key_value(ref, layout, name)
            key.append(value)
        if len(given) != len(layout.keys) or (not given and not ref.is_singleton):
            raise CimInvalidParameterError(str(ref), _wrong_keys(ref, layout))
        return tuple(key)

    def _key_value(self, ref: Ref[Any], layout: Layout, key: str) -> Any:
        """A key's value in its stored form, found by its name in any spelling."""
        name = key.lower()
        if len(ref.keys) == 1 and "" in ref.keys:
            name = ""
        given = {each.lower(): value for each, value in ref.keys.items()}
        if name not in given:
            raise CimInvalidParameterError(str(ref), _wrong_keys(ref, layout))
        try:
            checked = class_table(layout.cls).checked(
                layout.attributes[key.lower()], given[name]
            )
        except CimError as error:
            raise CimInvalidParameterError(str(ref), str(error)) from None
        return self.target(checked) if isinstance(checked, Ref) else checked

    def target(self, ref: Ref[Any]) -> Key | Ref[Any]:
        """What a row holds for a reference: a key, or a Ref into another namespace.

        Raises
        ------
        CimInvalidClassError, CimInvalidParameterError
            As for :meth:`key`.
        """
        return self.key(ref) if self.is_local(ref) else ref.on(None)


@lru_cache(maxsize=64)
def shared_schema(package: ModuleType, indexed: tuple[str, ...] = ()) -> Schema:
    """The one schema of a package in this process: it holds nothing of a host.

    What was worked out of a class serves all hosts; a test that begins with a fresh
    one does not pay for it again.
    """
    return Schema(package, indexed)


def _wrong_keys(ref: Ref[Any], layout: Layout) -> str:
    if ref.is_class and layout.keys:
        return "this is the path of a class, not of an object"
    names = [name for name, _ in layout.key_names]
    if not names:
        return f"{layout.name} has no keys: its only object is {layout.name}=@"
    return f"the keys of {layout.name} are {', '.join(names)}, not {shown([*ref.keys])}"
