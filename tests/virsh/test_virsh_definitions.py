"""``virsh define``, what it makes of the XML, and what changes it later."""

from __future__ import annotations

import pytest
from libvirt_replies import LibvirtError
from virsh_changes import (
    DVD_DRIVE,
    FLOPPY_DRIVE,
    IDE,
    RESOURCE,
    STORAGE,
    Disk,
    DomainXml,
    VirshAdmin,
)
from virsh_host import DISK, FLOPPY, ISO

from mofgen.vmms import Vmms
from mofgen.vmms.files import GIB
from mofgen.vmms.job_policies import AfterPolls
from mofgen.vmms.new_disks import NewDisk, create

PIPES = {0: r"\\.\pipe\web-1", 1: r"\\.\pipe\web-2"}
SWITCH = "Default Switch"
FULL = DomainXml(
    "it's \\ <web> & more",
    memory=1024,
    processors=2,
    disks=[Disk(DISK, unit=5), Disk(ISO, IDE, 1, DVD_DRIVE), Disk(1, unit=7)],
    networks=[("00:15:5d:ab:01:fe", SWITCH), ("00:15:5d:ab:01:ff", SWITCH)],
    serials=PIPES,
)


@pytest.mark.parametrize("polls", [0, 2], ids=["at-once", "after-polls"])
def test_the_xml_comes_back_as_it_was_defined(
    virsh: VirshAdmin, host: Vmms, polls: int
) -> None:
    if polls:
        host.jobs.policy = AfterPolls(polls)
    virsh.define(FULL)
    given = virsh.dumpxml(FULL.name)
    assert (given.name, given.memory, given.processors) == (FULL.name, 1024, 2)
    assert given.disks == FULL.disks
    assert given.networks == FULL.networks
    assert given.serials == PIPES


def test_the_uuid_is_the_choice_of_the_host(virsh: VirshAdmin) -> None:
    xml = DomainXml("web")
    virsh.define(xml)
    assert virsh.dominfo("web").uuid.lower() != xml.uuid


def test_a_new_machine_has_what_the_driver_relies_on(
    virsh: VirshAdmin, web: str
) -> None:
    parts = virsh.parts(virsh.settings(web), RESOURCE)
    addresses = [each["Address"] for each in parts if each["ResourceType"] == IDE]
    assert addresses == ["0", "1"]
    assert [e["ResourceType"] for e in parts].count(FLOPPY_DRIVE) == 1
    assert virsh.dumpxml(web).serials == {}


def test_a_definition_that_fails_leaves_nothing(virsh: VirshAdmin) -> None:
    with pytest.raises(LibvirtError):
        virsh.define(DomainXml("web", disks=[Disk(r"C:\disks\none.vhdx")]))
    assert virsh.list_domains() == {}


def test_undefine_destroys_the_machine(virsh: VirshAdmin, web: str) -> None:
    virsh.undefine(web)
    assert virsh.list_domains() == {}


def test_a_running_machine_is_not_undefined(virsh: VirshAdmin, web: str) -> None:
    virsh.start(web)
    with pytest.raises(LibvirtError, match="32775"):
        virsh.undefine(web)
    assert virsh.list_domains() == {web: "running"}


def test_dominfo_tells_what_a_machine_has(virsh: VirshAdmin, web: str) -> None:
    info = virsh.dominfo(web)
    assert (info.state, info.processors, info.memory) == ("shut off", 1, 512 << 10)
    assert info.maximum >= info.memory


def test_memory_is_changed_in_even_megabytes(virsh: VirshAdmin, web: str) -> None:
    virsh.setmem(web, 767)
    assert virsh.dominfo(web).memory == 768 << 10


def test_memory_can_be_limited(virsh: VirshAdmin, web: str) -> None:
    virsh.setmaxmem(web, 2048)
    assert virsh.dominfo(web).maximum == 2048 << 10


def test_processors_are_changed(virsh: VirshAdmin, web: str) -> None:
    virsh.setvcpus(web, 4)
    assert virsh.dominfo(web).processors == 4


def test_autostart_is_switched_on_and_off(virsh: VirshAdmin, web: str) -> None:
    virsh.autostart(web)
    assert virsh.dominfo(web).autostart
    virsh.autostart(web, disable=True)
    assert not virsh.dominfo(web).autostart


def test_a_dvd_is_attached_later(virsh: VirshAdmin, web: str) -> None:
    dvd = Disk(ISO, IDE, 1, DVD_DRIVE)
    virsh.attach_disk(web, dvd)
    assert virsh.dumpxml(web).disks == [Disk(DISK), dvd]


def test_a_disk_is_attached_while_the_machine_runs(
    virsh: VirshAdmin, host: Vmms, web: str
) -> None:
    second = r"C:\disks\second.vhdx"
    create(host.files, NewDisk(second, capacity=GIB))
    virsh.start(web)
    virsh.attach_disk(web, Disk(second, unit=1))
    assert virsh.dumpxml(web).disks == [Disk(DISK), Disk(second, unit=1)]


def test_a_place_takes_one_drive(virsh: VirshAdmin, web: str) -> None:
    before = virsh.dumpxml(web)
    with pytest.raises(LibvirtError):
        virsh.attach_disk(web, Disk(ISO, unit=0, drive=DVD_DRIVE))
    assert virsh.dumpxml(web) == before


def test_a_floppy_is_put_into_the_drive(virsh: VirshAdmin, web: str) -> None:
    virsh.insert_floppy(web, FLOPPY)
    media = virsh.parts(virsh.settings(web), STORAGE)
    assert [each["HostResource"] for each in media] == [[DISK], [FLOPPY]]


def test_an_adapter_is_attached_later(virsh: VirshAdmin, web: str) -> None:
    virsh.attach_interface(web, "00:15:5d:ab:01:aa", SWITCH)
    assert virsh.dumpxml(web).networks == [("00:15:5d:ab:01:aa", SWITCH)]
