"""WMI object paths."""

from __future__ import annotations

from mofgen.runtime import PathError, parse_path

SEEDS = (
    r"\\HOST\root\virtualization\v2:Msvm_ComputerSystem"
    '.CreationClassName="Msvm_ComputerSystem",Name="8C1C"',
    r"//./root/cimv2:Win32_Directory.Name='C:\\a\"b'",
    r'X_In.Lamp="\\\\H\\root:X_Lamp.Name=\"l\"",Room="X_Room=5"',
    "X.A=1,B=-0x1F,C=1.5e3,D=TRUE,E=20240229120000.000000+000",
    "__Singleton=@",
    'X="only"',
)


def check(text: str) -> None:
    """A path is refused with our error, or comes back from what it is written as."""
    try:
        ref = parse_path(text)
    except PathError as error:
        assert 1 <= error.column <= len(text) + 1
        return
    again = parse_path(ref.path)
    assert again == ref
    assert hash(again) == hash(ref)
    assert again.path == ref.path
