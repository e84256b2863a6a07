"""What reading WMI paths and reading WBEM URIs have in common."""

from __future__ import annotations

import re
from typing import NoReturn

from mofgen.runtime.datetimes import CimDateTime
from mofgen.runtime.errors import CimTypeError, CimValueError, PathError, shown
from mofgen.runtime.names import is_name

LONGEST = 0x10000
"""More characters than this no path has: a limit for hostile text.

It bounds the depth of references within references too, because every level
doubles the backslashes of the one below.
"""

_WIDTH = 60
_NAME = re.compile(r"[^\W\d]\w*")
_SPACE = re.compile(r"\s*")
_DATETIME = re.compile(r"[\d*]{14}\.[\d*]{6}[-+:][\d*]{3}(?!\w)", re.ASCII)
_NUMBER = re.compile(
    r"(?P<sign>[+-]?)(?:"
    r"0[xX](?P<hex>[0-9A-Fa-f]+)"
    r"|(?P<real>\d*\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+)"
    r"|(?P<decimal>\d+))",
    re.ASCII,
)
_LONGEST_NUMBER = 400
_VALUE = "a value: a string in quotes, a number, TRUE or FALSE"


class Scanner:
    """A place in a text, and the error that says what should stand there.

    Parameters
    ----------
    text:
        The text to read.
    kind:
        What the text should be, for messages: ``a WMI path``.

    Raises
    ------
    CimTypeError
        Where it is no text.
    PathError
        Where it is too long to be a path.
    """

    __slots__ = ("at", "kind", "text")

    def __init__(self, text: str, kind: str) -> None:
        if not isinstance(text, str):
            raise CimTypeError(f"{kind} is a string, not {shown(text)}")
        self.text = text
        self.kind = kind
        self.at = 0
        if len(text) > LONGEST:
            self.fail(f"at most {LONGEST} characters", LONGEST)

    def fail(self, expected: str, at: int | None = None) -> NoReturn:
        """Raise the error for ``expected`` not being there."""
        at = self.at if at is None else at
        found = repr(self.text[at]) if at < len(self.text) else "the end"
        start = max(0, at - _WIDTH // 2)
        excerpt = self.text[start : start + _WIDTH]
        line = "".join(each if each.isprintable() else "\ufffd" for each in excerpt)
        before = "..." if start else ""
        after = "..." if start + _WIDTH < len(self.text) else ""
        caret = " " * (len(before) + at - start)
        raise PathError(
            f"not {self.kind}: expected {expected}, found {found} at column {at + 1}"
            f"\n  {before}{line}{after}\n  {caret}^",
            text=self.text,
            column=at + 1,
            expected=expected,
        )

    def peek(self) -> str:
        """The next character; nothing at the end."""
        return self.text[self.at : self.at + 1]

    def skip_space(self) -> str:
        """Pass over white space; gives the next character."""
        found = _SPACE.match(self.text, self.at)
        if found is not None:
            self.at = found.end()
        return self.peek()

    def take(self, char: str) -> bool:
        """Pass over this character, if it is next."""
        if self.peek() != char:
            return False
        self.at += 1
        return True

    def match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Pass over what the pattern matches here, if it does."""
        found = pattern.match(self.text, self.at)
        if found is not None:
            self.at = found.end()
        return found

    def name(self, expected: str) -> str:
        """A CIM name."""
        start = self.at
        found = self.match(_NAME)
        if found is None or not is_name(found[0]):
            self.fail(expected, start)
        return found[0]

    def quoted(
        self, escapes: dict[str, str], code: re.Pattern[str] | None = None
    ) -> str:
        r"""A string between quotes.

        ``escapes`` has what may follow a backslash; what ``code`` matches there is
        a character by its number.
        """
        quote = self.peek()
        self.at += 1
        parts = []
        run = re.compile(rf"[^{quote}\\]*")
        while True:
            found = run.match(self.text, self.at)
            assert found is not None, "the pattern matches nothing at least"
            parts.append(found[0])
            self.at = found.end() + 1
            last = self.text[found.end() : self.at]
            if last == quote:
                return "".join(parts)
            if not last:
                self.fail(f"the closing {quote}", len(self.text))
            parts.append(self._escaped(escapes, code))

    def _escaped(self, escapes: dict[str, str], code: re.Pattern[str] | None) -> str:
        by_number = None if code is None else self.match(code)
        if by_number is not None:
            return chr(int(by_number[1], 16))
        if self.peek() not in escapes:
            self.fail(r"\\ for a backslash", self.at - 1)
        self.at += 1
        return escapes[self.text[self.at - 1]]

    def number(self) -> int | float | None:
        """A number, if there is one."""
        start = self.at
        found = self.match(_NUMBER)
        if found is None:
            return None
        if len(found[0]) > _LONGEST_NUMBER:
            self.fail("a number that CIM has", start)
        if found["real"]:
            real = float(found[0])
            if abs(real) == float("inf"):
                self.fail("a real64", start)
            return real
        value = int(found["hex"], 16) if found["hex"] else int(found["decimal"])
        value = -value if found["sign"] == "-" else value
        if not -(2**63) <= value < 2**64:
            self.fail("an integer of at most 64 bits", start)
        return value

    def bare_value(self) -> int | float | bool | CimDateTime:
        """A value without quotes: number, boolean or datetime."""
        start = self.at
        when = self.match(_DATETIME)
        if when is not None:
            return self.datetime(when[0], start)
        number = self.number()
        if number is not None:
            return number
        word = self.match(_NAME)
        if word is None or word[0].upper() not in ("TRUE", "FALSE"):
            self.fail(_VALUE, start)
        return word[0].upper() == "TRUE"

    def datetime(self, text: str, at: int) -> CimDateTime:
        """The datetime that stands at ``at``."""
        try:
            return CimDateTime(text)
        except CimValueError as error:
            self.fail(f"a datetime ({error})", at)

    def end(self, expected: str) -> None:
        """Make sure that nothing but white space follows."""
        if self.skip_space():
            self.fail(expected)
