"""WBEM URIs, in all forms."""

from __future__ import annotations

from mofgen.runtime import PathError, format_uri, parse_uri

SEEDS = (
    'https://jdd:test@acme.com:5989/root/cimv2:X_Lamp.A="a\\\\b\\x41",B=1',
    r'/root:X_In.Lamp="//H/root:X_Lamp.Name=\"l\"",Room="/:X_Room.N=5"',
    "/root/cimv2/(instance)X.A=(string)\"a\",B=(uint8)42,C=(char16)'A'",
    r'//h/(instance)X.A=(reference)"/root/(instance)Y.N=(string)\"a\""',
    '/(instance)X.D=(datetime)"20240229120000.000000+000",E=(boolean)true',
    "/:X.A=1.5e3,B=0x1F,C=017,D=101b,E='\\''",
    "/root:X.K=%22%C3%A9%20%5C%2250%25%5C%22%22",
    "//host/root/(class)X",
    "root/cimv2:X=@",
)


def check(text: str) -> None:
    """A URI is refused with our error, or comes back from every form of it."""
    try:
        ref = parse_uri(text)
    except PathError:
        return
    for typed in (False, True):
        for encoded in (False, True):
            assert parse_uri(format_uri(ref, typed=typed, encoded=encoded)) == ref
