"""Importing a class loads that class, its superclasses, and nothing else.

Each test runs an interpreter of its own: what is loaded once stays loaded.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import hyperv_v2
import pytest

PACKAGE = "hyperv_v2.classes."
CLASSES = hyperv_v2.__all__
GENERATOR = {"lark", "jinja2", "black", "click", "rich", "msgspec", "platformdirs"}


def loaded_after(program: str) -> set[str]:
    """The modules that are there after ``program``."""
    report = "import json, sys; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", f"{program}\n{report}"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(json.loads(done.stdout))


def classes(modules: set[str]) -> set[str]:
    return {m.removeprefix(PACKAGE) for m in modules if m.startswith(PACKAGE)}


def test_the_package_alone_loads_no_class() -> None:
    assert classes(loaded_after("import hyperv_v2")) == set()


def test_a_class_loads_its_superclasses_only() -> None:
    modules = loaded_after("from hyperv_v2 import Msvm_ComputerSystem")
    assert classes(modules) == {
        "CIM_ManagedElement",
        "CIM_ManagedSystemElement",
        "CIM_LogicalElement",
        "CIM_EnabledLogicalElement",
        "CIM_System",
        "CIM_ComputerSystem",
        "Msvm_ComputerSystem",
    }


def test_constructing_and_reading_loads_no_more() -> None:
    once = "from hyperv_v2 import Msvm_ComputerSystem as C"
    used = f"""{once}
vm = C(Name="a", EnabledState=2, InstallDate="20260101000000.000000+000")
vm.EnabledState.label, vm == vm.copy(), repr(vm), C.EnabledState.type
"""
    assert classes(loaded_after(used)) == classes(loaded_after(once))


def test_walking_loads_the_association_that_is_walked() -> None:
    walked = """
from hyperv_v2 import Msvm_ComputerSystem
Msvm_ComputerSystem().related.CIM_SettingsDefineState
"""
    more = classes(loaded_after(walked)) - classes(
        loaded_after("from hyperv_v2 import Msvm_ComputerSystem")
    )
    assert more == {"CIM_SettingsDefineState"}


def test_nothing_of_the_generator_is_loaded() -> None:
    modules = loaded_after("""
from hyperv_v2 import Msvm_ComputerSystem
Msvm_ComputerSystem(EnabledState=2).EnabledState.label
""")
    assert {name.partition(".")[0] for name in modules} & GENERATOR == set()
    generator = {m for m in modules if m.startswith("mofgen.")} - {"mofgen.runtime"}
    assert {m for m in generator if not m.startswith("mofgen.runtime.")} == set()


def test_the_face_knows_every_class_without_loading_it() -> None:
    folder = Path(hyperv_v2.__file__).parent / "classes"
    modules = {file.stem for file in folder.glob("*.py")} - {"__init__"}
    assert set(CLASSES) == modules
    assert modules <= set(dir(hyperv_v2))


def test_the_stub_says_what_the_package_has() -> None:
    stub = Path(hyperv_v2.__file__).with_suffix(".pyi").read_text(encoding="utf-8")
    assert all(f" as {name}" in stub for name in CLASSES)
    assert stub.count(" as ") == len(CLASSES)
    assert tuple(re.findall(r'(?m)^    "(\w+)",$', stub)) == CLASSES


def test_a_class_that_is_not_there_is_told_with_a_suggestion() -> None:
    with pytest.raises(AttributeError, match="did you mean 'Msvm_Processor'"):
        hyperv_v2.Msvm_Processr  # type: ignore[attr-defined]  # noqa: B018
    with pytest.raises(ImportError):
        exec("from hyperv_v2 import Msvm_Processr")
