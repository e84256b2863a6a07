"""Jobs that change something, and some that do not get to it."""

from __future__ import annotations

from typing import Any

from hyperv_v2 import CIM_ConcreteJob, Msvm_ComputerSystem

from mofgen.provider.memory_connection import MemoryConnection
from mofgen.provider.transactions import Transaction
from mofgen.runtime.references import Ref
from mofgen.vmms import Vmms
from mofgen.vmms.refusals import IN_USE, RefusedError

States = CIM_ConcreteJob.JobStateValues


def computer(client: MemoryConnection) -> Msvm_ComputerSystem:
    return client.enumerate(Msvm_ComputerSystem)[0]


def rename(host: Vmms, name: str = "renamed", **options: Any) -> Ref[CIM_ConcreteJob]:
    """Start a job that gives the hosting computer another ElementName."""
    target = computer(host.connect())

    def work(transaction: Transaction) -> None:
        transaction.change(target, ElementName=name)

    options.setdefault("work", work)
    with host.manager.transaction() as transaction:
        return host.jobs.start(
            transaction, caption="Renaming", affected=[target], **options
        )


def refuse(transaction: Transaction) -> None:
    transaction.change(
        transaction.objects(Msvm_ComputerSystem)[0], ElementName="half done"
    )
    raise RefusedError(IN_USE, "The file is in use.")
