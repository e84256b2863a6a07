"""Instances as JSON."""

from __future__ import annotations

import hyperv_v2

from mofgen.runtime import CodecError, as_dict, from_dict, from_json, to_json

SEEDS = (
    '{"@class": "Msvm_MemorySettingData", "InstanceID": "Microsoft:4\\\\8",'
    ' "VirtualQuantity": "4096", "DynamicMemoryEnabled": true, "Weight": null}',
    '{"@class": "Msvm_SerialPortSettingData", "Connection": ["\\\\u005c.", null],'
    ' "ResourceType": 21}',
    '{"@class": "CIM_InstCreation", "SourceInstance": {"@class": "CIM_Job",'
    ' "InstallDate": "20261123114733.000000-000", "Priority": 1e2}}',
    '{"@class": "Msvm_SettingsDefineState", "ManagedElement": "CIM_Sensor.Id=5"}',
)


def check(text: str) -> None:
    """A text is refused with our error, or comes back from what it is written as."""
    try:
        obj = from_json(text, hyperv_v2, unknown="skip")
    except CodecError:
        return
    assert from_json(to_json(obj), hyperv_v2) == obj
    assert from_dict(as_dict(obj), hyperv_v2) == obj
