"""MD4 (RFC 1320), of which NTLM makes its hashes of passwords.

OpenSSL has it no longer where its old algorithms are not loaded, and so ``hashlib``
often has not either.
"""

from __future__ import annotations

import struct
from typing import Final

_START: Final = (0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476)
_MASK: Final = 0xFFFFFFFF
_ROUNDS: Final = (
    (0, (3, 7, 11, 19), (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)),
    (
        0x5A827999,
        (3, 5, 9, 13),
        (0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15),
    ),
    (
        0x6ED9EBA1,
        (3, 9, 11, 15),
        (0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15),
    ),
)
"""What is added, how far is rotated, and the order of words, in each round."""


def md4(data: bytes) -> bytes:
    """The digest of 16 bytes."""
    length = len(data)
    padded = data + b"\x80" + bytes(-(length + 9) % 64) + struct.pack("<Q", length * 8)
    state = _START
    for at in range(0, len(padded), 64):
        state = _block(state, struct.unpack_from("<16I", padded, at))
    return struct.pack("<4I", *state)


def _block(
    state: tuple[int, int, int, int], words: tuple[int, ...]
) -> tuple[int, int, int, int]:
    a, b, c, d = state
    for number, (constant, shifts, order) in enumerate(_ROUNDS):
        for step, word in enumerate(order):
            mixed = (a + _mix(number, b, c, d) + words[word] + constant) & _MASK
            shift = shifts[step % 4]
            rotated = (mixed << shift | mixed >> (32 - shift)) & _MASK
            a, b, c, d = d, rotated, b, c
    return (
        (a + state[0]) & _MASK,
        (b + state[1]) & _MASK,
        (c + state[2]) & _MASK,
        (d + state[3]) & _MASK,
    )


def _mix(number: int, b: int, c: int, d: int) -> int:
    if number == 0:
        return (b & c) | (~b & d)
    if number == 1:
        return (b & c) | (b & d) | (c & d)
    return b ^ c ^ d
