"""Both schema files say exactly what the collected facts say, and nothing else.

The fact files are not part of the project: they lie beside the checkout of those
who maintain the schemas. The tests are skipped where they are missing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from mofgen.ir import resolve
from mofgen.ir.model import Class, Method, Parameter, Property, Qualifiers, Schema
from mofgen.mof import parse_files

REPOSITORY = Path(__file__).resolve().parents[2]
FACTS = REPOSITORY.parent / "shared" / "facts"
FILES = {
    "virtualization-v2.server23h2.json": "WindowsVirtualization.v2.mof",
    "virtualization-v2.server2019.json": "WindowsVirtualization.v2.server2019.mof",
}
EXTERNAL = ("CIM_Credential", "CIM_RegisteredProfile", "Msvm_RegisteredProfile")

Facts: TypeAlias = "dict[str, Any]"
Pair: TypeAlias = "tuple[Facts, Schema]"

pytestmark = pytest.mark.skipif(not FACTS.is_dir(), reason="no fact files here")


@cache
def load(file: str) -> Pair:
    facts: Facts = json.loads((FACTS / file).read_text(encoding="utf-8"))
    document = parse_files([REPOSITORY / "schemas" / FILES[file]])
    return facts, resolve(document, external=EXTERNAL)


@pytest.fixture(params=FILES, ids=["23H2", "2019"])
def pair(request: pytest.FixtureRequest) -> Pair:
    return load(request.param)


# The schema's side of each comparison. "Written" leaves out what a qualifier
# brings down from the superclass: facts about a class or member are its own.


def value(qualifiers: Qualifiers, name: str) -> Any:
    found = qualifiers.get(name.lower())
    if found is None:
        return None
    return list(found.value) if isinstance(found.value, tuple) else found.value


def written(qualifiers: Qualifiers, name: str) -> Any:
    found = qualifiers.get(name.lower())
    return None if found is None or found.propagated else value(qualifiers, name)


def said(pairs: Mapping[str, Any]) -> dict[str, Any]:
    """Without the entries that say nothing."""
    return {key: x for key, x in pairs.items() if x is not None and x is not False}


def value_list(qualifiers: Qualifiers) -> list[list[str]] | None:
    codes = value(qualifiers, "ValueMap")
    labels = value(qualifiers, "Values")
    if codes is None:
        return None
    return [[code, label] for code, label in zip(codes, labels or codes, strict=True)]


def typed(member: Property | Parameter) -> dict[str, Any]:
    return {
        "type": member.type,
        "array": member.is_array,
        "reference": member.class_name if member.type == "reference" else None,
        "embedded_instance": member.embedded_class,
        "embedded_object": member.type == "object",
        "required": (
            member.is_required
            if isinstance(member, Parameter)
            else value(member.qualifiers, "Required")
        ),
        "values": value_list(member.qualifiers),
        "array_type": value(member.qualifiers, "ArrayType"),
        "bitmap": value(member.qualifiers, "BitMap"),
    }


def property_entry(member: Property) -> dict[str, Any]:
    q = member.qualifiers
    default = member.default
    return {
        **typed(member),
        "override": member.is_override,
        "key": member.is_key,
        "write": value(q, "Write"),
        "default": list(default) if isinstance(default, tuple) else default,
        "units": value(q, "Units"),
        "punit": value(q, "PUnit"),
        "max_len": value(q, "MaxLen"),
        "min_value": value(q, "MinValue"),
        "max_value": value(q, "MaxValue"),
        "model_correspondence": value(q, "ModelCorrespondence"),
        "extra": said(
            {
                "wmi_data_id": written(q, "WmiDataId"),
                "interface_version": written(q, "InterfaceVersion"),
                "interface_revision": written(q, "InterfaceRevision"),
                "octet_string": written(q, "OctetString"),
                "counter": written(q, "Counter"),
                "gauge": written(q, "Gauge"),
                "deprecated": written(q, "Deprecated") is not None,
            }
        ),
    }


def parameter_entry(member: Parameter) -> dict[str, Any]:
    return {
        "name": member.name,
        **typed(member),
        "in": member.is_in,
        "out": member.is_out,
        "optional": value(member.qualifiers, "Optional"),
    }


def method_entry(member: Method) -> dict[str, Any]:
    return {
        "override": member.is_override,
        "static": member.is_static,
        "returns": member.type,
        "return_values": value_list(member.qualifiers),
        "parameters": [said(parameter_entry(p)) for p in member.parameters.values()],
    }


def class_entry(member: Class) -> dict[str, Any]:
    q = member.qualifiers
    return {
        "superclass": member.superclass,
        "association": member.is_association,
        "aggregation": value(q, "Aggregation"),
        "indication": member.is_indication,
        "abstract": written(q, "Abstract"),
        "dynamic": written(q, "Dynamic"),
        "provider": written(q, "Provider"),
        "terminal": written(q, "Terminal"),
        "extra": said(
            {
                "version": written(q, "Version"),
                "uuid": written(q, "UUID"),
                "extension_id": written(q, "ExtensionId"),
                "interface_version": written(q, "InterfaceVersion"),
                "interface_revision": written(q, "InterfaceRevision"),
                "display_name": written(q, "DisplayName"),
                "singleton": written(q, "Singleton"),
                "experimental": written(q, "Experimental"),
                "composition": written(q, "Composition"),
                "exception": written(q, "Exception"),
                "deprecated": written(q, "Deprecated") is not None,
            }
        ),
    }


# The facts' side: the same entries without what the MOF says in another way.


def facts_of(entry: Facts, *left_out: str) -> Facts:
    extra = dict(entry.get("extra", {}))
    extra.pop("type_guessed", None)  # a comment in the file
    rest = {k: x for k, x in entry.items() if k not in {"name", "extra", *left_out}}
    return {**rest, "extra": extra}


def fact_classes(facts: Facts) -> Iterator[tuple[str, Facts]]:
    for entry in facts["classes"]:
        yield entry["name"], entry


def differences(
    facts: Mapping[str, Facts], schema: Mapping[str, Facts]
) -> dict[str, tuple[Any, Any]]:
    """Every entry on which the two sides disagree, as (fact, schema)."""
    fact_side = {key: said(entry) for key, entry in facts.items()}
    schema_side = {key: said(entry) for key, entry in schema.items()}
    return {
        key: (fact_side.get(key), schema_side.get(key))
        for key in sorted(fact_side.keys() | schema_side.keys())
        if fact_side.get(key) != schema_side.get(key)
    }


def own_classes(schema: Schema) -> dict[str, Class]:
    return {c.name: c for c in schema.classes.values() if not c.is_system}


def test_every_class_with_its_superclass_and_qualifiers(pair: Pair) -> None:
    facts, schema = pair
    expected = {
        name: facts_of(entry, "properties", "methods", "source")
        for name, entry in fact_classes(facts)
    }
    found = {name: class_entry(c) for name, c in own_classes(schema).items()}
    assert differences(expected, found) == {}


def test_every_property_and_override(pair: Pair) -> None:
    facts, schema = pair
    expected = {
        f"{name}.{p['name']}": facts_of(p, "default_source")
        for name, entry in fact_classes(facts)
        for p in entry["properties"]
    }
    found = {
        f"{name}.{p.name}": property_entry(p)
        for name, c in own_classes(schema).items()
        for p in c.own_properties
    }
    assert differences(expected, found) == {}


def test_every_method_with_its_parameters_in_order(pair: Pair) -> None:
    facts, schema = pair
    expected = {
        f"{name}.{m['name']}": {
            **{k: x for k, x in m.items() if k not in {"name", "docs", "parameters"}},
            "parameters": [said(p) for p in m["parameters"]],
        }
        for name, entry in fact_classes(facts)
        for m in entry["methods"]
    }
    found = {
        f"{name}.{m.name}": method_entry(m)
        for name, c in own_classes(schema).items()
        for m in c.own_methods
    }
    assert differences(expected, found) == {}


def test_the_namespace(pair: Pair) -> None:
    facts, schema = pair
    assert schema.namespace == facts["namespace"].replace("\\", "/")


def test_external_classes_are_those_of_the_facts(pair: Pair) -> None:
    facts, _ = pair
    assert facts["external_classes"] == list(EXTERNAL)


def test_guessed_widths_are_marked_in_the_file(pair: Pair) -> None:
    facts, _ = pair
    guessed = [
        p["name"]
        for _, entry in fact_classes(facts)
        for p in entry["properties"]
        if p.get("extra", {}).get("type_guessed")
    ]
    mof = next(mof for file, mof in FILES.items() if load(file)[0] is facts)
    text = (REPOSITORY / "schemas" / mof).read_text(encoding="ascii")
    lines = text.splitlines()
    marked = [i for i, line in enumerate(lines) if "uint16 is assumed" in line]
    declared = [
        next(line.split()[1].rstrip(";") for line in lines[i:] if line.endswith(";"))
        for i in marked
    ]
    assert declared == guessed


@pytest.mark.parametrize("kind", ["properties", "methods"])
def test_the_two_files_differ_as_the_facts_do(kind: str) -> None:
    new_facts, new = load("virtualization-v2.server23h2.json")
    old_facts, old = load("virtualization-v2.server2019.json")

    def members(schema: Schema) -> set[str]:
        return {
            f"{c.name}.{m.name}"
            for c in own_classes(schema).values()
            for m in (c.own_properties if kind == "properties" else c.own_methods)
        }

    def named(facts: Facts) -> set[str]:
        return {
            f"{name}.{member['name']}"
            for name, entry in fact_classes(facts)
            for member in entry[kind]
        }

    assert members(new) - members(old) == named(new_facts) - named(old_facts)
    assert members(old) - members(new) == named(old_facts) - named(new_facts)
