"""Requests that can't be granted: which fault says so, and how (DSP0226 14)."""

from __future__ import annotations

import re

import pytest
from wire_client import (
    BASE,
    WireClient,
    body_of,
    client_of,
    fault_of,
    refusal,
    reply_of,
    value,
)

from mofgen.provider.memory_connection import MemoryConnection
from mofgen.vmms import Vmms
from mofgen.wsman.envelopes import Request, read_reply, write_request
from mofgen.wsman.uris import (
    ADDRESSING,
    DELETE,
    ENUMERATE,
    ENUMERATION,
    FAULT,
    GET,
    IDENTITY,
    PULL,
    SOAP,
    TRANSFER,
    WSMAN,
)
from mofgen.wsman.xml_text import children, local_name, read_xml

SYSTEM = "Msvm_ComputerSystem"
HOST = {"Name": "HYPERV01"}


@pytest.fixture
def client() -> WireClient:
    """A client of a host without machines."""
    return client_of(Vmms(seed=1))


def with_headers(more: str) -> str:
    """The text of a Get of the host with more headers."""
    text = write_request(Request(GET, f"{BASE}{SYSTEM}", "uuid:1", selectors=HOST))
    return text.replace("</s:Header>", f"{more}</s:Header>")


class TestWhatIsNotThere:
    @pytest.mark.parametrize(
        ("of", "hresult"),
        [
            ("Msvm_Nothing", 0x80041010),
            ("http://schemas.microsoft.com/wbem/wsman/1/wmi/root/no/X", 0x8004100E),
            ("http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/X_No", 0x80041010),
            ("http://schemas.microsoft.com/wbem/wsman/1/windows/shell/cmd", None),
            ("urn:x", None),
        ],
    )
    def test_classes_and_namespaces(
        self, client: WireClient, of: str, hresult: int | None
    ) -> None:
        refused = fault_of(client.ask(GET, of))
        assert (refused.subcode, refused.detail, refused.hresult) == (
            "a:DestinationUnreachable",
            "InvalidResourceURI",
            hresult,
        )

    def test_a_resource(self, client: WireClient) -> None:
        text = write_request(Request(GET, "", "uuid:1"))
        assert refusal(client.send(text)) == (
            "a:DestinationUnreachable",
            "InvalidResourceURI",
        )

    @pytest.mark.parametrize(
        "action",
        [
            "http://example.org/Dance",
            f"{TRANSFER}/Dance",
            f"{ENUMERATION}/GetStatus",
            GET.lower(),
        ],
    )
    def test_an_action(self, client: WireClient, action: str) -> None:
        assert fault_of(client.ask(action, SYSTEM)).subcode == "a:ActionNotSupported"

    def test_any_action_at_all(self, client: WireClient) -> None:
        refused = fault_of(client.ask("", SYSTEM))
        assert refused.subcode == "a:MessageInformationHeaderRequired"

    def test_what_an_action_needs_in_the_body(self, client: WireClient) -> None:
        for action in (ENUMERATE, PULL):
            for body in ("", '<x:Other xmlns:x="x"/>'):
                refused = fault_of(client.ask(action, SYSTEM, body))
                assert refused.subcode == "w:SchemaValidationError"


