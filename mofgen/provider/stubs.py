"""The base of generated provider stubs, and how what answers them is registered.

A generated stub lists the methods of a class, typed. A provider derives from it
and overrides those that it answers::

    class Machines(Msvm_ComputerSystemProvider[Msvm_ComputerSystem]):
        def RequestStateChange(self, transaction, obj, /, *, RequestedState, ...):
            ...

    serve(manager.methods, Msvm_ComputerSystem, Machines())
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from mofgen.runtime.instance import Instance
from mofgen.runtime.methods import MethodResult

if TYPE_CHECKING:
    from mofgen.provider.methods import Handler, Methods

T = TypeVar("T", bound=Instance)
F = TypeVar("F", bound=Callable[..., MethodResult])

_MARK = "_cim_stub"


class ProviderStub(Generic[T]):
    """What answers methods of objects of the class ``T``.

    A method is given the transaction in which the call is done, a copy of the
    object, and each in parameter by keyword, None where it was not given. It
    returns the generated result; a value that means failure, or an error, undoes
    what it did.
    """


def stub(cim_name: str, **renamed: str) -> Callable[[F], F]:
    """Mark a generated method that nobody has answered yet.

    Parameters
    ----------
    cim_name:
        CIM name of the method.
    renamed:
        CIM names of the parameters that have another name in Python.
    """

    def marked(function: F) -> F:
        setattr(function, _MARK, (cim_name, renamed))
        return function

    return marked


def serve(methods: Methods, cls: type[T], provider: ProviderStub[T]) -> None:
    """Let ``provider`` answer the methods of ``cls`` that it overrides.

    Raises
    ------
    CimMethodNotFoundError
        The class has not the method that an overridden stub stands for.
    """
    for cim_name, handler in implemented(provider):
        methods.register(cls, cim_name, handler)


def implemented(provider: ProviderStub[Any]) -> Iterator[tuple[str, Handler]]:
    """CIM name and handler of each method that ``provider`` overrides."""
    for name, cim_name, renamed in _overridden(type(provider)):
        yield cim_name, _by_cim_names(getattr(provider, name), renamed)


_Overridden: TypeAlias = "tuple[tuple[str, str, dict[str, str]], ...]"

_known: dict[type, _Overridden] = {}
"""Every new host is served by the same classes."""


def _overridden(cls: type[ProviderStub[Any]]) -> _Overridden:
    """Python name, CIM name and renamed parameters of what ``cls`` overrides."""
    found = _known.get(cls)
    if found is None:
        found = _known[cls] = tuple(
            (name, *mark)
            for name, mark in stubs(cls).items()
            if not hasattr(getattr(cls, name), _MARK)
        )
    return found


def stubs(cls: type[ProviderStub[Any]]) -> dict[str, tuple[str, dict[str, str]]]:
    """The methods that a provider class can answer, by Python name.

    Each with its CIM name, and the CIM names of parameters by their Python name.
    """
    found: dict[str, tuple[str, dict[str, str]]] = {}
    for base in cls.__mro__:
        for name, member in vars(base).items():
            mark = getattr(member, _MARK, None)
            if mark is not None:
                found.setdefault(name, mark)
    return dict(sorted(found.items()))


def _by_cim_names(handler: Handler, renamed: dict[str, str]) -> Handler:
    """``handler``, taking its parameters by CIM name."""
    if not renamed:
        return handler
    python_names = {cim_name: name for name, cim_name in renamed.items()}

    def called(*positional: Any, **arguments: Any) -> MethodResult:
        given = {python_names.get(k, k): v for k, v in arguments.items()}
        return handler(*positional, **given)

    return called
