"""README and docs show what really happens: every example in them is run."""

from __future__ import annotations

import re
import sys
from operator import attrgetter
from pathlib import Path

import pytest
from documents import REPOSITORY, Sandbox, agrees, blocks, commands, pages
from documents import session_failures as run_sessions

_LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def shows(page: Path, language: str) -> bool:
    return any(block.language == language for block in blocks(page.read_text("utf-8")))


@pytest.mark.skipif(sys.platform == "win32", reason="the commands are for sh")
@pytest.mark.parametrize(
    "page", [page for page in pages() if shows(page, "console")], ids=attrgetter("name")
)
def test_commands_write_what_is_shown(page: Path, tmp_path: Path) -> None:
    marked = blocks(page.read_text("utf-8"))
    sandbox = Sandbox(tmp_path)
    wrong = []
    for block in marked:
        if block.file:
            sandbox.write(block)
        elif block.language == "console":
            for command in commands(block):
                written = sandbox.run(command.text)
                if not agrees(command.output, written):
                    place = f"{page.name}:{command.line}: $ {command.text}"
                    wrong.append(f"{place}\n{written}")
    assert not wrong, "\n".join(["not what the page shows:", *wrong])


@pytest.mark.parametrize(
    "page", [page for page in pages() if shows(page, "pycon")], ids=attrgetter("name")
)
def test_python_sessions_go_as_shown(page: Path) -> None:
    assert "".join(run_sessions(page)) == ""


@pytest.mark.parametrize("page", pages(), ids=attrgetter("name"))
def test_links_lead_somewhere(page: Path) -> None:
    broken = []
    for path, anchor in _LINK.findall(page.read_text("utf-8")):
        target = page.parent / path if path else page
        if not target.exists():
            broken.append(path)
        elif anchor and anchor not in _anchors(target):
            broken.append(f"{path}#{anchor}")
    assert broken == []


def test_every_page_is_in_the_index() -> None:
    index = (REPOSITORY / "docs" / "index.md").read_text("utf-8")
    named = {path for path, _ in _LINK.findall(index)}
    written = {page.name for page in pages() if page.parent.name == "docs"}
    assert written - named == {"index.md"}


def test_dots_stand_for_what_is_left_out() -> None:
    shown = "first\n  ...\nlast of ... (0.10 s)"
    assert agrees(shown, "first\nsecond\nthird\nlast of all (9.99 s)\n")
    assert not agrees(shown, "first\nsecond\nlast one (9.99 s)\n")


def _anchors(page: Path) -> set[str]:
    """The anchors that headings have, by the rule of common Markdown sites."""
    headings = _HEADING.findall(page.read_text("utf-8"))
    return {
        re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-")
        for heading in headings
    }
