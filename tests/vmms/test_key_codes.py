"""What the keys of a keyboard are."""

from __future__ import annotations

import pytest

from mofgen.vmms.key_codes import (
    ALT,
    CONTROL,
    DELETE,
    SHIFT,
    character,
    events,
    is_attention,
)

NONE: frozenset[int] = frozenset()


@pytest.mark.parametrize(
    ("key", "plain", "shifted"),
    [
        (ord("A"), "a", "A"),
        (ord("2"), "2", "@"),
        (186, ";", ":"),
        (220, "\\", "|"),
        (222, "'", '"'),
        (13, "\n", "\n"),
        (32, " ", " "),
        (98, "2", "2"),  # on the number pad
        (111, "/", "/"),
        (27, "", ""),
    ],
)
def test_a_key_types_what_a_us_keyboard_has_there(
    key: int, plain: str, shifted: str
) -> None:
    assert character(key, NONE) == plain
    assert character(key, frozenset({SHIFT})) == shifted


@pytest.mark.parametrize("command", [CONTROL, ALT, 163, 165])
def test_a_command_types_nothing(command: int) -> None:
    assert character(ord("C"), frozenset({command})) == ""


@pytest.mark.parametrize(
    ("down", "expected"),
    [({CONTROL, ALT}, True), ({163, 165}, True), ({CONTROL}, False), ({ALT}, False)],
)
def test_attention_takes_three_keys(down: set[int], expected: bool) -> None:
    assert is_attention(DELETE, frozenset(down)) is expected
    assert not is_attention(ord("A"), frozenset(down))


@pytest.mark.parametrize(
    ("code", "key"),
    [
        (0x01, 27),
        (0x0F, 9),
        (0x10, ord("Q")),
        (0x1C, 13),
        (0x2A, SHIFT),
        (0x32, ord("M")),
        (0x36, 161),
        (0x39, 32),
        (0x44, 121),
        (0x53, 110),
        (0x58, 123),
    ],
)
def test_a_scan_code_is_of_a_key_pressed_or_released(code: int, key: int) -> None:
    assert list(events([code, code | 0x80])) == [(key, True), (key, False)]


def test_a_prefix_counts_for_one_code() -> None:
    assert list(events([0xE0, 0x48, 0x48])) == [(38, True), (104, True)]


@pytest.mark.parametrize("codes", [[0x00], [0x54], [0xE0, 0x1E], [0xE0]])
def test_what_is_no_scan_code_is_refused(codes: list[int]) -> None:
    with pytest.raises(ValueError, match="scan code"):
        list(events(codes))
