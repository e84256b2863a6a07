"""The schema from which the committed package was generated."""

from __future__ import annotations

from pathlib import Path

import pytest

from mofgen.ir import resolve
from mofgen.ir.model import Schema
from mofgen.mof import parse_files

REPOSITORY = Path(__file__).resolve().parents[2]
EXTERNAL = ("CIM_Credential", "CIM_RegisteredProfile", "Msvm_RegisteredProfile")


@pytest.fixture(scope="session")
def schema() -> Schema:
    file = REPOSITORY / "schemas" / "WindowsVirtualization.v2.mof"
    return resolve(parse_files([file]), external=EXTERNAL)
