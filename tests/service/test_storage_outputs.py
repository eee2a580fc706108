import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from dalsegno.api.storage.v1 import storage_pb2 as pb
from dalsegno_storage.__main__ import start
from dalsegno_storage.adapters.sql_repository import SqlRepository
from support.storage import (
    ROOT,
    Storage,
    alter,
    digest_of,
    document,
    kinds_of,
    refusal_of,
    running_storage,
    settings_in,
    storage_at,
    told,
)

PATH = f"{ROOT}/one/tasks/unzip/run/rides.csv"
WITH_FILE = document(uri=PATH, size=5)
UNKNOWN = "0" * 64


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    async with running_storage(tmp_path) as storage:
        yield storage


async def put_with_file(storage: Storage) -> tuple[str, str]:
    """Stores an output of execution "one" that names a file; returns the digests of both."""
    blob = await storage.write(b"hello", path=PATH, execution_id="one")
    [digest] = await storage.put("one", WITH_FILE)
    return digest, blob.digest


def found(result: pb.PinResult) -> list[tuple[str, str, str]]:
    kinds = kinds_of(result.defects)
    return [(kind, defect.output_digest, defect.path) for kind, defect in zip(kinds, result.defects, strict=True)]


async def test_outputs_are_named_by_the_sha256_of_their_text(storage: Storage) -> None:
    texts = [document(b="é", a=[1, 2.5, None]), "{}", document(b="é", a=[1, 2.5, None])]
    digests = await storage.put("one", *texts)
    assert digests == [digest_of(text) for text in texts]
    assert await storage.get(*digests) == texts


async def test_outputs_that_are_not_stored_are_listed_as_missing(storage: Storage) -> None:
    [digest] = await storage.put("one", "{}")
    answer = await storage.stub.GetOutputs(pb.GetOutputsRequest(digests=[UNKNOWN, digest, UNKNOWN]))
    assert (list(answer.documents), list(answer.missing_digests)) == (["", "{}", ""], [UNKNOWN])


@pytest.mark.parametrize("text", ["", "[]", '{"a": 1}', '{"a":NaN}', '{"a":"' + "x" * 4 * 1024 * 1024 + '"}'])
async def test_one_bad_document_refuses_all_of_them(storage: Storage, text: str) -> None:
    refusal = await refusal_of(storage.put("one", "{}", text))
    assert told(refusal) == ("INVALID_ARGUMENT", "INVALID_OUTPUT", {})
    assert refusal.message.startswith("documents[1].json")
    assert await storage.get(digest_of("{}")) == [""]


async def test_one_bad_unshipped_document_refuses_the_pin(storage: Storage) -> None:
    [digest] = await storage.put("one", "{}")
    refusal = await refusal_of(storage.pin("two", [digest], unshipped=[pb.OutputDocument(execution_id="one", json="")]))
    assert told(refusal) == ("INVALID_ARGUMENT", "INVALID_OUTPUT", {})
    await storage.release("one")
    assert await storage.get(digest) == [""]


@pytest.mark.parametrize(
    ("method", "request_message", "field"),
    [
        ("PutOutputs", pb.PutOutputsRequest(documents=[pb.OutputDocument(json="{}")]), "documents[0].execution_id"),
        ("GetOutputs", pb.GetOutputsRequest(digests=["x"]), "digests[0]"),
        ("GetOutputs", pb.GetOutputsRequest(digests=[UNKNOWN] * 10_001), "digests"),
        ("FindMissingBlobs", pb.FindMissingBlobsRequest(digests=[UNKNOWN, "x"]), "digests[1]"),
        ("PinOutputs", pb.PinOutputsRequest(pins=[pb.Pin(digests=[UNKNOWN])]), "pins[0].execution_id"),
        ("PinOutputs", pb.PinOutputsRequest(pins=[pb.Pin(execution_id="e", digests=["x"])]), "pins[0].digests"),
        ("PinOutputs", pb.PinOutputsRequest(unshipped=[pb.OutputDocument(json="{}")]), "unshipped[0].execution_id"),
        ("ReleaseExecution", pb.ReleaseExecutionRequest(), "execution_id"),
    ],
)
async def test_a_malformed_request_is_refused(storage: Storage, method: str, request_message: Any, field: str) -> None:
    refusal = await refusal_of(getattr(storage.stub, method)(request_message))
    assert told(refusal) == ("INVALID_ARGUMENT", "INVALID_FIELD", {"field": field})


async def test_outputs_that_do_not_fit_into_one_answer_are_refused_and_not_pinned(storage: Storage) -> None:
    texts = [document(n=number, text="x" * 4_000_000) for number in range(4)]
    digests = [digest for text in texts for digest in await storage.put("one", text)] * 4
    refusals = [
        await refusal_of(storage.get(*digests)),
        await refusal_of(storage.pin("two", digests)),
    ]
    assert [told(refusal) for refusal in refusals] == [
        ("INVALID_ARGUMENT", "INVALID_FIELD", {"field": field}) for field in ("digests", "pins")
    ]
    await storage.release("one")
    assert await storage.get(digests[0]) == [""]


