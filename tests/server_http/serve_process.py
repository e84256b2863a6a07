"""``mofgen serve`` in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

USER = "Administrator"


@contextmanager
def serve_process(folder: Path, password: str, *options: str) -> Iterator[int]:
    """Run it while the block lasts, on a port that is free.

    Parameters
    ----------
    folder:
        Takes the file with the password.
    password:
        Of the only user, ``Administrator``.
    options:
        What else the command is to be told.

    Returns
    -------
    The port.
    """
    secret = folder / "password"
    secret.touch(mode=0o600)
    secret.write_text(f"{password}\n", "utf-8")
    command = [
        *(sys.executable, "-c", "from mofgen.cli import main; main()", "serve"),
        *("--port", "0", "--json", *options),
        *("--user", USER, "--password-file", str(secret)),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            said = json.loads(process.stdout.readline())
            # It would stop where nobody reads what it logs.
            Thread(target=process.stdout.read, daemon=True).start()
            port = urlsplit(said["url"]).port
            assert port is not None
            yield port
        finally:
            process.terminate()
