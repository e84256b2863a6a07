"""Guessing what a misspelt name was meant to be."""

from __future__ import annotations

from mofgen.suggest import closest, did_you_mean

KNOWN = ("Msvm_Memory", "Msvm_Processor")


def test_case_does_not_count_and_the_known_spelling_is_shown() -> None:
    assert closest("msvm_memroy", KNOWN) == "Msvm_Memory"


def test_nothing_is_suggested_where_nothing_is_alike() -> None:
    assert closest("Win32_Process", KNOWN) is None
    assert did_you_mean("Win32_Process", KNOWN) == ""


def test_the_suggestion_ends_a_message() -> None:
    assert did_you_mean("Msvm_Procesor", KNOWN) == '; did you mean "Msvm_Processor"?'