async def test_a_pin_keeps_an_output_and_its_file_when_the_source_is_released(storage: Storage) -> None:
    output, blob = await put_with_file(storage)
    result = await storage.pin("two", [output])
    assert (list(result.documents), found(result)) == ([WITH_FILE], [])
    assert await storage.release("one") == (0, 0)
    assert await storage.get(output) == [WITH_FILE]
    assert await storage.read(path=PATH) == b"hello"
    assert await storage.release("two") == (1, 5)
    assert (await storage.get(output), await storage.paths(), storage.files()) == ([""], [], set())
    assert told(await refusal_of(storage.read(digest=blob)))[1] == "BLOB_NOT_FOUND"


async def test_documents_come_in_the_order_asked_as_often_as_asked(storage: Storage) -> None:
    first, second = await storage.put("one", document(n=1), document(n=2))
    result = await storage.pin("two", [second, first, second])
    assert list(result.documents) == [document(n=2), document(n=1), document(n=2)]


async def test_a_second_pin_is_added_to_the_first(storage: Storage) -> None:
    first, second = await storage.put("one", document(n=1), document(n=2))
    await storage.pin("two", [first])
    await storage.pin("two", [second])
    await storage.release("one")
    assert await storage.get(first, second) == [document(n=1), document(n=2)]


async def test_an_output_that_is_not_stored_is_a_defect_and_nothing_is_pinned(storage: Storage) -> None:
    [digest] = await storage.put("one", "{}")
    result = await storage.pin("two", [digest, UNKNOWN])
    assert (list(result.documents), found(result)) == (["{}", ""], [("OUTPUT_MISSING", UNKNOWN, "")])
    assert result.defects[0].message == f"Output {UNKNOWN} is not stored; it was never written, or released."
    await storage.release("one")
    assert await storage.get(digest) == [""]


async def test_a_file_that_was_never_written_is_a_defect(storage: Storage) -> None:
    [digest] = await storage.put("one", WITH_FILE)
    result = await storage.pin("two", [digest])
    assert (list(result.documents), found(result)) == ([WITH_FILE], [("FILE_MISSING", digest, PATH)])


async def test_a_file_that_was_deleted_from_the_disk_is_a_defect(storage: Storage) -> None:
    digest, blob = await put_with_file(storage)
    storage.file_of(blob).unlink()
    assert found(await storage.pin("two", [digest])) == [("FILE_MISSING", digest, PATH)]


@pytest.mark.parametrize("content", [b"jello", b"hell", b"hello!"], ids=["same size", "shorter", "longer"])
async def test_a_file_that_was_altered_on_disk_is_a_defect(storage: Storage, content: bytes) -> None:
    digest, blob = await put_with_file(storage)
    alter(storage.file_of(blob), content)
    assert found(await storage.pin("two", [digest])) == [("FILE_CORRUPT", digest, PATH)]


async def test_a_defect_is_gone_once_the_file_is_written_again(storage: Storage) -> None:
    digest, blob = await put_with_file(storage)
    alter(storage.file_of(blob), b"jello")
    assert found(await storage.pin("two", [digest])) == [("FILE_CORRUPT", digest, PATH)]
    await storage.write(b"hello", path=PATH, execution_id="one")
    assert found(await storage.pin("two", [digest])) == []


async def test_a_touched_file_with_the_right_bytes_is_no_defect(storage: Storage) -> None:
    digest, blob = await put_with_file(storage)
    alter(storage.file_of(blob), b"hello")
    assert found(await storage.pin("two", [digest])) == []


async def test_bytes_that_rot_unseen_are_a_defect_once_a_reader_has_met_them(tmp_path: Path) -> None:
    running = await start(settings_in(tmp_path))
    async with storage_at(running.address, tmp_path / "blobs") as storage:
        digest, blob = await put_with_file(storage)
        alter(storage.file_of(blob), b"jello")
        # The mark is that of the altered file, as if nothing had touched it: what a failing disk does.
        stamps = await running.parts.blobs.look([blob])
        await SqlRepository(running.parts.database).remark({blob: stamps[blob].mark})
        assert found(await storage.pin("two", [digest])) == []
        received, refusal = await storage.read_until_refused(path=PATH)
        assert (received, told(refusal)) == (b"", ("DATA_LOSS", "BLOB_CORRUPT", {"digest": blob}))
        assert found(await storage.pin("two", [digest])) == [("FILE_CORRUPT", digest, PATH)]
    await running.stop()


