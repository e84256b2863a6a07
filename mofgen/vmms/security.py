"""The security service: TPM, encryption and shielding of machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from hyperv_v2 import (
    Msvm_ConcreteJob,
    Msvm_SecurityService,
    Msvm_SecuritySettingData,
)
from hyperv_v2.providers.Msvm_SecurityService import Msvm_SecurityServiceProvider

from mofgen.provider.stubs import serve
from mofgen.runtime.references import Ref
from mofgen.vmms.configuration_jobs import start_change
from mofgen.vmms.configurations import Configuration, Phase, configuration_of
from mofgen.vmms.machine_access import require_idle
from mofgen.vmms.machine_secrets import Secret
from mofgen.vmms.machine_security import SETTINGS, check, needs_protector
from mofgen.vmms.refusals import (
    COMPLETED,
    INVALID_PARAMETER,
    INVALID_STATE,
    JOB_STARTED,
    RefusedError,
    answering,
)
from mofgen.vmms.system_parts import one_owner

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.vmms.host import Vmms

Service: TypeAlias = Msvm_SecurityService
Security: TypeAlias = Msvm_SecuritySettingData

NO_PROTECTOR: Final = bytes((0, 0, 0, 4))
"""The key protector that Hyper-V gives for a machine without one: only its length."""


def install(host: Vmms) -> None:
    """Let the security service of a host answer."""
    serve(host.manager.methods, Service, SecurityMethods(host))


class SecurityMethods(Msvm_SecurityServiceProvider[Service]):
    """Changes the security of machines that are off.

    Each method takes the security settings of a machine, of which the ``InstanceID``
    says which machine it is; only ModifySecuritySettings takes their values.

    Parameters
    ----------
    host:
        The host of the machines.
    """

    def __init__(self, host: Vmms) -> None:
        self._host = host

    @answering(Service.ModifySecuritySettingsResult)
    def ModifySecuritySettings(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        SecuritySettingData: Security | None,
    ) -> Service.ModifySecuritySettingsResult:
        """Change what differs from the settings as they are."""
        given = _given(SecuritySettingData)
        configuration = self._changeable(transaction, given)
        values = {
            name: getattr(given, name)
            for name in SETTINGS
            if getattr(given, name) is not None
        }
        after = transaction.get(_ref(given)).copy(**values)
        check(self._host, configuration.guid, configuration.generation, after)
        job = start_change(
            configuration,
            lambda own: own.transaction.change(_ref(given), **values),
            "Modifying Virtual System Security",
            Msvm_ConcreteJob.JobTypeValues.MODIFY_VIRTUAL_MACHINE,
        )
        return Service.ModifySecuritySettingsResult(
            ReturnValue=Service.ModifySecuritySettingsReturnValues(JOB_STARTED),
            Job=job,
        )

    @answering(Service.SetSecurityPolicyResult)
    def SetSecurityPolicy(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        SecuritySettingData: Security | None,
        SecurityPolicy: tuple[int, ...] | None,
    ) -> Service.SetSecurityPolicyResult:
        """Keep the policy for the machine."""
        configuration = self._changeable(transaction, _given(SecuritySettingData))
        if not SecurityPolicy:
            raise RefusedError(INVALID_PARAMETER, "there is no policy")
        self._host.secrets.put(
            transaction,
            configuration.guid,
            Secret.SECURITY_POLICY,
            bytes(SecurityPolicy),
        )
        return Service.SetSecurityPolicyResult(
            ReturnValue=Service.SetSecurityPolicyReturnValues(COMPLETED)
        )

    @answering(Service.SetKeyProtectorResult)
    def SetKeyProtector(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        SecuritySettingData: Security | None,
        KeyProtector: tuple[int, ...] | None,
    ) -> Service.SetKeyProtectorResult:
        """Give the machine a key protector, or take away what it does not need."""
        configuration = self._changeable(transaction, _given(SecuritySettingData))
        protector = bytes(KeyProtector or ())
        if not protector:
            raise RefusedError(INVALID_PARAMETER, "there is no key protector")
        if protector == NO_PROTECTOR:
            if needs_protector(transaction, configuration.settings):
                raise RefusedError(INVALID_STATE, "the machine needs its key protector")
            protector = b""
        guid, secrets = configuration.guid, self._host.secrets
        before = secrets.get(guid, Secret.KEY_PROTECTOR)
        if before:
            secrets.put(transaction, guid, Secret.LAST_KEY_PROTECTOR, before)
        secrets.put(transaction, guid, Secret.KEY_PROTECTOR, protector)
        return Service.SetKeyProtectorResult(
            ReturnValue=Service.SetKeyProtectorReturnValues(COMPLETED)
        )

    @answering(Service.GetKeyProtectorResult)
    def GetKeyProtector(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        SecuritySettingData: Security | None,
    ) -> Service.GetKeyProtectorResult:
        """Tell the key protector, in any state of the machine."""
        configuration = self._configuration(transaction, _given(SecuritySettingData))
        found = self._host.secrets.get(configuration.guid, Secret.KEY_PROTECTOR)
        return Service.GetKeyProtectorResult(
            ReturnValue=Service.GetKeyProtectorReturnValues(COMPLETED),
            KeyProtector=tuple(found or NO_PROTECTOR),
        )

    @answering(Service.RestoreLastKnownGoodKeyProtectorResult)
    def RestoreLastKnownGoodKeyProtector(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        SecuritySettingData: Security | None,
    ) -> Service.RestoreLastKnownGoodKeyProtectorResult:
        """Give the machine the key protector again that it had before."""
        configuration = self._changeable(transaction, _given(SecuritySettingData))
        guid, secrets = configuration.guid, self._host.secrets
        last = secrets.get(guid, Secret.LAST_KEY_PROTECTOR)
        if not last:
            raise RefusedError(INVALID_STATE, "there was no other key protector")
        secrets.put(transaction, guid, Secret.KEY_PROTECTOR, last)
        return Service.RestoreLastKnownGoodKeyProtectorResult(
            ReturnValue=Service.RestoreLastKnownGoodKeyProtectorReturnValues(COMPLETED)
        )

    def _configuration(
        self, transaction: Transaction, given: Security
    ) -> Configuration:
        owner = one_owner(transaction, [_ref(given)], Security)
        return configuration_of(self._host, transaction, owner)

    def _changeable(self, transaction: Transaction, given: Security) -> Configuration:
        found = self._configuration(transaction, given)
        require_idle(self._host, found.element)
        if found.phase is not Phase.OFF:
            raise RefusedError(INVALID_STATE, "the machine is not off")
        return found


def _given(settings: Security | None) -> Security:
    if settings is None:
        raise RefusedError(INVALID_PARAMETER, "there are no security settings")
    return settings


def _ref(settings: Security) -> Ref[Security]:
    return Ref(Security, {"InstanceID": settings.InstanceID or ""})
