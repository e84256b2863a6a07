"""What a reader finds described in the schema files, in one sentence each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from mofgen.ir import resolve
from mofgen.ir.model import Class, Qualifiers, Schema
from mofgen.mof import parse_files

SCHEMAS = Path(__file__).resolve().parents[2] / "schemas"
FILES = {
    "23H2": "WindowsVirtualization.v2.mof",
    "2019": "WindowsVirtualization.v2.server2019.mof",
}
EXTERNAL = ("CIM_Credential", "CIM_RegisteredProfile", "Msvm_RegisteredProfile")

# The classes with which automation of Hyper-V starts.
MOST_USED = (
    "Msvm_ComputerSystem",
    "Msvm_ConcreteJob",
    "Msvm_EthernetPortAllocationSettingData",
    "Msvm_ImageManagementService",
    "Msvm_MemorySettingData",
    "Msvm_ProcessorSettingData",
    "Msvm_ResourceAllocationSettingData",
    "Msvm_StorageAllocationSettingData",
    "Msvm_SyntheticEthernetPortSettingData",
    "Msvm_VirtualEthernetSwitch",
    "Msvm_VirtualSystemManagementService",
    "Msvm_VirtualSystemSettingData",
)


@cache
def load(version: str) -> Schema:
    return resolve(parse_files([SCHEMAS / FILES[version]]), external=EXTERNAL)


@pytest.fixture(params=FILES)
def schema(request: pytest.FixtureRequest) -> Schema:
    return load(request.param)


def classes(schema: Schema) -> Iterator[Class]:
    return (c for c in schema.classes.values() if not c.is_system)


def settings_classes(schema: Schema) -> Iterator[Class]:
    """The setting data, and what else describes settings without deriving from it."""
    for c in classes(schema):
        if schema.is_subclass(c.name, "CIM_SettingData") or (
            "Setting" in c.name and not c.is_association
        ):
            yield c


def description(qualifiers: Qualifiers) -> str | None:
    found = qualifiers.get("description")
    return found.value if found and isinstance(found.value, str) else None


def own_description(qualifiers: Qualifiers) -> str | None:
    """A description that is not the superclass's."""
    found = qualifiers.get("description")
    return None if found is None or found.propagated else description(qualifiers)


def is_sentence(text: str | None) -> bool:
    """One sentence: a capital letter first, a full stop at the end and only there."""
    return (
        text is not None
        and text[:1].isupper()
        and text.endswith(".")
        and ". " not in text
        and text == " ".join(text.split())
    )


def test_every_class_has_a_sentence_of_its_own(schema: Schema) -> None:
    without = [
        c.name
        for c in classes(schema)
        if not is_sentence(own_description(c.qualifiers))
    ]
    assert without == []


def test_no_two_classes_share_a_sentence(schema: Schema) -> None:
    holders = defaultdict(list)
    for c in classes(schema):
        holders[description(c.qualifiers)].append(c.name)
    assert [names for names in holders.values() if len(names) > 1] == []


def test_every_method_has_a_sentence_where_it_is_declared(schema: Schema) -> None:
    without = [
        f"{c.name}.{m.name}"
        for c in classes(schema)
        for m in c.own_methods
        if not is_sentence(own_description(m.qualifiers))
    ]
    assert without == []


def test_every_property_of_the_settings_has_a_sentence(schema: Schema) -> None:
    without = {
        f"{p.declared_in}.{p.name}"
        for c in settings_classes(schema)
        for p in c.properties.values()
        if not is_sentence(description(p.qualifiers))
    }
    assert without == set()


@pytest.mark.parametrize("name", MOST_USED)
def test_every_property_of_the_most_used_classes_has_a_sentence(
    schema: Schema, name: str
) -> None:
    without = [
        p.name
        for p in schema[name].properties.values()
        if not is_sentence(description(p.qualifiers))
    ]
    assert without == []


def test_a_member_of_both_versions_is_described_alike() -> None:
    new, old = load("23H2"), load("2019")
    unlike = []
    for c in classes(new):
        if c.name not in old:
            continue
        other = old[c.name]
        pairs = [(c.name, c.qualifiers, other.qualifiers)]
        for mine, theirs in (
            (c.properties, other.properties),
            (c.methods, other.methods),
        ):
            pairs += [
                (f"{c.name}.{m.name}", m.qualifiers, theirs[key].qualifiers)
                for key, m in mine.items()
                if key in theirs
            ]
        unlike += [n for n, a, b in pairs if description(a) != description(b)]
    assert unlike == []
