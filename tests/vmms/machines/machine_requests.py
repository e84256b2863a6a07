"""What a client asks of machines and their settings."""

from __future__ import annotations

from typing import Any

from hyperv_v2 import (
    Msvm_ComputerSystem,
    Msvm_SettingsDefineState,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemSettingData,
    Msvm_VirtualSystemSettingDataComponent,
)

from mofgen.provider.memory_connection import MemoryConnection
from mofgen.vmms.machine_access import machine_ref, settings_ref

GENERATION_2 = "Microsoft:Hyper-V:SubType:2"
COMPLETED, JOB_STARTED, INVALID_PARAMETER, INVALID_STATE = 0, 4096, 32773, 32775


def service(conn: MemoryConnection) -> Msvm_VirtualSystemManagementService:
    [found] = conn.enumerate(Msvm_VirtualSystemManagementService)
    return found


def define(conn: MemoryConnection, **settings: Any) -> Msvm_ComputerSystem:
    result = service(conn).DefineSystem(
        SystemSettings=Msvm_VirtualSystemSettingData(**settings)
    )
    return defined(conn, result)


def defined(
    conn: MemoryConnection,
    result: Msvm_VirtualSystemManagementService.DefineSystemResult,
) -> Msvm_ComputerSystem:
    assert result.ResultingSystem is not None
    found = conn.get(result.ResultingSystem)
    assert isinstance(found, Msvm_ComputerSystem)
    return found


def settings_of(
    conn: MemoryConnection, machine: Msvm_ComputerSystem
) -> Msvm_VirtualSystemSettingData:
    [found] = conn.associators(
        machine_ref(machine.Name or ""),
        result_class=Msvm_VirtualSystemSettingData,
        association=Msvm_SettingsDefineState,
    )
    return found


def parts(conn: MemoryConnection, machine: Msvm_ComputerSystem, cls: Any) -> list[Any]:
    return conn.associators(
        settings_ref(machine.Name or ""),
        result_class=cls,
        association=Msvm_VirtualSystemSettingDataComponent,
    )


def machine_names(conn: MemoryConnection) -> list[str]:
    found = conn.query(
        "SELECT * FROM Msvm_ComputerSystem WHERE Caption = 'Virtual Machine'",
        Msvm_ComputerSystem,
    )
    return sorted(each.ElementName or "" for each in found)
