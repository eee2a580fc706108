"""What every repository of storage does, whatever its database."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from dalsegno_runtime.database import Database
from dalsegno_runtime.errors import ServiceUnavailable
from dalsegno_storage.adapters.sql_repository import SqlRepository
from dalsegno_storage.adapters.tables import metadata
from dalsegno_storage.core.documents import read_document
from dalsegno_storage.core.errors import StorageFull
from dalsegno_storage.core.model import Blob, DefectKind, File, Health, Pin, PinnedDocument, StoredBlob
from dalsegno_storage.ports import Repository
from support.postgres import drop_database, temporary_database
from support.storage import NOW, digest_of, document

PATH = "dalsegno:///n/f/a.csv"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/storage.db"
    else:
        with temporary_database() as url:
            yield url


@pytest.fixture
def repository(url: str) -> Iterator[Repository]:
    database = Database(url, metadata)
    yield SqlRepository(database)
    database.close()


def blob(text: str, mark: str = "m") -> StoredBlob:
    return StoredBlob(blob=Blob(digest=digest_of(text), size_bytes=len(text)), mark=mark)


def owned(execution_id: str, text: str) -> PinnedDocument:
    return PinnedDocument(execution_id=execution_id, document=read_document("json", text))


async def put(repository: Repository, text: str, path: str | None = None, execution_id: str | None = None) -> str:
    await repository.put_blob(blob(text), path=path, execution_id=execution_id, now=NOW)
    return digest_of(text)


async def pin(
    repository: Repository, execution_id: str, *texts: str, health: Health = Health.SOUND
) -> list[tuple[DefectKind, str]] | None:
    """Pins documents whose files were all found to be in that state."""
    documents = [read_document("json", text) for text in texts]
    paths = {one.digest: one.paths for one in documents}
    files = await repository.find_files({path for one in documents for path in one.paths})
    states = {stored.blob.digest: health for stored in files.values()}
    wanted = Pin(execution_id=execution_id, digests=tuple(paths))
    found = await repository.pin([wanted], [], paths, states)
    return None if found is None else [(defect.kind, defect.path) for defect in found[0]]


async def test_a_blob_is_found_by_its_digest(repository: Repository) -> None:
    digest = await put(repository, "a")
    assert await repository.find_blobs([digest, digest_of("b")]) == {digest: blob("a")}


async def test_a_blob_that_is_put_again_has_the_new_mark(repository: Repository) -> None:
    digest = await put(repository, "a")
    await repository.put_blob(blob("a", "new"), path=None, execution_id=None, now=NOW)
    assert (await repository.find_blobs([digest]))[digest].mark == "new"


async def test_new_marks_are_remembered_of_blobs_that_are_still_stored(repository: Repository) -> None:
    digest = await put(repository, "a")
    await repository.remark({digest: "new", digest_of("b"): "other"})
    assert await repository.find_blobs([digest, digest_of("b")]) == {digest: blob("a", "new")}


async def test_a_path_names_a_blob(repository: Repository) -> None:
    await put(repository, "a", PATH, "one")
    assert await repository.find_files([PATH, PATH + "x"]) == {PATH: blob("a")}


async def test_a_path_written_again_names_the_new_blob(repository: Repository) -> None:
    await put(repository, "a", PATH, "one")
    await put(repository, "b", PATH, "one")
    assert await repository.find_files([PATH]) == {PATH: blob("b")}


async def test_what_a_path_names_after_it_was_written_again_stays_for_those_that_had_pinned_the_first(
    repository: Repository,
) -> None:
    await put(repository, "a", PATH, "one")
    text = document(uri=PATH)
    await repository.put_documents([owned("one", text)])
    assert await pin(repository, "two", text) == []
    await put(repository, "b", PATH, "one")
    assert await repository.release("one") == []
    assert await repository.find_files([PATH]) == {PATH: blob("b")}


async def test_files_are_listed_in_the_order_of_code_points(repository: Repository) -> None:
    names = ["B", "a", "a/b", "a-b", "b", "é", "a b", "A"]
    for name in names:
        await put(repository, name, f"dalsegno:///{name}", "one")
    listed = await repository.list_files("", after=None, limit=100)
    assert [file.path for file in listed] == [f"dalsegno:///{name}" for name in sorted(names)]


async def test_files_are_listed_by_prefix_from_a_path_on(repository: Repository) -> None:
    for name in ("a", "ab", "ab%", "ab_", "abc", "aB", "b"):
        await put(repository, name, f"dalsegno:///{name}", "one")
    listed = await repository.list_files("dalsegno:///ab", after="dalsegno:///ab%", limit=2)
    assert [file.path for file in listed] == ["dalsegno:///ab_", "dalsegno:///abc"]


async def test_a_file_carries_its_time_in_utc(repository: Repository) -> None:
    elsewhere = NOW.astimezone(timezone(timedelta(hours=2)))
    await repository.put_blob(blob("a"), path=PATH, execution_id="one", now=elsewhere.astimezone(UTC))
    assert list(await repository.list_files("", after=None, limit=1)) == [
        File(path=PATH, blob=blob("a").blob, create_time=datetime(2024, 6, 11, 17, 20, 6, 289000, tzinfo=UTC))
    ]


async def test_documents_are_found_by_their_digests(repository: Repository) -> None:
    text = document(a="é🎼", n=None)
    await repository.put_documents([owned("one", text), owned("two", text), owned("one", "{}")])
    assert await repository.find_documents([digest_of(text), digest_of("x")]) == {digest_of(text): text}


async def test_a_blob_goes_with_the_last_execution_that_pinned_it(repository: Repository) -> None:
    digest = await put(repository, "a", PATH, "one")
    await put(repository, "a", PATH + "2", "two")
    assert await repository.release("one") == []
    assert await repository.find_files([PATH, PATH + "2"]) == {PATH: blob("a"), PATH + "2": blob("a")}
    assert await repository.release("two") == [blob("a").blob]
    assert await repository.find_files([PATH, PATH + "2"]) == {}
    assert await repository.find_blobs([digest]) == {}


async def test_an_output_goes_with_the_last_execution_that_pinned_it(repository: Repository) -> None:
    text = document(a=1)
    await repository.put_documents([owned("one", text), owned("two", text)])
    await repository.release("one")
    assert await repository.find_documents([digest_of(text)]) == {digest_of(text): text}
    await repository.release("two")
    assert await repository.find_documents([digest_of(text)]) == {}


async def test_releasing_an_execution_without_pins_changes_nothing(repository: Repository) -> None:
    digest = await put(repository, "a")
    assert await repository.release("nobody") == []
    assert digest in await repository.find_blobs([digest])


async def test_an_output_and_a_blob_of_the_same_digest_are_kept_apart(repository: Repository) -> None:
    text = document(a=1)
    digest = await put(repository, text, PATH, "one")
    await repository.put_documents([owned("two", text)])
    assert await repository.release("one") == [blob(text).blob]
    assert await repository.find_documents([digest]) == {digest: text}


async def test_documents_pin_the_files_that_they_name(repository: Repository) -> None:
    digest = await put(repository, "a", PATH, "one")
    await repository.put_documents([owned("two", document(uri=PATH, other="dalsegno:///not/there"))])
    assert await repository.release("one") == []
    assert digest in await repository.find_blobs([digest])


async def test_a_pin_keeps_outputs_and_their_files(repository: Repository) -> None:
    text = document(uri=PATH)
    await put(repository, "a", PATH, "one")
    await repository.put_documents([owned("one", text)])
    assert await pin(repository, "two", text) == []
    assert await pin(repository, "two", text) == []
    assert await repository.release("one") == []
    assert await repository.find_documents([digest_of(text)]) == {digest_of(text): text}
    assert await repository.release("two") == [blob("a").blob]


@pytest.mark.parametrize(
    ("health", "kind"), [(Health.CORRUPT, DefectKind.FILE_CORRUPT), (Health.MISSING, DefectKind.FILE_MISSING)]
)
async def test_an_execution_with_a_defect_pins_nothing(
    repository: Repository, health: Health, kind: DefectKind
) -> None:
    text = document(uri=PATH)
    await put(repository, "a", PATH, "one")
    await repository.put_documents([owned("one", text), owned("one", "{}")])
    assert await pin(repository, "two", text, "{}", health=health) == [(kind, PATH)]
    await repository.release("one")
    assert await repository.find_documents([digest_of(text), digest_of("{}")]) == {}


async def test_of_several_executions_those_without_defects_are_pinned(repository: Repository) -> None:
    await repository.put_documents([owned("one", "{}")])
    there, gone = digest_of("{}"), digest_of("gone")
    pins = [Pin(execution_id="two", digests=(there, gone)), Pin(execution_id="three", digests=(there,))]
    found = await repository.pin(pins, [], {there: ()}, {})
    assert found is not None
    assert [[defect.kind for defect in defects] for defects in found] == [[DefectKind.OUTPUT_MISSING], []]
    await repository.release("one")
    assert await repository.find_documents([there]) == {there: "{}"}
    await repository.release("three")
    assert await repository.find_documents([there]) == {}


async def test_unshipped_documents_are_stored_first_and_kept_for_their_own_execution(repository: Repository) -> None:
    text = document(uri=PATH)
    await put(repository, "a", PATH, "one")
    sent = owned("one", text)
    wanted = Pin(execution_id="two", digests=(sent.document.digest,))
    paths = {sent.document.digest: (PATH,)}
    assert await repository.pin([wanted], [sent], paths, {digest_of("a"): Health.SOUND}) == [()]
    await repository.release("two")
    assert await repository.find_documents(paths) == {sent.document.digest: text}


async def test_a_path_that_came_to_name_another_blob_has_to_be_examined_again(repository: Repository) -> None:
    sent = owned("one", document(uri=PATH))
    await put(repository, "b", PATH, "one")
    wanted = Pin(execution_id="two", digests=(sent.document.digest,))
    examined = {digest_of("a"): Health.SOUND}
    assert await repository.pin([wanted], [sent], {sent.document.digest: (PATH,)}, examined) is None
    assert await repository.find_documents([sent.document.digest]) == {}


async def test_what_was_released_since_it_was_looked_at_is_missing(repository: Repository) -> None:
    text = document(uri=PATH)
    digest = await put(repository, "a", PATH, "one")
    await repository.put_documents([owned("one", text)])
    await repository.release("one")
    wanted = Pin(execution_id="two", digests=(digest_of(text),))
    found = await repository.pin([wanted], [], {digest_of(text): (PATH,)}, {digest: Health.SOUND})
    assert found is not None
    assert [defect.kind for defect in found[0]] == [DefectKind.OUTPUT_MISSING]


async def test_thousands_are_put_found_and_pinned_at_once(repository: Repository) -> None:
    texts = {digest_of(text): text for text in (document(n=number) for number in range(6_000))}
    await repository.put_documents([owned("one", text) for text in texts.values()])
    wanted = Pin(execution_id="two", digests=tuple(texts))
    assert await repository.pin([wanted], [], dict.fromkeys(texts, ()), {}) == [()]
    await repository.release("one")
    assert await repository.find_documents(texts) == texts


async def test_a_database_that_went_away_makes_the_service_unavailable() -> None:
    with temporary_database() as url:
        database = Database(url, metadata)
        repository = SqlRepository(database)
        drop_database(url)
        with pytest.raises(ServiceUnavailable):
            await put(repository, "a")
        with pytest.raises(ServiceUnavailable):
            await repository.find_blobs([digest_of("a")])
        database.close()


async def test_a_full_database_is_told_and_keeps_what_it_had(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/storage.db", metadata)
    repository = SqlRepository(database)
    await repository.put_documents([owned("one", "{}")])
    await database.write(lambda connection: connection.exec_driver_sql("pragma max_page_count=20").all())
    with pytest.raises(StorageFull) as caught:
        await repository.put_documents([owned("one", document(text="x" * 1_000_000))])
    assert "database or disk is full" in caught.value.message
    assert await repository.find_documents([digest_of("{}")]) == {digest_of("{}"): "{}"}
    database.close()
