"""Where a server listens, and how messages are encrypted on their way there."""

from __future__ import annotations

import http.client
import ssl
from pathlib import Path

import pytest
from certificates import write_certificate
from running_servers import running

from mofgen.server.http.running import Endpoint
from mofgen.server.http.tls import CertificateError, tls_context


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.9.10", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.0.2.1", False),
        ("localhost.example", False),
        ("", False),
    ],
)
def test_loopback_is_what_only_this_computer_reaches(
    address: str, expected: bool
) -> None:
    assert Endpoint(address, 5985).is_loopback is expected


def test_nobody_listens_to_tls_and_loopback() -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    assert Endpoint("0.0.0.0", 5986, tls).is_private
    assert Endpoint("::1", 5985).is_private
    assert not Endpoint("0.0.0.0", 5985).is_private


def test_the_url_is_what_clients_connect_to() -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    assert Endpoint("127.0.0.1", 0).url(5985) == "http://127.0.0.1:5985/wsman"
    assert Endpoint("::1", 0, tls).url(5986) == "https://[::1]:5986/wsman"


# --- TLS ---


def test_old_versions_of_tls_are_refused(tmp_path: Path) -> None:
    certificate, key = write_certificate(tmp_path)
    context = tls_context(certificate, key)
    assert context.minimum_version is ssl.TLSVersion.TLSv1_2


def test_http_is_not_spoken_where_https_is(tmp_path: Path) -> None:
    with running(tls=tls_context(*write_certificate(tmp_path))) as server:
        client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
        with pytest.raises((http.client.HTTPException, OSError)):
            client.request("POST", "/wsman", b"")
            client.getresponse()
        client.close()


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    certificate, key = write_certificate(tmp_path)
    with pytest.raises(CertificateError, match=r"no\.pem: there is no such file"):
        tls_context(tmp_path / "no.pem", key)
    with pytest.raises(CertificateError, match=r"no\.pem: there is no such file"):
        tls_context(certificate, tmp_path / "no.pem")


def test_a_key_with_a_password_is_told(tmp_path: Path) -> None:
    with pytest.raises(CertificateError, match="the key has a password"):
        tls_context(*write_certificate(tmp_path, "secret"))


def test_files_that_do_not_belong_together_are_told(tmp_path: Path) -> None:
    certificate, key = write_certificate(tmp_path)
    other = tmp_path / "other"
    other.mkdir()
    _, other_key = write_certificate(other)
    for pair in ((certificate, other_key), (key, certificate), (key, key)):
        with pytest.raises(CertificateError, match="no certificate with its key"):
            tls_context(*pair)
