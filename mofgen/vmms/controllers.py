"""The controllers of a machine's drives: IDE, SCSI, and that of the diskette drive."""

from __future__ import annotations

from typing import Final, cast

from hyperv_v2 import Msvm_ResourceAllocationSettingData

from mofgen.vmms.configurations import Configuration
from mofgen.vmms.instance_ids import device_id
from mofgen.vmms.refusals import INVALID_PARAMETER, RefusedError
from mofgen.vmms.resource_kinds import ResourceKind, Setting, folded

IDE_CONTROLLER: Final = "Microsoft:Hyper-V:Emulated IDE Controller"
SCSI_CONTROLLER: Final = "Microsoft:Hyper-V:Synthetic SCSI Controller"
DISKETTE_CONTROLLER: Final = "Microsoft:Hyper-V:Virtual Diskette Controller"

PLACES: Final = {
    folded(IDE_CONTROLLER): 2,
    folded(SCSI_CONTROLLER): 64,
    folded(DISKETTE_CONTROLLER): 1,
}
"""How many drives a controller has room for, by its ResourceSubType in lower case."""
MOST_SCSI: Final = 4
"""How many SCSI controllers a machine can have."""


class ScsiController(ResourceKind):
    """SCSI controllers: up to four, added and removed while the machine is off."""

    resource_type = 6

    def new(self, configuration: Configuration, given: Setting) -> Setting:
        guid = configuration.host.guids.new()
        completed = self.completed(
            given, InstanceID=device_id(configuration.guid, guid, 0)
        )
        controller = cast("Msvm_ResourceAllocationSettingData", completed)
        if not controller.VirtualSystemIdentifiers:
            controller.VirtualSystemIdentifiers = ("{" + guid + "}",)
        return controller

    def check(
        self, configuration: Configuration, setting: Setting, before: Setting | None
    ) -> None:
        self.require(configuration, self.phases)
        if before is not None:
            return
        parts = configuration.parts(Msvm_ResourceAllocationSettingData)
        if len([each for each in parts if self.is_kind_of(each)]) >= MOST_SCSI:
            raise RefusedError(
                INVALID_PARAMETER, f"a machine has at most {MOST_SCSI} SCSI controllers"
            )

    def check_removal(self, configuration: Configuration, setting: Setting) -> None:
        self.require(configuration, self.phases)


KINDS: Final = (
    ScsiController(
        Msvm_ResourceAllocationSettingData, SCSI_CONTROLLER, "SCSI Controller"
    ),
    ResourceKind(Msvm_ResourceAllocationSettingData, IDE_CONTROLLER, "IDE Controller"),
    ResourceKind(
        Msvm_ResourceAllocationSettingData, DISKETTE_CONTROLLER, "Diskette Controller"
    ),
)
"""IDE and diskette controllers come with a machine of generation 1, and stay."""
