"""What every archive does, whatever its database."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from dalsegno_executor.adapters import archive as sql
from dalsegno_executor.adapters import tables
from dalsegno_executor.adapters.archive import SqlArchive
from dalsegno_executor.adapters.journal import SqlJournal
from dalsegno_executor.adapters.tables import metadata
from dalsegno_executor.core.events import ExecutionCreated, Recorded
from dalsegno_executor.core.evolving import begin
from dalsegno_executor.core.execution import Execution
from dalsegno_executor.ports import NOT_ASKED, Answer, Creation, DeletedExecution, Filter, LogLevel, LogLine
from dalsegno_runtime.database import Database
from support.postgres import temporary_database

NOON = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)
LATER = NOON + timedelta(days=1)
A, B, C, OTHER = (name * 22 for name in "ABCO")


class Both:
    """The journal and the archive of one database."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.journal = SqlJournal(database, lambda: NOON)
        self.archive = SqlArchive(database, lambda: LATER)

    async def create(self, execution_id: str, parent_id: str = "", original_id: str = "") -> Execution:
        created = ExecutionCreated(
            namespace="company.team",
            flow_id="rides",
            flow_revision=3,
            source_digest="digest",
            parent_id=parent_id,
            original_id=original_id or execution_id,
            attempt_number=2 if parent_id else 1,
            start_time=NOON,
        )
        first = Recorded(position=1, time=NOON, event=created)
        execution = begin(execution_id, first)
        await self.journal.create(Creation(execution=execution, events=(first,), source="id: rides", answer=NOT_ASKED))
        return execution

    async def log(self, execution_id: str, count: int) -> None:
        line = LogLine(
            execution_id=execution_id,
            task_run_id="",
            task_path="",
            attempt_number=0,
            level=LogLevel.INFO,
            time=NOON,
            message="x",
        )
        await self.journal.write_logs([line] * count)

    async def logged(self, execution_id: str) -> int:
        return len(await self.journal.read_logs(execution_id, 0, 1000, "", 0))

    async def chain(self, original_id: str, limit: int = 10, after: str = "") -> list[str]:
        found = await self.archive.chain(original_id, limit, after)
        return [
            f"-{one.execution_id[0]}" if isinstance(one, DeletedExecution) else one.execution_id[0] for one in found
        ]


@pytest.fixture(params=["sqlite", "postgresql"])
def both(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Both]:
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path}/executor.db", metadata)
        yield Both(database)
        database.close()
    else:
        with temporary_database() as url:
            database = Database(url, metadata)
            yield Both(database)
            database.close()


async def test_a_deleted_execution_is_gone_but_for_its_log_and_its_ids(both: Both) -> None:
    await both.create(A)
    execution = await both.create(B, parent_id=A, original_id=A)
    await both.journal.keep_snapshot(execution)
    await both.log(B, 3)
    await both.archive.delete(execution, Answer(request_id="delete", fingerprint="f", answer=B))
    stored = await both.journal.read(B)
    assert (stored.events, stored.snapshot) == ([], None)
    assert [one.execution_id for one in await both.journal.list_executions(Filter(), 10, None)] == [A]
    assert await both.journal.answer("delete", "f") == B
    assert (await both.archive.not_cleaned(), await both.logged(B)) == ([B], 3)
    assert (await both.archive.chain(A, 10, ""))[1] == DeletedExecution(
        execution_id=B,
        parent_id=A,
        original_id=A,
        attempt_number=2,
        flow_revision=3,
        create_time=NOON,
        delete_time=LATER,
    )


async def test_cleaning_deletes_its_log_and_no_other(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sql, "LOG_ROWS", 2)
    execution = await both.create(A)
    await both.create(B, parent_id=A, original_id=A)
    await both.log(A, 5)
    await both.log(B, 1)
    await both.archive.delete(execution, NOT_ASKED)
    await both.archive.clean(A)
    await both.archive.clean(A)
    assert (await both.logged(A), await both.logged(B)) == (0, 1)
    assert await both.archive.not_cleaned() == []


async def test_a_chain_is_paged_in_the_order_of_creation(both: Both) -> None:
    await both.create(A)
    execution = await both.create(B, parent_id=A, original_id=A)
    await both.create(C, parent_id=B, original_id=A)
    await both.create(OTHER)
    await both.archive.delete(execution, NOT_ASKED)
    assert await both.chain(A) == ["A", "-B", "C"]
    assert await both.chain(A, limit=2) == ["A", "-B"]
    assert await both.chain(A, after=B) == ["C"]
    assert [await both.archive.original_of(one) for one in (A, B, C, OTHER, "nothing")] == [A, A, A, OTHER, None]


async def test_what_is_kept_of_a_chain_goes_with_its_last_execution(both: Both) -> None:
    first = await both.create(A)
    second = await both.create(B, parent_id=A, original_id=A)
    other = await both.create(OTHER)
    for execution in (other, first):
        await both.archive.delete(execution, NOT_ASKED)
    await both.archive.clean(A)
    assert await both.chain(A) == ["-A", "B"]
    await both.archive.delete(second, NOT_ASKED)
    await both.archive.clean(B)
    assert (await both.chain(A), await both.chain(OTHER)) == ([], ["-O"])


async def test_no_snapshot_is_kept_of_what_was_deleted_meanwhile(both: Both) -> None:
    execution = await both.create(A)
    execution.closed = True
    await both.archive.delete(execution, NOT_ASKED)
    await both.journal.keep_snapshot(execution)
    kept = sa.select(tables.snapshot.c.execution_id)
    assert await both.database.read(lambda connection: connection.execute(kept).all()) == []
