"""Instances as CIM-XML, by both ways of reading them."""

from __future__ import annotations

from contextlib import suppress
from types import ModuleType

import hyperv_v2

from mofgen.runtime import CodecError, from_cimxml, to_cimxml
from mofgen.runtime.codecs import cimxml_plain
from mofgen.runtime.codecs.cimxml_reader import read_carefully
from mofgen.runtime.codecs.names import Names

_PACKAGE: ModuleType = hyperv_v2

SEEDS = (
    '<INSTANCE CLASSNAME="Msvm_MemorySettingData">'
    '<PROPERTY NAME="InstanceID" TYPE="string"><VALUE>Microsoft:4\\8&amp;</VALUE>'
    '</PROPERTY><PROPERTY NAME="VirtualQuantity" TYPE="uint64"><VALUE>4096</VALUE>'
    '</PROPERTY><PROPERTY NAME="Weight" TYPE="uint32"/></INSTANCE>',
    '<?xml version="1.0"?>\n<INSTANCE CLASSNAME="Msvm_SerialPortSettingData">\n'
    '  <PROPERTY.ARRAY NAME="Connection" TYPE="string"><VALUE.ARRAY><VALUE>\\\\.\\pipe'
    "\\c1</VALUE><VALUE.NULL/></VALUE.ARRAY></PROPERTY.ARRAY>\n"
    '  <PROPERTY NAME="ResourceType" TYPE="uint16"><VALUE>21</VALUE></PROPERTY>\n'
    "</INSTANCE>",
    '<INSTANCE CLASSNAME="Msvm_ComputerSystem"><PROPERTY NAME="TimeOfLastStateChange"'
    ' CLASSORIGIN="CIM_EnabledLogicalElement" TYPE="datetime"><VALUE>'
    '20261123114733.000000-000</VALUE></PROPERTY><PROPERTY NAME="__PATH" TYPE="string">'
    "<VALUE><![CDATA[\\\\H\\root:Msvm_ComputerSystem.CreationClassName='a',Name='b']]>"
    "</VALUE></PROPERTY></INSTANCE>",
    '<INSTANCE CLASSNAME="Msvm_SettingsDefineState"><PROPERTY.REFERENCE NAME='
    '"ManagedElement"><VALUE.REFERENCE><INSTANCENAME CLASSNAME="CIM_Sensor">'
    '<KEYBINDING NAME="Id"><KEYVALUE VALUETYPE="numeric">5</KEYVALUE></KEYBINDING>'
    "</INSTANCENAME></VALUE.REFERENCE></PROPERTY.REFERENCE></INSTANCE>",
    '<INSTANCE CLASSNAME="CIM_InstCreation"><PROPERTY.OBJECT NAME="SourceInstance">'
    '<VALUE.OBJECT><INSTANCE CLASSNAME="CIM_Job"><PROPERTY NAME="Notify" TYPE='
    '"string"><VALUE>&lt;a&gt;</VALUE></PROPERTY></INSTANCE></VALUE.OBJECT>'
    "</PROPERTY.OBJECT></INSTANCE>",
)


def check(text: str) -> None:
    """Both ways agree; what is read comes back from what it is written as."""
    names = Names(_PACKAGE, "skip")
    plain = cimxml_plain.read_plain(text, names, names.class_of_text)
    try:
        careful = read_carefully(text, names, names.class_of_text, 0)
    except CodecError:
        assert plain is None
        _check_bytes(text)
        return
    assert plain is None or plain == careful
    for dtd in ("wmi", "cim"):
        assert from_cimxml(to_cimxml(careful, dtd=dtd), _PACKAGE) == careful


def _check_bytes(text: str) -> None:
    """What is refused as characters is refused as bytes too, or read."""
    for encoding in ("utf-8", "utf-16", "latin-1"):
        with suppress(CodecError):
            from_cimxml(text.encode(encoding, "replace"), _PACKAGE)
