"""Our own client over real sockets: it gets in, is kept out, and keeps its secrets."""

from __future__ import annotations

import logging
import pickle
import socket
import traceback
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from threading import Thread

import pytest
from certificates import write_certificate
from hyperv_v2 import (
    Msvm_ComputerSystem,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemSettingData,
)
from running_servers import PASSWORD, Running, running

import mofgen.runtime as cim
from mofgen.server.http.tls import tls_context
from mofgen.vmms import Vmms
from mofgen.winrm.errors import AnswerLostError

USER = "Administrator"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return write_certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def plain() -> Iterator[Running]:
    with running(Vmms(name="PLAIN")) as server:
        yield server


@pytest.fixture
def secure(certificate: tuple[Path, Path]) -> Iterator[Running]:
    with running(Vmms(name="SECURE"), tls=tls_context(*certificate)) as server:
        yield server


def connect(
    port: int, asked: str = "", password: str = PASSWORD, **options: object
) -> cim.Connection:
    url = f"winrm://{USER}@127.0.0.1:{port}?{asked or 'ssl=false'}"
    return cim.connect(url, password=password, **options)


def host_name(connection: cim.Connection) -> str | None:
    return Msvm_ComputerSystem.objects(connection).one().ElementName


def define(connection: cim.Connection, name: str) -> None:
    kind = Msvm_VirtualSystemManagementService
    service = cim.Ref(
        kind, {"CreationClassName": "Msvm_VirtualSystemManagementService"}
    )
    settings = Msvm_VirtualSystemSettingData(ElementName=name)
    connection.invoke(service, "DefineSystem", {"SystemSettings": settings})


class TestAClient:
    @pytest.mark.parametrize(
        "asked",
        [
            "ssl=false",
            "ssl=false&transport=ntlm",
            "ssl=false&transport=basic&allow_unencrypted=true",
        ],
    )
    def test_gets_in_over_http(self, plain: Running, asked: str) -> None:
        with connect(plain.port, asked) as client:
            assert host_name(client) == "PLAIN"

    @pytest.mark.parametrize("transport", ["basic", "ntlm", "negotiate"])
    def test_gets_in_over_https(
        self, secure: Running, certificate: tuple[Path, Path], transport: str
    ) -> None:
        asked = f"transport={transport}&verify={certificate[0]}"
        with connect(secure.port, asked) as client:
            assert host_name(client) == "SECURE"

    def test_does_not_trust_a_host_that_nobody_vouches_for(
        self, secure: Running
    ) -> None:
        with (
            connect(secure.port, "transport=ntlm") as client,
            pytest.raises(cim.ConnectError, match=r"not trusted.*verify="),
        ):
            host_name(client)

    def test_trusts_one_where_it_is_told_to(self, secure: Running) -> None:
        with connect(secure.port, "verify=false") as client:
            assert host_name(client) == "SECURE"

    def test_signs_in_again_after_a_restart_of_the_host(self) -> None:
        host = Vmms(name="AGAIN")
        with running(host) as server:
            client = connect(server.port, "ssl=false&transport=ntlm")
            port = server.port
            assert host_name(client) == "AGAIN"
        with running(host, port=port):
            define(client, "web")
        client.close()
        with host.connect() as here:
            assert len(Msvm_ComputerSystem.objects(here).all()) == 2

    def test_serves_threads_at_a_time(self, plain: Running) -> None:
        with connect(plain.port, "ssl=false&transport=ntlm") as client:
            threads = [
                Thread(target=define, args=(client, f"vm{number}"))
                for number in range(4)
            ]
            for each in threads:
                each.start()
            for each in threads:
                each.join()
            assert len(Msvm_ComputerSystem.objects(client).all()) == 5


class TestAClientThatCannotConnect:
    def test_is_told_that_nobody_listens(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        with pytest.raises(cim.ConnectError, match="can't be reached"):
            host_name(connect(port))

    def test_is_told_that_its_path_is_wrong(self, plain: Running) -> None:
        url = f"winrm://{USER}@127.0.0.1:{plain.port}/elsewhere?ssl=false"
        with pytest.raises(cim.ConnectError, match=r"HTTP 404.*/elsewhere"):
            host_name(cim.connect(url, password=PASSWORD))

    def test_is_told_that_a_file_of_authorities_is_missing(
        self, secure: Running
    ) -> None:
        with pytest.raises(cim.ConnectError, match=r"/no/such\.pem"):
            host_name(connect(secure.port, "verify=/no/such.pem"))

    @pytest.mark.skipif(
        find_spec("requests_credssp") is not None, reason="nothing is missing here"
    )
    def test_is_told_that_packages_are_missing(self, plain: Running) -> None:
        with pytest.raises(cim.ConnectError, match=r"pypsrp\[credssp\]"):
            host_name(connect(plain.port, "ssl=false&transport=credssp"))

    def test_is_told_that_it_is_http(self, plain: Running) -> None:
        with pytest.raises(cim.ConnectError, match="ssl=false"):
            host_name(connect(plain.port, "ssl=true"))


class TestAHostThatFallsSilent:
    """It takes a request, and closes the connection without an answer."""

    @pytest.fixture
    def port(self) -> Iterator[int]:
        with socket.create_server(("127.0.0.1", 0)) as server:

            def hang_up() -> None:
                while True:
                    try:
                        connection, _ = server.accept()
                    except OSError:
                        return
                    with connection:
                        connection.recv(65536)

            Thread(target=hang_up, daemon=True).start()
            yield server.getsockname()[1]
            server.shutdown(socket.SHUT_RDWR)

    def test_leaves_open_what_became_of_a_call(self, port: int) -> None:
        client = connect(port, "ssl=false&transport=basic&allow_unencrypted=true")
        machine = cim.Ref(Msvm_ComputerSystem, {"Name": "a", "CreationClassName": "C"})
        with pytest.raises(AnswerLostError, match=r"connection broke.*is not known"):
            client.invoke(machine, "RequestStateChange", {"RequestedState": 2})


class TestAnAnswerThatCannotBeDecrypted:
    """A channel over which nonsense comes as an encrypted answer."""

    def test_leaves_open_what_became_of_a_call(self, plain: Running) -> None:
        with connect(plain.port, "ssl=false&transport=ntlm") as client:
            assert host_name(client) == "PLAIN"
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(
                    "pypsrp.encryption.WinRMEncryption.unwrap_message", _nonsense
                )
                with pytest.raises(AnswerLostError, match="is not known"):
                    define(client, "web")
            assert len(Msvm_ComputerSystem.objects(client).all()) == 2  # done once


def _nonsense(*_: object) -> bytes:
    raise ValueError("this is no message")


class TestSecrets:
    def test_are_in_no_error_and_no_log(
        self, plain: Running, caplog: pytest.LogCaptureFixture
    ) -> None:
        secret = "not-the-pass/word"
        caplog.set_level(logging.DEBUG)
        asked = "ssl=false&transport=basic&allow_unencrypted=true"
        client = connect(plain.port, asked, password=secret)
        with pytest.raises(cim.ConnectError, match="name or password") as refused:
            host_name(client)
        shown = "".join(traceback.format_exception(refused.value))
        assert secret not in shown + caplog.text + repr(client)
        assert secret not in repr(pickle.dumps(refused.value))

    def test_are_in_no_representation(self) -> None:
        from mofgen.winrm.channels import Credentials

        assert repr(Credentials("a", "b", "c", "d")) == "Credentials()"
