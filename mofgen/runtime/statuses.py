"""What a host answers when it refuses: the CIM status codes of DSP0200, as errors.

``except CimStatusError`` catches whatever a host refuses, and each code has a class
of its own below it, named after it: CIM_ERR_ACCESS_DENIED is CimAccessDeniedError.
"""

from __future__ import annotations

from typing import Any, ClassVar

from mofgen.runtime.errors import CimError, NotFoundError


class CimStatusError(CimError):
    """A host refused an operation (DSP0200, "CIM status codes").

    Parameters
    ----------
    asked:
        The operation and the class or path that it was about, for the message.
    text:
        What the host says of it.
    code:
        The code; needed only where the class of the error does not say it.
    """

    status: ClassVar[int] = 1
    status_name: ClassVar[str] = "CIM_ERR_FAILED"

    code: int
    """The status code."""
    name: str
    """Its name, ``CIM_ERR_...``; empty where DSP0200 has none."""

    def __init__(self, asked: str, text: str = "", *, code: int | None = None) -> None:
        self.asked = asked
        self.text = text.strip()
        self.code = self.status if code is None else code
        self.name = self.status_name if self.code == self.status else ""
        super().__init__(self._message())

    def _reason(self) -> str:
        """The code as the message gives it."""
        return f"{self.name or 'CIM status'} ({self.code})"

    def _message(self) -> str:
        said = f": {self.text}" if self.text else ""
        return f"{self.asked}: {self._reason()}{said}"

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (type(self), self.asked, self.text, self.code)


def _rebuilt(
    cls: type[CimStatusError], asked: str, text: str, code: int
) -> CimStatusError:
    return cls(asked, text, code=code)


class CimFailedError(CimStatusError):
    """The host failed for a reason that has no code of its own."""

    status = 1
    status_name = "CIM_ERR_FAILED"


class CimAccessDeniedError(CimStatusError):
    """The user may not do this."""

    status = 2
    status_name = "CIM_ERR_ACCESS_DENIED"


class CimInvalidNamespaceError(CimStatusError):
    """The host has no such namespace."""

    status = 3
    status_name = "CIM_ERR_INVALID_NAMESPACE"


class CimInvalidParameterError(CimStatusError):
    """A parameter of the operation is wrong or missing."""

    status = 4
    status_name = "CIM_ERR_INVALID_PARAMETER"


class CimInvalidClassError(CimStatusError):
    """The namespace has no such class."""

    status = 5
    status_name = "CIM_ERR_INVALID_CLASS"


class CimNotFoundError(CimStatusError, NotFoundError):
    """There is no such object."""

    status = 6
    status_name = "CIM_ERR_NOT_FOUND"


class CimNotSupportedError(CimStatusError):
    """The host does not offer this operation for the class."""

    status = 7
    status_name = "CIM_ERR_NOT_SUPPORTED"


class CimClassHasChildrenError(CimStatusError):
    """The class has subclasses."""

    status = 8
    status_name = "CIM_ERR_CLASS_HAS_CHILDREN"


class CimClassHasInstancesError(CimStatusError):
    """The class has instances."""

    status = 9
    status_name = "CIM_ERR_CLASS_HAS_INSTANCES"


class CimInvalidSuperclassError(CimStatusError):
    """There is no such superclass."""

    status = 10
    status_name = "CIM_ERR_INVALID_SUPERCLASS"


class CimAlreadyExistsError(CimStatusError):
    """There is such an object already."""

    status = 11
    status_name = "CIM_ERR_ALREADY_EXISTS"


class CimNoSuchPropertyError(CimStatusError):
    """The class has no such property."""

    status = 12
    status_name = "CIM_ERR_NO_SUCH_PROPERTY"


class CimTypeMismatchError(CimStatusError):
    """A value does not have the type of its property."""

    status = 13
    status_name = "CIM_ERR_TYPE_MISMATCH"


class CimQueryLanguageNotSupportedError(CimStatusError):
    """The host does not know the query language."""

    status = 14
    status_name = "CIM_ERR_QUERY_LANGUAGE_NOT_SUPPORTED"


class CimInvalidQueryError(CimStatusError):
    """The query is wrong."""

    status = 15
    status_name = "CIM_ERR_INVALID_QUERY"


class CimMethodNotAvailableError(CimStatusError):
    """The class has the method, but this object does not offer it."""

    status = 16
    status_name = "CIM_ERR_METHOD_NOT_AVAILABLE"


class CimMethodNotFoundError(CimStatusError):
    """The class has no such method."""

    status = 17
    status_name = "CIM_ERR_METHOD_NOT_FOUND"


class CimNamespaceNotEmptyError(CimStatusError):
    """The namespace still has something in it."""

    status = 20
    status_name = "CIM_ERR_NAMESPACE_NOT_EMPTY"


class CimInvalidEnumerationContextError(CimStatusError):
    """The host does not know, or no longer knows, the enumeration."""

    status = 21
    status_name = "CIM_ERR_INVALID_ENUMERATION_CONTEXT"


class CimInvalidOperationTimeoutError(CimStatusError):
    """The host does not take the timeout."""

    status = 22
    status_name = "CIM_ERR_INVALID_OPERATION_TIMEOUT"


class CimPullHasBeenAbandonedError(CimStatusError):
    """The enumeration was closed meanwhile."""

    status = 23
    status_name = "CIM_ERR_PULL_HAS_BEEN_ABANDONED"


class CimPullCannotBeAbandonedError(CimStatusError):
    """The enumeration cannot be closed now."""

    status = 24
    status_name = "CIM_ERR_PULL_CANNOT_BE_ABANDONED"


class CimFilteredEnumerationNotSupportedError(CimStatusError):
    """The host does not filter enumerations."""

    status = 25
    status_name = "CIM_ERR_FILTERED_ENUMERATION_NOT_SUPPORTED"


class CimContinuationOnErrorNotSupportedError(CimStatusError):
    """The host does not go on after an error."""

    status = 26
    status_name = "CIM_ERR_CONTINUATION_ON_ERROR_NOT_SUPPORTED"


class CimServerLimitsExceededError(CimStatusError):
    """A limit of the host is exceeded."""

    status = 27
    status_name = "CIM_ERR_SERVER_LIMITS_EXCEEDED"


class CimServerIsShuttingDownError(CimStatusError):
    """The host is shutting down."""

    status = 28
    status_name = "CIM_ERR_SERVER_IS_SHUTTING_DOWN"


_BY_CODE = {each.status: each for each in CimStatusError.__subclasses__()}


def status_error(code: int, asked: str, text: str = "") -> CimStatusError:
    """The error for a status code; a plain CimStatusError for one without a class.

    Parameters
    ----------
    code:
        The number that the host sent.
    asked, text:
        As for :class:`CimStatusError`.
    """
    cls = _BY_CODE.get(code)
    if cls is None:
        return CimStatusError(asked, text, code=code)
    return cls(asked, text)