async def test_unshipped_documents_are_stored_and_pinned_with_the_others(storage: Storage) -> None:
    [digest] = await storage.put("one", "{}")
    await storage.write(b"hello", path=PATH, execution_id="one")
    unshipped = [pb.OutputDocument(execution_id="one", json=WITH_FILE)]
    result = await storage.pin("two", [digest, digest_of(WITH_FILE)], unshipped=unshipped)
    assert (list(result.documents), found(result)) == (["{}", WITH_FILE], [])
    await storage.release("one")
    assert await storage.get(digest_of(WITH_FILE)) == [WITH_FILE]
    assert await storage.read(path=PATH) == b"hello"


async def test_unshipped_documents_stay_for_their_own_execution_when_a_pin_has_defects(storage: Storage) -> None:
    unshipped = [pb.OutputDocument(execution_id="one", json="{}")]
    result = await storage.pin("two", [digest_of("{}"), UNKNOWN], unshipped=unshipped)
    assert found(result) == [("OUTPUT_MISSING", UNKNOWN, "")]
    await storage.release("two")
    assert await storage.get(digest_of("{}")) == ["{}"]
    await storage.release("one")
    assert await storage.get(digest_of("{}")) == [""]


async def test_several_executions_are_pinned_at_once_each_for_itself(storage: Storage) -> None:
    [digest] = await storage.put("one", "{}")
    pins = [
        pb.Pin(execution_id="two", digests=[digest]),
        pb.Pin(execution_id="three", digests=[UNKNOWN, digest]),
        pb.Pin(execution_id="four"),
    ]
    answer = await storage.stub.PinOutputs(pb.PinOutputsRequest(pins=pins))
    assert [found(result) for result in answer.results] == [[], [("OUTPUT_MISSING", UNKNOWN, "")], []]
    assert [list(result.documents) for result in answer.results] == [["{}"], ["", "{}"], []]
    await storage.release("one")
    assert await storage.get(digest) == ["{}"]
    await storage.release("two")
    assert await storage.get(digest) == [""]


async def test_a_check_tells_the_same_and_neither_stores_nor_pins(storage: Storage) -> None:
    digest, blob = await put_with_file(storage)
    unshipped = [pb.OutputDocument(execution_id="one", json="{}")]
    wanted = [digest, digest_of("{}"), UNKNOWN]
    result = await storage.pin("two", wanted, unshipped=unshipped, check_only=True)
    assert (list(result.documents), found(result)) == ([WITH_FILE, "{}", ""], [("OUTPUT_MISSING", UNKNOWN, "")])
    alter(storage.file_of(blob), b"jello")
    assert found(await storage.pin("two", [digest], check_only=True)) == [("FILE_CORRUPT", digest, PATH)]
    assert await storage.get(digest_of("{}")) == [""]
    assert await storage.release("one") == (1, 5)


async def test_an_execution_is_released_once_and_again(storage: Storage) -> None:
    await storage.write(b"hello", path=PATH, execution_id="one")
    assert [await storage.release("one"), await storage.release("one")] == [(1, 5), (0, 0)]


async def test_two_executions_share_a_blob_until_the_last_is_released(storage: Storage) -> None:
    paths = [f"{ROOT}/one/a", f"{ROOT}/two/b"]
    for execution_id, path in zip(("one", "two"), paths, strict=True):
        await storage.write(b"hello", path=path, execution_id=execution_id)
    assert await storage.release("one") == (0, 0)
    assert [await storage.read(path=path) for path in paths] == [b"hello", b"hello"]
    assert await storage.release("two") == (1, 5)
    assert (await storage.paths(), storage.files()) == ([], set())


async def test_a_blob_that_is_written_while_it_is_released_is_there_or_gone_as_a_whole(storage: Storage) -> None:
    for number in range(30):
        await storage.write(b"hello", path=PATH, execution_id="one")
        answers = await asyncio.gather(
            storage.release("one"), storage.write(b"hello", path=f"{ROOT}/two/{number}", execution_id="two")
        )
        assert answers[1].digest == digest_of(b"hello")
        assert await storage.read(path=f"{ROOT}/two/{number}") == b"hello"
        await storage.release("two")
    assert storage.files() == set()


async def test_an_output_that_is_pinned_while_its_source_is_released_is_pinned_with_its_file_or_not_at_all(
    storage: Storage,
) -> None:
    for number in range(30):
        digest, _ = await put_with_file(storage)
        result, _ = await asyncio.gather(storage.pin(f"e{number}", [digest]), storage.release("one"))
        there = (await storage.get(digest))[0] == WITH_FILE
        assert there is (not result.defects)
        assert (await storage.read(path=PATH) == b"hello") if there else (await storage.paths() == [])
        await storage.release(f"e{number}")
    assert storage.files() == set()
