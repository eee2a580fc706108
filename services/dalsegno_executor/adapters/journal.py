"""The journal in an SQL database."""

import asyncio
import logging
from collections.abc import Awaitable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from dalsegno_executor.adapters import tables
from dalsegno_executor.core.events import ExecutionRestarted, LabelsSet, Recorded
from dalsegno_executor.core.execution import Execution, JournalCorrupt
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
    Stored,
)
from dalsegno_executor.wire.events import event_from_bytes, event_to_bytes
from dalsegno_executor.wire.snapshots import VERSION, SnapshotUnreadable, execution_from_snapshot, snapshot_to_bytes
from dalsegno_runtime.clock import Clock
from dalsegno_runtime.database import Database, HotStatement
from dalsegno_runtime.errors import ServiceError
from dalsegno_runtime.idempotency import Answers

_INSERT_EVENTS = HotStatement(tables.journal.insert())
_INSERT_LOGS = HotStatement(
    tables.log.insert().inline(), [column.name for column in tables.log.c if column.name != "position"]
)
_INSERT_EXECUTION = HotStatement(tables.execution.insert())
_CHANGE_STATE = HotStatement(
    tables.execution.update()
    .where(tables.execution.c.execution_id == sa.bindparam("of"))
    .values(state=sa.bindparam("now"), end_time=sa.bindparam("ended"))
)
_ANSWERS = Answers(tables.request)
MAX_KNOWN = 10_000

log = logging.getLogger("dalsegno.journal")


