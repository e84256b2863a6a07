"""The package of ``root/cimv2``: what its schema gives, with the keys of WMI."""

from __future__ import annotations

from pathlib import Path

import pytest
import windows_cimv2
from click.testing import CliRunner
from windows_cimv2 import (
    CIM_LogicalDevice,
    Win32_ComputerSystem,
    Win32_ComputerSystemProcessor,
    Win32_ComputerSystemProduct,
    Win32_LogicalDisk,
    Win32_OperatingSystem,
    Win32_PerfRawData_HvStats_HyperVHypervisorVirtualProcessor,
    Win32_Processor,
    Win32_ServerFeature,
    Win32_Service,
)

from mofgen.cli import main
from mofgen.runtime.instance import Instance, class_table

REPOSITORY = Path(__file__).resolve().parents[2]
KEYS: dict[type[Instance], set[str]] = {
    Win32_ComputerSystem: {"Name"},
    Win32_OperatingSystem: set(),
    Win32_ComputerSystemProduct: {"IdentifyingNumber", "Name", "Version"},
    CIM_LogicalDevice: set(),
    Win32_Processor: {"DeviceID"},
    Win32_LogicalDisk: {"DeviceID"},
    Win32_Service: {"Name"},
    Win32_ServerFeature: {"ID"},
    Win32_ComputerSystemProcessor: {"GroupComponent", "PartComponent"},
    Win32_PerfRawData_HvStats_HyperVHypervisorVirtualProcessor: {"Name"},
}


def test_the_package_is_what_the_schema_gives() -> None:
    schema = str(REPOSITORY / "schemas" / "Cimv2.mof")
    out = str(REPOSITORY / "generated")
    result = CliRunner().invoke(
        main, ["check", schema, "--package", "windows_cimv2", "--out", out]
    )
    assert result.exit_code == 0, result.output


def test_its_namespace_is_that_of_windows() -> None:
    assert windows_cimv2.NAMESPACE == "root/cimv2"


@pytest.mark.parametrize("cls", KEYS, ids=lambda cls: cls.__name__)
def test_objects_are_named_as_wmi_names_them(cls: type[Instance]) -> None:
    assert {each.name for each in class_table(cls).keys} == KEYS[cls]


def test_an_operating_system_has_the_values_of_its_family() -> None:
    windows = Win32_OperatingSystem(OSType=18, ProductType=3, FreePhysicalMemory=1024)
    assert windows.OSType is Win32_OperatingSystem.OSTypeValues.WINNT
    assert windows.ProductType is Win32_OperatingSystem.ProductTypeValues.SERVER
