"""The checksum of a FIT file: CRC-16, polynomial 0xA001, starting at 0."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

POLYNOMIAL = 0xA001  # x^16 + x^15 + x^2 + 1, lowest bit first, as FIT has it


@lru_cache(maxsize=40)
def _after_words(doublings: int) -> NDArray[np.uint16]:
    """Return what each of the 65 536 checksums becomes after ``2 ** doublings`` zero words."""
    if doublings:
        half = _after_words(doublings - 1)
        return half[half]
    crc: NDArray[np.uint16] = np.arange(1 << 16, dtype=np.uint16)
    for _ in range(16):
        crc = np.asarray(crc >> 1 ^ POLYNOMIAL * (crc & 1), dtype=np.uint16)
    return crc


def crc16(data: bytes | memoryview) -> int:
    """Checksum of *data*.

    Notes
    -----
    The checksum is linear: the one of a whole is that of its left half, pushed on by as
    many zero bytes as the right half has, XOR that of its right half. So all pairs of
    neighbouring words are joined at once, then all pairs of pairs, and so on. Zeros in
    front change nothing, so an odd count is padded there.
    """
    padded = bytes(len(data) % 2) + bytes(data)
    crc = np.frombuffer(padded, dtype="<u2")
    doublings = 0
    while len(crc) > 1:
        if len(crc) % 2:
            crc = np.concatenate((np.zeros(1, np.uint16), crc))
        crc = _after_words(doublings)[crc[0::2]] ^ crc[1::2]
        doublings += 1
    return int(_after_words(0)[crc[0]]) if len(crc) else 0
