"""Messages that are encrypted between client and host (MS-WSMV 2.2.9.1).

Such a message is of two parts: what the message was, with its length, and the
message itself, which begins with the length of a signature and the signature.
"""

from __future__ import annotations

import re
import struct
from typing import Final, Protocol

from mofgen.server.http.negotiate import NegotiationError

_TYPES: Final = ("multipart/encrypted", "multipart/x-multi-encrypted")
_PROTOCOL: Final = "application/HTTP-SPNEGO-session-encrypted"
_BOUNDARY: Final = "Encrypted Boundary"
_LENGTH: Final = re.compile(rb"OriginalContent:[^\r\n]*;\s*Length=(\d{1,9})", re.I)
_PARAMETER: Final = r';\s*{}=(?:"([^"]*)"|([^;\s]+))'


class Cipher(Protocol):
    """What encrypts and decrypts; a security context does."""

    def wrap(self, data: bytes) -> tuple[bytes, bytes]:
        """The signature of a message, and the message encrypted."""
        ...

    def unwrap(self, header: bytes, data: bytes) -> bytes:
        """The message; raises NegotiationError where it was changed."""
        ...


def is_encrypted(content_type: str) -> bool:
    """Whether a body of this type is an encrypted message."""
    return content_type.partition(";")[0].strip().lower() in _TYPES


def decrypted(body: bytes, content_type: str, cipher: Cipher) -> bytes:
    """The message in the body of a request.

    Parameters
    ----------
    body, content_type:
        What was sent.
    cipher:
        Decrypts it.

    Raises
    ------
    NegotiationError
        Where it is damaged.
    """
    boundary = re.escape(_parameter(content_type, "boundary", _BOUNDARY).encode())
    # Some clients put a space before the boundary.
    parts = re.split(rb"--\s?%b(?:--)?\r?\n?" % boundary, body)
    told, sealed = parts[1:-1:2], parts[2:-1:2]
    if not told or len(told) != len(sealed) or parts[0].strip():
        raise NegotiationError("this is no encrypted message")
    return b"".join(map(_decrypted, told, sealed, [cipher] * len(told)))


def _decrypted(told: bytes, part: bytes, cipher: Cipher) -> bytes:
    length = _LENGTH.search(told)
    _, _, sealed = part.partition(b"\n")  # after the type of the part
    if length is None or len(sealed) < 4:
        raise NegotiationError("this is no encrypted message")
    (size,) = struct.unpack_from("<I", sealed)
    if size > len(sealed) - 4:
        raise NegotiationError("the signature is longer than the message")
    message = cipher.unwrap(sealed[4 : 4 + size], sealed[4 + size :])
    if len(message) != int(length[1]):
        raise NegotiationError("the message is not as long as it was")
    return message


def encrypted(data: bytes, request_type: str, cipher: Cipher) -> tuple[str, bytes]:
    """The content type and the body of an encrypted answer.

    Parameters
    ----------
    data:
        The message.
    request_type:
        The content type of the request, in whose protocol it is answered.
    cipher:
        Encrypts it.
    """
    protocol = _parameter(request_type, "protocol", _PROTOCOL)
    signature, sealed = cipher.wrap(data)
    head = (
        f"--{_BOUNDARY}\r\n"
        f"\tContent-Type: {protocol}\r\n"
        "\tOriginalContent: type=application/soap+xml;charset=UTF-8;"
        f"Length={len(data)}\r\n"
        f"--{_BOUNDARY}\r\n"
        "\tContent-Type: application/octet-stream\r\n"
    ).encode()
    size = struct.pack("<I", len(signature))
    body = b"".join((head, size, signature, sealed, f"--{_BOUNDARY}--\r\n".encode()))
    return f'multipart/encrypted;protocol="{protocol}";boundary="{_BOUNDARY}"', body


def _parameter(content_type: str, name: str, default: str) -> str:
    found = re.search(_PARAMETER.format(name), content_type, re.I)
    said = (found[1] or found[2] or "") if found else ""
    return said if said.isascii() and said.isprintable() and said else default
