"""Files that are deleted, and the files of namespaces, which belong to no execution."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from dalsegno.api.storage.v1 import storage_pb2 as pb
from support.postgres import drop_database, temporary_database
from support.storage import Storage, digest_of, document, kinds_of, refusal_of, running_storage, told

A, B = "dalsegno:///n/f/executions/1/a.csv", "dalsegno:///n/f/executions/1/b.csv"
SHARED, OTHER = "dalsegno:///company.team/_files/a.sql", "dalsegno:///company.team/_files/folder/b.sql"


@pytest.fixture(params=["sqlite", "postgresql"])
async def storage(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Storage]:
    if request.param == "sqlite":
        async with running_storage(tmp_path) as storage:
            yield storage
        return
    with temporary_database() as url:
        async with running_storage(tmp_path, database=url) as storage:
            yield storage
        drop_database(url)


async def delete(storage: Storage, *paths: str) -> tuple[list[str], int]:
    answer = await storage.stub.DeleteFiles(pb.DeleteFilesRequest(paths=paths))
    return list(answer.deleted_paths), answer.removed_bytes


async def test_a_deleted_file_is_gone_with_its_bytes(storage: Storage) -> None:
    await storage.write(b"1234", path=A, execution_id="1")
    await storage.write(b"12345", path=B, execution_id="1")
    assert await delete(storage, B, A.replace("dalsegno", "kestra"), "dalsegno:///n/f/none", B) == ([B, A], 9)
    assert (await storage.paths(), storage.files()) == ([], set())
    assert await delete(storage, A) == ([], 0)
    assert told(await refusal_of(storage.stub.ReadBlob(pb.ReadBlobRequest(path=A)).read()))[1] == "FILE_NOT_FOUND"


async def test_bytes_that_another_path_names_stay(storage: Storage) -> None:
    await storage.write(b"same", path=A, execution_id="1")
    await storage.write(b"same", path=B, execution_id="2")
    assert await delete(storage, A) == ([A], 0)
    assert await storage.read(path=B) == b"same"
    assert await storage.release("1") == (0, 0)
    assert await storage.release("2") == (1, 4)


async def test_outputs_that_name_a_deleted_file_cannot_be_pinned(storage: Storage) -> None:
    await storage.write(b"1", path=A, execution_id="1")
    [digest] = await storage.put("1", document(uri=A))
    await delete(storage, A)
    assert kinds_of((await storage.pin("2", [digest])).defects) == ["FILE_MISSING"]


async def test_a_deleted_file_can_be_written_again(storage: Storage) -> None:
    await storage.write(b"1", path=A, execution_id="1")
    await delete(storage, A)
    await storage.write(b"1", path=A, execution_id="1")
    assert await storage.read(path=A) == b"1"


@pytest.mark.parametrize("path", ["", "file:///etc/passwd", "dalsegno:///../a", "dalsegno:///n//a"])
async def test_what_is_no_path_is_refused(storage: Storage, path: str) -> None:
    code, reason, metadata = told(await refusal_of(storage.stub.DeleteFiles(pb.DeleteFilesRequest(paths=[A, path]))))
    assert (code, reason, metadata["field"]) == ("INVALID_ARGUMENT", "INVALID_FIELD", "paths[1]")


async def test_a_thousand_files_are_deleted_at_once_and_no_more(storage: Storage) -> None:
    paths = [f"{A}{number}" for number in range(1001)]
    assert await delete(storage, *paths[:1000]) == ([], 0)
    code, reason, _ = told(await refusal_of(storage.stub.DeleteFiles(pb.DeleteFilesRequest(paths=paths))))
    assert (code, reason) == ("INVALID_ARGUMENT", "INVALID_FIELD")


async def test_a_file_of_a_namespace_needs_no_execution_and_outlives_them(storage: Storage) -> None:
    await storage.write(b"select", path=SHARED)
    await storage.write(b"select", path=A, execution_id="1")
    [digest] = await storage.put("1", document(uri=SHARED))
    assert (await storage.pin("2", [digest])).defects == []
    assert (await storage.release("1"), await storage.release("2")) == ((0, 0), (0, 0))
    assert await storage.read(path=SHARED) == b"select"
    assert await delete(storage, SHARED, A) == ([SHARED, A], 6)
    assert storage.files() == set()


async def test_a_file_of_a_namespace_belongs_to_no_execution(storage: Storage) -> None:
    refusal = await refusal_of(storage.write(b"1", path=SHARED, execution_id="1"))
    assert told(refusal)[:2] == ("INVALID_ARGUMENT", "INVALID_FIELD")
    assert "of no execution; leave the field empty" in refusal.message
    refusal = await refusal_of(storage.write(b"1", path=A))
    assert "is written for no execution" in refusal.message


async def test_what_a_file_of_a_namespace_was_goes_when_nothing_needs_it(storage: Storage) -> None:
    await storage.write(b"old", path=SHARED)
    await storage.write(b"new", path=SHARED)
    assert storage.files() == {digest_of("new")}
    await storage.write(b"new", path=OTHER)
    await storage.write(b"newest", path=SHARED)
    assert storage.files() == {digest_of("new"), digest_of("newest")}
    await storage.write(b"newest", path=A, execution_id="1")
    await storage.write(b"again", path=SHARED)
    assert storage.files() == {digest_of("new"), digest_of("newest"), digest_of("again")}
    assert await storage.release("1") == (1, 6)
    assert storage.files() == {digest_of("new"), digest_of("again")}
    assert await storage.paths("dalsegno:///company.team/_files/") == [SHARED, OTHER]


async def test_what_an_execution_has_pinned_stays_when_a_file_of_a_namespace_is_written_again(storage: Storage) -> None:
    await storage.write(b"old", path=SHARED)
    await storage.put("1", document(uri=SHARED))
    await storage.write(b"new", path=SHARED)
    assert await storage.read(digest=digest_of("old")) == b"old"
    assert await storage.release("1") == (1, 3)
    assert storage.files() == {digest_of("new")}
