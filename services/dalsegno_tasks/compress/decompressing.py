"""Reading compressed streams, from sources that are not trusted."""

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import IO, Any, BinaryIO, cast

from dalsegno_tasks.compress.compressions import READ_WHOLE
from dalsegno_tasks.compress.inflation import Inflation, InflationLimits
from dalsegno_tasks.interface import TaskFailure

CHUNK_BYTES = 1 << 20
MAX_WHOLE_BYTES = 256 << 20
# What a decompressor may take for its dictionary.
MAX_DICTIONARY_BYTES = 256 << 20
_ARROW = {"BROTLI": "brotli", "LZ4FRAME": "lz4", "ZSTD": "zstd"}
_DAMAGED = (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError)


@contextmanager
def decompressed(source: BinaryIO, compression: str | None, inflation: Inflation) -> Iterator[BinaryIO]:
    """The bytes that a stream holds compressed, counted as they come out; the stream itself, where it is not.

    Reading it raises TaskFailure: it is damaged, is no such stream, or inflates too much.
    """
    if compression is None:
        yield source
        return
    inflating = _Inflating(_Counted(source), compression, inflation)
    with closing(cast("BinaryIO", io.BufferedReader(inflating, CHUNK_BYTES))) as stream:
        yield stream


class _Counted(io.RawIOBase):
    """A stream, and how much of it was read."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self.read_bytes = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        data = self._source.read(size)
        self.read_bytes += len(data)
        return data


class _Inflating(io.RawIOBase):
    """Counts what comes out, against what it came from."""

    def __init__(self, source: _Counted, compression: str, inflation: Inflation) -> None:
        self._source, self._compression, self._inflation = source, compression, inflation
        self._stream = _opened(source, compression)
        self._out_bytes = 0

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        try:
            data = self._stream.read(len(into))
        except _DAMAGED as error:
            raise self._failure(str(error) or type(error).__name__) from error
        if not data and not self._source.read_bytes:
            raise self._failure("the file is empty")
        into[: len(data)] = data
        self._out_bytes += len(data)
        self._inflation.add("the file", len(data))
        self._inflation.check_ratio("the file", self._out_bytes, self._source.read_bytes)
        return len(data)

    def _failure(self, found: str) -> TaskFailure:
        return TaskFailure(
            f"The file cannot be decompressed as {self._compression} after {self._source.read_bytes} bytes: {found}. "
            "It is damaged, incomplete, or compressed in another way; get it again, or correct `compression`."
        )


def _opened(source: _Counted, compression: str) -> IO[bytes]:
    if compression in _ARROW:
        import pyarrow as pa

        stream = pa.CompressedInputStream(pa.PythonFile(source, mode="r"), _ARROW[compression])
        return cast("IO[bytes]", stream)
    if compression == "GZIP":
        return cast("IO[bytes]", gzip.GzipFile(fileobj=cast("IO[bytes]", source)))
    if compression == READ_WHOLE:
        return cast("IO[bytes]", _Whole(source))
    return cast("IO[bytes]", _Steps(source, _DECOMPRESSORS[compression]))


class _Steps:
    """A stream that is decompressed step by step; one stream may follow another in it."""

    def __init__(self, source: _Counted, begin: Callable[[], Any]) -> None:
        self._source, self._begin = source, begin
        self._decompressor = begin()
        self._begun = False

    def read(self, size: int) -> bytes:
        data = b""
        while not data:
            one = self._decompressor
            if one.eof:
                rest = one.unused_data or self._source.read(CHUNK_BYTES)
                if not rest.strip(b"\0"):  # padding
                    return b""
                self._decompressor = one = self._begin()
                data = one.decompress(rest, size)
                continue
            more = self._source.read(CHUNK_BYTES) if one.needs_input else b""
            if one.needs_input and not more:
                if not self._begun:
                    return b""
                raise EOFError("it ends before its end mark")
            self._begun = True
            data = one.decompress(more, size)
        return data


class _Zlib:
    """zlib's decompressor with the methods that those of bz2 and lzma have."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj()

    eof = property(lambda self: self._inner.eof)
    unused_data = property(lambda self: self._inner.unused_data)
    needs_input = property(lambda self: not self._inner.unconsumed_tail)

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, max_length)


class _Whole:
    """Snappy without frames: its length, in seven bits a byte from the lowest, then everything."""

    def __init__(self, source: _Counted) -> None:
        self._source = source
        self._stream: IO[bytes] | None = None

    def read(self, size: int) -> bytes:
        if self._stream is None:
            self._stream = io.BytesIO(self._decompressed())
        return self._stream.read(size)

    def _decompressed(self) -> bytes:
        import pyarrow as pa

        data = self._source.read(MAX_WHOLE_BYTES + 1)
        if not data:
            return b""
        length = sum((byte & 0x7F) << (7 * place) for place, byte in enumerate(data[: _varint_bytes(data)]))
        if len(data) > MAX_WHOLE_BYTES or length > MAX_WHOLE_BYTES:
            raise ValueError(f"it has more than {MAX_WHOLE_BYTES} bytes, and SNAPPY is decompressed in memory")
        return cast("bytes", pa.Codec("snappy").decompress(data, length, asbytes=True))


def _varint_bytes(data: bytes) -> int:
    return 1 + next((place for place, byte in enumerate(data[:5]) if byte < 0x80), 4)


_DECOMPRESSORS: dict[str, Callable[[], Any]] = {
    "BZIP2": bz2.BZ2Decompressor,
    "DEFLATE": _Zlib,
    "LZMA": lambda: lzma.LZMADecompressor(lzma.FORMAT_ALONE, MAX_DICTIONARY_BYTES),
    "XZ": lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, MAX_DICTIONARY_BYTES),
}


def new_inflation() -> Inflation:
    return Inflation(InflationLimits.from_environment())
