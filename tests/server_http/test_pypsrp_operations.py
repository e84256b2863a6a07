"""pypsrp's ``WSMan`` at ``mofgen serve``: every operation of WS-Management by itself.

Signing in and encrypting in all their ways are in ``test_foreign_clients.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast
from xml.etree.ElementTree import Element, SubElement

import pytest
from certificates import write_certificate

pytest.importorskip("aiohttp")
pytest.importorskip("pypsrp")

from pypsrp.exceptions import WSManFaultError
from pypsrp.wsman import NAMESPACES, WSMan
from pypsrp_host import V2, WMI, WQL, Host, items, reference, selectors, value, xml
from serve_process import USER, serve_process

PASSWORD = "Pä55:wörd"
SYSTEM = "Msvm_ComputerSystem"
SERVICE = "Msvm_VirtualSystemManagementService"
FIRST = "<wsman:OptimizeEnumeration/>"
ALL = [("RequestedInformation", str(each)) for each in (*range(8), *range(100, 114))]
"""All that can be told of a machine."""
LAMPS = """
#pragma namespace("root/lamps")
class X_Lamp {
  [Key] sint32 Id;
  [Write] string Name;
  [Write] string Colours[];
};
"""


@pytest.fixture(scope="module", params=["basic over HTTPS", "NTLM, encrypted"])
def host(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Host]:
    """A host with four computer systems: three machines, and itself."""
    folder = tmp_path_factory.mktemp("serve")
    options = ["--vms", "3"]
    if is_basic := request.param.startswith("basic"):
        certificate = write_certificate(folder)
        options += ["--tls", *map(str, certificate)]
    with serve_process(folder, PASSWORD, *options) as port:
        client = WSMan(
            "127.0.0.1",
            port=port,
            ssl=is_basic,
            username=USER,
            password=PASSWORD,
            auth="basic" if is_basic else "ntlm",
            encryption="auto" if is_basic else "always",
            cert_validation=cast("bool", str(folder / "certificate.pem")),
        )
        with client:
            yield Host(client)


@pytest.fixture(scope="module")
def lamps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """A namespace in which clients may write everything."""
    folder: Path = tmp_path_factory.mktemp("lamps")
    schema = folder / "lamps.mof"
    schema.write_text(LAMPS, "utf-8")
    with serve_process(folder, PASSWORD, "--schema", str(schema)) as port:
        client = WSMan(
            "127.0.0.1",
            port=port,
            ssl=False,
            username=USER,
            password=PASSWORD,
            auth="negotiate",
        )
        with client:
            yield Host(client, f"{WMI}/root/lamps")


def lamp(*values: tuple[str, str]) -> Element:
    """A lamp; an array is several values of one name."""
    space = f"{{{WMI}/root/lamps/X_Lamp}}"
    made = Element(f"{space}X_Lamp")
    for name, text in values:
        SubElement(made, f"{space}{name}").text = text
    return made


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_identify(host: Host, encoding: str) -> None:
    """In the spelling of the namespace that pypsrp's table has."""
    message = (
        f'<s:Envelope xmlns:s="{NAMESPACES["s"]}"><s:Header/><s:Body>'
        f'<i:Identify xmlns:i="{NAMESPACES["wsmid"]}"/></s:Body></s:Envelope>'
    )
    answer = xml(host.client.transport.send(message.encode(encoding)).decode())
    said = answer.findtext(".//wsmid:ProtocolVersion", None, NAMESPACES)
    assert said == NAMESPACES["wsman"]


