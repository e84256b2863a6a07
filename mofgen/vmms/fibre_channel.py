"""Fibre Channel: world wide port names, and the secrets of the ports of machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from hyperv_v2 import (
    Msvm_SyntheticFcPortSettingData,
    Msvm_VirtualSystemManagementService,
)
from hyperv_v2.providers.Msvm_VirtualSystemManagementService import (
    Msvm_VirtualSystemManagementServiceProvider,
)

from mofgen.provider.stubs import serve
from mofgen.vmms.configurations import configuration_with
from mofgen.vmms.fibre_channel_ports import port_names
from mofgen.vmms.machine_access import has_worker, require_idle
from mofgen.vmms.refusals import (
    COMPLETED,
    INVALID_PARAMETER,
    INVALID_STATE,
    RefusedError,
    answering,
    some,
)
from mofgen.vmms.service_settings import service_settings

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.vmms.host import Vmms

Service: TypeAlias = Msvm_VirtualSystemManagementService
Port: TypeAlias = Msvm_SyntheticFcPortSettingData

NO_NAME: Final = "0000000000000000"
"""What stands for a name where the host has no more to give."""

_ASCII: Final = 1
_BINARY: Final = 2
_MOST_NAMES: Final = 65536
"""How many names a client can ask for at once; Hyper-V's own limit is not known."""


def install(host: Vmms) -> None:
    """Let a host answer these methods."""
    serve(host.manager.methods, Service, FibreChannel(host))


class FibreChannel(Msvm_VirtualSystemManagementServiceProvider[Service]):
    """Gives names to ports, each once, and keeps whether ports authenticate.

    Parameters
    ----------
    host:
        The host, whose settings have the range of the names.
    """

    def __init__(self, host: Vmms) -> None:
        self._host = host
        self._next = 0

    @answering(Service.GenerateWwpnResult)
    def GenerateWwpn(
        self, transaction: Transaction, obj: Service, /, *, NumberOfWwpns: int | None
    ) -> Service.GenerateWwpnResult:
        """Give so many new names, and what is no name where there are no more."""
        if not NumberOfWwpns or NumberOfWwpns > _MOST_NAMES:
            raise RefusedError(INVALID_PARAMETER, f"not {NumberOfWwpns} names")
        before = self._next
        transaction.undo_by(lambda: self._go_to(before))
        names = []
        for _ in range(NumberOfWwpns):
            number = self._upcoming(transaction)
            names.append(_name(number))
            if number is not None:
                self._next = number + 1
        return Service.GenerateWwpnResult(
            ReturnValue=Service.GenerateWwpnReturnValues(COMPLETED),
            GeneratedWwpn=tuple(names),
        )

    @answering(Service.GetCurrentWwpnFromGeneratorResult)
    def GetCurrentWwpnFromGenerator(
        self, transaction: Transaction, obj: Service, /
    ) -> Service.GetCurrentWwpnFromGeneratorResult:
        """Tell the name that the next call of GenerateWwpn gives first."""
        return Service.GetCurrentWwpnFromGeneratorResult(
            ReturnValue=Service.GetCurrentWwpnFromGeneratorReturnValues(COMPLETED),
            CurrentWwpn=_name(self._upcoming(transaction)),
        )

    @answering(Service.AddFibreChannelChapResult)
    def AddFibreChannelChap(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        FcPortSettings: tuple[Port, ...] | None,
        SecretEncoding: int | None,
        SharedSecret: tuple[int, ...] | None,
    ) -> Service.AddFibreChannelChapResult:
        """Let ports of machines that do not run authenticate with a secret."""
        _check_secret(SecretEncoding, bytes(SharedSecret or ()))
        self._set_chap(transaction, FcPortSettings, enabled=True)
        return Service.AddFibreChannelChapResult(
            ReturnValue=Service.AddFibreChannelChapReturnValues(COMPLETED)
        )

    @answering(Service.RemoveFibreChannelChapResult)
    def RemoveFibreChannelChap(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        FcPortSettings: tuple[Port, ...] | None,
    ) -> Service.RemoveFibreChannelChapResult:
        """Let them do without."""
        self._set_chap(transaction, FcPortSettings, enabled=False)
        return Service.RemoveFibreChannelChapResult(
            ReturnValue=Service.RemoveFibreChannelChapReturnValues(COMPLETED)
        )

    def _set_chap(
        self, transaction: Transaction, ports: tuple[Port, ...] | None, *, enabled: bool
    ) -> None:
        for each in some(ports, "FcPortSettings"):
            configuration = configuration_with(self._host, transaction, each)
            require_idle(self._host, configuration.element)
            system = configuration.system
            if system is not None and has_worker(system):
                raise RefusedError(INVALID_STATE, "the machine runs")
            transaction.change(each, ChapEnabled=enabled)

    def _upcoming(self, transaction: Transaction) -> int | None:
        """The lowest name at or after the last that no port has; None for none."""
        settings = service_settings(transaction)
        low, high = (
            int(each or NO_NAME, 16)
            for each in (settings.MinimumWWPNAddress, settings.MaximumWWPNAddress)
        )
        taken = port_names(transaction.objects(Port))
        first = self._next if low <= self._next else low
        return next(
            (n for n in range(first, high + 1) if f"{n:016X}" not in taken), None
        )

    def _go_to(self, number: int) -> None:
        self._next = number


def _check_secret(encoding: int | None, secret: bytes) -> None:
    if encoding not in (_ASCII, _BINARY):
        raise RefusedError(INVALID_PARAMETER, f"there is no encoding {encoding}")
    if not secret:
        raise RefusedError(INVALID_PARAMETER, "there is no secret")
    if encoding == _ASCII and not (secret.isascii() and secret.decode().isprintable()):
        raise RefusedError(INVALID_PARAMETER, "the secret can't be printed")


def _name(number: int | None) -> str:
    """A name in the form that the vendor documents: 01:23:45:67:89:ab:cd:ef."""
    return NO_NAME if number is None else number.to_bytes(8, "big").hex(":")
