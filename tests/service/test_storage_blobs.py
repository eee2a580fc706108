import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from dalsegno.api.storage.v1 import storage_pb2 as pb
from support.storage import NOW, ROOT, Storage, alter, digest_of, document, refusal_of, running_storage, told

MIB = 1024 * 1024
LARGE = bytes(range(256)) * (5 * MIB // 256 // 2)
PATH = f"{ROOT}/one/tasks/unzip/run/rides.csv"
UNKNOWN = "0" * 64


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    async with running_storage(tmp_path) as storage:
        yield storage


def header(**fields: Any) -> pb.WriteBlobRequest:
    return pb.WriteBlobRequest(header=pb.BlobHeader(**fields))


def data(chunk: bytes) -> pb.WriteBlobRequest:
    return pb.WriteBlobRequest(data=chunk)


def end(size_bytes: int) -> pb.WriteBlobRequest:
    return pb.WriteBlobRequest(end=pb.BlobEnd(size_bytes=size_bytes))


async def write(storage: Storage, *messages: pb.WriteBlobRequest) -> Any:
    return await storage.stub.WriteBlob(iter(messages))


@pytest.mark.parametrize("content", [b"", b"hello", LARGE], ids=["nothing", "little", "much"])
async def test_a_blob_is_read_by_its_digest_and_by_its_path_in_either_scheme(storage: Storage, content: bytes) -> None:
    blob = await storage.write(content[:7], content[7:], path=PATH, execution_id="one")
    assert blob == pb.Blob(digest=digest_of(content), size_bytes=len(content))
    assert await storage.read(digest=blob.digest) == content
    assert await storage.read(path=PATH) == content
    assert await storage.read(path=PATH.replace("dalsegno:", "kestra:")) == content


async def test_a_blob_needs_neither_path_nor_execution(storage: Storage) -> None:
    blob = await storage.write(b"hello")
    assert await storage.read(digest=blob.digest) == b"hello"
    assert await storage.paths() == []


async def test_a_path_written_in_kestras_scheme_is_listed_in_ours(storage: Storage) -> None:
    await storage.write(b"a", path="kestra:///n/f/a", execution_id="one")
    assert await storage.paths("kestra:///n") == ["dalsegno:///n/f/a"]


@pytest.mark.parametrize(
    ("offset", "limit_bytes", "expected"),
    [(0, 0, LARGE), (5, 0, LARGE[5:]), (0, 5, LARGE[:5]), (MIB - 1, 2, LARGE[MIB - 1 : MIB + 1]), (len(LARGE), 0, b"")],
)
async def test_a_part_of_a_blob_is_read(storage: Storage, offset: int, limit_bytes: int, expected: bytes) -> None:
    blob = await storage.write(LARGE)
    assert await storage.read(digest=blob.digest, offset=offset, limit_bytes=limit_bytes) == expected


async def test_chunks_have_at_most_one_mebibyte(storage: Storage) -> None:
    blob = await storage.write(LARGE)
    messages = [len(one.data) async for one in storage.stub.ReadBlob(pb.ReadBlobRequest(digest=blob.digest))]
    assert messages == [MIB, MIB, MIB // 2]


async def test_wrong_bytes_are_refused_and_not_stored(storage: Storage) -> None:
    call = storage.write(b"hello", path=PATH, execution_id="one", expected_digest=digest_of(b"jello"))
    assert told(await refusal_of(call)) == (
        "INVALID_ARGUMENT",
        "DIGEST_MISMATCH",
        {"expected_digest": digest_of(b"jello"), "actual_digest": digest_of(b"hello")},
    )
    assert (await storage.paths(), storage.files()) == ([], set())


async def test_bytes_with_the_announced_digest_are_stored(storage: Storage) -> None:
    blob = await storage.write(b"hello", expected_digest=digest_of(b"hello"))
    assert await storage.read(digest=blob.digest) == b"hello"


@pytest.mark.parametrize(
    ("messages", "field"),
    [
        ([], "header"),
        ([data(b"a")], "header"),
        ([pb.WriteBlobRequest()], "header"),
        ([header(), header()], "data"),
        ([header(), data(b"a"), pb.WriteBlobRequest()], "data"),
        ([header(), data(b"a" * (2 * MIB + 1))], "data"),
        ([header()], "end"),
        ([header(), data(b"abc")], "end"),
        ([header(), data(b"abc"), end(2)], "end"),
        ([header(), data(b"abc"), end(3), data(b"d")], "data"),
        ([header(), end(0), end(0)], "data"),
        ([header(path=PATH)], "header.execution_id"),
        ([header(path=PATH, execution_id="a b")], "header.execution_id"),
        ([header(path="dalsegno:///a/../b", execution_id="one")], "header.path"),
        ([header(path="s3:///a/b", execution_id="one")], "header.path"),
        ([header(expected_digest="ABC")], "header.expected_digest"),
    ],
)
async def test_a_malformed_stream_is_refused_and_nothing_of_it_is_stored(
    storage: Storage, messages: list[pb.WriteBlobRequest], field: str
) -> None:
    refusal = await refusal_of(write(storage, *messages))
    assert told(refusal) == ("INVALID_ARGUMENT", "INVALID_FIELD", {"field": field})
    assert storage.files() == set()


async def test_a_message_of_two_mebibytes_is_taken(storage: Storage) -> None:
    assert (await write(storage, header(), data(b"a" * 2 * MIB), end(2 * MIB))).blob.size_bytes == 2 * MIB


@pytest.mark.parametrize(
    ("request_fields", "field"),
    [
        ({}, "name"),
        ({"digest": "abc"}, "digest"),
        ({"path": "abc"}, "path"),
        ({"path": "dalsegno:///a//b"}, "path"),
        ({"digest": UNKNOWN, "offset": -1}, "offset"),
        ({"digest": UNKNOWN, "limit_bytes": -1}, "limit_bytes"),
    ],
)
async def test_a_malformed_read_is_refused(storage: Storage, request_fields: dict[str, Any], field: str) -> None:
    refusal = await refusal_of(storage.read(**request_fields))
    assert told(refusal) == ("INVALID_ARGUMENT", "INVALID_FIELD", {"field": field})


async def test_a_read_from_beyond_the_end_is_refused(storage: Storage) -> None:
    blob = await storage.write(b"hello")
    refusal = await refusal_of(storage.read(digest=blob.digest, offset=6))
    assert told(refusal) == ("INVALID_ARGUMENT", "INVALID_FIELD", {"field": "offset"})
    assert "offset is 6; the blob has 5 bytes" in refusal.message


async def test_an_unknown_digest_or_path_is_not_found(storage: Storage) -> None:
    assert told(await refusal_of(storage.read(digest=UNKNOWN))) == ("NOT_FOUND", "BLOB_NOT_FOUND", {"digest": UNKNOWN})
    assert told(await refusal_of(storage.read(path=PATH))) == ("NOT_FOUND", "FILE_NOT_FOUND", {"path": PATH})


@pytest.mark.parametrize("part", [{}, {"offset": 1}, {"limit_bytes": 2}], ids=["whole", "from", "to"])
async def test_a_file_that_was_deleted_from_the_disk_is_not_found(storage: Storage, part: dict[str, int]) -> None:
    blob = await storage.write(b"hello", path=PATH, execution_id="one")
    storage.file_of(blob.digest).unlink()
    refusal = await refusal_of(storage.read(path=PATH, **part))
    assert told(refusal) == ("NOT_FOUND", "BLOB_NOT_FOUND", {"digest": blob.digest})


async def test_a_client_never_gets_all_of_an_altered_blob(storage: Storage) -> None:
    blob = await storage.write(LARGE)
    alter(storage.file_of(blob.digest), LARGE[:-1] + b"!")
    received, refusal = await storage.read_until_refused(digest=blob.digest)
    assert told(refusal) == ("DATA_LOSS", "BLOB_CORRUPT", {"digest": blob.digest})
    assert len(received) == 2 * MIB


@pytest.mark.parametrize("part", [{"offset": 1}, {"limit_bytes": 2}], ids=["from", "to"])
async def test_of_an_altered_blob_no_part_is_given_out(storage: Storage, part: dict[str, int]) -> None:
    blob = await storage.write(LARGE)
    alter(storage.file_of(blob.digest), LARGE[:-1] + b"!")
    received, refusal = await storage.read_until_refused(digest=blob.digest, **part)
    assert told(refusal) == ("DATA_LOSS", "BLOB_CORRUPT", {"digest": blob.digest})
    assert received == b""


@pytest.mark.parametrize("part", [{}, {"offset": 1}], ids=["whole", "part"])
async def test_of_a_truncated_blob_nothing_is_given_out(storage: Storage, part: dict[str, int]) -> None:
    blob = await storage.write(LARGE)
    alter(storage.file_of(blob.digest), LARGE[:-1])
    received, refusal = await storage.read_until_refused(digest=blob.digest, **part)
    assert told(refusal) == ("DATA_LOSS", "BLOB_CORRUPT", {"digest": blob.digest})
    assert received == b""


async def test_a_touched_file_with_the_right_bytes_is_still_read_in_parts(storage: Storage) -> None:
    blob = await storage.write(LARGE)
    alter(storage.file_of(blob.digest), LARGE)
    assert await storage.read(digest=blob.digest, offset=len(LARGE) - 5) == LARGE[-5:]


async def test_writing_an_altered_blob_again_repairs_it(storage: Storage) -> None:
    blob = await storage.write(b"hello")
    alter(storage.file_of(blob.digest), b"jello")
    await storage.write(b"hello")
    assert await storage.read(digest=blob.digest) == b"hello"


async def test_missing_blobs_are_told_in_the_order_asked(storage: Storage) -> None:
    there, deleted, cut = [(await storage.write(text)).digest for text in (b"there", b"deleted", b"cut")]
    storage.file_of(deleted).unlink()
    alter(storage.file_of(cut), b"c")
    asked = [cut, UNKNOWN, there, deleted]
    answer = await storage.stub.FindMissingBlobs(pb.FindMissingBlobsRequest(digests=asked))
    assert list(answer.missing_digests) == [cut, UNKNOWN, deleted]


async def test_ten_thousand_digests_are_looked_for_at_once_and_no_more(storage: Storage) -> None:
    digests = [digest_of(str(number)) for number in range(10_001)]
    answer = await storage.stub.FindMissingBlobs(pb.FindMissingBlobsRequest(digests=digests[1:]))
    assert list(answer.missing_digests) == digests[1:]
    refusal = await refusal_of(storage.stub.FindMissingBlobs(pb.FindMissingBlobsRequest(digests=digests)))
    assert told(refusal) == ("INVALID_ARGUMENT", "INVALID_FIELD", {"field": "digests"})


async def test_files_are_listed_page_by_page(storage: Storage) -> None:
    for name in "dbeac":
        await storage.write(name.encode(), path=f"{ROOT}/{name}", execution_id="one")
    await storage.write(b"x", path="dalsegno:///other/x", execution_id="one")
    listed, token = [], ""
    while True:
        request = pb.ListFilesRequest(path_prefix=ROOT, page_size=2, page_token=token)
        page = await storage.stub.ListFiles(request)
        listed.append([(file.path, file.blob.digest, file.blob.size_bytes) for file in page.files])
        token = page.next_page_token
        if not token:
            break
    files = [(f"{ROOT}/{name}", digest_of(name), 1) for name in "abcde"]
    assert listed == [files[:2], files[2:4], files[4:]]


async def test_a_file_tells_when_it_was_written(storage: Storage) -> None:
    await storage.write(b"a", path=PATH, execution_id="one")
    page = await storage.stub.ListFiles(pb.ListFilesRequest())
    assert page.files[0].create_time.ToDatetime(NOW.tzinfo) == NOW


@pytest.mark.parametrize(
    ("fields", "reason", "metadata"),
    [
        ({"page_size": -1}, "INVALID_FIELD", {"field": "page_size"}),
        ({"page_size": 1001}, "INVALID_FIELD", {"field": "page_size"}),
        ({"path_prefix": "/etc"}, "INVALID_FIELD", {"field": "path_prefix"}),
        ({"page_token": "x"}, "INVALID_PAGE_TOKEN", {}),
    ],
)
async def test_a_malformed_list_is_refused(
    storage: Storage, fields: dict[str, Any], reason: str, metadata: dict[str, str]
) -> None:
    refusal = await refusal_of(storage.stub.ListFiles(pb.ListFilesRequest(**fields)))
    assert told(refusal) == ("INVALID_ARGUMENT", reason, metadata)


async def test_a_client_that_cancels_its_upload_leaves_nothing(storage: Storage) -> None:
    for size in (0, 100, 3 * MIB):
        call = storage.stub.WriteBlob()
        await call.write(header(path=PATH, execution_id="one"))
        for start in range(0, size, MIB):
            await call.write(data(b"x" * min(size - start, MIB)))
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
    await nothing_incoming(storage)
    assert (await storage.paths(), storage.files()) == ([], set())


async def nothing_incoming(storage: Storage) -> None:
    """Waits until the server has seen that the uploads were broken off, one that it begins late among them."""
    quiet = 0
    async with asyncio.timeout(20):
        while quiet < 20:
            await storage.paths()
            quiet = 0 if storage.files() else quiet + 1


async def test_a_client_that_stops_reading_leaks_nothing(storage: Storage) -> None:
    blob = await storage.write(*[b"x" * MIB] * 20)
    for _ in range(20):
        call = storage.stub.ReadBlob(pb.ReadBlobRequest(digest=blob.digest))
        assert len((await call.read()).data) == MIB
        call.cancel()
    async with asyncio.timeout(10):
        while blob.digest in open_files():
            await storage.paths()
    assert blob.digest not in open_files()


def open_files() -> set[str]:
    """The names of the files that this process, which the server shares, has open."""
    return {entry.readlink().name for entry in Path("/proc/self/fd").iterdir() if entry.is_symlink()}


async def test_the_same_blob_written_by_many_at_once_is_stored_once(storage: Storage) -> None:
    blobs = await asyncio.gather(
        *(storage.write(LARGE, path=f"{ROOT}/{number}", execution_id=f"e{number}") for number in range(10))
    )
    assert {blob.digest for blob in blobs} == {digest_of(LARGE)}
    assert storage.files() == {digest_of(LARGE)}
    assert await storage.read(path=f"{ROOT}/7") == LARGE


async def test_a_path_written_again_names_the_new_blob(storage: Storage) -> None:
    await storage.write(b"first", path=PATH, execution_id="one")
    await storage.write(b"second", path=PATH, execution_id="one")
    assert await storage.read(path=PATH) == b"second"


async def test_documents_are_no_blobs(storage: Storage) -> None:
    [digest] = await storage.put("one", document(a=1))
    assert told(await refusal_of(storage.read(digest=digest)))[1] == "BLOB_NOT_FOUND"
