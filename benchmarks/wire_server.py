"""``mofgen serve`` in a process of its own, as users start it."""

from __future__ import annotations

import json
import subprocess
import sys
from mmap import PAGESIZE
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep
from types import TracebackType
from typing import Any, Final, Self

from benchmarks.fresh import REPOSITORY, FreshError

USER: Final = "Administrator"
PASSWORD: Final = "what only this computer knows"
NAMESPACE: Final = "root/virtualization/v2"
_MAIN: Final = "from mofgen.cli import main; main()"
_PAUSE: Final = 0.05


class WireServer:
    """The process, as a context.

    Parameters
    ----------
    machines:
        How many the host has.

    Attributes
    ----------
    port:
        Where it listens, on this computer.
    """

    def __init__(self, machines: int) -> None:
        self._folder = TemporaryDirectory(prefix="mofgen-wire-")
        folder = Path(self._folder.name)
        passwords, log = folder / "passwords", folder / "log"
        passwords.touch(mode=0o600)
        passwords.write_text(PASSWORD)
        with log.open("wb") as lines, (folder / "errors").open("wb") as errors:
            self._process = subprocess.Popen(
                [
                    *(sys.executable, "-c", _MAIN, "serve", "--json"),
                    *("--port", "0", "--vms", str(machines)),
                    *("--user", USER, "--password-file", str(passwords)),
                ],
                cwd=REPOSITORY,
                stdout=lines,
                stderr=errors,
            )
        self.port = self._ready(log)

    def memory(self) -> float:
        """Bytes of the process that lie in memory; NaN where only Linux would tell."""
        statistics = Path(f"/proc/{self._process.pid}/statm")
        if not statistics.exists():
            return float("nan")
        return float(statistics.read_text().split()[1]) * PAGESIZE

    @property
    def errors(self) -> str:
        """What it has written to stderr."""
        return (Path(self._folder.name) / "errors").read_text()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._process.terminate()
        self._process.wait(30)
        self._folder.cleanup()

    def _ready(self, log: Path) -> int:
        while self._process.poll() is None:
            first, end, _ = log.read_text().partition("\n")
            if end:
                said: dict[str, Any] = json.loads(first)
                return int(said["url"].rpartition(":")[2].partition("/")[0])
            sleep(_PAUSE)
        raise FreshError(self.errors)
