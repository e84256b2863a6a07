"""Paths of objects of all classes of the Hyper-V package, with keys of its types."""

from __future__ import annotations

from typing import Any

import hyperv_v2
import pytest

from mofgen.runtime import CimDateTime, Ref, format_uri, parse_path, parse_uri
from mofgen.runtime.wire import CimObject, Field, key_fields

TARGET = Ref[Any](
    "Msvm_MemorySettingData",
    {"InstanceID": 'Microsoft:8C1C\\"0"'},
    namespace=r"root\virtualization\v2",
    host="HV1",
)
SAMPLES: dict[str, Any] = {
    "string": 'Microsoft:8C1C\\C:\\"a", b=1',
    "char16": "'",
    "boolean": True,
    "datetime": CimDateTime("20240229123456.000001+060"),
    "real32": 1.5,
    "real64": -1e300,
    "reference": TARGET,
}


def sample(field: Field) -> Any:
    return SAMPLES.get(field.type, 7)


ALL: list[type[CimObject]] = [
    getattr(hyperv_v2, name) for name in vars(hyperv_v2)["__all__"]
]
CLASSES = [cls for cls in ALL if key_fields(cls)]


def test_most_classes_have_keys() -> None:
    assert len(CLASSES) > 300


@pytest.mark.parametrize("text", ["path", "uri", "typed", "typed and encoded"])
def test_every_reference_comes_back_with_its_types(text: str) -> None:
    for cls in CLASSES:
        keys = {field.name: sample(field) for field in key_fields(cls).values()}
        ref = Ref(cls, keys, namespace="root/virtualization/v2", host="HV1")
        if text == "path":
            read = parse_path(ref.path, cls)
        else:
            uri = format_uri(ref, typed="typed" in text, encoded="encoded" in text)
            read = parse_uri(uri, cls)
        assert read == ref, cls
        assert read.kind is cls
        assert list(map(type, read.keys.values())) == [
            type(keys[name]) for name in read.keys
        ]
        assert (
            read.path == Ref(cls, keys, namespace=read.namespace, host=read.host).path
        )


def test_an_abstract_class_without_keys_takes_any() -> None:
    path = 'CIM_ManagedElement.InstanceID="8C1C"'
    ref = parse_path(path, package=hyperv_v2)
    assert ref.kind is hyperv_v2.CIM_ManagedElement
    assert ref.path == path


def test_keys_of_the_class_tables_are_these_keys() -> None:
    from mofgen.runtime import Instance, class_table

    for cls in CLASSES:
        assert issubclass(cls, Instance)
        assert {key.name for key in class_table(cls).keys} == {
            field.name for field in key_fields(cls).values()
        }
