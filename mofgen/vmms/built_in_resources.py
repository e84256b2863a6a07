"""What every machine has: memory, processors, ports, a screen, integration services."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, cast

from hyperv_v2 import (
    CIM_ResourceAllocationSettingData,
    Msvm_GuestServiceInterfaceComponentSettingData,
    Msvm_HeartbeatComponentSettingData,
    Msvm_KvpExchangeComponentSettingData,
    Msvm_KvpExchangeDataItem,
    Msvm_MemorySettingData,
    Msvm_ProcessorSettingData,
    Msvm_SerialPortSettingData,
    Msvm_ShutdownComponentSettingData,
    Msvm_SyntheticDisplayControllerSettingData,
    Msvm_TimeSyncComponentSettingData,
    Msvm_VssComponentSettingData,
)

from mofgen.vmms.configurations import Configuration, Phase
from mofgen.vmms.memory_rules import check_live_memory, check_memory
from mofgen.vmms.processor_rules import check_live_processors, check_processors
from mofgen.vmms.refusals import INVALID_PARAMETER, RefusedError
from mofgen.vmms.resource_kinds import ResourceKind, Setting

_PIPE: Final = "\\\\"


class Memory(ResourceKind):
    """The memory of a machine; see :mod:`mofgen.vmms.memory_rules`."""

    phases = frozenset({Phase.OFF, Phase.LIVE})

    def check(
        self, configuration: Configuration, setting: Setting, before: Setting | None
    ) -> None:
        memory = cast("Msvm_MemorySettingData", setting)
        old = cast("Msvm_MemorySettingData | None", before)
        check_memory(memory, configuration.generation, old)
        self.require(configuration, self.phases)
        if configuration.phase is Phase.LIVE and old is not None:
            given = configuration.host.usage
            available = given.assigned(configuration.guid) + given.available
            check_live_memory(memory, old, available)

    def claim(
        self, configuration: Configuration, setting: Setting, before: Setting | None
    ) -> None:
        memory = cast("Msvm_MemorySettingData", setting)
        if configuration.phase is Phase.LIVE and not memory.DynamicMemoryEnabled:
            configuration.host.usage.assign(
                configuration.transaction,
                configuration.guid,
                memory.VirtualQuantity or 0,
            )


class Processors(ResourceKind):
    """The processors of a machine; see :mod:`mofgen.vmms.processor_rules`."""

    phases = frozenset({Phase.OFF, Phase.LIVE})

    def check(
        self, configuration: Configuration, setting: Setting, before: Setting | None
    ) -> None:
        processors = cast("Msvm_ProcessorSettingData", setting)
        cores = configuration.host.cores
        check_processors(processors, configuration.generation, cores)
        self.require(configuration, self.phases)
        if configuration.phase is Phase.LIVE and before is not None:
            check_live_processors(processors, cast("Msvm_ProcessorSettingData", before))

    def claim(
        self, configuration: Configuration, setting: Setting, before: Setting | None
    ) -> None:
        processors = cast("Msvm_ProcessorSettingData", setting)
        if configuration.phase is Phase.LIVE:
            count = processors.VirtualQuantity or 1
            reserved = count * (processors.Reservation or 0)
            configuration.host.usage.give(
                configuration.transaction, configuration.guid, count, reserved
            )


class SerialPort(ResourceKind):
    r"""COM ports, which end in named pipes: ``\\.\pipe\name``, or nothing."""

    phases = frozenset({Phase.OFF, Phase.LIVE})

    def check(
        self, configuration: Configuration, setting: Setting, before: Setting | None
    ) -> None:
        self.require(configuration, self.phases)
        for each in setting.Connection or ():
            parts = each.removeprefix(_PIPE).split("\\")
            is_pipe = each.startswith(_PIPE) and len(parts) == 3 and all(parts)
            if each and not (is_pipe and parts[1].lower() == "pipe"):
                raise RefusedError(
                    INVALID_PARAMETER, f"{each!r} is no path of a named pipe"
                )


class IntegrationComponent(ResourceKind):
    """Integration services, which can be switched on and off at any time."""

    phases = frozenset({Phase.OFF, Phase.LIVE})

    def check(
        self, configuration: Configuration, setting: Setting, before: Setting | None
    ) -> None:
        self.require(configuration, self.phases)
        for name in ("HostExchangeItems", "HostOnlyItems"):
            if _pairs(setting, name) != _pairs(before, name):
                raise RefusedError(
                    INVALID_PARAMETER, f"{name} change by methods of their own"
                )


def _pairs(setting: Setting | None, name: str) -> list[tuple[str | None, str | None]]:
    """The items that the settings of an exchange of pairs have."""
    items: Sequence[Msvm_KvpExchangeDataItem] = getattr(setting, name, None) or ()
    return [(each.Name, each.Data) for each in items]


_COMPONENTS: Final[tuple[type[CIM_ResourceAllocationSettingData], ...]] = (
    Msvm_ShutdownComponentSettingData,
    Msvm_TimeSyncComponentSettingData,
    Msvm_HeartbeatComponentSettingData,
    Msvm_KvpExchangeComponentSettingData,
    Msvm_VssComponentSettingData,
    Msvm_GuestServiceInterfaceComponentSettingData,
)

KINDS: Final = (
    Memory(Msvm_MemorySettingData, None, "Memory"),
    Processors(Msvm_ProcessorSettingData, None, "Processor"),
    SerialPort(Msvm_SerialPortSettingData, None, "COM Port"),
    ResourceKind(
        Msvm_SyntheticDisplayControllerSettingData, None, "Display Controller"
    ),
    *(IntegrationComponent(each, None, "Integration Service") for each in _COMPONENTS),
)
