"""What a return value means, and the error where it means failure."""

from __future__ import annotations

import pickle
from typing import Any

import hyperv_v2
import pytest
from hyperv_v2 import (
    Msvm_ComputerSystem,
    Msvm_ConcreteJob,
    Msvm_VirtualSystemManagementService,
)
from lamphouse import X_Lamp

from mofgen.runtime import (
    CimNotFoundError,
    IntValues,
    MethodError,
    Outcome,
    Ref,
    Value,
    ValueRange,
    attach,
    outcome,
)

JOB = Ref(Msvm_ConcreteJob, {"InstanceID": "j"})


class Odd(IntValues):
    """Labels as several classes of the CIM Schema have them."""

    UNSPECIFIED = Value(0, "Unspecified Error")
    PARTLY = Value(1, "Completed with Error")
    DONE_TOO = Value(2, "Completed with No Error")
    STAGED = Value(3, "Request Was Successfully Staged for Future Execution")
    JOB = Value(8, "Method Parameters Checked - Job Started")
    TIMEOUT = Value(9, "Can NOT complete within Timeout Period")
    UNSUCCESSFUL = Value(10, "Unsuccessful")
    REFUSED = Value(4096, "Element Not Supported")
    VENDOR = ValueRange(32768, 65535, "Vendor Specific")


class Usual(IntValues):
    """Labels that say nothing against the conventions."""

    ZERO = Value(0, "Method completed OK")
    STARTED = Value(4096, "Method Parameters Checked - Transition Started")


@pytest.mark.parametrize(
    ("value", "meaning"),
    [
        # By convention, where the schema says nothing.
        (0, Outcome.DONE),
        (4096, Outcome.STARTED),
        (1, Outcome.FAILED),
        (-1, Outcome.FAILED),
        # What is no integer is data.
        (None, Outcome.DONE),
        (True, Outcome.DONE),
        (False, Outcome.DONE),
        ("text", Outcome.DONE),
        # By the label, where there is one.
        (Usual.ZERO, Outcome.DONE),
        (Usual.STARTED, Outcome.STARTED),
        (Usual(5), Outcome.FAILED),
        (Odd.UNSPECIFIED, Outcome.FAILED),
        (Odd.PARTLY, Outcome.FAILED),
        (Odd.DONE_TOO, Outcome.DONE),
        (Odd.STAGED, Outcome.DONE),
        (Odd.JOB, Outcome.STARTED),
        (Odd.TIMEOUT, Outcome.FAILED),
        (Odd.UNSUCCESSFUL, Outcome.FAILED),
        (Odd.REFUSED, Outcome.FAILED),
        (Odd(40000), Outcome.FAILED),
    ],
    ids=repr,
)
def test_labels_decide_and_conventions_where_there_are_none(
    value: object, meaning: Outcome
) -> None:
    assert outcome(value) is meaning


def test_every_method_of_hyper_v_keeps_to_the_conventions() -> None:
    count = 0
    for name in hyperv_v2.__all__:
        for values in vars(getattr(hyperv_v2, name)).items():
            if not values[0].endswith("ReturnValues"):
                continue
            for member in values[1]:
                count += 1
                expected = {0: Outcome.DONE, 4096: Outcome.STARTED}
                assert outcome(member) is expected.get(member, Outcome.FAILED), member
    assert count > 1000


def vm(connection: Any) -> Msvm_ComputerSystem:
    keys = {"CreationClassName": "Msvm_ComputerSystem", "Name": "A"}
    return attach(Msvm_ComputerSystem(**keys), connection)


def test_failure_names_method_code_label_and_object(connection: Any) -> None:
    connection.answer = {"ReturnValue": 32775}
    with pytest.raises(MethodError) as caught:
        vm(connection).RequestStateChange(RequestedState=2)
    error = caught.value
    assert str(error) == (
        "Msvm_ComputerSystem.RequestStateChange returned 32775 (Invalid state for this"
        " operation) on Ref(Msvm_ComputerSystem: Name='A',"
        " CreationClassName='Msvm_ComputerSystem')"
    )
    assert error.method == "Msvm_ComputerSystem.RequestStateChange"
    assert (error.code, error.label) == (32775, "Invalid state for this operation")
    assert error.target == vm(connection)._reference()
    assert error.result.ReturnValue == 32775


def test_failure_tells_what_its_job_says(connection: Any) -> None:
    connection.answer = {"ReturnValue": 32768, "Job": JOB}
    connection.objects = [
        Msvm_ConcreteJob(InstanceID="j", JobState=10, ErrorDescription="No disk left.")
    ]
    with pytest.raises(MethodError, match=r"\(Failed\) on .*: No disk left\.$"):
        vm(connection).RequestStateChange(RequestedState=2)


def test_failure_whose_job_is_gone_is_still_that_failure(connection: Any) -> None:
    connection.answer = {"ReturnValue": 32768, "Job": JOB}

    def vanished(*_: Any, **__: Any) -> None:
        raise CimNotFoundError("get it")

    connection.get = vanished
    with pytest.raises(MethodError, match=r"returned 32768 \(Failed\)") as caught:
        vm(connection).RequestStateChange(RequestedState=2)
    assert caught.value.text is None


def test_unchecked_the_result_is_handed_back(connection: Any) -> None:
    connection.answer = {"ReturnValue": 32775}
    result = vm(connection).RequestStateChange(RequestedState=2, check=False)
    assert result.ReturnValue.label == "Invalid state for this operation"


def test_a_void_method_cannot_fail_by_its_value(connection: Any) -> None:
    connection.answer = {}
    attach(X_Lamp(Name="desk"), connection).Forget()


def test_a_method_that_documents_no_values_fails_by_convention(connection: Any) -> None:
    connection.answer = {"ReturnValue": 5}
    service = attach(
        Msvm_VirtualSystemManagementService(
            CreationClassName="c", Name="n", SystemCreationClassName="s", SystemName="h"
        ),
        connection,
    )
    with pytest.raises(MethodError, match=r"StartService returned 5 on Ref"):
        service.StartService()


def test_the_error_travels_between_processes(connection: Any) -> None:
    connection.answer = {"ReturnValue": 32775}
    with pytest.raises(MethodError) as caught:
        vm(connection).RequestStateChange(RequestedState=2)
    twin = pickle.loads(pickle.dumps(caught.value))
    assert str(twin) == str(caught.value)
    assert twin.result == caught.value.result


def test_references_that_come_back_can_be_followed(connection: Any) -> None:
    connection.answer = {"ReturnValue": 4096, "Job": JOB}
    connection.objects = [Msvm_ConcreteJob(InstanceID="j", JobState=7)]
    result = vm(connection).RequestStateChange(RequestedState=2)
    assert result.Job is not None
    assert result.Job.get().JobState == 7
