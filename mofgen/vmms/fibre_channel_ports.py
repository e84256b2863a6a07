"""The synthetic Fibre Channel ports of machines."""

from __future__ import annotations

import re
from typing import Final

from hyperv_v2 import Msvm_SyntheticFcPortSettingData

from mofgen.vmms.configurations import Configuration
from mofgen.vmms.instance_ids import device_id
from mofgen.vmms.refusals import INVALID_PARAMETER, RefusedError
from mofgen.vmms.resource_kinds import ResourceKind, Setting

FIBRE_CHANNEL_PORT: Final = "Microsoft:Hyper-V:Synthetic FibreChannel Port"
MOST_PORTS: Final = 4
"""How many a machine can have."""

_PORT_NAMES: Final = ("VirtualPortWWPN", "SecondaryWWPN")
_NAMES: Final = (*_PORT_NAMES, "VirtualPortWWNN", "SecondaryWWNN")
_NAME: Final = re.compile(r"[0-9A-F]{16}")


class FibreChannelPort(ResourceKind):
    """Fibre Channel ports, added, changed and removed while the machine is off.

    Each has two world wide names for itself and for its node: one where it runs, and
    one where it is about to run when it moves to another host.
    """

    resource_type = 7

    def new(self, configuration: Configuration, given: Setting) -> Setting:
        guid = configuration.host.guids.new()
        port = self.completed(given, InstanceID=device_id(configuration.guid, guid))
        assert isinstance(port, Msvm_SyntheticFcPortSettingData)
        port.VirtualSystemIdentifiers = port.VirtualSystemIdentifiers or (
            "{" + guid + "}",
        )
        port.ChapEnabled = False  # only a shared secret makes a difference
        return port

    def check(
        self, configuration: Configuration, setting: Setting, before: Setting | None
    ) -> None:
        self.require(configuration, self.phases)
        own = [plain_name(getattr(setting, name)) for name in _PORT_NAMES]
        for name in _NAMES:
            text = getattr(setting, name)
            if not _NAME.fullmatch(plain_name(text)):
                raise RefusedError(INVALID_PARAMETER, f"{name}: {text!r} is none")
        others = [
            each
            for each in configuration.transaction.objects(
                Msvm_SyntheticFcPortSettingData
            )
            if each.InstanceID != setting.InstanceID
        ]
        if len(set(own)) < len(own) or set(own) & port_names(others):
            raise RefusedError(INVALID_PARAMETER, "another port has this name")
        ports = configuration.parts(Msvm_SyntheticFcPortSettingData)
        if before is None and len(ports) >= MOST_PORTS:
            raise RefusedError(
                INVALID_PARAMETER, f"a machine has at most {MOST_PORTS} {self.name}s"
            )

    def check_removal(self, configuration: Configuration, setting: Setting) -> None:
        self.require(configuration, self.phases)


def port_names(ports: list[Msvm_SyntheticFcPortSettingData]) -> set[str]:
    """The world wide port names that ports have."""
    return {plain_name(getattr(port, name)) for port in ports for name in _PORT_NAMES}


def plain_name(name: str | None) -> str:
    """A world wide name as sixteen digits."""
    return (name or "").replace(":", "").upper()


KINDS: Final = (
    FibreChannelPort(
        Msvm_SyntheticFcPortSettingData, FIBRE_CHANNEL_PORT, "Fibre Channel Adapter"
    ),
)
