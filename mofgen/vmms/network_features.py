"""The features of switches and ports: VLANs, bandwidth, security, and so on.

A feature is a class of settings with an ID of its own. What a host knows of them is
told by one ``Msvm_EthernetSwitchFeatureCapabilities`` each, from which
``Msvm_FeatureSettingsDefineCapabilities`` leads to its default settings.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from hyperv_v2 import (
    CIM_SettingData,
    CIM_SettingsDefineCapabilities,
    Msvm_EthernetPortAllocationSettingData,
    Msvm_EthernetPortSettingDataComponent,
    Msvm_EthernetSwitchFeatureCapabilities,
    Msvm_EthernetSwitchHardwareOffloadSettingData,
    Msvm_EthernetSwitchPortAclSettingData,
    Msvm_EthernetSwitchPortBandwidthSettingData,
    Msvm_EthernetSwitchPortExtendedAclSettingData,
    Msvm_EthernetSwitchPortFeatureSettingData,
    Msvm_EthernetSwitchPortIsolationSettingData,
    Msvm_EthernetSwitchPortOffloadSettingData,
    Msvm_EthernetSwitchPortProfileSettingData,
    Msvm_EthernetSwitchPortRdmaSettingData,
    Msvm_EthernetSwitchPortRoutingDomainSettingData,
    Msvm_EthernetSwitchPortSecuritySettingData,
    Msvm_EthernetSwitchPortTeamMappingSettingData,
    Msvm_EthernetSwitchPortVlanSettingData,
    Msvm_FeatureSettingData,
    Msvm_FeatureSettingsDefineCapabilities,
    Msvm_VirtualEthernetSwitchBandwidthSettingData,
    Msvm_VirtualEthernetSwitchNicTeamingSettingData,
    Msvm_VirtualEthernetSwitchSettingData,
    Msvm_VirtualEthernetSwitchSettingDataComponent,
)

from mofgen.vmms.feature_effects import apply_feature
from mofgen.vmms.instance_ids import PREFIX
from mofgen.vmms.refusals import INVALID_PARAMETER, NOT_SUPPORTED, RefusedError

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.runtime.references import Ref, RefLike
    from mofgen.vmms.host import Vmms
    from mofgen.vmms.switch_access import PortSettings, SwitchSettings

FeatureSettings: TypeAlias = Msvm_FeatureSettingData
_Capabilities: TypeAlias = Msvm_EthernetSwitchFeatureCapabilities
_Roles: TypeAlias = CIM_SettingsDefineCapabilities.ValueRoleValues


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature that a host knows.

    Attributes
    ----------
    settings:
        The class of its settings.
    feature_id:
        What it is known by to the extensions of switches.
    is_repeated:
        Whether one port may have its settings more than once.
    name:
        What its settings are called; None where the schema has a default.
    """

    settings: type[FeatureSettings]
    feature_id: str
    is_repeated: bool = False
    name: str | None = None

    @property
    def is_of_ports(self) -> bool:
        """Whether ports have it, and not switches."""
        return issubclass(self.settings, Msvm_EthernetSwitchPortFeatureSettingData)


