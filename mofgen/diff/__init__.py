"""Comparison of two versions of a schema.

:func:`compare` finds the changes; :mod:`mofgen.diff.text` and
:mod:`mofgen.diff.markdown` write them for people.
"""

from __future__ import annotations

from mofgen.diff.compare import compare
from mofgen.diff.model import Change, Comparison, Kind

__all__ = ["Change", "Comparison", "Kind", "compare"]
