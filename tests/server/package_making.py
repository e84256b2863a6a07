"""Schemas of tests, generated as any other and imported."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from mofgen.codegen.package import Options, plan_package
from mofgen.ir import resolve
from mofgen.mof import parse_files


@contextmanager
def generated_package(folder: Path, name: str, mof: str) -> Iterator[ModuleType]:
    """The package of a schema, to be imported while this lasts.

    Parameters
    ----------
    folder:
        Where it is written.
    name:
        Of the package; no other test may use it.
    mof:
        The schema.
    """
    source = folder / "schema.mof"
    source.write_text(mof, encoding="utf-8")
    schema = resolve(parse_files([source]))
    for path, content in plan_package(schema, Options(package=name)).items():
        file = folder / name / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    sys.path.insert(0, str(folder))
    try:
        yield importlib.import_module(name)
    finally:
        sys.path.remove(str(folder))
        for each in [n for n in sys.modules if n.partition(".")[0] == name]:
            del sys.modules[each]
