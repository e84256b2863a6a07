"""What jobs make, and what they say of it."""

from __future__ import annotations

import pytest
from hyperv_v2 import Msvm_AffectedJobElement, Msvm_ConcreteJob

from mofgen.provider.transactions import Transaction
from mofgen.vmms import Vmms


def test_what_a_job_makes_is_found_from_it() -> None:
    host = Vmms()

    def work(transaction: Transaction) -> None:
        made = transaction.create(Msvm_ConcreteJob(InstanceID="made"))
        host.jobs.affect(transaction, made)
        host.jobs.tell(transaction, Owner="maker")

    with host.manager.transaction() as transaction:
        job = host.jobs.start(transaction, caption="make", affected=[], work=work)
    client = host.connect()
    [link] = client.enumerate(Msvm_AffectedJobElement)
    assert link.AffectingElement == job
    assert list(link.ElementEffects or ()) == [link.ElementEffectsValues.CREATE]
    assert client.get(job).Owner == "maker"


def test_a_job_that_starts_another_makes_what_it_makes_itself() -> None:
    host = Vmms()

    def work(transaction: Transaction) -> None:
        inner = host.jobs.start(
            transaction, caption="inner", affected=[], work=lambda own: None
        )
        host.jobs.affect(transaction, inner)

    with host.manager.transaction() as transaction:
        outer = host.jobs.start(transaction, caption="outer", affected=[], work=work)
    [link] = host.connect().enumerate(Msvm_AffectedJobElement)
    assert link.AffectingElement == outer


def test_without_a_job_at_work_nothing_is_made() -> None:
    host = Vmms()
    with host.manager.transaction() as transaction:
        job = host.jobs.start(
            transaction, caption="idle", affected=[], work=lambda own: None
        )
        with pytest.raises(RuntimeError, match="no job is at work"):
            host.jobs.affect(transaction, job)
