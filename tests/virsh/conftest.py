"""virsh with a connection to a host that it can use for a while."""

from __future__ import annotations

import pytest
from virsh_changes import Disk, DomainXml, VirshAdmin
from virsh_host import DISK, InThisProcess, new_host

from mofgen.vmms import Vmms


@pytest.fixture
def host() -> Vmms:
    return new_host()


@pytest.fixture
def virsh(host: Vmms) -> VirshAdmin:
    return VirshAdmin(InThisProcess(host))


@pytest.fixture
def web(virsh: VirshAdmin) -> str:
    """The name of a domain that is defined, with a disk."""
    virsh.define(DomainXml("web", disks=[Disk(DISK)]))
    virsh.driver.asked.clear()
    return "web"
