"""Faults: how a service says no (DSP0226 14), and the errors that stand for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mofgen.runtime.codecs.cimxml_values import escaped
from mofgen.runtime.errors import CimError, CimTypeError, CimValueError
from mofgen.runtime.statuses import CimStatusError
from mofgen.runtime.wmi_errors import WBEM_NAMES, WmiError, wmi_error
from mofgen.wsman.endpoint_references import quoted
from mofgen.wsman.errors import UNREADABLE, MessageError
from mofgen.wsman.uris import (
    ADDRESSING,
    CIM_BINDING,
    ENUMERATION,
    EVENTING,
    FAULT,
    SOAP,
    TRANSFER,
    WSMAN,
)
from mofgen.wsman.xml_text import Element, local_name, text_of

WSMAN_FAULT: Final = "http://schemas.microsoft.com/wbem/wsman/1/wsmanfault"
"""The namespace of what Windows adds to the detail of a fault."""
DETAIL: Final = "http://schemas.dmtf.org/wbem/wsman/1/wsman/faultDetail/"
"""Before the word that says more than the subcode."""

_PREFIXES: Final = {
    "a": ADDRESSING,
    "b": CIM_BINDING,
    "w": WSMAN,
    "n": ENUMERATION,
    "e": EVENTING,
    "x": TRANSFER,
    "s": SOAP,
}
_ACTIONS: Final = {
    prefix: f"{_PREFIXES[prefix]}/fault" for prefix in ("a", "n", "e", "x")
} | {"b": "http://schemas.dmtf.org/wbem/wsman/1/cimbinding/fault"}
"""The action of a message with a fault, for standards that have one of their own."""
_RECEIVER: Final = frozenset(
    {
        "a:EndpointUnavailable",
        "e:EventSourceUnableToProcess",
        "e:UnableToRenew",
        "n:TimedOut",
        "w:InternalError",
        "w:TimedOut",
    }
)
_WSMAN_FACILITY: Final = 0x8033
"""Of the codes that the service of WS-Management gives itself."""
_FAULT_OF_SOAP: Final = frozenset({"s:MustUnderstand", "s:VersionMismatch"})

_SUBCODES: Final = {
    "CIM_ERR_ACCESS_DENIED": ("w:AccessDenied", None),
    "CIM_ERR_INVALID_NAMESPACE": ("a:DestinationUnreachable", "InvalidResourceURI"),
    "CIM_ERR_INVALID_PARAMETER": ("w:InvalidParameter", None),
    "CIM_ERR_INVALID_CLASS": ("a:DestinationUnreachable", "InvalidResourceURI"),
    "CIM_ERR_NOT_FOUND": ("a:DestinationUnreachable", None),
    "CIM_ERR_NOT_SUPPORTED": ("a:ActionNotSupported", None),
    "CIM_ERR_ALREADY_EXISTS": ("w:AlreadyExists", None),
    "CIM_ERR_NO_SUCH_PROPERTY": ("w:SchemaValidationError", None),
    "CIM_ERR_TYPE_MISMATCH": ("w:SchemaValidationError", None),
    "CIM_ERR_QUERY_LANGUAGE_NOT_SUPPORTED": (
        "n:FilterDialectRequestedUnavailable",
        None,
    ),
    "CIM_ERR_INVALID_QUERY": ("n:CannotProcessFilter", None),
    "CIM_ERR_METHOD_NOT_AVAILABLE": ("a:ActionNotSupported", None),
    "CIM_ERR_METHOD_NOT_FOUND": ("a:ActionNotSupported", None),
    "CIM_ERR_INVALID_ENUMERATION_CONTEXT": ("n:InvalidEnumerationContext", None),
    "CIM_ERR_SERVER_LIMITS_EXCEEDED": ("w:QuotaLimit", None),
}
"""What a status of CIM is to WS-Management: the subcode, and the word of the detail."""

_HRESULTS: Final = {
    kind.status_name: kind.usual for kind in reversed(WmiError.__subclasses__())
}
_OF_SUBCODE: Final = {
    "AccessDenied": 0x80041003,
    "ActionNotSupported": 0x8004100C,
    "AlreadyExists": 0x80041019,
    "CannotProcessFilter": 0x80041017,
    "DestinationUnreachable": 0x80041002,
    "FilterDialectRequestedUnavailable": 0x80041018,
    "InvalidParameter": 0x80041008,
    "InvalidRepresentation": 0x80041008,
    "InvalidSelectors": 0x80041008,
    "QuotaLimit": 0x8004106C,
    "SchemaValidationError": 0x80041005,
    "TimedOut": 0x80041069,
}
"""The WMI code for a fault that brings none along."""
_OF_DETAIL: Final = {"InvalidResourceURI": 0x80041010}


@dataclass(frozen=True, slots=True)
class Fault:
    """A refusal, as a message has it.

    Parameters
    ----------
    subcode:
        With the usual prefix of its namespace: ``w:InvalidSelectors``.
    reason:
        For people.
    detail:
        The word behind ``.../faultDetail/``; None where the standard has none.
    hresult:
        The code of WMI or Windows; None where there is none.
    """

    subcode: str
    reason: str
    detail: str | None = None
    hresult: int | None = None

    @property
    def action(self) -> str:
        """The action of the message that says it."""
        return _ACTIONS.get(self.subcode.partition(":")[0], FAULT)

    @property
    def code(self) -> str:
        """Whose mistake it is: ``s:Sender`` or ``s:Receiver``."""
        if self.subcode in _FAULT_OF_SOAP:
            return self.subcode
        return "s:Receiver" if self.subcode in _RECEIVER else "s:Sender"


class FaultError(CimError):
    """A request that is answered with a fault.

    Parameters
    ----------
    fault:
        That fault.
    """

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.reason)
        self.fault = fault


def refuse(
    subcode: str, reason: str, detail: str | None = None, hresult: int | None = None
) -> FaultError:
    """The error that is answered with this fault."""
    return FaultError(Fault(subcode, reason, detail, hresult))


# --- writing ---


def fault_xml(fault: Fault, machine: str = "") -> str:
    """The body of a message that says a fault.

    Parameters
    ----------
    machine:
        The name of the host.
    """
    prefix = fault.subcode.partition(":")[0]
    subcode = ""
    if fault.subcode not in _FAULT_OF_SOAP:
        subcode = (
            f'<s:Subcode><s:Value xmlns:{prefix}="{_PREFIXES[prefix]}">'
            f"{fault.subcode}</s:Value></s:Subcode>"
        )
    return (
        f"<s:Fault><s:Code><s:Value>{fault.code}</s:Value>{subcode}</s:Code>"
        f'<s:Reason><s:Text xml:lang="en-US">{_said(fault.reason)}</s:Text></s:Reason>'
        f"{_detail_xml(fault, machine)}</s:Fault>"
    )


def _detail_xml(fault: Fault, machine: str) -> str:
    parts = []
    if fault.detail is not None:
        parts.append(f"<w:FaultDetail>{DETAIL}{fault.detail}</w:FaultDetail>")
    if fault.hresult is not None:
        code = fault.hresult & 0xFFFF_FFFF
        said = _said(fault.reason)
        of = f'Code="{code}" Machine="{quoted(machine)}"'
        if code >> 16 != _WSMAN_FACILITY:
            said = (
                f'<f:ProviderFault provider="WMI Provider"><f:WSManFault {of}>'
                f"<f:Message>{said}</f:Message></f:WSManFault></f:ProviderFault>"
            )
        parts.append(
            f'<f:WSManFault xmlns:f="{WSMAN_FAULT}" {of}>'
            f"<f:Message>{said}</f:Message></f:WSManFault>"
        )
    return f"<s:Detail>{''.join(parts)}</s:Detail>" if parts else ""


def _said(text: str) -> str:
    return escaped("".join(each if each.isprintable() else " " for each in text))


def fault_of(error: CimError) -> Fault:
    """The fault that stands for an error of an operation."""
    if isinstance(error, FaultError):
        return error.fault
    if isinstance(error, CimStatusError):
        subcode, detail = _SUBCODES.get(error.name, ("w:InternalError", None))
        hresult = (
            error.hresult
            if isinstance(error, WmiError)
            else _HRESULTS.get(error.name, 0x80041001)
        )
        return Fault(subcode, error.text or str(error), detail, hresult)
    if isinstance(error, MessageError):
        word = error.subcode.rpartition(":")[2]
        code = _OF_SUBCODE.get(word, _OF_SUBCODE["SchemaValidationError"])
        return Fault(error.subcode, str(error), error.detail, code)
    if isinstance(error, (CimValueError, CimTypeError)):
        return Fault(UNREADABLE, str(error), None, _OF_SUBCODE["SchemaValidationError"])
    return Fault("w:InternalError", str(error), None, 0x80041001)


# --- reading ---


def read_fault(body: Element | None) -> Fault | None:
    """The fault in the body of a message; None where it says none."""
    if body is None or body.tag != f"{{{SOAP}}}Fault":
        return None
    code = body.find(f"{{{SOAP}}}Code")
    value = None if code is None else code.find(f"{{{SOAP}}}Subcode/{{{SOAP}}}Value")
    subcode = text_of(value) or text_of(
        None if code is None else code.find(f"{{{SOAP}}}Value")
    )
    reason = text_of(body.find(f"{{{SOAP}}}Reason/{{{SOAP}}}Text"))
    detail = body.find(f"{{{SOAP}}}Detail")
    word = None if detail is None else text_of(detail.find(f"{{{WSMAN}}}FaultDetail"))
    hresult, text = _windows(detail)
    return Fault(
        subcode,
        text or reason or "no reason is given",
        word.rpartition("/")[2] if word else None,
        hresult,
    )


def _windows(detail: Element | None) -> tuple[int | None, str]:
    """Code and text of the innermost WSManFault; that of the provider says most."""
    code, text = None, ""
    for each in () if detail is None else detail.iter():
        if local_name(each) == "WSManFault":
            said = each.get("Code", "")
            if said.isascii() and said.isdigit() and len(said) <= 10:
                code = int(said)
            text = _message(each) or text
    return code, text


def _message(element: Element) -> str:
    found = next((each for each in element if local_name(each) == "Message"), None)
    return "" if found is None else text_of(found)


def error_of(fault: Fault, asked: str) -> CimStatusError:
    """The error that a client raises for a fault.

    Parameters
    ----------
    asked:
        The operation and what it was about.

    Returns
    -------
    A :class:`~mofgen.runtime.wmi_errors.WmiError`: by the code of WMI where the fault
    has one, else by detail and subcode.
    """
    code = fault.hresult
    if code is None or code not in WBEM_NAMES:
        word = fault.subcode.rpartition(":")[2]
        known = _OF_DETAIL.get(fault.detail or "") or _OF_SUBCODE.get(word)
        code = known if known is not None else (code or 0x80041001)
    said = fault.reason
    more = ", ".join(filter(None, (fault.subcode, fault.detail)))
    return wmi_error(code, asked, f"{said} [{more}]" if more else said)
