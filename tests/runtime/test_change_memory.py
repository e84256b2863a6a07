"""The memory change of a machine: in raw steps and in five typed lines."""

from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hyper_v_host import hyper_v_host
from hyperv_v2 import Msvm_MemorySettingData

from mofgen.runtime import CimError

EXAMPLES = Path(__file__).parents[2] / "examples"
PROGRAMS = ("change_memory.py", "change_memory_raw.py")
TRICKY = r"it's \ 100% [web]"


def functions(program: str) -> dict[str, Any]:
    return runpy.run_path(str(EXAMPLES / program))


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_machine_asked_for_gets_its_memory(program: str) -> None:
    host = hyper_v_host({"web-01": "A", TRICKY: "B"})
    functions(program)["change_memory"](host, TRICKY, 4096)
    sizes = [
        memory.VirtualQuantity for memory in host.enumerate(Msvm_MemorySettingData)
    ]
    assert sizes == [1024, 4096]


def test_both_ask_the_host_for_the_same() -> None:
    asked = []
    for program in PROGRAMS:
        host = hyper_v_host({"web-01": "A"})
        functions(program)["change_memory"](host, "web-01", 2048)
        asked.append(host.requests)
    assert asked[0] == asked[1]
    assert asked[0] == [
        *("query", "associators", "associators", "enumerate"),
        *("ModifyResourceSettings", "get", "get"),
    ]


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_machine_that_is_not_there_is_missed(program: str) -> None:
    with pytest.raises(CimError, match="db-01"):
        functions(program)["change_memory"](hyper_v_host({"web-01": "A"}), "db-01", 1)


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_host_that_nothing_reaches_is_told(program: str) -> None:
    with pytest.raises(CimError, match="no installed package offers nowhere:"):
        functions(program)["main"]("nowhere:", "web-01", 1)


def run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(EXAMPLES / program), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("program", PROGRAMS)
def test_as_programs_they_tell_what_is_wrong(program: str) -> None:
    usage = f"usage: python examples/{program} URL NAME MEGABYTES\n"
    for arguments in ((), ("nowhere:", "web-01"), ("nowhere:", "web-01", "much")):
        assert run(program, *arguments).stderr == usage
    done = run(program, "nowhere:", "web-01", "4096")
    assert done.returncode == 1
    assert done.stderr.startswith("error: no installed package offers nowhere:")
