"""pypsrp and pywinrm, by every way of signing in and of encrypting that they have."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from certificates import write_certificate
from running_servers import NAMESPACE, PASSWORD, Running, running

from mofgen.server.http.tls import tls_context
from mofgen.vmms import Vmms

pypsrp_wsman = pytest.importorskip("pypsrp.wsman")
pywinrm_transport = pytest.importorskip("winrm.transport")

WMI = f"http://schemas.microsoft.com/wbem/wsman/1/wmi/{NAMESPACE}"
CLASS = f"{WMI}/Msvm_ComputerSystem"
NAME = f"{{{CLASS}}}ElementName"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return write_certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="module")
def plain() -> Iterator[Running]:
    with running(Vmms(name="PLAIN")) as server:
        yield server


@pytest.fixture(scope="module")
def strict() -> Iterator[Running]:
    """A server to which others could listen: Basic is not good enough for it."""
    with running(offers_basic=False, requires_encryption=True) as server:
        yield server


@pytest.fixture(scope="module")
def secure(certificate: tuple[Path, Path]) -> Iterator[Running]:
    with running(Vmms(name="SECURE"), tls=tls_context(*certificate)) as server:
        yield server


# --- pypsrp ---

WAYS = [
    ("plain", "basic", "never"),
    ("plain", "ntlm", "always"),
    ("plain", "ntlm", "never"),
    ("plain", "negotiate", "always"),
    ("plain", "negotiate", "never"),
    ("strict", "ntlm", "always"),
    ("strict", "negotiate", "always"),
    ("secure", "basic", "auto"),
    ("secure", "ntlm", "auto"),
    ("secure", "ntlm", "always"),
    ("secure", "negotiate", "auto"),
]


def pypsrp(
    server: Running,
    way: str,
    encryption: str,
    certificate: Path,
    *,
    user: str = "Administrator",
    password: str = PASSWORD,
) -> pypsrp_wsman.WSMan:
    return pypsrp_wsman.WSMan(
        "127.0.0.1",
        port=server.port,
        ssl=server.scheme == "https",
        cert_validation=str(certificate),
        auth=way,
        encryption=encryption,
        username=user,
        password=password,
    )


@pytest.mark.parametrize(("where", "way", "encryption"), WAYS)
def test_pypsrp_reads_and_is_refused(
    where: str,
    way: str,
    encryption: str,
    certificate: tuple[Path, Path],
    request: pytest.FixtureRequest,
) -> None:
    server: Running = request.getfixturevalue(where)
    keys = pypsrp_wsman.SelectorSet()
    keys.add_option("CreationClassName", "Msvm_ComputerSystem")
    keys.add_option("Name", server.host.name)
    with pypsrp(server, way, encryption, certificate[0]) as client:
        for _ in range(3):  # over one connection, whose cipher goes on
            found = client.get(CLASS, selector_set=keys)
            assert found.findtext(f".//{NAME}") == server.host.name
        with pytest.raises(pypsrp_wsman.WSManFaultError, match="Msvm_Nothing"):
            client.get(f"{WMI}/Msvm_Nothing", selector_set=keys)
    with (
        pypsrp(server, way, encryption, certificate[0], password="wrong") as client,
        pytest.raises(pypsrp_wsman.AuthenticationError),
    ):
        client.get(CLASS, selector_set=keys)


def test_any_domain_is_this_host_for_ntlm(
    strict: Running, certificate: tuple[Path, Path]
) -> None:
    keys = pypsrp_wsman.SelectorSet()
    keys.add_option("CreationClassName", "Msvm_ComputerSystem")
    keys.add_option("Name", strict.host.name)
    for user in ("ANY\\administrator", ".\\Administrator", "Administrator@any.net"):
        with pypsrp(strict, "ntlm", "always", certificate[0], user=user) as client:
            assert client.get(CLASS, selector_set=keys) is not None


def test_messages_that_all_can_read_are_refused_where_others_may_listen(
    strict: Running, certificate: tuple[Path, Path]
) -> None:
    keys = pypsrp_wsman.SelectorSet()
    keys.add_option("CreationClassName", "Msvm_ComputerSystem")
    keys.add_option("Name", strict.host.name)
    with (
        pypsrp(strict, "ntlm", "never", certificate[0]) as client,
        pytest.raises(pypsrp_wsman.WinRMTransportError, match="403"),
    ):
        client.get(CLASS, selector_set=keys)
    with (
        pypsrp(strict, "basic", "never", certificate[0]) as client,
        pytest.raises(pypsrp_wsman.AuthenticationError),
    ):
        client.get(CLASS, selector_set=keys)


def test_a_certificate_that_nobody_vouches_for_is_refused(secure: Running) -> None:
    client = pypsrp_wsman.WSMan(
        "127.0.0.1", port=secure.port, auth="basic", username="a", password="b"
    )
    with client, pytest.raises(pypsrp_wsman.requests.exceptions.SSLError):
        client.get(CLASS)


# --- pywinrm ---

GET = f"""\
<env:Envelope xmlns:env="http://www.w3.org/2003/05/soap-envelope"
    xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing"
    xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"><env:Header>
<a:To>http://windows-host:5985/wsman</a:To>
<a:Action mustUnderstand="true"
    >http://schemas.xmlsoap.org/ws/2004/09/transfer/Get</a:Action>
<a:MessageID>uuid:00000000-0000-0000-0000-000000000001</a:MessageID>
<w:ResourceURI mustUnderstand="true">{CLASS}</w:ResourceURI>
<w:SelectorSet><w:Selector Name="CreationClassName">Msvm_ComputerSystem</w:Selector>
<w:Selector Name="Name">%s</w:Selector></w:SelectorSet>
</env:Header><env:Body/></env:Envelope>"""


@pytest.mark.parametrize(
    ("where", "way", "encryption"),
    [
        ("plain", "basic", "auto"),
        ("plain", "ntlm", "always"),
        ("plain", "ntlm", "auto"),
        ("strict", "ntlm", "always"),
        ("secure", "basic", "auto"),
        ("secure", "ntlm", "auto"),
    ],
)
def test_pywinrm_reads(
    where: str,
    way: str,
    encryption: str,
    certificate: tuple[Path, Path],
    request: pytest.FixtureRequest,
) -> None:
    server: Running = request.getfixturevalue(where)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        transport = pywinrm_transport.Transport(
            endpoint=server.url,
            username="Administrator",
            password=PASSWORD,
            auth_method=way,
            message_encryption=encryption,
            ca_trust_path=str(certificate[0]),
        )
        for _ in range(3):
            answer = transport.send_message(GET % server.host.name)
        transport.close_session()
    assert fromstring(answer).findtext(f".//{NAME}") == server.host.name
