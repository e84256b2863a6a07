"""The services of a host, which are there before anything else is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hyperv_v2 import (
    Msvm_AssignableDeviceService,
    Msvm_CollectionManagementService,
    Msvm_CollectionReferencePointService,
    Msvm_CollectionSnapshotService,
    Msvm_ComputerSystem,
    Msvm_HostedService,
    Msvm_ImageManagementService,
    Msvm_MetricService,
    Msvm_ReplicationService,
    Msvm_ResourcePoolConfigurationService,
    Msvm_SecurityService,
    Msvm_Synthetic3DService,
    Msvm_TerminalService,
    Msvm_VirtualEthernetSwitchManagementService,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemMigrationService,
    Msvm_VirtualSystemReferencePointService,
    Msvm_VirtualSystemSnapshotService,
)

from mofgen.runtime.instance import class_table

if TYPE_CHECKING:
    from mofgen.runtime.references import Ref
    from mofgen.vmms.host import Vmms

SERVICES: Final[tuple[type[Any], ...]] = (
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemSnapshotService,
    Msvm_ImageManagementService,
    Msvm_VirtualEthernetSwitchManagementService,
    Msvm_VirtualSystemMigrationService,
    Msvm_ReplicationService,
    Msvm_ResourcePoolConfigurationService,
    Msvm_SecurityService,
    Msvm_Synthetic3DService,
    Msvm_TerminalService,
    Msvm_MetricService,
    Msvm_AssignableDeviceService,
    Msvm_CollectionManagementService,
    Msvm_CollectionReferencePointService,
    Msvm_CollectionSnapshotService,
    Msvm_VirtualSystemReferencePointService,
)
"""Of each of these a host has one object."""


def install(host: Vmms) -> None:
    """Make the computer that hosts everything, and its services."""
    with host.manager.transaction() as transaction:
        computer = transaction.create(_computer(host))
        for cls in SERVICES:
            service: Ref[Any] = transaction.create(_service(cls, host.name))
            transaction.create(
                Msvm_HostedService(Antecedent=computer, Dependent=service)
            )
            if cls is Msvm_VirtualSystemManagementService:
                host.jobs.owner = service


def _computer(host: Vmms) -> Msvm_ComputerSystem:
    now = host.clock.now()
    return Msvm_ComputerSystem(
        CreationClassName="Msvm_ComputerSystem",
        Name=host.name,
        ElementName=host.name,
        Caption="Hosting Computer System",
        Description="Microsoft Hosting Computer System",
        EnabledState=2,
        HealthState=5,
        OperationalStatus=[2],
        StatusDescriptions=["OK"],
        InstallDate=now,
        TimeOfLastStateChange=now,
    )


def _service(cls: type[Any], host_name: str) -> Any:
    """A service; some classes have their name as a default, others give none."""
    class_name = cls.__name__
    return cls(
        SystemCreationClassName="Msvm_ComputerSystem",
        SystemName=host_name,
        CreationClassName=class_name,
        Name=class_table(cls).properties["Name"].default or class_name,
        ElementName=class_table(cls).properties["ElementName"].default or class_name,
        OperationalStatus=[2],
        StatusDescriptions=["OK"],
        HealthState=5,
        EnabledState=2,
        Started=True,
    )
