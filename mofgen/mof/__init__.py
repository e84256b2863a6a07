"""MOF text to syntax tree.

:func:`parse_text` and :func:`parse_files` are all that other packages call.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from os import PathLike
from typing import TYPE_CHECKING

from mofgen.collector import collector_off
from mofgen.mof.diagnostics import Diagnostic, MofError
from mofgen.mof.source import Source
from mofgen.mof.tree import Document

if TYPE_CHECKING:
    from mofgen.mof.parsing import SourceParser

__all__ = ["Diagnostic", "Document", "MofError", "parse_files", "parse_text"]


def parse_text(
    text: str,
    name: str = "<string>",
    *,
    include_path: Iterable[str | PathLike[str]] = (),
) -> Document:
    """Parses MOF text.

    Parameters
    ----------
    text:
        MOF, DSP0004 Annex A and Microsoft's dialect.
    name:
        What diagnostics call the text.
    include_path:
        Folders searched for included files, after the current one.

    Returns
    -------
    Document
        Its declarations in written order, included files' in their place.

    Raises
    ------
    MofError
        With all syntax errors.
    """
    from mofgen.mof.includes import Assembler
    from mofgen.mof.reading import unified_line_ends

    assembler = Assembler(_parser().parse, include_path)
    with collector_off():
        assembler.add_text(Source(name, unified_line_ends(text)))
    return assembler.document()


def parse_files(
    paths: Iterable[str | PathLike[str]],
    *,
    include_path: Iterable[str | PathLike[str]] = (),
    encoding: str | None = None,
) -> Document:
    """Parses MOF files, one after the other, and all that they include.

    Parameters
    ----------
    paths:
        The files in the order in which their declarations are wanted.
    include_path:
        Folders searched for included files, after the including file's own.
    encoding:
        Encoding of all files. None finds out for each: a byte order mark, else
        UTF-16 where zero bytes betray it, else UTF-8, else code page 1252.

    Returns
    -------
    Document
        The declarations of all files, included files' in their place.

    Raises
    ------
    MofError
        With all syntax errors of all files, and those of reading them.
    """
    from mofgen.mof.includes import Assembler

    assembler = Assembler(_parser().parse, include_path, encoding)
    with collector_off():
        for path in paths:
            assembler.add_file(path)
    return assembler.document()


@cache
def _parser() -> SourceParser:
    # Lark and the grammar take a tenth of a second: not for those who don't parse.
    from mofgen.mof.parsing import SourceParser

    return SourceParser()
