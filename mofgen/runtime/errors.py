"""What the runtime raises: one root, and the Python exceptions people expect below it."""

from __future__ import annotations

from collections.abc import Iterable

_SHOWN = 60


class CimError(Exception):
    """Root of every error that the runtime raises on purpose."""


class CimTypeError(CimError, TypeError):
    """A value, or a keyword, that is not of the kind the schema asks for."""


class CimValueError(CimError, ValueError):
    """A value of the right type that the schema does not allow."""


class PathError(CimValueError):
    """A text that is not the object path it should be.

    Attributes
    ----------
    text:
        The whole text.
    column:
        Where it went wrong, from 1; 0 where that is at no place.
    expected:
        What should stand there.
    """

    def __init__(
        self, message: str, *, text: str = "", column: int = 0, expected: str = ""
    ) -> None:
        super().__init__(message)
        self.text = text
        self.column = column
        self.expected = expected

    def within(self, where: str) -> PathError:
        """The same error, that says in which property or parameter the path is."""
        return PathError(
            f"{where}: {self}",
            text=self.text,
            column=self.column,
            expected=self.expected,
        )


class UnknownPropertyError(CimError, AttributeError, TypeError):
    """A property that the class does not have.

    Python raises AttributeError for it at an object and TypeError at construction;
    this is both.
    """


class UnknownClassError(CimError, LookupError):
    """A class that the generated package does not have."""


class NotConnectedError(CimError):
    """Something was asked of a host, but the object belongs to no connection."""


class NotFoundError(CimError, LookupError):
    """Exactly one object was asked for and there is none."""


class NotUniqueError(CimError, LookupError):
    """Exactly one object was asked for and there are several."""


def shown(value: object) -> str:
    """``repr`` of a value, shortened so that it fits into a message."""
    if isinstance(value, (str, bytes, list, tuple)) and len(value) > _SHOWN:
        value = value[:_SHOWN]
        text = repr(value)
        return f"{text[:_SHOWN]}..."
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."


def suggestion(wrong: str, known: Iterable[str]) -> str:
    """``; did you mean 'Name'?`` where a known name is close, else nothing."""
    import difflib  # only when something went wrong: it is slow to import

    names = {name.lower(): name for name in known}
    near = difflib.get_close_matches(wrong.lower(), names, n=1, cutoff=0.6)
    return f"; did you mean {names[near[0]]!r}?" if near else ""
