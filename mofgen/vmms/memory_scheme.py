"""What ``connect("memory:")`` opens: a Hyper-V host in this process."""

from __future__ import annotations

from typing import Any

from mofgen.provider.memory_connection import MemoryConnection
from mofgen.provider.memory_connection import open_memory as open_package
from mofgen.runtime.connecting import ConnectError
from mofgen.vmms.host import Vmms


def open_memory(
    url: str, *, host: Vmms | None = None, **options: Any
) -> MemoryConnection:
    """What the scheme ``memory:`` stands for.

    Parameters
    ----------
    url:
        ``memory:`` for a Hyper-V host that has just been set up;
        ``memory:package`` for a namespace without objects, with the classes of a
        generated package and no behaviour of their own.
    host:
        A host that is there already, instead of a new one.
    options:
        For a new host those of :class:`~mofgen.vmms.host.Vmms`; otherwise those of
        :func:`mofgen.provider.memory_connection.open_memory`.

    Raises
    ------
    ConnectError
        Where there is no such package, or an option does not fit.
    """
    named = url.partition(":")[2].strip("/")
    if host is not None:
        if named or options:
            raise ConnectError(f"{url}: a host that is there already takes no options")
        return host.connect()
    if named or not options.keys().isdisjoint(("manager", "package")):
        return open_package(url, **options)
    try:
        return Vmms(**options).connect()
    except (TypeError, ValueError) as error:
        raise ConnectError(f"{url}: {error}") from error
