"""Enumerate, Pull and Release: what comes when, and in which form (DSP0226 8)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hyperv_v2 import Msvm_ComputerSystem
from hyperv_v2 import Msvm_VirtualSystemManagementService as Service
from wire_client import (
    BASE,
    FIRST,
    NIL,
    WireClient,
    client_of,
    context_of,
    fault_of,
    is_last,
    items_of,
    refusal,
    reply_of,
    selectors_of,
    value,
)

from mofgen.server.contexts import Contexts
from mofgen.server.namespaces import Session
from mofgen.vmms import Vmms
from mofgen.wsman.uris import ADDRESSING, CIM_BINDING, GET, WQL, WSMAN
from mofgen.wsman.xml_text import children, local_name

MACHINES = ("web", "database", "mail")
SYSTEM = "Msvm_ComputerSystem"
THREE = "<w:MaxElements>3</w:MaxElements>"


@pytest.fixture
def client() -> WireClient:
    """A client of a host with three machines: with the host, four systems."""
    return client_of(Vmms(seed=1), *MACHINES)


class TestPortions:
    def test_one_item_comes_where_nothing_is_said_of_their_number(
        self, client: WireClient
    ) -> None:
        context = context_of(reply_of(client.enumerate(SYSTEM)))
        assert len(items_of(reply_of(client.pull(context)))) == 1

    def test_the_context_is_repeated_until_nothing_is_left(
        self, client: WireClient
    ) -> None:
        context = context_of(reply_of(client.enumerate(SYSTEM)))
        first = reply_of(client.pull(context, THREE))
        assert (len(items_of(first)), is_last(first)) == (3, False)
        last = reply_of(client.pull(context_of(first), THREE))
        assert (len(items_of(last)), is_last(last), context_of(last)) == (1, True, "")

    def test_what_is_pulled_up_cannot_be_pulled_again(self, client: WireClient) -> None:
        context = context_of(reply_of(client.enumerate(SYSTEM)))
        client.pull(context, "<n:MaxElements>9</n:MaxElements>")
        assert fault_of(client.pull(context)).subcode == "n:InvalidEnumerationContext"

    def test_the_first_items_come_with_the_context_where_that_is_asked_for(
        self, client: WireClient
    ) -> None:
        some = reply_of(client.enumerate(SYSTEM, FIRST + THREE))
        assert (len(items_of(some)), is_last(some)) == (3, False)
        rest = reply_of(client.pull(context_of(some), THREE))
        assert (len(items_of(rest)), is_last(rest)) == (1, True)

    def test_an_enumeration_may_be_over_at_once(self, client: WireClient) -> None:
        within = f"{FIRST}<w:MaxElements>100</w:MaxElements>"
        whole = reply_of(client.enumerate(SYSTEM, within))
        assert (len(items_of(whole)), is_last(whole), context_of(whole)) == (
            4,
            True,
            "",
        )

    def test_an_empty_result_has_items_of_which_there_are_none(
        self, client: WireClient
    ) -> None:
        nothing = (
            f'<w:Filter Dialect="{WQL}">SELECT * FROM {SYSTEM}'
            " WHERE Name = 'x'</w:Filter>"
        )
        at_once = reply_of(client.enumerate("*", FIRST + nothing))
        assert (items_of(at_once), is_last(at_once)) == ([], True)
        pulled = reply_of(
            client.pull(context_of(reply_of(client.enumerate("*", nothing))))
        )
        assert (items_of(pulled), is_last(pulled)) == ([], True)

    def test_the_context_alone_says_what_is_pulled(self, client: WireClient) -> None:
        context = context_of(reply_of(client.enumerate(SYSTEM)))
        of_another = client.pull(context, of="Msvm_VirtualSystemManagementService")
        assert local_name(items_of(reply_of(of_another))[0]) == SYSTEM

    def test_who_pulls_from_two_threads_gets_each_item_once(self) -> None:
        client = client_of(Vmms(seed=1), *(f"m{number}" for number in range(30)))
        context = context_of(reply_of(client.enumerate(SYSTEM)))

        def pull_all(_: int) -> list[str]:
            found = []
            while (answer := client.pull(context)).status == 200:
                found += [value(each, "Name") for each in items_of(reply_of(answer))]
            return found

        with ThreadPoolExecutor(4) as threads:
            names = [
                name for found in threads.map(pull_all, range(4)) for name in found
            ]
        assert len(names) == len(set(names)) == 31

    def test_what_is_pulled_is_as_it_was_when_it_was_found(
        self, client: WireClient
    ) -> None:
        context = context_of(reply_of(client.enumerate(SYSTEM)))
        (service,) = client.connection.enumerate(Service)
        for each in client.connection.enumerate(Msvm_ComputerSystem):
            if each.ElementName in MACHINES:
                service.DestroySystem(AffectedSystem=each)
        within = "<w:MaxElements>9</w:MaxElements>"
        assert len(items_of(reply_of(client.pull(context, within)))) == 4

    @pytest.mark.parametrize("number", ["0", "-1", "many", "", "1" * 40, "\u0663"])
    def test_a_number_of_items_is_a_number(
        self, client: WireClient, number: str
    ) -> None:
        within = f"<w:MaxElements>{number}</w:MaxElements>"
        assert fault_of(client.enumerate(SYSTEM, within)).subcode == (
            "w:SchemaValidationError"
        )

    def test_a_time_for_a_pull_is_a_duration(self, client: WireClient) -> None:
        context = context_of(reply_of(client.enumerate(SYSTEM)))
        wrong = client.pull(context, "<n:MaxTime>soon</n:MaxTime>")
        assert fault_of(wrong).subcode == "w:SchemaValidationError"
        right = client.pull(context, "<n:MaxTime>PT10S</n:MaxTime>")
        assert len(items_of(reply_of(right))) == 1


class TestLengths:
    def test_fewer_items_come_where_the_envelope_is_small(
        self, client: WireClient
    ) -> None:
        context = context_of(reply_of(client.enumerate(SYSTEM)))
        within = "<n:MaxElements>100</n:MaxElements>"
        answer = client.pull(context, within, max_envelope_size=8192)
        assert len(answer.body) <= 8192
        assert 1 <= len(items_of(reply_of(answer))) < 4

    @pytest.mark.parametrize("size", range(8192, 16_000, 977))
    def test_bytes_count_and_not_characters(self, size: int) -> None:
        names = ["\u6a5f" * 90 + str(number) for number in range(6)]
        client = client_of(Vmms(seed=1), *names)
        context = context_of(reply_of(client.enumerate(SYSTEM)))
        within = "<w:MaxElements>100</w:MaxElements>"
        answer = client.pull(context, within, max_envelope_size=size)
        assert items_of(reply_of(answer))
        assert len(answer.body) <= size

    def test_an_item_that_does_not_fit_is_still_there_for_a_longer_answer(
        self, client: WireClient
    ) -> None:
        context = context_of(reply_of(client.enumerate(SYSTEM)))
        too_short = client.pull(context, "<n:MaxCharacters>100</n:MaxCharacters>")
        assert refusal(too_short) == ("w:EncodingLimit", "MaxEnvelopeSize")
        assert len(items_of(reply_of(client.pull(context, THREE)))) == 3

    def test_characters_are_counted_where_that_is_asked_for(
        self, client: WireClient
    ) -> None:
        context = context_of(reply_of(client.enumerate(SYSTEM)))
        within = f"{THREE}<n:MaxCharacters>6000</n:MaxCharacters>"
        assert len(items_of(reply_of(client.pull(context, within)))) in (1, 2)


class TestForms:
    def test_an_item_is_named_by_its_class_in_the_namespace_of_that(
        self, client: WireClient
    ) -> None:
        for each in client.everything(SYSTEM):
            assert each.tag == f"{{{BASE}{SYSTEM}}}{SYSTEM}"
            assert {child.tag.partition("}")[0] for child in each} == {
                f"{{{BASE}{SYSTEM}"
            }

    def test_scalars_are_always_there_and_arrays_only_with_items(
        self, client: WireClient
    ) -> None:
        (web,) = client.query(f"SELECT * FROM {SYSTEM} WHERE ElementName = 'web'")
        names = [local_name(each) for each in children(web)]
        assert "ElementName" in names
        nil = {local_name(each) for each in children(web) if each.get(NIL) == "true"}
        assert "Status" in nil  # a scalar without a value
        assert "IdentifyingDescriptions" not in names  # an array without items
        assert value(web, "OperationalStatus") == "2"

    def test_references_alone(self, client: WireClient) -> None:
        mode = "<w:EnumerationMode>EnumerateEPR</w:EnumerationMode>"
        found = client.query(f"SELECT * FROM {SYSTEM} WHERE ElementName = 'web'", mode)
        (reference,) = found
        assert reference.tag == f"{{{ADDRESSING}}}EndpointReference"
        selectors = selectors_of(reference)
        assert selectors.pop("__cimnamespace") == "root/virtualization/v2"
        assert sorted(selectors) == ["CreationClassName", "Name"]
        assert reply_of(client.ask(GET, SYSTEM, selectors=selectors))

    def test_objects_with_their_references(self, client: WireClient) -> None:
        mode = "<w:EnumerationMode>EnumerateObjectAndEPR</w:EnumerationMode>"
        for item in client.everything(SYSTEM, mode):
            assert item.tag == f"{{{WSMAN}}}Item"
            machine, reference = children(item)
            assert selectors_of(reference)["Name"] == value(machine, "Name")

    def test_there_are_no_other_modes(self, client: WireClient) -> None:
        mode = "<w:EnumerationMode>EnumerateNothing</w:EnumerationMode>"
        assert refusal(client.enumerate(SYSTEM, mode)) == (
            "w:UnsupportedFeature",
            "EnumerationMode",
        )


class TestPolymorphism:
    CLASS = "CIM_ComputerSystem"
    """What machines are, and switches too."""

    @staticmethod
    def mode(name: str) -> str:
        return (
            f'<b:PolymorphismMode xmlns:b="{CIM_BINDING}">{name}</b:PolymorphismMode>'
        )

    @pytest.mark.parametrize("mode", ["", "IncludeSubClassProperties"])
    def test_objects_of_subclasses_come_as_what_they_are(
        self, client: WireClient, mode: str
    ) -> None:
        found = client.everything(self.CLASS, self.mode(mode) if mode else "")
        assert [local_name(each) for each in found].count(SYSTEM) == 4
        (web,) = (each for each in found if value(each, "ElementName") == "web")
        assert "ProcessID" in {local_name(child) for child in web}

    def test_or_with_what_the_class_has(self, client: WireClient) -> None:
        found = client.everything(self.CLASS, self.mode("ExcludeSubClassProperties"))
        assert {each.tag for each in found} == {f"{{{BASE}{self.CLASS}}}{self.CLASS}"}
        (web,) = (each for each in found if value(each, "ElementName") == "web")
        assert "ProcessID" not in {local_name(child) for child in web}

    def test_or_do_not_come(self, client: WireClient) -> None:
        assert client.everything(self.CLASS, self.mode("None")) == []
        assert len(client.everything(SYSTEM, self.mode("none"))) == 4

    def test_there_are_no_other_modes(self, client: WireClient) -> None:
        refused = fault_of(client.enumerate(SYSTEM, self.mode("All")))
        assert refused.subcode == "b:PolymorphismModeNotSupported"


class TestExpiry:
    def test_what_is_released_is_gone(self, client: WireClient) -> None:
        context = context_of(reply_of(client.enumerate(SYSTEM)))
        assert reply_of(client.release(context)).body is None
        for again in (client.pull(context), client.release(context)):
            assert fault_of(again).subcode == "n:InvalidEnumerationContext"

    def test_who_asks_for_a_time_is_told_which_he_gets(
        self, client: WireClient
    ) -> None:
        for asked, given in (("PT60S", "PT60S"), ("P1D", "PT600S")):
            answer = client.enumerate(SYSTEM, f"<n:Expires>{asked}</n:Expires>")
            expires, _ = children(reply_of(answer).body)
            assert expires.text == given

    @pytest.mark.parametrize(
        ("said", "subcode"),
        [
            ("soon", "n:InvalidExpirationTime"),
            ("PT0S", "n:InvalidExpirationTime"),
            ("2030-01-01T00:00:00Z", "n:UnsupportedExpirationType"),
        ],
    )
    def test_the_time_is_a_duration(
        self, client: WireClient, said: str, subcode: str
    ) -> None:
        answer = client.enumerate(SYSTEM, f"<n:Expires>{said}</n:Expires>")
        assert fault_of(answer).subcode == subcode

    def test_contexts_expire_when_nobody_pulls(self) -> None:
        now = [0.0]
        contexts = Contexts(lambda: now[0])
        client = client_of(Vmms(), "web", contexts=contexts)
        context = context_of(
            reply_of(client.enumerate(SYSTEM, "<n:Expires>PT60S</n:Expires>"))
        )
        now[0] = 59.0  # a pull lets the time begin anew
        assert items_of(reply_of(client.pull(context)))
        now[0] = 119.0
        assert fault_of(client.pull(context)).subcode == "n:InvalidEnumerationContext"
        assert len(contexts) == 0

    def test_nobody_is_told_of_an_end(self, client: WireClient) -> None:
        assert refusal(client.enumerate(SYSTEM, "<n:EndTo/>")) == (
            "w:UnsupportedFeature",
            "AddressingMode",
        )

    def test_another_user_pulls_nothing(self, client: WireClient) -> None:
        context = context_of(reply_of(client.enumerate(SYSTEM)))
        client.session = Session("Mallory")
        assert fault_of(client.pull(context)).subcode == "n:InvalidEnumerationContext"


@pytest.mark.parametrize("context", ["", "uuid:1", "x" * 10_000])
def test_an_unknown_context_is_refused(client: WireClient, context: str) -> None:
    assert fault_of(client.pull(context)).subcode == "n:InvalidEnumerationContext"


def test_all_classes_together_are_enumerated_by_queries_only(
    client: WireClient,
) -> None:
    assert refusal(client.enumerate("*")) == (
        "a:DestinationUnreachable",
        "InvalidResourceURI",
    )