FEATURES: Final = (
    Feature(
        Msvm_EthernetSwitchPortVlanSettingData, "952C5004-4465-451C-8CB8-FA9AB382B773"
    ),
    Feature(
        Msvm_EthernetSwitchPortBandwidthSettingData,
        "24AD3CE1-69BD-4978-B2AC-DAAD389D699C",
    ),
    Feature(
        Msvm_EthernetSwitchPortSecuritySettingData,
        "776E0BA7-94A1-41C8-8F28-951F524251B5",
    ),
    Feature(
        Msvm_EthernetSwitchPortOffloadSettingData,
        "C885BFD1-ABB7-418F-8163-9F379C9F7166",
    ),
    Feature(
        Msvm_EthernetSwitchPortProfileSettingData,
        "9940CD46-8B06-43BB-B9D5-93D50381FD56",
    ),
    Feature(
        Msvm_EthernetSwitchPortIsolationSettingData,
        "83AF2CCB-72C9-4479-A285-94E58A98CAA6",
        name="Ethernet Switch Port Isolation Settings",
    ),
    Feature(
        Msvm_EthernetSwitchPortRdmaSettingData,
        "7A498FC4-8572-4FDC-92AB-7A6FC7042D53",
        name="Ethernet Switch Port RDMA Settings",
    ),
    Feature(
        Msvm_EthernetSwitchPortTeamMappingSettingData,
        "8D45D4BD-8C18-435C-98A7-D632A7C618FF",
        name="Ethernet Switch Port Team Mapping Settings",
    ),
    Feature(
        Msvm_EthernetSwitchPortAclSettingData,
        "998BEF4A-5D55-492A-9C43-8B2F5EAE9F2B",
        is_repeated=True,
    ),
    Feature(
        Msvm_EthernetSwitchPortExtendedAclSettingData,
        "CD168FF0-A16D-4514-B7B5-8BBBA791A928",
        is_repeated=True,
        name="Ethernet Switch Port Extended ACL Settings",
    ),
    Feature(
        Msvm_EthernetSwitchPortRoutingDomainSettingData,
        "BF874DF0-F729-4312-A0FA-194271B88990",
        is_repeated=True,
        name="Ethernet Switch Port Routing Domain Settings",
    ),
    Feature(
        Msvm_VirtualEthernetSwitchBandwidthSettingData,
        "3EB2B8E8-4ABF-4DBF-9071-16DD47481FBE",
    ),
    Feature(
        Msvm_VirtualEthernetSwitchNicTeamingSettingData,
        "17AD26F1-DD6F-4ED9-BD2F-3750ADE6B68B",
        name="Ethernet Switch NIC Teaming Settings",
    ),
    Feature(
        Msvm_EthernetSwitchHardwareOffloadSettingData,
        "1550E863-4337-4917-A040-5A27DBC58B59",
        name="Ethernet Switch Hardware Offload Settings",
    ),
)
_BY_CLASS: Final = {each.settings: each for each in FEATURES}


def install(host: Vmms) -> None:
    """Let a host say which features it knows."""
    with host.manager.transaction() as transaction:
        for each in FEATURES:
            _offer(transaction, each)


def feature_of(settings: FeatureSettings) -> Feature:
    """The feature that settings are of.

    Raises
    ------
    RefusedError
        NOT_SUPPORTED where the host does not know it.
    """
    found = _BY_CLASS.get(type(settings))
    if found is None:
        name = type(settings)._wire_class[0]
        raise RefusedError(NOT_SUPPORTED, f"no extension has the feature {name}")
    return found


def features(
    transaction: Transaction, owner: RefLike[PortSettings | SwitchSettings]
) -> list[FeatureSettings]:
    """The feature settings that a port or a switch has."""
    return [
        found
        for association in (
            Msvm_EthernetPortSettingDataComponent,
            Msvm_VirtualEthernetSwitchSettingDataComponent,
        )
        for found in transaction.associators(
            owner, Msvm_FeatureSettingData, association=association
        )
    ]


def add_feature(
    host: Vmms,
    transaction: Transaction,
    owner: PortSettings | SwitchSettings,
    request: FeatureSettings,
) -> Ref[FeatureSettings]:
    """Give a port or a switch a feature that a client asks for.

    Parameters
    ----------
    owner:
        The settings of the port or the switch.
    request:
        The settings of the feature.

    Raises
    ------
    RefusedError
        As from :func:`attach_feature`.
    """
    return attach_feature(transaction, owner, new_feature(host, owner, request))


def new_feature(
    host: Vmms, owner: PortSettings | SwitchSettings, request: FeatureSettings
) -> FeatureSettings:
    """The settings of a feature that a client asks for, with an ID of their own.

    Raises
    ------
    RefusedError
        NOT_SUPPORTED as from :func:`feature_of`.
    """
    feature = feature_of(request)
    own_id = [owner.InstanceID or "", feature.feature_id, host.guids.new()]
    return _named(feature, **_values(request), InstanceID="\\".join(own_id))


