"""CPIO archives in the two portable formats, "newc" and "odc". Source: cpio(5)."""

from collections.abc import Iterator
from typing import BinaryIO

from dalsegno_tasks.compress.stream_entry import Damaged, StreamEntry, number, read_exactly

_NEWC, _CRC, _ODC = b"070701", b"070702", b"070707"
_TRAILER = "TRAILER!!!"
_MAX_NAME_BYTES = 4096
_KIND, _REGULAR = 0o170000, 0o100000
MAX_FILE_BYTES = 0xFFFFFFFF


def read_cpio(stream: BinaryIO) -> Iterator[StreamEntry]:
    """The archive's regular files. Raises Damaged."""
    while True:
        magic = read_exactly(stream, 6, "a header")
        if magic in {_NEWC, _CRC}:
            rest = read_exactly(stream, 104, "a header")
            mode, size_bytes, name_bytes = (number(rest[at : at + 8], 16, "a number of a header") for at in (8, 48, 88))
            aligned = 4
        elif magic == _ODC:
            rest = read_exactly(stream, 70, "a header")
            mode = number(rest[12:18], 8, "a mode")
            name_bytes, size_bytes = number(rest[53:59], 8, "the length of a name"), number(rest[59:70], 8, "a size")
            aligned = 1
        else:
            raise Damaged(f"a header begins with {magic!r}; read are the formats newc, crc and odc")
        if not 1 <= name_bytes <= _MAX_NAME_BYTES:
            raise Damaged(f"a name has {name_bytes} bytes")
        name = read_exactly(stream, name_bytes, "a name").rstrip(b"\0").decode("utf-8", "replace")
        stream.read(-(6 + len(rest) + name_bytes) % aligned)
        if name == _TRAILER:
            return
        entry = StreamEntry(name, size_bytes, stream)
        if mode & _KIND == _REGULAR:
            yield entry
        for _ in entry.chunks(1 << 20):
            pass  # of one that was left out, or is no file
        stream.read(-size_bytes % aligned)


def cpio_header(name: str, size_bytes: int) -> bytes:
    """What stands before the bytes of a file, in the format newc; after them, others fill up to four."""
    return _header(name, size_bytes, mode=_REGULAR | 0o644)


def cpio_end() -> bytes:
    return _header(_TRAILER, 0, mode=0)


def _header(name: str, size_bytes: int, *, mode: int) -> bytes:
    encoded = name.encode() + b"\0"
    numbers = (0, mode, 0, 0, 1, 0, size_bytes, 0, 0, 0, 0, len(encoded), 0)
    header = _NEWC + b"".join(f"{one:08X}".encode() for one in numbers) + encoded
    return header + b"\0" * (-len(header) % 4)
