"""A service's database: reads in threads, writes through one writer that commits in groups.

Whatever waits is written in one transaction, so that a busy service pays one fsync for many callers. The result of a
write is given out only after its commit.
"""

import asyncio
import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa

from dalsegno_runtime.errors import ServiceUnavailable

Result = TypeVar("Result")
Work = Callable[[sa.Connection], Result]

MAX_GROUP = 512
READERS = 4
COLLISIONS = ("40001", "40P01")  # SQLSTATE of a serialization failure and of a deadlock
NO_ROOM = (sqlite3.SQLITE_FULL, "53100")  # SQLite's code and the SQLSTATE of a full disk


class DatabaseUnavailable(ServiceUnavailable):
    """The database is gone, locked, full or unreadable. What was being written was not.

    `collided` says that another process's transaction was in the way, so that the same work may succeed at once;
    `full` that there is no room on the database's disk.
    """

    def __init__(self, error: sa.exc.SQLAlchemyError) -> None:
        original = getattr(error, "orig", None)
        found = str(original or error)
        code = getattr(original, "sqlstate", None) or getattr(original, "sqlite_errorcode", None)
        self.collided = code in COLLISIONS
        self.full = code in NO_ROOM
        super().__init__("database", found.splitlines()[0] if found else type(error).__name__)


class Database:
    """One database of one service. `url` is SQLAlchemy's; `metadata` holds the service's tables, made when absent."""

    def __init__(self, url: str, metadata: sa.MetaData) -> None:
        self._engine = _engine(url)
        try:
            metadata.create_all(self._engine)
        except sa.exc.DBAPIError as error:
            raise DatabaseUnavailable(error) from error
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="reader")
        self._closed = False
        self._queue: queue.SimpleQueue[_Item | None] = queue.SimpleQueue()
        self._writer = threading.Thread(target=self._write_groups, name="writer", daemon=True)
        self._writer.start()

    @property
    def dialect(self) -> str:
        return self._engine.dialect.name

    async def read(self, work: Work[Result]) -> Result:
        """Runs queries in a reader thread."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read, work)

    async def write(self, work: Work[Result]) -> Result:
        """Runs statements in the writer; returns once they are committed. `work` may run twice, in a new transaction,
        when another caller's work of the same group fails.
        """
        return await self.submit(work)

    def submit(self, work: Work[Result]) -> "asyncio.Future[Result]":
        """As `write`, and hands the work over at once: what is submitted later is never committed before it."""
        loop = asyncio.get_running_loop()
        item = _Item(work, loop, loop.create_future())
        if self._closed:
            item.fail(RuntimeError("The database was closed before this was written."))
        else:
            self._queue.put(item)
        return item.future

    def close(self) -> None:
        self._closed = True
        self._queue.put(None)
        self._writer.join()
        self._readers.shutdown()
        self._engine.dispose()

    def _read(self, work: Work[Result]) -> Result:
        try:
            with self._engine.connect() as connection:
                return work(connection)
        except sa.exc.OperationalError as error:
            raise DatabaseUnavailable(error) from error

    def _write_groups(self) -> None:
        stopping = False
        while not stopping:
            group = [self._queue.get()]
            while len(group) < MAX_GROUP and not self._queue.empty():
                group.append(self._queue.get())
            stopping = None in group
            items = [item for item in group if item is not None]
            if items:
                self._commit(items)

    def _commit(self, items: "list[_Item]") -> None:
        try:
            with self._engine.begin() as connection:
                results = [item.work(connection) for item in items]
        except Exception as error:  # noqa: BLE001  # it belongs to one of the callers, who gets it
            if len(items) == 1:
                items[0].fail(DatabaseUnavailable(error) if isinstance(error, sa.exc.OperationalError) else error)
            else:
                for item in items:
                    self._commit([item])
        else:
            for item, result in zip(items, results, strict=True):
                item.succeed(result)


class _Item:
    __slots__ = ("future", "loop", "work")

    def __init__(self, work: Work[Any], loop: asyncio.AbstractEventLoop, future: "asyncio.Future[Any]") -> None:
        self.work = work
        self.loop = loop
        self.future = future

    def succeed(self, result: object) -> None:
        self._settle(self.future.set_result, result)

    def fail(self, error: Exception) -> None:
        self._settle(self.future.set_exception, error)

    def _settle(self, settle: Callable[[Any], None], value: object) -> None:
        def unless_cancelled() -> None:
            if not self.future.done():
                settle(value)

        if not self.loop.is_closed():
            self.loop.call_soon_threadsafe(unless_cancelled)


def _engine(url: str) -> sa.Engine:
    parsed = sa.make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return sa.create_engine(parsed, pool_pre_ping=True)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(parsed)

    @sa.event.listens_for(engine, "connect")
    def configure(connection: Any, _record: object) -> None:
        # WAL lets readers go on while a write commits; FULL makes a commit survive a power cut.
        for pragma in ("journal_mode=wal", "synchronous=full", "busy_timeout=10000", "foreign_keys=on"):
            connection.execute(f"pragma {pragma}")

    return engine