class TestEnumerating:
    def test_without_a_number_brings_one_object_at_a_time(self, host: Host) -> None:
        pulled = list(host.pulls(host.enumerate(SYSTEM)))
        assert [len(each) for each in pulled] == [1, 1, 1, 1]

    def test_with_a_number_brings_so_many(self, host: Host) -> None:
        within = "<wsen:MaxElements>3</wsen:MaxElements>"
        pulled = list(host.pulls(host.enumerate(SYSTEM), within))
        assert [len(each) for each in pulled] == [3, 1]

    @pytest.mark.parametrize(("number", "first"), [("", 1), ("2", 2), ("4", 4)])
    def test_brings_the_first_at_once_where_that_is_wanted(
        self, host: Host, number: str, first: int
    ) -> None:
        most = f"<wsman:MaxElements>{number}</wsman:MaxElements>" if number else ""
        answer = host.enumerate(SYSTEM, FIRST + most)
        assert len(items(answer)) == first
        is_over = answer.find("wsman:EndOfSequence", NAMESPACES) is not None
        assert is_over == (first == 4)
        assert sum(map(len, host.pulls(answer))) == 4 - first

    def test_of_nothing_brings_no_items(self, host: Host) -> None:
        assert host.query(f"SELECT * FROM {SYSTEM} WHERE Name = 'nobody'") == []

    def test_in_modes_brings_references(self, host: Host) -> None:
        wql = f"SELECT * FROM {SYSTEM} WHERE Name = __SERVER"
        mode = "<wsman:EnumerationMode>%s</wsman:EnumerationMode>"
        [alone] = host.query(wql, mode % "EnumerateEPR")
        [both] = host.query(wql, mode % "EnumerateObjectAndEPR")
        keys = reference(alone)
        assert keys == reference(both[1])
        assert keys["CreationClassName"] == SYSTEM
        assert keys["Name"] == value(both[0], "Name")

    def test_walks_along_associations(self, host: Host) -> None:
        [machine, *_] = host.query(f"SELECT * FROM {SYSTEM} WHERE Name != __SERVER")
        name = value(machine, "Name")
        [settings] = host.query(
            f"ASSOCIATORS OF {{{SYSTEM}.CreationClassName='{SYSTEM}',Name='{name}'}}"
            " WHERE AssocClass = Msvm_SettingsDefineState"
            " ResultClass = Msvm_VirtualSystemSettingData"
        )
        assert value(settings, "VirtualSystemIdentifier") == name

    def test_ends_where_the_client_releases_it(self, host: Host) -> None:
        answer = host.enumerate(SYSTEM)
        context = answer.findtext("wsen:EnumerationContext", "", NAMESPACES)
        assert not len(host.ask("release", context))
        with pytest.raises(WSManFaultError) as refused:
            host.ask("pull", context)
        assert refused.value.code == "n:InvalidEnumerationContext"


class TestObjects:
    """They are made, read, written and removed."""

    URI = f"{WMI}/root/lamps/X_Lamp"

    def test_live_by_the_operations_of_transfer(self, lamps: Host) -> None:
        colours = ("Colours", "red"), ("Colours", "green")
        desk = lamp(("Id", "1"), ("Name", "Desk & <shelf>"), *colours)
        made = lamps.client.create(self.URI, desk)
        assert reference(made)["Id"] == "1"
        found = lamps.get("X_Lamp", Id="1")
        assert value(found, "Name") == "Desk & <shelf>"
        read = found.findall(f"{{{self.URI}}}Colours")
        assert [each.text for each in read] == ["red", "green"]

        found.find(f"{{{self.URI}}}Name").text = "Shelf"  # type: ignore[union-attr]
        echo = lamps.client.put(self.URI, found, selector_set=selectors({"Id": "1"}))
        assert value(echo[0], "Name") == "Shelf"
        assert value(lamps.get("X_Lamp", Id="1"), "Name") == "Shelf"

        assert not len(
            lamps.client.delete(self.URI, selector_set=selectors({"Id": "1"}))
        )
        with pytest.raises(WSManFaultError):
            lamps.get("X_Lamp", Id="1")

    def test_are_found_by_the_names_of_dmtf_too(self, host: Host) -> None:
        dmtf = Host(host.client, "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2")
        found = dmtf.get(SERVICE, __cimnamespace="root/virtualization/v2")
        assert found.tag == f"{{{dmtf.base}/{SERVICE}}}{SERVICE}"


