"""The extensions of switches: those that a host has, and each in its role on a switch.

A switch has every extension that is installed on the host, enabled or not. Packets
pass them in the order that ``ExtensionOrder`` of the switch's settings tells.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from hyperv_v2 import (
    CIM_EnabledLogicalElement,
    Msvm_ConcreteDependency,
    Msvm_EthernetSwitchExtension,
    Msvm_EthernetSwitchExtensionCapabilities,
    Msvm_EthernetSwitchFeatureCapabilities,
    Msvm_HostedEthernetSwitchExtension,
    Msvm_InstalledEthernetSwitchExtension,
    Msvm_VirtualEthernetSwitch,
)
from hyperv_v2.providers.CIM_EnabledLogicalElement import (
    CIM_EnabledLogicalElementProvider,
)

from mofgen.provider.stubs import serve
from mofgen.vmms.refusals import INVALID_PARAMETER, RefusedError
from mofgen.vmms.switch_access import Switch, SwitchSettings, settings_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mofgen.provider.transactions import Transaction
    from mofgen.runtime.datetimes import CimDateTime
    from mofgen.vmms.host import Vmms

Extension: TypeAlias = Msvm_EthernetSwitchExtension
Types: TypeAlias = Msvm_EthernetSwitchExtension.ExtensionTypeValues
Answer: TypeAlias = CIM_EnabledLogicalElement.RequestStateChangeReturnValues
_Request: TypeAlias = CIM_EnabledLogicalElement.RequestStateChangeRequestedStateValues

NATIVE: Final = "11EC6134-128A-4A23-B12F-164184B48348"
"""The switch itself as an extension: the one that has the features."""


@dataclass(frozen=True, slots=True)
class _Installed:
    """An extension that comes with the host.

    Attributes
    ----------
    name, title:
        Its GUID, and what people call it.
    kind:
        Its ``ExtensionType``.
    is_enabled:
        Whether a new switch has it enabled.
    """

    name: str
    title: str
    kind: int
    is_enabled: bool


_NATIVE: Final = _Installed(
    NATIVE, "Microsoft Virtual Ethernet Switch Native Extension", Types.NATIVE, True
)
_ON_SWITCHES: Final = (
    _Installed(
        "430BDADD-BAB0-41AB-A369-94B67FA5BE0A",
        "Microsoft NDIS Capture",
        Types.MONITORING,
        True,
    ),
    _Installed(
        "F74F241B-440F-4433-BB28-00F89EAD20D8",
        "Microsoft Azure VFP Switch Filter Extension",
        Types.FILTER,
        False,
    ),
    _Installed(
        "E7C3B2F0-F3C5-48DF-AF2B-10FED6D72E7A",
        "Microsoft Windows Filtering Platform",
        Types.FILTER,
        False,
    ),
)
"""In the order in which a new switch has them."""
_VENDOR: Final = "Microsoft"
_VERSION: Final = "10.0"
_STATES: Final = (_Request.ENABLED, _Request.DISABLED)


def install(host: Vmms) -> None:
    """Put the extensions into a host, and let those of its switches be switched."""
    with host.manager.transaction() as transaction:
        for each in (_NATIVE, *_ON_SWITCHES):
            transaction.create(_installed(each))
        for capabilities in transaction.objects(Msvm_EthernetSwitchFeatureCapabilities):
            transaction.create(
                Msvm_EthernetSwitchExtensionCapabilities(
                    ManagedElement=_installed(_NATIVE), Capabilities=capabilities
                )
            )
    serve(host.manager.methods, Extension, ExtensionStates(host))


def bind_extensions(host: Vmms, transaction: Transaction, switch: Switch) -> None:
    """Give a new switch the extensions of its host, in their usual order."""
    bound: list[Extension] = []
    for each in _ON_SWITCHES:
        extension = _bound(host, switch, each)
        made = transaction.create(extension)
        transaction.create(
            Msvm_HostedEthernetSwitchExtension(Antecedent=switch, Dependent=made)
        )
        transaction.create(
            Msvm_ConcreteDependency(Antecedent=_installed(each), Dependent=made)
        )
        bound.append(extension)
    transaction.change(settings_of(transaction, switch), ExtensionOrder=bound)


def unbind_extensions(transaction: Transaction, switch: Switch) -> None:
    """Take the extensions away from a switch that goes."""
    for each in extensions(transaction, switch):
        transaction.delete(each)


def extensions(transaction: Transaction, switch: Switch) -> list[Extension]:
    """The extensions of a switch, in no certain order."""
    return transaction.associators(
        switch, Extension, association=Msvm_HostedEthernetSwitchExtension
    )


def order_extensions(
    transaction: Transaction, switch: Switch, wanted: Iterable[Extension | None]
) -> None:
    """Let packets pass the extensions of a switch in another order.

    Parameters
    ----------
    wanted:
        All of its extensions, known by their ``Name``.

    Raises
    ------
    RefusedError
        INVALID_PARAMETER where they are not those of the switch, each once, or one
        would take the place of another type: types keep their places.
    """
    settings = settings_of(transaction, switch)
    names = [((each and each.Name) or "").upper() for each in wanted]
    current = [each.Name for each in _order(settings)]
    if sorted(names) != sorted(name or "" for name in current):
        raise RefusedError(
            INVALID_PARAMETER, "ExtensionOrder names each extension of the switch once"
        )
    bound = {each.Name: each for each in extensions(transaction, switch)}
    ordered = [bound[name] for name in names]
    if [each.ExtensionType for each in ordered] != [
        bound[name].ExtensionType for name in current
    ]:
        raise RefusedError(
            INVALID_PARAMETER, "an extension moves among those of its type only"
        )
    transaction.change(settings, ExtensionOrder=ordered)


class ExtensionStates(CIM_EnabledLogicalElementProvider[Extension]):
    """Answers RequestStateChange of the extensions of switches.

    Parameters
    ----------
    host:
        The host of the switches.
    """

    def __init__(self, host: Vmms) -> None:
        self._host = host

    def RequestStateChange(
        self,
        transaction: Transaction,
        obj: Extension,
        /,
        *,
        RequestedState: int | None,
        TimeoutPeriod: CimDateTime | None,
    ) -> CIM_EnabledLogicalElement.RequestStateChangeResult:
        """Enable or disable an extension on its switch, at once."""
        return CIM_EnabledLogicalElement.RequestStateChangeResult(
            ReturnValue=self._answer(transaction, obj, RequestedState, TimeoutPeriod)
        )

    def _answer(
        self,
        transaction: Transaction,
        extension: Extension,
        requested: int | None,
        timeout: CimDateTime | None,
    ) -> Answer:
        if timeout is not None and timeout.to_timedelta():
            return Answer.USE_OF_TIMEOUT_PARAMETER_NOT_SUPPORTED
        if requested not in _STATES:
            return Answer.NOT_SUPPORTED
        (switch,) = transaction.associators(
            extension,
            Msvm_VirtualEthernetSwitch,
            association=Msvm_HostedEthernetSwitchExtension,
        )
        if self._host.jobs.busy(switch):
            return Answer.BUSY
        transaction.change(
            extension,
            EnabledState=requested,
            RequestedState=requested,
            TimeOfLastStateChange=self._host.clock.now(),
        )
        _retell(transaction, switch)
        return Answer.COMPLETED_WITH_NO_ERROR


def _retell(transaction: Transaction, switch: Switch) -> None:
    """Let the settings of a switch tell its extensions as they are now."""
    settings = settings_of(transaction, switch)
    bound = {each.Name: each for each in extensions(transaction, switch)}
    current = [bound[each.Name] for each in _order(settings)]
    transaction.change(settings, ExtensionOrder=current)


def _order(settings: SwitchSettings) -> list[Extension]:
    return [each for each in settings.ExtensionOrder or () if each is not None]


def _installed(extension: _Installed) -> Msvm_InstalledEthernetSwitchExtension:
    return Msvm_InstalledEthernetSwitchExtension(
        Name=extension.name,
        ElementName=extension.title,
        Description=extension.title,
        ExtensionType=extension.kind,
        Vendor=_VENDOR,
        Version=_VERSION,
    )


def _bound(host: Vmms, switch: Switch, extension: _Installed) -> Any:
    return Extension(
        SystemCreationClassName="Msvm_VirtualEthernetSwitch",
        SystemName=switch.Name,
        CreationClassName="Msvm_EthernetSwitchExtension",
        Name=extension.name,
        ElementName=extension.title,
        Description=extension.title,
        ExtensionType=extension.kind,
        Vendor=_VENDOR,
        Version=_VERSION,
        EnabledState=_STATES[0] if extension.is_enabled else _STATES[1],
        OperationalStatus=[2],
        StatusDescriptions=["OK"],
        Status="OK",
        InstallDate=host.clock.now(),
    )
