"""Small pictures of a machine's screen: RGB565, two bytes a pixel, lower byte first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hyperv_v2 import (
    CIM_VirtualSystemSettingData,
    Msvm_ComputerSystem,
    Msvm_VirtualSystemManagementService,
)
from hyperv_v2.providers.Msvm_VirtualSystemManagementService import (
    Msvm_VirtualSystemManagementServiceProvider,
)

from mofgen.provider.stubs import serve
from mofgen.provider.transactions import Transaction
from mofgen.runtime.references import Ref
from mofgen.vmms.machine_access import (
    has_worker,
    is_running,
    machine_with,
    system_settings,
)
from mofgen.vmms.refusals import (
    COMPLETED,
    INVALID_PARAMETER,
    INVALID_STATE,
    RefusedError,
    answering,
)

if TYPE_CHECKING:
    from mofgen.vmms.host import Vmms

Service = Msvm_VirtualSystemManagementService

LARGEST: Final = 4096
"""The most pixels that a picture can be wide or high."""
_FRAME: Final = 0xFFFF
_DIMMED: Final = 0x7BEF


def install(host: Vmms) -> None:
    """Let the host show the screens of its machines."""
    serve(host.manager.methods, Service, Thumbnails())


def picture(machine: Msvm_ComputerSystem, width: int, height: int) -> bytes:
    """The screen of a machine, as small as asked for.

    There is no guest to draw one: it is a plane with a frame, whose colour is the
    machine's own. It is darker while the machine is paused, and black where nothing
    shows anything.

    Parameters
    ----------
    width, height:
        In pixels.

    Returns
    -------
    ``2 * width * height`` bytes.
    """
    if not has_worker(machine):
        return bytes(2 * width * height)
    colour = int((machine.Name or "0")[:4], 16) | 0x0821  # never black
    frame = _FRAME
    if not is_running(machine):
        colour, frame = colour >> 1 & _DIMMED, _DIMMED
    edge = _pixels(frame, width)
    inner = _pixels(frame, 1) + _pixels(colour, width - 2) + _pixels(frame, 1)
    middle = inner[: 2 * width] * max(height - 2, 0)
    return (edge + middle + edge)[: 2 * width * height]


def _pixels(colour: int, count: int) -> bytes:
    return colour.to_bytes(2, "little") * max(count, 0)


class Thumbnails(Msvm_VirtualSystemManagementServiceProvider[Service]):
    """Shows the screen of a machine."""

    @answering(Service.GetVirtualSystemThumbnailImageResult)
    def GetVirtualSystemThumbnailImage(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        TargetSystem: Ref[CIM_VirtualSystemSettingData] | None,
        WidthPixels: int | None,
        HeightPixels: int | None,
    ) -> Service.GetVirtualSystemThumbnailImageResult:
        """The picture, of a machine that runs or is paused."""
        width, height = WidthPixels or 0, HeightPixels or 0
        if not (0 < width <= LARGEST and 0 < height <= LARGEST):
            raise RefusedError(INVALID_PARAMETER, f"no picture is {width}x{height}")
        settings = system_settings(transaction, TargetSystem)
        machine = machine_with(transaction, settings)
        if machine is None or not has_worker(machine):
            raise RefusedError(INVALID_STATE, "the machine shows nothing: it is off")
        return Service.GetVirtualSystemThumbnailImageResult(
            ReturnValue=Service.GetVirtualSystemThumbnailImageReturnValues(COMPLETED),
            ImageData=tuple(picture(machine, width, height)),
        )
