"""X_Every: a property of every CIM type."""

from __future__ import annotations

from mofgen import runtime as cim


class X_Every(cim.Instance):
    """Not associated with anything, and without a key."""

    class UseBits(cim.BitValues):
        """Bits of Use."""

        READ = cim.Value(1 << 0, "Read")
        WRITE = cim.Value(1 << 1, "Write")
        SHARE = cim.Value(1 << 4, "Share")

    class ColorValues(cim.TextValues):
        """Values of Color."""

        RED = cim.Value("red", "Red")
        LIGHT_BLUE = cim.Value("light-blue")

    flag = cim.Boolean()
    u8 = cim.Integer()
    u16 = cim.Integer()
    u32 = cim.Integer()
    u64 = cim.Integer()
    s8 = cim.Integer()
    s16 = cim.Integer()
    s32 = cim.Integer()
    s64 = cim.Integer()
    r32 = cim.Real()
    r64 = cim.Real()
    text = cim.Text()
    char = cim.Char()
    when = cim.DateTime()
    octets = cim.IntegerArray()
    flags = cim.BooleanArray()
    reals = cim.RealArray()
    texts = cim.TextArray()
    whens = cim.DateTimeArray()
    Use = cim.Bits(UseBits)
    Uses = cim.BitsArray(UseBits)
    Color = cim.Enumerated(ColorValues)
    Colors = cim.EnumeratedArray(ColorValues)
    anything = cim.Embedded["cim.Instance"]()
    parts = cim.EmbeddedArray["cim.Instance"]()
    others = cim.ReferenceArray["cim.Instance"]()

    _wire_class = ("X_Every", "root/lamphouse", "")
    _wire_properties: cim.PropertyRows = (
        ("flag", "boolean"),
        ("u8", "uint8"),
        ("u16", "uint16"),
        ("u32", "uint32"),
        ("u64", "uint64"),
        ("s8", "sint8"),
        ("s16", "sint16"),
        ("s32", "sint32"),
        ("s64", "sint64"),
        ("r32", "real32"),
        ("r64", "real64"),
        ("text", "string"),
        ("char", "char16"),
        ("when", "datetime"),
        ("octets", "uint8", "array octets"),
        ("flags", "boolean", "array"),
        ("reals", "real64", "array"),
        ("texts", "string", "array"),
        ("whens", "datetime", "array"),
        ("Use", "uint16"),
        ("Uses", "uint16", "array"),
        ("Color", "string"),
        ("Colors", "string", "array"),
        ("anything", "object"),
        ("parts", "string", "array embedded"),
        ("others", "reference", "array"),
    )
