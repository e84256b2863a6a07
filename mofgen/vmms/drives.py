"""Drives of machines: which hang where, and when they can come and go."""

from __future__ import annotations

from typing import Final

from hyperv_v2 import Msvm_ResourceAllocationSettingData

from mofgen.vmms.configurations import Configuration, Phase
from mofgen.vmms.controllers import (
    IDE_CONTROLLER,
    PLACES,
    SCSI_CONTROLLER,
)
from mofgen.vmms.host_disks import disk_of
from mofgen.vmms.refusals import (
    IN_USE,
    INVALID_PARAMETER,
    INVALID_STATE,
    RefusedError,
)
from mofgen.vmms.resource_kinds import ResourceKind, Setting, folded, is_elsewhere

DISK_DRIVE: Final = "Microsoft:Hyper-V:Synthetic Disk Drive"
PHYSICAL_DISK_DRIVE: Final = "Microsoft:Hyper-V:Physical Disk Drive"
DVD_DRIVE: Final = "Microsoft:Hyper-V:Synthetic DVD Drive"
DISKETTE_DRIVE: Final = "Microsoft:Hyper-V:Synthetic Diskette Drive"


class Drive(ResourceKind):
    """Drives of disks: on IDE while the machine is off, on SCSI at any time.

    ``Parent`` is the path of the controller's settings and ``AddressOnParent`` the
    place on it; where that is not given it is the first free one. A drive can move to
    another place while the machine is off, and gets another ID by that.
    """

    resource_type = 17
    is_movable = True

    def new(self, configuration: Configuration, given: Setting) -> Setting:
        controller = self._controller(configuration, given)
        address = (given.AddressOnParent or "").strip()
        if not address:
            taken = self._taken(configuration, controller)
            free = set(map(str, range(places_of(controller)))) - taken
            address = min(free, key=int, default="")
        return self.finished(
            configuration, self.completed(given, AddressOnParent=address)
        )

    def finished(self, configuration: Configuration, setting: Setting) -> Setting:
        controller = self._controller(configuration, setting)
        address = (setting.AddressOnParent or "").strip()
        return setting.copy(
            InstanceID=f"{controller.InstanceID}\\{address}\\D",
            Parent=configuration.path(controller),
            AddressOnParent=address,
        )

    def check(
        self, configuration: Configuration, setting: Setting, before: Setting | None
    ) -> None:
        controller = self._controller(configuration, setting)
        self._require(configuration, controller)
        if before is None:
            self._check_place(configuration, setting, controller)
        elif is_elsewhere(setting, before):
            self.require(configuration, {Phase.OFF})
            self._check_place(configuration, setting, controller)
        self._check_backing(configuration, setting)

    def check_removal(self, configuration: Configuration, setting: Setting) -> None:
        self._require(configuration, self._controller(configuration, setting))

    def _fits(self, controller: str, generation: int) -> bool:
        """Whether such a drive can hang on a controller, by its folded subtype."""
        return controller in (folded(IDE_CONTROLLER), folded(SCSI_CONTROLLER))

    def _check_backing(self, configuration: Configuration, setting: Setting) -> None:
        """Check what stands behind the drive: a disk of the host or none."""
        if setting.HostResource:
            raise RefusedError(
                INVALID_PARAMETER, f"a {self.name} has no HostResource of its own"
            )

    def _controller(self, configuration: Configuration, setting: Setting) -> Setting:
        found = configuration.part(setting.Parent)
        subtype = str(folded(found.ResourceSubType or "")) if found else ""
        if found is None or subtype not in PLACES:
            raise RefusedError(
                INVALID_PARAMETER, f"Parent names no controller: {setting.Parent}"
            )
        if not self._fits(subtype, configuration.generation):
            raise RefusedError(
                INVALID_PARAMETER,
                f"no {self.name} can hang on a {found.ElementName} in a machine of"
                f" generation {configuration.generation}",
            )
        return found

    def _check_place(
        self, configuration: Configuration, setting: Setting, controller: Setting
    ) -> None:
        address, places = (setting.AddressOnParent or "").strip(), places_of(controller)
        if address not in map(str, range(places)):
            raise RefusedError(
                INVALID_PARAMETER,
                f"there is no place {address!r} on the controller: it has {places}",
            )
        if address in self._taken(configuration, controller):
            raise RefusedError(
                INVALID_PARAMETER, f"place {address} on the controller is taken"
            )

    def _taken(self, configuration: Configuration, controller: Setting) -> set[str]:
        return {
            each.AddressOnParent or "" for each in configuration.children(controller)
        }

    def _require(self, configuration: Configuration, controller: Setting) -> None:
        """Refuse changes for which the machine would have to be off, or to settle."""
        phase = configuration.phase
        is_hot = folded(controller.ResourceSubType) == folded(SCSI_CONTROLLER)
        if phase is Phase.OFF or (is_hot and phase is Phase.LIVE):
            return
        raise RefusedError(
            INVALID_STATE,
            f"a {self.name} on a {controller.ElementName} cannot change: the machine"
            f" is {phase.value}",
        )


class PhysicalDiskDrive(Drive):
    """Drives that give a machine a disk of the host, which ``HostResource`` names.

    Two machines can have settings for the same one, but not both of them run.
    """

    def _check_backing(self, configuration: Configuration, setting: Setting) -> None:
        host, transaction = configuration.host, configuration.transaction
        number = disk_of(host, transaction, setting).DriveNumber
        for each in configuration.parts(Msvm_ResourceAllocationSettingData):
            if (
                self.is_kind_of(each)
                and each.InstanceID != setting.InstanceID
                and disk_of(host, transaction, each).DriveNumber == number
            ):
                raise RefusedError(IN_USE, f"the machine has disk {number} already")


class DvdDrive(Drive):
    """DVD drives: on IDE in generation 1, on SCSI in generation 2."""

    resource_type = 16

    def _fits(self, controller: str, generation: int) -> bool:
        wanted = IDE_CONTROLLER if generation == 1 else SCSI_CONTROLLER
        return controller == folded(wanted)


class DisketteDrive(ResourceKind):
    """The diskette drive, which comes with a machine of generation 1 and stays."""

    resource_type = 14


def places_of(controller: Setting) -> int:
    """How many drives a controller has room for."""
    return PLACES[folded(controller.ResourceSubType)]


KINDS: Final = (
    Drive(Msvm_ResourceAllocationSettingData, DISK_DRIVE, "Hard Drive"),
    PhysicalDiskDrive(
        Msvm_ResourceAllocationSettingData, PHYSICAL_DISK_DRIVE, "Physical Drive"
    ),
    DvdDrive(Msvm_ResourceAllocationSettingData, DVD_DRIVE, "DVD Drive"),
    DisketteDrive(Msvm_ResourceAllocationSettingData, DISKETTE_DRIVE, "Diskette Drive"),
)
