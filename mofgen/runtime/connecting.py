"""``connect(url)``: the scheme of the URL chooses the transport."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, Any, Final

from mofgen.runtime.errors import CimError, shown, suggestion

if TYPE_CHECKING:
    from mofgen.runtime.connection import Connection

GROUP: Final = "mofgen.connections"
"""The group of entry points in which packages register transports.

The name of an entry point is the scheme, in lower case. It loads a function that is
called with the URL and the options, and returns the connection.
"""

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")


class ConnectError(CimError):
    """No connection could be made."""


def connect(url: str, **options: Any) -> Connection:
    """A connection to a CIM host.

    Parameters
    ----------
    url:
        Where to, beginning with the scheme that chooses the transport: ``memory:``.
    options:
        What the transport takes beyond the URL.

    Returns
    -------
    The connection; use it in a ``with`` statement, or close it.

    Raises
    ------
    ConnectError
        Where the URL has no scheme, nothing registers it, or what registers it
        cannot be loaded.
    """
    opener = _opener(url)
    connection: Connection = opener(url, **options)
    return connection


def schemes() -> list[str]:
    """The schemes that installed packages register."""
    return sorted({each.name.lower() for each in entry_points(group=GROUP)})


def _opener(url: str) -> Callable[..., Any]:
    if not isinstance(url, str):
        raise ConnectError(f"a URL is text, not {shown(url)}")
    found = _SCHEME.match(url)
    if found is None:
        raise ConnectError(f"{shown(url)} has no scheme, as memory: is one; {_known()}")
    scheme = found[1].lower()
    for each in entry_points(group=GROUP):
        if each.name.lower() == scheme:
            return _loaded(each)
    if scheme == "memory":
        raise ConnectError(
            "no installed package offers memory:, a host that lives in this process;"
            f" {_known()}"
        )
    near = suggestion(scheme, schemes())
    raise ConnectError(f"no installed package offers {scheme}:{near}; {_known()}")


def _loaded(each: EntryPoint) -> Callable[..., Any]:
    try:
        opener: Callable[..., Any] = each.load()
    except (ImportError, AttributeError) as error:
        raise ConnectError(
            f"{each.name}: is offered by {each.value}, which cannot be loaded: {error}"
        ) from error
    return opener


def _known() -> str:
    known = schemes()
    if not known:
        return f"nothing is registered under the entry points {GROUP!r}"
    return f"known: {', '.join(f'{scheme}:' for scheme in known)}"
