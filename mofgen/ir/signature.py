"""How types and directions are written in front of members and parameters."""

from __future__ import annotations

from mofgen.ir.model import Method, Parameter, Property


def type_name(element: Property | Parameter | Method) -> str:
    """The type of the element, or of its items: ``uint16``, ``CIM_Job REF``."""
    if element.type == "reference":
        return f"{element.class_name or 'object'} REF"
    if element.type == "object" and element.class_name:
        return f"object:{element.class_name}"
    return element.type


def array_text(element: Property | Parameter | Method) -> str:
    """``[]``, ``[8]``, or nothing for what is no array."""
    if not element.is_array:
        return ""
    size = None if isinstance(element, Method) else element.array_size
    return "[]" if size is None else f"[{size}]"


def type_text(element: Property | Parameter | Method) -> str:
    """The whole type, ``uint16[]``."""
    return type_name(element) + array_text(element)


def direction(parameter: Parameter) -> str:
    """``in``, ``out``, ``in/out``, or ``none`` where both were denied."""
    words = ["in"] * parameter.is_in + ["out"] * parameter.is_out
    return "/".join(words) or "none"
