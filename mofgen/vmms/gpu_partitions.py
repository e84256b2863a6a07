"""Partitions of the host's GPUs: what machines ask for, and what those that run have.

A machine asks for shares of memory, encoder, decoder and compute engine, in units in
which a GPU has as much as it says. Which GPU it gets is settled when it starts, unless
``HostResource`` names one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hyperv_v2 import (
    Msvm_GpuPartition,
    Msvm_GpuPartitionSettingData,
    Msvm_HostedDependency,
    Msvm_PartitionableGpu,
)

from mofgen.vmms.configurations import Configuration, Phase, object_named
from mofgen.vmms.instance_ids import device_id
from mofgen.vmms.machine_access import host_ref
from mofgen.vmms.refusals import INVALID_PARAMETER, NOT_AVAILABLE, RefusedError
from mofgen.vmms.resource_kinds import ResourceKind, Setting

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.vmms.host import Vmms

GPU_PARTITION: Final = "Microsoft:Hyper-V:GPU Partition"
WHOLE: Final = {
    "VRAM": 1_000_000_000,
    "Encode": (1 << 64) - 1,
    "Decode": 1_000_000_000,
    "Compute": 1_000_000_000,
}
"""What a GPU has of each engine, in its own units."""
PARTITIONS: Final = 32
"""How many partitions a GPU can have."""

_NAME: Final = r"\\?\PCI#VEN_10DE&DEV_25B6&SUBSYS_00000000&REV_A1#{:08X}#GPUPARAV"


def install(host: Vmms) -> None:
    """Give a host its GPUs."""
    with host.manager.transaction() as transaction:
        for number in range(host.gpus):
            gpu = transaction.create(
                Msvm_PartitionableGpu(
                    CreationClassName="Msvm_PartitionableGpu",
                    Name=_NAME.format(number),
                    ElementName=f"GPU {number}",
                    ValidPartitionCounts=[1 << each for each in range(6)],
                    PartitionCount=PARTITIONS,
                )
            )
            transaction.create(
                Msvm_HostedDependency(Antecedent=host_ref(host), Dependent=gpu)
            )
            for engine, whole in WHOLE.items():
                share = whole // PARTITIONS
                transaction.change(
                    gpu,
                    **{
                        f"Total{engine}": whole,
                        f"Available{engine}": whole,
                        f"MinPartition{engine}": share,
                        f"MaxPartition{engine}": whole,
                        f"OptimalPartition{engine}": share,
                    },
                )


class GpuPartition(ResourceKind):
    """Partitions of GPUs, which come and go while the machine is off."""

    resource_type = 32770

    def new(self, configuration: Configuration, given: Setting) -> Setting:
        own_id = device_id(configuration.guid, configuration.host.guids.new())
        return self.completed(given, InstanceID=own_id)

    def check(
        self, configuration: Configuration, setting: Setting, before: Setting | None
    ) -> None:
        self.require(configuration, {Phase.OFF})
        _named(configuration.transaction, setting)
        for engine, whole in WHOLE.items():
            low, best, high = _wanted(setting, engine)
            if not low <= best <= high <= whole:
                raise RefusedError(
                    INVALID_PARAMETER,
                    f"{engine}: {low}, {best} and {high} are not in order, or more"
                    f" than {whole}",
                )

    def check_removal(self, configuration: Configuration, setting: Setting) -> None:
        self.require(configuration, {Phase.OFF})


def take_partition(transaction: Transaction, setting: Setting) -> dict[str, Any]:
    """What the partition has that a machine gets which starts.

    Parameters
    ----------
    setting:
        What it asks for.

    Returns
    -------
    The values of its device, by property.

    Raises
    ------
    RefusedError
        Not available, where no GPU has so much left.
    """
    named = _named(transaction, setting)
    gpus = [named] if named else transaction.objects(Msvm_PartitionableGpu)
    for gpu in sorted(gpus, key=lambda each: each.Name or ""):
        taken = transaction.objects(Msvm_GpuPartition, DeviceInstancePath=gpu.Name)
        numbers = {each.PartitionId for each in taken}
        shares = {engine: _share(gpu, setting, engine) for engine in WHOLE}
        free = set(range(gpu.PartitionCount or 0)) - numbers
        if free and None not in shares.values():
            _change_available(transaction, gpu, shares, -1)
            current = {f"Current{engine}": each for engine, each in shares.items()}
            number = min(free)
            return {
                "DeviceInstancePath": gpu.Name,
                "PartitionId": number,
                "PartitionVfLuid": str(number + 1),
                **current,
            }
    raise RefusedError(NOT_AVAILABLE, "no GPU of the host has such a partition left")


def give_back(transaction: Transaction, partition: Msvm_GpuPartition) -> None:
    """Let the GPU have again what a partition that goes had of it."""
    for gpu in transaction.objects(
        Msvm_PartitionableGpu, Name=partition.DeviceInstancePath
    ):
        shares = {each: getattr(partition, f"Current{each}") for each in WHOLE}
        _change_available(transaction, gpu, shares, 1)


def _change_available(
    transaction: Transaction,
    gpu: Msvm_PartitionableGpu,
    shares: dict[str, Any],
    sign: int,
) -> None:
    left = {
        f"Available{engine}": (getattr(gpu, f"Available{engine}") or 0) + sign * share
        for engine, share in shares.items()
    }
    transaction.change(gpu, **left)


def _share(gpu: Msvm_PartitionableGpu, setting: Setting, engine: str) -> int | None:
    """What a partition gets of an engine: the best there is; None for too little."""
    low, best, _ = _wanted(setting, engine)
    available: int = getattr(gpu, f"Available{engine}") or 0
    return min(best, available) if low <= available else None


def _wanted(setting: Setting, engine: str) -> tuple[int, int, int]:
    """The least, the best and the most that a machine asks for; not given, its part."""
    usual = WHOLE[engine] // PARTITIONS
    low, best, high = (
        getattr(setting, f"{each}Partition{engine}")
        for each in ("Min", "Optimal", "Max")
    )
    if low is None:
        low = min([usual, *(each for each in (best, high) if each is not None)])
    if high is None:
        high = max(usual, low, best or 0)
    return low, high if best is None else best, high


def _named(transaction: Transaction, setting: Setting) -> Msvm_PartitionableGpu | None:
    """The GPU that ``HostResource`` names; None where it names none.

    Raises
    ------
    RefusedError
        Invalid parameter where there is no such GPU.
    """
    paths = [each for each in setting.HostResource or () if each]
    if not paths:
        return None
    found = object_named(transaction, paths[0], Msvm_PartitionableGpu)
    if found is None or len(paths) > 1:
        raise RefusedError(INVALID_PARAMETER, "HostResource names no GPU of the host")
    return found


KINDS: Final = (
    GpuPartition(Msvm_GpuPartitionSettingData, GPU_PARTITION, "GPU Partition"),
)
