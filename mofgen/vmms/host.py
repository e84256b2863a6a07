"""A Hyper-V host in this process."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Final

from hyperv_v2 import Msvm_ComputerSystem

from mofgen.provider.manager import ObjectManager
from mofgen.provider.memory_connection import MemoryConnection
from mofgen.runtime.references import RefLike
from mofgen.vmms import (
    boot_source_settings,
    change_queries,
    definition_files,
    disk_settings,
    disk_sharing,
    disk_upkeep,
    error_texts,
    fibre_channel,
    gpu_partitions,
    guest_data,
    guest_interrupts,
    guest_network_settings,
    guest_services,
    guest_shutdown,
    hardware,
    host_adapters,
    host_disks,
    initial_configuration,
    job_provider,
    keyboards,
    machine_definition,
    machine_export,
    machine_features,
    machine_import,
    machine_state,
    machine_upgrade,
    mice,
    mounted_images,
    network_features,
    network_tests,
    planned_machines,
    pool_configuration,
    pools,
    recovery_snapshots,
    reference_point_export,
    reference_point_service,
    resources,
    security,
    service_capabilities,
    service_settings,
    service_states,
    services,
    snapshots,
    summary,
    switch_connections,
    switch_extensions,
    switch_features,
    switches,
    system_components,
    thumbnails,
    vhd_set_information,
    vhd_set_upkeep,
    virtual_disks,
)
from mofgen.vmms.clock import Clock, RealClock
from mofgen.vmms.disk_claims import DiskClaims
from mofgen.vmms.faults import Faults
from mofgen.vmms.files import Files
from mofgen.vmms.guest_state import Guests
from mofgen.vmms.guests import Guest
from mofgen.vmms.host_manager import HostManager
from mofgen.vmms.host_restart import Power
from mofgen.vmms.host_usage import HostUsage
from mofgen.vmms.imports import Imports
from mofgen.vmms.instance_ids import Guids
from mofgen.vmms.job_policies import JobPolicy
from mofgen.vmms.jobs import Jobs
from mofgen.vmms.machine_secrets import MachineSecrets
from mofgen.vmms.recovery_snapshots import RecoveryLevels
from mofgen.vmms.rights import LimitedManager

_SUBJECTS = (
    services,  # first: the others refer to them
    service_settings,
    service_states,
    hardware,
    host_disks,
    gpu_partitions,
    pools,
    pool_configuration,
    job_provider,
    error_texts,
    guest_data,
    guest_interrupts,
    guest_network_settings,
    guest_services,
    guest_shutdown,
    keyboards,
    mice,
    summary,
    thumbnails,
    machine_state,
    machine_definition,
    planned_machines,
    definition_files,
    machine_export,
    machine_import,
    machine_upgrade,
    host_adapters,
    network_features,
    switch_extensions,  # after the features, before the first switch
    switches,
    switch_connections,
    switch_features,
    security,
    machine_features,
    network_tests,
    virtual_disks,
    disk_settings,
    disk_upkeep,
    vhd_set_upkeep,
    vhd_set_information,
    disk_sharing,
    change_queries,
    mounted_images,
    resources,
    boot_source_settings,
    initial_configuration,
    fibre_channel,
    system_components,
    service_capabilities,  # last: it tells which methods are answered
    snapshots,
    recovery_snapshots,
    reference_point_export,
    reference_point_service,
)
"""The modules whose ``install`` puts into a host what it is made of, in this order."""


VIRTUALIZATION: Final = "root/virtualization/v2"
CIMV2: Final = "root/cimv2"


class Vmms:
    """A host that has just been set up: no machines, all services.

    Parameters
    ----------
    cores, memory, name:
        Logical processors, megabytes, and the computer's name.
    clock:
        Where it reads the time; None for the real one.
    seed:
        Makes it give the same GUIDs in every run.
    jobs:
        When its jobs complete; None for at once.
    disks:
        How many physical disks it has that machines can have for themselves.
    gpus:
        How many GPUs it has of which machines can have partitions.

    Attributes
    ----------
    manager:
        Its namespace ``root/virtualization/v2``.
    clock, guids, jobs, faults:
        Its time, its source of GUIDs, its jobs, and the failures that are to come.
    booted:
        When its Windows was started last.
    usage:
        What of its memory and processors its running machines have.
    files:
        Its volumes, and what lies on them.
    imports:
        From where its planned machines were imported.
    disk_claims:
        Which machines have those files in their drives.
    recovery_levels:
        How consistent its recovery checkpoints are.
    guests:
        What is known of the systems that run in its machines; see :meth:`guest`.
    secrets:
        What it keeps for its machines that no property shows.
    """

    def __init__(
        self,
        *,
        cores: int = 8,
        memory: int = 32768,
        name: str = "HYPERV01",
        clock: Clock | None = None,
        seed: int | None = None,
        jobs: JobPolicy | None = None,
        disks: int = 2,
        gpus: int = 0,
    ) -> None:
        if cores < 1 or memory < 1024:
            raise ValueError("a host has at least one core and 1024 MB of memory")
        self.cores = cores
        self.memory = memory
        self.disks = disks
        self.gpus = gpus
        self.name = name
        self.clock: Clock = clock or RealClock()
        self.booted = self.clock.now()
        self.guids = Guids(seed)
        self.usage = HostUsage(name, hardware.memory_of_nodes(cores, memory))
        self.imports = Imports()
        self.files = Files(self.clock, self.guids)
        manager = HostManager(name)
        self.manager: ObjectManager = manager
        self.guests = Guests()
        self.secrets = MachineSecrets()
        self._power = Power(self)
        self.disk_claims = DiskClaims(manager.store)
        self.recovery_levels = RecoveryLevels(manager.store)
        self.faults = Faults(lambda target: self.jobs.key_of(target))
        self.jobs = Jobs(manager, self.clock, self.guids, self.faults, jobs)
        manager.attend(self.jobs, self.faults, self.clock)
        with manager.transaction():  # one for all: a commit is not free
            for subject in _SUBJECTS:
                subject.install(self)

    @property
    def namespaces(self) -> Mapping[str, ObjectManager]:
        """Its namespaces by name: that of virtualization, and that of its Windows."""
        return {VIRTUALIZATION: self.manager, CIMV2: self._windows}

    def connect(
        self, namespace: str = VIRTUALIZATION, *, administrator: bool = True
    ) -> MemoryConnection:
        """A connection to it, such as a client has.

        Parameters
        ----------
        namespace:
            One of :attr:`namespaces`.
        administrator:
            Whether the client is one of the computer's or of Hyper-V's; see
            :mod:`mofgen.vmms.rights` for those who are neither.

        Raises
        ------
        KeyError
            Where there is no such namespace.
        """
        if namespace == VIRTUALIZATION and not administrator:
            return MemoryConnection(self._limited)
        return MemoryConnection(self.namespaces[namespace])

    def shut_down(self) -> None:
        """Stop every machine as its ``AutomaticShutdownAction`` says.

        Clients can still read what there is, and see what became of the machines.
        """
        self._power.shut_down()

    def start_up(self) -> None:
        """Start the machines whose ``AutomaticStartupAction`` asks for it.

        Those that have a delay start when the host's clock has moved on so far.
        """
        self._power.start_up()

    def crash(self, machine: RefLike[Msvm_ComputerSystem]) -> None:
        """Let a running machine fail, and recover as its settings say.

        Raises
        ------
        RefusedError
            Where there is no such machine.
        """
        self._power.crash(machine)

    def guest(self, machine: RefLike[Msvm_ComputerSystem]) -> Guest:
        """The system that runs in a machine, for a test to play.

        Raises
        ------
        CimNotFoundError
            Where there is no such machine.
        """
        with self.manager.transaction() as transaction:
            return Guest(self, transaction.get(machine).Name or "")

    @cached_property
    def _windows(self) -> ObjectManager:
        from mofgen.vmms.windows_manager import windows_manager

        return windows_manager(self)  # not before somebody asks: many tests don't

    @cached_property
    def _limited(self) -> LimitedManager:
        return LimitedManager(self.manager)
