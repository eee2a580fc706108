import gzip
import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from dalsegno_tasks import TaskFailure, build
from dalsegno_tasks.compress.archive_decompress import ArchiveDecompress
from dalsegno_tasks.compress.inflation import InflationLimits
from dalsegno_tasks.compress.zip_entries import read_entries

TYPICAL = {"2024/rides june.csv": b"a,b\n1,2\n", "__MACOSX/._x": b"\x00", "empty.txt": b""}


def zipped(entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def inflate_all(path: Path, limits: InflationLimits) -> None:
    for entry in read_entries(path, limits):
        list(entry.chunks(4))


def unzip(context, archive: bytes) -> dict[str, str]:
    uri = context.store("archive.zip", archive)
    return build(ArchiveDecompress, {"from": uri, "algorithm": "ZIP"}).run(context)["files"]


def test_each_entry_becomes_a_file_under_its_own_name(context):
    files = unzip(context, zipped(TYPICAL))
    assert {name: context.path(uri).read_bytes() for name, uri in files.items()} == TYPICAL


def test_blanks_in_names_are_underscores_in_the_uri_only(context):
    assert unzip(context, zipped(TYPICAL))["2024/rides june.csv"].endswith("/out/2024/rides_june.csv")


def test_folders_are_left_out(context):
    assert unzip(context, zipped({"dir/": b"", "dir/a": b"x"})).keys() == {"dir/a"}


def test_size_and_count_are_measured(context):
    unzip(context, zipped(TYPICAL))
    assert (context.metrics["size"], context.metrics["count"]) == (9, 3)


@pytest.mark.parametrize(
    "method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA], ids=str
)
def test_all_common_methods_are_read(context, method):
    data = b"row\n" * 600_000
    (uri,) = unzip(context, zipped({"a": data}, method)).values()
    assert context.path(uri).read_bytes() == data


def test_an_archive_may_be_compressed_as_a_whole_too(context):
    uri = context.store("a.zip.gz", gzip.compress(zipped(TYPICAL)))
    files = build(ArchiveDecompress, {"from": uri, "algorithm": "JAR", "compression": "gzip"}).run(context)["files"]
    assert {name: context.path(uri).read_bytes() for name, uri in files.items()} == TYPICAL


@pytest.mark.parametrize(
    "name", ["../evil", "a/../../evil", "/etc/passwd", "C:/x", "c:x", "a\\..\\b", "\\\\host\\share", "a\\b"]
)
def test_a_name_that_leads_out_of_the_folder_stops_all_before_anything_is_written(context, name):
    archive = zipped({"good.csv": b"1", "N" * len(name): b"2"}).replace(b"N" * len(name), name.encode())
    with pytest.raises(TaskFailure) as failed:
        unzip(context, archive)
    assert str(failed.value).startswith(f"Path traversal attempt detected in archive entry: {name}")
    assert context.stored() == []


def test_two_names_that_would_share_one_file_are_refused(context):
    with pytest.raises(TaskFailure, match="'a b' and 'a_b' would be stored under one name"):
        unzip(context, zipped({"a b": b"1", "a_b": b"2"}))


@pytest.mark.parametrize("data", [b"", b"<html>not found</html>", b"PK\x03\x04 and no more"])
def test_what_is_no_archive_is_said_to_be_none(context, data):
    with pytest.raises(TaskFailure, match="no complete ZIP archive"):
        unzip(context, data)


def test_a_truncated_archive_fails(context):
    archive = zipped({"a": bytes(range(256)) * 100})
    with pytest.raises(TaskFailure, match="no complete ZIP archive"):
        unzip(context, archive[: len(archive) // 2])


def test_a_flipped_bit_is_found_by_the_checksum(context):
    archive = bytearray(zipped({"a": b"the quick brown fox"}, zipfile.ZIP_STORED))
    archive[archive.index(b"quick")] ^= 1
    with pytest.raises(TaskFailure, match="Unable to read entry 'a': Bad CRC-32"):
        unzip(context, bytes(archive))
    assert context.stored() == []


def test_an_encrypted_entry_is_refused(context):
    archive = bytearray(zipped({"a": b"secret"}))
    archive[6] |= 1
    archive[archive.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(TaskFailure, match="Entry 'a' is encrypted"):
        unzip(context, bytes(archive))


@pytest.mark.parametrize("said", [10, 5000])
def test_an_entry_of_another_size_than_the_directory_says_fails(context, said):
    archive = bytearray(zipped({"a": b"x" * 100}))
    struct.pack_into("<I", archive, archive.index(b"PK\x01\x02") + 24, said)
    with pytest.raises(TaskFailure, match="Unable to read entry 'a'"):
        unzip(context, bytes(archive))
    assert context.stored() == []


def test_entries_that_share_their_bytes_are_refused(context):
    """Both directory entries point at one deflated stream, as in the overlapping archive bombs."""
    archive = zipped({"a": b"x" * 1000, "b": b"x" * 1000})
    second = archive.rindex(b"PK\x01\x02")
    forged = bytearray(archive)
    struct.pack_into("<I", forged, second + 42, 0)
    with pytest.raises(TaskFailure, match="Entries 'a' and 'b' overlap"):
        unzip(context, bytes(forged))


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        (InflationLimits(max_entries=2), "has 3 entries, more than the 2"),
        (InflationLimits(max_bytes=8), "inflates to more than 8 bytes"),
    ],
)
def test_limits_on_entries_and_bytes(tmp_path, limits, message):
    path = tmp_path / "a.zip"
    path.write_bytes(zipped(TYPICAL))
    with pytest.raises(TaskFailure, match=message):
        inflate_all(path, limits)


def test_a_bomb_stops_at_the_ratio_long_before_its_end(tmp_path):
    path = tmp_path / "bomb.zip"
    path.write_bytes(zipped({"zeros": bytes(20 << 20)}))
    limits = InflationLimits(max_ratio=100, ratio_free_bytes=1 << 20)
    entries = read_entries(path, limits)
    entry = next(entries)
    inflated: list[int] = []
    with pytest.raises(TaskFailure, match="'zeros' inflates to more than 100 times its"):
        inflated.extend(chunk[0] for chunk in entry.chunks(1 << 16))
    assert 16 <= len(inflated) < 48


def test_limits_are_set_by_the_environment(monkeypatch):
    monkeypatch.setenv("DALSEGNO_UNZIP_MAX_BYTES", "7")
    assert InflationLimits.from_environment().max_bytes == 7
    assert InflationLimits.from_environment().max_entries == 100_000


def test_a_checksum_of_the_directory_is_believed_over_the_bytes(context):
    archive = bytearray(zipped({"a": b"abc"}, zipfile.ZIP_STORED))
    struct.pack_into("<I", archive, archive.index(b"PK\x01\x02") + 16, zlib.crc32(b"abd"))
    with pytest.raises(TaskFailure, match="Bad CRC-32"):
        unzip(context, bytes(archive))
