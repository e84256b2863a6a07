"""The one protocol by which everything reaches a CIM host."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Protocol, Self, TypeVar

from mofgen.runtime.wire import CimObject

if TYPE_CHECKING:
    from types import TracebackType

    from mofgen.runtime.references import Ref

O = TypeVar("O", bound=CimObject)  # noqa: E741
O_co = TypeVar("O_co", bound=CimObject, covariant=True)

KEYS_ONLY: Final[tuple[str, ...]] = ()
"""As ``properties`` of an operation: nothing but what a reference needs."""


class Subscription(Protocol[O_co]):
    """The indications that a query asks for, from now until it is closed.

    A transport implements :meth:`next` and :meth:`close`; the rest follows from them.
    """

    def next(self, timeout: float | None = None) -> O_co | None:
        """The next indication; None where none came within ``timeout`` seconds."""
        ...

    def __iter__(self) -> Iterator[O_co]:
        """The indications as they come, until the subscription is closed."""
        while (event := self.next()) is not None:
            yield event

    def close(self) -> None:
        """Ask for no more of them."""
        ...

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


class Connection(Protocol):
    """A way to a CIM host; the operations are those of DSP0200 and of WMI.

    A transport implements this. Three things hold for every operation:

    - Classes are given as generated classes, properties and parameters by their
      CIM names. Objects come back typed by their own class, a subclass of the one
      asked for included, and passed through
      :func:`~mofgen.runtime.editing.received`.
    - ``properties`` are those that are wanted, None for all, :data:`KEYS_ONLY` for
      just the keys. The keys come in any case; more may come.
    - What the host refuses is raised as a
      :class:`~mofgen.runtime.statuses.CimStatusError` or
      :class:`~mofgen.runtime.wmi_errors.WmiError` that says what was asked.

    Operations may be called from several threads at a time; what they return as an
    iterable may be lazy and belongs to one thread.
    """

    def get(self, ref: Ref[O], /, *, properties: Sequence[str] | None = None) -> O:
        """The object that ``ref`` refers to (GetInstance).

        Raises
        ------
        CimNotFoundError
            Where there is none.
        """
        ...

    def enumerate(
        self,
        cls: type[O],
        /,
        *,
        deep: bool = True,
        properties: Sequence[str] | None = None,
    ) -> Iterable[O]:
        """The objects of a class (EnumerateInstances), ``deep``: of subclasses too."""
        ...

    def query(self, wql: str, cls: type[O], /) -> Iterable[O]:
        """The objects, all of class ``cls``, that a WQL query selects (ExecQuery)."""
        ...

    def associators(
        self,
        source: Ref[Any],
        /,
        *,
        result_class: type[O],
        association: type[CimObject] | None = None,
        role: str | None = None,
        result_role: str | None = None,
        properties: Sequence[str] | None = None,
    ) -> Iterable[O]:
        """The objects that associations connect with ``source`` (Associators).

        Parameters
        ----------
        source:
            Where to start.
        result_class:
            Only objects of this class; :class:`~mofgen.runtime.instance.Instance`
            stands for any.
        association:
            Only by this class of association; None for any.
        role, result_role:
            The reference in which the source stands, and that of the results; None
            for any.
        properties:
            Of the results.
        """
        ...

    def references(
        self,
        source: Ref[Any],
        /,
        *,
        result_class: type[O],
        role: str | None = None,
        properties: Sequence[str] | None = None,
    ) -> Iterable[O]:
        """The associations that refer to ``source`` in ``role`` (References)."""
        ...

    def create(self, obj: O, /) -> Ref[O]:
        """Make an object on the host (CreateInstance); what is unset is defaulted."""
        ...

    def modify(self, obj: CimObject, properties: Sequence[str], /) -> None:
        """Write these properties of ``obj``, and no other (ModifyInstance)."""
        ...

    def delete(self, ref: Ref[Any], /) -> None:
        """Remove an object from the host (DeleteInstance)."""
        ...

    def invoke(
        self, target: Ref[Any], method: str, arguments: Mapping[str, object], /
    ) -> Mapping[str, object]:
        """Call a method.

        Parameters
        ----------
        target:
            The object it is called on.
        method, arguments:
            CIM names; the values are checked, in the form in which properties
            hold them, and those that were not given are not there.

        Returns
        -------
        The out parameters by CIM name, the return value as ``ReturnValue``.
        """
        ...

    def subscribe(self, wql: str, cls: type[O], /) -> Subscription[O]:
        """The indications of class ``cls`` that a query selects."""
        ...

    def close(self) -> None:
        """Give up what the connection holds; closing again does nothing."""
        ...

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()
