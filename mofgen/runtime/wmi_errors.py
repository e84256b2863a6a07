"""What WMI answers when it refuses: the ``WBEM_E_*`` codes, as errors.

A WMI error is a CIM status error too: code that catches CimAccessDeniedError works
over every transport, whether the host speaks DSP0200 or WMI.
"""

from __future__ import annotations

from typing import Any, ClassVar, Final

from mofgen.runtime.statuses import (
    CimAccessDeniedError,
    CimAlreadyExistsError,
    CimClassHasChildrenError,
    CimClassHasInstancesError,
    CimFailedError,
    CimInvalidClassError,
    CimInvalidNamespaceError,
    CimInvalidParameterError,
    CimInvalidQueryError,
    CimInvalidSuperclassError,
    CimMethodNotAvailableError,
    CimMethodNotFoundError,
    CimNoSuchPropertyError,
    CimNotFoundError,
    CimNotSupportedError,
    CimQueryLanguageNotSupportedError,
    CimServerIsShuttingDownError,
    CimServerLimitsExceededError,
    CimStatusError,
    CimTypeMismatchError,
)

WBEM_NAMES: Final = {
    0x80041001: "WBEM_E_FAILED",
    0x80041002: "WBEM_E_NOT_FOUND",
    0x80041003: "WBEM_E_ACCESS_DENIED",
    0x80041004: "WBEM_E_PROVIDER_FAILURE",
    0x80041005: "WBEM_E_TYPE_MISMATCH",
    0x80041006: "WBEM_E_OUT_OF_MEMORY",
    0x80041007: "WBEM_E_INVALID_CONTEXT",
    0x80041008: "WBEM_E_INVALID_PARAMETER",
    0x80041009: "WBEM_E_NOT_AVAILABLE",
    0x8004100A: "WBEM_E_CRITICAL_ERROR",
    0x8004100B: "WBEM_E_INVALID_STREAM",
    0x8004100C: "WBEM_E_NOT_SUPPORTED",
    0x8004100D: "WBEM_E_INVALID_SUPERCLASS",
    0x8004100E: "WBEM_E_INVALID_NAMESPACE",
    0x8004100F: "WBEM_E_INVALID_OBJECT",
    0x80041010: "WBEM_E_INVALID_CLASS",
    0x80041011: "WBEM_E_PROVIDER_NOT_FOUND",
    0x80041012: "WBEM_E_INVALID_PROVIDER_REGISTRATION",
    0x80041013: "WBEM_E_PROVIDER_LOAD_FAILURE",
    0x80041014: "WBEM_E_INITIALIZATION_FAILURE",
    0x80041015: "WBEM_E_TRANSPORT_FAILURE",
    0x80041016: "WBEM_E_INVALID_OPERATION",
    0x80041017: "WBEM_E_INVALID_QUERY",
    0x80041018: "WBEM_E_INVALID_QUERY_TYPE",
    0x80041019: "WBEM_E_ALREADY_EXISTS",
    0x8004101A: "WBEM_E_OVERRIDE_NOT_ALLOWED",
    0x8004101B: "WBEM_E_PROPAGATED_QUALIFIER",
    0x8004101C: "WBEM_E_PROPAGATED_PROPERTY",
    0x8004101D: "WBEM_E_UNEXPECTED",
    0x8004101E: "WBEM_E_ILLEGAL_OPERATION",
    0x8004101F: "WBEM_E_CANNOT_BE_KEY",
    0x80041020: "WBEM_E_INCOMPLETE_CLASS",
    0x80041021: "WBEM_E_INVALID_SYNTAX",
    0x80041022: "WBEM_E_NONDECORATED_OBJECT",
    0x80041023: "WBEM_E_READ_ONLY",
    0x80041024: "WBEM_E_PROVIDER_NOT_CAPABLE",
    0x80041025: "WBEM_E_CLASS_HAS_CHILDREN",
    0x80041026: "WBEM_E_CLASS_HAS_INSTANCES",
    0x80041027: "WBEM_E_QUERY_NOT_IMPLEMENTED",
    0x80041028: "WBEM_E_ILLEGAL_NULL",
    0x80041029: "WBEM_E_INVALID_QUALIFIER_TYPE",
    0x8004102A: "WBEM_E_INVALID_PROPERTY_TYPE",
    0x8004102B: "WBEM_E_VALUE_OUT_OF_RANGE",
    0x8004102C: "WBEM_E_CANNOT_BE_SINGLETON",
    0x8004102D: "WBEM_E_INVALID_CIM_TYPE",
    0x8004102E: "WBEM_E_INVALID_METHOD",
    0x8004102F: "WBEM_E_INVALID_METHOD_PARAMETERS",
    0x80041030: "WBEM_E_SYSTEM_PROPERTY",
    0x80041031: "WBEM_E_INVALID_PROPERTY",
    0x80041032: "WBEM_E_CALL_CANCELLED",
    0x80041033: "WBEM_E_SHUTTING_DOWN",
    0x80041034: "WBEM_E_PROPAGATED_METHOD",
    0x80041035: "WBEM_E_UNSUPPORTED_PARAMETER",
    0x80041036: "WBEM_E_MISSING_PARAMETER_ID",
    0x80041037: "WBEM_E_INVALID_PARAMETER_ID",
    0x8004103A: "WBEM_E_INVALID_OBJECT_PATH",
    0x8004103B: "WBEM_E_OUT_OF_DISK_SPACE",
    0x8004103C: "WBEM_E_BUFFER_TOO_SMALL",
    0x80041044: "WBEM_E_TOO_MUCH_DATA",
    0x80041045: "WBEM_E_SERVER_TOO_BUSY",
    0x80041055: "WBEM_E_METHOD_NOT_IMPLEMENTED",
    0x80041056: "WBEM_E_METHOD_DISABLED",
    0x80041058: "WBEM_E_UNPARSABLE_QUERY",
    0x80041061: "WBEM_E_QUEUE_OVERFLOW",
    0x80041062: "WBEM_E_PRIVILEGE_NOT_HELD",
    0x80041064: "WBEM_E_LOCAL_CREDENTIALS",
    0x80041069: "WBEM_E_TIMED_OUT",
    0x8004106C: "WBEM_E_QUOTA_VIOLATION",
    # Of COM and Windows: hosts send them where WMI itself is not reached.
    0x80070005: "E_ACCESSDENIED",
    0x8007000E: "E_OUTOFMEMORY",
    0x80070057: "E_INVALIDARG",
    0x80004005: "E_FAIL",
    0x800706BA: "RPC_S_SERVER_UNAVAILABLE",
}
"""Names of the codes, as the Windows SDK (wbemcli.h) spells them."""


