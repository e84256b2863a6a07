"""What virsh learns of the host: when it connects, and by its commands for nodes."""

from __future__ import annotations

from uuid import UUID

from virsh import ACTIVE, INACTIVE, Node
from virsh_changes import VirshAdmin
from virsh_host import InThisProcess

from mofgen.vmms import Vmms


def test_connecting_takes_two_queries(host: Vmms) -> None:
    virsh = VirshAdmin(InThisProcess(host))
    assert virsh.driver.asked == [
        "SELECT * FROM Win32_ComputerSystemProduct ",
        "SELECT * FROM Win32_OperatingSystem ",
    ]
    assert virsh.version == (10, 0, 17763)
    assert UUID(virsh.uuid).version is not None


def test_nodeinfo_tells_the_processors_and_the_memory(virsh: VirshAdmin) -> None:
    assert virsh.nodeinfo() == Node(
        hostname="HVHOST",
        model="Intel Xeon Processor",
        sockets=1,
        cpus=4,
        megahertz=2400,
        memory=16 << 20,
    )


def test_free_memory_is_what_machines_leave(virsh: VirshAdmin, web: str) -> None:
    assert virsh.freecell() == 16384 << 10
    virsh.start(web)
    assert virsh.freecell() == (16384 - 512) << 10


def test_machines_can_have_as_many_processors_as_the_host(virsh: VirshAdmin) -> None:
    assert virsh.max_vcpus() == virsh.nodeinfo().cpus


def test_net_list_shows_the_switches_with_their_uuids(virsh: VirshAdmin) -> None:
    networks = virsh.net_list()
    assert list(networks) == ["Default Switch"]
    assert UUID(networks["Default Switch"])


def test_a_fresh_host_has_no_machines(virsh: VirshAdmin) -> None:
    assert (
        virsh.list_domains()
        == virsh.list_domains(ACTIVE)
        == virsh.list_domains(INACTIVE)
        == {}
    )
