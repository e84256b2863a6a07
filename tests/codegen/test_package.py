"""The same schema gives the same bytes, wherever and however it is read."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from mofgen.codegen.package import Options, plan_package
from mofgen.codegen.writing import compare
from mofgen.ir import resolve
from mofgen.ir.model import Schema
from mofgen.mof import parse_files, parse_text

REPOSITORY = Path(__file__).resolve().parents[2]
ZOO = Path(__file__).with_name("zoo.mof")


def planned(files: Iterable[Path]) -> Mapping[str, bytes]:
    return plan_package(resolve(parse_files(files)), Options(package="zoo"))


def parts(text: str) -> tuple[str, str, str]:
    """The zoo's pragma, its first sections and the others."""
    head, *sections = re.split(r"^(?=// --- )", text, flags=re.MULTILINE)
    assert len(sections) > 4
    return head, "".join(sections[:3]), "".join(sections[3:])


def test_the_committed_package_is_what_the_committed_schema_gives(
    hyperv: Schema,
) -> None:
    plan = plan_package(hyperv, Options(package="hyperv_v2"))
    found = compare(REPOSITORY / "generated" / "hyperv_v2", plan)
    assert found.is_empty, f"run mofgen generate: {found}"


@pytest.mark.parametrize(
    "encoded",
    [
        pytest.param(lambda t: t.replace("\n", "\r\n").encode("utf-8"), id="CRLF"),
        pytest.param(lambda t: t.encode("utf-8-sig"), id="UTF-8 with BOM"),
        pytest.param(lambda t: t.encode("utf-16"), id="UTF-16 with BOM"),
        pytest.param(lambda t: t.encode("utf-16-be"), id="UTF-16 without BOM"),
    ],
)
def test_encoding_and_line_ends_do_not_matter(
    encoded: object, tmp_path: Path, zoo_plan: Mapping[str, bytes]
) -> None:
    assert callable(encoded)
    file = tmp_path / "other name.mof"
    file.write_bytes(encoded(ZOO.read_text(encoding="utf-8")))
    assert planned([file]) == zoo_plan


def test_the_order_of_files_does_not_matter(
    tmp_path: Path, zoo_plan: Mapping[str, bytes]
) -> None:
    head, first, rest = parts(ZOO.read_text(encoding="utf-8"))
    one, two = tmp_path / "1.mof", tmp_path / "2.mof"
    one.write_text(head + first, encoding="utf-8")
    two.write_text(head + rest, encoding="utf-8")
    assert planned([one, two]) == zoo_plan
    assert planned([two, one]) == zoo_plan


DIGEST = """
import hashlib, json, sys
from mofgen.codegen.package import Options, plan_package
from mofgen.ir import resolve
from mofgen.mof import parse_files
plan = plan_package(resolve(parse_files([sys.argv[1]])), Options(package="zoo"))
digests = {path: hashlib.sha256(data).hexdigest() for path, data in plan.items()}
json.dump(digests, sys.stdout)
"""


@pytest.mark.parametrize("seed", ["0", "12345"])
def test_neither_folder_nor_hash_seed_matter(
    seed: str, tmp_path: Path, zoo_plan: Mapping[str, bytes]
) -> None:
    (tmp_path / "zoo.mof").write_bytes(ZOO.read_bytes())
    done = subprocess.run(
        [sys.executable, "-c", DIGEST, "zoo.mof"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout) == {
        path: hashlib.sha256(data).hexdigest() for path, data in zoo_plan.items()
    }


def changed(old: str, new: str) -> set[str]:
    """The files that differ after replacing ``old`` by ``new`` in the zoo."""
    text = ZOO.read_text(encoding="utf-8")
    assert text.count(old) == 1
    before, after = (
        plan_package(resolve(parse_text(t)), Options(package="zoo"))
        for t in (text, text.replace(old, new))
    )
    return {
        path
        for path in before.keys() | after.keys()
        if before.get(path) != after.get(path)
    }


def test_a_sentence_changes_one_file() -> None:
    assert changed("Same values, another", "Same values, a new") == {
        "classes/Zoo_SameValues.py"
    }


def test_a_new_property_changes_one_file() -> None:
    assert changed("string TypedText;", "string TypedText; string More;") == {
        "classes/Zoo_Scalars.py"
    }


def test_a_new_class_changes_its_own_file_and_the_face() -> None:
    new = "class Zoo_New : Zoo_Methods {};\nclass Zoo_MoreMethods"
    assert changed("class Zoo_MoreMethods", new) == {
        "classes/Zoo_New.py",
        "__init__.py",
        "__init__.pyi",
    }


def test_a_new_association_changes_the_classes_that_it_ties() -> None:
    new = """[Association] class Zoo_New {
        [Key] Zoo_Scalars ref One; [Key] Zoo_Arrays ref Two; };
    class Zoo_Methods"""
    assert changed("class Zoo_Methods", new) == {
        "classes/Zoo_New.py",
        "classes/Zoo_Scalars.py",
        "classes/Zoo_Arrays.py",
        "__init__.py",
        "__init__.pyi",
    }


def test_paths_are_short_enough_for_windows(hyperv: Schema) -> None:
    """260 characters have to do, and a virtual environment takes 100 of them."""
    plan = plan_package(hyperv, Options(package="hyperv_v2"))
    assert max(map(len, plan)) <= 120


def test_paths_differ_by_more_than_case(zoo_plan: Mapping[str, bytes]) -> None:
    assert len({path.lower() for path in zoo_plan}) == len(zoo_plan)


def test_an_empty_schema_gives_an_empty_package() -> None:
    plan = plan_package(resolve(parse_text("")), Options(package="none"))
    assert sorted(plan) == [
        "__init__.py",
        "__init__.pyi",
        "classes/__init__.py",
        "py.typed",
    ]
    for path, data in plan.items():
        compile(data, path, "exec")
