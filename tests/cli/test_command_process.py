"""``mofgen`` as a process of its own: imports, pipes and bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


def python(*arguments: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    """Run Python in ``folder``, with a cache there."""
    environment = os.environ | {"MOFGEN_CACHE_DIR": str(folder / "cache")}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        check=False,
    )


def mofgen(*arguments: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    code = "from mofgen.cli import main; main(prog_name='mofgen')"
    return python("-c", code, *arguments, folder=folder)


def loaded_by(*arguments: str, folder: Path) -> set[str]:
    """Packages that are imported when the command has run."""
    code = (
        "import sys; from mofgen.cli import main\n"
        f"try: main({list(arguments)!r})\n"
        "except SystemExit: pass\n"
        "print(*{name.split('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    return set(python("-c", code, folder=folder).stderr.decode().split())


def test_help_imports_nothing_heavy(tmp_path: Path) -> None:
    loaded = loaded_by("--help", folder=tmp_path)
    assert "click" in loaded
    assert loaded.isdisjoint({"lark", "jinja2", "rich", "msgspec", "platformdirs"})


def test_a_schema_from_the_cache_needs_no_parser(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("", "utf-8")
    (tmp_path / "a.mof").write_text("class A {};", "utf-8")
    assert "lark" in loaded_by("show", "-s", "a.mof", "A", folder=tmp_path)
    loaded = loaded_by("show", "-s", "a.mof", "A", folder=tmp_path)
    assert "msgspec" in loaded
    assert loaded.isdisjoint({"lark", "jinja2", "rich"})


def test_output_is_utf_8_with_plain_line_ends(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("", "utf-8")
    text = 'class A\n{\n    string X = "\u4e2d\u00e9";\n};\n'
    (tmp_path / "a.mof").write_bytes(text.encode())
    assert mofgen("format", "a.mof", folder=tmp_path).stdout == text.encode()


def test_the_hash_seed_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pyproject.toml").write_text("", "utf-8")
    text = "Qualifier Q : string, Scope(class, property, method); [Q] class A {};"
    (tmp_path / "a.mof").write_text(text, "utf-8")
    results = []
    for seed in ("1", "2"):
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        for name in ("ir", "format"):
            results.append(mofgen(name, "--no-cache", "a.mof", folder=tmp_path).stdout)
    assert results[:2] == results[2:]
    assert all(results)


def test_errors_have_no_traceback(tmp_path: Path) -> None:
    result = mofgen("ir", "none.mof", folder=tmp_path)
    assert result.returncode == 1
    assert result.stdout == b""
    assert result.stderr.startswith(b"error: none.mof does not exist")


@pytest.mark.skipif(os.name != "posix", reason="needs a shell with pipes")
def test_a_closed_pipe_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("", "utf-8")
    classes = "".join(f"class A{n} {{}};" for n in range(20_000))
    (tmp_path / "a.mof").write_text(classes, "utf-8")
    code = "from mofgen.cli import main; main(prog_name='mofgen')"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "format", "--no-cache", "a.mof"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.read(5) == b"class"
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    process.wait()
