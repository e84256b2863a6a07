"""What the generator writes for chosen classes, to be read by people.

``pytest --snapshot-update`` writes the files below ``__snapshots__`` anew; review
them as you would review code.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from mofgen.codegen.modules import Modules
from mofgen.codegen.names import Naming
from mofgen.codegen.rendering import Templates
from mofgen.ir.model import Schema


class PythonFile(SingleFileSnapshotExtension):
    """One ``.py`` file per snapshot, as it would stand in the package."""

    _write_mode = WriteMode.TEXT
    file_extension = "py"


@pytest.fixture
def python_file(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(PythonFile)


@pytest.mark.parametrize(
    "name",
    [
        "CIM_ManagedElement",  # a root class with many associations
        "CIM_SettingData",
        "CIM_EnabledLogicalElement",  # value maps, and a method that starts a job
        "CIM_ConcreteJob",  # an out parameter that is an embedded instance
        "Msvm_MemorySettingData",  # overrides with other defaults
        "Msvm_SettingsDefineState",  # an association
        "Msvm_SystemDevice",
        "__Provider",  # one of WMI's system classes
    ],
)
def test_class_of_hyperv(
    name: str, hyperv: Schema, python_file: SnapshotAssertion
) -> None:
    view = Modules(hyperv, Naming()).view(hyperv[name])
    text = Templates().render("class.py.j2", cls=view, package="hyperv_v2")
    assert text == python_file


@pytest.mark.parametrize(
    "name",
    [
        "Zoo_Hostile",  # text that would break out
        "Zoo_Names",  # names that clash with everything
        "Zoo_MoreNames",
        "Zoo_Scalars",  # every type
        "Zoo_Arrays",
        "Zoo_Values",  # every form of value map
        "Zoo_MoreValues",  # overrides with more values
        "Zoo_Herd",  # an association of an association's subclass
        "Zoo_Triple",  # three ends
        "Zoo_Methods",
        "Zoo_MoreMethods",
        "__Tie__",
        "Sequence_",
    ],
)
def test_class_of_the_zoo(
    name: str, zoo_plan: Mapping[str, bytes], python_file: SnapshotAssertion
) -> None:
    text = zoo_plan[f"classes/{name}.py"].decode("utf-8")
    assert text == python_file


@pytest.mark.parametrize(
    "path",
    ["__init__.py", "__init__.pyi", "classes/__init__.py"],
    ids=["package", "stub", "classes"],
)
def test_face_of_the_zoo(
    path: str, zoo_plan: Mapping[str, bytes], python_file: SnapshotAssertion
) -> None:
    text = zoo_plan[path].decode("utf-8")
    assert text == python_file
