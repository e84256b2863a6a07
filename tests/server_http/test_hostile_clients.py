"""Clients that take more than is theirs, or try to get in: others notice nothing."""

from __future__ import annotations

import http.client
from base64 import b64encode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic, sleep

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from messages import IDENTIFY, basic, body, post
from raw_clients import answer_to, connected, dies, goes_on, raw_post
from running_servers import NAMESPACE, Running, running, service_of

from mofgen.server.contexts import Contexts
from mofgen.server.http.connections import Limits
from mofgen.server.namespaces import Namespaces
from mofgen.server.service import WsmanService
from mofgen.server.subscriptions import Subscriptions
from mofgen.vmms import Vmms
from mofgen.wsman.envelopes import Request, read_reply, write_request
from mofgen.wsman.resource_uris import Resource
from mofgen.wsman.uris import (
    ENUMERATE,
    ENUMERATION,
    EVENTING,
    PULL,
    PULL_DELIVERY,
    SUBSCRIBE,
    WQL,
)
from mofgen.wsman.xml_text import text_of

MOST = 20
OPEN_FILES = Path("/proc/self/fd")
CLOSE = "Connection: close"
ENUMERATED = f'<n:Enumerate xmlns:n="{ENUMERATION}"/>'
SUBSCRIBED = (
    f'<e:Subscribe xmlns:e="{EVENTING}"><e:Delivery Mode="{PULL_DELIVERY}"/>'
    f'<w:Filter Dialect="{WQL}">SELECT * FROM __InstanceCreationEvent WITHIN 1'
    " WHERE TargetInstance ISA 'Msvm_ComputerSystem'</w:Filter></e:Subscribe>"
)


class Small(WsmanService):
    """A service that keeps less than is usual."""

    def __init__(self, host: Vmms) -> None:
        super().__init__(
            Namespaces(service_of(host)._namespaces),
            contexts=Contexts(most=MOST),
            subscriptions=Subscriptions(most=MOST),
        )


@pytest.fixture
def host() -> Vmms:
    return Vmms()


@pytest.fixture
def service(host: Vmms) -> Small:
    return Small(host)


@pytest.fixture
def server(host: Vmms, service: Small) -> Iterator[Running]:
    with running(host, service=service) as found:
        yield found


def message(action: str, content: str, cls: str = "*", **headers: float) -> bytes:
    """A message about a class, or about all."""
    request = Request(
        action,
        Resource(cls, NAMESPACE).uri,
        "uuid:1",
        operation_timeout=headers.get("timeout"),
    )
    return write_request(request, content).encode()