class WmiError(CimStatusError):
    """WMI refused an operation.

    Parameters
    ----------
    asked, text:
        As for CimStatusError.
    code:
        The HRESULT, signed or not.
    """

    hresult: int
    """The code as an unsigned number of 32 bits."""
    hresult_name: str
    """Its name, ``WBEM_E_...``; empty for a code without one here."""
    usual: ClassVar[int] = 0x80041001
    others: ClassVar[tuple[int, ...]] = ()
    """Further codes that mean the same."""

    def __init__(self, asked: str, text: str = "", *, code: int | None = None) -> None:
        self.hresult = (self.usual if code is None else code) & 0xFFFF_FFFF
        self.hresult_name = WBEM_NAMES.get(self.hresult, "")
        super().__init__(asked, text)

    def _reason(self) -> str:
        return f"{self.hresult_name or 'WMI error'} (0x{self.hresult:08X})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (type(self), self.asked, self.text, self.hresult)


def _rebuilt(cls: type[WmiError], asked: str, text: str, code: int) -> WmiError:
    return cls(asked, text, code=code)


class WmiFailedError(WmiError, CimFailedError):
    """WBEM_E_FAILED."""

    usual = 0x80041001


class WmiNotFoundError(WmiError, CimNotFoundError):
    """WBEM_E_NOT_FOUND."""

    usual = 0x80041002


