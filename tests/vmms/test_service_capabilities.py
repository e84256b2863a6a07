"""What the service of virtual machines says of itself is what it does."""

from __future__ import annotations

from hyperv_v2 import (
    Msvm_ElementCapabilities,
    Msvm_VirtualSystemManagementCapabilities,
    Msvm_VirtualSystemManagementService,
)

from mofgen.runtime.instance import Instance
from mofgen.vmms import Vmms


def capabilities(host: Vmms) -> Msvm_VirtualSystemManagementCapabilities:
    client = host.connect()
    (service,) = client.enumerate(Msvm_VirtualSystemManagementService)
    (found,) = client.associators(
        service._reference(),
        result_class=Msvm_VirtualSystemManagementCapabilities,
        association=Msvm_ElementCapabilities,
    )
    return found


def test_every_method_that_it_claims_has_somebody_who_answers(hyperv: Vmms) -> None:
    found = capabilities(hyperv)
    claimed = [
        *(found.SynchronousMethodsSupported or ()),
        *(found.AsynchronousMethodsSupported or ()),
    ]
    names = {
        2: "DefineSystem",
        3: "DestroySystem",
        5: "ModifyResourceSettings",
        6: "ModifySystemSettings",
        7: "RemoveResourceSettings",
        10: "AddResourceSettings",
    }
    assert {int(each) for each in claimed} == set(names)
    kind: type[Instance] = Msvm_VirtualSystemManagementService
    for name in names.values():
        assert hyperv.manager.methods.implemented(kind, name) is not None


def test_a_machine_is_defined_at_once_and_changed_by_jobs(hyperv: Vmms) -> None:
    found = capabilities(hyperv)
    assert list(map(int, found.SynchronousMethodsSupported or ())) == [2]
    assert 6 in map(int, found.AsynchronousMethodsSupported or ())
