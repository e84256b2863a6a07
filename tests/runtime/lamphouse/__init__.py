"""A small package in the form in which mofgen writes one, written by hand."""

from __future__ import annotations

from mofgen.runtime.package import lazy_package

NAMESPACE = "root/lamphouse"
_CLASSES = (
    "X_Element",
    "X_Lamp",
    "X_DimLamp",
    "X_LampSetting",
    "X_Room",
    "X_LampInRoom",
    "X_Gathering",
    "X_Every",
)

__getattr__, __dir__, __all__ = lazy_package(__name__, _CLASSES)
