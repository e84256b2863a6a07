"""What becomes of machines when their host goes down and comes up, or one fails.

``AutomaticShutdownAction``, ``AutomaticStartupAction`` and ``AutomaticRecoveryAction``
of a machine's settings say what is to be done.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from hyperv_v2 import (
    CIM_VirtualSystemSettingData,
    Msvm_ComputerSystem,
    Msvm_VirtualSystemSettingData,
)

from mofgen.vmms import machine_state, snapshot_tree
from mofgen.vmms.configurations import named_id
from mofgen.vmms.machine_access import (
    OFF,
    SAVED,
    has_worker,
    machine,
    machine_ref,
    machines,
    settings_of,
)
from mofgen.vmms.machine_state import SAVE, SHUT_DOWN, START, TURN_OFF
from mofgen.vmms.refusals import RefusedError
from mofgen.vmms.running_machines import power_off

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.runtime.references import RefLike
    from mofgen.vmms.host import Vmms

Settings: TypeAlias = Msvm_VirtualSystemSettingData
_Shutdown: TypeAlias = CIM_VirtualSystemSettingData.AutomaticShutdownActionValues
_Startup: TypeAlias = CIM_VirtualSystemSettingData.AutomaticStartupActionValues
_Recovery: TypeAlias = CIM_VirtualSystemSettingData.AutomaticRecoveryActionValues

_WAYS: Final = {
    int(_Shutdown.TURN_OFF): (TURN_OFF,),
    int(_Shutdown.SAVE_STATE): (SAVE, TURN_OFF),
    int(_Shutdown.SHUTDOWN): (SHUT_DOWN, TURN_OFF),
}
"""What is asked of a machine, the next where the one before is not possible."""


class Power:
    """Brings a host down and up again.

    Parameters
    ----------
    host:
        Whose machines it stops and starts.
    """

    def __init__(self, host: Vmms) -> None:
        self._host = host
        self._active: frozenset[str] = frozenset()
        """The machines that ran when the host went down."""

    def shut_down(self) -> None:
        """Stop every machine as its ``AutomaticShutdownAction`` says.

        Jobs that run are completed first. A machine of which the guest does not shut
        down, or which can't be saved, is turned off.
        """
        host = self._host
        host.jobs.schedule.clear()
        host.jobs.finish()
        with host.manager.transaction() as transaction:
            active = [each for each in machines(transaction) if has_worker(each)]
            self._active = frozenset(each.Name or "" for each in active)
        for each in active:
            self._stop(each)

    def start_up(self) -> None:
        """Start the machines whose ``AutomaticStartupAction`` asks for it.

        That is in the order of their sequence numbers, and each after its delay by
        the host's clock. What can't start stays off; its job tells why.
        """
        host = self._host
        host.booted = host.clock.now()
        with host.manager.transaction() as transaction:
            waiting = [
                (each.Name or "", settings_of(transaction, each))
                for each in machines(transaction)
                if each.EnabledState in (OFF, SAVED)
            ]
        wanted = [(guid, each) for guid, each in waiting if self._starts(guid, each)]
        self._active = frozenset()
        for guid, each in sorted(wanted, key=_place):
            self._start_later(guid, _delay(each))

    def crash(self, target: RefLike[Any]) -> None:
        """Let a machine fail that runs, and recover as its settings say.

        Parameters
        ----------
        target:
            The machine. It loses what it was doing, and is off; then it starts
            again, or goes back to its last checkpoint and starts, or stays off.

        Raises
        ------
        RefusedError
            Invalid parameter, where there is no such machine.
        """
        host = self._host
        if host.jobs.busy(target):
            host.jobs.finish()
        with host.manager.transaction() as transaction:
            found = machine(transaction, target)
            if not has_worker(found):
                return
            transaction.change(
                found,
                EnabledState=OFF,
                TimeOfLastStateChange=host.clock.now(),
            )
            power_off(host, transaction, found, saved=False)
            action = settings_of(transaction, found).AutomaticRecoveryAction
            if action == _Recovery.REVERT_TO_SNAPSHOT:
                self._revert(transaction, found)
            if action in (_Recovery.RESTART, _Recovery.REVERT_TO_SNAPSHOT):
                now = transaction.get(found)
                machine_state.change_state(host, transaction, now, START)

    def _stop(self, active: Msvm_ComputerSystem) -> None:
        host = self._host
        with host.manager.transaction() as transaction:
            action = settings_of(transaction, active).AutomaticShutdownAction
        for request in _WAYS[int(action or _Shutdown.SAVE_STATE)]:
            with host.manager.transaction() as transaction:
                now = transaction.get(active)
                if not has_worker(now):
                    return
                try:
                    machine_state.change_state(host, transaction, now, request)
                except RefusedError:
                    continue
            host.jobs.finish()

    def _starts(self, guid: str, settings: Settings) -> bool:
        action = settings.AutomaticStartupAction
        if action == _Startup.RESTART_IF_PREVIOUSLY_ACTIVE:
            return guid in self._active
        return action == _Startup.ALWAYS_STARTUP

    def _start_later(self, guid: str, delay: timedelta) -> None:
        host = self._host

        def start() -> None:
            with host.manager.transaction() as transaction:
                found = transaction.find(machine_ref(guid))
                if found is None or found.EnabledState not in (OFF, SAVED):
                    return  # it is gone, or somebody was faster
                if not host.jobs.busy(found):
                    machine_state.change_state(host, transaction, found, START)

        host.jobs.schedule.at(host.clock.now() + delay, start)

    def _revert(self, transaction: Transaction, found: Msvm_ComputerSystem) -> None:
        wanted = named_id(settings_of(transaction, found).Parent)
        for each in snapshot_tree.snapshots_of(transaction, found):
            if (each.InstanceID or "").casefold() == wanted:
                snapshot_tree.apply(self._host, transaction, found, each)


def _place(waiting: tuple[str, Settings]) -> tuple[int, timedelta]:
    """Where a machine stands among those that start: by number, then by delay."""
    _, settings = waiting
    return settings.AutomaticStartupActionSequenceNumber or 0, _delay(settings)


def _delay(settings: Settings) -> timedelta:
    given = settings.AutomaticStartupActionDelay
    return timedelta(0) if given is None else given.to_timedelta()
