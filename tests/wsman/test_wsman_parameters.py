"""Parameters of methods, and values in all the forms in which clients write them."""

from __future__ import annotations

from html import escape
from typing import Any

import hyperv_v2
import pytest
from hyperv_v2 import (
    Msvm_ComputerSystem,
    Msvm_VirtualSystemManagementService,
    Msvm_VirtualSystemSettingData,
)

from mofgen.runtime import Ref
from mofgen.runtime.codecs.cimxml_writer import to_cimxml
from mofgen.runtime.errors import CimTypeError
from mofgen.wsman.errors import MessageError
from mofgen.wsman.instance_reader import read_instance
from mofgen.wsman.parameters import MethodMessages, method_messages
from mofgen.wsman.uris import ADDRESSING, CIM, WSMAN, XSI
from mofgen.wsman.xml_text import Element, children, local_name, read_xml

V2 = "root/virtualization/v2"
MACHINE = Ref(
    Msvm_ComputerSystem, {"CreationClassName": "Msvm_ComputerSystem", "Name": "A<&"}
)
PREFIXES = " ".join(
    f'xmlns:{prefix}="{space}"'
    for prefix, space in (("a", ADDRESSING), ("w", WSMAN), ("xsi", XSI), ("cim", CIM))
)


def messages(
    method: str, cls: Any = Msvm_VirtualSystemManagementService
) -> MethodMessages:
    """What is said when a method is called."""
    return method_messages(cls, method, V2, hyperv_v2)


def element(xml: str) -> Element:
    """The element of a text, which may have the usual prefixes."""
    return next(iter(read_xml(f"<e {PREFIXES}>{xml}</e>")))


def test_arguments_travel() -> None:
    settings = Msvm_VirtualSystemSettingData(ElementName="a <b> & c", Notes=["x", "y"])
    given = {
        "SystemSettings": settings,
        "ResourceSettings": [settings, settings],
        "ReferenceConfiguration": Ref(
            Msvm_VirtualSystemSettingData, {"InstanceID": "Microsoft:1\\2"}
        ),
    }
    of = messages("DefineSystem")
    assert of.read_input(element(of.input_xml(given))) == given


def test_results_travel() -> None:
    given = {"ReturnValue": 0, "ResultingSystem": MACHINE}
    of = messages("DefineSystem")
    assert of.read_output(element(of.output_xml(given))) == given


def test_octets_are_base64() -> None:
    of = messages("GetVirtualSystemThumbnailImage")
    given = {"ReturnValue": 0, "ImageData": list(range(256))}
    xml = of.output_xml(given)
    assert xml.count("ImageData") == 2  # one element: its beginning and its end
    assert of.read_output(element(xml)) == given


def test_the_job_comes_last() -> None:
    job: Ref[Any] = Ref("Msvm_ConcreteJob", {"InstanceID": "j"})
    of = messages("AddResourceSettings")
    results = {"Job": job, "ResultingResourceSettings": [MACHINE], "ReturnValue": 4096}
    names = [local_name(each) for each in children(element(of.output_xml(results)))]
    assert names == ["ResultingResourceSettings", "ReturnValue", "Job"]


def test_what_is_null_is_left_out() -> None:
    of = messages("DefineSystem")
    assert of.read_output(element(of.output_xml({"ReturnValue": 0, "Job": None}))) == {
        "ReturnValue": 0
    }


def test_a_call_without_arguments_may_have_no_body() -> None:
    assert messages("DefineSystem").read_input(None) == {}


@pytest.mark.parametrize(
    ("xml", "message"),
    [
        ("<DefineSystem_OUTPUT/>", "not DefineSystem_INPUT"),
        ("<DefineSystem_INPUT><Sytem/></DefineSystem_INPUT>", "no parameter 'Sytem'"),
        (
            "<DefineSystem_INPUT><SystemSettings>x</SystemSettings>"
            "</DefineSystem_INPUT>",
            r"DefineSystem\(SystemSettings\): the embedded instance",
        ),
        (
            "<DefineSystem_INPUT><SystemSettings/><SystemSettings/>"
            "</DefineSystem_INPUT>",
            "no array",
        ),
    ],
)
def test_wrong_bodies_are_refused(xml: str, message: str) -> None:
    with pytest.raises(MessageError, match=message):
        messages("DefineSystem").read_input(element(xml))


def test_unknown_methods_and_parameters_are_refused() -> None:
    with pytest.raises(CimTypeError):
        messages("Dance")
    with pytest.raises(MessageError, match="no parameter 'Tempo'"):
        messages("DefineSystem").input_xml({"Tempo": 1})


