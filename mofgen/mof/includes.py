"""``#pragma include``: the included file's declarations stand in its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from os import PathLike, fspath
from pathlib import Path
from typing import NamedTuple

from mofgen.mof.diagnostics import Diagnostic, MofError, Note, Place
from mofgen.mof.limits import MAX_DIAGNOSTICS, MAX_FILES, MAX_INCLUDE_DEPTH, MAX_TEXT
from mofgen.mof.reading import read_source
from mofgen.mof.source import Source
from mofgen.mof.tree import (
    ClassDeclaration,
    Declaration,
    Document,
    InstanceDeclaration,
    Pragma,
)

Parse = Callable[[Source], tuple[list[Declaration], list[Diagnostic]]]


class _Link(NamedTuple):
    """A file in a chain of includes, and the pragma that includes it."""

    path: Path
    place: Place | None


_Chain = tuple[_Link, ...]


class Assembler:
    """Puts the declarations of files, and of those that they include, in order.

    Parameters
    ----------
    parse:
        Parses one source.
    include_path:
        Folders searched for included files after the including file's own.
    encoding:
        Encoding of all files; None to find out for each.
    """

    def __init__(
        self,
        parse: Parse,
        include_path: Iterable[str | PathLike[str]] = (),
        encoding: str | None = None,
    ) -> None:
        self._parse = parse
        self._include_path = [Path(p) for p in include_path]
        self._encoding = encoding
        self._declarations: list[Declaration] = []
        self._sources: dict[Path, Source] = {}
        self._texts: list[Source] = []
        self._diagnostics: dict[object, Diagnostic] = {}
        self._namespace: str | None = None
        self._files = 0
        self._characters = 0

    def add_text(self, source: Source) -> None:
        """Adds a text that is no file; its includes are relative to here."""
        self._texts.append(source)
        self._add(source, Path(), ())

    def add_file(self, path: str | PathLike[str]) -> None:
        """Adds a file that the user named."""
        # A namespace pragma is in force to the end of its text.
        self._namespace = None
        found = Path(path)
        link = _Link(_resolved(found), None)
        source = self._read(link, found, fspath(path))
        if source is not None:
            self._add(source, found.parent, (link,))

    def document(self) -> Document:
        """All that was added.

        Raises
        ------
        MofError
            With the errors of all texts, where there were any.
        """
        if self._diagnostics:
            raise MofError(_limited(list(self._diagnostics.values())))
        sources = (*self._texts, *self._sources.values())
        return Document(tuple(self._declarations), sources)

    def _add(self, source: Source, folder: Path, chain: _Chain) -> None:
        self._files += 1
        self._characters += len(source.text)
        declarations, diagnostics = self._parse(source)
        for diagnostic in diagnostics:
            self._report(diagnostic)
        for declaration in declarations:
            if isinstance(declaration, Pragma):
                self._declarations.append(declaration)
                self._follow(declaration, folder, chain)
            elif self._namespace is not None and isinstance(
                declaration, ClassDeclaration | InstanceDeclaration
            ):
                placed = replace(declaration, namespace=self._namespace)
                self._declarations.append(placed)
            else:
                self._declarations.append(declaration)

    def _follow(
        self,
        pragma: Pragma,
        folder: Path,
        chain: _Chain,
    ) -> None:
        if pragma.name not in ("namespace", "include"):
            return
        place = Place(pragma.source, pragma.pos, len(pragma.name))
        if len(pragma.arguments) != 1 or not pragma.arguments[0]:
            what = "a path" if pragma.name == "include" else "a namespace"
            example = f'#pragma {pragma.name}("...")'
            self._report(
                Diagnostic(
                    "bad-pragma",
                    f"#pragma {pragma.name} takes one argument, {what}",
                    place,
                    expected=(example,),
                )
            )
        elif pragma.name == "namespace":
            self._namespace = pragma.arguments[0]
        else:
            self._include(pragma.arguments[0], place, folder, chain)

    def _include(
        self,
        name: str,
        place: Place,
        folder: Path,
        chain: _Chain,
    ) -> None:
        path = self._find(name, folder)
        if path is None:
            looked = [str(p) for p in self._include_path]
            notes = (Note(f"also looked in {', '.join(looked)}"),) if looked else ()
            message = f'included file "{name}" not found'
            self._report(Diagnostic("include-not-found", message, place, notes=notes))
            return
        link = _Link(_resolved(path), place)
        if any(link.path == ancestor.path for ancestor in chain):
            self._report(_cycle(name, link, chain))
        elif len(chain) >= MAX_INCLUDE_DEPTH:
            message = f"more than {MAX_INCLUDE_DEPTH} includes in a chain"
            self._report(Diagnostic("too-many-includes", message, place))
        elif self._files >= MAX_FILES or self._characters >= MAX_TEXT:
            message = f"more than {MAX_FILES} files or {MAX_TEXT} characters included"
            self._report(Diagnostic("too-many-includes", message))
        else:
            source = self._read(link, path, str(path))
            if source is not None:
                self._add(source, path.parent, (*chain, link))

    def _find(self, name: str, folder: Path) -> Path | None:
        """The file that an include names, relative to ``folder`` or the path."""
        relative = name.replace("\\", "/")
        for base in (folder, *self._include_path):
            for written in dict.fromkeys((relative, name)):
                candidate = base / written
                try:
                    if candidate.exists():
                        return candidate
                except (OSError, ValueError):
                    continue
        return None

    def _read(self, link: _Link, path: Path, name: str) -> Source | None:
        """The text of a file, read once however often it is included."""
        source = self._sources.get(link.path)
        if source is not None:
            return source
        try:
            source = read_source(path, name, self._encoding)
        except MofError as e:
            for diagnostic in e.diagnostics:
                self._report(replace(diagnostic, place=link.place))
            return None
        self._sources[link.path] = source
        return source

    def _report(self, diagnostic: Diagnostic) -> None:
        place = diagnostic.place
        where = (place.source.name, place.pos) if place else None
        self._diagnostics.setdefault((where, diagnostic.message), diagnostic)


def _resolved(path: Path) -> Path:
    """One path for one file, by whatever way it is reached."""
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):  # reading it will say what is wrong
        return path


def _cycle(name: str, link: _Link, chain: _Chain) -> Diagnostic:
    first = [ancestor.path for ancestor in chain].index(link.path)
    notes = tuple(
        Note("included from here", ancestor.place)
        for ancestor in reversed(chain[first + 1 :])
    )
    message = f'"{name}" includes itself'
    return Diagnostic("include-cycle", message, link.place, notes=notes)


def _limited(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    if len(diagnostics) <= MAX_DIAGNOSTICS:
        return diagnostics
    message = f"more than {MAX_DIAGNOSTICS} errors; the others are not shown"
    return [*diagnostics[:MAX_DIAGNOSTICS], Diagnostic("too-many-errors", message)]
