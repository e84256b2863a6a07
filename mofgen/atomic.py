"""Writing a file so that nobody ever sees half of it."""

from __future__ import annotations

import os
from pathlib import Path


def write_atomically(path: Path, data: bytes, *, mode: int = 0o666) -> None:
    """Replace the content of ``path`` by ``data`` in one step.

    A reader sees the old content or the new, and an error leaves the old. A link
    is followed, and a file that exists keeps its permissions.

    Parameters
    ----------
    path:
        The file; its folder must exist.
    data:
        The whole new content.
    mode:
        Permissions of a new file, less what the process's umask takes away.

    Raises
    ------
    OSError
        The file can't be written; its old content is still there.
    """
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".{target.name[:64]}.{os.urandom(6).hex()}.tmp")
    try:
        with open(temporary, "xb", opener=lambda p, f: os.open(p, f, mode)) as file:
            file.write(data)
        if target.exists():
            temporary.chmod(target.stat().st_mode & 0o7777)
        temporary.replace(target)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        # The user knows the file that they named, not our temporary one.
        raise OSError(error.errno, error.strerror, str(path)) from error
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
