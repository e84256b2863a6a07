"""Gives a virtual machine another amount of memory, with the typed interface.

``change_memory_raw.py`` does the same step by step, with the raw operations.

Run it with ``python examples/change_memory.py URL NAME MEGABYTES``, the URL being one
that an installed transport takes.
"""

from __future__ import annotations

import sys

from hyperv_v2 import (
    Msvm_ComputerSystem,
    Msvm_MemorySettingData,
    Msvm_SettingsDefineState,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemSettingData,
    Msvm_VirtualSystemSettingDataComponent,
)

from mofgen.runtime import CimError, Connection, connect


def change_memory(host: Connection, name: str, megabytes: int) -> None:
    """Give the machine ``name`` so much memory at its next start."""
    vm = Msvm_ComputerSystem.objects(host).get(ElementName=name)
    settings = vm.related(Msvm_VirtualSystemSettingData, via=Msvm_SettingsDefineState)
    memory = settings.related(
        Msvm_MemorySettingData, via=Msvm_VirtualSystemSettingDataComponent
    ).one()
    service = Msvm_VirtualSystemManagementService.objects(host).one()
    service.ModifyResourceSettings(
        ResourceSettings=[memory.copy(VirtualQuantity=megabytes)]
    ).job.wait(timeout=60)


def main(url: str, name: str, megabytes: int) -> None:
    """Do it on the host behind ``url``."""
    with connect(url) as host:
        change_memory(host, name, megabytes)


if __name__ == "__main__":
    if len(sys.argv) != 4 or not sys.argv[3].isdecimal():
        sys.exit("usage: python examples/change_memory.py URL NAME MEGABYTES")
    try:
        main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
    except CimError as error:
        sys.exit(f"error: {error}")