class SqlJournal:
    """Implements `ports.Journal`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._known: set[str] = set()  # digests of sources that are kept

    @property
    def write_fault(self) -> ServiceError | None:
        return self._database.write_fault

    async def create(self, creation: Creation) -> tuple[Sequence[bytes], Sequence[bytes]]:
        rows = _journal_rows(creation.execution.execution_id, creation.events)
        replayed = _journal_rows(creation.replayed.execution_id, creation.replayed_events) if creation.replayed else []
        summary = _summary_row(creation.execution)
        digest = creation.execution.created.source_digest

        def write(connection: sa.Connection) -> None:
            if digest not in self._known:
                _keep_definition(connection, digest, creation.source)
            _INSERT_EXECUTION.execute(connection, [summary])
            _INSERT_EVENTS.execute(connection, rows)
            if creation.replayed is not None:
                _append(connection, creation.replayed, creation.replayed_events, replayed)
            self._keep(connection, creation.answer)

        await self._database.write(write)
        if len(self._known) >= MAX_KNOWN:
            self._known.clear()
        self._known.add(digest)
        return [row["event"] for row in rows], [row["event"] for row in replayed]

    async def append(
        self, execution: Execution, events: Sequence[Recorded], answer: Answer = NOT_ASKED
    ) -> Sequence[bytes]:
        rows = _journal_rows(execution.execution_id, events)

        def write(connection: sa.Connection) -> None:
            _append(connection, execution, events, rows)
            self._keep(connection, answer)

        await self._database.write(write)
        return [row["event"] for row in rows]

    def _keep(self, connection: sa.Connection, asked: Answer) -> None:
        _ANSWERS.keep(connection, asked.request_id, asked.fingerprint, asked.answer, self._clock())

    async def read(self, execution_id: str) -> Stored:
        # All of it in the reader's thread: others need the event loop.
        return await self._database.read(lambda connection: _stored(connection, execution_id))

    async def keep_snapshot(self, execution: Execution) -> None:
        position = execution.position
        try:
            content = await asyncio.to_thread(snapshot_to_bytes, execution)
        except RuntimeError:
            return  # It changed while it was looked through.
        if execution.position != position or not execution.closed:
            return
        row = {"execution_id": execution.execution_id, "version": VERSION, "content": content}

        def write(connection: sa.Connection) -> None:
            table = tables.snapshot
            if is_gone(connection, execution.execution_id):
                return
            connection.execute(table.delete().where(table.c.execution_id == execution.execution_id))
            connection.execute(table.insert(), row)

        await self._database.write(write)

    async def definition(self, source_digest: str) -> str:
        query = sa.select(tables.definition.c.source).where(tables.definition.c.source_digest == source_digest)
        source = await self._database.read(lambda connection: connection.execute(query).scalar())
        if source is None:
            raise JournalCorrupt(f"the flow's source with digest {source_digest} is gone", position=1)
        return str(source)

    async def answer(self, request_id: str, fingerprint: str) -> str | None:
        if not request_id:
            return None
        return await self._database.look_up(lambda connection: _ANSWERS.find(connection, request_id, fingerprint))

    async def list_executions(self, chosen: Filter, limit: int, before: str | None) -> list[ExecutionSummary]:
        query = _page(chosen, chosen.states[0] if chosen.states else None, limit, before)
        if len(chosen.states) > 1:
            # A page of each state, by its index, and of these the newest: an index does not give several in one order.
            pages = [_page(chosen, state, limit, before).subquery() for state in dict.fromkeys(chosen.states)]
            found = sa.union_all(*(sa.select(page) for page in pages)).subquery()
            query = sa.select(found).order_by(found.c.execution_id.desc()).limit(limit)
        rows = await self._database.read(lambda connection: connection.execute(query).mappings().all())
        return [summary_from_row(row) for row in rows]

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

    async def started_by(self, execution_id: str) -> list[str]:
        table = tables.execution
        query = sa.select(table.c.execution_id).where(table.c.started_by == execution_id).order_by(table.c.execution_id)
        return await self._database.read(lambda connection: list(connection.execute(query).scalars()))

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


def is_gone(connection: sa.Connection, execution_id: str) -> bool:
    """Whether the execution was deleted, or never was."""
    row = sa.select(tables.execution.c.execution_id).where(tables.execution.c.execution_id == execution_id)
    return connection.execute(row).first() is None


def _stored(connection: sa.Connection, execution_id: str) -> Stored:
    table = tables.journal
    columns = (table.c.position, table.c.event)
    query = sa.select(*columns).where(table.c.execution_id == execution_id).order_by(table.c.position)
    rows = connection.execute(query).all()
    snapshot = _snapshot(connection, execution_id)
    if snapshot is not None and snapshot.position > len(rows):
        snapshot = None  # It was taken after the events were read.
    after = snapshot.position if snapshot else 0
    recorded = [_event(position, event) for position, event in rows[after:]]
    return Stored(events=[event for _, event in rows], snapshot=snapshot, recorded=recorded)


def _snapshot(connection: sa.Connection, execution_id: str) -> Execution | None:
    table = tables.snapshot
    current = (table.c.execution_id == execution_id) & (table.c.version == VERSION)
    content = connection.execute(sa.select(table.c.content).where(current)).scalar()
    if content is None:
        return None
    try:
        return execution_from_snapshot(execution_id, content)
    except SnapshotUnreadable as error:
        log.warning("%s; the journal is read instead", error)
        return None


def _page(chosen: Filter, state: State | None, limit: int, before: str | None) -> sa.Select[Any]:
    """The newest executions before one, in one state or in any."""
    table = tables.execution
    query = sa.select(table).order_by(table.c.execution_id.desc()).limit(limit)
    for column in ("namespace", "flow_id", "original_id"):
        if wanted := getattr(chosen, column):
            query = query.where(table.c[column] == wanted)
    if state is not None:
        query = query.where(table.c.state == state.value)
    if before is not None:
        query = query.where(table.c.execution_id < before)
    return query


def _event(position: int, payload: bytes) -> Recorded:
    """Raises JournalCorrupt."""
    try:
        recorded = event_from_bytes(payload)
    except Exception as error:  # protobuf's, or one of a value that no event has
        raise JournalCorrupt(f"the event is malformed ({type(error).__name__}: {error})", position) from error
    if recorded.position != position:
        raise JournalCorrupt(f"the event says that it is at position {recorded.position}", position)
    return recorded


def _keep_definition(connection: sa.Connection, digest: str, source: str) -> None:
    known = sa.select(tables.definition.c.source_digest).where(tables.definition.c.source_digest == digest)
    if connection.execute(known).first() is None:
        connection.execute(tables.definition.insert(), {"source_digest": digest, "source": source})


def _append(
    connection: sa.Connection, execution: Execution, events: Sequence[Recorded], rows: Sequence[Mapping[str, Any]]
) -> None:
    if not events:
        return
    _INSERT_EVENTS.execute(connection, rows)
    execution_id = execution.execution_id
    if execution.history[-1].time >= events[0].time:
        change = {"of": execution_id, "now": execution.state.value, "ended": execution.end_time}
        _CHANGE_STATE.execute(connection, [change])
    changed: dict[str, Any] = {}
    for recorded in events:
        if isinstance(recorded.event, LabelsSet):
            changed["labels"] = {**execution.labels, **changed.get("labels", {}), **recorded.event.labels}
        if isinstance(recorded.event, ExecutionRestarted):
            changed |= {"settled": False, "attempt_number": execution.created.attempt_number + execution.restarts}
    if changed:
        row = tables.execution.c.execution_id == execution_id
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
        "started_by": execution.started_by,
        "labels": execution.labels,
        "start_time": created.start_time,
        "create_time": execution.create_time,
        "end_time": execution.end_time,
        "settled": False,
    }


def summary_from_row(row: Any) -> ExecutionSummary:
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
        start_time=utc(row["start_time"]),
        create_time=utc(row["create_time"]),
        end_time=utc(end_time) if end_time else None,
    )


def _log_line(row: Any) -> LogLine:
    return LogLine(
        position=row["position"],
        execution_id=row["execution_id"],
        task_run_id=row["task_run_id"],
        task_path=row["task_path"],
        attempt_number=row["attempt_number"],
        level=LogLevel(row["level"]),
        time=utc(row["time"]),
        message=row["message"],
    )


def utc(time: datetime) -> datetime:
    # SQLite gives back what was written without its zone; all times are written in UTC.
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
