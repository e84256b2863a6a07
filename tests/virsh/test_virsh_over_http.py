"""virsh against ``mofgen serve``, both as they are: a process, a socket, a password."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from libvirt_replies import LibvirtError
from openwsman_http import OpenwsmanHttp
from serve_process import USER, serve_process
from virsh_changes import DomainXml, VirshAdmin

pytest.importorskip("aiohttp")
pytest.importorskip("spnego")

PASSWORD = "correct horse: battery"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a host with three machines."""
    folder = tmp_path_factory.mktemp("secret")
    with serve_process(folder, PASSWORD, "--vms", "3") as found:
        yield found


@pytest.fixture
def http(port: int) -> Iterator[OpenwsmanHttp]:
    made = OpenwsmanHttp(port, USER, PASSWORD)
    yield made
    made.close()


def test_a_password_is_sent_when_it_is_asked_for_and_then_always(
    http: OpenwsmanHttp,
) -> None:
    VirshAdmin(http)
    assert http.statuses == [401, 200, 200, 200, 200]


def test_a_wrong_password_is_refused(port: int) -> None:
    with pytest.raises(LibvirtError, match="401"):
        VirshAdmin(OpenwsmanHttp(port, USER, "guessed"))


def test_a_machine_is_defined_started_and_undefined(http: OpenwsmanHttp) -> None:
    virsh = VirshAdmin(http)
    before = virsh.list_domains()
    assert len(before) == 3
    virsh.define(DomainXml("over-http", memory=256))
    virsh.start("over-http")
    assert virsh.list_domains() == {**before, "over-http": "running"}
    virsh.destroy("over-http")
    virsh.undefine("over-http")
    assert virsh.list_domains() == before


def test_a_fault_is_read_as_one(http: OpenwsmanHttp) -> None:
    virsh = VirshAdmin(http)
    with pytest.raises(LibvirtError, match="Nonsense"):
        virsh.driver.query("Msvm_ComputerSystem", "SELECT * FROM Nonsense")
    assert http.statuses[-1] == 500
