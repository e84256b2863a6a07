"""What to say where the parser stopped: the common mistakes by their names."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from mofgen.mof.diagnostics import Diagnostic, Note, Place
from mofgen.mof.expectations import expected_words
from mofgen.mof.limits import MAX_NESTING
from mofgen.mof.parser import END, NAME, STRAY, TOO_DEEP, Lexeme, Parser
from mofgen.mof.source import Source
from mofgen.mof.stops import Stop

_QUOTES: Final = "\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb`"
_IS_THIS_MOF: Final = "nothing in MOF begins so; is this a MOF file?"
_FROM_C: Final = {"define", "undef", "if", "ifdef", "ifndef", "else", "endif"}


def explain(
    source: Source, stop: Stop, parser: Parser, unclosed_list: int | None = None
) -> Diagnostic:
    """The error at ``stop``.

    Parameters
    ----------
    source:
        The text.
    stop:
        The token that does not fit.
    parser:
        The parser in the state in which it refused the token.
    unclosed_list:
        Offset of the qualifier list whose "]" is missing, where that is so.
    """
    if stop.lexeme.type == STRAY:
        return _no_token(source, stop.lexeme.pos)
    if stop.lexeme.type == TOO_DEEP:
        place = Place(source, stop.lexeme.pos)
        return Diagnostic("too-deep", f"more than {MAX_NESTING} nested braces", place)
    if unclosed_list is not None:
        return _missing(
            source,
            stop,
            "]",
            "unclosed",
            "at the end of the qualifier list",
            Note("the list begins here", Place(source, unclosed_list)),
        )
    return (
        _missing_semicolon(source, stop)
        or _missing_brace(source, stop, parser)
        or _unexpected_end(source, stop, parser)
        or _in_qualifier_list(source, stop, parser)
        or _wrong_word(source, stop, parser)
        or _unexpected(source, stop, parser)
    )


# --- What is missing


def _missing_semicolon(source: Source, stop: Stop) -> Diagnostic | None:
    if not stop.lacks_semicolon:
        return None
    after = 'after "}"' if source.text[stop.end - 1] == "}" else ""
    return _missing(source, stop, ";", "missing-semicolon", after)


def _missing(
    source: Source, stop: Stop, mark: str, code: str, where: str, *notes: Note
) -> Diagnostic:
    """``mark`` should have come right after the token before the stop."""
    message = f'missing "{mark}" {where}'.rstrip()
    return Diagnostic(code, message, Place(source, stop.end), notes=notes)


def _missing_brace(source: Source, stop: Stop, parser: Parser) -> Diagnostic | None:
    """A declaration begins inside the body of another one."""
    wrong = stop.lexeme
    if not isinstance(wrong.text, str):
        return None
    before = parser.last_lexeme()
    word, pos = wrong.text.lower(), wrong.pos
    if before and before.type == "ELEMENT_NAME" and _begins(before.text.lower(), word):
        word, pos = before.text.lower(), before.pos
    elif not _is_keyword(wrong) or not stop.accepted & {"RBRACE", "TYPE"}:
        return None
    braces = parser.open_lexemes("LBRACE")
    if not braces or parser.open_lexemes("LPAR"):
        return None
    message = f'missing "}}" before "{word}"'
    note = Note('the "{" without its "}"', Place(source, braces[-1].pos))
    return Diagnostic("unclosed", message, Place(source, pos, len(word)), notes=(note,))


def _begins(word: str, following: str) -> bool:
    """Whether a declaration begins with these two words, in lower case."""
    if word == "instance":
        return following == "of"
    return word == "class" and following.isidentifier()


def _is_keyword(wrong: Lexeme) -> bool:
    """Whether a declaration begins with this token."""
    if wrong.type == "PRAGMA":
        return True
    keywords = ("class", "instance", "qualifier")
    return wrong.type == NAME and wrong.text.lower() in keywords


def _unexpected_end(source: Source, stop: Stop, parser: Parser) -> Diagnostic | None:
    if stop.lexeme.type != END:
        return None
    open_brackets = parser.open_lexemes("LBRACE", "LPAR", "LSQB")
    if open_brackets:
        last = open_brackets[-1]
        message = f'"{last.text}" is never closed'
        return Diagnostic(
            "unclosed",
            message,
            Place(source, last.pos),
            notes=(Note("the text ends here", Place(source, stop.end)),),
        )
    return Diagnostic(
        "unexpected-end",
        "unexpected end of the text",
        Place(source, stop.end),
        expected_words(parser, stop.accepted),
    )


# --- What is no token


def _no_token(source: Source, pos: int) -> Diagnostic:
    text = source.text
    line_end = text.find("\n", pos)
    line_end = len(text) if line_end < 0 else line_end
    first = text[pos]
    if first == '"':
        return Diagnostic(
            "unterminated-string",
            "unterminated string",
            Place(source, pos, line_end - pos),
            notes=_where_it_ends(source, pos),
        )
    if first == "'":
        return Diagnostic(
            "unterminated-character",
            "unterminated character literal",
            Place(source, pos, line_end - pos),
        )
    if text.startswith("/*", pos):
        return Diagnostic(
            "unterminated-comment", 'comment without its "*/"', Place(source, pos, 2)
        )
    if first == "#":
        return _unknown_directive(source, pos)
    return _stray(source, pos)


def _unknown_directive(source: Source, pos: int) -> Diagnostic:
    found = re.compile(r"#[ \t]*(\w*)").match(source.text, pos)
    word = found[1].lower() if found else ""
    length = found.end() - pos if found else 1
    hint = None
    if word == "include":
        hint = '#pragma include("...") includes a file'
    elif word in _FROM_C:
        hint = f"a text with #{word} is for a C preprocessor first"
    return Diagnostic(
        "unknown-directive",
        f'unknown directive "{source.text[pos : pos + length]}"',
        Place(source, pos, length),
        ('"#pragma"',),
        (Note(hint),) if hint else (),
    )


def _where_it_ends(source: Source, start: int) -> tuple[Note, ...]:
    """The quote that ends the string after all, to the surprise of its author."""
    end = re.compile(r'"(?:[^"\\]++|\\.)*+"', re.DOTALL).match(source.text, start)
    if end is None:
        return ()
    return (Note("it would end here", Place(source, end.end() - 1)),)


def _stray(source: Source, pos: int) -> Diagnostic:
    character = source.text[pos]
    hint = None
    if character in _QUOTES:
        hint = 'strings stand in straight quotes, "'
    elif character == "$":
        hint = "an alias is a $ and a name"
    elif character == "\\":
        hint = "a backslash stands only in strings"
    elif not source.text[:pos].strip():
        hint = _IS_THIS_MOF
    return Diagnostic(
        "stray-character",
        f"stray character {_shown(character)}",
        Place(source, pos),
        notes=(Note(hint),) if hint else (),
    )


def _shown(character: str) -> str:
    if character.isascii() and character.isprintable():
        return f'"{character}"'
    number = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "")
    described = f"{number} {name}".rstrip()
    return f'"{character}" ({described})' if character.isprintable() else described


# --- What does not fit


def _in_qualifier_list(source: Source, stop: Stop, parser: Parser) -> Diagnostic | None:
    """Mistakes between the brackets of a qualifier list."""
    before, wrong = parser.last_lexeme(), stop.lexeme
    if not parser.open_lexemes("LSQB") or not {"COMMA", "RSQB"} <= stop.accepted:
        return None
    if wrong.type == NAME:
        return _missing(source, stop, ",", "missing-comma", "between two qualifiers")
    if before is not None and before.type == "QUALIFIER_NAME":
        name = before.text
        if wrong.type in ("STRING", "NUMBER", "EQUAL"):
            value = wrong.text if wrong.type != "EQUAL" else "value"
            return _unexpected(
                source,
                stop,
                parser,
                f"a value stands in parentheses: {name}({_shortened(value)})",
            )
    return None


def _wrong_word(source: Source, stop: Stop, parser: Parser) -> Diagnostic | None:
    """A token in the place of the one that belongs there."""
    wrong, accepted = stop.lexeme, stop.accepted
    if wrong.type == "EQUAL" and "COLON" in accepted:
        return _instead(source, wrong, ":")
    if wrong.type == "COLON" and "EQUAL" in accepted:
        return _instead(source, wrong, "=")
    if "CLASS_NAME" in accepted and "TYPE" not in accepted and wrong.type == NAME:
        return Diagnostic(
            "keyword-as-name",
            f'"{wrong.text}" is a keyword and names no class',
            Place(source, wrong.pos, len(wrong.text)),
            ("a class name",),
        )
    before = parser.last_lexeme()
    if before and before.type == "CLASS_NAME" and "ELEMENT_NAME" in accepted:
        hint = f'"{before.text}" was read as the type'
        return _unexpected(source, stop, parser, hint)
    if wrong.type == "NUMBER" and any(a.endswith("_NAME") for a in accepted):
        hint = "a name does not begin with a digit"
        return _unexpected(source, stop, parser, hint)
    if wrong.type == NAME and {"STRING", "NUMBER", "NULL"} <= accepted:
        quotes = None if _is_keyword(wrong) else "a string stands in quotes"
        return _unexpected(source, stop, parser, quotes)
    if stop.end == 0 and "PRAGMA" in accepted:
        return _unexpected(source, stop, parser, _IS_THIS_MOF)
    if wrong.type == "QUALIFIER_LIST" and "LSQB" in accepted:
        return Diagnostic(
            "bad-array-size",
            "the size of an array is a number",
            Place(source, wrong.pos, _length(wrong)),
        )
    return None


def _instead(source: Source, wrong: Lexeme, mark: str) -> Diagnostic:
    message = f'"{wrong.text}" in place of "{mark}"'
    return Diagnostic("syntax", message, Place(source, wrong.pos), (f'"{mark}"',))


def _unexpected(
    source: Source, stop: Stop, parser: Parser, hint: str | None = None
) -> Diagnostic:
    wrong = stop.lexeme
    return Diagnostic(
        "syntax",
        f"unexpected {_described(wrong)}",
        Place(source, wrong.pos, _length(wrong)),
        expected_words(parser, stop.accepted),
        (Note(hint),) if hint else (),
    )


def _described(wrong: Lexeme) -> str:
    if wrong.type == "QUALIFIER_LIST":
        return "qualifier list"
    if wrong.type == "STRING":
        return "string"
    if wrong.type == "NUMBER":
        return f"number {_shortened(wrong.text)}"
    return f'"{_shortened(wrong.text)}"'


def _shortened(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:37]}..."


def _length(wrong: Lexeme) -> int:
    if wrong.type == "QUALIFIER_LIST":
        return 1
    return len(wrong.text)
