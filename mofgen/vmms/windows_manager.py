"""The namespace ``root/cimv2`` of a host."""

from __future__ import annotations

from typing import TYPE_CHECKING

import windows_cimv2

from mofgen.provider.computed import ComputedStore
from mofgen.provider.manager import INDEXED, ObjectManager
from mofgen.provider.schema import shared_schema
from mofgen.vmms.host_manager import refuse_changes
from mofgen.vmms.windows_counters import processor_counters
from mofgen.vmms.windows_system import changing_system, create_system

if TYPE_CHECKING:
    from mofgen.vmms.host import Vmms


def windows_manager(host: Vmms) -> ObjectManager:
    """What a host tells about itself as a computer with Windows.

    Everybody who can connect may read it, and nobody change it.
    """
    store = ComputedStore(
        shared_schema(windows_cimv2, INDEXED),
        [*changing_system(host), processor_counters(host)],
        prepare=host.jobs.settle,
    )
    manager = ObjectManager(
        windows_cimv2, store=store, guard=refuse_changes, host=host.name
    )
    with manager.transaction() as transaction:
        create_system(host, transaction)
    return manager
