"""What CIM takes for a name, a namespace and a host (DSP0004 annex A)."""

from __future__ import annotations


def is_name(text: str) -> bool:
    """Whether a class, property or method can have this name."""
    # The letters and digits of any script, but no marks that combine with them.
    return text.isidentifier() and text.replace("_", "a").isalnum()


def is_namespace(text: str) -> bool:
    r"""Whether this names a namespace, as ``root/cimv2`` or as ``root\cimv2``."""
    # WMI has namespaces with a hyphen or a leading digit too.
    return all(
        part and is_name("_" + part.replace("-", "_"))
        for part in text.replace("\\", "/").strip("/").split("/")
    )


def is_host(text: str) -> bool:
    """Whether this can stand where a path names a host; a port may follow."""
    return bool(text) and not any(
        each in "\\/\"'@" or each.isspace() or not each.isprintable() for each in text
    )


def folded_namespace(text: str) -> str:
    r"""The one form for all spellings: ``\ROOT\cimv2`` is ``root/cimv2``."""
    return text.replace("\\", "/").strip("/").lower()
