"""``connect(url)``: transports found by scheme, and what is said where none is."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from mofgen.runtime import CimError, ConnectError, connect
from mofgen.runtime.connecting import schemes

TRANSPORT = """
from stand_in_host import StandInHost

def open_host(url, **options):
    host = StandInHost([])
    host.url, host.options = url, options
    return host
"""
ENTRY_POINTS = """
[mofgen.connections]
lamp = lamp_transport:open_host
broken = lamp_transport:nothing
missing = no_such_module_at_all:open
"""


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package is installed that registers transports."""
    info = tmp_path / "lamp_transport-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: x\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(ENTRY_POINTS)
    (tmp_path / "lamp_transport.py").write_text(TRANSPORT)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "lamp_transport", raising=False)


@pytest.mark.usefixtures("installed")
def test_the_scheme_chooses_the_transport() -> None:
    host: Any = connect("lamp://house/attic", user="me")
    assert (host.url, host.options) == ("lamp://house/attic", {"user": "me"})
    assert set(schemes()) >= {"lamp", "broken", "missing"}


@pytest.mark.usefixtures("installed")
def test_schemes_have_no_case() -> None:
    assert connect("LAMP:")


@pytest.mark.usefixtures("installed")
def test_a_connection_closes_itself_at_the_end_of_a_block() -> None:
    with connect("lamp:") as host:
        found: Any = host
        assert not found.closed
    assert found.closed
    with pytest.raises(LookupError), connect("lamp:") as host:
        found = host
        raise LookupError
    assert found.closed


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("house", "'house' has no scheme, as memory: is one; known: "),
        ("", "'' has no scheme"),
        ("://x", "'://x' has no scheme"),
        ("lomp://x", "no installed package offers lomp:; did you mean 'lamp'?; known:"),
        ("ftp://x", "no installed package offers ftp:; known: broken:, com:, lamp:,"),
        (
            "broken:",
            "broken: is offered by lamp_transport:nothing, which cannot be loaded: ",
        ),
        ("missing:", "No module named 'no_such_module_at_all'"),
        (None, "a URL is text, not None"),
    ],
)
def test_what_cannot_be_connected_to(url: Any, message: str) -> None:
    with pytest.raises(ConnectError) as caught:
        connect(url)
    assert message in str(caught.value)
    assert isinstance(caught.value, CimError)


def test_memory_is_reserved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mofgen.runtime.connecting.entry_points", lambda group: ())
    with pytest.raises(ConnectError) as caught:
        connect("memory:")
    assert str(caught.value) == (
        "no installed package offers memory:, a host that lives in this process;"
        " nothing is registered under the entry points 'mofgen.connections'"
    )
