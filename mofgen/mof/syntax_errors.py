from __future__ import annotations

from mofgen.mof.diagnostics import Diagnostic, Place
from mofgen.mof.grammar import Lexeme
from mofgen.mof.source import Source


def unexpected(source: Source, lexeme: Lexeme) -> Diagnostic:
    place = Place(source, lexeme.pos, len(lexeme.text))
    return Diagnostic("syntax", f'unexpected "{lexeme.text}"', place)
