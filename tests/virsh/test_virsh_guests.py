"""Keys that virsh sends to guests, pictures that it takes, and the time they run."""

from __future__ import annotations

import pytest
from libvirt_replies import LibvirtError
from virsh_changes import VirshAdmin

from mofgen.vmms import Vmms
from mofgen.vmms.clock import SimulatedClock

CONTROL, ALT, DELETE = 17, 18, 46


def test_keys_are_pressed_and_let_go(virsh: VirshAdmin, web: str) -> None:
    virsh.start(web)
    virsh.driver.asked.clear()
    virsh.send_key(web, [CONTROL, ALT, DELETE])
    calls = [each for each in virsh.driver.asked if each.endswith("Key")]
    assert calls == ["PressKey"] * 3 + ["ReleaseKey"] * 3


def test_a_machine_that_is_off_has_no_keyboard_to_type_on(
    virsh: VirshAdmin, web: str
) -> None:
    with pytest.raises(LibvirtError, match="no keyboard"):
        virsh.send_key(web, [CONTROL])


def test_a_screenshot_has_two_bytes_for_each_pixel(virsh: VirshAdmin, web: str) -> None:
    virsh.start(web)
    width, height, pixels = virsh.screenshot(web)
    assert (width, height) == (1024, 768)
    assert len(pixels) == width * height * 2


def test_vcpuinfo_tells_for_how_long_processors_ran(
    virsh: VirshAdmin, host: Vmms, web: str
) -> None:
    assert isinstance(host.clock, SimulatedClock)
    virsh.setvcpus(web, 2)
    virsh.start(web)
    assert virsh.vcpuinfo(web) == [0, 0]
    host.clock.advance(1024)
    assert virsh.vcpuinfo(web) == [5 * 10**9] * 2
