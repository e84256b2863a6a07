"""The resolved DMTF schema says what pywbem's compiler says (``pytest -m peer``)."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.compare_pywbem import Comparison, compare
from benchmarks.corpus import DEFAULT_ARCHIVE, unpack
from benchmarks.pywbem_rules import RULES
from mofgen.ir import resolve
from mofgen.mof import parse_files

pytestmark = pytest.mark.peer


@pytest.fixture(scope="module")
def comparison(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    pytest.importorskip("pywbem")
    if not DEFAULT_ARCHIVE.is_file():
        pytest.skip("the DMTF schema is not there")
    from benchmarks.pywbem_facts import compiled_classes

    start: Path = unpack(DEFAULT_ARCHIVE, tmp_path_factory.mktemp("dmtf"))
    return compare(resolve(parse_files([start])), compiled_classes(start))


def test_every_class_is_compared(comparison: Comparison) -> None:
    assert comparison.classes == 1631
    assert comparison.facts > 900_000


def test_every_difference_has_an_explanation(comparison: Comparison) -> None:
    assert [str(difference) for difference in comparison.unexplained] == []


def test_no_explanation_is_left_over(comparison: Comparison) -> None:
    unused = [rule.name for rule in RULES if not comparison.explained[rule.name]]
    assert unused == []
