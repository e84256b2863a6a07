"""What every WMI namespace has without declaring it, read once from MOF here.

``standard_qualifiers.mof`` holds the standard qualifiers of DSP0004 and of WMI,
``system_classes.mof`` the classes whose names begin with two underscores.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from mofgen.ir.model import QualifierType
from mofgen.ir.qualifier_types import qualifier_type
from mofgen.mof import parse_text
from mofgen.mof.tree import ClassDeclaration, Document, QualifierDeclaration


@cache
def standard_qualifiers() -> Mapping[str, QualifierType]:
    """The implied qualifier types by lower-case name."""
    return {
        d.name.lower(): qualifier_type(d, implied=True)
        for d in _document("standard_qualifiers.mof").declarations
        if isinstance(d, QualifierDeclaration)
    }


@cache
def system_classes() -> Mapping[str, ClassDeclaration]:
    """WMI's system classes by lower-case name, superclasses first."""
    return {
        d.name.lower(): d
        for d in _document("system_classes.mof").declarations
        if isinstance(d, ClassDeclaration)
    }


def _document(name: str) -> Document:
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    return parse_text(text, name)
