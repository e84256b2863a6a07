"""What to say where the parser of queries stopped: common mistakes by their names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lark.exceptions import UnexpectedToken

from mofgen.mof.parser import END, NAME, STRAY, TOO_DEEP, Lexeme, Parser
from mofgen.provider.wql.building import Mistake, span_of
from mofgen.provider.wql.errors import Span, WqlError
from mofgen.provider.wql.expectations import expected_words
from mofgen.provider.wql.grammar import Grammar
from mofgen.provider.wql.limits import MAX_NESTING
from mofgen.suggest import closest

_QUOTES: Final = "\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb`\u00b4"
_SHOWN: Final = 40

# What people write who think in another language, and what WQL has for it.
_FOREIGN_MARKS: Final = {
    "==": "=",
    "=>": ">=",
    "=<": "<=",
    "=!": "<>",
    "&&": "AND",
    "||": "OR",
    "!": "NOT",
}

# What SQL has and WQL has not, by the word that gives it away.
_NOT_SUPPORTED: Final = {
    "order": "ORDER BY",
    "group": "GROUP",
    "having": "HAVING",
    "limit": "LIMIT",
    "join": "JOIN",
    "inner": "JOIN",
    "left": "JOIN",
    "right": "JOIN",
    "union": "UNION",
    "between": "BETWEEN",
    "in": "IN",
    "as": "AS",
    "by": "BY",
}
_HINTS: Final = {
    "ORDER BY": "sort the objects once they are there",
    "GROUP": "each event comes by itself here",
    "HAVING": "each event comes by itself here",
    "JOIN": "ASSOCIATORS OF walks from an object to others",
    "BETWEEN": "two comparisons with AND say the same",
    "IN": "comparisons with OR say the same",
}
_SELECTORS: Final = {"top": "TOP", "distinct": "DISTINCT", "all": "ALL"}
_WRITING: Final = {"insert", "update", "delete", "create", "drop", "alter", "set"}


@dataclass(frozen=True, slots=True)
class _Stop:
    """The token that does not fit, and what is known of the parse up to it."""

    query: str
    wrong: Lexeme
    end: int
    """Where the token before it ends."""
    before: Lexeme | None
    """The token before it, None where there is none."""
    opened: list[Lexeme]
    """The parentheses that are open."""
    accepted: frozenset[str]

    @property
    def word(self) -> str:
        """The wrong token in lower case."""
        return str(self.wrong.text).lower()

    def mistake(
        self,
        reason: str,
        at: Span | None = None,
        hint: str | None = None,
        expected: tuple[str, ...] = (),
    ) -> WqlError:
        """The error at the wrong token, or ``at`` another place."""
        return WqlError(reason, self.query, at or span_of(self.wrong), expected, hint)

    def unexpected(self, hint: str | None = None) -> WqlError:
        """The error that says what was expected."""
        what = "string" if self.wrong.type == "STRING" else _quoted(self.wrong.text)
        if self.wrong.type == "PATH":
            what = "object path"
        expected = expected_words(self.accepted)
        return self.mistake(f"unexpected {what}", hint=hint, expected=expected)


def explain(
    query: str, wrong: Lexeme, end: int, parser: Parser, grammar: Grammar
) -> WqlError:
    """The error at a token.

    Parameters
    ----------
    query:
        The whole query.
    wrong:
        The token that does not fit.
    end:
        Where the token before it ends.
    parser:
        A parser that has taken all tokens before that one, and not yet refused it;
        it is used up.
    grammar:
        The grammar, for its keywords.
    """
    accepted = parser.accepted()
    before = parser.last_lexeme()
    opened = _opened(parser)
    if _takes_end(parser):
        accepted |= {END}
    stop = _Stop(query, wrong, end, before, opened, accepted)
    if wrong.type == STRAY:
        return _no_token(stop)
    if wrong.type == TOO_DEEP:
        return stop.mistake(f"more than {MAX_NESTING} open parentheses and NOTs")
    return (
        _no_query(stop)
        or _not_supported(stop)
        or _foreign_mark(stop)
        or _keyword_as_name(stop)
        or _unclosed(stop)
        or _wrong_operand(stop)
        or _wrong_order(stop)
        or _misspelt(stop, grammar)
        or stop.unexpected()
    )


def _opened(parser: Parser) -> list[Lexeme]:
    """The parentheses that are open."""
    opened: list[Lexeme] = []
    for each in parser.open_lexemes("LPAR", "RPAR"):
        if each.type == "LPAR":
            opened.append(each)
        else:  # it closes one, and the parser has not put the two away yet
            opened.pop()
    return opened


def _takes_end(parser: Parser) -> bool:
    """Whether the query could end here; the parser is done with afterwards."""
    try:
        parser.feed(Lexeme(END, "", 0), True)
    except UnexpectedToken:
        return False
    except Mistake:
        pass  # of another kind: for the grammar it could end
    return True


# --- What is no token


def _no_token(stop: _Stop) -> WqlError:
    query, pos = stop.query, stop.wrong.pos
    first = query[pos]
    if first in "\"'":
        hint = "a string ends with the quote that it begins with"
        return stop.mistake("unterminated string", _to_line_end(query, pos), hint)
    if first == "{":
        hint = "quotes and braces within it must be closed too"
        return stop.mistake("object path without its }", Span(pos), hint)
    for start, end in ((pos - 1, pos + 1), (pos, pos + 2), (pos, pos + 1)):
        mark = query[start:end] if start >= 0 else ""
        if mark in _FOREIGN_MARKS:
            return _instead(stop, Span(start, end - start), mark)
    if first == "[":
        return stop.mistake("WQL can't ask for an element of an array", Span(pos))
    return stop.mistake(f"stray character {_quoted(first)}", Span(pos), _hint(stop))


def _hint(stop: _Stop) -> str | None:
    first = stop.wrong.text
    if first in _QUOTES:
        return "strings stand in straight quotes, ' or \""
    if first in "\\:" and stop.before and stop.before.type == "CLASS_NAME":
        return "a query names a class without its namespace"
    if first == "%" and "STRING" in stop.accepted:
        return "a pattern stands in quotes: LIKE '%abc%'"
    if first == ";":
        return "a query ends without a semicolon"
    if first in "+-/%":
        return "WQL does not calculate"
    needs_quotes = "STRING" in stop.accepted or _follows_operator(stop)
    return "a string stands in quotes" if needs_quotes else None


def _instead(stop: _Stop, span: Span, mark: str) -> WqlError:
    right = _FOREIGN_MARKS[mark]
    return stop.mistake(
        f'"{mark}" in place of "{right}"', span, expected=(f'"{right}"',)
    )


def _to_line_end(query: str, pos: int) -> Span:
    end = query.find("\n", pos)
    return Span(pos, (len(query) if end < 0 else end) - pos)


# --- What does not fit


def _foreign_mark(stop: _Stop) -> WqlError | None:
    """Two marks that would be one in another language."""
    before, wrong = stop.before, stop.wrong
    if before is None or before.pos + len(before.text) != wrong.pos:
        return None
    mark = before.text + str(wrong.text)
    if mark not in _FOREIGN_MARKS:
        return None
    return _instead(stop, Span(before.pos, len(mark)), mark)


def _no_query(stop: _Stop) -> WqlError | None:
    """Something else than a query, or nothing."""
    if stop.end > 0:
        return None
    if stop.wrong.type == END:
        return stop.mistake(
            "the query is empty", expected=expected_words(stop.accepted)
        )
    if stop.word in _WRITING:
        return stop.unexpected("WQL only reads; operations and methods write")
    return None


def _not_supported(stop: _Stop) -> WqlError | None:
    """What SQL has and WQL has not."""
    before = stop.before
    if before is not None and before.type == "LISTED_PROPERTY":
        selector = _SELECTORS.get(before.text.lower())
        if selector and stop.wrong.type in ("NUMBER", NAME, "STAR"):
            return stop.mistake(f"{selector} is not supported", span_of(before))
    if stop.wrong.type == "LPAR" and before is not None:
        if before.type in ("LISTED_PROPERTY", "PROPERTY_NAME"):
            what = f"functions such as {before.text} are not supported"
            hint = "count the objects that come"
            is_count = before.text.lower() == "count"
            return stop.mistake(what, span_of(before), hint if is_count else None)
        if before.type in ("EQUAL", "COMPARISON"):
            return stop.unexpected("WQL does not calculate, and has no subqueries")
    name = _NOT_SUPPORTED.get(stop.word) if stop.wrong.type == NAME else None
    if name is None or stop.accepted <= {"FROM", "COMMA", "DOT"}:
        return None
    return stop.mistake(f"{name} is not supported", hint=_HINTS.get(name))


def _keyword_as_name(stop: _Stop) -> WqlError | None:
    """A keyword that was read as a name, because the name before it is missing."""
    before = stop.before
    if before is None:
        return None
    word = before.text.lower()
    missing = {
        ("LISTED_PROPERTY", "from"): "a property",
        ("CLASS_NAME", "where"): "a class name",
        ("CLASS_NAME", "within"): "a class name",
        ("PROPERTY_NAME", "and"): "a condition",
        ("PROPERTY_NAME", "or"): "a condition",
        ("PROPERTY_NAME", "like"): "a property",
        ("PROPERTY_NAME", "is"): "a property",
        ("PROPERTY_NAME", "isa"): "a property",
    }.get((before.type, word))
    if missing is None:
        return None
    expected = ('"*"', missing) if word == "from" else (missing,)
    if word == "from" and stop.query[: before.pos].rstrip().endswith(","):
        expected = (missing,)
    return stop.mistake(
        f'unexpected "{before.text}"', span_of(before), expected=expected
    )


def _unclosed(stop: _Stop) -> WqlError | None:
    """The query ends, and something is missing."""
    if stop.wrong.type != END:
        return None
    if stop.opened and "RPAR" in stop.accepted:
        return stop.mistake('"(" is never closed', span_of(stop.opened[-1]))
    expected = expected_words(stop.accepted)
    return stop.mistake(
        "unexpected end of the query", Span(stop.end), expected=expected
    )


def _wrong_operand(stop: _Stop) -> WqlError | None:
    """Quotes that are missing, or that should be."""
    wrong, before, accepted = stop.wrong, stop.before, stop.accepted
    is_word = wrong.type in (NAME, "NUMBER")
    if wrong.type == "STRING" and "CLASS_NAME" in accepted:
        return stop.unexpected("a class name stands without quotes")
    if wrong.type == "STRING" and "FILTER_VALUE" in accepted:
        return stop.unexpected("names stand without quotes here")
    if before is not None and before.type == "LIKE" and is_word:
        return stop.unexpected("a pattern stands in quotes: LIKE '%abc%'")
    if "PATH" in accepted:
        return stop.unexpected("as in {Class.Key='value'}")
    if accepted == {"NOT", "NULL"} or accepted == {"NULL"}:
        return stop.unexpected("IS is for NULL only, = is for all else")
    if is_word and "AND" in accepted and _follows_operator(stop):
        return stop.unexpected("a string stands in quotes")
    if before is not None and before.type == "STRING" and stop.end == wrong.pos:
        return stop.unexpected("a quote within a string is written \\' or \\\"")
    if wrong.type == "COMMA" and "WHERE" in accepted:
        return stop.unexpected("a query asks for one class, with its subclasses")
    return None


def _follows_operator(stop: _Stop) -> bool:
    """Whether the token before the wrong one is a word after an operator."""
    before = stop.before
    if before is None or before.type != "PROPERTY_NAME":
        return False
    return stop.query[: before.pos].rstrip().endswith(("=", "<", ">"))


def _wrong_order(stop: _Stop) -> WqlError | None:
    """What belongs to another place."""
    if stop.word == "not" and "LIKE" in stop.accepted:
        return stop.unexpected("NOT stands before the property: NOT Name LIKE 'a%'")
    if stop.word == "within":
        return stop.unexpected("WITHIN stands between the class and WHERE")
    if stop.wrong.type == "NUMBER" and any(
        each.endswith(("_NAME", "_PROPERTY")) for each in stop.accepted
    ):
        return stop.unexpected("a name does not begin with a digit")
    return None


def _misspelt(stop: _Stop, grammar: Grammar) -> WqlError | None:
    """A keyword with a letter wrong."""
    if stop.wrong.type != NAME:
        return None
    possible = [
        keyword.upper()
        for keyword, terminal in grammar.keywords.items()
        if terminal in stop.accepted
    ]
    near = closest(stop.wrong.text, possible)
    return stop.unexpected(f"did you mean {near}?") if near else None


def _quoted(text: str) -> str:
    shown = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}..."
    printable = "".join(each if each.isprintable() else "\ufffd" for each in shown)
    return f'"{printable}"'
