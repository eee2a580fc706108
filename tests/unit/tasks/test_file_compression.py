import bz2
import gzip
import io
import lzma
import os
import zlib

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from dalsegno_tasks import TaskFailure, build
from dalsegno_tasks.compress.compressions import EXTENSIONS
from dalsegno_tasks.compress.decompressing import decompressed
from dalsegno_tasks.compress.file_compress import FileCompress
from dalsegno_tasks.compress.file_decompress import FileDecompress
from dalsegno_tasks.compress.inflation import Inflation, InflationLimits
from support.properties import examples

same_context = examples(30)
# Readers that are not ours.
READ = {
    "GZIP": gzip.decompress,
    "BZIP2": bz2.decompress,
    "DEFLATE": zlib.decompress,
    "XZ": lambda data: lzma.decompress(data, lzma.FORMAT_XZ),
    "LZMA": lambda data: lzma.decompress(data, lzma.FORMAT_ALONE),
    **{
        name: lambda data, codec=codec: pa.input_stream(pa.BufferReader(data), compression=codec).read()
        for name, codec in {"ZSTD": "zstd", "BROTLI": "brotli", "LZ4FRAME": "lz4"}.items()
    },
}
DATA = b"a,b\n1,2\n" * 1000


def compress(context, data: bytes, compression: str) -> bytes:
    outputs = build(FileCompress, {"from": context.store("a.csv", data), "compression": compression}).run(context)
    assert outputs["uri"].endswith("/out/a.csv" + EXTENSIONS[compression.upper()])
    return context.path(outputs["uri"]).read_bytes()


def decompress(context, data: bytes, compression: str, name: str = "a.csv") -> bytes:
    outputs = build(FileDecompress, {"from": context.store(name, data), "compression": compression}).run(context)
    return context.path(outputs["uri"]).read_bytes()


@pytest.mark.parametrize("compression", EXTENSIONS)
@pytest.mark.parametrize("data", [b"", DATA, os.urandom(3 << 20)], ids=["empty", "small", "large"])
def test_others_read_what_is_compressed_and_it_comes_back(context, compression, data):
    compressed = compress(context, data, compression)
    assert READ[compression](compressed) == data
    assert decompress(context, compressed, compression) == data


@same_context
@given(st.binary(max_size=200), st.sampled_from(sorted(EXTENSIONS)))
def test_any_bytes_come_back(context, data, compression):
    assert decompress(context, compress(context, data, compression), compression) == data


def test_the_same_bytes_become_the_same_file(context):
    for compression in EXTENSIONS:
        assert compress(context, DATA, compression) == compress(context, DATA, compression)


def test_snappy_is_read(context):
    for data in (b"x", DATA, os.urandom(100_000)):
        assert decompress(context, pa.Codec("snappy").compress(data, asbytes=True), "SNAPPY") == data


def test_streams_after_one_another_are_one(context):
    for compression in EXTENSIONS:
        assert decompress(context, 2 * compress(context, DATA, compression), compression) == 2 * DATA


def test_the_extension_of_the_compression_goes(context):
    data = gzip.compress(b"x")
    for name, expected in {"a.csv.gz": "a.csv", "b.txt": "b.txt", ".gz": "data"}.items():
        outputs = build(FileDecompress, {"from": context.store(name, data), "compression": "GZIP"}).run(context)
        assert outputs["uri"].endswith(f"/out/{expected}")


@pytest.mark.parametrize("compression", [*EXTENSIONS, "SNAPPY"])
def test_what_is_damaged_is_told(context, compression):
    whole = (
        pa.Codec("snappy").compress(DATA, asbytes=True)
        if compression == "SNAPPY"
        else compress(context, DATA, compression)
    )
    for data in (b"", whole[: len(whole) // 2], b"no such thing" * 20):
        context.path(context.store("in", data))
        with pytest.raises(
            TaskFailure, match=f"The file cannot be decompressed as {compression} after .* damaged, incompl"
        ):
            decompress(context, data, compression, "in")
        assert "in" not in context.stored()


@pytest.mark.parametrize("compression", ["GZIP", "BZIP2", "XZ", "ZSTD", "BROTLI"])
def test_a_bomb_stops_at_the_ratio_long_before_its_end(context, compression):
    bomb = compress(context, bytes(100 << 20), compression)
    limits = InflationLimits(max_ratio=20, ratio_free_bytes=5 << 20)
    read_sizes: list[int] = []
    with (
        decompressed(io.BytesIO(bomb), compression, Inflation(limits)) as stream,
        pytest.raises(TaskFailure, match="The file inflates to more than 20 times its"),
    ):
        read_sizes.extend(map(len, iter(lambda: stream.read(1 << 16), b"")))
    assert sum(read_sizes) < 30 << 20


def test_the_limit_on_bytes_is_set_by_the_environment(context, monkeypatch):
    compressed = compress(context, DATA, "GZIP")
    monkeypatch.setenv("DALSEGNO_UNZIP_MAX_BYTES", str(len(DATA) - 1))
    with pytest.raises(TaskFailure, match=f"It inflates to more than {len(DATA) - 1} bytes"):
        decompress(context, compressed, "GZIP", "in")
    assert "in" not in context.stored()


def test_snappy_that_says_it_is_huge_is_refused(context):
    with pytest.raises(TaskFailure, match="SNAPPY is decompressed in memory"):
        decompress(context, b"\xff\xff\xff\xff\x0f" + b"x" * 10, "SNAPPY")


@pytest.mark.parametrize(
    ("task", "compression", "message"),
    [
        (FileDecompress, "DEFLATE64", "it is not read here. Those that are: BROTLI, BZIP2, .*, SNAPPY, XZ, ZSTD"),
        (FileDecompress, "Z", "it is not read here"),
        (FileCompress, "SNAPPY", "it is not written here. Those that are: BROTLI, BZIP2, .*, XZ, ZSTD"),
        (FileCompress, "LZ4BLOCK", "it is not written here"),
        (FileCompress, "RAR", "Input should be 'BROTLI'"),
    ],
)
def test_compressions_that_are_not_there_are_told_with_those_that_are(task, compression, message):
    with pytest.raises(ValidationError, match=message):
        task.model_validate({"from": "dalsegno:///x", "compression": compression})
