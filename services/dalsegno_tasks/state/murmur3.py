"""MurmurHash3 of 128 bits for 64-bit machines, seed 0: the hash in the keys of Kestra's states.

Source: Austin Appleby's public domain MurmurHash3_x64_128; Kestra's Hashing.
"""

_MASK = (1 << 64) - 1
_C1 = 0x87C37B91114253D5
_C2 = 0x4CF5AD432745937F
_BLOCK_BYTES = 16


def murmur3_128(data: bytes) -> str:
    """The hash in hexadecimal, the two halves with their lowest byte first, as Guava prints it."""
    h1 = h2 = 0
    whole_bytes = len(data) - len(data) % _BLOCK_BYTES
    for start in range(0, whole_bytes, _BLOCK_BYTES):
        k1, k2 = _halves(data[start : start + _BLOCK_BYTES])
        h1 ^= _mixed_first(k1)
        h1 = ((_rotated(h1, 27) + h2) * 5 + 0x52DCE729) & _MASK
        h2 ^= _mixed_second(k2)
        h2 = ((_rotated(h2, 31) + h1) * 5 + 0x38495AB5) & _MASK
    k1, k2 = _halves(data[whole_bytes:])  # of nothing they are 0, which mixes to 0
    h1 ^= _mixed_first(k1) ^ len(data)
    h2 ^= _mixed_second(k2) ^ len(data)
    h1 = (h1 + h2) & _MASK
    h2 = (h2 + h1) & _MASK
    h1, h2 = _scattered(h1), _scattered(h2)
    h1 = (h1 + h2) & _MASK
    h2 = (h2 + h1) & _MASK
    return (h1.to_bytes(8, "little") + h2.to_bytes(8, "little")).hex()


def _halves(block: bytes) -> tuple[int, int]:
    return int.from_bytes(block[:8], "little"), int.from_bytes(block[8:], "little")


def _mixed_first(k: int) -> int:
    return _rotated(k * _C1 & _MASK, 31) * _C2 & _MASK


def _mixed_second(k: int) -> int:
    return _rotated(k * _C2 & _MASK, 33) * _C1 & _MASK


def _rotated(number: int, bits: int) -> int:
    return (number << bits | number >> (64 - bits)) & _MASK


def _scattered(number: int) -> int:
    number ^= number >> 33
    number = number * 0xFF51AFD7ED558CCD & _MASK
    number ^= number >> 33
    number = number * 0xC4CEB9FE1A85EC53 & _MASK
    return number ^ number >> 33
