"""Playing the guest of a machine: what a test makes it say, and what reached it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from hyperv_v2 import (
    CIM_ResourceAllocationSettingData,
    Msvm_ComputerSystem,
    Msvm_KvpExchangeComponent,
    Msvm_KvpExchangeComponentSettingData,
    Msvm_KvpExchangeDataItem,
)

from mofgen.vmms import guest_components, guest_network
from mofgen.vmms.guest_state import (
    DEGRADED,
    LOST,
    NO_CONTACT,
    NON_RECOVERABLE,
    OK,
    GuestState,
)
from mofgen.vmms.machine_access import (
    components,
    has_worker,
    is_running,
    machine_ref,
    settings_of,
)
from mofgen.vmms.machine_secrets import Secret
from mofgen.vmms.network_addresses import ADAPTERS

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.runtime.references import Ref, RefLike
    from mofgen.vmms.host import Vmms

LOCKED: Final = 32781
"""The code of a guest that shuts down only by force, for somebody uses it."""


class Guest:
    """The system that runs in a machine; :meth:`~mofgen.vmms.host.Vmms.guest` gives it.

    What it is made to say, clients see at once where the machine runs, and otherwise
    when it starts. It goes when its machine is destroyed.

    Parameters
    ----------
    host:
        The host of the machine.
    guid:
        The machine's.
    """

    OK: Final = OK
    DEGRADED: Final = DEGRADED
    NON_RECOVERABLE: Final = NON_RECOVERABLE
    NO_CONTACT: Final = NO_CONTACT
    LOST: Final = LOST

    def __init__(self, host: Vmms, guid: str) -> None:
        self._host = host
        self._guid = guid

    @property
    def initial_configuration(self) -> bytes:
        """What SetInitialMachineConfigurationData has left for it; nothing for none."""
        return self._host.secrets.get(self._guid, Secret.INITIAL_CONFIGURATION)

    # --- what it says ---

    def tell(self, **facts: str) -> None:
        """Let it say something of itself: ``OSName``, ``FullyQualifiedDomainName``.

        Parameters
        ----------
        facts:
            By the name of the item among the ``GuestIntrinsicExchangeItems``.
        """
        self._change(says={**self._state.says, **facts})

    def push(self, items: Mapping[str, str]) -> None:
        """Let its programs push key-value pairs to the host, beside earlier ones."""
        self._change(items={**self._state.items, **items})

    def withdraw(self, keys: Collection[str]) -> None:
        """Let its programs take key-value pairs back."""
        items = self._state.items
        self._change(items={k: v for k, v in items.items() if k not in keys})

    def lease(
        self,
        addresses: Sequence[str],
        adapter: RefLike[CIM_ResourceAllocationSettingData] | None = None,
    ) -> None:
        """Let a network adapter get addresses by DHCP, in place of earlier ones.

        Parameters
        ----------
        addresses:
            Of IPv4 and IPv6.
        adapter:
            The settings of the adapter; None for the first one of the machine.

        Raises
        ------
        ValueError
            Where the machine has no adapter.
        """
        with self._host.manager.transaction() as transaction:
            instance_id = self._adapter_id(transaction, adapter)
            leases = {**self._state.leases, instance_id: tuple(addresses)}
            self._host.guests.change(transaction, self._guid, leases=leases)
            system = transaction.get(self._machine)
            if has_worker(system):
                guest_network.show_leases(transaction, leases)
                guest_components.refresh(self._host, transaction, system)

    def set_services(self, contact: int) -> None:
        """Set how its integration services can be reached.

        Parameters
        ----------
        contact:
            ``OK``; ``DEGRADED`` for older ones; ``NON_RECOVERABLE`` for those that are
            too old; ``NO_CONTACT`` for none; ``LOST`` for a guest that hangs.
        """
        self._change(services=contact)

    def lose_heartbeat(self) -> None:
        """Let its heartbeat stop, until it starts again or :meth:`recover`\\ s."""
        self._change(heartbeat_lost=True)

    def fail_application(self) -> None:
        """Let an application in it be in a critical state, for as long as above."""
        self._change(critical=True)

    def recover(self) -> None:
        """Let its heart beat and its applications be well again."""
        self._change(heartbeat_lost=False, critical=False)

    def refuse_shutdown(self, code: int = LOCKED) -> None:
        """Let it refuse to shut down and to reboot.

        Parameters
        ----------
        code:
            The return value of ``InitiateShutdown``; ``LOCKED`` gives way to force.
        """
        self._change(shutdown_refusal=code)

    def allow_shutdown(self) -> None:
        """Let it shut down again when it is asked to."""
        self._change(shutdown_refusal=None)

    # --- what reached it ---

    @property
    def received(self) -> tuple[Msvm_KvpExchangeDataItem, ...]:
        """The key-value pairs that it has from the host, if it runs and listens."""
        with self._host.manager.transaction() as transaction:
            system = transaction.get(self._machine)
            exchange = guest_components.working(
                transaction, system, Msvm_KvpExchangeComponent
            )
            if exchange is None or not is_running(system):
                return ()
            settings = settings_of(transaction, system)
            return tuple(
                item
                for each in components(
                    transaction, settings, Msvm_KvpExchangeComponentSettingData
                )
                for item in each.HostExchangeItems or ()
            )

    @property
    def typed(self) -> str:
        """The characters that were typed since it started."""
        return self._state.input.typed

    @property
    def keys(self) -> tuple[int, ...]:
        """The virtual-key codes of the keys that are down, in ascending order."""
        return tuple(sorted(self._state.input.keys))

    @property
    def attentions(self) -> int:
        """How often Ctrl+Alt+Del was pressed since it started."""
        return self._state.input.attentions

    @property
    def clicks(self) -> tuple[int, ...]:
        """The mouse buttons that were clicked since it started, in this order."""
        return self._state.input.clicks

    @property
    def moved(self) -> tuple[int, int]:
        """How far the PS/2 mouse went to the right and down since it started."""
        return self._state.input.moved

    @property
    def scrolled(self) -> int:
        """How far the wheel of the PS/2 mouse was turned since it started."""
        return self._state.input.scrolled

    @property
    def interrupts(self) -> int:
        """How many non-maskable interrupts it got since it started."""
        return self._state.interrupts

    # --- how it does so ---

    @property
    def _state(self) -> GuestState:
        return self._host.guests.state(self._guid)

    def _change(self, **values: Any) -> None:
        with self._host.manager.transaction() as transaction:
            self._host.guests.change(transaction, self._guid, **values)
            system = transaction.get(self._machine)
            if has_worker(system):
                guest_components.refresh(self._host, transaction, system)

    def _adapter_id(
        self,
        transaction: Transaction,
        adapter: RefLike[CIM_ResourceAllocationSettingData] | None,
    ) -> str:
        settings = settings_of(transaction, transaction.get(self._machine))
        own = [
            each.InstanceID or ""
            for kind in ADAPTERS
            for each in components(transaction, settings, kind)
        ]
        if adapter is not None:
            asked = transaction.get(adapter).InstanceID
            own = [each for each in own if each == asked]
        if not own:
            raise ValueError("the machine has no such network adapter")
        return own[0]

    @property
    def _machine(self) -> Ref[Msvm_ComputerSystem]:
        return machine_ref(self._guid)
