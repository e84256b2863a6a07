"""What lies in drives: virtual hard disks, DVD images, diskette images."""

from __future__ import annotations

import ntpath
from typing import Final, cast

from hyperv_v2 import Msvm_StorageAllocationSettingData

from mofgen.vmms.configurations import Configuration, Phase
from mofgen.vmms.controllers import SCSI_CONTROLLER
from mofgen.vmms.disk_chains import require_sound
from mofgen.vmms.disk_uses import require_unused
from mofgen.vmms.drives import DISK_DRIVE, DISKETTE_DRIVE, DVD_DRIVE
from mofgen.vmms.refusals import (
    IN_USE,
    INVALID_PARAMETER,
    INVALID_STATE,
    RefusedError,
)
from mofgen.vmms.resource_kinds import ResourceKind, Setting, folded

VIRTUAL_HARD_DISK: Final = "Microsoft:Hyper-V:Virtual Hard Disk"
VIRTUAL_DVD: Final = "Microsoft:Hyper-V:Virtual CD/DVD Disk"
VIRTUAL_DISKETTE: Final = "Microsoft:Hyper-V:Virtual Floppy Disk"

_HARD_DISKS: Final = frozenset({".vhd", ".vhdx", ".avhd", ".avhdx", ".vhds"})
_SHARED: Final = frozenset({".vhdx", ".vhds"})
"""The formats whose files several machines can write at the same time."""


class Medium(ResourceKind):
    """Media that can be changed at any time, as a DVD can.

    ``Parent`` is the path of the drive's settings, and ``HostResource`` the path of
    one file, which the job that inserts the medium has to find.

    Parameters
    ----------
    drive:
        The ``ResourceSubType`` of the drives into which they go.
    extensions:
        How the names of their files end.
    """

    resource_type = 31
    usual = {"Weight": 100}  # noqa: RUF012  nobody changes it
    phases = frozenset({Phase.OFF, Phase.LIVE})

    def __init__(
        self, subtype: str, name: str, drive: str, extensions: frozenset[str]
    ) -> None:
        super().__init__(Msvm_StorageAllocationSettingData, subtype, name)
        self._drive = drive
        self._extensions = extensions

    def new(self, configuration: Configuration, given: Setting) -> Setting:
        return self.finished(configuration, self.completed(given))

    def finished(self, configuration: Configuration, setting: Setting) -> Setting:
        drive = self._drive_of(configuration, setting)
        stem = (drive.InstanceID or "").removesuffix("\\D")
        return setting.copy(InstanceID=f"{stem}\\L", Parent=configuration.path(drive))

    def check(
        self, configuration: Configuration, setting: Setting, before: Setting | None
    ) -> None:
        drive = self._drive_of(configuration, setting)
        if before is None and configuration.children(drive):
            raise RefusedError(
                INVALID_PARAMETER, f"there is something in the {drive.ElementName}"
            )
        path = self._file_of(setting)
        self._check_rates(cast("Msvm_StorageAllocationSettingData", setting))
        if before is None or path.casefold() != self._file_of(before).casefold():
            self.require_exchange(configuration, drive)
            self._check_free(configuration, setting, path)

    def claim(
        self, configuration: Configuration, setting: Setting, before: Setting | None
    ) -> None:
        path = self._file_of(setting)
        if before is None or path.casefold() != self._file_of(before).casefold():
            configuration.host.files.get(path)

    def check_removal(self, configuration: Configuration, setting: Setting) -> None:
        self.require_exchange(configuration, self._drive_of(configuration, setting))

    def require_exchange(self, configuration: Configuration, drive: Setting) -> None:
        """Refuse to put another medium into ``drive`` where that can't be done now.

        Raises
        ------
        RefusedError
            Invalid state.
        """
        self.require(configuration, self.phases)

    def _check_free(
        self, configuration: Configuration, setting: Setting, path: str
    ) -> None:
        """Refuse a file that the machine has in another drive."""

    def _drive_of(self, configuration: Configuration, setting: Setting) -> Setting:
        found = configuration.part(setting.Parent)
        if found is None or folded(found.ResourceSubType) != folded(self._drive):
            raise RefusedError(
                INVALID_PARAMETER,
                f"Parent names no drive for a {self.name}: {setting.Parent}",
            )
        return found

    def _file_of(self, setting: Setting) -> str:
        paths = setting.HostResource or ()
        if len(paths) != 1 or not paths[0]:
            raise RefusedError(INVALID_PARAMETER, "HostResource has to name one file")
        ending = ntpath.splitext(paths[0])[1].lower()
        if ending not in self._extensions:
            raise RefusedError(
                INVALID_PARAMETER, f"{paths[0]!r} is no file of a {self.name}"
            )
        return paths[0]

    def _check_rates(self, setting: Msvm_StorageAllocationSettingData) -> None:
        reserved, most = setting.IOPSReservation or 0, setting.IOPSLimit or 0
        if most and reserved > most:
            raise RefusedError(
                INVALID_PARAMETER, f"{reserved} IOPS are reserved, more than {most}"
            )
        if setting.PersistentReservationsSupported:
            ending = ntpath.splitext(self._file_of(setting))[1].lower()
            if ending not in _SHARED:
                raise RefusedError(INVALID_PARAMETER, "the disk cannot be shared")


class HardDisk(Medium):
    """Virtual hard disks: on IDE while the machine is off, on SCSI at any time.

    One that a running machine gets must be sound and not in use; it may be shared where all
    that have it say so, by ``PersistentReservationsSupported``.
    """

    def claim(
        self, configuration: Configuration, setting: Setting, before: Setting | None
    ) -> None:
        super().claim(configuration, setting, before)
        path = self._file_of(setting)
        shared = cast(
            "Msvm_StorageAllocationSettingData", setting
        ).PersistentReservationsSupported
        is_new = before is None or path.casefold() != self._file_of(before).casefold()
        if is_new and configuration.phase is Phase.LIVE:
            require_sound(configuration.host.files, path)
            if not shared:
                require_unused(configuration.host, configuration.transaction, path)

    def require_exchange(self, configuration: Configuration, drive: Setting) -> None:
        self.require(configuration, self.phases)
        controller = configuration.part(drive.Parent)
        is_hot = controller is not None and folded(
            controller.ResourceSubType
        ) == folded(SCSI_CONTROLLER)
        if configuration.phase is not Phase.OFF and not is_hot:
            raise RefusedError(
                INVALID_STATE, "a disk on IDE cannot change while the machine runs"
            )

    def _check_free(
        self, configuration: Configuration, setting: Setting, path: str
    ) -> None:
        wanted = ntpath.normpath(path).casefold()
        for each in configuration.parts(Msvm_StorageAllocationSettingData):
            files = map(ntpath.normpath, each.HostResource or ())
            if each.InstanceID != setting.InstanceID and wanted in {
                file.casefold() for file in files
            }:
                raise RefusedError(IN_USE, f"the machine has {path!r} already")


KINDS: Final = (
    HardDisk(VIRTUAL_HARD_DISK, "Hard Disk Image", DISK_DRIVE, _HARD_DISKS),
    Medium(VIRTUAL_DVD, "ISO Disk Image", DVD_DRIVE, frozenset({".iso"})),
    Medium(VIRTUAL_DISKETTE, "Floppy Disk Image", DISKETTE_DRIVE, frozenset({".vfd"})),
)
