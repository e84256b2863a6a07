"""Asking the guest of a running machine to shut down or to start again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hyperv_v2 import Msvm_ComputerSystem, Msvm_ShutdownComponent
from hyperv_v2.providers.Msvm_ShutdownComponent import Msvm_ShutdownComponentProvider

from mofgen.provider.stubs import serve
from mofgen.provider.transactions import Transaction
from mofgen.vmms.machine_access import machine, machine_ref
from mofgen.vmms.machine_state import REBOOT, SHUT_DOWN, change_state
from mofgen.vmms.refusals import COMPLETED, answering

if TYPE_CHECKING:
    from mofgen.vmms.host import Vmms

Component = Msvm_ShutdownComponent


def install(host: Vmms) -> None:
    """Let the shutdown components of machines answer.

    Hibernation stays without an answer: no guest here supports it.
    """
    serve(host.manager.methods, Component, GuestShutdown(host))


class GuestShutdown(Msvm_ShutdownComponentProvider[Component]):
    """Passes the request on to the guest, which follows it.

    The component is there for as long as its machine runs or is paused; a paused
    guest can't follow. The methods give no job, so that they answer that the guest
    was asked, and the machine's state tells when it is done.

    Parameters
    ----------
    host:
        The host of the machines.
    """

    def __init__(self, host: Vmms) -> None:
        self._host = host

    @answering(Component.InitiateShutdownResult)
    def InitiateShutdown(
        self,
        transaction: Transaction,
        obj: Component,
        /,
        *,
        Force: bool | None,
        Reason: str | None,
    ) -> Component.InitiateShutdownResult:
        """Turn the machine off by its guest."""
        asked = self._machine(transaction, obj)
        change_state(self._host, transaction, asked, SHUT_DOWN)
        return Component.InitiateShutdownResult(
            ReturnValue=Component.InitiateShutdownReturnValues(COMPLETED)
        )

    @answering(Component.InitiateRebootResult)
    def InitiateReboot(
        self,
        transaction: Transaction,
        obj: Component,
        /,
        *,
        Force: bool | None,
        Reason: str | None,
    ) -> Component.InitiateRebootResult:
        """Let the guest start again."""
        asked = self._machine(transaction, obj)
        change_state(self._host, transaction, asked, REBOOT)
        return Component.InitiateRebootResult(
            ReturnValue=Component.InitiateRebootReturnValues(COMPLETED)
        )

    def _machine(
        self, transaction: Transaction, component: Component
    ) -> Msvm_ComputerSystem:
        return machine(transaction, machine_ref(component.SystemName or ""))
