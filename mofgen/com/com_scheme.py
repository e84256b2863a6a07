"""What ``connect("com:")`` opens."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import Final

from mofgen.com.connection import ComConnection
from mofgen.com.scripting import LocalScripting, Scripting
from mofgen.runtime.connecting import ConnectError

_DEFAULT_PACKAGE: Final = "hyperv_v2"


def open_com(
    url: str,
    *,
    package: ModuleType | str = _DEFAULT_PACKAGE,
    namespace: str | None = None,
    scripting: Scripting | None = None,
) -> ComConnection:
    """What the scheme ``com`` stands for.

    Parameters
    ----------
    url:
        ``com:``, as there is but one local host.
    package:
        The generated package with the classes, or its name.
    namespace:
        The CIM namespace; None for that of the package.
    scripting:
        The way to WMI, instead of pywin32; for tests.

    Raises
    ------
    ConnectError
        Where this is no Windows computer, or pywin32 is missing.
    """
    if url.partition(":")[2].strip("/"):
        raise ConnectError("com: is the local host: nothing may come after the colon")
    found = import_module(package) if isinstance(package, str) else package
    of = namespace or getattr(found, "NAMESPACE", None) or ""
    return ComConnection(scripting or LocalScripting(of), found, of)
