"""What enumerations find: WQL as clients of Hyper-V write it, and other filters."""

from __future__ import annotations

import pytest
from wire_client import (
    BASE,
    FIRST,
    V2,
    WireClient,
    body_of,
    client_of,
    fault_of,
    items_of,
    refusal,
    reply_of,
    value,
)

from mofgen.vmms import Vmms
from mofgen.wsman.resource_uris import DMTF
from mofgen.wsman.uris import ASSOCIATIONS, CIM_BINDING, GET, SELECTORS, WQL, WSMAN
from mofgen.wsman.xml_text import children, local_name

SYSTEM = "Msvm_ComputerSystem"
SETTINGS = "Msvm_VirtualSystemSettingData"
MACHINES = "SELECT * FROM Msvm_ComputerSystem WHERE Name != __SERVER"


@pytest.fixture
def client() -> WireClient:
    """A client of HYPERV01, which has two machines, one with an awkward name."""
    return client_of(Vmms(seed=1), "web", r"it's a \test")


@pytest.fixture
def guid(client: WireClient) -> str:
    """The name of the first."""
    return value(client.query(f"{MACHINES} AND ElementName = 'web'")[0], "Name")


def names(client: WireClient, query: str) -> list[str]:
    """The display names of what a query finds."""
    return [value(each, "ElementName") for each in client.query(query)]


class TestWql:
    @pytest.mark.parametrize(
        ("condition", "found"),
        [
            (" ", 2),
            (" AND (EnabledState != 0 and EnabledState != 3) ", 0),
            (" and (EnabledState = 0 or EnabledState = 3 or EnabledState = 32769) ", 2),
            (r" AND ElementName = 'it\'s a \\test'", 1),
            (" AND ProcessID = 4242", 0),
        ],
    )
    def test_is_what_libvirt_writes(
        self, client: WireClient, condition: str, found: int
    ) -> None:
        assert len(client.query(MACHINES + condition)) == found

    def test_guids_are_found_in_either_case(
        self, client: WireClient, guid: str
    ) -> None:
        for each in (guid.lower(), guid.upper()):
            assert names(client, f"{MACHINES} AND Name = '{each}'") == ["web"]

    def test_percent_signs_may_be_doubled(self, client: WireClient) -> None:
        query = (
            "SELECT * FROM Msvm_ResourceAllocationSettingData WHERE ResourceSubType ="
            " 'Microsoft:Hyper-V:Physical Disk Drive'"
            " AND InstanceID LIKE '%%Default%%'"
        )
        assert "Default" in value(client.query(query)[0], "InstanceID")

    def test_objects_are_found_by_their_path(
        self, client: WireClient, guid: str
    ) -> None:
        path = (
            rf"\\\\HYPERV01\\root\\virtualization\\v2:{SYSTEM}"
            f'.CreationClassName="{SYSTEM}",Name="{guid}"'
        )
        query = f"SELECT * FROM {SYSTEM} WHERE __PATH = '{path}'"
        assert names(client, query) == ["web"]

    def test_associators_of_an_object(self, client: WireClient, guid: str) -> None:
        of = f"{SYSTEM}.CreationClassName='{SYSTEM}',Name='{guid.lower()}'"
        query = (
            f"ASSOCIATORS OF {{{of}}} WHERE AssocClass = Msvm_SettingsDefineState"
            f" ResultClass = {SETTINGS} "
        )
        assert names(client, query) == ["web"]

    def test_the_class_in_the_resource_may_be_any(self, client: WireClient) -> None:
        within = f'{FIRST}<w:Filter Dialect="{WQL}">{MACHINES}</w:Filter>'
        for of in (SYSTEM, "*", f"{DMTF}*"):
            assert len(items_of(reply_of(client.enumerate(of, within)))) == 1

    def test_the_filter_may_be_that_of_either_standard(
        self, client: WireClient
    ) -> None:
        within = f'{FIRST}<n:Filter Dialect="{WQL}">{MACHINES}</n:Filter>'
        assert len(items_of(reply_of(client.enumerate("*", within)))) == 1

    def test_a_list_of_properties_gives_fragments(self, client: WireClient) -> None:
        query = f"select elementname, Name from {SYSTEM} WHERE Name = __SERVER"
        (fragment,) = client.query(query)
        assert fragment.tag == f"{{{WSMAN}}}XmlFragment"
        assert {each.tag for each in children(fragment)} == {
            f"{{{BASE}{SYSTEM}}}{name}" for name in ("ElementName", "Name")
        }

    @pytest.mark.parametrize(
        ("query", "subcode"),
        [
            ("SELECT", "n:CannotProcessFilter"),
            ("SELECT * FROM Msvm_ComputerSystem WHERE", "n:CannotProcessFilter"),
            ("", "n:CannotProcessFilter"),
            ("SELECT * FROM __InstanceCreationEvent WITHIN 1", "n:CannotProcessFilter"),
            ("SELECT * FROM Msvm_Nothing", "a:DestinationUnreachable"),
            (f"ASSOCIATORS OF {{{SYSTEM}.Name='x'}}", "w:InvalidParameter"),
            (
                f"ASSOCIATORS OF {{{SYSTEM}.CreationClassName='{SYSTEM}',Name='x'}}",
                "a:DestinationUnreachable",
            ),
        ],
    )
    def test_what_cannot_be_answered_is_refused(
        self, client: WireClient, query: str, subcode: str
    ) -> None:
        within = f'<w:Filter Dialect="{WQL}">{query}</w:Filter>'
        assert fault_of(client.enumerate("*", within)).subcode == subcode

    def test_other_languages_are_refused(self, client: WireClient) -> None:
        within = '<w:Filter Dialect="http://example.org/SQL">SELECT 1</w:Filter>'
        refused = fault_of(client.enumerate("*", within))
        assert refused.subcode == "n:FilterDialectRequestedUnavailable"
        assert WQL in refused.reason


