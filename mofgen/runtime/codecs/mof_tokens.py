"""The words of MOF instances: what :mod:`mofgen.runtime.codecs.mof_reader` goes by.

No more of MOF than instances need; the generator has the whole language.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple, NoReturn

from mofgen.runtime.codecs.errors import CodecError
from mofgen.runtime.codecs.limits import MAX_CHARACTERS
from mofgen.runtime.errors import CimTypeError, shown

_TOKEN = re.compile(
    r"""
    (?P<blank>[ \t\r\n\f\v\ufeff]++|//[^\n]*+|/\*.*?\*/)
    |(?P<string>"(?:[^"\\]|\\.)*+")
    |(?P<char>'(?:[^'\\]|\\.[0-9A-Fa-f]{0,4}+)')
    |(?P<real>[+-]?[0-9]*+\.[0-9]++(?:[eE][+-]?[0-9]++)?+)
    |(?P<binary>[+-]?[01]++[bB])
    |(?P<hexadecimal>[+-]?0[xX][0-9A-Fa-f]++)
    |(?P<octal>[+-]?0[0-7]++)
    |(?P<decimal>[+-]?[0-9]++)
    |(?P<name>[^\W\d]\w*+)
    |(?P<alias>\$\w++)
    |(?P<pragma>\#[^\n]*+)
    |(?P<mark>[{}\[\](),;=:])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:[xX]([0-9A-Fa-f]{1,4})|(.))", re.DOTALL)
_ESCAPED = {
    "b": "\b",
    "t": "\t",
    "n": "\n",
    "f": "\f",
    "r": "\r",
    '"': '"',
    "'": "'",
    "\\": "\\",
}
_BASES = {"binary": 2, "octal": 8, "decimal": 10, "hexadecimal": 16}
_LONGEST_NUMBER = 400
_SKIPPED = ("blank", "pragma")
_WORDS = {"NULL": None, "TRUE": True, "FALSE": False}


class Token(NamedTuple):
    """A word of the text.

    ``kind`` is ``string``, ``char``, ``number``, ``boolean``, ``null``, ``name``,
    ``alias``, ``mark`` or ``end``; ``value`` what it says, ``at`` where it starts.
    """

    kind: str
    value: Any
    at: int

    def is_mark(self, mark: str) -> bool:
        """Whether it is this punctuation mark."""
        return self.kind == "mark" and self.value == mark

    def is_word(self, word: str) -> bool:
        """Whether it is this keyword, in any case."""
        return self.kind == "name" and self.value.lower() == word

    def __str__(self) -> str:
        return "the end of the text" if self.kind == "end" else shown(self.value)


class Tokens:
    """The tokens of a text, one after the other.

    Parameters
    ----------
    text:
        MOF text.

    Raises
    ------
    CimTypeError
        Where it is no text.
    CodecError
        Where it is too long; while it is read, where something is no token.
    """

    def __init__(self, text: str) -> None:
        if not isinstance(text, str):
            raise CimTypeError(f"MOF is a string, not {shown(text)}")
        if len(text) > MAX_CHARACTERS:
            raise CodecError(f"the text has more than {MAX_CHARACTERS} characters")
        self._text = text
        self._at = 0
        self.next = self._read()

    def take(self) -> Token:
        """The next token, which is passed over."""
        taken = self.next
        self.next = self._read()
        return taken

    def take_mark(self, mark: str) -> bool:
        """Pass over a punctuation mark, if it is next."""
        if not self.next.is_mark(mark):
            return False
        self.take()
        return True

    def expect_mark(self, mark: str, after: str) -> None:
        """Pass over a punctuation mark that must be next."""
        if not self.take_mark(mark):
            self.fail(f"expected {mark!r} {after}, found {self.next}", self.next)

    def expect_name(self, what: str) -> Token:
        """Pass over a name that must be next."""
        if self.next.kind != "name":
            self.fail(f"expected {what}, found {self.next}", self.next)
        return self.take()

    def fail(self, problem: str, token: Token, where: str = "") -> NoReturn:
        """Raise the error for a problem at a token."""
        self._fail(problem, token.at, where)

    def _fail(self, problem: str, at: int, where: str = "") -> NoReturn:
        line_start = self._text.rfind("\n", 0, at) + 1
        line = self._text.count("\n", 0, at) + 1
        raise CodecError(problem, where=where, line=line, column=at - line_start + 1)

    def _read(self) -> Token:
        while True:
            at = self._at
            found = _TOKEN.match(self._text, at)
            if found is None:
                return self._end(at)
            self._at = found.end()
            kind = found.lastgroup or ""
            if kind not in _SKIPPED:
                return self._token(kind, found[0], at)

    def _end(self, at: int) -> Token:
        if at == len(self._text):
            return Token("end", None, at)
        start = self._text[at : at + 2]
        if start[0] == '"':
            self._fail("the string has no closing quote", at)
        if start == "/*":
            self._fail("the comment has no end", at)
        self._fail(f"{start[0]!r} means nothing here", at)

    def _token(self, kind: str, text: str, at: int) -> Token:
        match kind:
            case "string":
                return Token("string", self._unescaped(text, at), at)
            case "char":
                char = self._unescaped(text, at)
                if len(char) != 1:
                    self._fail(f"{text} is not one character", at)
                return Token("char", char, at)
            case "name" if text.upper() in _WORDS:
                value = _WORDS[text.upper()]
                return Token("null" if value is None else "boolean", value, at)
            case "name" | "alias" | "mark":
                return Token(kind, text, at)
        if len(text) > _LONGEST_NUMBER:
            self._fail("the number is too long", at)
        if kind == "real":
            return Token("number", float(text), at)
        digits = text.rstrip("bB") if kind == "binary" else text
        return Token("number", int(digits, _BASES[kind]), at)

    def _unescaped(self, text: str, at: int) -> str:
        if "\\" not in text:
            return text[1:-1]

        def plain(found: re.Match[str]) -> str:
            if found[1]:
                return chr(int(found[1], 16))
            if found[2] not in _ESCAPED:
                problem = f"{found[0]!r} is no escape sequence of MOF"
                self._fail(problem, at + 1 + found.start())
            return _ESCAPED[found[2]]

        return _ESCAPE.sub(plain, text[1:-1])
