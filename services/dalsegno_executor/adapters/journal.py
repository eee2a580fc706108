"""The journal in an SQL database."""

from collections.abc import Awaitable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from dalsegno_executor.adapters import tables
from dalsegno_executor.core.events import ExecutionRestarted, LabelsSet, Recorded
from dalsegno_executor.core.execution import Execution
from dalsegno_executor.core.states import State
from dalsegno_executor.ports import (
    NOT_ASKED,
    Answer,
    CountFilter,
    Creation,
    ExecutionSummary,
    Filter,
    LogLevel,
    LogLine,
)
from dalsegno_executor.wire.events import event_from_bytes, event_to_bytes
from dalsegno_runtime.clock import Clock
from dalsegno_runtime.database import Database, HotInsert
from dalsegno_runtime.idempotency import find_answer, keep_answer

_INSERT_EVENTS = HotInsert(tables.journal)
_INSERT_LOGS = HotInsert(tables.log)


class SqlJournal:
    """Implements `ports.Journal`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def create(self, creation: Creation) -> None:
        rows = _journal_rows(creation.execution.execution_id, creation.events)
        summary = _summary_row(creation.execution)
        digest = creation.execution.created.source_digest

        def write(connection: sa.Connection) -> None:
            known = sa.select(tables.definition.c.source_digest).where(tables.definition.c.source_digest == digest)
            if connection.execute(known).first() is None:
                connection.execute(tables.definition.insert(), {"source_digest": digest, "source": creation.source})
            connection.execute(tables.execution.insert(), summary)
            _INSERT_EVENTS.execute(connection, rows)
            if creation.replayed is not None:
                _append(connection, creation.replayed, creation.replayed_events)
            self._keep(connection, creation.answer)

        await self._database.write(write)

    async def append(self, execution: Execution, events: Sequence[Recorded], answer: Answer = NOT_ASKED) -> None:
        def write(connection: sa.Connection) -> None:
            _append(connection, execution, events)
            self._keep(connection, answer)

        await self._database.write(write)

    def _keep(self, connection: sa.Connection, asked: Answer) -> None:
        now = self._clock()
        keep_answer(connection, tables.request, asked.request_id, asked.fingerprint, asked.answer, now)

    async def read(self, execution_id: str, after_position: int = 0) -> list[Recorded]:
        table = tables.journal
        query = (
            sa.select(table.c.event)
            .where(table.c.execution_id == execution_id, table.c.position > after_position)
            .order_by(table.c.position)
        )
        payloads = await self._database.read(lambda connection: connection.execute(query).scalars().all())
        return [event_from_bytes(payload) for payload in payloads]

    async def definition(self, source_digest: str) -> str:
        query = sa.select(tables.definition.c.source).where(tables.definition.c.source_digest == source_digest)
        return await self._database.read(lambda connection: str(connection.execute(query).scalar_one()))

    async def answer(self, request_id: str, fingerprint: str) -> str | None:
        if not request_id:
            return None
        return await self._database.read(
            lambda connection: find_answer(connection, tables.request, request_id, fingerprint)
        )

    async def list_executions(self, chosen: Filter, limit: int, before: str | None) -> list[ExecutionSummary]:
        table = tables.execution
        query = sa.select(table).order_by(table.c.execution_id.desc()).limit(limit)
        for column in ("namespace", "flow_id", "original_id"):
            if wanted := getattr(chosen, column):
                query = query.where(table.c[column] == wanted)
        if chosen.states:
            query = query.where(table.c.state.in_([state.value for state in chosen.states]))
        if before is not None:
            query = query.where(table.c.execution_id < before)
        rows = await self._database.read(lambda connection: connection.execute(query).mappings().all())
        return [_summary(row) for row in rows]

    async def count_executions(self, chosen: CountFilter) -> Mapping[tuple[str, str], int]:
        table = tables.execution
        key = (table.c.namespace, table.c.flow_id)
        query = sa.select(*key, sa.func.count().label("number")).group_by(*key).order_by(*key)
        wanted = []
        if chosen.flows:
            wanted.append(sa.or_(*(sa.and_(key[0] == ns, key[1] == flow) for ns, flow in chosen.flows)))
        if chosen.namespaces:
            wanted.append(key[0].in_(chosen.namespaces))
        if wanted:
            query = query.where(sa.or_(*wanted))
        if chosen.states:
            query = query.where(table.c.state.in_([state.value for state in chosen.states]))
        if chosen.begin_time is not None:
            query = query.where(table.c.start_time >= chosen.begin_time)
        if chosen.end_time is not None:
            query = query.where(table.c.start_time <= chosen.end_time)
        rows = await self._database.read(lambda connection: connection.execute(query).mappings().all())
        return {(row["namespace"], row["flow_id"]): row["number"] for row in rows}

    async def unsettled(self) -> list[str]:
        table = tables.execution
        query = sa.select(table.c.execution_id).where(~table.c.settled).order_by(table.c.execution_id)
        return await self._database.read(lambda connection: list(connection.execute(query).scalars()))

    async def settle(self, execution_ids: Sequence[str]) -> None:
        table = tables.execution
        # One that was restarted meanwhile has not ended.
        ended = table.c.execution_id.in_(execution_ids) & table.c.end_time.is_not(None)
        change = table.update().where(ended).values(settled=True)
        await self._database.write(lambda connection: connection.execute(change))

    def write_logs(self, lines: Sequence[LogLine]) -> Awaitable[object]:
        rows = [
            {
                "execution_id": line.execution_id,
                "task_run_id": line.task_run_id,
                "task_path": line.task_path,
                "attempt_number": line.attempt_number,
                "level": int(line.level),
                "time": line.time,
                "message": line.message,
            }
            for line in lines
        ]
        return self._database.submit(lambda connection: _INSERT_LOGS.execute(connection, rows))

    async def read_logs(
        self, execution_id: str, after_position: int, limit: int, task_path: str, min_level: int
    ) -> list[LogLine]:
        table = tables.log
        query = (
            sa.select(table)
            .where(table.c.execution_id == execution_id, table.c.position > after_position)
            .order_by(table.c.position)
            .limit(limit)
        )
        if task_path:
            query = query.where(table.c.task_path == task_path)
        if min_level:
            query = query.where(table.c.level >= min_level)
        rows = await self._database.read(lambda connection: connection.execute(query).mappings().all())
        return [_log_line(row) for row in rows]


def _append(connection: sa.Connection, execution: Execution, events: Sequence[Recorded]) -> None:
    if not events:
        return
    _INSERT_EVENTS.execute(connection, _journal_rows(execution.execution_id, events))
    changed: dict[str, Any] = {}
    if execution.history[-1].time >= events[0].time:
        changed = {"state": execution.state.value, "end_time": execution.end_time}
    for recorded in events:
        if isinstance(recorded.event, LabelsSet):
            changed["labels"] = {**execution.labels, **changed.get("labels", {}), **recorded.event.labels}
        if isinstance(recorded.event, ExecutionRestarted):
            changed |= {"settled": False, "attempt_number": execution.created.attempt_number + execution.restarts}
    if changed:
        row = tables.execution.c.execution_id == execution.execution_id
        connection.execute(tables.execution.update().where(row).values(changed))


def _journal_rows(execution_id: str, events: Sequence[Recorded]) -> list[dict[str, Any]]:
    return [
        {
            "execution_id": execution_id,
            "position": recorded.position,
            "event": event_to_bytes(execution_id, recorded),
        }
        for recorded in events
    ]


def _summary_row(execution: Execution) -> dict[str, Any]:
    created = execution.created
    return {
        "execution_id": execution.execution_id,
        "namespace": created.namespace,
        "flow_id": created.flow_id,
        "flow_revision": created.flow_revision,
        "state": execution.state.value,
        "parent_id": created.parent_id,
        "original_id": created.original_id,
        "attempt_number": created.attempt_number,
        "labels": execution.labels,
        "start_time": created.start_time,
        "create_time": execution.create_time,
        "end_time": execution.end_time,
        "settled": False,
    }


def _summary(row: Any) -> ExecutionSummary:
    end_time = row["end_time"]
    return ExecutionSummary(
        execution_id=row["execution_id"],
        namespace=row["namespace"],
        flow_id=row["flow_id"],
        flow_revision=row["flow_revision"],
        state=State(row["state"]),
        parent_id=row["parent_id"],
        original_id=row["original_id"],
        attempt_number=row["attempt_number"],
        labels=row["labels"],
        start_time=_utc(row["start_time"]),
        create_time=_utc(row["create_time"]),
        end_time=_utc(end_time) if end_time else None,
    )


def _log_line(row: Any) -> LogLine:
    return LogLine(
        position=row["position"],
        execution_id=row["execution_id"],
        task_run_id=row["task_run_id"],
        task_path=row["task_path"],
        attempt_number=row["attempt_number"],
        level=LogLevel(row["level"]),
        time=_utc(row["time"]),
        message=row["message"],
    )


def _utc(time: datetime) -> datetime:
    # SQLite gives back what was written without its zone; all times are written in UTC.
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
