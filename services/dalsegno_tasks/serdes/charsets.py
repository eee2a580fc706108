"""Texts in any character set as UTF-8."""

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO, cast

from dalsegno_tasks.interface import TaskFailure

CHUNK_BYTES = 2 << 20
_BOM = codecs.BOM_UTF8


def find_charset(name: str) -> str:
    """The name by which Python knows a character set. Raises TaskFailure when it does not."""
    try:
        "".encode(name)  # there are codecs of other things than texts
        return codecs.lookup(name).name
    except LookupError:
        raise TaskFailure(f"charset '{name}' is unknown; use a name such as UTF-8 or windows-1252.") from None


def utf8_stream(stream: BinaryIO, charset: str) -> BinaryIO:
    """The stream in UTF-8, as `utf8_chunks` has it."""
    return cast("BinaryIO", io.BufferedReader(ChunkStream(b"", utf8_chunks(stream, charset)), CHUNK_BYTES))


def utf8_chunks(stream: BinaryIO, charset: str, chunk_bytes: int = CHUNK_BYTES) -> Iterator[bytes]:
    """The stream's bytes as UTF-8, without a byte order mark. Bytes that are no text become U+FFFD, as in Java.

    Raises:
        TaskFailure: unknown charset.
    """
    name = find_charset(charset)
    decoder = None if name == "utf-8" else codecs.getincrementaldecoder(name)("replace")
    is_first = True
    while chunk := stream.read(chunk_bytes):
        if decoder is not None:
            chunk = decoder.decode(chunk).encode()
        if is_first and chunk:
            while len(chunk) < len(_BOM) and (more := stream.read(len(_BOM))):
                chunk += more if decoder is None else decoder.decode(more).encode()
            chunk, is_first = chunk.removeprefix(_BOM), False
        yield chunk
    if decoder is not None and (tail := decoder.decode(b"", final=True)):
        yield tail.encode()


class ChunkStream(io.RawIOBase):
    """A file made of a first part and more chunks."""

    def __init__(self, first: bytes, rest: Iterator[bytes]) -> None:
        self._waiting, self._rest = first, rest

    def readable(self) -> bool:
        return True

    def readinto(self, into: bytearray | memoryview, /) -> int:  # type: ignore[override]  # io's own type is broader
        while not self._waiting:
            chunk = next(self._rest, None)
            if chunk is None:
                return 0
            self._waiting = chunk
        count = min(len(into), len(self._waiting))
        into[:count] = self._waiting[:count]
        self._waiting = self._waiting[count:]
        return count


class Recoder:
    """Writes UTF-8 in another character set, part by part; what that has not becomes "?", as in Java."""

    def __init__(self, charset: str) -> None:
        """`charset` as `find_charset` gives it."""
        self._encoder = None if charset == "utf-8" else codecs.getincrementalencoder(charset)("replace")
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def encode(self, text: bytes | bytearray | memoryview) -> bytes | bytearray | memoryview:
        return text if self._encoder is None else self._encoder.encode(self._decoder.decode(text))
