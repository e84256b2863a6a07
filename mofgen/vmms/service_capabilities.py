"""What the service of virtual machines says that it can do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hyperv_v2 import (
    CIM_VirtualSystemManagementCapabilities,
    Msvm_ElementCapabilities,
    Msvm_VirtualSystemManagementCapabilities,
    Msvm_VirtualSystemManagementService,
)

if TYPE_CHECKING:
    from mofgen.vmms.host import Vmms

_Methods = CIM_VirtualSystemManagementCapabilities.SynchronousMethodsSupportedValues

_AT_ONCE: Final = {"DefineSystem": int(_Methods.DEFINE_SYSTEM_SUPPORTED)}
"""Methods that never start a job, with the values that stand for them."""
_BY_JOB: Final = {
    "DestroySystem": int(_Methods.DESTROY_SYSTEM_SUPPORTED),
    "ModifyResourceSettings": int(_Methods.MODIFY_RESOURCE_SETTINGS_SUPPORTED),
    "ModifySystemSettings": int(_Methods.MODIFY_SYSTEM_SETTINGS_SUPPORTED),
    "RemoveResourceSettings": int(_Methods.REMOVE_RESOURCES_SUPPORTED),
    "AddResourceSettings": int(_Methods.ADD_RESOURCES_SUPPORTED),
}
"""Methods that start one."""


def install(host: Vmms) -> None:
    """Say what can be done; last of all, when the methods have those who answer."""

    def answered(methods: dict[str, int]) -> list[int]:
        registered = host.manager.methods
        return [
            value
            for name, value in methods.items()
            if registered.implemented(Msvm_VirtualSystemManagementService, name)
        ]

    with host.manager.transaction() as transaction:
        (service,) = transaction.objects(
            Msvm_VirtualSystemManagementService, SystemName=host.name
        )
        capabilities = transaction.create(
            Msvm_VirtualSystemManagementCapabilities(
                InstanceID="Microsoft:vmms",
                ElementNameEditSupported=True,
                MaxElementNameLen=100,
                SynchronousMethodsSupported=answered(_AT_ONCE),
                AsynchronousMethodsSupported=answered(_BY_JOB),
                IndicationsSupported=[2, 3, 4],
            )
        )
        transaction.create(
            Msvm_ElementCapabilities(ManagedElement=service, Capabilities=capabilities)
        )
