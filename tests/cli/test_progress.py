"""The line that says what is being done."""

from __future__ import annotations

import io
import sys

import pytest

from mofgen.cli import progress
from mofgen.cli.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_nothing_shows_where_stderr_is_no_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pipe = io.StringIO()
    monkeypatch.setattr(sys, "stderr", pipe)
    monkeypatch.setattr(progress, "DELAY", 0)
    with Progress("Working") as shown:
        shown.step("Still working")
    assert pipe.getvalue() == ""


def test_nothing_shows_where_the_work_is_short(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(progress, "DELAY", 3600)
    with Progress("Working"):
        pass
    assert terminal.getvalue() == ""


def test_a_line_shows_where_the_work_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(progress, "DELAY", 3600)
    monkeypatch.setenv("TERM", "xterm")
    with Progress("Working") as shown:
        shown._show()  # as the timer does it
        shown.step("Still working")
    assert "Still working" in terminal.getvalue()


def test_nothing_shows_after_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with Progress("Working") as shown:
        pass
    shown._show()
    assert terminal.getvalue() == ""
