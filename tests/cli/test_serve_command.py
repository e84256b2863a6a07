"""``mofgen serve`` as a process: it starts, serves, logs, and stops."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner

from mofgen.cli import main

REPOSITORY = Path(__file__).parents[2]
EXAMPLE = REPOSITORY / "examples" / "datacentre.yaml"
HARBOUR = REPOSITORY / "tests" / "provider" / "harbour.mof"
PASSWORD = "Pa55:word"

IDENTIFY = """\
<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"
    xmlns:i="http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd">
<s:Header/><s:Body><i:Identify/></s:Body></s:Envelope>"""
ENUMERATE = """\
<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"
    xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing"
    xmlns:n="http://schemas.xmlsoap.org/ws/2004/09/enumeration"
    xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"><s:Header>
<a:Action>http://schemas.xmlsoap.org/ws/2004/09/enumeration/Enumerate</a:Action>
<a:To>http://localhost/wsman</a:To><a:MessageID>uuid:1</a:MessageID>
<a:ReplyTo><a:Address
    >http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address>
</a:ReplyTo>
<w:ResourceURI>http://schemas.microsoft.com/wbem/wsman/1/wmi/%s</w:ResourceURI>
</s:Header><s:Body><n:Enumerate><w:OptimizeEnumeration/>
<w:MaxElements>100</w:MaxElements></n:Enumerate></s:Body></s:Envelope>"""


@pytest.fixture
def passwords(tmp_path: Path) -> Path:
    path = tmp_path / "passwords"
    path.write_text(f"{PASSWORD}\n", "utf-8")
    path.chmod(0o600)
    return path


class Serving:
    """A server in a process of its own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        assert process.stdout is not None
        self._lines = process.stdout
        self.started = json.loads(self._lines.readline())

    def post(self, body: str, user: str = "", password: str = "") -> tuple[int, str]:
        """The status and the text of an answer."""
        url = urlsplit(self.started["url"])
        client = http.client.HTTPConnection(url.hostname or "", url.port, timeout=30)
        said = b64encode(f"{user}:{password}".encode()).decode()
        headers = {"Authorization": f"Basic {said}"} if user else {}
        client.request("POST", url.path, body.encode(), headers)
        answer = client.getresponse()
        text = answer.read().decode()
        client.close()
        return answer.status, text

    def line(self) -> dict[str, object]:
        """The next line of the log."""
        found: dict[str, object] = json.loads(self._lines.readline())
        return found

    def stop(self, how: signal.Signals = signal.SIGTERM) -> tuple[str, str]:
        """Stop it: the rest of what it said, and what went wrong."""
        self.process.send_signal(how)
        return self.process.communicate(timeout=30)


