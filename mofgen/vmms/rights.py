"""What a client sees and may do who is no administrator of Hyper-V.

Hyper-V lets the members of the groups Administrators and Hyper-V Administrators in.
To everybody else it shows no machine, no setting and no switch: enumerations and
queries are answered, and what they give is empty. Methods deny access.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, NoReturn, TypeVar

from hyperv_v2 import CIM_Service

from mofgen.provider.layouts import End, Key, Layout, Row
from mofgen.provider.manager import ObjectManager
from mofgen.provider.methods import RETURN_VALUE, Methods
from mofgen.provider.overlays import Change
from mofgen.provider.store import Observer, Store
from mofgen.provider.transactions import Transaction
from mofgen.provider.views import View
from mofgen.runtime.instance import Instance
from mofgen.runtime.references import Ref
from mofgen.runtime.wmi_errors import WmiAccessDeniedError
from mofgen.vmms.refusals import ACCESS_DENIED

T = TypeVar("T")

_VISIBLE: Final = CIM_Service
"""The class of what everybody sees: the services, to be refused by their methods."""


class LimitedManager(ObjectManager):
    """A host's namespace as it is to a client without rights.

    Parameters
    ----------
    of:
        The namespace as it is to an administrator.
    """

    def __init__(self, of: ObjectManager) -> None:
        store = _LimitedStore(of.store)
        super().__init__(
            of.schema.package, store=store, guard=_deny_changes, host=of.host
        )
        self.methods = _DeniedMethods(self.store)


def _deny_changes(operation: str, cls: type[Instance]) -> NoReturn:
    _deny(operation)


def _deny(asked: str) -> NoReturn:
    raise WmiAccessDeniedError(asked, "the client is no administrator of Hyper-V")


def _is_visible(layout: Layout) -> bool:
    return issubclass(layout.cls, _VISIBLE)


class _DeniedMethods(Methods):
    """Methods that deny access, whatever they are called on and with."""

    def invoke(
        self, target: Ref[Any], method: str, arguments: Mapping[str, object]
    ) -> dict[str, object]:
        """The method's code for that.

        Raises
        ------
        WmiAccessDeniedError
            Where the schema leaves it none.
        CimMethodNotFoundError, CimInvalidClassError
            Where there is no such method or class.
        """
        called = self._method(self._store.schema.named(target.class_name), method)
        code = called.labelled(ACCESS_DENIED)
        if getattr(code, "label", None) is None:
            _deny(called.table.where)
        return {RETURN_VALUE: code}


class _LimitedStore(Store):
    """A store of which only what everybody sees can be seen, and nothing changed.

    Parameters
    ----------
    of:
        The whole store.
    """

    def __init__(self, of: Store) -> None:
        super().__init__(of.schema)
        self._of = of

    def __len__(self) -> int:
        return self.ask(
            lambda view: sum(len(list(view.rows_of(each))) for each in view.layouts())
        )

    def ask(self, question: Callable[[View], T]) -> T:
        return self._of.ask(lambda view: question(_LimitedView(view)))

    def row(self, key: Key) -> Row | None:
        return self.ask(lambda view: view.row(key))

    def transaction(self) -> Transaction:
        _deny("a change")

    def watch(self, observer: Observer) -> Callable[[], None]:
        def tell(changes: Sequence[Change], published: Sequence[Instance]) -> None:
            # What is published are indications about what is not visible.
            visible = [each for each in changes if _is_visible(each.key[0])]
            if visible:
                observer(visible, ())

        return self._of.watch(tell)


class _LimitedView:
    """The part of a :class:`~mofgen.provider.views.View` that everybody sees."""

    __slots__ = ("_of",)

    def __init__(self, of: View) -> None:
        self._of = of

    def row(self, key: Key) -> Row | None:
        return self._of.row(key) if _is_visible(key[0]) else None

    def layouts(self) -> Iterable[Layout]:
        return filter(_is_visible, self._of.layouts())

    def rows_of(self, layout: Layout) -> Iterable[tuple[Key, Row]]:
        return self._of.rows_of(layout) if _is_visible(layout) else ()

    def keys_with(self, layout: Layout, attribute: str, value: object) -> Iterable[Key]:
        if not _is_visible(layout):
            return ()
        return self._of.keys_with(layout, attribute, value)

    def ends_at(self, target: Key) -> Iterable[tuple[End, Iterable[Key]]]:
        return (
            each for each in self._of.ends_at(target) if _is_visible(each[0].layout)
        )
