"""What is asked of many machines at once: GetSummaryInformation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from hyperv_v2 import (
    CIM_ConcreteJob,
    CIM_VirtualSystemSettingData,
    Msvm_AffectedJobElement,
    Msvm_ComputerSystem,
    Msvm_EthernetPortAllocationSettingData,
    Msvm_HeartbeatComponent,
    Msvm_KvpExchangeComponent,
    Msvm_MemorySettingData,
    Msvm_ProcessorSettingData,
    Msvm_SnapshotOfVirtualSystem,
    Msvm_SummaryInformation,
    Msvm_SystemDevice,
    Msvm_VirtualEthernetSwitch,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemSettingData,
)
from hyperv_v2.providers.Msvm_VirtualSystemManagementService import (
    Msvm_VirtualSystemManagementServiceProvider,
)

from mofgen.provider.stubs import serve
from mofgen.provider.transactions import Transaction
from mofgen.runtime.references import Ref
from mofgen.vmms.configurations import object_named
from mofgen.vmms.guest_state import (
    DEGRADED,
    LOST,
    NO_CONTACT,
    NON_RECOVERABLE,
    OK,
)
from mofgen.vmms.instance_ids import machine_of
from mofgen.vmms.machine_access import (
    components,
    has_worker,
    is_realized,
    is_snapshot,
    machine_with,
    machines,
    on_time,
    settings_of,
    system_settings,
)
from mofgen.vmms.refusals import (
    COMPLETED,
    INVALID_PARAMETER,
    RefusedError,
    answering,
)
from mofgen.vmms.thumbnails import picture

if TYPE_CHECKING:
    from mofgen.vmms.host import Vmms

Service = Msvm_VirtualSystemManagementService
Summary = Msvm_SummaryInformation
Values: TypeAlias = "dict[str, Any]"

_UNKNOWN_AMOUNT: Final = 0x7FFFFFFF
"""What stands for an amount of memory that there is only with dynamic memory."""
_MACHINES_ONLY: Final = range(100, 200)
_CHECKPOINTS_ONLY: Final = range(200, 300)


def install(host: Vmms) -> None:
    """Let the host answer it."""
    serve(host.manager.methods, Service, Summaries(host))


class Summaries(Msvm_VirtualSystemManagementServiceProvider[Service]):
    """Tells what is asked for of machines and checkpoints.

    Parameters
    ----------
    host:
        The host on which they are.
    """

    def __init__(self, host: Vmms) -> None:
        self._host = host

    @answering(Service.GetSummaryInformationResult)
    def GetSummaryInformation(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        SettingData: tuple[Ref[CIM_VirtualSystemSettingData], ...] | None,
        RequestedInformation: tuple[int, ...] | None,
    ) -> Service.GetSummaryInformationResult:
        """One summary for each settings, or for each machine where none are given."""
        if not RequestedInformation:
            raise RefusedError(INVALID_PARAMETER, "which information?")
        codes = dict.fromkeys(map(int, RequestedInformation))
        for code in codes:
            if code not in _INFORMATION and code not in _CHECKPOINTS_ONLY:
                raise RefusedError(INVALID_PARAMETER, f"there is no information {code}")
        if SettingData is None:
            asked = [settings_of(transaction, m) for m in machines(transaction)]
        else:
            asked = [system_settings(transaction, each) for each in SettingData]
        found = [self._summary(transaction, each, codes) for each in asked]
        return Service.GetSummaryInformationResult(
            ReturnValue=Service.GetSummaryInformationReturnValues(COMPLETED),
            SummaryInformation=tuple(found),
        )

    def _summary(
        self,
        transaction: Transaction,
        settings: Msvm_VirtualSystemSettingData,
        codes: Iterable[int],
    ) -> Summary:
        values: Values = {"InstanceID": settings.InstanceID}
        subject = _Subject(self._host, transaction, settings)
        for code in codes:
            if code in _MACHINES_ONLY and is_snapshot(settings):
                continue
            tell = _INFORMATION.get(code)
            if tell is not None:
                values.update(tell(subject))
        return Summary(**values)


@dataclass(frozen=True, slots=True)
class _Subject:
    """A machine or checkpoint of which something is asked."""

    host: Vmms
    transaction: Transaction
    settings: Msvm_VirtualSystemSettingData

    @property
    def machine(self) -> Msvm_ComputerSystem:
        """The machine; for one that is only planned, what a machine that is off is."""
        found = machine_with(self.transaction, self.settings)
        return found or Msvm_ComputerSystem(EnabledState=3)

    @property
    def is_live(self) -> bool:
        """Whether a worker process holds the machine."""
        return is_realized(self.settings) and has_worker(self.machine)

    def of_machine(self, name: str, source: str | None = None) -> Values:
        """A property of the machine, under the same name or another."""
        return {name: getattr(self.machine, source or name)}

    def of_settings(self, name: str) -> Values:
        """A property of the settings."""
        return {name: getattr(self.settings, name)}


# --- of machines and checkpoints ---


def _name(subject: _Subject) -> Values:
    return {"Name": machine_of(subject.settings.InstanceID or "")}


def _notes(subject: _Subject) -> Values:
    return {"Notes": "\n".join(subject.settings.Notes or ())}


def _processors(subject: _Subject) -> Values:
    found = components(subject.transaction, subject.settings, Msvm_ProcessorSettingData)
    return {"NumberOfProcessors": sum(each.VirtualQuantity or 0 for each in found)}


def _thumbnail(width: int, height: int) -> Callable[[_Subject], Values]:
    def tell(subject: _Subject) -> Values:
        shown = (
            subject.machine if subject.is_live else Msvm_ComputerSystem(EnabledState=3)
        )
        return {
            "ThumbnailImage": tuple(picture(shown, width, height)),
            "ThumbnailImageWidth": width,
            "ThumbnailImageHeight": height,
        }

    return tell


def _switches(subject: _Subject) -> Values:
    names = []
    for each in components(
        subject.transaction, subject.settings, Msvm_EthernetPortAllocationSettingData
    ):
        for path in each.HostResource or ():
            found = object_named(subject.transaction, path, Msvm_VirtualEthernetSwitch)
            if isinstance(found, Msvm_VirtualEthernetSwitch):
                names.append(found.ElementName)
    return {"VirtualSwitchNames": names}


# --- of machines only ---


def _load(subject: _Subject) -> Values:
    return {"ProcessorLoad": 0}


def _load_history(subject: _Subject) -> Values:
    return {"ProcessorLoadHistory": []}


def _memory_usage(subject: _Subject) -> Values:
    guid = subject.machine.Name or ""
    return {"MemoryUsage": subject.host.usage.assigned(guid)}


def _heartbeat(subject: _Subject) -> Values:
    if not subject.is_live:
        return {}
    values = Summary.HeartbeatValues
    first, *_ = _heartbeat_status(subject)
    return {"Heartbeat": _HEARTBEATS.get(first, values.NO_CONTACT)}


def _heartbeat_status(subject: _Subject) -> Sequence[int]:
    """What the heartbeat component of a machine that has a worker says."""
    found = subject.transaction.associators(
        subject.machine, Msvm_HeartbeatComponent, association=Msvm_SystemDevice
    )
    return [int(code) for each in found for code in each.OperationalStatus or ()] or [
        NO_CONTACT
    ]


def _guest_name(subject: _Subject) -> Values:
    """The operating system, as the guest tells it by the exchange of pairs."""
    if not subject.is_live:
        return {"GuestOperatingSystem": None}
    items = [
        item
        for exchange in subject.transaction.associators(
            subject.machine, Msvm_KvpExchangeComponent, association=Msvm_SystemDevice
        )
        for item in exchange.GuestIntrinsicExchangeItems or ()
    ]
    names = [each.Data for each in items if each.Name == "OSName"]
    return {"GuestOperatingSystem": names[0] if names else None}


def _uptime(subject: _Subject) -> Values:
    passed = on_time(subject.machine, subject.host.clock.now())
    return {"UpTime": passed // timedelta(milliseconds=1)}


def _snapshots(subject: _Subject) -> Values:
    found = subject.transaction.associators(
        subject.machine,
        Msvm_VirtualSystemSettingData,
        association=Msvm_SnapshotOfVirtualSystem,
    )
    return {"Snapshots": found}


def _tasks(subject: _Subject) -> Values:
    found = subject.transaction.associators(
        subject.machine, CIM_ConcreteJob, association=Msvm_AffectedJobElement
    )
    jobs = subject.host.jobs
    return {
        "AsynchronousTasks": [
            each for each in found if jobs.is_running(each.InstanceID)
        ]
    }


def _dynamic_memory(subject: _Subject) -> Msvm_MemorySettingData | None:
    if not subject.is_live:
        return None
    found = components(subject.transaction, subject.settings, Msvm_MemorySettingData)
    return next((each for each in found if each.DynamicMemoryEnabled), None)


def _memory_available(subject: _Subject) -> Values:
    memory = _dynamic_memory(subject)
    amount = _UNKNOWN_AMOUNT if memory is None else memory.TargetMemoryBuffer
    return {"MemoryAvailable": amount}


def _available_buffer(subject: _Subject) -> Values:
    memory = _dynamic_memory(subject)
    return {"AvailableMemoryBuffer": _UNKNOWN_AMOUNT if memory is None else 100}


def _application_health(subject: _Subject) -> Values:
    values = Summary.ApplicationHealthValues
    status = _heartbeat_status(subject) if subject.is_live else ()
    second = status[1] if len(status) > 1 else values.DISABLED
    known = second in (values.OK, values.APPLICATION_CRITICAL)
    return {"ApplicationHealth": second if known else values.DISABLED}


def _replication_state_ex(subject: _Subject) -> Values:
    return {"ReplicationStateEx": [int(subject.machine.ReplicationState or 0)]}


def _replication_health_ex(subject: _Subject) -> Values:
    return {"ReplicationHealthEx": [int(subject.machine.ReplicationHealth or 0)]}


def _integration_services(subject: _Subject) -> Values:
    values = Summary.IntegrationServicesVersionStateValues
    guest = subject.host.guests.state(subject.machine.Name or "")
    state = _VERSIONS.get(guest.services) if subject.is_live else None
    return {"IntegrationServicesVersionState": state or values.UNKNOWN}


_HEARTBEATS: Final = {
    OK: Summary.HeartbeatValues.OK,
    DEGRADED: Summary.HeartbeatValues.OK,
    NON_RECOVERABLE: Summary.HeartbeatValues.ERROR,
    LOST: Summary.HeartbeatValues.LOST_COMMUNICATION,
}
"""What is said of a heartbeat, by what its component says first."""
_VERSIONS: Final = {
    OK: Summary.IntegrationServicesVersionStateValues.UP_TO_DATE,
    DEGRADED: Summary.IntegrationServicesVersionStateValues.MISMATCH,
    NON_RECOVERABLE: Summary.IntegrationServicesVersionStateValues.MISMATCH,
}

_INFORMATION: Final[dict[int, Callable[[_Subject], Values]]] = {
    0: _name,
    1: lambda subject: subject.of_settings("ElementName"),
    2: lambda subject: subject.of_settings("CreationTime"),
    3: _notes,
    4: _processors,
    5: _thumbnail(80, 60),
    6: _thumbnail(160, 120),
    7: _thumbnail(320, 240),
    8: lambda subject: {"AllocatedGPU": ""},
    9: _switches,
    10: lambda subject: subject.of_settings("Version"),
    11: lambda subject: {"Shielded": False},
    100: lambda subject: subject.of_machine("EnabledState"),
    101: _load,
    102: _load_history,
    103: _memory_usage,
    104: _heartbeat,
    105: _uptime,
    106: _guest_name,
    107: _snapshots,
    108: _tasks,
    109: lambda subject: subject.of_machine("HealthState"),
    110: lambda subject: subject.of_machine("OperationalStatus"),
    111: lambda subject: subject.of_machine("StatusDescriptions"),
    112: _memory_available,
    113: _available_buffer,
    114: lambda subject: subject.of_machine("ReplicationMode"),
    115: lambda subject: subject.of_machine("ReplicationState"),
    116: lambda subject: subject.of_machine("ReplicationHealth"),
    117: _application_health,
    118: _replication_state_ex,
    119: _replication_health_ex,
    120: lambda subject: {"SwapFilesInUse": False},
    121: _integration_services,
    122: lambda subject: {"ReplicationProviderId": []},
    123: lambda subject: {"MemorySpansPhysicalNumaNodes": False},
    132: lambda subject: subject.of_machine("OtherEnabledState"),
}
"""What each code of ``RequestedInformation`` tells."""
