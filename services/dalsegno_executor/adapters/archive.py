"""Executions that have ended, in an SQL database: deleting them, and what remains of those that were deleted."""

from typing import Any

import sqlalchemy as sa

from dalsegno_executor.adapters import tables
from dalsegno_executor.adapters.journal import summary_from_row, utc
from dalsegno_executor.core.execution import Execution
from dalsegno_executor.ports import Answer, DeletedExecution, ExecutionSummary
from dalsegno_runtime.clock import Clock
from dalsegno_runtime.database import Database
from dalsegno_runtime.idempotency import Answers

_ANSWERS = Answers(tables.request)
# Of a log, at once: others write in between.
LOG_ROWS = 10_000


class SqlArchive:
    """Implements `ports.Archive`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def delete(self, execution: Execution, answer: Answer) -> None:
        created, execution_id = execution.created, execution.execution_id
        remains = {
            "execution_id": execution_id,
            "parent_id": created.parent_id,
            "original_id": created.original_id,
            "attempt_number": created.attempt_number + execution.restarts,
            "flow_revision": created.flow_revision,
            "create_time": execution.create_time,
            "delete_time": self._clock(),
            "cleaned": False,
        }

        def write(connection: sa.Connection) -> None:
            for table in (tables.execution, tables.journal, tables.snapshot):
                connection.execute(table.delete().where(table.c.execution_id == execution_id))
            connection.execute(tables.deleted.insert(), remains)
            _ANSWERS.keep(connection, answer.request_id, answer.fingerprint, answer.answer, self._clock())

        await self._database.write(write)

    async def not_cleaned(self) -> list[str]:
        table = tables.deleted
        query = sa.select(table.c.execution_id).where(~table.c.cleaned).order_by(table.c.execution_id)
        return await self._database.read(lambda connection: list(connection.execute(query).scalars()))

    async def original_of(self, execution_id: str) -> str | None:
        tables_of = (tables.execution, tables.deleted)
        found = sa.union_all(
            *(sa.select(table.c.original_id).where(table.c.execution_id == execution_id) for table in tables_of)
        )
        return await self._database.read(lambda connection: connection.execute(found).scalar())

    async def chain(self, original_id: str, limit: int, after: str) -> list[ExecutionSummary | DeletedExecution]:
        there, gone = (_links(table, original_id, limit, after) for table in (tables.execution, tables.deleted))

        def read(connection: sa.Connection) -> list[ExecutionSummary | DeletedExecution]:
            return [
                *(summary_from_row(row) for row in connection.execute(there).mappings()),
                *(_deleted(row) for row in connection.execute(gone).mappings()),
            ]

        found = await self._database.read(read)
        return sorted(found, key=lambda link: link.execution_id)[:limit]

    async def clean(self, execution_id: str) -> None:
        table = tables.log
        rows = sa.select(table.c.position).where(table.c.execution_id == execution_id).limit(LOG_ROWS)
        some = table.delete().where(table.c.position.in_(rows))
        while await self._database.write(lambda connection: connection.execute(some).rowcount):
            pass
        await self._database.write(lambda connection: _cleaned(connection, execution_id))


def _links(table: sa.Table, original_id: str, limit: int, after: str) -> sa.Select[Any]:
    chosen = sa.select(table).where(table.c.original_id == original_id, table.c.execution_id > after)
    return chosen.order_by(table.c.execution_id).limit(limit)


def _deleted(row: Any) -> DeletedExecution:
    times = {name: utc(row[name]) for name in ("create_time", "delete_time")}
    return DeletedExecution(**{name: row[name] for name in row if name != "cleaned"} | times)


def _cleaned(connection: sa.Connection, execution_id: str) -> None:
    """Takes note that nothing is left of an execution, and forgets a chain of which every execution is gone."""
    table, others = tables.deleted, tables.execution
    connection.execute(table.update().where(table.c.execution_id == execution_id).values(cleaned=True))
    chain = sa.select(table.c.original_id).where(table.c.execution_id == execution_id).scalar_subquery()
    original = connection.execute(sa.select(chain)).scalar()
    alive = sa.select(others.c.execution_id).where(others.c.original_id == original).limit(1)
    if original is not None and connection.execute(alive).first() is None:
        connection.execute(table.delete().where(table.c.original_id == original, table.c.cleaned))
