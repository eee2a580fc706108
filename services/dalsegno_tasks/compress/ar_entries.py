"""AR archives, as of static libraries and Debian packages, with the long names of GNU and of BSD."""

from collections.abc import Iterator
from typing import BinaryIO

from dalsegno_tasks.compress.stream_entry import Damaged, StreamEntry, number, read_exactly

MAGIC = b"!<arch>\n"
_HEADER_BYTES, _END = 60, b"`\n"
_MAX_NAMES_BYTES = 16 << 20
_MAX_NAME_BYTES = 4096
# Tables of symbols are no files.
_SYMBOLS = frozenset({"/", "/SYM64/", "__.SYMDEF", "__.SYMDEF SORTED"})


def read_ar(stream: BinaryIO) -> Iterator[StreamEntry]:
    """The archive's files. Raises Damaged."""
    if stream.read(len(MAGIC)) != MAGIC:
        raise Damaged("it does not begin with '!<arch>'")
    names = b""
    while header := stream.read(_HEADER_BYTES):
        if len(header) < _HEADER_BYTES or header[-2:] != _END:
            raise Damaged("a header is cut off, or stands where none should")
        field, size_bytes = header[:16].rstrip(b" "), number(header[48:58], 10, "the size of an entry")
        padding_bytes = size_bytes % 2
        if field == b"//":
            if size_bytes > _MAX_NAMES_BYTES:
                raise Damaged(f"its table of names has {size_bytes} bytes, more than {_MAX_NAMES_BYTES}")
            names = read_exactly(stream, size_bytes, "the table of names")
        else:
            if field.startswith(b"#1/"):
                name_bytes = number(field[3:], 10, "the length of a name")
                if name_bytes > min(size_bytes, _MAX_NAME_BYTES):
                    raise Damaged(f"a name has {name_bytes} bytes")
                field = read_exactly(stream, name_bytes, "a name").rstrip(b"\0")
                size_bytes -= name_bytes
            elif field.startswith(b"/") and field[1:].isdigit():
                field = _named(names, int(field[1:]))
            elif field not in {b"/", b"/SYM64/"}:
                field = field.removesuffix(b"/")
            entry = StreamEntry(field.decode("utf-8", "replace"), size_bytes, stream)
            if entry.name not in _SYMBOLS:
                yield entry
            for _ in entry.chunks(1 << 20):
                pass  # of one that was left out
        stream.read(padding_bytes)


def _named(names: bytes, place: int) -> bytes:
    if place >= len(names):
        raise Damaged(f"a name is said to be at {place} of a table with {len(names)} bytes")
    return names[place:].split(b"\n", 1)[0].removesuffix(b"/")


def ar_header(name: str, size_bytes: int) -> bytes:
    """What stands before the bytes of a file; after them, one more makes their number even."""
    encoded = name.encode()
    long = b"" if len(encoded) <= 16 and b" " not in encoded and b"/" not in encoded else encoded
    field = f"#1/{len(long)}".encode() if long else encoded
    fields = (field.ljust(16), b"0".ljust(12), b"0".ljust(6), b"0".ljust(6), b"100644".ljust(8))
    return b"".join(fields) + str(size_bytes + len(long)).encode().ljust(10) + _END + long


def ar_padding(name: str, size_bytes: int) -> bytes:
    return b"\n" * ((len(ar_header(name, size_bytes)) + size_bytes) % 2)
