"""docs/errors.md: every code that mofgen uses is there, with what really happens."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from documents import REPOSITORY, blocks

from mofgen.ir import resolve
from mofgen.mof import parse_files
from mofgen.mof.diagnostics import MofError

PAGE = (REPOSITORY / "docs" / "errors.md").read_text("utf-8")
SECTIONS = {
    section.partition("`")[0]: section
    for section in re.split(r"^#### `", PAGE, flags=re.M)[1:]
}

# Where the code stands among the arguments of what reports an error.
REPORTERS = {
    "Diagnostic": 0,
    "Fault": 1,
    "LiteralError": 0,
    "Misfit": 0,
    "_failure": 0,
    "_missing": 3,
    "_report_at": 1,
    "error": 0,
    "report": 0,
}
# Never told: whoever catches a Misfit says whether a default or a value was wrong.
INTERNAL = {"wrong-type"}
# What takes a huge file, another system, bytes that are no text, or an environment
# without an extra to be shown.
NOT_SHOWN = {
    "file-too-large",
    "missing-extra",
    "not-text",
    "too-deep",
    "too-many-errors",
    "too-many-includes",
    "undecodable",
    "unknown-encoding",
    "unreadable-file",
}

MOF_SECTIONS = [code for code, text in SECTIONS.items() if "```text\n" in text]


def code_arguments() -> Iterator[ast.expr]:
    """The expression for the code in every call that reports an error."""
    for file in (REPOSITORY / "mofgen").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            function = node.func
            name = getattr(function, "attr", getattr(function, "id", None))
            if name == "Fault" and "cli" not in file.parts:
                continue  # one of WS-Management
            at = REPORTERS.get(name or "")
            if at is not None and len(node.args) > at:
                yield node.args[at]


def used_codes() -> set[str]:
    """Regular expressions for all codes in mofgen's source."""
    found: set[str] = set()
    for argument in code_arguments():
        for part in (
            (argument.body, argument.orelse)
            if isinstance(argument, ast.IfExp)
            else (argument,)
        ):
            if isinstance(part, ast.Constant):
                found.add(re.escape(str(part.value)))
            elif isinstance(part, ast.JoinedStr):
                found.add(
                    "".join(
                        (
                            re.escape(str(piece.value))
                            if isinstance(piece, ast.Constant)
                            else "[a-z]+"
                        )
                        for piece in part.values
                    )
                )
    return found - {re.escape(code) for code in INTERNAL}


def test_every_code_in_use_is_documented() -> None:
    missing = {
        code
        for code in used_codes()
        if not any(re.fullmatch(code, known) for known in SECTIONS)
    }
    assert missing == set()


def test_every_documented_code_is_in_use() -> None:
    used = used_codes()
    unused = {
        code for code in SECTIONS if not any(re.fullmatch(each, code) for each in used)
    }
    assert unused == set()


def test_every_code_has_an_example() -> None:
    without = {code for code, text in SECTIONS.items() if "```" not in text}
    assert without == NOT_SHOWN


@pytest.mark.parametrize("code", MOF_SECTIONS)
def test_the_example_gives_the_error(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    parts = {block.language: block.text for block in blocks(SECTIONS[code])}
    (tmp_path / "example.mof").write_text(parts["mof"], "utf-8")
    amendments = []
    if "mfl" in parts:
        (tmp_path / "example.mfl").write_text(parts["mfl"], "utf-8")
        amendments = [parse_files([Path("example.mfl")])]
    with pytest.raises(MofError) as caught:
        resolve(parse_files([Path("example.mof")]), amendments=amendments)
    assert [each.code for each in caught.value.diagnostics] == [code]
    assert f"{caught.value}\n" == parts["text"]
