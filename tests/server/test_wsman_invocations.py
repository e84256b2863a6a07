"""Calls of methods: parameters in all the forms that clients write, and results."""

from __future__ import annotations

from html import escape

import pytest
from wire_client import (
    BASE,
    V2,
    WireClient,
    body_of,
    client_of,
    fault_of,
    reference_xml,
    refusal,
    reply_of,
    selectors_of,
    value,
)

from mofgen.vmms import Vmms
from mofgen.vmms.job_policies import AfterPolls
from mofgen.wsman.resource_uris import DMTF
from mofgen.wsman.uris import ADDRESSING, SOAP, WSMAN
from mofgen.wsman.xml_text import children, local_name, read_xml

SERVICE = "Msvm_VirtualSystemManagementService"
SETTINGS = "Msvm_VirtualSystemSettingData"
SYSTEM = "Msvm_ComputerSystem"
ONLY = {"CreationClassName": SERVICE}
"""What clients give as the key of a service of which there is one."""
WEB = (
    '<?xml version="1.0"?>\n'
    f'<INSTANCE CLASSNAME="{SETTINGS}">\n'
    '  <PROPERTY NAME="ElementName" TYPE="string"><VALUE>web</VALUE></PROPERTY>\n'
    "</INSTANCE>\n"
)
CONTROLLER = (
    '<INSTANCE CLASSNAME="Msvm_ResourceAllocationSettingData">'
    '<PROPERTY NAME="ResourceType" TYPE="uint16"><VALUE>6</VALUE></PROPERTY>'
    '<PROPERTY NAME="ResourceSubType" TYPE="string"><VALUE>'
    "Microsoft:Hyper-V:Synthetic SCSI Controller</VALUE></PROPERTY></INSTANCE>"
)
EPR = "<w:EnumerationMode>EnumerateEPR</w:EnumerationMode>"


@pytest.fixture
def client() -> WireClient:
    """A client of a host without machines."""
    return client_of(Vmms(seed=1))


def defined(client: WireClient) -> list[str]:
    """The names of the machines that there are."""
    query = f"SELECT * FROM {SYSTEM} WHERE Name != __SERVER"
    return [value(each, "ElementName") for each in client.query(query)]


class TestInstancesGoIn:
    @pytest.mark.parametrize(
        "content",
        [
            escape(WEB),
            f"<![CDATA[{WEB}]]>",
            f'<v:{SETTINGS} xmlns:v="{BASE}{SETTINGS}">'
            f"<v:ElementName>web</v:ElementName></v:{SETTINGS}>",
            f'<v:ElementName xmlns:v="{BASE}{SETTINGS}">web</v:ElementName>',
        ],
        ids=["escaped", "CDATA", "an element", "properties"],
    )
    def test_in_four_forms(self, client: WireClient, content: str) -> None:
        given = f"<r:SystemSettings>{content}</r:SystemSettings>"
        answer = body_of(client.invoke(SERVICE, "DefineSystem", given, ONLY))
        assert value(answer, "ReturnValue") == "0"
        assert defined(client) == ["web"]

    def test_one_item_of_an_array_is_written_as_if_it_were_none(self) -> None:
        client = client_of(Vmms(seed=1), "web")
        (settings,) = client.query(f"SELECT * FROM {SETTINGS}", EPR)
        given = (
            "<r:AffectedConfiguration>"
            f"{reference_xml(settings)}</r:AffectedConfiguration>"
            f"<r:ResourceSettings>{escape(CONTROLLER)}</r:ResourceSettings>"
        )
        answer = client.invoke(SERVICE, "AddResourceSettings", given, ONLY)
        # The first reference in the answer is what libvirt takes for what it made.
        made = next(
            each.text
            for each in body_of(answer).iter(f"{{{WSMAN}}}Selector")
            if each.get("Name") == "InstanceID"
        )
        (found,) = client.query(
            "SELECT * FROM Msvm_ResourceAllocationSettingData WHERE"
            " ResourceType = 6 AND InstanceID LIKE 'Microsoft:%' AND NOT"
            " InstanceID LIKE 'Microsoft:Definition%'"
        )
        assert value(found, "InstanceID") == made

    @pytest.mark.parametrize(
        "content",
        [
            "&lt;INSTANCE",
            "&lt;INSTANCE CLASSNAME='X_No'/&gt;",
            "web",
            "<v:X xmlns:v='x'/>",
        ],
    )
    def test_what_is_no_instance_is_refused(
        self, client: WireClient, content: str
    ) -> None:
        given = f"<r:SystemSettings>{content}</r:SystemSettings>"
        answer = client.invoke(SERVICE, "DefineSystem", given, ONLY)
        assert refusal(answer) == ("w:InvalidParameter", "TypeMismatch")
        assert defined(client) == []