class TestHeaders:
    @pytest.mark.parametrize(
        "header",
        [
            '<x:New xmlns:x="urn:new" s:mustUnderstand="true"/>',
            '<x:New xmlns:x="urn:new" mustUnderstand="1"/>',
        ],
    )
    def test_what_must_be_understood_and_is_not(
        self, client: WireClient, header: str
    ) -> None:
        answer = client.send(with_headers(header))
        assert fault_of(answer).subcode == "s:MustUnderstand"
        root = read_xml(answer.body)
        assert next(root.iter(f"{{{SOAP}}}Value")).text == "s:MustUnderstand"
        (named,) = root.iter(f"{{{SOAP}}}NotUnderstood")
        assert named.get("qname") == "u:New"
        assert b'xmlns:u="urn:new"' in answer.body

    @pytest.mark.parametrize(
        "header",
        [
            '<x:New xmlns:x="urn:new"/>',
            '<x:New xmlns:x="urn:new" s:mustUnderstand="false"/>',
            "<w:OptionSet/>",
            '<w:OptionSet><w:Option Name="a">b</w:Option></w:OptionSet>',
            '<p:DataLocale xml:lang="de-DE" s:mustUnderstand="true"/>',
            '<p:SessionId s:mustUnderstand="true">uuid:2</p:SessionId>',
            '<w:Locale xml:lang="de-DE" s:mustUnderstand="true"/>',
            '<w:OperationTimeout s:mustUnderstand="true">PT60.000S</w:OperationTimeout>',
        ],
    )
    def test_what_clients_say_besides_does_no_harm(
        self, client: WireClient, header: str
    ) -> None:
        assert value(body_of(client.send(with_headers(header))), "Name") == "HYPERV01"

    def test_prefixes_and_spaces_are_free(self, client: WireClient) -> None:
        text = re.sub(r"\bs(?=[:=])", "env", with_headers(""))
        assert "<env:Envelope " in text
        assert body_of(client.send(f"\n {text}\n\n"))

    def test_the_same_message_id_may_come_again(self, client: WireClient) -> None:
        first, second = (client.send(with_headers("")) for _ in range(2))
        assert read_reply(first.body).relates_to == "uuid:1"
        assert read_reply(second.body).relates_to == "uuid:1"

    def test_the_host_may_have_another_name(self, client: WireClient) -> None:
        answer = client.ask(GET, SYSTEM, "", HOST, to="http://elsewhere:1/wsman/")
        assert body_of(answer) is not None

    def test_answers_go_to_nobody_else(self, client: WireClient) -> None:
        elsewhere = with_headers("").replace(
            f"{ADDRESSING}/role/anonymous", "http://example.org/listener"
        )
        assert refusal(client.send(elsewhere)) == (
            "w:UnsupportedFeature",
            "AddressingMode",
        )

    @pytest.mark.parametrize(
        "header",
        [
            "<w:OperationTimeout>soon</w:OperationTimeout>",
            "<w:MaxEnvelopeSize>large</w:MaxEnvelopeSize>",
            "<w:SelectorSet><w:Selector>x</w:Selector></w:SelectorSet>",
        ],
    )
    def test_a_header_that_cannot_be_read_is_told_to_who_sent_it(
        self, client: WireClient, header: str
    ) -> None:
        text = write_request(Request(GET, f"{BASE}{SYSTEM}", "uuid:1"))
        answer = client.send(text.replace("</s:Header>", f"{header}</s:Header>"))
        assert answer.status == 500
        assert read_reply(answer.body).relates_to == "uuid:1"
        assert fault_of(answer).subcode == "w:SchemaValidationError"

    def test_a_selector_that_is_there_twice(self, client: WireClient) -> None:
        text = with_headers("").replace(
            "</w:SelectorSet>",
            '<w:Selector Name="NAME">x</w:Selector></w:SelectorSet>',
        )
        assert refusal(client.send(text)) == (
            "w:InvalidSelectors",
            "DuplicateSelectors",
        )


class TestLengths:
    def test_an_envelope_has_to_have_a_least_size(self, client: WireClient) -> None:
        answer = client.ask(GET, SYSTEM, "", HOST, max_envelope_size=8191)
        assert refusal(answer) == ("w:EncodingLimit", "MinimumEnvelopeLimit")

    def test_an_answer_that_is_too_long(self) -> None:
        names = [f"machine {number} {'x' * 80}" for number in range(100)]
        client = client_of(Vmms(seed=1), *names)
        service = "Msvm_VirtualSystemManagementService"
        uri = f"{BASE}{service}"
        body = (
            f'<r:GetSummaryInformation_INPUT xmlns:r="{uri}">'
            "<r:RequestedInformation>0</r:RequestedInformation>"
            "<r:RequestedInformation>1</r:RequestedInformation>"
            "</r:GetSummaryInformation_INPUT>"
        )
        action = f"{uri}/GetSummaryInformation"
        assert body_of(client.ask(action, uri, body))
        answer = client.ask(action, uri, body, max_envelope_size=8192)
        assert refusal(answer) == ("w:EncodingLimit", "MaxEnvelopeSize")


