"""Upgrading the version of a machine's configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hyperv_v2 import (
    CIM_ComputerSystem,
    CIM_SettingData,
    Msvm_ConcreteJob,
    Msvm_VirtualSystemManagementService,
)
from hyperv_v2.providers.Msvm_VirtualSystemManagementService import (
    Msvm_VirtualSystemManagementServiceProvider,
)

from mofgen.provider.stubs import serve
from mofgen.vmms.machine_access import OFF, require_idle, settings_of, system
from mofgen.vmms.machine_defaults import VERSIONS
from mofgen.vmms.refusals import INVALID_STATE, JOB_STARTED, RefusedError, answering

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.runtime.references import Ref
    from mofgen.vmms.host import Vmms

Service = Msvm_VirtualSystemManagementService


def install(host: Vmms) -> None:
    """Let the host upgrade machines."""
    serve(host.manager.methods, Service, MachineUpgrade(host))


class MachineUpgrade(Msvm_VirtualSystemManagementServiceProvider[Service]):
    """Gives machines the newest version that the host knows; no way leads back.

    Parameters
    ----------
    host:
        The host of the machines.
    """

    def __init__(self, host: Vmms) -> None:
        self._host = host

    @answering(Service.UpgradeSystemVersionResult)
    def UpgradeSystemVersion(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        ComputerSystem: Ref[CIM_ComputerSystem] | None,
        UpgradeSettingData: CIM_SettingData | None,
    ) -> Service.UpgradeSystemVersionResult:
        """Upgrade a machine that is off; there are no settings of how to do it."""
        found = system(transaction, ComputerSystem)
        settings = settings_of(transaction, found)
        require_idle(self._host, found)
        if found.EnabledState != OFF:
            raise RefusedError(INVALID_STATE, "only a machine that is off is upgraded")
        if settings.Version == VERSIONS[-1]:
            raise RefusedError(INVALID_STATE, "the machine has the newest version")
        job = self._host.jobs.start(
            transaction,
            caption="Upgrading Virtual Machine",
            job_type=Msvm_ConcreteJob.JobTypeValues.MODIFY_VIRTUAL_MACHINE,
            affected=[found],
            work=lambda own: own.change(settings, Version=VERSIONS[-1]),
        )
        return Service.UpgradeSystemVersionResult(
            ReturnValue=Service.UpgradeSystemVersionReturnValues(JOB_STARTED),
            Job=job,
        )
