"""The DMTF CIM Schema 2.49 as Python, where its zip lies beside the repository."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from mofgen.codegen.package import Options, plan_package
from mofgen.ir import resolve
from mofgen.mof import parse_files

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"

USE_ALL = """
import dmtf
from mofgen.runtime import class_table
for name in dmtf.__all__:
    cls = getattr(dmtf, name)
    table = class_table(cls)
    assert cls() == cls()
    for values in (p.values for p in table.properties.values() if p.values):
        assert all(member.label is not None for member in values)
print(len(dmtf.__all__))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder from which the package can be imported."""
    archive = CORPUS / "cim_schema_2.49.0Final-MOFs.zip"
    if not archive.exists():
        pytest.skip("the DMTF schema is not here")
    made = tmp_path_factory.mktemp("dmtf")
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(made / "mof")
    schema = resolve(parse_files([made / "mof" / "cim_schema_2.49.0.mof"]))
    for path, content in plan_package(schema, Options(package="dmtf")).items():
        file = made / "dmtf" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return made


def test_every_class_loads_and_constructs(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", USE_ALL],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout.strip() == "1631"


def test_black_would_change_nothing(folder: Path) -> None:
    options = ["--check", "--quiet", "--diff", "--target-version=py311", "--workers=2"]
    done = subprocess.run(
        [sys.executable, "-m", "black", *options, str(folder / "dmtf")],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout[:4000] + done.stderr[:4000]