def attach_feature(
    transaction: Transaction,
    owner: PortSettings | SwitchSettings,
    settings: FeatureSettings,
) -> Ref[FeatureSettings]:
    """Give a port or a switch a feature.

    Parameters
    ----------
    owner:
        The settings of the port or the switch.
    settings:
        What :func:`new_feature` has made.

    Raises
    ------
    RefusedError
        INVALID_PARAMETER where the other kind of owner has such features, or this
        one has it already; NOT_SUPPORTED as from :func:`feature_of`.
    """
    feature = feature_of(settings)
    kind = _component(owner)
    if feature.is_of_ports != (kind is Msvm_EthernetPortSettingDataComponent):
        raise RefusedError(INVALID_PARAMETER, "this can't have such a feature")
    present = features(transaction, owner)
    if not feature.is_repeated and any(type(p) is type(settings) for p in present):
        raise RefusedError(INVALID_PARAMETER, "it has the feature: modify it")
    ref = transaction.create(settings)
    transaction.create(kind(GroupComponent=owner, PartComponent=ref))
    apply_feature(transaction, owner, None, settings)
    return ref


def change_feature(transaction: Transaction, request: FeatureSettings) -> None:
    """Write what a request has over the feature settings with its ``InstanceID``."""
    before = transaction.get(request)
    transaction.change(request, **_values(request))
    owner = owner_of(transaction, before)
    apply_feature(transaction, owner, before, transaction.get(request))


def remove_feature(transaction: Transaction, feature: FeatureSettings) -> None:
    """Take one feature away from the port or the switch that has it."""
    owner = owner_of(transaction, feature)
    transaction.delete(feature)
    apply_feature(transaction, owner, feature, None)


def owner_of(
    transaction: Transaction, feature: FeatureSettings
) -> PortSettings | SwitchSettings:
    """The settings of the port or the switch that has a feature.

    Raises
    ------
    RefusedError
        INVALID_PARAMETER where nothing has it: it is a default.
    """
    for association in (
        Msvm_EthernetPortSettingDataComponent,
        Msvm_VirtualEthernetSwitchSettingDataComponent,
    ):
        for found in transaction.associators(
            feature, CIM_SettingData, association=association
        ):
            return require_owner(found)
    raise RefusedError(INVALID_PARAMETER, f"nothing has {feature.InstanceID}")


def require_owner(found: CIM_SettingData) -> PortSettings | SwitchSettings:
    """What can have features, of what a client names.

    Raises
    ------
    RefusedError
        INVALID_PARAMETER where it can't.
    """
    kinds = (
        Msvm_EthernetPortAllocationSettingData,
        Msvm_VirtualEthernetSwitchSettingData,
    )
    if not isinstance(found, kinds):
        raise RefusedError(INVALID_PARAMETER, "only switches and ports have features")
    return found


def remove_features(
    transaction: Transaction, owner: RefLike[PortSettings | SwitchSettings]
) -> None:
    """Take all features away from what is itself going away."""
    for each in features(transaction, owner):
        transaction.delete(each)


def changed(stored: FeatureSettings, request: FeatureSettings) -> FeatureSettings:
    """What settings are when a request has been written over them."""
    return type(stored)(**{**_values(stored), **_values(request)})


def _component(owner: PortSettings | SwitchSettings) -> type[Any]:
    if isinstance(owner, Msvm_VirtualEthernetSwitchSettingData):
        return Msvm_VirtualEthernetSwitchSettingDataComponent
    return Msvm_EthernetPortSettingDataComponent


def _values(settings: FeatureSettings) -> dict[str, Any]:
    """What is set, without what identifies the object."""
    return {
        name: value
        for name, value in vars(settings).items()
        if not name.startswith("_") and name != "InstanceID" and value is not None
    }


def _named(feature: Feature, **values: Any) -> FeatureSettings:
    """New settings of a feature, which have a name whoever asks for them."""
    if feature.name is not None:
        values = {"Caption": feature.name, "ElementName": feature.name, **values}
    return feature.settings(**values)


def _offer(transaction: Transaction, feature: Feature) -> None:
    default = transaction.create(
        _named(feature, InstanceID=f"{PREFIX}Definition\\{feature.feature_id}\\Default")
    )
    applicability = _Capabilities.ApplicabilityValues
    of = applicability.PORT if feature.is_of_ports else applicability.SWITCH
    capabilities = transaction.create(
        _Capabilities(
            InstanceID=f"{PREFIX}{feature.feature_id}",
            ElementName=transaction.get(default).ElementName,
            FeatureId=feature.feature_id,
            Applicability=of,
            Version="1.0",
        )
    )
    transaction.create(
        Msvm_FeatureSettingsDefineCapabilities(
            GroupComponent=capabilities,
            PartComponent=default,
            ValueRole=_Roles.DEFAULT,
        )
    )
