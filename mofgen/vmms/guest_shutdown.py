"""Asking the guest of a running machine to shut down, to start again, to hibernate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hyperv_v2 import Msvm_ComputerSystem, Msvm_ShutdownComponent
from hyperv_v2.providers.Msvm_ShutdownComponent import Msvm_ShutdownComponentProvider

from mofgen.provider.stubs import serve
from mofgen.provider.transactions import Transaction
from mofgen.vmms.guest_components import working
from mofgen.vmms.guests import LOCKED
from mofgen.vmms.machine_access import is_running, machine, machine_ref, settings_of
from mofgen.vmms.machine_state import REBOOT, SHUT_DOWN, change_state
from mofgen.vmms.refusals import (
    COMPLETED,
    INVALID_STATE,
    NOT_SUPPORTED,
    RefusedError,
    answering,
)

if TYPE_CHECKING:
    from mofgen.vmms.host import Vmms

Component = Msvm_ShutdownComponent

NOT_READY: Final = 32780
"""The guest has nothing that would hear the request."""
_ENABLED: Final = 2


def install(host: Vmms) -> None:
    """Let the shutdown components of machines answer."""
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
        asked = self._willing(transaction, obj, force=bool(Force))
        change_state(self._host, transaction, asked, SHUT_DOWN, forced=True)
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
        asked = self._willing(transaction, obj, force=bool(Force))
        change_state(self._host, transaction, asked, REBOOT, forced=True)
        return Component.InitiateRebootResult(
            ReturnValue=Component.InitiateRebootReturnValues(COMPLETED)
        )

    @answering(Component.InitiateHibernateResult)
    def InitiateHibernate(
        self, transaction: Transaction, obj: Component, /
    ) -> Component.InitiateHibernateResult:
        """Let the guest hibernate, if its machine can: it is off then."""
        asked = self._willing(transaction, obj)
        if not settings_of(transaction, asked).EnableHibernation:
            raise RefusedError(NOT_SUPPORTED, "the machine does not let it hibernate")
        change_state(self._host, transaction, asked, SHUT_DOWN, forced=True)
        return Component.InitiateHibernateResult(ReturnValue=COMPLETED)

    def _willing(
        self, transaction: Transaction, component: Component, *, force: bool = False
    ) -> Msvm_ComputerSystem:
        """The machine whose guest is asked and does not refuse.

        Raises
        ------
        RefusedError
            Invalid state where the machine does not run or its component is switched
            off, not ready where the guest does not hear, or what the guest answers.
        """
        found = machine(transaction, machine_ref(component.SystemName or ""))
        if not is_running(found) or component.EnabledState != _ENABLED:
            raise RefusedError(INVALID_STATE, "there is nobody to be asked")
        if working(transaction, found, Component) is None:
            raise RefusedError(NOT_READY, "the guest has no integration services")
        refusal = self._host.guests.state(found.Name or "").shutdown_refusal
        if refusal is not None and not (force and refusal == LOCKED):
            raise RefusedError(refusal, "the guest refuses to shut down")
        return found
