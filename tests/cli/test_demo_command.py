"""``mofgen demo``: what a person sees is what the host says."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from mofgen.cli import main


def lines_of(*arguments: str) -> list[str]:
    done = CliRunner().invoke(main, ["demo", *arguments])
    assert done.exit_code == 0, done.output
    return done.output.splitlines()


@pytest.mark.parametrize("arguments", [(), ("--fast",)])
def test_memory_of_a_running_machine_changes_and_a_checkpoint_brings_it_back(
    arguments: tuple[str, ...],
) -> None:
    lines = lines_of(*arguments)
    web = [line for line in lines if line.startswith("│ web ")]
    assert ["2048 MB" in web[0], "3072 MB" in web[1]] == [True, True]
    off, again = [line for line in lines if "here it stands" in line]
    assert "web: off, 512 MB" in off
    assert "web: running, 3072 MB" in again


def test_each_job_is_followed_to_its_end() -> None:
    followed = [line for line in lines_of() if "━ " in line]
    assert any(line.startswith("checkpoint of web") for line in followed)
    assert any(line.startswith("database: Virtual Hard Disk") for line in followed)
    assert all(line.rstrip().endswith("100 %") for line in followed)


def test_without_a_terminal_it_is_the_same_every_time() -> None:
    assert lines_of() == lines_of()
