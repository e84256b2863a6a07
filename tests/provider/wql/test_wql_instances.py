"""Conditions on objects of generated classes: the Hyper-V ones."""

from __future__ import annotations

import pytest
from hyperv_v2 import (
    CIM_InstModification,
    Msvm_ComputerSystem,
    Msvm_MemorySettingData,
)

from mofgen.provider.wql import (
    InstanceReading,
    Select,
    WqlError,
    check,
    compile_condition,
    parse_wql,
)
from mofgen.runtime import Instance, class_table
from mofgen.runtime.package import find_class

READING = InstanceReading("root/virtualization/v2", "HOST")

HOST = Msvm_ComputerSystem(
    CreationClassName="Msvm_ComputerSystem", Name="HOST", EnabledState=2
)
WEB = Msvm_ComputerSystem(
    CreationClassName="Msvm_ComputerSystem",
    Name="11111111-2222-3333-4444-55555555555A",
    ElementName="web",
    EnabledState=2,
    OnTimeInMilliseconds=2**63,
    InstallDate="20240229120000.000000+000",
)
MEMORY = Msvm_MemorySettingData(InstanceID=r"Microsoft:1\2", VirtualQuantity=4096)


def selects(where: str, obj: Instance) -> bool:
    query = parse_wql(f"SELECT * FROM {type(obj).__name__} WHERE {where}")
    assert isinstance(query, Select)
    table = class_table(type(obj))
    check(query, table)
    return compile_condition(query, table, READING)(obj)


@pytest.mark.parametrize(
    "where",
    [
        "Name != __SERVER",
        "Name = '11111111-2222-3333-4444-55555555555a'",
        "elementname = 'WEB' AND EnabledState = 2",
        "EnabledState >= '2'",
        "OnTimeInMilliseconds = '9223372036854775808'",
        "InstallDate = '20240229130000.000000+060'",
        "Caption IS NULL",
        "OperationalStatus IS NULL",
        "__CLASS = 'msvm_computersystem'",
        "__SUPERCLASS = 'CIM_ComputerSystem'",
        "__DYNASTY = 'CIM_ManagedElement'",
        r"__NAMESPACE = 'root\\virtualization\\v2'",
        "__GENUS = 2",
        "__PROPERTY_COUNT > 20",
        "__DERIVATION IS NOT NULL",
        "__this ISA 'CIM_System'",
        "NOT __this ISA 'CIM_Service'",
        r"__PATH = '\\\\HOST\\root\\virtualization\\v2:Msvm_ComputerSystem."
        'Name="11111111-2222-3333-4444-55555555555a",'
        'CreationClassName="Msvm_ComputerSystem"\'',
    ],
)
def test_a_machine_is_selected(where: str) -> None:
    assert selects(where, WEB)


def test_the_host_is_told_from_its_machines() -> None:
    assert not selects("Name != __SERVER", HOST)
    assert selects("Name = __SERVER", HOST)


def test_a_path_as_libvirt_quotes_it() -> None:
    """Every backslash of the path stands twice in the query."""
    where = 'Msvm_MemorySettingData.InstanceID="Microsoft:1\\\\2"'
    assert selects(f"__RELPATH = '{where.replace(chr(92), chr(92) * 2)}'", MEMORY)
    assert not selects("__RELPATH = 'Msvm_MemorySettingData=\"Microsoft:1\"'", MEMORY)


def test_an_object_without_keys_has_no_path() -> None:
    assert selects("__PATH IS NULL", Msvm_MemorySettingData())


def test_properties_of_embedded_objects() -> None:
    change = CIM_InstModification(SourceInstance=WEB, PreviousInstance=HOST)
    assert selects("SourceInstance ISA 'CIM_ComputerSystem'", change)
    assert selects("SourceInstance.elementNAME = 'web'", change)
    assert selects("SourceInstance.Name <> PreviousInstance.Name", change)
    assert selects("SourceInstance.__CLASS = 'Msvm_ComputerSystem'", change)
    assert selects("PreviousInstance.ElementName IS NULL", change)
    assert selects("SourceInstance.NoSuchProperty IS NULL", change)
    assert not selects("SourceInstance.EnabledState = 'Enabled'", change)


def test_an_embedded_object_that_is_not_there_is_of_no_class() -> None:
    change = CIM_InstModification(SourceInstance=WEB)
    assert not selects("PreviousInstance ISA 'Msvm_ComputerSystem'", change)
    assert not selects("NOT PreviousInstance ISA 'Msvm_ComputerSystem'", change)
    assert selects("PreviousInstance.Name IS NULL", change)


def test_a_string_has_no_properties() -> None:
    with pytest.raises(WqlError, match="Name is of type string and has no properties"):
        selects("Name.Length = 5", WEB)


def test_a_mistake_is_told_by_the_class() -> None:
    with pytest.raises(WqlError, match='did you mean "ElementName"'):
        selects("ElementNam = 'web'", WEB)
    with pytest.raises(WqlError, match="EnabledState is of type uint16"):
        selects("EnabledState = 'Running'", WEB)


def test_objects_of_subclasses_are_read_by_their_own_classes() -> None:
    import hyperv_v2

    system = find_class(hyperv_v2, "CIM_System")
    query = parse_wql("SELECT * FROM CIM_System WHERE ElementName = 'web'")
    assert isinstance(query, Select)
    table = class_table(system)  # type: ignore[arg-type]
    test = compile_condition(query, table, READING)
    assert [test(HOST), test(WEB)] == [False, True]
