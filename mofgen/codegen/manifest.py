"""The list, inside a generated package, of the files that mofgen wrote there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

MANIFEST_NAME = "mofgen-manifest.json"
_VERSION = 1


class ManifestError(Exception):
    """A manifest that mofgen can't have written."""


def manifest_bytes(hashes: Mapping[str, str]) -> bytes:
    """The manifest of files with the given SHA-256 hashes, one line a file."""
    data = {"mofgen-manifest": _VERSION, "files": dict(sorted(hashes.items()))}
    return (json.dumps(data, indent=1) + "\n").encode("utf-8")


def read_manifest(folder: Path) -> Mapping[str, str]:
    """Hash by path of the files that mofgen wrote; empty without a manifest.

    Raises
    ------
    ManifestError
        The manifest is damaged, of another version, or names a path outside of
        the folder.
    """
    file = folder / MANIFEST_NAME
    try:
        data = json.loads(file.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except ValueError as error:
        raise ManifestError(f"{file} is damaged: {error}") from error
    if not isinstance(data, dict) or data.get("mofgen-manifest") != _VERSION:
        raise ManifestError(f"{file} is not a manifest of version {_VERSION}")
    files = data.get("files")
    if not isinstance(files, dict) or not all(map(_is_inside, files)):
        raise ManifestError(f"{file} does not list files of this folder")
    return {str(path): str(hash_) for path, hash_ in files.items()}


def _is_inside(path: object) -> bool:
    """Whether a listed path stays below the folder; a manifest may come from anyone."""
    if not isinstance(path, str) or not path or "\\" in path or ":" in path:
        return False
    pure = PurePosixPath(path)
    return bool(pure.parts) and not pure.is_absolute() and ".." not in pure.parts
