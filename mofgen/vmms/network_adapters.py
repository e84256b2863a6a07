"""Network adapters of machines, and what connects them with switches."""

from __future__ import annotations

import re
from typing import Final

from hyperv_v2 import (
    Msvm_EmulatedEthernetPortSettingData,
    Msvm_EthernetPortAllocationSettingData,
    Msvm_SyntheticEthernetPortSettingData,
    Msvm_VirtualEthernetSwitch,
)

from mofgen.vmms.configurations import Configuration, Phase, object_named
from mofgen.vmms.instance_ids import device_id
from mofgen.vmms.network_addresses import (
    ADAPTERS,
    NO_ADDRESS,
    lacks_address,
    new_address,
)
from mofgen.vmms.refusals import INVALID_PARAMETER, NOT_SUPPORTED, RefusedError
from mofgen.vmms.resource_kinds import ResourceKind, Setting, folded

CONNECTION: Final = "Microsoft:Hyper-V:Ethernet Connection"

_ADDRESS: Final = re.compile(r"[0-9A-Fa-f]{12}")
_GROUP_BIT: Final = 1
"""In the first octet of an address: not of one adapter, but of several."""


class NetworkAdapter(ResourceKind):
    """Network adapters, which generation 2 can get and lose while it runs.

    What the guest knows one by, its address, changes while the machine is off only.

    Parameters
    ----------
    most:
        How many of them a machine can have.
    generations:
        The machines that can have some.
    """

    resource_type = 10

    def __init__(
        self,
        setting_class: type[Setting],
        name: str,
        most: int,
        generations: frozenset[int],
    ) -> None:
        super().__init__(setting_class, None, name)
        self._most = most
        self._generations = generations

    def new(self, configuration: Configuration, given: Setting) -> Setting:
        guid = configuration.host.guids.new()
        own_id = device_id(configuration.guid, guid)
        completed = self.completed(given, InstanceID=own_id)
        adapter = self.finished(configuration, completed)
        if isinstance(adapter, Msvm_SyntheticEthernetPortSettingData):
            adapter.VirtualSystemIdentifiers = adapter.VirtualSystemIdentifiers or (
                "{" + guid + "}",
            )
        return adapter

    def finished(self, configuration: Configuration, setting: Setting) -> Setting:
        return setting.copy(Address=plain_address(setting.Address or NO_ADDRESS))

    def check(
        self, configuration: Configuration, setting: Setting, before: Setting | None
    ) -> None:
        if configuration.generation not in self._generations:
            raise RefusedError(
                NOT_SUPPORTED,
                f"a machine of generation {configuration.generation} has no"
                f" {self.name}",
            )
        _check_address(setting)
        if before is None:
            self._check_number(configuration)
            self.require(configuration, self._phases(configuration))
        elif _identity(setting) != _identity(before):
            self.require(configuration, self.phases)
        else:  # its name, and what the host alone does with it
            self.require(configuration, set(Phase) - {Phase.CHANGING})

    def claim(
        self, configuration: Configuration, setting: Setting, before: Setting | None
    ) -> None:
        assert isinstance(setting, ADAPTERS)
        if configuration.phase is Phase.LIVE and lacks_address(setting):
            setting.Address = new_address(configuration.transaction)

    def check_removal(self, configuration: Configuration, setting: Setting) -> None:
        self.require(configuration, self._phases(configuration))

    def _phases(self, configuration: Configuration) -> frozenset[Phase]:
        is_hot = configuration.generation == 2
        return frozenset({Phase.OFF, Phase.LIVE} if is_hot else {Phase.OFF})

    def _check_number(self, configuration: Configuration) -> None:
        if len(configuration.parts(self.setting_class)) >= self._most:
            raise RefusedError(
                INVALID_PARAMETER, f"a machine has at most {self._most} {self.name}s"
            )


