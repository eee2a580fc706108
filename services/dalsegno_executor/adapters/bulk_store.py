"""Bulk replays in an SQL database."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter

from dalsegno_executor.adapters import tables
from dalsegno_executor.adapters.bulk_tables import bulk_replay, item
from dalsegno_executor.adapters.journal import summary_from_row, utc
from dalsegno_executor.bulk_ports import Selection
from dalsegno_executor.core.bulk import Bulk, BulkOptions, BulkState, Counts, Item, ItemState
from dalsegno_executor.core.errors import NothingSelected
from dalsegno_executor.core.states import State
from dalsegno_executor.ports import Answer, ExecutionSummary
from dalsegno_runtime.clock import Clock
from dalsegno_runtime.database import Database, HotStatement
from dalsegno_runtime.errors import InvalidField
from dalsegno_runtime.idempotency import Answers

MAX_ITEMS = 100_000
_OPTIONS = TypeAdapter(BulkOptions)
_ANSWERS = Answers(tables.request)
_COUNTED = {
    ItemState.WAITING: "waiting",
    ItemState.STARTING: "active",
    ItemState.RUNNING: "active",
    ItemState.SUCCEEDED: "succeeded",
    ItemState.FAILED: "failed",
    ItemState.REFUSED: "refused",
    ItemState.CANCELLED: "cancelled",
}
_NO_RESULT = {"replay_id": "", "replay_state": "", "reason": "", "message": ""}
_CHANGE_ITEM = HotStatement(
    item.update()
    .where(item.c.bulk_replay_id == sa.bindparam("of"), item.c.number == sa.bindparam("at"))
    .values({name: sa.bindparam(f"new_{name}") for name in ("state", *_NO_RESULT)})
)


class SqlBulkStore:
    """Implements `ports.BulkStore`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def create(self, bulk: Bulk, selection: Selection, answer: Answer) -> str:
        options = _OPTIONS.dump_json(bulk.options).decode()

        def write(connection: sa.Connection) -> str:
            # The writer is alone: of two calls with one id, the second finds what the first made.
            made = _ANSWERS.find(connection, answer.request_id, answer.fingerprint)
            if made is not None:
                return made
            found = _number_of(connection, selection)
            if not found:
                raise NothingSelected
            if found > MAX_ITEMS:
                raise InvalidField(
                    "filter",
                    f"The filter fits {found} executions; a bulk replay has at most {MAX_ITEMS}. "
                    "Make several, of flows or times.",
                )
            connection.execute(bulk_replay.insert(), {**_bulk_row(bulk), "options": options})
            _insert_items(connection, bulk.bulk_id, selection)
            _ANSWERS.keep(connection, answer.request_id, answer.fingerprint, answer.answer, self._clock())
            return bulk.bulk_id

        return await self._database.write(write)

    async def selected(self, selection: Selection, limit: int) -> tuple[int, list[ExecutionSummary]]:
        def read(connection: sa.Connection) -> tuple[int, list[ExecutionSummary]]:
            rows = connection.execute(_selected(selection, limit)).mappings().all()
            return _number_of(connection, selection), [summary_from_row(row) for row in rows]

        return await self._database.read(read)

    async def get(self, bulk_id: str) -> Bulk | None:
        query = sa.select(bulk_replay).where(bulk_replay.c.bulk_replay_id == bulk_id)
        found = await self._bulks(query)
        return found[0] if found else None

    async def list_bulks(self, limit: int, before: str | None) -> list[Bulk]:
        query = sa.select(bulk_replay).order_by(bulk_replay.c.bulk_replay_id.desc()).limit(limit)
        if before is not None:
            query = query.where(bulk_replay.c.bulk_replay_id < before)
        return await self._bulks(query)

    async def _bulks(self, query: sa.Select[Any]) -> list[Bulk]:
        def read(connection: sa.Connection) -> list[Bulk]:
            rows = connection.execute(query).mappings().all()
            return [_bulk(row, _counts(connection, row["bulk_replay_id"])) for row in rows]

        return await self._database.read(read)

    async def items(self, bulk_id: str, states: Sequence[ItemState], limit: int, after: int) -> list[Item]:
        query = sa.select(item).where(item.c.bulk_replay_id == bulk_id, item.c.number > after)
        if states:
            query = query.where(item.c.state.in_([state.value for state in states]))
        query = query.order_by(item.c.number).limit(limit)
        rows = await self._database.read(lambda connection: connection.execute(query).mappings().all())
        return [_item(row) for row in rows]

    async def unfinished(self) -> list[str]:
        query = sa.select(bulk_replay.c.bulk_replay_id).where(bulk_replay.c.end_time.is_(None))
        ordered = query.order_by(bulk_replay.c.bulk_replay_id)
        return await self._database.read(lambda connection: list(connection.execute(ordered).scalars()))

    async def change(self, bulk: Bulk, changed: Sequence[Item], begin: int) -> list[Item]:
        rows = [_item_row(bulk.bulk_id, one) for one in changed]
        own = item.c.bulk_replay_id == bulk.bulk_id
        waiting = own & (item.c.state == ItemState.WAITING.value)

        def write(connection: sa.Connection) -> list[Item]:
            if rows:
                _CHANGE_ITEM.execute(connection, rows)
            if bulk.state in (BulkState.CANCELLING, BulkState.CANCELLED):
                connection.execute(item.update().where(waiting).values(state=ItemState.CANCELLED.value))
            begun = _begin(connection, bulk.bulk_id, begin) if begin else []
            this = bulk_replay.c.bulk_replay_id == bulk.bulk_id
            connection.execute(bulk_replay.update().where(this).values(_bulk_row(bulk)))
            return begun

        return await self._database.write(write)


