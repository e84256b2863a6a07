"""``virsh start`` and what follows, with jobs that end at once and later."""

from __future__ import annotations

import pytest
from libvirt_replies import LibvirtError
from virsh import ACTIVE, INACTIVE, MACHINES
from virsh_changes import VirshAdmin

from mofgen.vmms import Vmms
from mofgen.vmms.job_policies import AfterPolls, AtOnce, JobPolicy


@pytest.fixture(params=[AtOnce(), AfterPolls(3)], ids=["at-once", "after-polls"])
def policy(request: pytest.FixtureRequest, host: Vmms, web: str) -> JobPolicy:
    host.jobs.policy = request.param
    return host.jobs.policy


@pytest.mark.usefixtures("policy")
class TestStates:
    def test_a_machine_runs_and_is_turned_off(
        self, virsh: VirshAdmin, web: str
    ) -> None:
        assert virsh.list_domains(INACTIVE) == {web: "shut off"}
        virsh.start(web)
        assert virsh.list_domains(ACTIVE) == {web: "running"}
        virsh.destroy(web)
        assert virsh.list_domains(ACTIVE) == {}
        assert virsh.list_domains() == {web: "shut off"}

    def test_a_paused_machine_has_no_state_in_libvirt_and_goes_on(
        self, virsh: VirshAdmin, web: str
    ) -> None:
        virsh.start(web)
        virsh.suspend(web)
        assert virsh.list_domains(ACTIVE) == {web: "no state"}
        virsh.resume(web)
        assert virsh.list_domains(ACTIVE) == {web: "running"}

    def test_a_machine_that_runs_is_not_resumed(
        self, virsh: VirshAdmin, web: str
    ) -> None:
        virsh.start(web)
        with pytest.raises(LibvirtError, match="not paused"):
            virsh.resume(web)

    def test_a_saved_machine_starts_again(self, virsh: VirshAdmin, web: str) -> None:
        virsh.start(web)
        virsh.managedsave(web)
        assert virsh.list_domains() == {web: "no state"}
        virsh.start(web)
        assert virsh.list_domains() == {web: "running"}

    def test_what_was_saved_can_be_given_up(self, virsh: VirshAdmin, web: str) -> None:
        virsh.start(web)
        virsh.managedsave(web)
        virsh.managedsave_remove(web)
        assert virsh.list_domains() == {web: "shut off"}

    def test_a_machine_runs_on_after_a_reset_and_a_reboot(
        self, virsh: VirshAdmin, web: str
    ) -> None:
        virsh.start(web)
        virsh.reset(web)
        virsh.reboot(web)
        assert virsh.list_domains() == {web: "running"}


def test_the_guest_shuts_down(virsh: VirshAdmin, web: str) -> None:
    virsh.start(web)
    virsh.shutdown(web)
    assert virsh.list_domains() == {web: "shut off"}


def test_a_machine_that_is_off_has_no_guest_to_shut_down(
    virsh: VirshAdmin, web: str
) -> None:
    with pytest.raises(LibvirtError):
        virsh.shutdown(web)


def test_a_job_that_fails_is_an_error(virsh: VirshAdmin, host: Vmms, web: str) -> None:
    host.faults.fail_job(percent=40, code=32768, text="the disk is on fire")
    with pytest.raises(LibvirtError, match="the disk is on fire"):
        virsh.start(web)
    assert virsh.list_domains() == {web: "shut off"}


def test_a_method_that_is_refused_is_an_error(virsh: VirshAdmin, web: str) -> None:
    virsh.start(web)
    virsh.suspend(web)
    with pytest.raises(LibvirtError, match="returned 32775"):
        virsh.reboot(web)


def test_a_running_machine_is_found_by_its_domain_id(
    virsh: VirshAdmin, web: str
) -> None:
    virsh.start(web)
    number = virsh.domain(web)["ProcessID"]
    assert virsh.by_id(number)["ElementName"] == web


def test_starting_takes_these_requests(virsh: VirshAdmin, web: str) -> None:
    uuid = str(virsh.domain(web)["Name"]).lower()
    virsh.driver.asked.clear()
    virsh.start(web)
    by_name, by_uuid, call, *job = virsh.driver.asked
    assert (by_name, by_uuid) == (
        f"{MACHINES}AND ElementName = 'web'",
        f"{MACHINES}AND Name = '{uuid}'",
    )
    assert call == "RequestStateChange"
    assert all("Msvm_ConcreteJob WHERE InstanceID = '" in each for each in job)
