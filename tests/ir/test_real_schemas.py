"""Whole published schemas: they resolve, and what they say is found again."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from mofgen.ir import resolve
from mofgen.ir.model import Method, Property, Schema
from mofgen.ir.value_map import bit_map, value_map
from mofgen.mof import parse_files

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"


@pytest.fixture(scope="module")
def dmtf(tmp_path_factory: pytest.TempPathFactory) -> Schema:
    """The DMTF CIM Schema 2.49, where its zip lies beside the repository."""
    archive = CORPUS / "cim_schema_2.49.0Final-MOFs.zip"
    if not archive.exists():
        pytest.skip("the DMTF schema is not here")
    folder = tmp_path_factory.mktemp("dmtf")
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(folder)
    return resolve(parse_files([folder / "cim_schema_2.49.0.mof"]))


def test_the_dmtf_schema_resolves_without_an_error(dmtf: Schema) -> None:
    assert len(dmtf.classes) == 1631
    assert sum(c.is_association for c in dmtf.classes.values()) > 400
    assert not any(q.implied for q in dmtf.qualifier_types.values())


def test_every_value_list_of_the_dmtf_schema_can_be_read(dmtf: Schema) -> None:
    maps = 0
    for class_ in dmtf.classes.values():
        elements: list[Property | Method] = [*class_.own_properties]
        elements += class_.own_methods
        for one in elements:
            maps += value_map(one) is not None
            maps += bit_map(one) is not None
    assert maps > 1000


def test_well_known_classes_of_the_dmtf_schema_are_as_published(dmtf: Schema) -> None:
    system = dmtf["CIM_ComputerSystem"]
    line = [c.name for c in dmtf.ancestry("CIM_ComputerSystem")]
    assert line[:2] == ["CIM_ComputerSystem", "CIM_System"]
    assert line[-1] == "CIM_ManagedElement"
    assert {key.name for key in system.keys} == {"CreationClassName", "Name"}
    state = system.methods["requeststatechange"]
    assert state.class_origin == "CIM_EnabledLogicalElement"
    assert list(state.parameters) == ["requestedstate", "job", "timeoutperiod"]
    assert not state.parameters["job"].is_in and state.parameters["job"].is_out
