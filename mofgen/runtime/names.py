"""What CIM takes for a name, a namespace and a host (DSP0004 5.1.2.8 and 8.3)."""

from __future__ import annotations


def is_name(text: str) -> bool:
    """Whether a class, property or method can have this name."""
    return text.isidentifier()


def is_namespace(text: str) -> bool:
    r"""Whether this names a namespace, as ``root/cimv2`` or as ``root\cimv2``."""
    # WMI has namespaces with a hyphen or a leading digit too.
    return all(
        ("_" + part.replace("-", "_")).isidentifier() and part
        for part in text.replace("\\", "/").strip("/").split("/")
    )


def is_host(text: str) -> bool:
    """Whether this can stand where a path names a host; a port may follow."""
    return bool(text) and not any(
        each in "\\/\"'" or each.isspace() or not each.isprintable() for each in text
    )


def folded_namespace(text: str) -> str:
    r"""The one form for all spellings: ``\ROOT\cimv2`` is ``root/cimv2``."""
    return text.replace("\\", "/").strip("/").lower()
