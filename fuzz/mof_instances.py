"""Instances as MOF text."""

from __future__ import annotations

import hyperv_v2

from mofgen.runtime import CodecError, from_mof, to_mof

SEEDS = (
    "instance of Msvm_MemorySettingData\n{\n"
    '    InstanceID = "Microsoft:4\\\\8";\n    VirtualQuantity = 4096;\n'
    "    DynamicMemoryEnabled = TRUE;\n    Weight = NULL;\n};\n",
    '// a port\n#pragma namespace ("root")\n[Dynamic] instance of'
    ' Msvm_SerialPortSettingData as $P { Connection = {"\\\\\\\\.\\\\pipe" "\\\\c\\x41",'
    " NULL}; ResourceType = 0x15; /* all */ };",
    "instance of CIM_InstCreation { SourceInstance = instance of CIM_Job {"
    ' InstallDate = "20261123114733.000000-000"; Priority = 101b; }; };',
    'instance of Msvm_SettingsDefineState { ManagedElement = "CIM_Sensor.Id=5"; };',
)


def check(text: str) -> None:
    """A text is refused with our error, or comes back from what it is written as."""
    try:
        obj = from_mof(text, hyperv_v2, unknown="skip")
    except CodecError as error:
        assert error.line is None or error.line >= 1
        return
    assert from_mof(to_mof(obj), hyperv_v2) == obj