class TestCalling:
    SETTINGS = (
        '<INSTANCE CLASSNAME="Msvm_VirtualSystemSettingData">'
        '<PROPERTY NAME="ElementName" TYPE="string"><VALUE>%s</VALUE></PROPERTY>'
        "</INSTANCE>"
    )

    @pytest.fixture
    def machine(self, host: Host) -> Iterator[dict[str, str]]:
        """The keys of a machine that is there for one test."""
        text = self.SETTINGS % "from pypsrp"
        answer = host.invoke(SERVICE, "DefineSystem", ("SystemSettings", text))
        assert value(answer, "ReturnValue") == "0"
        found = answer.find(f"{{{V2}/{SERVICE}}}ResultingSystem")
        assert found is not None
        keys = reference(found)
        yield keys
        gone = host.invoke(SERVICE, "DestroySystem", ("AffectedSystem", found))
        assert value(gone, "ReturnValue") in ("0", "4096")
        wql = f"SELECT * FROM {SYSTEM} WHERE ElementName = 'from pypsrp'"
        assert host.query(wql) == []

    def test_with_an_instance_and_a_reference(
        self, host: Host, machine: dict[str, str]
    ) -> None:
        found = host.get(SYSTEM, **machine)
        assert value(found, "ElementName") == "from pypsrp"

    def test_with_a_number_gives_a_job(
        self, host: Host, machine: dict[str, str]
    ) -> None:
        def turn(state: str) -> None:
            answer = host.invoke(
                SYSTEM, "RequestStateChange", ("RequestedState", state), **machine
            )
            assert value(answer, "ReturnValue") == "4096"
            job = answer.find(f"{{{V2}/{SYSTEM}}}Job")
            assert job is not None
            number = reference(job)["InstanceID"]
            [ended] = host.query(
                f"SELECT * FROM Msvm_ConcreteJob WHERE InstanceID = '{number}'"
            )
            assert value(ended, "JobState") == "7"
            assert value(host.get(SYSTEM, **machine), "EnabledState") == state

        turn("2")
        turn("3")

    def test_with_arrays_of_references_and_of_numbers(self, host: Host) -> None:
        wql = "SELECT * FROM Msvm_VirtualSystemSettingData"
        mode = "<wsman:EnumerationMode>EnumerateEPR</wsman:EnumerationMode>"
        settings = host.query(wql, mode)
        answer = host.invoke(
            SERVICE,
            "GetSummaryInformation",
            *(("SettingData", each) for each in settings),
            *(("RequestedInformation", number) for number in ("1", "100")),
        )
        assert value(answer, "ReturnValue") == "0"
        told = answer.findall(f"{{{V2}/{SERVICE}}}SummaryInformation")
        assert len(told) == len(settings) == 3

    def test_what_is_refused_has_a_return_value(self, host: Host) -> None:
        [machine, *_] = host.query(f"SELECT * FROM {SYSTEM} WHERE Name != __SERVER")
        keys = {"CreationClassName": SYSTEM, "Name": value(machine, "Name") or ""}
        answer = host.invoke(
            SYSTEM, "RequestStateChange", ("RequestedState", "9"), **keys
        )
        assert value(answer, "ReturnValue") == "32775"


class TestFaults:
    """pypsrp reads the code of Windows where a fault has one, else the subcode."""

    @pytest.mark.parametrize(
        ("name", "keys", "code"),
        [
            (SYSTEM, {"Name": "x", "CreationClassName": SYSTEM}, 0x80041002),
            ("X_Nothing", {}, 0x80041010),
            (SYSTEM, {"Color": "red"}, "w:InvalidSelectors"),
        ],
    )
    def test_of_get(
        self, host: Host, name: str, keys: dict[str, str], code: int | str
    ) -> None:
        with pytest.raises(WSManFaultError) as refused:
            host.get(name, **keys)
        assert refused.value.code == code
        assert refused.value.reason

    @pytest.mark.parametrize(
        ("within", "code"),
        [
            (f'<wsman:Filter Dialect="{WQL}">SELECT</wsman:Filter>', 0x80041017),
            (
                '<wsman:Filter Dialect="urn:sql">SELECT 1</wsman:Filter>',
                "n:FilterDialectRequestedUnavailable",
            ),
            (
                "<wsman:EnumerationMode>Dance</wsman:EnumerationMode>",
                "w:UnsupportedFeature",
            ),
            ("<wsman:MaxElements>0</wsman:MaxElements>", "w:SchemaValidationError"),
        ],
    )
    def test_of_enumerate(self, host: Host, within: str, code: int | str) -> None:
        with pytest.raises(WSManFaultError) as refused:
            host.enumerate("*" if "Filter" in within else SYSTEM, FIRST + within)
        assert refused.value.code == code

    def test_of_calls(self, host: Host) -> None:
        with pytest.raises(WSManFaultError) as refused:
            host.invoke(SERVICE, "Dance")
        assert refused.value.code == 0x8004102E

    def test_of_answers_that_are_too_long(self, host: Host) -> None:
        mode = "<wsman:EnumerationMode>EnumerateEPR</wsman:EnumerationMode>"
        settings = host.query("SELECT * FROM Msvm_VirtualSystemSettingData", mode)
        parameters = [("SettingData", each) for each in settings]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(host.client, "max_envelope_size", 8192)
            with pytest.raises(WSManFaultError) as refused:
                host.invoke(SERVICE, "GetSummaryInformation", *parameters, *ALL)
        assert refused.value.code == "w:EncodingLimit"