def _begin(connection: sa.Connection, bulk_id: str, limit: int) -> list[Item]:
    waiting = (item.c.bulk_replay_id == bulk_id) & (item.c.state == ItemState.WAITING.value)
    query = sa.select(item).where(waiting).order_by(item.c.number).limit(limit)
    found = [{**row, "state": ItemState.STARTING.value} for row in connection.execute(query).mappings()]
    begun = [_item(row) for row in found]
    if begun:
        _CHANGE_ITEM.execute(connection, [_item_row(bulk_id, one) for one in begun])
    return begun


def _fitting(selection: Selection) -> sa.ColumnElement[bool]:
    table, chosen = tables.execution, selection.chosen
    conditions: list[sa.ColumnElement[bool]] = []
    if selection.execution_ids:
        conditions.append(table.c.execution_id.in_(selection.execution_ids))
    if chosen.namespace:
        conditions.append(table.c.namespace == chosen.namespace)
    if chosen.flow_id:
        conditions.append(table.c.flow_id == chosen.flow_id)
    if chosen.states:
        conditions.append(table.c.state.in_([state.value for state in chosen.states]))
    if selection.from_time is not None:
        conditions.append(table.c.create_time >= selection.from_time)
    if selection.until_time is not None:
        conditions.append(table.c.create_time < selection.until_time)
    return sa.and_(*conditions)


def _selected(selection: Selection, limit: int) -> sa.Select[Any]:
    shown = selection.execution_ids[:limit]
    if shown:
        return sa.select(tables.execution).where(_fitting(Selection(execution_ids=shown)))
    return sa.select(tables.execution).where(_fitting(selection)).order_by(tables.execution.c.execution_id).limit(limit)


def _number_of(connection: sa.Connection, selection: Selection) -> int:
    if selection.execution_ids:
        return len(selection.execution_ids)
    query = sa.select(sa.func.count()).select_from(tables.execution).where(_fitting(selection))
    return int(connection.execute(query).scalar_one())


def _insert_items(connection: sa.Connection, bulk_id: str, selection: Selection) -> None:
    fixed = {"bulk_replay_id": bulk_id, "state": ItemState.WAITING.value, **_NO_RESULT}
    if selection.execution_ids:
        numbered = enumerate(selection.execution_ids, 1)
        rows = [{**fixed, "number": number, "execution_id": execution_id} for number, execution_id in numbered]
        connection.execute(item.insert(), rows)
        return
    # Within the database, however many they are.
    chosen = tables.execution.c.execution_id
    number = sa.func.row_number().over(order_by=chosen)
    query = sa.select(number, chosen, *(sa.literal(value, sa.String) for value in fixed.values()))
    connection.execute(item.insert().from_select(["number", "execution_id", *fixed], query.where(_fitting(selection))))


def _counts(connection: sa.Connection, bulk_id: str) -> Counts:
    query = sa.select(item.c.state, sa.func.count()).where(item.c.bulk_replay_id == bulk_id).group_by(item.c.state)
    counted = dict.fromkeys(_COUNTED.values(), 0)
    for state, number in connection.execute(query):
        counted[_COUNTED[ItemState(state)]] += number
    return Counts(**counted)


def _bulk_row(bulk: Bulk) -> dict[str, Any]:
    return {
        "bulk_replay_id": bulk.bulk_id,
        "state": bulk.state.value,
        "reason": bulk.reason,
        "create_time": bulk.create_time,
        "end_time": bulk.end_time,
        "judged_after": bulk.judged_after,
        "errors_before": bulk.errors_before,
    }


def _bulk(row: Mapping[Any, Any], counts: Counts) -> Bulk:
    return Bulk(
        bulk_id=row["bulk_replay_id"],
        options=_OPTIONS.validate_json(row["options"]),
        create_time=utc(row["create_time"]),
        counts=counts,
        state=BulkState(row["state"]),
        reason=row["reason"],
        end_time=utc(row["end_time"]) if row["end_time"] else None,
        judged_after=row["judged_after"],
        errors_before=row["errors_before"],
    )


def _item_row(bulk_id: str, one: Item) -> dict[str, Any]:
    return {
        "of": bulk_id,
        "at": one.number,
        "new_state": one.state.value,
        "new_replay_id": one.replay_id,
        "new_replay_state": one.replay_state.value if one.replay_state else "",
        "new_reason": one.reason,
        "new_message": one.message,
    }


def _item(row: Mapping[Any, Any]) -> Item:
    return Item(
        number=row["number"],
        execution_id=row["execution_id"],
        state=ItemState(row["state"]),
        replay_id=row["replay_id"],
        replay_state=State(row["replay_state"]) if row["replay_state"] else None,
        reason=row["reason"],
        message=row["message"],
    )
