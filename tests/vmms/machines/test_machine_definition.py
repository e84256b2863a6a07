"""Defining virtual machines."""

from __future__ import annotations

from typing import Any

import pytest
from hyperv_v2 import (
    CIM_ResourceAllocationSettingData,
    Msvm_ComputerSystem,
    Msvm_HostedDependency,
    Msvm_MemorySettingData,
    Msvm_ProcessorSettingData,
    Msvm_ResourceAllocationSettingData,
    Msvm_SerialPortSettingData,
    Msvm_ShutdownComponentSettingData,
    Msvm_VirtualSystemSettingData,
    Msvm_VirtualSystemSettingDataComponent,
)
from machine_requests import (
    GENERATION_2,
    INVALID_PARAMETER,
    define,
    defined,
    machine_names,
    parts,
    service,
    settings_of,
)

from mofgen.provider.memory_connection import MemoryConnection
from mofgen.runtime.references import Ref
from mofgen.vmms.host import Vmms
from mofgen.vmms.machine_access import machine_ref, settings_ref


class TestDefiningAMachine:
    def test_it_is_there_and_off_when_the_call_returns(
        self, conn: MemoryConnection
    ) -> None:
        machine = define(conn, ElementName="web")
        assert (machine.ElementName, machine.EnabledState) == ("web", 3)
        assert machine.ProcessID == machine.OnTimeInMilliseconds == 0

    def test_its_settings_have_its_guid_in_their_ids(
        self, conn: MemoryConnection
    ) -> None:
        machine = define(conn, ElementName="web")
        settings = settings_of(conn, machine)
        assert settings.InstanceID == f"Microsoft:{machine.Name}"
        assert settings.VirtualSystemIdentifier == machine.Name
        assert settings.VirtualSystemType == "Microsoft:Hyper-V:System:Realized"
        for part in parts(conn, machine, CIM_ResourceAllocationSettingData):
            assert part.InstanceID.startswith(f"Microsoft:{machine.Name}\\")

    def test_without_settings_it_is_a_new_machine_of_generation_1(
        self, conn: MemoryConnection
    ) -> None:
        result = service(conn).DefineSystem()
        machine = defined(conn, result)
        assert machine.ElementName == "New Virtual Machine"
        [settings] = conn.enumerate(Msvm_VirtualSystemSettingData)
        assert settings.VirtualSystemSubType == "Microsoft:Hyper-V:SubType:1"

    def test_it_has_one_processor_and_a_gigabyte(self, conn: MemoryConnection) -> None:
        machine = define(conn)
        [processor] = parts(conn, machine, Msvm_ProcessorSettingData)
        [memory] = parts(conn, machine, Msvm_MemorySettingData)
        assert processor.VirtualQuantity == 1
        assert memory.VirtualQuantity == 1024
        assert memory.Reservation <= memory.VirtualQuantity <= memory.Limit

    def test_generation_1_has_ide_controllers_com_ports_and_a_diskette_drive(
        self, conn: MemoryConnection
    ) -> None:
        resources = parts(conn, define(conn), Msvm_ResourceAllocationSettingData)
        controllers = [each for each in resources if each.ResourceType == 5]
        assert sorted(each.Address for each in controllers) == ["0", "1"]
        assert [each.ElementName for each in resources if each.ResourceType == 14]
        ports = parts(conn, define(conn), Msvm_SerialPortSettingData)
        assert sorted(each.ElementName for each in ports) == ["COM 1", "COM 2"]

    def test_generation_2_has_no_emulated_devices(self, conn: MemoryConnection) -> None:
        machine = define(conn, VirtualSystemSubType=GENERATION_2)
        resources = parts(conn, machine, Msvm_ResourceAllocationSettingData)
        assert not [each for each in resources if each.ResourceType in (5, 14)]
        assert settings_of(conn, machine).SecureBootEnabled

    def test_what_was_asked_for_shows_in_the_settings(
        self, conn: MemoryConnection
    ) -> None:
        machine = define(conn, Notes=["for tests"], AutomaticStartupAction=4)
        settings = settings_of(conn, machine)
        assert list(settings.Notes or ()) == ["for tests"]
        assert settings.AutomaticStartupAction == 4

    def test_names_need_not_be_unique(self, conn: MemoryConnection) -> None:
        first, second = define(conn, ElementName="a"), define(conn, ElementName="a")
        assert first.Name != second.Name

    def test_it_is_hosted_by_the_computer(
        self, conn: MemoryConnection, host: Vmms
    ) -> None:
        [computer] = conn.associators(
            machine_ref(define(conn).Name or ""),
            result_class=Msvm_ComputerSystem,
            association=Msvm_HostedDependency,
        )
        assert computer.Name == host.name

    @pytest.mark.parametrize(
        "settings",
        [
            {"VirtualSystemType": "Microsoft:Hyper-V:Snapshot:Realized"},
            {"Version": "99.0"},
            {"ElementName": ""},
            {"ElementName": "n" * 101},
            {"AutomaticShutdownAction": 9},
            {"SecureBootEnabled": True},
            {"BootOrder": [0, 0]},
            {"BootOrder": [7]},
            {"VirtualSystemSubType": GENERATION_2, "BootOrder": [1]},
        ],
        ids=str,
    )
    def test_wrong_settings_are_an_invalid_parameter_and_make_nothing(
        self, conn: MemoryConnection, settings: dict[str, Any]
    ) -> None:
        result = service(conn).DefineSystem(
            SystemSettings=Msvm_VirtualSystemSettingData(**settings), check=False
        )
        assert result.ReturnValue == INVALID_PARAMETER
        assert conn.enumerate(Msvm_VirtualSystemSettingData) == []
        assert machine_names(conn) == []


