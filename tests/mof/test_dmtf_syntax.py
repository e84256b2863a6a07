"""The DMTF CIM Schema 2.49: a large schema by many hands parses as a whole."""

from __future__ import annotations

import zipfile
from collections import Counter
from pathlib import Path

import pytest

from mofgen.mof import parse_files
from mofgen.mof.tree import ClassDeclaration, Document, QualifierDeclaration

ARCHIVE = Path(__file__).parents[3] / "shared/corpus/cim_schema_2.49.0Final-MOFs.zip"
pytestmark = pytest.mark.skipif(not ARCHIVE.is_file(), reason="no DMTF schema here")


@pytest.fixture(scope="module")
def dmtf(tmp_path_factory: pytest.TempPathFactory) -> Document:
    folder = tmp_path_factory.mktemp("dmtf")
    with zipfile.ZipFile(ARCHIVE) as archive:
        archive.extractall(folder)
    return parse_files([folder / "cim_schema_2.49.0.mof"])


@pytest.fixture(scope="module")
def classes(dmtf: Document) -> list[ClassDeclaration]:
    return [d for d in dmtf.declarations if isinstance(d, ClassDeclaration)]


def test_every_class_is_there_once(classes: list[ClassDeclaration]) -> None:
    assert len(classes) == 1631
    assert len({c.name for c in classes}) == 1631


def test_every_qualifier_is_there(
    dmtf: Document, classes: list[ClassDeclaration]
) -> None:
    counts: Counter[str] = Counter()
    for c in classes:
        counts["class"] += len(c.qualifiers)
        counts["property"] += sum(len(p.qualifiers) for p in c.properties)
        for m in c.methods:
            counts["method"] += len(m.qualifiers)
            counts["parameter"] += sum(len(p.qualifiers) for p in m.parameters)
    assert sum(counts.values()) == 31_402
    declared = {
        d.name for d in dmtf.declarations if isinstance(d, QualifierDeclaration)
    }
    assert {"Key", "Association", "Values", "PUnit"} <= declared


def test_a_class_is_read_as_it_is_written(classes: list[ClassDeclaration]) -> None:
    system = next(c for c in classes if c.name == "CIM_ComputerSystem")
    assert system.superclass == "CIM_System"
    assert [m.name for m in system.methods] == ["SetPowerState"]
    dedicated = next(p for p in system.properties if p.name == "Dedicated")
    by_name = {q.name: q.value for q in dedicated.qualifiers}
    assert dedicated.is_array
    values, codes = by_name["Values"], by_name["ValueMap"]
    assert isinstance(values, tuple) and isinstance(codes, tuple)
    assert len(values) == len(codes)
    assert codes[-1] == "32568..65535"
    assert values[-1] == "Vendor Reserved"


def test_the_fast_reader_agrees_with_the_grammar_on_all_of_it(
    dmtf: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mofgen.mof.parsing.read_plain_list", lambda *_: None)
    exact = parse_files([dmtf.sources[0].name])
    for fast, slow in zip(dmtf.declarations, exact.declarations, strict=True):
        if isinstance(fast, ClassDeclaration):
            assert isinstance(slow, ClassDeclaration)
            assert fast.qualifiers == slow.qualifiers
            assert fast.properties == slow.properties
            assert fast.methods == slow.methods
