"""The lines of a file, the last one first, with little of the file in memory."""

from collections.abc import Iterator
from typing import IO

BLOCK_BYTES = 1 << 20


def lines_from_the_end(file: IO[bytes], block_bytes: int = BLOCK_BYTES) -> Iterator[bytes]:
    """Lines without their ends, which are LF or CR LF; the end of the file need not end its last line."""
    place = file.seek(0, 2)
    parts: list[bytes] = []  # of the line that goes on before them, the last part first
    at_end = True
    while place:
        size = min(block_bytes, place)
        place = file.seek(place - size)
        block = file.read(size)
        if at_end:
            block, at_end = block.removesuffix(b"\n"), False
        *before, last = block.split(b"\n")
        if not before:
            parts.append(last)
            continue
        yield _line([*parts, last])
        parts = [before.pop(0)]
        yield from (line.removesuffix(b"\r") for line in reversed(before))
    if not at_end:
        yield _line(parts)


def _line(parts: list[bytes]) -> bytes:
    return b"".join(reversed(parts)).removesuffix(b"\r")
