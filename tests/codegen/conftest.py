"""The schemas and packages that the generator's tests work on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from mofgen.codegen.package import Options, plan_package
from mofgen.ir import resolve
from mofgen.ir.model import Schema
from mofgen.mof import parse_files

collect_ignore_glob = ["__snapshots__/*"]  # generated classes, and no tests

REPOSITORY = Path(__file__).resolve().parents[2]
EXTERNAL = ("CIM_Credential", "CIM_RegisteredProfile", "Msvm_RegisteredProfile")


@pytest.fixture(scope="session")
def hyperv() -> Schema:
    """The committed Hyper-V schema."""
    file = REPOSITORY / "schemas" / "WindowsVirtualization.v2.mof"
    return resolve(parse_files([file]), external=EXTERNAL)


@pytest.fixture(scope="session")
def zoo() -> Schema:
    """The schema of everything odd."""
    return resolve(parse_files([Path(__file__).with_name("zoo.mof")]))


@pytest.fixture(scope="session")
def zoo_plan(zoo: Schema) -> Mapping[str, bytes]:
    """The files of the package that the zoo gives."""
    return plan_package(zoo, Options(package="zoo"))


@pytest.fixture(scope="session")
def zoo_folder(
    zoo_plan: Mapping[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A folder from which the zoo can be imported."""
    folder = tmp_path_factory.mktemp("zoo")
    for path, content in zoo_plan.items():
        file = folder / "zoo" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return folder