class TestResourcesOfADefinition:
    def test_are_added_to_those_that_come_by_themselves(
        self, conn: MemoryConnection
    ) -> None:
        wanted = Msvm_ResourceAllocationSettingData(
            ResourceType=6,
            ResourceSubType="Microsoft:Hyper-V:Synthetic SCSI Controller",
        )
        result = service(conn).DefineSystem(ResourceSettings=[wanted, wanted])
        found = parts(conn, defined(conn, result), Msvm_ResourceAllocationSettingData)
        controllers = [each for each in found if each.ResourceType == 6]
        assert len({each.InstanceID for each in controllers}) == 2

    def test_that_a_machine_cannot_have_make_none(self, conn: MemoryConnection) -> None:
        homeless = Msvm_ResourceAllocationSettingData(
            ResourceType=17,
            ResourceSubType="Microsoft:Hyper-V:Synthetic Disk Drive",
            Parent="nowhere",
        )
        result = service(conn).DefineSystem(ResourceSettings=[homeless], check=False)
        assert result.ReturnValue == INVALID_PARAMETER
        assert machine_names(conn) == []


class TestAReferenceConfiguration:
    def test_gives_its_settings_but_not_its_identity(
        self, conn: MemoryConnection
    ) -> None:
        source = settings_of(conn, define(conn, ElementName="first", Notes=["n"]))
        result = service(conn).DefineSystem(
            SystemSettings=Msvm_VirtualSystemSettingData(ElementName="second"),
            ReferenceConfiguration=source,
        )
        machine = defined(conn, result)
        settings = settings_of(conn, machine)
        assert list(settings.Notes or ()) == ["n"]
        assert settings.ElementName == machine.ElementName == "second"
        assert settings.BIOSGUID != source.BIOSGUID
        assert len(parts(conn, machine, CIM_ResourceAllocationSettingData)) == len(
            conn.associators(
                settings_ref(source.VirtualSystemIdentifier or ""),
                result_class=CIM_ResourceAllocationSettingData,
                association=Msvm_VirtualSystemSettingDataComponent,
            )
        )

    def test_its_parts_refer_to_their_own_parents(self, conn: MemoryConnection) -> None:
        source = define(conn)
        result = service(conn).DefineSystem(
            ReferenceConfiguration=settings_of(conn, source)
        )
        machine = defined(conn, result)
        for port in parts(conn, machine, Msvm_SerialPortSettingData):
            assert machine.Name in port.Parent
            assert source.Name not in port.Parent

    def test_of_the_other_generation_is_an_invalid_parameter(
        self, conn: MemoryConnection
    ) -> None:
        result = service(conn).DefineSystem(
            SystemSettings=Msvm_VirtualSystemSettingData(
                VirtualSystemSubType=GENERATION_2
            ),
            ReferenceConfiguration=settings_of(conn, define(conn)),
            check=False,
        )
        assert result.ReturnValue == INVALID_PARAMETER
        assert len(machine_names(conn)) == 1

    def test_that_is_not_there_is_an_invalid_parameter(
        self, conn: MemoryConnection
    ) -> None:
        nowhere = Ref(Msvm_VirtualSystemSettingData, {"InstanceID": "Microsoft:none"})
        result = service(conn).DefineSystem(ReferenceConfiguration=nowhere, check=False)
        assert result.ReturnValue == INVALID_PARAMETER


def test_every_machine_has_the_integration_components(conn: MemoryConnection) -> None:
    [shutdown] = parts(conn, define(conn), Msvm_ShutdownComponentSettingData)
    assert shutdown.EnabledState == 2
