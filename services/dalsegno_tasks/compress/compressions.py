"""Which compressions there are, as properties."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator

from dalsegno_tasks.properties import upper

Name = Literal[
    "BROTLI",
    "BZIP2",
    "DEFLATE",
    "DEFLATE64",
    "GZIP",
    "LZ4BLOCK",
    "LZ4FRAME",
    "LZMA",
    "SNAPPY",
    "SNAPPYFRAME",
    "XZ",
    "Z",
    "ZSTD",
]
EXTENSIONS = {
    "BROTLI": ".br",
    "BZIP2": ".bz2",
    "DEFLATE": ".zlib",
    "GZIP": ".gz",
    "LZ4FRAME": ".lz4",
    "LZMA": ".lzma",
    "XZ": ".xz",
    "ZSTD": ".zst",
}
READ_WHOLE = "SNAPPY"  # it has no frames: all of it is decompressed at once, and none is written


def _readable(name: str) -> str:
    if name not in {*EXTENSIONS, READ_WHOLE}:
        raise ValueError(f"it is not read here. Those that are: {', '.join(sorted({*EXTENSIONS, READ_WHOLE}))}.")
    return name


def _writable(name: str) -> str:
    if name not in EXTENSIONS:
        raise ValueError(f"it is not written here. Those that are: {', '.join(EXTENSIONS)}.")
    return name


Readable = Annotated[Name, BeforeValidator(upper), AfterValidator(_readable)]
Writable = Annotated[Name, BeforeValidator(upper), AfterValidator(_writable)]