class TestForms:
    """Other clients, other spellings."""

    TEXT = escape(to_cimxml(Msvm_VirtualSystemSettingData(ElementName="web")))
    CLASS = "Msvm_VirtualSystemSettingData"
    SPACE = f"http://schemas.microsoft.com/wbem/wsman/1/wmi/{V2}/{CLASS}"

    @pytest.mark.parametrize(
        "content",
        [
            TEXT,
            f"\n  {TEXT}\n",
            f'<x:{CLASS} xmlns:x="{SPACE}"><x:ElementName>web</x:ElementName></x:{CLASS}>',
            f'<x:ElementName xmlns:x="{SPACE}">web</x:ElementName>',
        ],
    )
    def test_of_an_instance(self, content: str) -> None:
        xml = f"<DefineSystem_INPUT><systemSettings>{content}</systemSettings></DefineSystem_INPUT>"
        found: Any = messages("DefineSystem").read_input(element(xml))
        assert found["SystemSettings"].ElementName == "web"
        assert isinstance(found["SystemSettings"], Msvm_VirtualSystemSettingData)

    @pytest.mark.parametrize(
        "content",
        [
            'Msvm_ComputerSystem.CreationClassName="Msvm_ComputerSystem",Name="A"',
            rf'\\HOST\{V2}:Msvm_ComputerSystem.CreationClassName="Msvm_ComputerSystem",Name="A"',
            "<a:EndpointReference><a:ReferenceParameters>"
            f"<w:ResourceURI>http://schemas.microsoft.com/wbem/wsman/1/wmi/{V2}/"
            "Msvm_ComputerSystem</w:ResourceURI><w:SelectorSet>"
            '<w:Selector Name="Name">A</w:Selector></w:SelectorSet>'
            "</a:ReferenceParameters></a:EndpointReference>",
        ],
    )
    def test_of_a_reference(self, content: str) -> None:
        xml = f"<DestroySystem_INPUT><AffectedSystem>{content}</AffectedSystem></DestroySystem_INPUT>"
        found: Any = messages("DestroySystem").read_input(element(xml))
        ref = found["AffectedSystem"]
        assert (ref.class_name, ref.keys["Name"]) == ("Msvm_ComputerSystem", "A")

    @pytest.mark.parametrize(
        ("text", "value"),
        [("true", True), ("False", False), ("1", True), (" no ", False), ("YES", True)],
    )
    def test_of_a_boolean(self, text: str, value: bool) -> None:
        xml = f"<InitiateShutdown_INPUT><Force>{text}</Force></InitiateShutdown_INPUT>"
        of = messages("InitiateShutdown", hyperv_v2.Msvm_ShutdownComponent)
        assert of.read_input(element(xml)) == {"Force": value}

    @pytest.mark.parametrize(
        ("items", "value"),
        [
            ("<{0}>AQID</{0}>", (1, 2, 3)),
            ("<{0}>1</{0}><{0}>2</{0}>", (1, 2)),
            ("<{0}>255</{0}>", (255,)),
            ("<{0}/>", ()),
            ('<{0} xsi:nil="true"/>', None),
            ('<{0} xsi:nil="1"/>', None),
        ],
    )
    def test_of_octets(self, items: str, value: tuple[int, ...] | None) -> None:
        text = f"<X>{items.format('ThumbnailImage')}</X>"
        read: Any = read_instance(
            element(text), hyperv_v2, expected=hyperv_v2.Msvm_SummaryInformation
        )
        assert read.ThumbnailImage == value

    @pytest.mark.parametrize(
        ("content", "value"),
        [
            (
                "<cim:Datetime>2026-01-01T00:00:00Z</cim:Datetime>",
                "20260101000000.000000+000",
            ),
            ("2026-01-01T00:00:00Z", "20260101000000.000000+000"),
            ("20260101000000.000000+000", "20260101000000.000000+000"),
        ],
    )
    def test_of_a_datetime(self, content: str, value: str) -> None:
        text = f"<X><InstallDate>{content}</InstallDate></X>"
        read: Any = read_instance(
            element(text), hyperv_v2, expected=Msvm_ComputerSystem
        )
        assert read.InstallDate.text == value

    @pytest.mark.parametrize(
        "text",
        [
            "<EnabledState>on</EnabledState>",
            "<EnabledState>65536</EnabledState>",
            "<EnabledState/>",
            "<InstallDate>soon</InstallDate>",
            "<ElementName>a</ElementName><ElementName>b</ElementName>",
        ],
    )
    def test_that_are_none(self, text: str) -> None:
        with pytest.raises(MessageError, match=r"^Msvm_ComputerSystem\."):
            read_instance(
                element(f"<X>{text}</X>"), hyperv_v2, expected=Msvm_ComputerSystem
            )

    def test_properties_of_a_newer_host_are_left_out(self) -> None:
        text = element("<X><Brand>new</Brand><ElementName>a</ElementName></X>")
        read: Any = read_instance(text, hyperv_v2, expected=Msvm_ComputerSystem)
        assert read.ElementName == "a"
        with pytest.raises(MessageError, match="no property 'Brand'"):
            read_instance(text, hyperv_v2, expected=Msvm_ComputerSystem, strict=True)