@contextmanager
def serving(cache: Path, *arguments: str | Path) -> Iterator[Serving]:
    """Run ``mofgen serve`` on a free port while the block lasts."""
    command: Sequence[str] = [
        *(sys.executable, "-c", "from mofgen.cli import main; main()"),
        *("serve", "--port", "0", "--json"),
        *map(str, arguments),
    ]
    process = subprocess.Popen(
        command,
        cwd=cache,
        env=os.environ | {"MOFGEN_CACHE_DIR": str(cache), "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        yield Serving(process)
    finally:
        process.kill()
        process.communicate()


# --- a process ---


def test_a_host_is_served_to_who_signs_in(tmp_path: Path, passwords: Path) -> None:
    arguments = ("--user", "Administrator", "--password-file", passwords, "--vms", "20")
    with serving(tmp_path, *arguments) as server:
        assert server.started["contents"] == "20 machines"
        assert server.started["users"] == ["Administrator"]
        assert "root/virtualization/v2" in server.started["namespaces"]

        asked = ENUMERATE % "root/virtualization/v2/Msvm_ComputerSystem"
        status, text = server.post(asked, "Administrator", PASSWORD)
        assert status == 200
        assert text.count(":Msvm_ComputerSystem ") == 21
        assert "vm-20" in text

        assert server.post(asked, "Administrator", "wrong")[0] == 401
        done, refused = server.line(), server.line()
        assert done["user"] == "Administrator"
        assert "Enumerate" in str(done["operation"])
        assert refused["status"] == 401


@pytest.mark.skipif(os.name != "posix", reason="other systems have no such signals")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_when_it_is_told(tmp_path: Path, how: signal.Signals) -> None:
    with serving(tmp_path, "--no-auth") as server:
        assert server.post(IDENTIFY)[0] == 200
        assert server.line()["operation"] == "Identify"
        rest, errors = server.stop(how)
        assert rest == '{"event": "stopped"}\n'
        assert errors == ""
        assert server.process.returncode == 0


def test_a_scenario_says_what_is_there_and_who_is_limited(tmp_path: Path) -> None:
    passwords = tmp_path / "passwords"
    passwords.write_text("Administrator:a\nguest:g\n", "utf-8")
    passwords.chmod(0o600)
    asked = ENUMERATE % "root/virtualization/v2/Msvm_ComputerSystem"
    with serving(
        tmp_path, "--password-file", passwords, "--from", EXAMPLE, "--name", "HV2"
    ) as server:
        assert server.started["host"] == "HV2"
        assert server.started["users"] == ["Administrator", "guest"]
        assert "old-mail" in server.post(asked, "Administrator", "a")[1]
        assert "old-mail" not in server.post(asked, "guest", "g")[1]


def test_a_user_of_the_scenario_without_a_password_is_told(
    tmp_path: Path, passwords: Path
) -> None:
    arguments = ("--user", "me", "--password-file", passwords, "--from", EXAMPLE)
    with serving(tmp_path, *arguments) as server:
        _, errors = server.stop()
    assert errors == "warning: guest of the scenario has no password\n"


def test_another_schema_is_served(tmp_path: Path) -> None:
    with serving(tmp_path, "--no-auth", "--schema", HARBOUR) as server:
        assert server.started["namespaces"] == ["root/harbour"]
        status, text = server.post(ENUMERATE % "root/harbour/H_Vessel")
        assert status == 200
        assert "EndOfSequence" in text
        assert server.post(ENUMERATE % "root/harbour/H_Train")[0] == 500


# --- the command line ---


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "who may sign in?"),
        (["--user", "me"], "there is no default"),
        (["--no-auth", "--user", "me"], "nobody has a password"),
        (["--no-auth", "--vms", "1", "--from", "x"], "--vms and --from don't go"),
        (["--no-auth", "--schema", "x", "--from", "x"], "--from and --schema don't go"),
        (["--no-auth", "--jobs", "soon"], '"soon" is neither at-once nor seconds'),
        (["--no-auth", "--port", "65536"], "65536 is not in the range"),
    ],
)
def test_wrong_usage_is_told(arguments: list[str], message: str) -> None:
    done = CliRunner().invoke(main, ["serve", *arguments])
    assert done.exit_code == 2
    assert message in done.output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--no-auth", "--address", "0.0.0.0"], "they have to sign in there"),
        (["--no-auth", "--address", "hv.example"], "they have to sign in there"),
        (["--no-auth", "--tls", "no.pem", "no.key"], "no.pem: there is no such file"),
        (["--password-file", "no"], "no: No such file or directory"),
        (["--no-auth", "--from", "no"], "no: No such file or directory"),
        (["--no-auth", "--schema", "no"], "no"),
    ],
)
def test_what_can_be_mended_is_told(
    arguments: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["serve", *arguments])
    assert done.exit_code == 1
    assert message in done.output
    assert "Traceback" not in done.output


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    with serving(tmp_path, "--no-auth") as server:
        port = str(urlsplit(server.started["url"]).port)
        done = CliRunner().invoke(main, ["serve", "--no-auth", "--port", port])
    assert done.exit_code == 1
    assert "address already in use" in done.output


@pytest.mark.skipif(os.name != "posix", reason="other systems have other rights")
def test_a_file_of_passwords_that_others_can_read_is_told(passwords: Path) -> None:
    passwords.chmod(0o644)
    done = CliRunner().invoke(
        main,
        ["serve", "--user", "me", "--password-file", str(passwords), "--from", "x"],
    )
    assert "is not only yours: chmod 600" in done.output


def test_what_is_missing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "aiohttp", None)
    done = CliRunner().invoke(main, ["serve", "--no-auth"])
    assert done.exit_code == 1
    assert "pip install 'mofgen[server]'" in done.output
