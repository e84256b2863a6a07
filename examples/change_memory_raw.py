"""Gives a virtual machine another amount of memory, step by step.

Every request to the host stands here as such, with nothing done behind the scenes:
what ``change_memory.py`` says in five lines takes these steps.

Run it with ``python examples/change_memory_raw.py URL NAME MEGABYTES``, the URL being
one that an installed transport takes.
"""

from __future__ import annotations

import sys
import time

from hyperv_v2 import (
    CIM_ConcreteJob,
    Msvm_ComputerSystem,
    Msvm_MemorySettingData,
    Msvm_SettingsDefineState,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemSettingData,
    Msvm_VirtualSystemSettingDataComponent,
)

from mofgen.runtime import CimError, Connection, Ref, connect

COMPLETED = 0
JOB_STARTED = 4096
Job = CIM_ConcreteJob.JobStateValues


def change_memory(host: Connection, name: str, megabytes: int) -> None:
    """Give the machine ``name`` so much memory at its next start."""
    vm = find_machine(host, name)
    memory = find_memory(host, vm)
    changed = changed_settings(memory, megabytes)
    service = find_service(host)
    answer = host.invoke(
        service, "ModifyResourceSettings", {"ResourceSettings": (changed,)}
    )
    code = answer["ReturnValue"]
    if code == JOB_STARTED:
        job = answer["Job"]
        assert isinstance(job, Ref)
        wait_for(host, job)
    elif code != COMPLETED:
        raise CimError(f"ModifyResourceSettings returned {code}")


def find_machine(host: Connection, name: str) -> Ref[Msvm_ComputerSystem]:
    """The machine of this name; the host itself is a Msvm_ComputerSystem as well."""
    # Text that goes into a query has to be escaped by whoever writes the query.
    escaped = name.replace("\\", "\\\\").replace("'", "\\'")
    query = f"SELECT * FROM Msvm_ComputerSystem WHERE ElementName = '{escaped}'"
    found = list(host.query(query, Msvm_ComputerSystem))
    if len(found) != 1:
        raise CimError(f"there are {len(found)} machines called {name!r}")
    vm = found[0]
    keys = {"CreationClassName": vm.CreationClassName or "", "Name": vm.Name or ""}
    return Ref(Msvm_ComputerSystem, keys)


def find_memory(
    host: Connection, vm: Ref[Msvm_ComputerSystem]
) -> Msvm_MemorySettingData:
    """The memory settings of a machine: from it to its settings, to their parts."""
    (settings,) = host.associators(
        vm,
        association=Msvm_SettingsDefineState,
        result_class=Msvm_VirtualSystemSettingData,
    )
    (memory,) = host.associators(
        Ref(Msvm_VirtualSystemSettingData, {"InstanceID": settings.InstanceID or ""}),
        association=Msvm_VirtualSystemSettingDataComponent,
        result_class=Msvm_MemorySettingData,
    )
    return memory


def changed_settings(
    memory: Msvm_MemorySettingData, megabytes: int
) -> Msvm_MemorySettingData:
    """What is sent: the key, and what is to change. What is unset stays as it is.

    The transport writes it as the host takes it; for Hyper-V that is the text of an
    instance, in CIM-XML.
    """
    return Msvm_MemorySettingData(
        InstanceID=memory.InstanceID, VirtualQuantity=megabytes
    )


def find_service(host: Connection) -> Ref[Msvm_VirtualSystemManagementService]:
    """The management service, of which every host has one."""
    (service,) = host.enumerate(Msvm_VirtualSystemManagementService)
    keys = {
        "CreationClassName": service.CreationClassName or "",
        "Name": service.Name or "",
        "SystemCreationClassName": service.SystemCreationClassName or "",
        "SystemName": service.SystemName or "",
    }
    return Ref(Msvm_VirtualSystemManagementService, keys)


def wait_for(host: Connection, job: Ref[CIM_ConcreteJob], seconds: float = 60) -> None:
    """Look at the job until it has ended."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = host.get(job)
        if found.JobState == Job.COMPLETED:
            return
        if found.JobState not in (Job.NEW, Job.STARTING, Job.RUNNING):
            raise CimError(f"the job failed: {found.ErrorDescription}")
        time.sleep(0.1)
    raise CimError(f"the job is still running after {seconds:g} s")


def main(url: str, name: str, megabytes: int) -> None:
    """Do it on the host behind ``url``."""
    host = connect(url)
    try:
        change_memory(host, name, megabytes)
    finally:
        host.close()


if __name__ == "__main__":
    if len(sys.argv) != 4 or not sys.argv[3].isdecimal():
        sys.exit("usage: python examples/change_memory_raw.py URL NAME MEGABYTES")
    try:
        main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
    except CimError as error:
        sys.exit(f"error: {error}")
