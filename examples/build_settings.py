"""Builds the settings of a small virtual machine and shows how they are checked.

Run it with ``python examples/build_settings.py``; it needs no host.
"""

from __future__ import annotations

from hyperv_v2 import (
    Msvm_MemorySettingData,
    Msvm_ProcessorSettingData,
    Msvm_VirtualSystemSettingData,
)

from mofgen.runtime import CimError


def machine_settings(name: str) -> Msvm_VirtualSystemSettingData:
    """The settings of a machine of generation 2, called ``name``."""
    return Msvm_VirtualSystemSettingData(
        ElementName=name,
        VirtualSystemSubType="Microsoft:Hyper-V:SubType:2",
        Notes=("made by an example",),
    )


def memory_settings(megabytes: int) -> Msvm_MemorySettingData:
    """Dynamic memory that starts with ``megabytes`` and may grow to twice as much."""
    return Msvm_MemorySettingData(
        ResourceType=Msvm_MemorySettingData.ResourceTypeValues.MEMORY,
        VirtualQuantity=megabytes,
        Limit=megabytes * 2,
        DynamicMemoryEnabled=True,
        TargetMemoryBuffer=20,
    )


def show_checks(memory: Msvm_MemorySettingData) -> None:
    """Try what can't be: each mistake says what is wrong with it."""
    for name, value in (("VirtualQuantity", -1), ("TargetMemoryBuffer", "a fifth")):
        try:
            setattr(memory, name, value)
        except CimError as error:
            print(f"{type(error).__name__}: {error}")


def main() -> None:
    machine = machine_settings("lab-01")
    memory = memory_settings(2048)
    processor = Msvm_ProcessorSettingData(VirtualQuantity=2)
    for settings in (machine, memory, processor):
        print(settings)

    more = memory.copy(VirtualQuantity=4096, Limit=8192)
    print(more.VirtualQuantity, more.TargetMemoryBuffer, more == memory)

    resource = more.ResourceType
    assert resource is not None
    print(resource.name, resource.value, resource.label)

    show_checks(more)


if __name__ == "__main__":
    main()
