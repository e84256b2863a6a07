"""``mofgen show`` on a terminal: styled, and nothing that the schema could steer."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

import pytest

from mofgen.cli.show_command import command

MOF = r"""
[Description("A disk \x1b[2J\x202e that blinks.")] class T_Disk { [Key] string Id; };
"""


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_styles_and_escapes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pyproject.toml").write_text("", "utf-8")
    (tmp_path / "a.mof").write_text(MOF, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    command.main(["--no-cache", "-s", "a.mof", "T_Disk"], standalone_mode=False)
    shown = terminal.getvalue()
    assert "\x1b[1mT_Disk" in shown
    assert "\x1b[2J" not in shown
    without_styles = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    assert r"  A disk \x001B[2J\x202E that blinks." in without_styles
    assert "\x1b" not in without_styles
