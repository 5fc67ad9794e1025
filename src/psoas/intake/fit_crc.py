"""The checksum of a FIT file: CRC-16, polynomial 0xA001, starting at 0."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# Lowest bit first, as FIT sends it, the polynomial is x^16 + x^15 + x^2 + 1, which is
# (x + 1)(x^15 + x + 1). The second factor is primitive: x^32767 leaves 1 as a remainder.
ORDER = 2**15 - 1
_WHOLE = 1 << 16 | 1 << 15 | 0b101
_FACTOR = 1 << 15 | 0b11


def crc16(data: bytes | memoryview) -> int:
    """Checksum of *data*.

    Notes
    -----
    The checksum is the remainder of a polynomial whose coefficients are the bits, the
    first the highest. No table is needed:

    1. as ``x^32767 = 1``, bytes that lie 32 767 apart are XORed, then bits that do;
    2. the remainder by ``x + 1`` is the parity of the bits;
    3. that by ``x^15 + x + 1`` follows from its squares: ``x^(15 N) = x^N + 1`` for N a
       power of two, so that all bits above 15 N fold down at once, of a large N first;
    4. both give the remainder by the product.
    """
    bits = np.unpackbits(_folded(np.frombuffer(data, np.uint8)), bitorder="little")
    bits = _folded(bits)
    rest = int.from_bytes(np.packbits(bits).tobytes(), "big") >> -len(bits) % 8
    parity = rest.bit_count() & 1
    square = 2048  # 15 x 2048 is the largest below the order
    while square:
        n_bits = 15 * square
        while above := rest >> n_bits:
            rest = rest & (1 << n_bits) - 1 ^ above ^ above << square
        square >>= 1
    if parity != rest.bit_count() & 1:
        rest ^= _FACTOR
    for _ in range(16):  # a checksum is that of the data with 16 zero bits behind
        rest <<= 1
        if rest >> 16:
            rest ^= _WHOLE
    return int(f"{rest:016b}"[::-1], 2)


def _folded(elements: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """XOR elements that lie 32 767 apart, counted from the end."""
    n_odd = len(elements) % ORDER
    if len(elements) <= ORDER:
        return elements
    folded: NDArray[np.uint8] = np.bitwise_xor.reduce(elements[n_odd:].reshape(-1, ORDER), axis=0)
    folded[ORDER - n_odd :] ^= elements[:n_odd]
    return folded
