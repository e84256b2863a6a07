"""Syntax tree to resolved schema.

:func:`resolve` does it; :mod:`mofgen.ir.model` is what comes out,
:mod:`mofgen.ir.value_map` reads what its values mean.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mofgen.ir.resolver import resolve

__all__ = ["resolve"]


def __getattr__(name: str) -> Any:
    # Late, since whoever takes a schema from the cache needs no resolver.
    if name == "resolve":
        from mofgen.ir.resolver import resolve

        return resolve
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
