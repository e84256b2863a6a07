"""Non-maskable interrupts, by which an administrator makes a guest that hangs stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hyperv_v2 import Msvm_ComputerSystem
from hyperv_v2.providers.Msvm_ComputerSystem import Msvm_ComputerSystemProvider

from mofgen.provider.stubs import serve
from mofgen.vmms.machine_access import is_machine, is_running, require_idle
from mofgen.vmms.refusals import (
    INVALID_STATE,
    JOB_STARTED,
    NOT_SUPPORTED,
    RefusedError,
    answering,
)

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.vmms.host import Vmms

Machine = Msvm_ComputerSystem


def install(host: Vmms) -> None:
    """Let machines take interrupts."""
    serve(host.manager.methods, Machine, GuestInterrupts(host))


class GuestInterrupts(Msvm_ComputerSystemProvider[Machine]):
    """Answers InjectNonMaskableInterrupt, by a job.

    Parameters
    ----------
    host:
        The host of the machines, whose guests count what they got.
    """

    def __init__(self, host: Vmms) -> None:
        self._host = host

    @answering(Machine.InjectNonMaskableInterruptResult)
    def InjectNonMaskableInterrupt(
        self, transaction: Transaction, obj: Machine, /
    ) -> Machine.InjectNonMaskableInterruptResult:
        """Interrupt the guest of a running machine."""
        if not is_machine(obj):
            raise RefusedError(NOT_SUPPORTED, "the host is no virtual machine")
        require_idle(self._host, obj)
        if not is_running(obj):
            raise RefusedError(INVALID_STATE, "only what runs can be interrupted")
        job = self._host.jobs.start(
            transaction,
            caption="Injecting Non-Maskable Interrupt",
            affected=[obj],
            work=lambda own: self._interrupt(own, obj.Name or ""),
        )
        return Machine.InjectNonMaskableInterruptResult(
            ReturnValue=Machine.InjectNonMaskableInterruptReturnValues(JOB_STARTED),
            Job=job,
        )

    def _interrupt(self, transaction: Transaction, guid: str) -> None:
        guests = self._host.guests
        count = guests.state(guid).interrupts + 1
        guests.change(transaction, guid, interrupts=count)
