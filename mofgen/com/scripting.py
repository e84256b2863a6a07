"""WMI's scripting interfaces, as pywin32 gives them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from threading import local
from typing import Any, Final, Protocol, TypeAlias

from mofgen.runtime.connecting import ConnectError
from mofgen.runtime.wmi_errors import wmi_error

Services: TypeAlias = Any
"""An ``SWbemServices``: COM says at run time what it can do."""

_LOCATOR: Final = "WbemScripting.SWbemLocator"
_IMPERSONATE: Final = 3  # wbemImpersonationLevelImpersonate
_SCODE: Final = 5  # where excepinfo has the code of WMI


class Scripting(Protocol):
    """The way to WMI.

    Attributes
    ----------
    error:
        What calls raise where WMI refuses: ``pywintypes.com_error``.
    """

    error: type[Exception]

    def services(self) -> Services:
        """The namespace, for the thread that asks."""
        ...


class LocalScripting:
    """WMI of this computer through pywin32.

    Parameters
    ----------
    namespace:
        The CIM namespace.

    Raises
    ------
    ConnectError
        Where there is no pywin32, or WMI does not open the namespace.
    """

    def __init__(self, namespace: str) -> None:
        try:
            pythoncom = import_module("pythoncom")
            client = import_module("win32com.client")
        except ImportError:
            raise ConnectError(
                "com: is for the local host of a Windows computer, and needs the"
                " package pywin32: pip install pywin32"
            ) from None
        self.error: type[Exception] = pythoncom.com_error
        self._initialize = pythoncom.CoInitialize
        self._dispatch = client.Dispatch
        self._namespace = namespace.replace("/", "\\")
        # An object of COM belongs to the thread that made it.
        self._own = local()
        try:
            self.services()
        except self.error as error:
            raise ConnectError(f"com: {namespace}: {_text(error)}") from None

    def services(self) -> Services:
        found = getattr(self._own, "services", None)
        if found is None:
            self._initialize()
            locator = self._dispatch(_LOCATOR)
            found = locator.ConnectServer(".", self._namespace)
            found.Security_.ImpersonationLevel = _IMPERSONATE
            self._own.services = found
        return found


@contextmanager
def refusals(scripting: Scripting, asked: str) -> Iterator[None]:
    """Raise what WMI refuses as an error of the runtime.

    Parameters
    ----------
    asked:
        The operation and what it is about.

    Raises
    ------
    WmiError
        With the code of WMI.
    """
    try:
        yield
    except scripting.error as error:
        raise wmi_error(code_of(error), asked, _text(error)) from None


def code_of(error: Any) -> int:
    """The code of WMI in an error of COM, which itself says just that one occurred."""
    of_wmi = error.excepinfo[_SCODE] if error.excepinfo else 0
    return int(of_wmi or error.hresult) & 0xFFFF_FFFF


def _text(error: Any) -> str:
    said = error.excepinfo[2] if error.excepinfo else None
    return str(said or error.strerror or "").strip()