class Connection(ResourceKind):
    """What connects an adapter with a switch; it can change while the machine runs.

    ``Parent`` is the path of the adapter's settings and ``HostResource`` that of the
    switch, or empty: the adapter then is not connected.
    """

    resource_type = 33
    usual = {"EnabledState": 2}  # noqa: RUF012  nobody changes it
    phases = frozenset({Phase.OFF, Phase.LIVE, Phase.SAVED})

    def is_kind_of(self, setting: Setting) -> bool:
        return isinstance(setting, self.setting_class) and folded(
            setting.ResourceSubType or CONNECTION
        ) == folded(CONNECTION)

    def new(self, configuration: Configuration, given: Setting) -> Setting:
        adapter = self._adapter_of(configuration, given)
        return self.completed(
            given,
            InstanceID=f"{adapter.InstanceID}\\C",
            Parent=configuration.path(adapter),
        )

    def check(
        self, configuration: Configuration, setting: Setting, before: Setting | None
    ) -> None:
        self.require(configuration, self.phases)
        adapter = self._adapter_of(configuration, setting)
        if before is None and configuration.children(adapter):
            raise RefusedError(
                INVALID_PARAMETER, "the adapter has a connection already"
            )
        switch_of(configuration, setting)

    def claim(
        self, configuration: Configuration, setting: Setting, before: Setting | None
    ) -> None:
        switch = switch_of(configuration, setting)
        if switch is not None:
            name = switch.ElementName
            assert isinstance(setting, Msvm_EthernetPortAllocationSettingData)
            setting.LastKnownSwitchName = name

    def check_removal(self, configuration: Configuration, setting: Setting) -> None:
        self.require(configuration, self.phases)

    def _adapter_of(self, configuration: Configuration, setting: Setting) -> Setting:
        found = configuration.part(setting.Parent)
        if not isinstance(found, ADAPTERS):
            raise RefusedError(
                INVALID_PARAMETER, f"Parent names no network adapter: {setting.Parent}"
            )
        return found


def switch_of(
    configuration: Configuration, connection: Setting
) -> Msvm_VirtualEthernetSwitch | None:
    """The switch that a connection names; None where it names none.

    Raises
    ------
    RefusedError
        Invalid parameter where there is no such switch.
    """
    paths = [each for each in connection.HostResource or () if each]
    if not paths:
        return None
    found = object_named(
        configuration.transaction, paths[0], Msvm_VirtualEthernetSwitch
    )
    if found is None or len(paths) > 1:
        raise RefusedError(
            INVALID_PARAMETER, f"HostResource names no switch: {', '.join(paths)}"
        )
    return found


def _check_address(adapter: Setting) -> None:
    address = plain_address(adapter.Address or NO_ADDRESS)
    if not _ADDRESS.fullmatch(address):
        raise RefusedError(INVALID_PARAMETER, f"{address!r} is no MAC address")
    if not getattr(adapter, "StaticMacAddress", False):
        return
    if address == NO_ADDRESS or bytes.fromhex(address)[0] & _GROUP_BIT:
        raise RefusedError(
            INVALID_PARAMETER, f"{address} can't be the address of one adapter"
        )


def plain_address(address: str) -> str:
    """A MAC address as Hyper-V writes it: twelve digits."""
    return address.replace("-", "").replace(":", "").upper()


def _identity(adapter: Setting) -> tuple[object, ...]:
    """What a guest knows an adapter by."""
    is_static = bool(getattr(adapter, "StaticMacAddress", False))
    return plain_address(adapter.Address or NO_ADDRESS), is_static


KINDS: Final = (
    NetworkAdapter(
        Msvm_SyntheticEthernetPortSettingData, "Network Adapter", 8, frozenset({1, 2})
    ),
    NetworkAdapter(
        Msvm_EmulatedEthernetPortSettingData,
        "Legacy Network Adapter",
        4,
        frozenset({1}),
    ),
    Connection(
        Msvm_EthernetPortAllocationSettingData,
        CONNECTION,
        "Dynamic Ethernet Switch Port",
    ),
)
