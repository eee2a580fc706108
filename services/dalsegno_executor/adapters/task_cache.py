"""The outputs of tasks with a `taskCache`, in the executor's own database."""

from datetime import timedelta

import sqlalchemy as sa

from dalsegno_executor.adapters.tables import task_cache as table
from dalsegno_executor.ports import CachedOutputs
from dalsegno_runtime.clock import Clock
from dalsegno_runtime.database import Database


class SqlTaskCache:
    """Implements `ports.TaskCache`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def find(self, cache_key: str) -> CachedOutputs | None:
        fresh = table.c.expire_time.is_(None) | (table.c.expire_time > self._clock())
        query = sa.select(table).where(table.c.cache_key == cache_key, fresh)
        row = await self._database.read(lambda connection: connection.execute(query).mappings().first())
        return None if row is None else CachedOutputs(digest=row["output_digest"], json=row["outputs_json"])

    async def keep(self, cache_key: str, outputs: CachedOutputs, ttl: timedelta | None) -> None:
        now = self._clock()
        expire_time = None if ttl is None else now + ttl

        def write(connection: sa.Connection) -> None:
            # What has expired goes with it, so that the table does not grow for ever.
            connection.execute(table.delete().where((table.c.cache_key == cache_key) | (table.c.expire_time <= now)))
            connection.execute(
                table.insert(),
                {
                    "cache_key": cache_key,
                    "output_digest": outputs.digest,
                    "outputs_json": outputs.json,
                    "expire_time": expire_time,
                },
            )

        await self._database.write(write)