class TestForm:
    def test_a_fault_says_whose_mistake_it_is_and_what_it_is(
        self, client: WireClient
    ) -> None:
        answer = client.ask(GET, "Msvm_Nothing")
        assert answer.status == 500
        spaces = {"s": SOAP, "w": WSMAN}
        (fault,) = read_xml(answer.body).findall("s:Body/s:Fault", spaces)
        assert [local_name(each) for each in children(fault)] == [
            "Code",
            "Reason",
            "Detail",
        ]
        assert fault.findtext("s:Code/s:Value", "", spaces) == "s:Sender"
        assert fault.findtext("s:Code/s:Subcode/s:Value", "", spaces) == (
            "a:DestinationUnreachable"
        )
        assert "Msvm_Nothing" in fault.findtext("s:Reason/s:Text", "", spaces)
        assert fault.findtext("s:Detail/w:FaultDetail", "", spaces) == (
            "http://schemas.dmtf.org/wbem/wsman/1/wsman/faultDetail/InvalidResourceURI"
        )
        assert b'Machine="HYPERV01"' in answer.body

    @pytest.mark.parametrize(
        ("action", "body", "expected"),
        [
            (GET, "", f"{ADDRESSING}/fault"),
            (PULL, f'<n:Pull xmlns:n="{ENUMERATION}"/>', f"{ENUMERATION}/fault"),
            (PULL, "", FAULT),
        ],
    )
    def test_its_action_is_that_of_the_standard_that_has_the_fault(
        self, client: WireClient, action: str, body: str, expected: str
    ) -> None:
        answer = client.ask(action, "Msvm_Nothing", body)
        assert read_reply(answer.body).action == expected

    def test_an_error_of_the_provider_keeps_its_code(self, client: WireClient) -> None:
        refused = fault_of(client.ask(DELETE, SYSTEM, "", HOST))
        assert refused.subcode == "a:ActionNotSupported"
        assert refused.hresult == 0x8004100C  # WBEM_E_NOT_SUPPORTED
        assert "by methods only" in refused.reason

    def test_a_client_without_rights_is_denied(self) -> None:
        client = WireClient(Vmms(seed=1).connect(administrator=False))
        refused = fault_of(
            client.ask(DELETE, "Msvm_VirtualSystemManagementService", "")
        )
        assert (refused.subcode, refused.hresult) == ("w:AccessDenied", 0x80041003)

    def test_a_failure_of_the_service_tells_nothing_of_its_inside(
        self, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        def fail(*given: object, **more: object) -> None:
            raise RuntimeError("the secret is 42")

        monkeypatch.setattr(MemoryConnection, "get", fail)
        client = client_of(Vmms(seed=1))
        answer = client.ask(GET, SYSTEM, "", {**HOST, "CreationClassName": SYSTEM})
        assert (answer.status, fault_of(answer).subcode) == (500, "w:InternalError")
        for word in (b"secret", b"RuntimeError", b"Traceback"):
            assert word not in answer.body
        assert "the secret is 42" in caplog.text  # but the log does

    def test_what_was_done_is_one_line_for_a_log(self, client: WireClient) -> None:
        assert client.ask(GET, SYSTEM, "", HOST).operation == f"Get {SYSTEM} ok"
        hostile = client.ask(GET, "urn:x\nGet /etc/passwd ok " + "y" * 1000)
        assert "\n" not in hostile.operation
        assert len(hostile.operation) <= 200


class TestIdentify:
    @pytest.mark.parametrize("space", IDENTITY)
    @pytest.mark.parametrize("header", ["<s:Header/>", ""])
    def test_answers_in_the_namespace_of_the_question(
        self, client: WireClient, space: str, header: str
    ) -> None:
        answer = client.send(
            f'<s:Envelope xmlns:s="{SOAP}">{header}<s:Body>'
            f'<i:Identify xmlns:i="{space}"/></s:Body></s:Envelope>'
        )
        body = reply_of(answer).body
        assert body is not None
        assert body.tag == f"{{{space}}}IdentifyResponse"
        assert value(body, "ProtocolVersion") == WSMAN
        assert value(body, "ProductVendor") == "mofgen"
