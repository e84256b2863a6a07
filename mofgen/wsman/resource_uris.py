"""Resource URIs: which class of which CIM namespace a message is about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from mofgen.runtime.names import is_name, is_namespace

WMI: Final = "http://schemas.microsoft.com/wbem/wsman/1/wmi/"
"""Before namespace and class, in Windows' form."""
DMTF: Final = "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/"
"""Before the class, in DSP0227's form; the namespace comes as a selector."""
ALL: Final = "*"
"""In place of a class: all classes, with a query that says which."""


@dataclass(frozen=True, slots=True)
class Resource:
    """What a resource URI names.

    Parameters
    ----------
    class_name:
        The class, or ``*``.
    namespace:
        The CIM namespace; None where the URI does not say.
    """

    class_name: str
    namespace: str | None = None

    @property
    def uri(self) -> str:
        """Its resource URI: Windows' form where there is a namespace."""
        if self.namespace is None:
            return f"{DMTF}{self.class_name}"
        return f"{WMI}{self.namespace}/{self.class_name}"


def read_resource(uri: str) -> Resource | None:
    """What a resource URI names; None where it names no CIM class.

    Parameters
    ----------
    uri:
        In either form. Case does not matter in what is before the class.
    """
    # What is long is no resource URI, and must not stay in the cache.
    return None if len(uri) > _LONGEST else _read(uri)


_LONGEST: Final = 1024


@lru_cache(maxsize=1024)
def _read(uri: str) -> Resource | None:
    uri = uri.strip()
    folded = uri.lower()
    if folded.startswith(DMTF):
        name = uri[len(DMTF) :]
        return Resource(name) if _is_class(name) else None
    if not folded.startswith(WMI):
        return None
    namespace, _, name = uri[len(WMI) :].rpartition("/")
    if not _is_class(name) or not namespace or not is_namespace(namespace):
        return None
    return Resource(name, namespace)


def _is_class(name: str) -> bool:
    return name == ALL or is_name(name)
