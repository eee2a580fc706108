"""Writing compressed streams."""

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any, Protocol, cast

from dalsegno_tasks.interface import OutputFile


class Writer(Protocol):
    """What bytes are written to."""

    def write(self, data: bytes | bytearray | memoryview, /) -> int: ...


@contextmanager
def compressed(file: OutputFile, compression: str | None) -> Iterator[Writer]:
    """A writer that compresses into a file; the file itself without a compression. The file stays open."""
    if compression is None:
        yield file
        return
    with _COMPRESSORS[compression](Sink(file)) as writer:
        yield writer


class Sink(io.RawIOBase):
    """A file that is only written to, for libraries that want more of one."""

    def __init__(self, file: Writer) -> None:
        self._file = file

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        self._file.write(memoryview(data))
        return len(data)


def _arrow_writer(name: str) -> Callable[[Sink], Any]:
    def begin(sink: Sink) -> Any:
        import pyarrow as pa

        return pa.CompressedOutputStream(pa.PythonFile(sink, mode="w"), name)

    return begin


class _ZlibWriter:
    """Writes zlib's format."""

    def __init__(self, sink: Sink) -> None:
        self._sink, self._inner = sink, zlib.compressobj()

    def write(self, data: bytes | bytearray | memoryview, /) -> int:
        self._sink.write(self._inner.compress(data))
        return len(data)

    def __enter__(self) -> "_ZlibWriter":
        return self

    def __exit__(self, *exception: object) -> None:
        if exception[0] is None:
            self._sink.write(self._inner.flush())


def _bzip2(sink: Sink) -> Any:
    return bz2.BZ2File(cast("IO[bytes]", sink), "wb")


def _gzip(sink: Sink) -> Any:
    # Without the time, so that the same bytes become the same file.
    return gzip.GzipFile(filename="", mode="wb", fileobj=cast("IO[bytes]", sink), mtime=0)


def _lzma(form: int) -> Callable[[Sink], Any]:
    return lambda sink: lzma.LZMAFile(cast("IO[bytes]", sink), "wb", format=form)


_COMPRESSORS: dict[str, Callable[[Sink], Any]] = {
    "BROTLI": _arrow_writer("brotli"),
    "BZIP2": _bzip2,
    "DEFLATE": _ZlibWriter,
    "GZIP": _gzip,
    "LZ4FRAME": _arrow_writer("lz4"),
    "LZMA": _lzma(lzma.FORMAT_ALONE),
    "XZ": _lzma(lzma.FORMAT_XZ),
    "ZSTD": _arrow_writer("zstd"),
}
