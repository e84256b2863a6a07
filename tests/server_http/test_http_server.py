"""What the HTTP server makes of requests, whatever is in them."""

from __future__ import annotations

import http.client
import json
import logging
import socket
import struct
from base64 import b64encode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Timer

import pytest
from messages import IDENTIFY, SOAP, basic, body, post
from running_servers import PASSWORD, QUICK, Running, namespaces_of, running

from mofgen.server.answers import Answer
from mofgen.server.http.access_log import AccessLog, Entry
from mofgen.server.http.connections import Limits
from mofgen.server.namespaces import Namespaces, Session
from mofgen.server.service import WsmanService
from mofgen.vmms import Vmms


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with running() as found:
        yield found


@pytest.fixture(scope="module")
def impatient() -> Iterator[Running]:
    with running(limits=QUICK) as found:
        yield found


# --- where and how to ask ---


@pytest.mark.parametrize("path", ["/wsman", "/wsman/", "/wsman?PSVersion=5.1"])
@pytest.mark.parametrize("content_type", [SOAP, "text/xml", "nonsense", ""])
def test_a_message_is_answered_whatever_it_says_it_is(
    server: Running, path: str, content_type: str
) -> None:
    answer = post(server, path=path, Authorization=basic(), Content_Type=content_type)
    assert answer.status == 200
    assert answer.getheader("Content-Type") == SOAP
    assert b"IdentifyResponse" in body(answer)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/wsman", 405), ("POST", "/", 404), ("POST", "/wsman/x", 404)],
)
def test_other_places_and_methods_are_not_there(
    server: Running, method: str, path: str, status: int
) -> None:
    answer = post(server, method=method, path=path, Authorization=basic())
    assert answer.status == status


def test_a_fault_comes_with_status_500(server: Running) -> None:
    answer = post(server, b"<no/>", Authorization=basic())
    assert answer.status in (400, 500)
    assert b"Fault" in body(answer)


def test_requests_follow_each_other_over_one_connection(server: Running) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    used = set()
    for _ in range(3):
        answer = post(server, connection=connection, Authorization=basic())
        assert answer.status == 200
        used.add(connection.sock.getsockname())
    assert len(used) == 1
    connection.close()


# --- signing in ---


def test_who_says_nothing_is_asked(server: Running) -> None:
    answer = post(server)
    assert answer.status == 401
    asked = answer.headers.get_all("WWW-Authenticate")
    assert asked == ["Negotiate", 'Basic realm="WSMAN"']


@pytest.mark.parametrize(
    "said",
    [
        basic(password="wrong"),
        basic(user="nobody"),
        basic(user="", password=""),
        "Basic",
        "Basic !!!",
        "Basic " + b64encode(b"no colon").decode(),
        "Basic " + b64encode(b"\xff:\xff").decode(),
        "Negotiate !!!",
        "Negotiate " + b64encode(b"garbage").decode(),
        "Negotiate " + b64encode(b"NTLMSSP\0\x03\0\0\0" + bytes(80)).decode(),
        "NTLM " + b64encode(b"NTLMSSP\0\x01\0\0\0").decode(),
        "Kerberos YII=",
        "Digest username=Administrator",
    ],
)
def test_who_says_something_wrong_is_asked_again(server: Running, said: str) -> None:
    answer = post(server, Authorization=said)
    assert answer.status == 401
    assert body(answer) == b""


def test_a_token_without_a_message_asks_whether_it_may_begin(server: Running) -> None:
    answer = post(server, b"", Authorization="Negotiate")
    assert answer.status == 401
    assert answer.headers.get_all("WWW-Authenticate") == ["Negotiate"]


def test_passwords_are_text_in_utf_8_or_what_was_before(server: Running) -> None:
    for encoding in ("utf-8", "latin-1"):
        said = b64encode(f"administrator:{PASSWORD}".encode(encoding)).decode()
        assert post(server, Authorization=f"Basic {said}").status == 200


def test_where_nobody_signs_in_everybody_may_ask() -> None:
    with running(users=None) as server:
        assert post(server).status == 200
        assert post(server, Authorization="Negotiate AAAA").status == 200


def test_the_session_tells_who_asks_and_what_that_user_may_do() -> None:
    sessions = []

    class Remembering(WsmanService):
        def answer(self, data: bytes, session: Session) -> Answer:
            sessions.append(session)
            return Answer(200, data)

    host = Vmms()
    service = Remembering(namespaces_of(host))
    with running(host, service=service) as server:
        post(server, Authorization=basic())
        post(server, Authorization=basic("GUEST", "guest"))
    assert sessions == [
        Session("Administrator"),
        Session("guest", is_administrator=False),
    ]


# --- limits ---


def test_a_request_may_be_so_long() -> None:
    with running(limits=Limits(body=1000)) as server:
        answer = post(server, b" " * 1001, Authorization=basic())
        assert answer.status == 413
        assert post(server, IDENTIFY, Authorization=basic()).status == 200


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"POST /wsman HTT",
        b"POST /wsman HTTP/1.1\r\nHost: a\r\nX-Slow: ",
        b"POST /wsman HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf",
    ],
)
def test_who_does_not_go_on_is_cut_off(impatient: Running, begun: bytes) -> None:
    address = ("127.0.0.1", impatient.port)
    with socket.create_connection(address, timeout=10) as client:
        client.sendall(begun)
        answer = b""
        while data := client.recv(4096):
            answer += data
    assert answer == b"" or answer.startswith(b"HTTP/1.1 408 ")


