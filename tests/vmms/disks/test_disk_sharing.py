"""Where disks can be shared: ValidatePersistentReservationSupport."""

from __future__ import annotations

import pytest
from hyperv_v2 import Msvm_ImageManagementService

from mofgen.vmms import Vmms
from mofgen.vmms.files import GIB, Volume
from mofgen.vmms.new_disks import NewDisk, create
from mofgen.vmms.refusals import (
    COMPLETED,
    FAILED,
    FILE_NOT_FOUND,
    INVALID_PARAMETER,
    NOT_SUPPORTED,
)

SHARE = r"\\files\disks"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        (SHARE + r"\data.vhdx", COMPLETED),
        (SHARE + r"\folder", COMPLETED),
        (SHARE + r"\none.vhds", FILE_NOT_FOUND),
        (r"C:\local.vhdx", NOT_SUPPORTED),
        (r"C:\folder", NOT_SUPPORTED),
        (r"Z:\folder", FAILED),
        ("folder", INVALID_PARAMETER),
        (None, INVALID_PARAMETER),
    ],
)
def test_disks_on_shared_storage_can_be_shared(path: str | None, code: int) -> None:
    host = Vmms(seed=1)
    host.files.add_volume(Volume(SHARE, is_shared=True))
    create(host.files, NewDisk(SHARE + r"\data.vhdx", capacity=GIB))
    create(host.files, NewDisk(r"C:\local.vhdx", capacity=GIB))
    (service,) = host.connect().enumerate(Msvm_ImageManagementService)
    result = service.ValidatePersistentReservationSupport(Path=path, check=False)
    assert result.ReturnValue == code
