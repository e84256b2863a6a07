"""The Hyper-V classes as a program uses them."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pytest
from hyperv_v2 import (
    CIM_ConcreteJob,
    CIM_EnabledLogicalElement,
    CIM_ManagedSystemElement,
    CIM_ResourceAllocationSettingData,
    Msvm_ComputerSystem,
    Msvm_MemorySettingData,
    Msvm_SettingsDefineState,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemSettingData,
)

from mofgen.runtime import (
    CimTypeError,
    CimValueError,
    NotConnectedError,
    Ref,
    UnknownPropertyError,
    attach,
)
from mofgen.runtime.wire import CimObject

# --- Construction ---------------------------------------------------------------


def test_what_is_given_can_be_read() -> None:
    memory = Msvm_MemorySettingData(VirtualQuantity=4096, HostResource=["a"])
    assert memory.VirtualQuantity == 4096
    assert memory.HostResource == ("a",)


def test_unset_null_and_empty_are_three_things() -> None:
    memory = Msvm_MemorySettingData(Limit=None, HostResource=[])
    assert (memory.Limit, memory.Reservation, memory.HostResource) == (None, None, ())
    assert [memory.is_set(n) for n in ("Limit", "Reservation")] == [True, False]
    del memory.Limit
    assert not memory.is_set("Limit")
    assert Msvm_MemorySettingData(Limit=None) != Msvm_MemorySettingData()


def test_defaults_of_the_schema_are_known_but_not_set() -> None:
    assert Msvm_MemorySettingData.ResourceType.default == 4
    assert Msvm_MemorySettingData().ResourceType is None


@pytest.mark.parametrize(
    ("values", "error", "message"),
    [
        (
            {"VirtualQuanity": 1},
            UnknownPropertyError,
            "Msvm_MemorySettingData has no property 'VirtualQuanity'; "
            "did you mean 'VirtualQuantity'?",
        ),
        (
            {"VirtualQuantity": "1024"},
            CimTypeError,
            "Msvm_MemorySettingData.VirtualQuantity is uint64, not str '1024'",
        ),
        (
            {"VirtualQuantity": -1},
            CimValueError,
            "Msvm_MemorySettingData.VirtualQuantity: -1 is below the limit 0 of uint64",
        ),
        (
            {"ElementName": 5},
            CimTypeError,
            "Msvm_MemorySettingData.ElementName is a string, not int 5",
        ),
        (
            {"HostResource": "one"},
            CimTypeError,
            "Msvm_MemorySettingData.HostResource takes a list or tuple, not str 'one'",
        ),
    ],
)
def test_mistakes_name_class_property_and_value(
    values: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as caught:
        Msvm_MemorySettingData(**values)
    assert str(caught.value) == message


# --- Values ---------------------------------------------------------------------


def test_values_say_what_they_mean() -> None:
    state = Msvm_ComputerSystem(EnabledState=6).EnabledState
    assert state == 6
    assert state is Msvm_ComputerSystem.EnabledStateValues.ENABLED_BUT_OFFLINE
    assert (state.name, state.label) == ("ENABLED_BUT_OFFLINE", "Enabled but Offline")


def test_a_value_that_the_schema_does_not_list_is_no_error() -> None:
    state = Msvm_ComputerSystem(EnabledState=32800).EnabledState
    assert state is not None
    assert (state.value, state.name, state.is_listed) == (32800, None, False)
    assert state in Msvm_ComputerSystem.EnabledStateValues.VENDOR_RESERVED
    assert state.label == "Vendor Reserved"


def test_a_subclass_has_the_values_that_it_adds() -> None:
    ours, above = Msvm_ComputerSystem, CIM_ManagedSystemElement
    added = set(ours.OperationalStatusValues) - set(above.OperationalStatusValues)
    assert added
    first, *_ = sorted(added)
    (found,) = ours(OperationalStatus=[first]).OperationalStatus or ()
    assert found.label == ours.OperationalStatusValues(first).label
    assert isinstance(found, above.OperationalStatusValues)
    assert not above.OperationalStatusValues(first).is_listed


def test_inherited_values_are_the_same_class() -> None:
    assert (
        Msvm_ComputerSystem.EnabledStateValues
        is CIM_EnabledLogicalElement.EnabledStateValues
    )


# --- Copies and comparison ------------------------------------------------------


def test_copies_are_equal_and_independent() -> None:
    memory = Msvm_MemorySettingData(InstanceID="a", VirtualQuantity=1)
    for twin in (memory.copy(), copy.copy(memory), copy.deepcopy(memory)):
        assert twin == memory
        twin.VirtualQuantity = 2
        assert memory.VirtualQuantity == 1
    assert memory.copy(VirtualQuantity=2) != memory
    assert pickle.loads(pickle.dumps(memory)) == memory


def test_classes_are_part_of_the_comparison() -> None:
    assert Msvm_MemorySettingData() != CIM_ResourceAllocationSettingData()


def test_repr_shows_keys_first_and_stays_short() -> None:
    memory = Msvm_MemorySettingData(VirtualQuantity=1, InstanceID="a", Weight=0)
    assert repr(memory) == (
        "Msvm_MemorySettingData(InstanceID='a', VirtualQuantity=1, Weight=0)"
    )


# --- Metadata -------------------------------------------------------------------


def test_the_class_knows_its_properties() -> None:
    found = Msvm_MemorySettingData.InstanceID
    assert (found.name, found.type, found.is_key) == ("InstanceID", "string", True)
    assert Msvm_MemorySettingData.HostResource.is_array
    assert Msvm_MemorySettingData.Caption.limits == (None, 64)
    assert Msvm_SettingsDefineState.SettingData.class_name == "CIM_SettingData"


# --- Calls and walks ------------------------------------------------------------


class Host:
    """A connection that keeps what it is asked, and answers what it is told."""

    def __init__(
        self, answer: Mapping[str, object] | None = None, found: Sequence[Any] = ()
    ) -> None:
        self.answer = answer or {}
        self.found = found
        self.asked: list[tuple[Any, ...]] = []

    def invoke(
        self, target: Ref[Any], method: str, arguments: Mapping[str, object]
    ) -> Mapping[str, object]:
        self.asked.append((target.keys["Name"], method, dict(arguments)))
        return self.answer

    def associators(self, source: Ref[Any], **request: Any) -> Iterable[CimObject]:
        self.asked.append(("associators", source, request))
        return self.found

    def references(self, source: Ref[Any], **request: Any) -> Iterable[CimObject]:
        self.asked.append(("references", source, request))
        return self.found


def machine(host: Any = None) -> Msvm_ComputerSystem:
    vm = Msvm_ComputerSystem(CreationClassName="Msvm_ComputerSystem", Name="id")
    return attach(vm, host)


def service(host: Any) -> Msvm_VirtualSystemManagementService:
    made = Msvm_VirtualSystemManagementService(
        SystemCreationClassName="Msvm_ComputerSystem",
        SystemName="HOST",
        CreationClassName="Msvm_VirtualSystemManagementService",
        Name="vmms",
    )
    return attach(made, host)


def test_a_call_sends_checked_arguments_and_types_the_result() -> None:
    job: Ref[Any] = Ref("Msvm_ConcreteJob", {"InstanceID": "1"})
    host = Host({"ReturnValue": 4096, "Job": job})
    result = machine(host).RequestStateChange(RequestedState=2)
    assert host.asked == [("id", "RequestStateChange", {"RequestedState": 2})]
    assert result.ReturnValue.name == "METHOD_PARAMETERS_CHECKED_TRANSITION_STARTED"
    assert result.Job == job


def test_objects_travel_as_objects_and_as_references() -> None:
    host = Host({"ReturnValue": 0})
    settings = Msvm_VirtualSystemSettingData(InstanceID="a", ElementName="web-01")
    service(host).DefineSystem(SystemSettings=settings, ReferenceConfiguration=settings)
    ((_, _, arguments),) = host.asked
    assert arguments["SystemSettings"] is settings
    assert arguments["ReferenceConfiguration"] == Ref(
        Msvm_VirtualSystemSettingData, {"InstanceID": "a"}
    )


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"RequestedState": "Enabled"}, CimTypeError),
        ({"RequestedState": 70000}, CimValueError),
        ({"TimeoutPeriod": "soon"}, CimValueError),
        ({"RequestedStat": 2}, TypeError),
    ],
)
def test_a_wrong_argument_is_never_sent(
    arguments: dict[str, Any], error: type[Exception]
) -> None:
    host = Host({"ReturnValue": 0})
    with pytest.raises(error):
        machine(host).RequestStateChange(**arguments)
    assert host.asked == []


def test_an_embedded_object_of_the_wrong_class_is_never_sent() -> None:
    host = Host({"ReturnValue": 0})
    wrong: Any = machine()
    with pytest.raises(CimTypeError, match="Msvm_ComputerSystem is not a subclass"):
        service(host).DefineSystem(SystemSettings=wrong)
    assert host.asked == []


def test_walking_asks_for_the_other_end_when_it_is_iterated() -> None:
    settings = Msvm_VirtualSystemSettingData(InstanceID="a")
    host = Host(found=[settings])
    vm = machine(host)
    found = vm.related.CIM_SettingsDefineState.SettingData
    assert host.asked == []
    assert found.of(Msvm_VirtualSystemSettingData).one() is settings
    ((operation, source, request),) = host.asked
    assert operation == "associators"
    assert source == Ref(Msvm_ComputerSystem, vm_keys())
    assert request["association"]._wire_class[0] == "CIM_SettingsDefineState"
    assert request["result_class"] is Msvm_VirtualSystemSettingData
    assert (request["role"], request["result_role"]) == (
        "ManagedElement",
        "SettingData",
    )


def test_the_association_itself_can_be_had() -> None:
    host = Host()
    assert machine(host).related.CIM_SettingsDefineState.objects().all() == []
    ((operation, _, request),) = host.asked
    assert operation == "references"
    assert request["result_class"]._wire_class[0] == "CIM_SettingsDefineState"


def vm_keys() -> dict[str, str]:
    return {"CreationClassName": "Msvm_ComputerSystem", "Name": "id"}


def test_without_a_connection_nothing_can_be_asked() -> None:
    with pytest.raises(NotConnectedError, match="RequestStateChange"):
        machine().RequestStateChange(RequestedState=2)
    with pytest.raises(NotConnectedError, match="CIM_SettingsDefineState"):
        machine().related.CIM_SettingsDefineState.SettingData.all()


def test_results_can_be_made_for_tests() -> None:
    of = CIM_ConcreteJob.GetErrorReturnValues
    made = CIM_ConcreteJob.GetErrorResult(ReturnValue=of.SUCCESS)
    assert made.Error is None
    assert made == CIM_ConcreteJob.GetErrorResult(ReturnValue=of(0))
