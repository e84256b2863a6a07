"""Giving guests the addresses of their network adapters from outside."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from ipaddress import (
    AddressValueError,
    IPv4Address,
    IPv4Network,
    IPv6Address,
    NetmaskValueError,
)
from typing import TYPE_CHECKING, Any, Final

from hyperv_v2 import (
    CIM_ComputerSystem,
    Msvm_ComputerSystem,
    Msvm_ConcreteJob,
    Msvm_GuestNetworkAdapterConfiguration,
    Msvm_KvpExchangeComponentSettingData,
    Msvm_VirtualSystemManagementService,
)
from hyperv_v2.providers.Msvm_VirtualSystemManagementService import (
    Msvm_VirtualSystemManagementServiceProvider,
)

from mofgen.provider.stubs import serve
from mofgen.runtime.references import Ref
from mofgen.vmms import guest_components
from mofgen.vmms.guest_network import Configuration, configurations
from mofgen.vmms.machine_access import (
    components,
    has_worker,
    machine,
    require_idle,
    settings_of,
)
from mofgen.vmms.refusals import (
    INVALID_PARAMETER,
    INVALID_STATE,
    JOB_STARTED,
    RefusedError,
    answering,
    some,
)

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.vmms.host import Vmms

Service = Msvm_VirtualSystemManagementService
Protocols: Final = Configuration.ProtocolIFTypeValues
Origins: Final = Configuration.IPAddressOriginsValues

MOST_GATEWAYS: Final = 5
_FIXED: Final = ("IPAddresses", "Subnets", "DefaultGateways", "IPAddressOrigins")
_LONGEST_PREFIX: Final = 128
_DISABLED: Final = 3
_PREFIX: Final = re.compile(r"/?(\d{1,3})")


def install(host: Vmms) -> None:
    """Let a host answer it."""
    serve(host.manager.methods, Service, GuestNetworkSettings(host))


class GuestNetworkSettings(Msvm_VirtualSystemManagementServiceProvider[Service]):
    """Answers SetGuestNetworkAdapterConfiguration.

    It is done over the key-value pair exchange. A machine that is off can be given a
    configuration too: its guest takes it over when it starts.

    Parameters
    ----------
    host:
        The host of the machines.
    """

    def __init__(self, host: Vmms) -> None:
        self._host = host

    @answering(Service.SetGuestNetworkAdapterConfigurationResult)
    def SetGuestNetworkAdapterConfiguration(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        ComputerSystem: Ref[CIM_ComputerSystem] | None,
        NetworkConfiguration: tuple[Msvm_GuestNetworkAdapterConfiguration, ...] | None,
    ) -> Service.SetGuestNetworkAdapterConfigurationResult:
        given = some(NetworkConfiguration, "NetworkConfiguration")
        target = machine(transaction, ComputerSystem)
        require_idle(self._host, target)
        own = configurations(transaction, settings_of(transaction, target))
        known = {each.InstanceID or "": each for each in own}
        changes = {
            _known_id(known, each): checked_values(known[_known_id(known, each)], each)
            for each in given
        }
        if len(changes) < len(given):
            raise RefusedError(INVALID_PARAMETER, "an adapter is named twice")
        _require_exchange(transaction, target)
        job = self._host.jobs.start(
            transaction,
            caption="Setting Guest Network Adapter Configuration",
            job_type=Msvm_ConcreteJob.JobTypeValues.MODIFY_VIRTUAL_MACHINE,
            affected=[target],
            work=lambda later: self._change(later, target, changes),
        )
        return Service.SetGuestNetworkAdapterConfigurationResult(
            ReturnValue=Service.SetGuestNetworkAdapterConfigurationReturnValues(
                JOB_STARTED
            ),
            Job=job,
        )

    def _change(
        self,
        transaction: Transaction,
        target: Msvm_ComputerSystem,
        changes: dict[str, dict[str, Any]],
    ) -> None:
        for instance_id, values in changes.items():
            ref = Ref(Configuration, {"InstanceID": instance_id})
            transaction.change(ref, **values)
        now = transaction.get(target)
        if has_worker(now):
            guest_components.refresh(self._host, transaction, now)


def checked_values(before: Configuration, given: Configuration) -> dict[str, Any]:
    """What a configuration is to become.

    Parameters
    ----------
    before:
        As it is.
    given:
        As a client wants it; ``DHCPEnabled`` is needed, the rest stays where it is
        NULL.

    Returns
    -------
    The values that change, by property. With DHCP the server gives the addresses and
    gateways, and those that are given do not count.

    Raises
    ------
    RefusedError
        Invalid parameter: an address that is none or of another protocol, a subnet too
        many or too few, more than five gateways.
    """
    if given.DHCPEnabled is None:
        raise RefusedError(INVALID_PARAMETER, "DHCPEnabled is missing")
    protocol = given.ProtocolIFType
    if protocol is None:
        protocol = before.ProtocolIFType or Protocols.IPV4
    if protocol not in (Protocols.IPV4, Protocols.IPV6, Protocols.IPV4_V6):
        raise RefusedError(INVALID_PARAMETER, f"there is no protocol {int(protocol)}")
    servers = _chosen(given.DNSServers, before.DNSServers)
    _require_addresses(servers, int(protocol))
    values: dict[str, Any] = {
        "ProtocolIFType": protocol,
        "DHCPEnabled": given.DHCPEnabled,
        "DNSServers": servers,
    }
    if not given.DHCPEnabled:
        return {**values, **_fixed_values(before, given, int(protocol))}
    if not before.DHCPEnabled:
        values |= dict.fromkeys(_FIXED, ())
    return values


def _fixed_values(
    before: Configuration, given: Configuration, protocol: int
) -> dict[str, Any]:
    """The addresses, subnets and gateways of an adapter without DHCP."""
    addresses = _chosen(given.IPAddresses, before.IPAddresses)
    subnets = _chosen(given.Subnets, before.Subnets)
    gateways = _chosen(given.DefaultGateways, before.DefaultGateways)
    _require_addresses([*addresses, *gateways], protocol)
    _require_subnets(addresses, subnets)
    if len(gateways) > MOST_GATEWAYS:
        raise RefusedError(
            INVALID_PARAMETER, f"an adapter has at most {MOST_GATEWAYS} gateways"
        )
    origins = (Origins.STATIC,) * len(addresses)
    return dict(zip(_FIXED, (addresses, subnets, gateways, origins), strict=True))


def _known_id(known: dict[str, Configuration], given: Configuration) -> str:
    for instance_id in known:
        if instance_id.casefold() == (given.InstanceID or "").casefold():
            return instance_id
    raise RefusedError(
        INVALID_PARAMETER, f"no adapter of the machine has {given.InstanceID!r}"
    )


def _require_exchange(transaction: Transaction, target: Msvm_ComputerSystem) -> None:
    settings = settings_of(transaction, target)
    parts = components(transaction, settings, Msvm_KvpExchangeComponentSettingData)
    if any(each.EnabledState == _DISABLED for each in parts):
        raise RefusedError(
            INVALID_STATE, "the key-value pair exchange with the guest is switched off"
        )


def _chosen(
    given: Sequence[str] | None, before: Sequence[str] | None
) -> tuple[str, ...]:
    return tuple(before or () if given is None else given)


def _require_addresses(addresses: Sequence[str], protocol: int) -> None:
    for each in addresses:
        kind = _kind(each)
        if protocol not in (kind, Protocols.IPV4_V6):
            raise RefusedError(INVALID_PARAMETER, f"{each!r} is of another protocol")


def _require_subnets(addresses: Sequence[str], subnets: Sequence[str]) -> None:
    if not addresses or len(addresses) != len(subnets):
        raise RefusedError(
            INVALID_PARAMETER, "each address needs a subnet, and one at least"
        )
    for address, subnet in zip(addresses, subnets, strict=True):
        is_sixth = _kind(address) == Protocols.IPV6
        if not (_is_prefix(subnet) if is_sixth else _is_mask(subnet)):
            raise RefusedError(
                INVALID_PARAMETER, f"{subnet!r} is no subnet for {address}"
            )


def _kind(address: str) -> int:
    """The protocol of an address."""
    kinds: tuple[tuple[Callable[[str], object], int], ...] = (
        (IPv4Address, Protocols.IPV4),
        (IPv6Address, Protocols.IPV6),
    )
    for parse, kind in kinds:
        try:
            parse(address)
        except AddressValueError:
            continue
        return kind
    raise RefusedError(INVALID_PARAMETER, f"{address!r} is no IP address")


def _is_mask(subnet: str) -> bool:
    """Whether it is a mask such as 255.255.255.0, ones before zeros."""
    try:
        IPv4Address(subnet)
        network = IPv4Network(f"0.0.0.0/{subnet}")
    except (AddressValueError, NetmaskValueError):
        return False
    return str(network.netmask) == subnet


def _is_prefix(subnet: str) -> bool:
    """Whether it is the length of a prefix, such as 64 or /64."""
    found = _PREFIX.fullmatch(subnet)
    return found is not None and int(found[1]) <= _LONGEST_PREFIX
