"""The text of errors, as a person reads it: FormatError."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hyperv_v2 import Msvm_Error, Msvm_VirtualSystemManagementService
from hyperv_v2.providers.Msvm_VirtualSystemManagementService import (
    Msvm_VirtualSystemManagementServiceProvider,
)

from mofgen.provider.stubs import serve
from mofgen.vmms.refusals import (
    COMPLETED,
    INVALID_PARAMETER,
    RefusedError,
    answering,
    some,
)

if TYPE_CHECKING:
    from mofgen.provider.transactions import Transaction
    from mofgen.vmms.host import Vmms

Service = Msvm_VirtualSystemManagementService

SEPARATOR: Final = "\n\n"
"""What stands between the texts of two errors."""


def install(host: Vmms) -> None:
    """Let a host answer it."""
    serve(host.manager.methods, Service, ErrorTexts())


class ErrorTexts(Msvm_VirtualSystemManagementServiceProvider[Service]):
    """Joins the messages of errors, such as those of a job that failed."""

    @answering(Service.FormatErrorResult)
    def FormatError(
        self,
        transaction: Transaction,
        obj: Service,
        /,
        *,
        Errors: tuple[Msvm_Error, ...] | None,
    ) -> Service.FormatErrorResult:
        """One text for all, in the order in which they are given."""
        texts = [_text(each) for each in some(Errors, "Errors")]
        return Service.FormatErrorResult(
            ReturnValue=Service.FormatErrorReturnValues(COMPLETED),
            ErrorMessage=SEPARATOR.join(texts),
        )


def _text(error: Msvm_Error) -> str:
    text = error.Message or error.ProbableCauseDescription
    if text is None:
        raise RefusedError(INVALID_PARAMETER, "an error has no message")
    return text
