"""Files to text: encodings, line ends and what can go wrong before any syntax."""

from __future__ import annotations

import codecs
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from mofgen.mof.diagnostics import Diagnostic, MofError, Note
from mofgen.mof.limits import MAX_FILE_SIZE
from mofgen.mof.source import Source

LEGACY_CODE_PAGE = "cp1252"
"""Assumed for a text that is neither UTF-16 nor UTF-8 and says nothing itself."""

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def read_source(path: Path, name: str, encoding: str | None = None) -> Source:
    """Reads a MOF file.

    Parameters
    ----------
    path:
        The file.
    name:
        What diagnostics call it.
    encoding:
        Its encoding, where the caller knows better than :func:`decode`.

    Raises
    ------
    MofError
        The file is not there, cannot be read, is too large, or is not text.
    """
    try:
        status = path.stat()
        if not S_ISREG(status.st_mode):
            kind = "a folder" if S_ISDIR(status.st_mode) else "no regular file"
            raise _failure("not-a-file", name, f"is {kind}")
        if status.st_size > MAX_FILE_SIZE:
            limit = MAX_FILE_SIZE // (1024 * 1024)
            raise _failure("file-too-large", name, f"is larger than {limit} MB")
        data = path.read_bytes()
    except FileNotFoundError:
        raise _failure("file-not-found", name, "does not exist") from None
    except OSError as e:
        reason = e.strerror or "unknown reason"
        raise _failure("unreadable-file", name, f"can't be read: {reason}") from None
    except ValueError:  # a NUL in the path
        raise _failure("file-not-found", name, "is no possible path") from None
    return Source(name, decode(data, name, encoding))


def decode(data: bytes, name: str, encoding: str | None = None) -> str:
    """Text of a MOF file, with every line end as ``\\n``.

    A byte order mark decides; without one, zero bytes beside ASCII tell UTF-16
    and its byte order, then UTF-8 is tried, then :data:`LEGACY_CODE_PAGE`.
    ``encoding`` overrides all of that (a byte order mark that fits it is still
    left out).

    Raises
    ------
    MofError
        The bytes are no text in that encoding, or no text at all.
    """
    if encoding is not None:
        text = _decode_as(data, name, encoding)
    else:
        text = _decode_guessing(data, name)
    text = unified_line_ends(text.removeprefix("\ufeff"))
    text = text.removesuffix("\x1a")  # how DOS editors end a file
    if "\0" in text:
        raise _failure("not-text", name, "is not a text file (it has zero bytes)")
    return text


def unified_line_ends(text: str) -> str:
    """``text`` with CR LF and lone CR turned into LF."""
    if "\r" not in text:
        return text
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode_guessing(data: bytes, name: str) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode_as(data, name, encoding)
    if b"\0" in data[:4096]:
        # Half of the bytes of ASCII text in UTF-16 are zero: the high ones.
        head = data[:4096]
        odd, even = head[1::2].count(0), head[::2].count(0)
        return _decode_as(data, name, "utf-16-le" if odd >= even else "utf-16-be")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_as(data, name, LEGACY_CODE_PAGE)


def _decode_as(data: bytes, name: str, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except LookupError:
        raise _failure(
            "unknown-encoding", name, f'can\'t be read: no encoding "{encoding}"'
        ) from None
    except UnicodeError as e:
        at = getattr(e, "start", 0)
        raise _failure(
            "undecodable",
            name,
            f"is not text in {encoding} (byte {at})",
            "name its encoding with --encoding, e.g. --encoding cp1251",
        ) from None


def _failure(code: str, name: str, what: str, hint: str | None = None) -> MofError:
    notes = (Note(hint),) if hint else ()
    return MofError([Diagnostic(code, f"{name} {what}", notes=notes)])
