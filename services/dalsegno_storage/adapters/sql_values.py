"""Values by key on SQLite or PostgreSQL."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from dalsegno_runtime.database import Database
from dalsegno_storage.adapters import tables
from dalsegno_storage.adapters.sql_repository import in_utc, room_needed
from dalsegno_storage.adapters.statements import insert_into
from dalsegno_storage.core.values import Value, ValueIntent

MAX_SWEPT = 100  # values that one write removes at most
_VALUE = tables.value.c
_KEYS = ("namespace", "key")


class SqlValues:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, intent: ValueIntent, *, now: datetime, expire_time: datetime | None) -> tuple[bool, Value]:
        def work(connection: sa.Connection) -> tuple[bool, Value]:
            _sweep(connection, now)
            before = _find(connection, intent.namespace, intent.key)
            if before is not None and before.is_over(now):
                before = None
            if before is not None and not intent.overwrite:
                return False, before
            written = Value(
                namespace=intent.namespace,
                key=intent.key,
                json=intent.json,
                size_bytes=len(intent.json.encode()),
                version=_next_version(connection),
                description=intent.description,
                create_time=now if before is None else before.create_time,
                update_time=now,
                expire_time=expire_time,
            )
            row = {column.name: getattr(written, column.name) for column in tables.value.columns}
            insert = insert_into(connection.dialect, tables.value).values(row)
            rest = {name: value for name, value in row.items() if name not in _KEYS}
            connection.execute(insert.on_conflict_do_update(index_elements=_KEYS, set_=rest))
            return True, written

        with room_needed():
            return await self._database.write(work)

    async def find(self, namespace: str, key: str) -> Value | None:
        return await self._database.read(lambda connection: _find(connection, namespace, key))

    async def delete(self, namespace: str, key: str, *, now: datetime) -> bool:
        def work(connection: sa.Connection) -> bool:
            gone = sa.delete(tables.value).where(_VALUE.namespace == namespace, _VALUE.key == key, _lives(now))
            deleted = connection.execute(gone).rowcount > 0
            _sweep(connection, now)
            return deleted

        with room_needed():
            return await self._database.write(work)

    async def list(
        self, namespace: str, prefix: str, *, now: datetime, after: str | None, limit: int
    ) -> Sequence[Value]:
        columns = [column for column in tables.value.columns if column.name != "json"]
        query = sa.select(*columns).where(_VALUE.namespace == namespace, _lives(now)).order_by(_VALUE.key).limit(limit)
        if prefix:
            query = query.where(_VALUE.key >= prefix, _VALUE.key < prefix + "\U0010ffff")
        if after is not None:
            query = query.where(_VALUE.key > after)
        rows = await self._database.read(lambda connection: connection.execute(query).mappings().all())
        return [_value({**row, "json": ""}) for row in rows]

    async def sweep(self, now: datetime) -> int:
        with room_needed():
            return await self._database.write(lambda connection: _sweep(connection, now))


def _find(connection: sa.Connection, namespace: str, key: str) -> Value | None:
    query = sa.select(tables.value).where(_VALUE.namespace == namespace, _VALUE.key == key)
    row = connection.execute(query).mappings().first()
    return None if row is None else _value(row)


def _lives(now: datetime) -> sa.ColumnElement[bool]:
    return sa.or_(_VALUE.expire_time.is_(None), _VALUE.expire_time > now)


def _sweep(connection: sa.Connection, now: datetime) -> int:
    """Removes the values that have been over the longest, and returns how many."""
    over = sa.select(_VALUE.namespace, _VALUE.key).where(_VALUE.expire_time <= now)
    over = over.order_by(_VALUE.expire_time).limit(MAX_SWEPT)
    gone = sa.delete(tables.value).where(sa.tuple_(_VALUE.namespace, _VALUE.key).in_(over))
    return connection.execute(gone).rowcount


def _next_version(connection: sa.Connection) -> int:
    """A number above all before it: one counter for all keys, so that a key that was removed does not begin again."""
    last = tables.counter.c.last
    insert = insert_into(connection.dialect, tables.counter).values(name="value", last=1)
    counted = insert.on_conflict_do_update(index_elements=["name"], set_={"last": last + 1}).returning(last)
    return int(connection.execute(counted).scalar_one())


def _value(row: Mapping[Any, Any]) -> Value:
    times = ("create_time", "update_time", "expire_time")
    fields: dict[str, Any] = {name: in_utc(item) if name in times and item else item for name, item in row.items()}
    return Value(**fields)
