"""``root/cimv2`` over WS-Management: computed objects, and one without keys."""

from __future__ import annotations

import pytest
import windows_cimv2
from windows_cimv2 import (
    Win32_ComputerSystem,
    Win32_ComputerSystemProcessor,
    Win32_OperatingSystem,
    Win32_Processor,
)

from mofgen.runtime import Ref
from mofgen.runtime.wmi_errors import WmiNotSupportedError
from mofgen.server.in_process import InProcess
from mofgen.server.namespaces import Namespace, Namespaces
from mofgen.server.service import WsmanService
from mofgen.vmms import Vmms
from mofgen.winrm.connection import WinRmConnection
from mofgen.winrm.exchange import Exchange


@pytest.fixture
def windows() -> WinRmConnection:
    host = Vmms(name="HVHOST", cores=20)
    served = Namespace(
        "root/cimv2", windows_cimv2, lambda session: host.connect("root/cimv2")
    )
    service = WsmanService(Namespaces([served]), host_name=host.name)
    return WinRmConnection(
        Exchange(InProcess(service), "http://hvhost/wsman"), windows_cimv2
    )


def test_the_only_object_of_a_class_is_read_without_selectors(
    windows: WinRmConnection,
) -> None:
    ref = Ref(Win32_OperatingSystem, {}, is_singleton=True)
    assert windows.get(ref).Version == "10.0.17763"


def test_what_is_computed_is_enumerated(windows: WinRmConnection) -> None:
    (system,) = windows.enumerate(Win32_OperatingSystem)
    assert system.CSName == "HVHOST"


def test_queries_know_the_name_of_the_host(windows: WinRmConnection) -> None:
    wql = "SELECT * FROM Win32_OperatingSystem WHERE __SERVER = '{}'"
    assert list(windows.query(wql.format("hvhost"), Win32_OperatingSystem))
    assert not list(windows.query(wql.format("other"), Win32_OperatingSystem))


def test_the_computer_leads_to_its_processors(windows: WinRmConnection) -> None:
    found = windows.associators(
        Ref(Win32_ComputerSystem, {"Name": "HVHOST"}),
        result_class=Win32_Processor,
        association=Win32_ComputerSystemProcessor,
    )
    assert [each.DeviceID for each in found] == ["CPU0", "CPU1"]


def test_nothing_is_changed(windows: WinRmConnection) -> None:
    with pytest.raises(WmiNotSupportedError):
        windows.delete(Ref(Win32_ComputerSystem, {"Name": "HVHOST"}))