def asked(server: Running, times: int, content: bytes) -> list[int]:
    """The statuses of answers to the same message, over one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    statuses = []
    for _ in range(times):
        answer = post(server, content, connection=connection, Authorization=basic())
        statuses.append(answer.status)
    connection.close()
    return statuses


def pull(context: str, seconds: float) -> bytes:
    content = (
        f'<n:Pull xmlns:n="{ENUMERATION}"><n:EnumerationContext>{context}'
        "</n:EnumerationContext></n:Pull>"
    )
    return message(PULL, content, timeout=seconds)


def subscribed(server: Running) -> str:
    """The context of a subscription."""
    answer = post(server, message(SUBSCRIBE, SUBSCRIBED), Authorization=basic())
    reply = read_reply(body(answer)).body
    assert reply is not None
    return text_of(reply.find(f"{{{ENUMERATION}}}EnumerationContext"))


class TestWhatIsAbandoned:
    def test_enumerations_make_room_for_others(
        self, server: Running, service: Small
    ) -> None:
        request = message(ENUMERATE, ENUMERATED, "Msvm_ComputerSystem")
        assert asked(server, 1000, request) == [200] * 1000
        assert len(service.contexts) == MOST

    def test_subscriptions_are_refused_beyond_their_number(
        self, server: Running, service: Small
    ) -> None:
        statuses = asked(server, 1000, message(SUBSCRIBE, SUBSCRIBED))
        assert statuses == [200] * MOST + [500] * (1000 - MOST)
        assert len(service.subscriptions) == MOST

    def test_events_that_nobody_wants_do_not_pile_up(self, host: Vmms) -> None:
        class Forgetful(WsmanService):
            def __init__(self) -> None:
                subscriptions = Subscriptions(most=MOST, most_waiting=100)
                super().__init__(
                    service_of(host)._namespaces, subscriptions=subscriptions
                )

        service = Forgetful()
        with running(host, service=service) as server:
            contexts = [subscribed(server) for _ in range(MOST)]
            for number in range(50):
                _define(host, f"machine {number}")
            kept = sum(_waiting(service, each) for each in contexts)
            assert kept <= 100
            assert goes_on(server)

    def test_connections_are_closed(self) -> None:
        limits = Limits(head_seconds=0.2, idle_seconds=0.2)
        with running(limits=limits) as server:
            clients = [connected(server) for _ in range(200)]
            assert [each.recv(1) for each in clients] == [b""] * 200
            for each in clients:
                each.close()
            assert goes_on(server)


class TestClientsThatDie:
    def test_while_they_wait_are_waited_for_no_longer(
        self, server: Running, host: Vmms
    ) -> None:
        context = subscribed(server)
        for _ in range(20):
            client = connected(server)
            client.sendall(raw_post(pull(context, 60)))
            dies(client)
        with ThreadPoolExecutor() as others:
            waits = others.submit(post, server, pull(context, 8), Authorization=basic())
            sleep(0.1)
            _define(host, "web")
            assert b"TargetInstance" in body(waits.result(10))

    @pytest.mark.skipif(not OPEN_FILES.exists(), reason="only Linux lists open files")
    def test_leave_no_files_open(self, server: Running) -> None:
        before = _open_files()
        for _ in range(100):
            client = connected(server)
            client.sendall(raw_post(IDENTIFY)[:-5])
            dies(client)
        assert goes_on(server)
        until = monotonic() + 10
        while _open_files() > before + 20 and monotonic() < until:
            sleep(0.02)
        assert _open_files() <= before + 20


class TestWhoTriesToGetIn:
    def test_waits_after_each_wrong_password_and_others_do_not(self) -> None:
        limits = Limits(wrong_password_seconds=600, stop_seconds=0.1)
        with ThreadPoolExecutor(8) as clients:
            with running(limits=limits) as server:
                tries = [
                    clients.submit(post, server, Authorization=basic(password=guess))
                    for guess in ("password", "Password1", "", "secret")
                ]
                assert all(goes_on(server) for _ in range(20))
                assert not any(each.done() for each in tries)
            for each in tries:
                assert isinstance(
                    each.exception(), (OSError, http.client.HTTPException)
                )

    @pytest.mark.parametrize(
        "said",
        [
            "Basic",
            "Basic " + b64encode(b"Administrator").decode(),
            "Basic " + "A" * 6000,
            "Basic \xff\xfe",
            "Bearer of good news",
            "Negotiate AAAA",
            "Negotiate " + b64encode(b"NTLMSSP\0\3\0\0\0" + b"\xff" * 60).decode(),
            "NTLM " + b64encode(b"NTLMSSP\0\1\0\0\0").decode(),
            "Kerberos AAAA",
            "Digest username=Administrator",
        ],
    )
    def test_is_asked_again(self, server: Running, said: str) -> None:
        answer = post(server, Authorization=said)
        assert answer.status == 401
        assert b"Traceback" not in body(answer)

    @settings(
        deadline=None,
        max_examples=100,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(
        scheme=st.sampled_from(["Negotiate", "NTLM"]),
        kind=st.sampled_from(
            [b"", b"NTLMSSP\0\1\0\0\0", b"NTLMSSP\0\3\0\0\0", b"\x60"]
        ),
        rest=st.binary(max_size=100),
    )
    def test_with_any_token_gets_nothing(
        self, server: Running, scheme: str, kind: bytes, rest: bytes
    ) -> None:
        token = b64encode(kind + rest).decode()
        answer = post(server, Authorization=f"{scheme} {token}")
        assert answer.status == 401
        assert b"Identify" not in body(answer)

    def test_does_not_get_in_by_leaving_out_the_third_message(
        self, server: Running
    ) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
        hello = b64encode(b"NTLMSSP\0\1\0\0\0\x97\x82\x08\xe2" + bytes(24)).decode()
        first = post(server, b"", connection=connection, Authorization=f"NTLM {hello}")
        assert first.status == 401
        assert post(server, connection=connection).status == 401
        connection.close()

    def test_can_not_encrypt_what_nothing_was_agreed_for(self, server: Running) -> None:
        content_type = (
            'multipart/encrypted;protocol="application/HTTP-SPNEGO-session-encrypted"'
            ';boundary="Encrypted Boundary"'
        )
        request = raw_post(IDENTIFY, f"Content-Type: {content_type}", CLOSE)
        answer = answer_to(server, [request], says_no_more=False)
        assert answer.startswith(b"HTTP/1.1 400")


def _define(host: Vmms, name: str) -> None:
    from hyperv_v2 import Msvm_VirtualSystemManagementService as Service
    from hyperv_v2 import Msvm_VirtualSystemSettingData as Settings

    with host.connect() as connection:
        (service,) = connection.enumerate(Service)
        service.DefineSystem(SystemSettings=Settings(ElementName=name))


def _waiting(service: WsmanService, context: str) -> int:
    found = service.subscriptions.find(context, "Administrator")
    return 0 if found is None else found.waiting


def _open_files() -> int:
    return len(list(OPEN_FILES.iterdir()))
