"""Get, Put, Create and Delete: objects, and parts of them (DSP0226 7)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from package_making import generated_package
from wire_client import (
    BASE,
    V2,
    WireClient,
    body_of,
    client_of,
    fault_of,
    refusal,
    reply_of,
    selectors_of,
    value,
)

from mofgen.provider.manager import ObjectManager
from mofgen.provider.memory_connection import MemoryConnection
from mofgen.vmms import Vmms
from mofgen.wsman.envelopes import Fragment
from mofgen.wsman.resource_uris import DMTF
from mofgen.wsman.uris import CREATE, DELETE, GET, NAMESPACE_SELECTOR, PUT, WSMAN, XPATH
from mofgen.wsman.xml_text import children, local_name

SYSTEM = "Msvm_ComputerSystem"
SERVICE = "Msvm_VirtualSystemManagementService"
LAMP = "X_Lamp"


@pytest.fixture
def client() -> WireClient:
    """A client of a Hyper-V host with two machines."""
    return client_of(Vmms(seed=1), "web", "database")


@pytest.fixture
def web(client: WireClient) -> dict[str, str]:
    """The keys of one of them."""
    (found,) = client.query(f"SELECT * FROM {SYSTEM} WHERE ElementName = 'web'")
    return {"Name": value(found, "Name"), "CreationClassName": SYSTEM}


@pytest.fixture(scope="module")
def lamps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """A schema of which clients may write everything."""
    folder: Path = tmp_path_factory.mktemp("lamps")
    with generated_package(
        folder,
        "lamps_of_server_tests",
        """
        #pragma namespace("root/lamps")
        class X_Lamp {
          [Key] sint32 Id;
          [Key] boolean Spare;
          [Write] string Name;
          [Write] uint8 Brightness = 5;
          [Write] string Colours[];
        };
        """,
    ) as package:
        yield package


@pytest.fixture
def lamp_client(lamps: ModuleType) -> WireClient:
    """A client of a host with one lamp."""
    connection = MemoryConnection(ObjectManager(lamps))
    desk = lamps.X_Lamp(Id=-1, Spare=False, Name="Desk", Colours=["red"])
    connection.create(desk)
    return WireClient(connection, lamps, "root/lamps")


DESK = {"Id": "-1", "Spare": "false"}


class TestGet:
    def test_gives_the_object(self, client: WireClient, web: dict[str, str]) -> None:
        found = body_of(client.ask(GET, SYSTEM, selectors=web))
        assert found.tag == f"{{{BASE}{SYSTEM}}}{SYSTEM}"
        assert value(found, "ElementName") == "web"

    def test_spelling_makes_no_difference(
        self, client: WireClient, web: dict[str, str]
    ) -> None:
        keys = {"NAME": web["Name"].lower(), "creationclassname": SYSTEM.upper()}
        uri = f"{BASE}{SYSTEM}".replace(V2, "ROOT/Virtualization/V2").replace(
            SYSTEM, SYSTEM.lower()
        )
        found = body_of(client.ask(GET, uri, selectors=keys))
        assert found.tag == f"{{{BASE}{SYSTEM}}}{SYSTEM}"

    def test_the_only_object_needs_no_keys(self, client: WireClient) -> None:
        for keys in ({}, {"CreationClassName": SERVICE}):
            found = body_of(client.ask(GET, SERVICE, selectors=keys))
            assert value(found, "Name") == "vmms"

    def test_some_keys_do_where_they_tell_which_one_is_meant(
        self, client: WireClient, web: dict[str, str]
    ) -> None:
        del web["CreationClassName"]
        assert value(body_of(client.ask(GET, SYSTEM, selectors=web)), "ElementName")

    def test_the_namespace_may_be_a_selector(
        self, client: WireClient, web: dict[str, str]
    ) -> None:
        keys = {**web, NAMESPACE_SELECTOR: "ROOT\\virtualization\\V2"}
        uri = f"{DMTF}{SYSTEM}"
        found = body_of(client.ask(GET, uri, selectors=keys))
        # Clients look for what they asked for, in the form in which they did.
        assert found.tag == f"{{{uri}}}{SYSTEM}"
        assert value(found, "ElementName") == "web"

    def test_an_object_of_a_class_is_one_of_its_superclasses(
        self, client: WireClient, web: dict[str, str]
    ) -> None:
        found = body_of(client.ask(GET, "CIM_ComputerSystem", selectors=web))
        assert local_name(found) == SYSTEM

    @pytest.mark.parametrize(
        ("keys", "subcode", "detail"),
        [
            ({"Name": "x"}, "a:DestinationUnreachable", None),
            (
                {"Name": "x", "CreationClassName": SYSTEM},
                "a:DestinationUnreachable",
                None,
            ),
            (
                {"CreationClassName": SYSTEM},
                "w:InvalidSelectors",
                "InsufficientSelectors",
            ),
            ({}, "w:InvalidSelectors", "InsufficientSelectors"),
            ({"ElementName": "web"}, "w:InvalidSelectors", "UnexpectedSelectors"),
            (
                {NAMESPACE_SELECTOR: "root/cimv2"},
                "a:DestinationUnreachable",
                "InvalidResourceURI",
            ),
        ],
    )
    def test_what_is_not_there_is_refused(
        self, client: WireClient, keys: dict[str, str], subcode: str, detail: str | None
    ) -> None:
        assert refusal(client.ask(GET, SYSTEM, selectors=keys)) == (subcode, detail)

    def test_a_key_has_the_type_of_the_schema(self, lamp_client: WireClient) -> None:
        desk = body_of(lamp_client.ask(GET, LAMP, selectors=DESK))
        assert (value(desk, "Id"), value(desk, "Spare")) == ("-1", "false")
        wrong = lamp_client.ask(GET, LAMP, selectors={**DESK, "Id": "first"})
        assert refusal(wrong) == ("w:InvalidSelectors", "TypeMismatch")


class TestFragments:
    @pytest.mark.parametrize(
        "path",
        ["Name", "name", "p:Name", "X_Lamp/Name", "/x:X_Lamp/x:Name", " Name "],
    )
    def test_one_property_may_be_asked_for(
        self, lamp_client: WireClient, path: str
    ) -> None:
        answer = lamp_client.ask(GET, LAMP, selectors=DESK, fragment=Fragment(path))
        fragment = body_of(answer)
        assert fragment.tag == f"{{{WSMAN}}}XmlFragment"
        assert [(local_name(each), each.text) for each in fragment] == [
            ("Name", "Desk")
        ]
        assert b"<w:FragmentTransfer" in answer.body.partition(b"</s:Header>")[0]

    def test_the_language_is_xpath(self, lamp_client: WireClient) -> None:
        for dialect in XPATH:
            fragment = Fragment("Name", dialect)
            assert body_of(
                lamp_client.ask(GET, LAMP, selectors=DESK, fragment=fragment)
            )
        other = Fragment("Name", "http://example.org/other")
        answer = lamp_client.ask(GET, LAMP, selectors=DESK, fragment=other)
        assert fault_of(answer).subcode == "w:FragmentDialectNotSupported"

    @pytest.mark.parametrize(
        ("path", "subcode", "detail"),
        [
            ("Nam", "x:InvalidRepresentation", "InvalidFragment"),
            ("", "w:UnsupportedFeature", "FragmentLevelAccess"),
            ("Name/text()", "w:UnsupportedFeature", "FragmentLevelAccess"),
            ("Colours[1]", "w:UnsupportedFeature", "FragmentLevelAccess"),
        ],
    )
    def test_of_xpath_only_names_are_known(
        self, lamp_client: WireClient, path: str, subcode: str, detail: str
    ) -> None:
        fragment = Fragment(path)
        answer = lamp_client.ask(GET, LAMP, selectors=DESK, fragment=fragment)
        assert refusal(answer) == (subcode, detail)

    def test_one_property_may_be_written(self, lamp_client: WireClient) -> None:
        uri = f"{lamp_client.base}{LAMP}"
        body = f'<w:XmlFragment xmlns:l="{uri}"><l:Name>Floor</l:Name></w:XmlFragment>'
        fragment = Fragment("Name")
        answer = lamp_client.ask(PUT, LAMP, body, DESK, fragment=fragment)
        assert value(body_of(answer), "Name") == "Floor"

    def test_and_no_other_with_it(self, lamp_client: WireClient) -> None:
        uri = f"{lamp_client.base}{LAMP}"
        body = (
            f'<w:XmlFragment xmlns:l="{uri}"><l:Name>Floor</l:Name>'
            "<l:Brightness>9</l:Brightness></w:XmlFragment>"
        )
        answer = lamp_client.ask(PUT, LAMP, body, DESK, fragment=Fragment("Name"))
        assert refusal(answer) == ("x:InvalidRepresentation", "InvalidFragment")
        assert value(body_of(lamp_client.ask(GET, LAMP, "", DESK)), "Name") == "Desk"

    def test_objects_are_made_and_removed_as_a_whole(
        self, lamp_client: WireClient
    ) -> None:
        for action in (CREATE, DELETE):
            answer = lamp_client.ask(action, LAMP, "", DESK, fragment=Fragment("Name"))
            assert refusal(answer) == ("w:UnsupportedFeature", "FragmentLevelAccess")


class TestPut:
    @staticmethod
    def lamp(client: WireClient, properties: str) -> str:
        uri = f"{client.base}{LAMP}"
        return f'<l:{LAMP} xmlns:l="{uri}">{properties}</l:{LAMP}>'

    def test_writes_what_differs_and_answers_with_the_object(
        self, lamp_client: WireClient
    ) -> None:
        body = self.lamp(
            lamp_client,
            "<l:Id>-1</l:Id><l:Spare>false</l:Spare><l:Name>Floor</l:Name>"
            "<l:Colours>blue</l:Colours><l:Colours>green</l:Colours>",
        )
        echo = body_of(lamp_client.ask(PUT, LAMP, body, DESK))
        assert (value(echo, "Name"), value(echo, "Brightness")) == ("Floor", "5")
        read = body_of(lamp_client.ask(GET, LAMP, "", DESK))
        assert [e.text for e in children(read) if local_name(e) == "Colours"] == [
            "blue",
            "green",
        ]

    def test_a_whole_object_with_one_value_changed_may_come_back(
        self, lamp_client: WireClient
    ) -> None:
        text = lamp_client.ask(GET, LAMP, "", DESK).body.decode()
        body = text.partition("<s:Body>")[2].partition("</s:Body>")[0]
        changed = body.replace("Desk", "Wall")
        assert value(body_of(lamp_client.ask(PUT, LAMP, changed, DESK)), "Name") == (
            "Wall"
        )

    @pytest.mark.parametrize(
        ("properties", "detail"),
        [
            ("<l:Brightness>bright</l:Brightness>", "InvalidValues"),
            ("<l:Brightness>256</l:Brightness>", "InvalidValues"),
            ("<l:Name>a</l:Name><l:Name>b</l:Name>", "InvalidValues"),
            ("<l:Nmae>Floor</l:Nmae>", "InvalidValues"),
        ],
    )
    def test_wrong_values_are_refused(
        self, lamp_client: WireClient, properties: str, detail: str
    ) -> None:
        body = self.lamp(lamp_client, properties)
        assert refusal(lamp_client.ask(PUT, LAMP, body, DESK)) == (
            "x:InvalidRepresentation",
            detail,
        )

    def test_an_object_is_needed(self, lamp_client: WireClient) -> None:
        assert refusal(lamp_client.ask(PUT, LAMP, "", DESK)) == (
            "x:InvalidRepresentation",
            "MissingValues",
        )

    def test_objects_of_hyper_v_change_by_methods_only(
        self, client: WireClient, web: dict[str, str]
    ) -> None:
        uri = f"{BASE}{SYSTEM}"
        body = (
            f'<v:{SYSTEM} xmlns:v="{uri}"><v:ElementName>x</v:ElementName></v:{SYSTEM}>'
        )
        refused = fault_of(client.ask(PUT, SYSTEM, body, web))
        assert refused.subcode == "a:ActionNotSupported"
        assert "by methods only" in refused.reason


class TestCreateAndDelete:
    def test_who_makes_an_object_is_told_where_it_is(
        self, lamp_client: WireClient
    ) -> None:
        body = TestPut.lamp(
            lamp_client,
            "<l:Id>2</l:Id><l:Spare>true</l:Spare><l:Name>Hall</l:Name>",
        )
        made = body_of(lamp_client.ask(CREATE, LAMP, body))
        assert local_name(made) == "ResourceCreated"
        keys = selectors_of(made)
        assert keys == {NAMESPACE_SELECTOR: "root/lamps", "Id": "2", "Spare": "true"}
        assert value(body_of(lamp_client.ask(GET, LAMP, "", keys)), "Name") == "Hall"

    def test_it_is_made_once(self, lamp_client: WireClient) -> None:
        body = TestPut.lamp(lamp_client, "<l:Id>-1</l:Id><l:Spare>0</l:Spare>")
        refused = fault_of(lamp_client.ask(CREATE, LAMP, body))
        assert (refused.subcode, refused.hresult) == ("w:AlreadyExists", 0x80041019)

    def test_what_is_deleted_is_gone(self, lamp_client: WireClient) -> None:
        assert reply_of(lamp_client.ask(DELETE, LAMP, "", DESK)).body is None
        for action in (GET, DELETE):
            refused = fault_of(lamp_client.ask(action, LAMP, "", DESK))
            assert (refused.subcode, refused.hresult) == (
                "a:DestinationUnreachable",
                0x80041002,
            )
