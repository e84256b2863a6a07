"""The schema files as text: how they are laid out, and how the two differ."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from mofgen.ir import resolve
from mofgen.ir.model import Instance, Schema
from mofgen.mof import parse_files
from mofgen.mof.tree import (
    ClassDeclaration,
    Document,
    Pragma,
    Qualifier,
    QualifierDeclaration,
)

SCHEMAS = Path(__file__).resolve().parents[2] / "schemas"
NEW = "WindowsVirtualization.v2.mof"
OLD = "WindowsVirtualization.v2.server2019.mof"
CIMV2 = "Cimv2.mof"
EXTERNAL = ("CIM_Credential", "CIM_RegisteredProfile", "Msvm_RegisteredProfile")
# Strings on classes, integers on properties: no declaration can say both.
UNDECLARED = {"InterfaceVersion", "InterfaceRevision"}

both_files = pytest.mark.parametrize("file", [NEW, OLD])
every_file = pytest.mark.parametrize("file", [NEW, OLD, CIMV2])


@cache
def parse(file: str) -> Document:
    return parse_files([SCHEMAS / file])


@cache
def load(file: str) -> Schema:
    return resolve(parse(file), external=EXTERNAL)


def class_declarations(file: str) -> list[ClassDeclaration]:
    return [d for d in parse(file).declarations if isinstance(d, ClassDeclaration)]


@every_file
def test_plain_text_that_every_editor_shows_alike(file: str) -> None:
    data = (SCHEMAS / file).read_bytes()
    lines = data.decode("ascii").split("\n")
    assert b"\r" not in data
    assert b"\t" not in data
    assert lines[-1] == ""
    assert [n for n, line in enumerate(lines, 1) if len(line) > 100] == []
    assert [n for n, line in enumerate(lines, 1) if line != line.rstrip()] == []


@every_file
def test_the_namespace_comes_before_all_declarations(file: str) -> None:
    first = parse(file).declarations[0]
    assert isinstance(first, Pragma)
    assert first.name == "namespace"
    assert {c.namespace for c in class_declarations(file)} == set(first.arguments)


@every_file
def test_every_superclass_comes_first(file: str) -> None:
    seen: set[str] = set()
    early = []
    for declaration in class_declarations(file):
        above = declaration.superclass
        if above is not None and above not in seen and not above.startswith("__"):
            early.append(declaration.name)
        seen.add(declaration.name)
    assert early == []


@every_file
def test_exactly_the_qualifiers_in_use_are_declared(file: str) -> None:
    declared = {
        d.name for d in parse(file).declarations if isinstance(d, QualifierDeclaration)
    }
    used = {q.name for c in class_declarations(file) for q in qualifiers_in(c)}
    assert used - declared == (set() if file == CIMV2 else UNDECLARED)
    assert declared - used == set()


def qualifiers_in(declaration: ClassDeclaration) -> list[Qualifier]:
    found = list(declaration.qualifiers)
    for member in declaration.properties:
        found += member.qualifiers
    for method in declaration.methods:
        found += method.qualifiers
        for parameter in method.parameters:
            found += parameter.qualifiers
    return found


@both_files
def test_the_registrations_lead_to_the_provider_of_the_classes(file: str) -> None:
    schema = load(file)
    registered = {
        instance.class_name: provider_name(instance)
        for instance in schema.instances
        if instance.class_name.endswith("Registration")
    }
    assert registered == {
        "__InstanceProviderRegistration": "VmmsWmiInstanceAndMethodProvider",
        "__MethodProviderRegistration": "VmmsWmiInstanceAndMethodProvider",
        "__EventProviderRegistration": "VmmsWmiEventProvider",
    }
    named = {
        c.qualifiers["provider"].value
        for c in schema.classes.values()
        if "provider" in c.qualifiers and not c.is_system
    }
    assert named == {"VmmsWmiInstanceAndMethodProvider"}


def provider_name(registration: Instance) -> object:
    values = {name.lower(): x for name, x in registration.values.items()}
    provider = values["provider"]
    assert isinstance(provider, Instance)
    return provider.values["Name"]


def test_23h2_and_2019_differ_by_a_few_classes_and_members() -> None:
    new, old = load(NEW), load(OLD)
    assert set(old.classes) - set(new.classes) == {
        "msvm_ethernetswitchportmigrationqossettingdata",
        "msvm_ethernetswitchportvfpsettingdata",
    }
    assert set(new.classes) - set(old.classes) == {
        "msvm_virtualsystemupgradesettingdata"
    }
    properties, methods = added(old, new)
    assert len(properties) == 72
    assert methods == {
        "Msvm_ComputerSystem.InjectNonMaskableInterruptEx",
        "Msvm_ComputerSystem.RequestCustomRestore",
        "Msvm_VirtualSystemMigrationService.GetProcessorFeatureLimits",
    }
    assert added(new, old) == (set(), set())


def added(before: Schema, after: Schema) -> tuple[set[str], set[str]]:
    """Properties and methods that classes of both schemas declare only after."""
    properties, methods = set(), set()
    for key in before.classes.keys() & after.classes.keys():
        one, two = before.classes[key], after.classes[key]
        had = {p.name for p in one.own_properties}
        properties |= {f"{two.name}.{p.name}" for p in two.own_properties} - {
            f"{two.name}.{name}" for name in had
        }
        had = {m.name for m in one.own_methods}
        methods |= {f"{two.name}.{m.name}" for m in two.own_methods} - {
            f"{two.name}.{name}" for name in had
        }
    return properties, methods
