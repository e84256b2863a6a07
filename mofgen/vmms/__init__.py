"""Hyper-V's behaviour on the reference provider: one module a subject.

:class:`~mofgen.vmms.host.Vmms` is the host; it is loaded when it is first used, for
pytest imports this package in every run, see :mod:`mofgen.vmms.pytest_plugin`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mofgen.vmms.host import Vmms as Vmms

__all__ = ["Vmms"]


def __getattr__(name: str) -> object:
    if name != "Vmms":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from mofgen.vmms.host import Vmms

    return Vmms