class TestReferences:
    @pytest.fixture
    def client(self) -> WireClient:
        """A client of a host with one machine."""
        return client_of(Vmms(seed=1), "web")

    def test_what_an_enumeration_gave_goes_in_as_it_is(
        self, client: WireClient
    ) -> None:
        query = f"SELECT * FROM {SYSTEM} WHERE ElementName = 'web'"
        (reference,) = client.query(query, EPR)
        given = f"<r:AffectedSystem>{reference_xml(reference)}</r:AffectedSystem>"
        answer = client.invoke(SERVICE, "DestroySystem", given, ONLY)
        assert value(body_of(answer), "ReturnValue") in ("0", "4096")
        assert defined(client) == []

    def test_the_text_of_a_path_goes_in_too(self, client: WireClient) -> None:
        query = f"SELECT * FROM {SYSTEM} WHERE ElementName = 'web'"
        guid = value(client.query(query)[0], "Name")
        path = f'{SYSTEM}.CreationClassName="{SYSTEM}",Name="{guid.lower()}"'
        given = f"<r:AffectedSystem>{path}</r:AffectedSystem>"
        assert body_of(client.invoke(SERVICE, "DestroySystem", given, ONLY))
        assert defined(client) == []

    def test_what_comes_out_says_where_it_is(self) -> None:
        client = client_of(Vmms(seed=1))
        given = f"<r:SystemSettings>{escape(WEB)}</r:SystemSettings>"
        answer = body_of(client.invoke(SERVICE, "DefineSystem", given, ONLY))
        (made,) = (e for e in children(answer) if local_name(e) == "ResultingSystem")
        assert [each.tag for each in made] == [
            f"{{{ADDRESSING}}}Address",
            f"{{{ADDRESSING}}}ReferenceParameters",
        ]
        assert next(made.iter(f"{{{WSMAN}}}ResourceURI")).text == f"{BASE}{SYSTEM}"
        keys = selectors_of(made)
        assert keys["__cimnamespace"] == V2
        assert keys["CreationClassName"] == SYSTEM


class TestAnswers:
    def test_the_prefixes_are_declared_where_libvirt_takes_them_from(self) -> None:
        client = client_of(Vmms(seed=1, jobs=AfterPolls(2)), "web")
        query = f"SELECT * FROM {SYSTEM} WHERE ElementName = 'web'"
        guid = value(client.query(query)[0], "Name")
        keys = {"Name": guid.lower(), "CreationClassName": SYSTEM}
        start = "<r:RequestedState>2</r:RequestedState>"
        answer = client.invoke(SYSTEM, "RequestStateChange", start, keys)
        text = answer.body.decode()
        envelope = text[: text.index("<s:Header>")]
        for prefix, space in (("s", SOAP), ("a", ADDRESSING), ("w", WSMAN)):
            assert f'xmlns:{prefix}="{space}"' in envelope
        output = text[text.index("<s:Body>") :].partition(">")[2].partition(">")[0]
        assert output.startswith("<p:RequestStateChange_OUTPUT ")
        assert f'xmlns:p="{BASE}{SYSTEM}"' in output
        spaces = {"s": SOAP, "p": f"{BASE}{SYSTEM}", "a": ADDRESSING, "w": WSMAN}
        root = read_xml(answer.body)
        (code,) = root.findall(
            "s:Body/p:RequestStateChange_OUTPUT/p:ReturnValue", spaces
        )
        assert code.text == "4096"
        of_job = "s:Body/*/p:Job/a:ReferenceParameters/w:SelectorSet/w:Selector"
        names = [each.get("Name") for each in root.findall(of_job, spaces)]
        assert "InstanceID" in names

    def test_the_form_of_the_class_is_that_of_the_call(
        self, client: WireClient
    ) -> None:
        uri = f"{DMTF}{SERVICE}"
        body = (
            f'<r:DefineSystem_INPUT xmlns:r="{uri}"><r:SystemSettings>{escape(WEB)}'
            "</r:SystemSettings></r:DefineSystem_INPUT>"
        )
        keys = {**ONLY, "__cimnamespace": V2}
        answer = reply_of(client.ask(f"{uri}/DefineSystem", uri, body, keys))
        assert answer.action == f"{uri}/DefineSystemResponse"
        assert answer.body is not None
        assert answer.body.tag == f"{{{uri}}}DefineSystem_OUTPUT"

    def test_spelling_makes_no_difference(self, client: WireClient) -> None:
        uri = f"{BASE}{SERVICE.lower()}"
        body = (
            f'<r:definesystem_input xmlns:r="{uri}"><r:systemsettings>{escape(WEB)}'
            "</r:systemsettings></r:definesystem_input>"
        )
        answer = body_of(client.ask(f"{uri}/DEFINESYSTEM", uri, body, {}))
        assert local_name(answer) == "DefineSystem_OUTPUT"
        assert defined(client) == ["web"]


class TestRefusals:
    @pytest.mark.parametrize(
        ("method", "given", "subcode", "detail"),
        [
            ("DefineSistem", "", "a:ActionNotSupported", None),
            ("DefineSystem", "<r:Settings/>", "w:InvalidParameter", "InvalidName"),
            (
                "GetSummaryInformation",
                "<r:RequestedInformation>all</r:RequestedInformation>",
                "w:InvalidParameter",
                "TypeMismatch",
            ),
        ],
    )
    def test_names_and_types_are_those_of_the_schema(
        self,
        client: WireClient,
        method: str,
        given: str,
        subcode: str,
        detail: str | None,
    ) -> None:
        answer = client.invoke(SERVICE, method, given, ONLY)
        assert refusal(answer) == (subcode, detail)

    def test_a_near_name_is_told(self, client: WireClient) -> None:
        refused = fault_of(client.invoke(SERVICE, "DefineSistem", "", ONLY))
        assert "DefineSystem" in refused.reason

    def test_the_body_is_that_of_the_method(self, client: WireClient) -> None:
        uri = f"{BASE}{SERVICE}"
        answer = client.ask(f"{uri}/DefineSystem", uri, '<r:Other xmlns:r="x"/>', ONLY)
        assert fault_of(answer).subcode == "w:SchemaValidationError"

    def test_what_the_provider_refuses_is_no_fault(self, client: WireClient) -> None:
        answer = client.invoke(SERVICE, "DestroySystem", "", ONLY)
        assert value(body_of(answer), "ReturnValue") == "32773"
