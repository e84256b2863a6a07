"""What is the same for all requests that change resources."""

from __future__ import annotations

from typing import Any

from hyperv_v2 import (
    Msvm_EthernetPortAllocationSettingData,
    Msvm_MemorySettingData,
    Msvm_ProcessorSettingData,
)
from machine_client import (
    COMPLETED,
    DISK,
    PREFIX,
    Machine,
    Nic,
    Resource,
    Storage,
    controller,
    path,
    refused,
)

from mofgen.vmms.clock import SimulatedClock
from mofgen.vmms.configurations import configuration_of
from mofgen.vmms.job_policies import Never
from mofgen.vmms.machine_access import SNAPSHOT
from mofgen.vmms.refusals import (
    INVALID_PARAMETER,
    INVALID_STATE,
    NOT_SUPPORTED,
)
from mofgen.vmms.resource_changes import equip
from mofgen.vmms.settings_tree import copy_tree


def test_what_a_host_offers_can_be_added(new: Machine) -> None:
    def offered(cls: type[Any], subtype: str) -> Any:
        (found,) = (
            each
            for each in new.client.enumerate(cls)
            if each.InstanceID.endswith("\\Default")
            and each.ResourceSubType == PREFIX + subtype
        )
        return found

    scsi = new.added(offered(Resource, "Synthetic SCSI Controller"))
    template = offered(Resource, "Synthetic Disk Drive")
    added = new.added(template.copy(Parent=path(scsi), AddressOnParent="0"))
    template = offered(Storage, "Virtual Hard Disk")
    new.added(template.copy(Parent=path(added), HostResource=[DISK]))
    adapter = new.added(offered(Nic, "Synthetic Ethernet Port"))
    template = offered(Msvm_EthernetPortAllocationSettingData, "Ethernet Connection")
    new.added(template.copy(Parent=path(adapter)))


def test_a_definition_can_ask_for_resources(new: Machine) -> None:
    with new.host.manager.transaction() as transaction:
        configuration = configuration_of(new.host, transaction, new.settings)
        equip(configuration, Msvm_ProcessorSettingData(VirtualQuantity=4))
        equip(configuration, controller())
    (processors,) = new.parts(Msvm_ProcessorSettingData)
    assert (processors.VirtualQuantity, processors.Limit) == (4, 100000)
    assert len(new.parts(Resource, "Synthetic SCSI Controller")) == 1


def test_what_a_host_offers_does_not_change_itself(new: Machine) -> None:
    offers = new.client.enumerate(Msvm_MemorySettingData)
    (offer,) = (each for each in offers if str(each.InstanceID).endswith("Default"))
    refused(new, INVALID_PARAMETER, "modify", offer)
    refused(new, INVALID_PARAMETER, "remove", offer)


def test_a_change_is_noted_in_the_machine(new: Machine) -> None:
    clock = new.host.clock
    assert isinstance(clock, SimulatedClock)
    clock.advance(60)
    new.added(controller())
    changed = new.client.get(new.ref).TimeOfLastConfigurationChange
    assert changed is not None
    assert changed.to_datetime() == clock.now()


def test_a_request_needs_settings_and_a_machine(new: Machine) -> None:
    refused(new, INVALID_PARAMETER, "add")
    refused(new, INVALID_PARAMETER, "modify")
    refused(new, INVALID_PARAMETER, "remove")
    result = new.service.AddResourceSettings(
        ResourceSettings=[controller()], check=False
    )
    assert result.ReturnValue == INVALID_PARAMETER


def test_one_request_is_for_one_machine(old: Machine, new: Machine) -> None:
    memories = [m.parts(Msvm_MemorySettingData)[0] for m in (old, new)]
    refused(new, INVALID_PARAMETER, "modify", *memories)


def test_settings_that_are_not_there_cannot_change(new: Machine) -> None:
    (memory,) = new.parts(Msvm_MemorySettingData)
    gone = memory.copy(InstanceID="Microsoft:gone")
    refused(new, INVALID_PARAMETER, "modify", gone)
    refused(new, INVALID_PARAMETER, "remove", gone)


def test_what_nobody_knows_is_not_supported(new: Machine) -> None:
    odd = Resource(ElementName="odd", ResourceSubType="Odd")
    refused(new, NOT_SUPPORTED, "add", odd)


def test_the_kind_of_a_resource_never_changes(new: Machine) -> None:
    (memory,) = new.parts(Msvm_MemorySettingData)
    refused(new, INVALID_PARAMETER, "modify", memory.copy(ResourceSubType="Other"))


def test_a_machine_is_changed_by_one_job_at_a_time(new: Machine) -> None:
    (memory,) = new.parts(Msvm_MemorySettingData)
    new.host.jobs.policy = Never()
    result = new.modify(memory.copy(VirtualQuantity=2048))
    (unchanged,) = new.parts(Msvm_MemorySettingData)
    assert unchanged.VirtualQuantity == 1024
    refused(new, INVALID_STATE, "modify", memory.copy(VirtualQuantity=4096))
    new.host.jobs.finish()
    assert new.job(result).JobState == COMPLETED
    (changed,) = new.parts(Msvm_MemorySettingData)
    assert changed.VirtualQuantity == 2048


def test_what_a_job_will_add_is_named_before_it_is_there(new: Machine) -> None:
    new.host.jobs.policy = Never()
    (ref,) = new.add(controller()).ResultingResourceSettings
    assert new.parts(Resource, "Synthetic SCSI Controller") == []
    new.host.jobs.finish()
    (added,) = new.parts(Resource, "Synthetic SCSI Controller")
    assert new.client.get(ref) == added


def test_the_resources_of_a_checkpoint_stay_as_they_were(new: Machine) -> None:
    with new.host.manager.transaction() as transaction:
        checkpoint = copy_tree(
            transaction,
            new.settings,
            new.host.guids.new(),
            VirtualSystemType=SNAPSHOT,
        )
    result = new.service.AddResourceSettings(
        AffectedConfiguration=checkpoint, ResourceSettings=[controller()], check=False
    )
    assert result.ReturnValue == INVALID_STATE
    instance_id = str(checkpoint.keys["InstanceID"])
    (memory,) = (
        each
        for each in new.client.enumerate(Msvm_MemorySettingData)
        if str(each.InstanceID).startswith(instance_id)
    )
    refused(new, INVALID_STATE, "modify", memory.copy(VirtualQuantity=2048))
    refused(new, INVALID_STATE, "remove", memory)