class WmiAccessDeniedError(WmiError, CimAccessDeniedError):
    """WBEM_E_ACCESS_DENIED and what comes to the same."""

    usual = 0x80041003
    others = (
        0x80041062,
        0x80041064,
        0x80070005,
    )


class WmiTypeMismatchError(WmiError, CimTypeMismatchError):
    """WBEM_E_TYPE_MISMATCH, or WBEM_E_VALUE_OUT_OF_RANGE."""

    usual = 0x80041005
    others = (0x8004102B,)


class WmiInvalidParameterError(WmiError, CimInvalidParameterError):
    """WBEM_E_INVALID_PARAMETER and what comes to the same."""

    usual = 0x80041008
    others = (
        0x80041028,
        0x8004102F,
        0x80041035,
        0x8004103A,
        0x80070057,
    )


class WmiNotSupportedError(WmiError, CimNotSupportedError):
    """WBEM_E_NOT_SUPPORTED, or WBEM_E_READ_ONLY or WBEM_E_PROVIDER_NOT_CAPABLE."""

    usual = 0x8004100C
    others = (
        0x80041023,
        0x80041024,
    )


class WmiInvalidSuperclassError(WmiError, CimInvalidSuperclassError):
    """WBEM_E_INVALID_SUPERCLASS."""

    usual = 0x8004100D


class WmiInvalidNamespaceError(WmiError, CimInvalidNamespaceError):
    """WBEM_E_INVALID_NAMESPACE."""

    usual = 0x8004100E


class WmiInvalidClassError(WmiError, CimInvalidClassError):
    """WBEM_E_INVALID_CLASS."""

    usual = 0x80041010


class WmiInvalidQueryError(WmiError, CimInvalidQueryError):
    """WBEM_E_INVALID_QUERY, or WBEM_E_UNPARSABLE_QUERY."""

    usual = 0x80041017
    others = (0x80041058,)


class WmiQueryLanguageNotSupportedError(WmiError, CimQueryLanguageNotSupportedError):
    """WBEM_E_INVALID_QUERY_TYPE."""

    usual = 0x80041018


class WmiAlreadyExistsError(WmiError, CimAlreadyExistsError):
    """WBEM_E_ALREADY_EXISTS."""

    usual = 0x80041019


class WmiClassHasChildrenError(WmiError, CimClassHasChildrenError):
    """WBEM_E_CLASS_HAS_CHILDREN."""

    usual = 0x80041025


class WmiClassHasInstancesError(WmiError, CimClassHasInstancesError):
    """WBEM_E_CLASS_HAS_INSTANCES."""

    usual = 0x80041026


class WmiMethodNotFoundError(WmiError, CimMethodNotFoundError):
    """WBEM_E_INVALID_METHOD."""

    usual = 0x8004102E


class WmiNoSuchPropertyError(WmiError, CimNoSuchPropertyError):
    """WBEM_E_INVALID_PROPERTY."""

    usual = 0x80041031


class WmiServerIsShuttingDownError(WmiError, CimServerIsShuttingDownError):
    """WBEM_E_SHUTTING_DOWN."""

    usual = 0x80041033


class WmiMethodNotAvailableError(WmiError, CimMethodNotAvailableError):
    """WBEM_E_METHOD_NOT_IMPLEMENTED, or WBEM_E_METHOD_DISABLED."""

    usual = 0x80041055
    others = (0x80041056,)


class WmiServerLimitsExceededError(WmiError, CimServerLimitsExceededError):
    """WBEM_E_QUOTA_VIOLATION and what comes to the same."""

    usual = 0x8004106C
    others = (
        0x80041044,
        0x80041045,
        0x80041061,
    )


_BY_CODE: Final = {
    code: kind
    for kind in WmiError.__subclasses__()
    for code in (kind.usual, *kind.others)
}


def wmi_error(code: int, asked: str, text: str = "") -> WmiError:
    """The error for an HRESULT; a plain WmiError for one that CIM has no word for.

    Parameters
    ----------
    code:
        The number that the host sent, signed or not.
    asked, text:
        As for CimStatusError.
    """
    return _BY_CODE.get(code & 0xFFFF_FFFF, WmiError)(asked, text, code=code)
