"""The folder in which mofgen keeps what it need not work out again.

The cache can be lost, foreign or read-only at any time: it is then as if empty.
Nothing is read from a folder into which somebody else can write.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from mofgen.atomic import write_atomically


def cache_folder() -> Path:
    """The folder of the cache: ``MOFGEN_CACHE_DIR``, or the user's cache folder."""
    override = os.environ.get("MOFGEN_CACHE_DIR")
    if override:
        return Path(override)
    # Imported here: with the variable set nobody needs it.
    from platformdirs import user_cache_path

    return user_cache_path("mofgen", appauthor=False)


def cache_is_enabled() -> bool:
    """Whether ``MOFGEN_NO_CACHE`` leaves the cache on."""
    return os.environ.get("MOFGEN_NO_CACHE", "") in ("", "0")


@dataclass(frozen=True, slots=True)
class CacheFiles:
    """The entries of one kind.

    Parameters
    ----------
    suffix:
        Ends the names of their files.
    """

    suffix: str

    def read(self, name: str) -> bytes | None:
        """The entry ``name``; None if it is not there or can't be trusted."""
        path = self._path(name)
        try:
            return path.read_bytes() if _is_private(path.parent) else None
        except OSError:
            return None

    def first_line(self, name: str) -> bytes | None:
        """As :meth:`read`, the first line without its end."""
        path = self._path(name)
        try:
            if not _is_private(path.parent):
                return None
            with path.open("rb") as file:
                return file.readline().removesuffix(b"\n")
        except OSError:
            return None

    def mark_used(self, name: str) -> None:
        """Let the entry count as new when old ones are dropped."""
        with suppress(OSError):
            os.utime(self._path(name))

    def write(self, name: str, data: bytes, *, keep: int) -> None:
        """Keep ``data``, and of all entries only the ``keep`` that were used last.

        Where that is not possible, nothing happens.
        """
        path = self._path(name)
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if _is_private(path.parent):
                write_atomically(path, data, mode=0o600)
                self._prune(keep)
        except OSError:
            return

    def clear(self) -> int:
        """Delete all entries and tell how many there were.

        Raises
        ------
        OSError
            An entry can't be deleted.
        """
        folder = cache_folder()
        entries = list(folder.glob(f"*{self.suffix}"))
        # What write_atomically leaves where the process is killed.
        halves = folder.glob(f".*{self.suffix}.*.tmp")
        for file in (*entries, *halves):
            file.unlink(missing_ok=True)
        return len(entries)

    def _path(self, name: str) -> Path:
        return cache_folder() / f"{name}{self.suffix}"

    def _prune(self, keep: int) -> None:
        files = cache_folder().glob(f"*{self.suffix}")
        entries = [(e.stat().st_mtime_ns, e) for e in files]
        for _, entry in sorted(entries, reverse=True)[keep:]:
            entry.unlink(missing_ok=True)


def _is_private(folder: Path) -> bool:
    """Whether nobody else can have put anything into ``folder``."""
    if sys.platform == "win32":
        return True  # a profile's folders are its user's own
    status = folder.stat()
    return status.st_uid == os.getuid() and not status.st_mode & 0o022
