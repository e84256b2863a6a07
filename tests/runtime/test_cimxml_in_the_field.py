"""CIM-XML as hosts and clients send it, and as mofgen writes it."""

from __future__ import annotations

from typing import Any

import hyperv_v2
import lamphouse
import pytest
from any_instances import instances, xml_values
from hyperv_v2 import (
    Msvm_MemorySettingData,
    Msvm_SerialPortSettingData,
    Msvm_VirtualSystemSettingData,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from lamphouse import X_DimLamp, X_Every, X_Lamp, X_LampSetting, X_Room

from mofgen.runtime import (
    CimTypeError,
    CodecError,
    Instance,
    Ref,
    UnknownName,
    from_cimxml,
    path_of,
    to_cimxml,
)
from mofgen.runtime.codecs.cimxml_plain import read_plain
from mofgen.runtime.codecs.cimxml_reader import read_carefully
from mofgen.runtime.codecs.names import Names

EVERY: Any = X_Every  # which declares no keywords to type checkers
NOTES: Any = ["one", None]
LAMP = '<INSTANCE CLASSNAME="X_Lamp">'
END = "</INSTANCE>"


def lamp(properties: str) -> str:
    return f"{LAMP}{properties}{END}"


def named(old: str, new: str) -> str:
    """The lamp with its name written otherwise."""
    return lamp(NAME.replace(old, new))


DESK = X_Lamp(Name="desk")
NAME = '<PROPERTY NAME="Name" TYPE="string"><VALUE>desk</VALUE></PROPERTY>'


def test_the_form_of_wmi() -> None:
    obj = X_Lamp(
        Name="a < b",
        Notes=NOTES,
        State=2,
        Watts=None,
        Room=Ref(X_Room, {"Name": "hall"}),
        Setting=X_LampSetting(Size=1.0),
    )
    assert to_cimxml(obj) == (
        '<INSTANCE CLASSNAME="X_Lamp">'
        '<PROPERTY NAME="Name" TYPE="string"><VALUE>a &lt; b</VALUE></PROPERTY>'
        '<PROPERTY.ARRAY NAME="Notes" TYPE="string"><VALUE.ARRAY><VALUE>one</VALUE>'
        "<VALUE.NULL/></VALUE.ARRAY></PROPERTY.ARRAY>"
        '<PROPERTY NAME="State" TYPE="uint16"><VALUE>2</VALUE></PROPERTY>'
        '<PROPERTY NAME="Watts" TYPE="uint32"/>'
        '<PROPERTY.REFERENCE NAME="Room" REFERENCECLASS="X_Room"><VALUE.REFERENCE>'
        '<INSTANCENAME CLASSNAME="X_Room"><KEYBINDING NAME="Name">'
        '<KEYVALUE VALUETYPE="string">hall</KEYVALUE></KEYBINDING></INSTANCENAME>'
        "</VALUE.REFERENCE></PROPERTY.REFERENCE>"
        '<PROPERTY NAME="Setting" TYPE="string"><VALUE>'
        '&lt;INSTANCE CLASSNAME="X_LampSetting"&gt;&lt;PROPERTY NAME="Size"'
        ' TYPE="real32"&gt;&lt;VALUE&gt;1.0000000000000000E+00&lt;/VALUE&gt;'
        "&lt;/PROPERTY&gt;&lt;/INSTANCE&gt;</VALUE></PROPERTY>"
        "</INSTANCE>"
    )


def test_the_form_of_dsp0201_marks_embedded_instances() -> None:
    every = EVERY(anything=X_Room(), parts=[X_Room()])
    assert to_cimxml(every, dtd="cim") == (
        '<INSTANCE CLASSNAME="X_Every">'
        '<PROPERTY NAME="anything" TYPE="string" EmbeddedObject="object">'
        '<VALUE>&lt;INSTANCE CLASSNAME="X_Room"&gt;&lt;/INSTANCE&gt;</VALUE></PROPERTY>'
        '<PROPERTY.ARRAY NAME="parts" TYPE="string" EmbeddedObject="instance">'
        '<VALUE.ARRAY><VALUE>&lt;INSTANCE CLASSNAME="X_Room"&gt;&lt;/INSTANCE&gt;'
        "</VALUE></VALUE.ARRAY></PROPERTY.ARRAY></INSTANCE>"
    )
    assert to_cimxml(EVERY(anything=X_Room())) == (
        '<INSTANCE CLASSNAME="X_Every"><PROPERTY.OBJECT NAME="anything"><VALUE.OBJECT>'
        '<INSTANCE CLASSNAME="X_Room"></INSTANCE></VALUE.OBJECT></PROPERTY.OBJECT>'
        "</INSTANCE>"
    )


def test_a_reference_says_where_the_object_is_if_it_knows() -> None:
    keys = {"Name": "hall"}
    near = to_cimxml(X_Lamp(Room=Ref(X_Room, keys, namespace="root\\a")))
    far = to_cimxml(X_Lamp(Room=Ref(X_Room, keys, namespace="root/a", host="H")))
    place = (
        '<LOCALNAMESPACEPATH><NAMESPACE NAME="root"/><NAMESPACE NAME="a"/>'
        "</LOCALNAMESPACEPATH>"
    )
    assert f"<LOCALINSTANCEPATH>{place}<INSTANCENAME" in near
    assert f"<INSTANCEPATH><NAMESPACEPATH><HOST>H</HOST>{place}</NAMESPACEPATH>" in far


@pytest.mark.parametrize(
    ("obj", "said"),
    [
        (X_Lamp(Name="a\0"), "X_Lamp.Name: XML cannot say the character U+0000"),
        (X_Lamp(Name="\ud800"), "X_Lamp.Name: XML cannot say the character U+D800"),
        (
            X_Lamp(Notes=["", "\ufffe"]),
            "X_Lamp.Notes: XML cannot say the character U+FFFE",
        ),
        (
            X_Lamp(Room=Ref(X_Room, {"Name": "r"}, host="H")),
            "X_Lamp.Room: Ref(X_Room: Name='r', host='H') has a host and no namespace:"
            " CIM-XML has no such",
        ),
        (
            X_Lamp(Room=Ref(X_Room, {})),
            "X_Lamp.Room: Ref(X_Room) refers to a class, not to an object",
        ),
    ],
)
def test_what_xml_cannot_say_is_an_error(obj: Instance, said: str) -> None:
    with pytest.raises(CodecError) as caught:
        to_cimxml(obj)
    assert str(caught.value) == said


def test_an_instance_within_itself_is_an_error() -> None:
    every = X_Every()
    every.anything = every
    with pytest.raises(CodecError, match="embedded more than 16 deep"):
        to_cimxml(every)


def test_an_unknown_dtd_is_an_error() -> None:
    other: Any = "dtd"
    with pytest.raises(CodecError, match="there is no DTD 'dtd': it is 'wmi' or 'cim'"):
        to_cimxml(DESK, dtd=other)


def test_an_object_of_a_users_subclass_is_written_as_its_cim_class() -> None:
    class Lamp(X_Lamp):
        pass

    text = to_cimxml(Lamp(Name="desk"))
    assert text == to_cimxml(DESK)
    assert type(from_cimxml(text, Lamp)) is Lamp


@pytest.mark.parametrize(
    "text",
    [
        lamp(NAME),
        f'<?xml version="1.0"?>\n{LAMP}\n  {NAME}\n{END}\n\n',
        f'\n  <?xml version="1.0" encoding="utf-16"?>{LAMP}{NAME}{END}',
        f"\ufeff{LAMP}{NAME}{END}",
        f'<INSTANCE CLASSNAME="x_lamp">{NAME.replace("Name", "NAME")}{END}',
        named("desk", "<![CDATA[desk]]>"),
        named("desk", "&#100;&#x65;sk"),
        f"{LAMP}<!-- a lamp -->{NAME}{END}",
        f'{LAMP}<QUALIFIER NAME="dynamic" TYPE="boolean"><VALUE>TRUE</VALUE>'
        f"</QUALIFIER>{NAME}{END}",
        named(
            "<VALUE>",
            '<QUALIFIER NAME="key" TYPE="boolean"><VALUE>TRUE</VALUE></QUALIFIER>'
            "<VALUE>",
        ),
        named("TYPE", 'CLASSORIGIN="X_Element" TYPE'),
        named(" TYPE", ' PROPAGATED="true" TYPE'),
        named('TYPE="string"', 'TYPE="string" PROPAGATED="false"'),
        named('TYPE="string"', 'TYPE="string" MODIFIED="TRUE"'),
        named("<VALUE>", "\n<VALUE>"),
        f'{LAMP}<PROPERTY NAME="__CLASS" CLASSORIGIN="___SYSTEM" TYPE="string">'
        f"<VALUE>X_Lamp</VALUE></PROPERTY>{NAME}{END}",
        f"<VALUE.NAMEDINSTANCE><INSTANCENAME CLASSNAME='X_Lamp'><KEYBINDING NAME='Name'>"
        "<KEYVALUE>desk</KEYVALUE></KEYBINDING></INSTANCENAME>"
        f"{LAMP}{NAME}{END}</VALUE.NAMEDINSTANCE>",
        f'<CIM CIMVERSION="2.0" DTDVERSION="2.0"><DECLARATION><DECLGROUP>'
        f"<VALUE.OBJECT>{LAMP}{NAME}{END}</VALUE.OBJECT></DECLGROUP></DECLARATION>"
        "</CIM>",
    ],
)
def test_one_instance_in_many_forms(text: str) -> None:
    assert from_cimxml(text, lamphouse) == DESK
    assert from_cimxml(text, X_Lamp, unknown="refuse") == DESK


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_bytes_say_their_encoding(encoding: str) -> None:
    data = named("desk", "Stühle €").encode(encoding)
    assert from_cimxml(data, X_Lamp).Name == "Stühle €"


@pytest.mark.parametrize("encoding", ["ISO-8859-1", "windows-1252"])
def test_a_declared_encoding_counts_for_bytes(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>{LAMP}{NAME}{END}'
    data = text.replace("desk", "Stühle").encode(encoding)
    assert from_cimxml(data, X_Lamp).Name == "Stühle"


def test_what_virsh_sends() -> None:
    text = r"""<?xml version="1.0"?>
<INSTANCE CLASSNAME="Msvm_SerialPortSettingData">
  <PROPERTY.ARRAY NAME="Connection" TYPE="string"><VALUE.ARRAY><VALUE>\\.\pipe\c1</VALUE></VALUE.ARRAY></PROPERTY.ARRAY>
  <PROPERTY NAME="ResourceType" TYPE="uint16"><VALUE>21</VALUE></PROPERTY>
</INSTANCE>
"""
    assert from_cimxml(text, hyperv_v2) == Msvm_SerialPortSettingData(
        Connection=[r"\\.\pipe\c1"], ResourceType=21
    )


def test_what_get_text_gives_has_the_path_too() -> None:
    path = (
        r"\\HV1\root\virtualization\v2:Msvm_MemorySettingData"
        r'.InstanceID="Microsoft:8C1C\\4764"'
    )
    text = (
        '<INSTANCE CLASSNAME="Msvm_MemorySettingData"><PROPERTY NAME="__PATH"'
        f' CLASSORIGIN="___SYSTEM" TYPE="string"><VALUE>{path}</VALUE></PROPERTY>'
        '<PROPERTY.ARRAY NAME="__DERIVATION" CLASSORIGIN="___SYSTEM" TYPE="string">'
        "<VALUE.ARRAY><VALUE>CIM_SettingData</VALUE></VALUE.ARRAY></PROPERTY.ARRAY>"
        '<PROPERTY NAME="VirtualQuantity" CLASSORIGIN="CIM_ResourceAllocationSettingData"'
        ' TYPE="uint64"><VALUE>1024</VALUE></PROPERTY></INSTANCE>'
    )
    memory = from_cimxml(text, Msvm_MemorySettingData, unknown="refuse")
    assert memory.VirtualQuantity == 1024
    assert path_of(memory) == Ref(
        Msvm_MemorySettingData,
        {"InstanceID": "Microsoft:8C1C\\4764"},
        namespace="root/virtualization/v2",
        host="HV1",
    )


@pytest.mark.parametrize(
    "value",
    [
        r'<VALUE.REFERENCE>\\H\root\a:X_Room.Name="hall"</VALUE.REFERENCE>',
        '<VALUE.REFERENCE> //H/root/a:x_room="hall" </VALUE.REFERENCE>',
        r'<VALUE>\\H\root\a:X_Room.Name="hall"</VALUE>',
        "<VALUE.REFERENCE><INSTANCEPATH><NAMESPACEPATH><HOST>h</HOST>"
        '<LOCALNAMESPACEPATH><NAMESPACE NAME="ROOT"/><NAMESPACE NAME="a"/>'
        '</LOCALNAMESPACEPATH></NAMESPACEPATH><INSTANCENAME CLASSNAME="X_Room">'
        '<KEYBINDING NAME="NAME"><KEYVALUE VALUETYPE="string">hall</KEYVALUE>'
        "</KEYBINDING></INSTANCENAME></INSTANCEPATH></VALUE.REFERENCE>",
    ],
)
def test_a_reference_in_many_forms(value: str) -> None:
    text = f'{LAMP}<PROPERTY.REFERENCE NAME="Room">{value}</PROPERTY.REFERENCE>{END}'
    room = from_cimxml(text, X_Lamp).Room
    assert room == Ref(X_Room, {"Name": "hall"}, namespace="root/a", host="H")
    assert room is not None and room.kind is X_Room


SETTING = '<INSTANCE CLASSNAME="X_LampSetting"><PROPERTY NAME="Size"/></INSTANCE>'
ESCAPED = SETTING.replace("<", "&lt;")


@pytest.mark.parametrize(
    "setting",
    [
        f'<PROPERTY NAME="Setting" TYPE="string"><VALUE>{ESCAPED}</VALUE></PROPERTY>',
        '<PROPERTY NAME="Setting" TYPE="string" EmbeddedObject="instance"><VALUE>'
        f"<![CDATA[{SETTING}]]></VALUE></PROPERTY>",
        '<PROPERTY NAME="Setting" TYPE="string" EMBEDDEDOBJECT="object"><VALUE>'
        f"\n{SETTING}\n</VALUE></PROPERTY>",
        '<PROPERTY.OBJECT NAME="Setting" REFERENCECLASS="X_LampSetting">'
        f"<VALUE.OBJECT>{SETTING}</VALUE.OBJECT></PROPERTY.OBJECT>",
    ],
)
def test_an_embedded_instance_in_many_forms(setting: str) -> None:
    obj = from_cimxml(lamp(setting), X_Lamp)
    assert obj == X_Lamp(Setting=X_LampSetting(Size=None))


def test_an_empty_text_is_no_embedded_instance() -> None:
    setting = '<PROPERTY NAME="Setting" TYPE="string"><VALUE></VALUE></PROPERTY>'
    assert from_cimxml(lamp(setting), X_Lamp) == X_Lamp(Setting=None)


def test_a_subclass_is_found_in_the_package() -> None:
    text = to_cimxml(X_DimLamp(Name="desk", State=32768))
    assert from_cimxml(text, X_Lamp) == X_DimLamp(Name="desk", State=32768)


@pytest.mark.parametrize("comment", ["", "<!-- so that it is read carefully -->"])
def test_a_class_that_nobody_knows_is_read_as_the_expected_one(comment: str) -> None:
    found: list[UnknownName] = []
    text = f'<INSTANCE CLASSNAME="X_Lava">{comment}{NAME}{END}'
    assert from_cimxml(text, X_Lamp, unknown=found.append) == DESK
    assert found == [UnknownName("class", "X_Lamp", "X_Lava")]
    with pytest.raises(CodecError, match="there is no class 'X_Lava'"):
        from_cimxml(text, X_Lamp, unknown="refuse")


@pytest.mark.parametrize("comment", ["", "<!-- so that it is read carefully -->"])
def test_properties_that_nobody_knows_are_left_out_told_or_refused(
    comment: str,
) -> None:
    found: list[UnknownName] = []
    new = (
        '<PROPERTY.ARRAY NAME="Hues" TYPE="uint8"/><PROPERTY NAME="Hue" TYPE="uint8"/>'
    )
    text = f"{LAMP}{comment}{NAME}{new}{END}"
    assert from_cimxml(text, X_Lamp) == DESK
    assert from_cimxml(text, X_Lamp, unknown=found.append) == DESK
    assert found == [
        UnknownName("property", "X_Lamp", "Hues"),
        UnknownName("property", "X_Lamp", "Hue"),
    ]
    with pytest.raises(CodecError, match="X_Lamp has no property 'Hues'") as caught:
        from_cimxml(text, X_Lamp, unknown="refuse")
    assert caught.value.where == "INSTANCE[X_Lamp]/PROPERTY.ARRAY[Hues]"


def test_limits_of_the_schema_do_not_keep_a_hosts_values_out() -> None:
    text = f'{LAMP}<PROPERTY NAME="Watts" TYPE="uint32"><VALUE>99999</VALUE></PROPERTY>{END}'
    assert from_cimxml(text, X_Lamp).Watts == 99_999


def test_the_class_has_to_be_of_a_schema() -> None:
    with pytest.raises(CimTypeError, match="Instance is no generated class"):
        from_cimxml(LAMP, Instance)
    number: Any = 5
    with pytest.raises(CimTypeError, match="CIM-XML is str or bytes, not 5"):
        from_cimxml(number, X_Lamp)


def test_a_class_of_no_package_can_be_read() -> None:
    class Alone(Instance):
        _wire_class = ("X_Alone", "root/lamphouse", "")

    class Above(Alone):
        _wire_class = ("X_Above", "root/lamphouse", "")

    assert type(from_cimxml('<INSTANCE CLASSNAME="x_alone"/>', Alone)) is Alone
    with pytest.raises(CodecError, match="X_Alone is not X_Above"):
        from_cimxml('<INSTANCE CLASSNAME="X_Alone"/>', Above)


def plainly(text: str, of: type[Instance]) -> Instance | None:
    names = Names(of, "skip")
    return read_plain(text, names, names.class_of_text)


@pytest.mark.parametrize(
    "text",
    [
        lamp(""),
        lamp(NAME),
        f'<?xml version="1.0"?>\n{LAMP}\n  {NAME}\n{END}\n',
        to_cimxml(X_Lamp(Name="a & <b>", Notes=NOTES, Watts=None, State=2)),
    ],
)
def test_what_serializers_write_is_read_the_short_way(text: str) -> None:
    assert plainly(text, X_Lamp) == from_cimxml(text, X_Lamp)
    assert plainly(text, X_Lamp) is not None


@settings(deadline=None, max_examples=100)
@given(obj=instances(X_Every, xml_values), data=st.data())
def test_both_ways_of_reading_mean_the_same(obj: X_Every, data: st.DataObject) -> None:
    text = to_cimxml(obj)
    at = data.draw(st.integers(0, len(text)))
    odd = data.draw(st.sampled_from(["", " ", "\n", "x", "&#65;", "<", "<!---->", "é"]))
    text = text[:at] + odd + text[at + data.draw(st.integers(0, 1)) :]
    short = plainly(text, X_Every)
    if short is not None:
        names = Names(X_Every, "skip")
        assert read_carefully(text, names, names.class_of_text, 0) == short


def test_a_real_class_with_forty_properties_is_read_the_short_way() -> None:
    settings_ = Msvm_VirtualSystemSettingData(
        InstanceID="Microsoft:8C1C",
        CreationTime="20261123114733.000000-000",
        Notes=["a"],
        VirtualNumaEnabled=True,
    )
    text = to_cimxml(settings_)
    assert plainly(text, Msvm_VirtualSystemSettingData) == settings_
