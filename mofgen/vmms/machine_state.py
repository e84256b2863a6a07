"""Starting, stopping, saving, pausing, resetting: the states of a machine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hyperv_v2 import (
    CIM_ConcreteJob,
    Msvm_ComputerSystem,
    Msvm_ConcreteJob,
    Msvm_ShutdownComponent,
)
from hyperv_v2.providers.Msvm_ComputerSystem import Msvm_ComputerSystemProvider

from mofgen.provider.stubs import serve
from mofgen.provider.transactions import Transaction
from mofgen.runtime.references import Ref
from mofgen.vmms.automatic_snapshots import delete_at_stop, take_at_start
from mofgen.vmms.guest_components import follow, working
from mofgen.vmms.machine_access import (
    OFF,
    PAUSED,
    PAUSING,
    RESETTING,
    RESUMING,
    RUNNING,
    SAVED,
    SAVING,
    STARTING,
    STOPPING,
    is_machine,
    on_time,
    require_idle,
)
from mofgen.vmms.refusals import (
    FAILED,
    INVALID_PARAMETER,
    INVALID_STATE,
    JOB_STARTED,
    NOT_SUPPORTED,
    RefusedError,
    answering,
)
from mofgen.vmms.running_machines import power_off, power_on

if TYPE_CHECKING:
    from mofgen.runtime.datetimes import CimDateTime
    from mofgen.vmms.host import Vmms

Machine = Msvm_ComputerSystem
JobType: Final = Msvm_ConcreteJob.JobTypeValues
Requested: Final = Machine.RequestStateChangeRequestedStateValues

START: Final = int(Requested.ENABLED)
TURN_OFF: Final = int(Requested.DISABLED)
SHUT_DOWN: Final = int(Requested.SHUT_DOWN)
SAVE: Final = int(Requested.OFFLINE)
PAUSE: Final = int(Requested.QUIESCE)
REBOOT: Final = int(Requested.REBOOT)
RESET: Final = int(Requested.RESET)
"""What a client may ask for."""

_NO_REQUEST: Final = 12


@dataclass(frozen=True, slots=True)
class Transition:
    """How a machine gets from one state to another.

    Parameters
    ----------
    caption, job_type:
        Of the job that does it.
    by, to:
        The state of the machine while the job runs, and when it is done.
    """

    caption: str
    job_type: int
    by: int
    to: int


_START = Transition(
    "Starting Virtual Machine", JobType.START_VIRTUAL_MACHINE, STARTING, RUNNING
)
_RESTORE = Transition(
    "Restoring Virtual Machine", JobType.RESTORE_VIRTUAL_MACHINE, STARTING, RUNNING
)
_RESUME = Transition(
    "Resuming Virtual Machine", JobType.RESUME_VIRTUAL_MACHINE, RESUMING, RUNNING
)
_TURN_OFF = Transition(
    "Turning Off Virtual Machine", JobType.POWER_OFF_VIRTUAL_MACHINE, STOPPING, OFF
)
_SHUT_DOWN = Transition(
    "Shutting Down Virtual Machine", JobType.SHUT_DOWN_VIRTUAL_MACHINE, STOPPING, OFF
)
_SAVE = Transition(
    "Saving Virtual Machine", JobType.SAVE_VIRTUAL_MACHINE, SAVING, SAVED
)
_PAUSE = Transition(
    "Pausing Virtual Machine", JobType.PAUSE_VIRTUAL_MACHINE, PAUSING, PAUSED
)
_RESET = Transition(
    "Resetting Virtual Machine", JobType.RESET_VIRTUAL_MACHINE, RESETTING, RUNNING
)
_REBOOT = Transition(
    "Rebooting Virtual Machine", JobType.REBOOT_VIRTUAL_MACHINE, RESETTING, RUNNING
)

TRANSITIONS: Final = {
    (OFF, START): _START,
    (SAVED, START): _RESTORE,
    (SAVED, TURN_OFF): _TURN_OFF,
    (PAUSED, START): _RESUME,
    (PAUSED, TURN_OFF): _TURN_OFF,
    (PAUSED, SAVE): _SAVE,
    (PAUSED, RESET): _RESET,
    (RUNNING, TURN_OFF): _TURN_OFF,
    (RUNNING, SHUT_DOWN): _SHUT_DOWN,
    (RUNNING, SAVE): _SAVE,
    (RUNNING, PAUSE): _PAUSE,
    (RUNNING, REBOOT): _REBOOT,
    (RUNNING, RESET): _RESET,
}
"""What can be asked for in which state; everything else is an invalid state."""

_BY_GUEST: Final = frozenset({SHUT_DOWN, REBOOT})


def install(host: Vmms) -> None:
    """Let machines change their state."""
    serve(host.manager.methods, Machine, MachineState(host))


def change_state(
    host: Vmms,
    transaction: Transaction,
    machine: Machine,
    requested: int,
    *,
    forced: bool = False,
) -> Ref[CIM_ConcreteJob]:
    """Start the job that brings a machine into another state.

    Parameters
    ----------
    requested:
        What a client may ask for: one of the constants of this module.
    forced:
        Whether the guest has agreed already, or has no choice.

    Returns
    -------
    The reference to the job.

    Raises
    ------
    RefusedError
        Invalid state, where it can't go there from where it is, as no machine can to
        many states that the schema lists, or a job is changing it; invalid parameter
        for what is no state.
    """
    if not Requested(requested).is_listed:
        raise RefusedError(INVALID_PARAMETER, f"there is no request {requested}")
    require_idle(host, machine)
    before = int(machine.EnabledState or OFF)
    transition = TRANSITIONS.get((before, requested))
    if transition is None:
        raise RefusedError(
            INVALID_STATE, f"in state {before} it can't be asked for {requested}"
        )
    if requested in _BY_GUEST:
        component = working(transaction, machine, Msvm_ShutdownComponent)
        if component is None:
            raise RefusedError(INVALID_STATE, "the guest does not take part in it")
    _enter(host, transaction, machine, transition.by, requested)

    def work(own: Transaction) -> None:
        if requested in _BY_GUEST and not forced:
            _require_consent(host, machine)
        _arrive(host, own, machine, before, transition.to)

    return host.jobs.start(
        transaction,
        caption=transition.caption,
        job_type=transition.job_type,
        affected=[machine],
        work=work,
        undo=lambda own: _enter(host, own, machine, before),
    )


def _require_consent(host: Vmms, machine: Machine) -> None:
    """Let the job fail that asks a guest to shut down which refuses."""
    if host.guests.state(machine.Name or "").shutdown_refusal is not None:
        raise RefusedError(FAILED, "the guest refuses to shut down")


def _enter(
    host: Vmms,
    transaction: Transaction,
    machine: Machine,
    state: int,
    requested: int = _NO_REQUEST,
) -> None:
    now = host.clock.now()
    passed = on_time(transaction.get(machine), now)
    transaction.change(
        machine,
        EnabledState=state,
        RequestedState=requested,
        TimeOfLastStateChange=now,
        OnTimeInMilliseconds=passed // timedelta(milliseconds=1),
    )


def _arrive(
    host: Vmms, transaction: Transaction, machine: Machine, before: int, state: int
) -> None:
    """Let a machine be what it was to become, with all that belongs to it."""
    if before in (OFF, SAVED) and state == RUNNING:
        transaction.change(machine, EnabledState=before)
        if before == OFF:
            take_at_start(host, transaction, machine)
        power_on(host, transaction, machine)
    _enter(host, transaction, machine, state)
    if state in (OFF, SAVED):
        power_off(host, transaction, machine, saved=state == SAVED)
    elif state == before:
        transaction.change(machine, OnTimeInMilliseconds=0)
    follow(host, transaction, transaction.get(machine), before)
    if state == OFF:
        delete_at_stop(host, transaction, machine)


class MachineState(Msvm_ComputerSystemProvider[Machine]):
    """Brings machines from state to state.

    Parameters
    ----------
    host:
        The host on which they run.
    """

    def __init__(self, host: Vmms) -> None:
        self._host = host

    @answering(Machine.RequestStateChangeResult)
    def RequestStateChange(
        self,
        transaction: Transaction,
        obj: Machine,
        /,
        *,
        RequestedState: int | None,
        TimeoutPeriod: CimDateTime | None,
    ) -> Machine.RequestStateChangeResult:
        """Start the job that does it; the host itself does not change its state."""
        if not is_machine(obj):
            raise RefusedError(NOT_SUPPORTED, "the host is no virtual machine")
        if RequestedState is None:
            raise RefusedError(INVALID_PARAMETER, "which state?")
        job = change_state(self._host, transaction, obj, int(RequestedState))
        return Machine.RequestStateChangeResult(
            ReturnValue=Machine.RequestStateChangeReturnValues(JOB_STARTED),
            Job=job,
        )