class TestSelectors:
    @staticmethod
    def filter(name: str, said: str) -> str:
        return (
            f'<w:Filter Dialect="{SELECTORS}"><w:SelectorSet>'
            f'<w:Selector Name="{name}">{said}</w:Selector>'
            "</w:SelectorSet></w:Filter>"
        )

    def test_objects_are_found_by_some_keys(
        self, client: WireClient, guid: str
    ) -> None:
        found = client.everything(SYSTEM, self.filter("name", guid.lower()))
        assert [value(each, "ElementName") for each in found] == ["web"]
        everything = self.filter("CreationClassName", SYSTEM)
        assert len(client.everything(SYSTEM, everything)) == 3

    def test_only_keys_are_selectors(self, client: WireClient) -> None:
        refused = client.enumerate(SYSTEM, self.filter("ElementName", "web"))
        assert refusal(refused) == ("w:InvalidSelectors", "UnexpectedSelectors")


class TestAssociations:
    @staticmethod
    def filter(guid: str, kind: str, **conditions: str) -> str:
        more = "".join(
            f"<b:{name}>{said}</b:{name}>" for name, said in conditions.items()
        )
        return (
            f'<w:Filter Dialect="{ASSOCIATIONS}"><b:{kind} xmlns:b="{CIM_BINDING}">'
            "<b:Object><a:Address>http://localhost/wsman</a:Address>"
            f"<a:ReferenceParameters><w:ResourceURI>{BASE}{SYSTEM}</w:ResourceURI>"
            f'<w:SelectorSet><w:Selector Name="Name">{guid}</w:Selector>'
            f'<w:Selector Name="CreationClassName">{SYSTEM}</w:Selector>'
            f"</w:SelectorSet></a:ReferenceParameters></b:Object>{more}</b:{kind}>"
            "</w:Filter>"
        )

    def test_objects_at_the_other_end(self, client: WireClient, guid: str) -> None:
        found = client.everything(
            "*",
            self.filter(
                guid,
                "AssociatedInstances",
                AssociationClassName="Msvm_SettingsDefineState",
                ResultClassName=SETTINGS,
            ),
        )
        assert [local_name(each) for each in found] == [SETTINGS]

    def test_the_associations_themselves(self, client: WireClient, guid: str) -> None:
        found = client.everything(
            "*",
            self.filter(
                guid,
                "AssociationInstances",
                ResultClassName="Msvm_SettingsDefineState",
            ),
        )
        assert [local_name(each) for each in found] == ["Msvm_SettingsDefineState"]

    @pytest.mark.parametrize(
        "within",
        [
            "",
            "<b:Something xmlns:b='x'/>",
            f'<b:AssociatedInstances xmlns:b="{CIM_BINDING}"/>',
            f'<b:AssociatedInstances xmlns:b="{CIM_BINDING}"><b:Object/>'
            "</b:AssociatedInstances>",
        ],
    )
    def test_a_filter_without_an_object_is_refused(
        self, client: WireClient, within: str
    ) -> None:
        filter_ = f'<w:Filter Dialect="{ASSOCIATIONS}">{within}</w:Filter>'
        refused = fault_of(client.enumerate("*", filter_))
        assert refused.subcode == "n:CannotProcessFilter"

    def test_unknown_classes_are_refused(self, client: WireClient, guid: str) -> None:
        filter_ = self.filter(guid, "AssociatedInstances", ResultClassName="X_Nothing")
        refused = fault_of(client.enumerate("*", filter_))
        assert refused.subcode == "n:CannotProcessFilter"


class TestNamespaces:
    """DSP0227 names the namespace by a selector, Windows in the resource URI."""

    def test_items_are_in_the_form_that_was_asked_for(self, client: WireClient) -> None:
        found = client.everything(f"{DMTF}{SYSTEM}")
        assert {each.tag for each in found} == {f"{{{DMTF}{SYSTEM}}}{SYSTEM}"}

    def test_resource_and_selector_must_agree(self, client: WireClient) -> None:
        keys = {"__cimnamespace": "root/other"}
        assert refusal(client.ask(GET, SYSTEM, selectors=keys)) == (
            "a:DestinationUnreachable",
            "InvalidResourceURI",
        )
        agreeing = {"__CimNamespace": V2.upper(), "Name": "HYPERV01"}
        assert body_of(client.ask(GET, SYSTEM, selectors=agreeing)) is not None
