"""What a host refuses: status codes of DSP0200 and HRESULTs of WMI, as errors."""

from __future__ import annotations

import pickle

import pytest

from mofgen import runtime
from mofgen.runtime import (
    CimAccessDeniedError,
    CimError,
    CimNotFoundError,
    CimStatusError,
    CimTypeMismatchError,
    NotFoundError,
    WmiAccessDeniedError,
    WmiError,
    WmiNotFoundError,
    status_error,
    statuses,
    wmi_error,
    wmi_errors,
)

ASKED = 'get X_Lamp.Name="desk"'


def test_the_error_says_what_was_asked_and_what_the_host_said() -> None:
    assert str(status_error(2, ASKED, "Not you. ")) == (
        'get X_Lamp.Name="desk": CIM_ERR_ACCESS_DENIED (2): Not you.'
    )
    assert str(wmi_error(0x80041003, ASKED)) == (
        'get X_Lamp.Name="desk": WBEM_E_ACCESS_DENIED (0x80041003)'
    )


def test_every_code_has_a_class_named_after_it() -> None:
    kinds = CimStatusError.__subclasses__()
    named = {k.__name__: k.status for k in kinds if k.__module__ == statuses.__name__}
    assert len(named) == 26
    for name, code in named.items():
        error = status_error(code, ASKED)
        assert type(error) is getattr(runtime, name)
        words = error.name.removeprefix("CIM_ERR_").split("_")
        assert name == f"Cim{''.join(word.capitalize() for word in words)}Error"


def test_the_codes_are_those_that_pywbem_knows() -> None:
    pywbem = pytest.importorskip("pywbem")
    theirs = {
        name: getattr(pywbem, name) for name in dir(pywbem) if name[:8] == "CIM_ERR_"
    }
    ours = {error.name: error.code for error in map(_status, theirs.values())}
    assert ours == theirs


def _status(code: int) -> CimStatusError:
    return status_error(code, ASKED)


def test_a_code_without_a_name_is_still_an_error() -> None:
    error = status_error(99, ASKED, "odd")
    assert type(error) is CimStatusError
    assert (error.code, error.name) == (99, "")
    assert str(error) == 'get X_Lamp.Name="desk": CIM status (99): odd'
    other = wmi_error(0x80049999, ASKED)
    assert type(other) is WmiError
    assert str(other) == 'get X_Lamp.Name="desk": WMI error (0x80049999)'


def test_one_except_clause_serves_both_kinds_of_host() -> None:
    for error in (status_error(2, ASKED), wmi_error(0x80041003, ASKED)):
        assert isinstance(error, CimAccessDeniedError)
        assert isinstance(error, CimError)
    for error in (status_error(6, ASKED), wmi_error(0x80041002, ASKED)):
        assert isinstance(error, CimNotFoundError)
        assert isinstance(error, NotFoundError)
        assert isinstance(error, LookupError)
        assert (error.code, error.name) == (6, "CIM_ERR_NOT_FOUND")


def test_an_hresult_may_be_signed_as_scripts_see_it() -> None:
    error = wmi_error(-2147217406, ASKED)
    assert type(error) is WmiNotFoundError
    assert (error.hresult, error.hresult_name) == (0x80041002, "WBEM_E_NOT_FOUND")


def test_hresults_that_mean_the_same_are_one_class() -> None:
    assert type(wmi_error(0x80070005, ASKED)) is WmiAccessDeniedError
    assert wmi_error(0x80070005, ASKED).hresult_name == "E_ACCESSDENIED"
    assert isinstance(wmi_error(0x8004102B, ASKED), CimTypeMismatchError)


@pytest.mark.parametrize("kind", WmiError.__subclasses__(), ids=lambda k: k.__name__)
def test_wmi_classes_have_names_for_all_their_codes(kind: type[WmiError]) -> None:
    assert kind.__name__.replace("Wmi", "Cim", 1) in {b.__name__ for b in kind.__mro__}
    for code in (kind.usual, *kind.others):
        assert code in wmi_errors.WBEM_NAMES
        assert type(wmi_error(code, ASKED)) is kind
    assert str(kind(ASKED)) == f"{ASKED}: {kind(ASKED)._reason()}"


@pytest.mark.parametrize(
    "error",
    [
        status_error(6, ASKED, "gone"),
        status_error(99, ASKED),
        wmi_error(0x80041002, ASKED, "gone"),
        wmi_error(0x80049999, ASKED),
    ],
    ids=str,
)
def test_errors_travel_between_processes(error: CimStatusError) -> None:
    twin = pickle.loads(pickle.dumps(error))
    assert type(twin) is type(error)
    assert (str(twin), twin.code, twin.asked) == (str(error), error.code, ASKED)
