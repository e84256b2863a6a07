"""What is known of the guests of machines: the systems that run inside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction

OK: Final = 2
DEGRADED: Final = 3
NON_RECOVERABLE: Final = 7
NO_CONTACT: Final = 12
LOST: Final = 13
"""How the integration services of a guest can be reached: what the
``OperationalStatus`` of their components says first."""

_BUILD: Final = "20348"


def _nothing() -> Mapping[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class GuestInput:
    """What keyboard and mouse have done to a guest since it started.

    Attributes
    ----------
    typed:
        The characters that arrived, as a US keyboard makes them.
    keys:
        Virtual-key codes of the keys that are down.
    buttons:
        The mouse buttons that are down: the class name of the mouse, and the button's
        number, from 1.
    clicks:
        The buttons that were pressed and released again, in this order.
    moved, scrolled:
        How far the PS/2 mouse went, to the right and down, and its wheel.
    attentions:
        How often Ctrl+Alt+Del was pressed.
    """

    typed: str = ""
    keys: frozenset[int] = frozenset()
    buttons: frozenset[tuple[str, int]] = frozenset()
    clicks: tuple[int, ...] = ()
    moved: tuple[int, int] = (0, 0)
    scrolled: int = 0
    attentions: int = 0


@dataclass(frozen=True, slots=True)
class GuestState:
    """One guest.

    Attributes
    ----------
    says:
        What it tells of itself, over :func:`usual_facts`, by the name of the item.
    items:
        The key-value pairs that programs in it push to the host.
    services:
        How its integration services can be reached: one of the constants above.
    heartbeat_lost:
        Whether its heartbeat alone does not arrive.
    critical:
        Whether an application in it says that it is in a critical state.
    shutdown_refusal:
        The code with which it refuses to shut down; None where it does as asked.
    leases:
        The addresses that it got for adapters by DHCP, by the InstanceID of the
        adapter's settings.
    interrupts:
        How many non-maskable interrupts it got since it started.
    input:
        What keyboard and mouse did.
    """

    says: Mapping[str, str] = field(default_factory=_nothing)
    items: Mapping[str, str] = field(default_factory=_nothing)
    services: int = OK
    heartbeat_lost: bool = False
    critical: bool = False
    shutdown_refusal: int | None = None
    leases: Mapping[str, tuple[str, ...]] = field(default_factory=_nothing)
    interrupts: int = 0
    input: GuestInput = GuestInput()

    def started_anew(self) -> GuestState:
        """The same guest after it has booted again."""
        return replace(
            self,
            heartbeat_lost=False,
            critical=False,
            interrupts=0,
            input=GuestInput(),
        )


_NEW: Final = GuestState()


class Guests:
    """The guests of a host, by the GUIDs of their machines.

    A machine of which nothing is known yet has a Windows Server in it that works, with
    its integration services.
    """

    def __init__(self) -> None:
        self._of: dict[str, GuestState] = {}

    def state(self, guid: str) -> GuestState:
        """What is known of a guest."""
        return self._of.get(guid, _NEW)

    def change(self, transaction: Transaction, guid: str, **values: Any) -> None:
        """Change what is known of a guest.

        Parameters
        ----------
        transaction:
            When it is undone, this is too.
        values:
            By attribute of :class:`GuestState`.
        """
        self._put(transaction, guid, replace(self.state(guid), **values))

    def restart(self, transaction: Transaction, guid: str) -> None:
        """Let a guest lose what it knows only while it runs."""
        if guid in self._of:
            self._put(transaction, guid, self._of[guid].started_anew())

    def forget(self, transaction: Transaction, guid: str) -> None:
        """Remove the guest of a machine that is destroyed."""
        if guid in self._of:
            self._put(transaction, guid, None)

    def _put(
        self, transaction: Transaction, guid: str, state: GuestState | None
    ) -> None:
        before = self._of.get(guid)
        self._set(guid, state)
        transaction.undo_by(lambda: self._set(guid, before))

    def _set(self, guid: str, state: GuestState | None) -> None:
        if state is None:
            self._of.pop(guid, None)
        else:
            self._of[guid] = state


def usual_facts(guid: str) -> dict[str, str]:
    """What a guest tells of itself where nothing else is known of it.

    Parameters
    ----------
    guid:
        Of its machine, from which it has its name.

    Returns
    -------
    The data of each intrinsic item of ``Msvm_KvpExchangeDataItem``, but for those
    that tell its addresses.
    """
    return {
        "FullyQualifiedDomainName": f"WIN-{guid[:8]}",
        "OSName": "Windows Server 2022 Standard",
        "OSVersion": f"10.0.{_BUILD}",
        "OSMajorVersion": "10",
        "OSMinorVersion": "0",
        "OSBuildNumber": _BUILD,
        "OSPlatformId": "2",
        "OSEditionId": "7",
        "CSDVersion": "",
        "ServicePackMajor": "0",
        "ServicePackMinor": "0",
        "SuiteMask": "272",
        "ProductType": "3",
        "ProcessorArchitecture": "9",
        "IntegrationServicesVersion": f"10.0.{_BUILD}",
    }
