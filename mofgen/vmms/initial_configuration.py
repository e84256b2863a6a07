"""The data that the guest of a machine configures itself with when it starts first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from hyperv_v2 import CIM_ComputerSystem, Msvm_VirtualSystemManagementService
from hyperv_v2.providers.Msvm_VirtualSystemManagementService import (
    Msvm_VirtualSystemManagementServiceProvider,
)

from mofgen.provider.stubs import serve
from mofgen.vmms.machine_access import machine, require_idle, require_off
from mofgen.vmms.machine_secrets import Secret
from mofgen.vmms.refusals import COMPLETED, INVALID_PARAMETER, RefusedError, answering

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.runtime.references import Ref
    from mofgen.vmms.host import Vmms

Service: TypeAlias = Msvm_VirtualSystemManagementService

_LENGTH: Final = 4
"""The bytes at the front that tell how long the data is, with themselves."""


def install(host: Vmms) -> None:
    """Let a host answer the method."""
    serve(host.manager.methods, Service, InitialConfiguration(host))


class InitialConfiguration(Msvm_VirtualSystemManagementServiceProvider[Service]):
    """Answers SetInitialMachineConfigurationData.

    Parameters
    ----------
    host:
        The host of the machines.
    """

    def __init__(self, host: Vmms) -> None:
        self._host = host

    @answering(Service.SetInitialMachineConfigurationDataResult)
    def SetInitialMachineConfigurationData(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        TargetSystem: Ref[CIM_ComputerSystem] | None,
        ImcData: tuple[int, ...] | None,
    ) -> Service.SetInitialMachineConfigurationDataResult:
        """Keep the data for the guest, which :meth:`Vmms.guest` shows."""
        found = machine(transaction, TargetSystem)
        data = bytes(ImcData or ())
        if int.from_bytes(data[:_LENGTH], "big") != len(data) or len(data) < _LENGTH:
            raise RefusedError(INVALID_PARAMETER, "the data does not have its length")
        require_idle(self._host, found)
        require_off(found, "the initial configuration")
        self._host.secrets.put(
            transaction, found.Name or "", Secret.INITIAL_CONFIGURATION, data
        )
        return Service.SetInitialMachineConfigurationDataResult(
            ReturnValue=Service.SetInitialMachineConfigurationDataReturnValues(
                COMPLETED
            )
        )
