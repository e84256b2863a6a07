"""What every machine has, and how a client changes it."""

from __future__ import annotations

from hyperv_v2 import (
    Msvm_KvpExchangeComponent,
    Msvm_KvpExchangeComponentSettingData,
    Msvm_Memory,
    Msvm_MemorySettingData,
    Msvm_ProcessorSettingData,
    Msvm_SerialPortSettingData,
)
from machine_client import (
    COMPLETED,
    PAUSED,
    RUNNING,
    SAVED,
    Machine,
    refused,
)

from mofgen.vmms.refusals import (
    INVALID_PARAMETER,
    INVALID_STATE,
    JOB_STARTED,
    NOT_SUPPORTED,
    OUT_OF_MEMORY,
)


def test_memory_changes_to_what_is_given_and_keeps_the_rest(new: Machine) -> None:
    (memory,) = new.parts(Msvm_MemorySettingData)
    result = new.modify(
        Msvm_MemorySettingData(
            InstanceID=memory.InstanceID, ElementName="Memory", VirtualQuantity=4096
        )
    )
    assert result.ReturnValue == JOB_STARTED
    assert new.job(result).JobState == COMPLETED
    (after,) = new.parts(Msvm_MemorySettingData)
    assert (after.VirtualQuantity, after.Limit) == (4096, memory.Limit)
    (resulting,) = result.ResultingResourceSettings
    assert new.client.get(resulting) == after


def test_memory_out_of_range_is_an_invalid_parameter(new: Machine) -> None:
    (memory,) = new.parts(Msvm_MemorySettingData)
    refused(new, INVALID_PARAMETER, "modify", memory.copy(VirtualQuantity=1025))
    refused(new, INVALID_PARAMETER, "modify", memory.copy(Reservation=2048))
    refused(new, INVALID_PARAMETER, "modify", memory.copy(TargetMemoryBuffer=2001))


def test_a_running_or_paused_machine_gets_memory_at_once(new: Machine) -> None:
    new.enter(RUNNING, PAUSED)
    (memory,) = new.parts(Msvm_MemorySettingData)
    assert new.modify(memory.copy(VirtualQuantity=2048)).ReturnValue == JOB_STARTED
    (device,) = new.devices(Msvm_Memory)
    assert device.NumberOfBlocks == 2048


def test_a_running_machine_keeps_its_processors(new: Machine) -> None:
    (processors,) = new.parts(Msvm_ProcessorSettingData)
    new.modify(processors.copy(VirtualQuantity=4))
    new.enter(RUNNING)
    (processors,) = new.parts(Msvm_ProcessorSettingData)
    assert processors.VirtualQuantity == 4
    refused(new, INVALID_STATE, "modify", processors.copy(VirtualQuantity=2))
    assert new.modify(processors.copy(Limit=50000)).ReturnValue == JOB_STARTED


def test_a_machine_has_no_more_processors_than_the_host(new: Machine) -> None:
    (processors,) = new.parts(Msvm_ProcessorSettingData)
    refused(new, INVALID_PARAMETER, "modify", processors.copy(VirtualQuantity=9))


def test_a_saved_machine_keeps_its_memory(new: Machine) -> None:
    (memory,) = new.parts(Msvm_MemorySettingData)
    new.enter(RUNNING, SAVED)
    refused(new, INVALID_STATE, "modify", memory.copy(VirtualQuantity=2048))


def test_a_running_machine_gets_what_the_host_has_left(
    old: Machine, new: Machine
) -> None:
    old.enter(RUNNING)
    new.enter(RUNNING)
    (memory,) = new.parts(Msvm_MemorySettingData)
    rest = new.host.memory - 1024
    refused(new, OUT_OF_MEMORY, "modify", memory.copy(VirtualQuantity=rest + 2))
    assert new.modify(memory.copy(VirtualQuantity=rest)).ReturnValue == JOB_STARTED
    assert new.host.usage.available == 0
    assert new.modify(memory.copy(VirtualQuantity=2048)).ReturnValue == JOB_STARTED
    assert new.host.usage.available == rest - 2048


def test_memory_is_neither_added_nor_removed(new: Machine) -> None:
    (memory,) = new.parts(Msvm_MemorySettingData)
    refused(new, NOT_SUPPORTED, "remove", memory)
    more = Msvm_MemorySettingData(ElementName="More", VirtualQuantity=512)
    refused(new, NOT_SUPPORTED, "add", more)


def test_a_com_port_ends_in_a_named_pipe(new: Machine) -> None:
    first, _ = new.parts(Msvm_SerialPortSettingData)
    refused(new, INVALID_PARAMETER, "modify", first.copy(Connection=["C:\\pipe"]))
    pipe = r"\\.\pipe\console"
    assert new.modify(first.copy(Connection=[pipe])).ReturnValue == JOB_STARTED
    first, _ = new.parts(Msvm_SerialPortSettingData)
    assert first.Connection == (pipe,)


def test_integration_services_are_switched_on_and_off_at_any_time(new: Machine) -> None:
    new.enter(RUNNING)
    (kvp,) = new.parts(Msvm_KvpExchangeComponentSettingData)
    assert len(new.devices(Msvm_KvpExchangeComponent)) == 1
    assert new.modify(kvp.copy(EnabledState=3)).ReturnValue == JOB_STARTED
    (kvp,) = new.parts(Msvm_KvpExchangeComponentSettingData)
    assert kvp.EnabledState == 3
    (exchange,) = new.devices(Msvm_KvpExchangeComponent)
    assert exchange.EnabledState == 3
