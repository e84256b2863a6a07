"""Changing the configuration of a machine: all of a request or nothing, by a job.

A change is rehearsed first, so that what breaks a rule is answered with a return code,
and then done by a job, which may still fail for want of something on the host.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from hyperv_v2 import CIM_ConcreteJob

from mofgen.vmms.configurations import Configuration, configuration_of

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.runtime.references import Ref

Change: TypeAlias = "Callable[[Configuration], None]"
"""Is given the configuration as the transaction that changes it sees it."""


def rehearse(configuration: Configuration, change: Change) -> None:
    """Do a change and undo it, to see whether it can be done.

    Raises
    ------
    RefusedError
        What the change raises.
    """
    host = configuration.host
    try:
        with host.manager.transaction() as trial:
            change(configuration_of(host, trial, configuration.settings))
            raise _Rehearsed
    except _Rehearsed:
        pass


def start_change(
    configuration: Configuration, change: Change, caption: str, job_type: int
) -> Ref[CIM_ConcreteJob]:
    """Start the job that does a change.

    Parameters
    ----------
    caption, job_type:
        Those of the job.

    Returns
    -------
    The reference to the job.
    """
    host = configuration.host

    def work(own: Transaction) -> None:
        current = configuration_of(host, own, configuration.settings)
        change(current)
        if current.system is not None:
            now = host.clock.now()
            own.change(current.system, TimeOfLastConfigurationChange=now)

    return host.jobs.start(
        configuration.transaction,
        caption=caption,
        affected=[configuration.element],
        work=work,
        job_type=job_type,
    )


class _Rehearsed(Exception):  # no error: it undoes the rehearsal
    """The change can be done."""
