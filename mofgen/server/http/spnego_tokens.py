"""First tokens of SPNEGO that begin with a mechanism which is not offered here.

A client that would rather use Kerberos sends the first token of Kerberos along with its
list of mechanisms. A host that chooses another one from the list ignores that token
(RFC 4178 3.2); pyspnego doesn't, so it is taken out.
"""

from __future__ import annotations

from typing import Final, NamedTuple

_INITIAL: Final = 0x60
_OID: Final = 0x06
_SEQUENCE: Final = 0x30
_NEG_TOKEN_INIT: Final = 0xA0
_MECH_TOKEN: Final = 0xA2
_NTLM_TOKEN: Final = b"NTLMSSP\0"


class _Value(NamedTuple):
    """A value as DER writes it, and what follows."""

    tag: int
    content: bytes
    rest: bytes


class _DerError(ValueError):
    """Bytes that are not what has to be there."""


def without_foreign_token(token: bytes) -> bytes:
    """A first token without that of a mechanism other than NTLM.

    Parameters
    ----------
    token:
        What a client sent; anything but such a token is given back as it is.
    """
    if _NTLM_TOKEN in token:
        return token
    try:
        outer = _read(token, _INITIAL)
        oid = _read(outer.content, _OID)
        init = _read(oid.rest, _NEG_TOKEN_INIT)
        fields = _read(init.content, _SEQUENCE).content
        kept = b""
        while fields:
            field = _read(fields)
            if field.tag != _MECH_TOKEN:
                kept += _written(field.tag, field.content)
            fields = field.rest
    except _DerError:
        return token
    init_again = _written(_NEG_TOKEN_INIT, _written(_SEQUENCE, kept))
    return _written(_INITIAL, _written(_OID, oid.content) + init_again)


def _read(data: bytes, tag: int | None = None) -> _Value:
    if len(data) < 2 or (tag is not None and data[0] != tag):
        raise _DerError
    length, at = data[1], 2
    if length & 0x80:
        at += length & 0x7F
        length = int.from_bytes(data[2:at], "big")
    if at + length > len(data):
        raise _DerError
    return _Value(data[0], data[at : at + length], data[at + length :])


def _written(tag: int, content: bytes) -> bytes:
    length = len(content)
    if length < 0x80:
        return bytes((tag, length)) + content
    size = (length.bit_length() + 7) // 8
    return bytes((tag, 0x80 | size)) + length.to_bytes(size, "big") + content
