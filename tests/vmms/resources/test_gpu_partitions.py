"""Partitions of the host's GPUs."""

from __future__ import annotations

from typing import Any

import pytest
from hyperv_v2 import (
    Msvm_GpuPartition,
    Msvm_GpuPartitionSettingData,
    Msvm_PartitionableGpu,
)
from machine_client import EXCEPTION, PREFIX, RUNNING, Machine, refused

from mofgen.vmms import Vmms
from mofgen.vmms.gpu_partitions import PARTITIONS, WHOLE
from mofgen.vmms.refusals import INVALID_PARAMETER, INVALID_STATE, NOT_AVAILABLE

OFF, SAVED = 3, 6
HALF = WHOLE["VRAM"] // 2


@pytest.fixture
def host() -> Vmms:
    """One with two GPUs."""
    return Vmms(memory=65536, seed=1, gpus=2)


def partition(**values: Any) -> Msvm_GpuPartitionSettingData:
    return Msvm_GpuPartitionSettingData(
        ResourceType=32770, ResourceSubType=PREFIX + "GPU Partition", **values
    )


def gpus(host: Vmms) -> list[Msvm_PartitionableGpu]:
    return host.connect().enumerate(Msvm_PartitionableGpu)


def start(machine: Machine) -> Any:
    return machine.job(
        machine.client.get(machine.ref).RequestStateChange(RequestedState=RUNNING)
    )


def test_a_host_has_no_gpus_unless_it_is_given_some() -> None:
    assert gpus(Vmms()) == []
    assert len(gpus(Vmms(gpus=3))) == 3


def test_a_machine_that_runs_has_its_part_of_a_gpu(new: Machine) -> None:
    added = new.added(partition())
    assert new.devices(Msvm_GpuPartition) == []
    new.enter(RUNNING)
    (device,) = new.devices(Msvm_GpuPartition)
    first, second = gpus(new.host)
    assert device.DeviceInstancePath == first.Name
    assert (device.PartitionId, device.CurrentVRAM) == (0, WHOLE["VRAM"] // PARTITIONS)
    assert first.AvailableVRAM == WHOLE["VRAM"] - device.CurrentVRAM
    assert second.AvailableVRAM == WHOLE["VRAM"]
    assert added.ElementName == "GPU Partition"


@pytest.mark.parametrize("stopped", [OFF, SAVED])
def test_the_gpu_has_it_again_when_the_machine_stops(
    new: Machine, stopped: int
) -> None:
    before = gpus(new.host)
    new.added(partition())
    new.enter(RUNNING, stopped)
    assert gpus(new.host) == before


def test_a_machine_gets_what_it_asks_for_where_that_is_left(
    old: Machine, new: Machine
) -> None:
    wanted = {f"{each}PartitionVRAM": HALF for each in ("Min", "Optimal", "Max")}
    new.added(partition(**wanted))
    new.added(partition(**wanted))
    old.added(partition(MinPartitionVRAM=HALF + 2))
    for machine in (new, old):
        assert start(machine).JobState == 7
    (device,) = old.devices(Msvm_GpuPartition)
    assert device.DeviceInstancePath == gpus(new.host)[1].Name


def test_a_machine_does_not_start_where_no_gpu_has_enough_left(
    old: Machine, new: Machine
) -> None:
    for _ in range(3):
        new.added(partition(MinPartitionVRAM=HALF + 2))
    before = gpus(new.host)
    job = start(new)
    assert (job.JobState, job.ErrorCode) == (EXCEPTION, NOT_AVAILABLE)
    assert gpus(new.host) == before


def test_host_resource_names_the_gpu(new: Machine) -> None:
    _, second = gpus(new.host)
    new.added(partition(HostResource=[str(second._reference())]))
    new.enter(RUNNING)
    (device,) = new.devices(Msvm_GpuPartition)
    assert device.DeviceInstancePath == second.Name
    gone = str(second._reference()).replace("00000001", "00000009")
    other = partition(HostResource=[gone])
    new.enter(OFF)
    refused(new, INVALID_PARAMETER, "add", other)


def test_least_best_and_most_are_in_order(new: Machine) -> None:
    for engine in WHOLE:
        least = partition(**{f"MinPartition{engine}": 100, f"MaxPartition{engine}": 99})
        refused(new, INVALID_PARAMETER, "add", least)
    refused(
        new, INVALID_PARAMETER, "add", partition(MaxPartitionVRAM=WHOLE["VRAM"] + 1)
    )


def test_partitions_come_and_go_while_the_machine_is_off(new: Machine) -> None:
    added = new.added(partition())
    new.enter(RUNNING)
    refused(new, INVALID_STATE, "add", partition())
    refused(new, INVALID_STATE, "remove", added)
    refused(new, INVALID_STATE, "modify", added.copy(MinPartitionVRAM=1))
    new.enter(OFF)
    new.remove(added)
    assert new.parts(Msvm_GpuPartitionSettingData) == []