def test_connections_without_requests_are_closed(impatient: Running) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", impatient.port, timeout=10)
    post(impatient, connection=connection, Authorization=basic())
    assert connection.sock.recv(1) == b""
    connection.close()


def test_there_are_so_many_connections_at_most() -> None:
    with running(limits=Limits(connections=3)) as server:
        address = ("127.0.0.1", server.port)
        kept = [socket.create_connection(address, timeout=10) for _ in range(3)]
        for each in kept:  # until it is known that all of them are there
            each.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            assert each.recv(100).startswith(b"HTTP/1.1 404")
        with socket.create_connection(address, timeout=10) as other:
            assert other.recv(1) == b""
        for each in kept:
            each.close()


@pytest.mark.parametrize(
    "begun",
    [
        b"POST /wsman HTTP/1.1\r\nHo",
        b"POST /wsman HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf",
        b"POST /wsman HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        b"POST /wsman HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n" * 100,
    ],
)
def test_who_dies_in_the_middle_disturbs_nobody(
    server: Running, begun: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    reset = struct.pack("ii", 1, 0)
    with caplog.at_level(logging.WARNING):
        for _ in range(20):
            with socket.create_connection(("127.0.0.1", server.port)) as client:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, reset)
                client.sendall(begun)
        assert post(server, Authorization=basic()).status == 200
    assert caplog.text == ""


# --- many at a time ---


class Slow(WsmanService):
    """A service whose answers are held back until somebody lets them go."""

    def __init__(self, namespaces: Namespaces) -> None:
        super().__init__(namespaces)
        self.begun, self.goes_on = Event(), Event()

    def answer(self, data: bytes, session: Session) -> Answer:
        if b"slow" in data:
            self.begun.set()
            self.goes_on.wait(10)
            return Answer(200, b"slow")
        return Answer(200, b"quick")


def test_a_long_operation_does_not_stop_others() -> None:
    host = Vmms()
    service = Slow(namespaces_of(host))
    with running(host, service=service) as server, ThreadPoolExecutor() as clients:
        slow = clients.submit(post, server, b"slow", Authorization=basic())
        assert service.begun.wait(10)
        assert body(post(server, b"other", Authorization=basic())) == b"quick"
        service.goes_on.set()
        assert body(slow.result(10)) == b"slow"


def test_what_runs_is_finished_when_the_server_stops() -> None:
    host = Vmms()
    service = Slow(namespaces_of(host))
    with ThreadPoolExecutor() as clients:
        with running(host, service=service) as server:
            slow = clients.submit(post, server, b"slow", Authorization=basic())
            assert service.begun.wait(10)
            Timer(0.2, service.goes_on.set).start()
        assert body(slow.result(10)) == b"slow"


def test_an_unexpected_failure_tells_the_client_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Broken(WsmanService):
        def answer(self, data: bytes, session: Session) -> Answer:
            raise RuntimeError("a secret of the inside")

    host = Vmms()
    service = Broken(namespaces_of(host))
    with (
        caplog.at_level(logging.ERROR),
        running(host, service=service) as server,
    ):
        answer = post(server, Authorization=basic())
    assert answer.status == 500
    assert b"secret" not in body(answer)
    assert b"Traceback" not in body(answer)
    assert "a secret of the inside" in caplog.text  # for whoever runs the server


@pytest.mark.parametrize(
    "said",
    [
        b"nonsense\r\n\r\n",
        b"POST /wsman HTTP/1.1\r\nHost: a\r\nContent-Length: many\r\n\r\n",
        b"POST /wsman HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 20_000 + b"\r\n\r\n",
        b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03" + bytes(50),  # TLS
    ],
)
def test_what_is_no_http_is_refused_in_silence(
    server: Running, said: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    with (
        caplog.at_level(logging.WARNING),
        socket.create_connection(("127.0.0.1", server.port), timeout=10) as client,
    ):
        client.sendall(said)
        assert client.recv(4096)[8:13] == b" 400 "
    assert caplog.text == ""


# --- the log ---


def test_each_operation_is_one_line() -> None:
    with running() as server:
        post(server, Authorization=basic())
        post(server, Authorization=basic(password="wrong"))
        post(server)
        done, refused = server.lines
    assert "127.0.0.1 Administrator: Identify" in done
    assert "127.0.0.1 -: sign-in refused (401," in refused


def test_a_line_can_be_for_machines() -> None:
    lines: list[str] = []
    log = AccessLog(lines.append, as_json=True)
    log.add(Entry("127.0.0.1", "me", "Get\n\x1b[2J", 200, 1.25, 3))
    (line,) = map(json.loads, lines)
    del line["time"]
    assert line == {
        "event": "request",
        "address": "127.0.0.1",
        "user": "me",
        "operation": "Get\n\x1b[2J",
        "status": 200,
        "milliseconds": 1.25,
        "bytes": 3,
    }


def test_what_clients_say_does_not_steer_the_terminal() -> None:
    lines: list[str] = []
    AccessLog(lines.append).add(Entry("::1", "me", "Get\n\x1b[2J", 200, 1.25, 3))
    assert lines[0].endswith("::1 me: Get \\x001B[2J (200, 1.2 ms, 3 bytes)\n")
