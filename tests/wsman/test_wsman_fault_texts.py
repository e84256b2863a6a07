"""Faults: every error of an operation as one, and back (DSP0226 14)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mofgen.runtime.errors import CimError, CimTypeError
from mofgen.runtime.statuses import (
    CimAccessDeniedError,
    CimAlreadyExistsError,
    CimMethodNotFoundError,
    CimNotFoundError,
    CimStatusError,
)
from mofgen.runtime.wmi_errors import (
    WBEM_NAMES,
    WmiAccessDeniedError,
    WmiError,
    WmiInvalidQueryError,
    wmi_error,
)
from mofgen.wsman.envelopes import read_reply, write_reply
from mofgen.wsman.errors import MessageError
from mofgen.wsman.faults import (
    Fault,
    error_of,
    fault_of,
    fault_xml,
    read_fault,
    refuse,
)
from mofgen.wsman.uris import ADDRESSING, ENUMERATION, EVENTING, FAULT, TRANSFER

TEXT = (
    st.text(
        st.characters(exclude_categories=["C", "Z"], include_characters=" "), min_size=1
    )
    .map(str.strip)
    .filter(bool)
)


def over_the_wire(fault: Fault, machine: str = "H") -> Fault | None:
    """A fault as a client reads it."""
    text = write_reply(fault.action, "uuid:1", "uuid:2", fault_xml(fault, machine))
    return read_fault(read_reply(text).body)


@given(
    subcode=st.sampled_from(["w:InvalidSelectors", "a:DestinationUnreachable", "e:X"]),
    reason=TEXT,
    detail=st.none() | st.sampled_from(["InvalidValue", "MaxTime"]),
    hresult=st.none() | st.integers(0, 2**32 - 1),
    machine=TEXT,
)
def test_a_fault_travels(
    subcode: str, reason: str, detail: str | None, hresult: int | None, machine: str
) -> None:
    fault = Fault(subcode, reason, detail, hresult)
    assert over_the_wire(fault, machine) == fault


def test_a_reason_is_one_line_whatever_is_in_it() -> None:
    read = over_the_wire(Fault("w:InternalError", "a\x00b\nc\ud800<&"))
    assert read is not None and read.reason == "a b c <&"


@pytest.mark.parametrize(
    ("subcode", "action", "code"),
    [
        ("w:InvalidSelectors", FAULT, "s:Sender"),
        ("w:InternalError", FAULT, "s:Receiver"),
        ("w:TimedOut", FAULT, "s:Receiver"),
        ("w:QuotaLimit", FAULT, "s:Sender"),
        ("a:ActionNotSupported", f"{ADDRESSING}/fault", "s:Sender"),
        ("a:EndpointUnavailable", f"{ADDRESSING}/fault", "s:Receiver"),
        ("n:InvalidEnumerationContext", f"{ENUMERATION}/fault", "s:Sender"),
        ("e:DeliveryModeRequestedUnavailable", f"{EVENTING}/fault", "s:Sender"),
        ("x:InvalidRepresentation", f"{TRANSFER}/fault", "s:Sender"),
        (
            "b:PolymorphismModeNotSupported",
            "http://schemas.dmtf.org/wbem/wsman/1/cimbinding/fault",
            "s:Sender",
        ),
        ("s:MustUnderstand", FAULT, "s:MustUnderstand"),
    ],
)
def test_each_standard_has_an_action_for_its_faults(
    subcode: str, action: str, code: str
) -> None:
    fault = Fault(subcode, "no")
    assert (fault.action, fault.code) == (action, code)


@pytest.mark.parametrize(
    ("error", "subcode", "detail", "hresult"),
    [
        (CimNotFoundError("X"), "a:DestinationUnreachable", None, 0x80041002),
        (CimAccessDeniedError("X"), "w:AccessDenied", None, 0x80041003),
        (CimAlreadyExistsError("X"), "w:AlreadyExists", None, 0x80041019),
        (CimMethodNotFoundError("X"), "a:ActionNotSupported", None, 0x8004102E),
        (WmiAccessDeniedError("X"), "w:AccessDenied", None, 0x80041003),
        (WmiInvalidQueryError("X"), "n:CannotProcessFilter", None, 0x80041017),
        (CimTypeError("X"), "w:SchemaValidationError", None, 0x80041005),
        (MessageError("X"), "w:SchemaValidationError", None, 0x80041005),
        (
            MessageError("X", subcode="w:InvalidParameter", detail="TypeMismatch"),
            "w:InvalidParameter",
            "TypeMismatch",
            0x80041008,
        ),
        (refuse("w:QuotaLimit", "X", None, 7), "w:QuotaLimit", None, 7),
        (CimError("X"), "w:InternalError", None, 0x80041001),
    ],
)
def test_errors_become_faults(
    error: CimError, subcode: str, detail: str | None, hresult: int
) -> None:
    fault = fault_of(error)
    assert (fault.subcode, fault.detail, fault.hresult) == (subcode, detail, hresult)


@pytest.mark.parametrize("code", WBEM_NAMES)
def test_codes_of_wmi_come_back_as_they_were(code: int) -> None:
    error = wmi_error(code, "Get of X", "no luck")
    fault = over_the_wire(fault_of(error))
    assert fault is not None
    back = error_of(fault, "Get of X")
    assert type(back) is type(error)
    assert isinstance(back, WmiError) and back.hresult == code
    assert "no luck" in str(back)


@pytest.mark.parametrize("kind", CimStatusError.__subclasses__())
def test_statuses_of_cim_come_back_as_their_kind(kind: type[CimStatusError]) -> None:
    if kind is WmiError:
        return
    fault = over_the_wire(fault_of(kind("Get of X", "no luck")))
    assert fault is not None and fault.hresult is not None
    assert isinstance(error_of(fault, "Get of X"), CimStatusError)


def test_a_fault_without_a_code_is_told_by_its_subcode() -> None:
    fault = Fault("wsman:AccessDenied", "no")
    assert isinstance(error_of(fault, "Get of X"), CimAccessDeniedError)
    assert "[wsman:AccessDenied]" in str(error_of(fault, "Get of X"))
