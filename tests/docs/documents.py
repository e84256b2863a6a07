"""The marked blocks of a Markdown page, and how to run what they show.

What a page may hold:

- ``console``: lines that begin with ``$`` are commands, the lines below each are
  what it writes. ``...`` stands for anything; on a line of its own, for any lines.
- ``pycon``: a Python session, as :mod:`doctest` reads it.
- ``<!-- file: NAME -->`` before a block: the block is a file that the page's
  commands find in their folder.
"""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]

_BLOCK = re.compile(
    r"(?:^<!-- file: (?P<file>\S+) -->\n)?"
    r"^```(?P<language>\w*)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_SECONDS = re.compile(r"\d+\.\d+ s\b")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, its text, the line it begins on."""

    language: str
    text: str
    line: int
    file: str | None


@dataclass(frozen=True, slots=True)
class Command:
    """A command that a page shows, and what it says the command writes."""

    text: str
    output: str
    line: int


def pages() -> list[Path]:
    """The README and every page of ``docs/``."""
    return [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").glob("*.md"))]


def blocks(page: str) -> list[Block]:
    """Every fenced block of a page, in order."""
    return [
        Block(
            match["language"],
            match["text"],
            page.count("\n", 0, match.start("text")),
            match["file"],
        )
        for match in _BLOCK.finditer(page)
    ]


def commands(block: Block) -> Iterator[Command]:
    """The commands of a ``console`` block."""
    shown: list[str] = []
    command, line = "", 0
    for number, text in enumerate(block.text.splitlines(), block.line + 1):
        if not text.startswith("$ "):
            shown.append(text)
            continue
        if command:
            yield Command(command, "\n".join(shown), line)
        command, line, shown = text[2:], number, []
    if command:
        yield Command(command, "\n".join(shown), line)


def agrees(shown: str, written: str) -> bool:
    """Whether a command wrote what a page shows; durations do not count."""
    pattern = []
    for line in _plain(shown):
        if line.strip() == "...":
            pattern.append(r"(?:.*\n)*")
        else:
            parts = map(re.escape, line.split("..."))
            pattern.append(".*".join(parts) + r"\n")
    text = "".join(f"{line}\n" for line in _plain(written))
    return re.fullmatch("".join(pattern), text) is not None


def _plain(text: str) -> list[str]:
    return [_SECONDS.sub("0.00 s", line.rstrip()) for line in text.strip().splitlines()]


class Sandbox:
    """A folder like a fresh checkout, in which a page's commands can be run.

    Parameters
    ----------
    folder:
        Where it is made; it must not exist.
    """

    _PARTS = ("pyproject.toml", "schemas", "generated", "templates", "examples")

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "checkout"
        self.folder.mkdir(parents=True)
        for part in self._PARTS:
            _copy(REPOSITORY / part, self.folder / part)
        self._environment = os.environ | {
            "PATH": os.pathsep.join(
                [sysconfig.get_path("scripts"), os.environ.get("PATH", "")]
            ),
            "MOFGEN_CACHE_DIR": str(folder / "cache"),
            "COLUMNS": "80",
            "PYTHONIOENCODING": "utf-8",
        }

    def write(self, block: Block) -> None:
        """Put the file that ``block`` is into the folder."""
        assert block.file is not None
        (self.folder / block.file).write_text(block.text, "utf-8", newline="\n")

    def run(self, command: str) -> str:
        """What ``command`` writes, both streams in the order of their writing."""
        done = subprocess.run(
            command,
            shell=True,
            cwd=self.folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        return done.stdout


def session_failures(page: Path) -> list[str]:
    """What goes otherwise than shown in the Python sessions of a page."""
    parser = doctest.DocTestParser()
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS, verbose=False)
    scope: dict[str, object] = {"__name__": "__main__"}
    failures: list[str] = []
    for block in blocks(page.read_text("utf-8")):
        if block.language == "pycon":
            test = parser.get_doctest(
                block.text, scope, page.name, str(page), block.line
            )
            runner.run(test, out=failures.append, clear_globs=False)
            scope = test.globs
    return failures


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(
            source, target, ignore=shutil.ignore_patterns("__pycache__", ".*")
        )
    else:
        shutil.copyfile(source, target)
