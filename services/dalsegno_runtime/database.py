"""A service's database: reads in threads, writes through one writer that commits in groups.

Whatever waits is written in one transaction, so that a busy service pays one fsync for many callers. The result of a
write is given out only after its commit.
"""

import asyncio
import queue
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, TypeGuard, TypeVar

import sqlalchemy as sa

from dalsegno_runtime.errors import ServiceUnavailable

Result = TypeVar("Result")
Work = Callable[[sa.Connection], Result]

MAX_GROUP = 512
READERS = 4
COLLISIONS = ("40001", "40P01")  # SQLSTATE of a serialization failure and of a deadlock
# SQLite's codes, of which one is for its shared memory, and the SQLSTATE of a full disk.
NO_ROOM = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE, "53100")


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
        found = found.splitlines()[0] if found else type(error).__name__
        super().__init__("database", found)
        if self.full:
            self.retry_seconds = None  # somebody has to make room
            self.message = (
                f"The database has no room ({found}). Nothing was changed; free some on its disk, then repeat the call "
                "with the same request_id."
            )

    @property
    def status_code(self) -> str:
        return "RESOURCE_EXHAUSTED" if self.full else self.code

    @property
    def error_reason(self) -> str:
        return "STORAGE_FULL" if self.full else self.reason


def _is_unavailable(error: Exception) -> TypeGuard[sa.exc.SQLAlchemyError]:
    """Whether it is the database that is at fault, and not what was asked of it."""
    return isinstance(error, sa.exc.OperationalError | sa.exc.TimeoutError) or type(error) in (
        sa.exc.DatabaseError,  # SQLite's for a file that is malformed, or none of its own
        sa.exc.InternalError,
        sa.exc.InterfaceError,
    )


class Database:
    """One database of one service. `url` is SQLAlchemy's; `metadata` holds the service's tables, made when absent."""

    def __init__(self, url: str, metadata: sa.MetaData) -> None:
        self._engine = _engine(url)
        try:
            metadata.create_all(self._engine)
        except sa.exc.DBAPIError as error:
            raise DatabaseUnavailable(error) from error
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="reader")
        # Why the last read and the last write failed, as far as that was the database's fault.
        self.read_fault: DatabaseUnavailable | None = None
        self.write_fault: DatabaseUnavailable | None = None
        self._closed = False
        self._writing: sa.Connection | None = None
        self._looking_up: sa.Connection | None = None
        self._queue: queue.SimpleQueue[_Item | None] = queue.SimpleQueue()
        self._writer = threading.Thread(target=self._write_groups, name="writer", daemon=True)
        self._writer.start()

    @property
    def dialect(self) -> str:
        return self._engine.dialect.name

    async def read(self, work: Work[Result]) -> Result:
        """Runs queries in a reader thread."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read, work)

    async def look_up(self, work: Work[Result]) -> Result:
        """Runs a query for one row by its key. SQLite does it on the spot: it is over before a thread has begun."""
        if self.dialect != "sqlite":
            return await self.read(work)
        try:
            if self._looking_up is None:
                self._looking_up = self._engine.connect()
            with self._looking_up.begin():
                return work(self._looking_up)
        except sa.exc.SQLAlchemyError as error:
            if not _is_unavailable(error):
                raise
            self.read_fault = DatabaseUnavailable(error)
            raise self.read_fault from error

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
        self._forget_connection()
        if self._looking_up is not None:
            self._looking_up.close()
        self._readers.shutdown()
        self._engine.dispose()

    def _read(self, work: Work[Result]) -> Result:
        try:
            with self._engine.connect() as connection:
                result = work(connection)
        except sa.exc.SQLAlchemyError as error:
            if not _is_unavailable(error):
                raise
            self.read_fault = DatabaseUnavailable(error)
            raise self.read_fault from error
        self.read_fault = None
        return result

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
            with self._connection() as connection, connection.begin():
                results = [item.work(connection) for item in items]
        except Exception as error:  # noqa: BLE001  # it belongs to one of the callers, who gets it
            self._forget_connection()
            fault = DatabaseUnavailable(error) if _is_unavailable(error) else None
            if fault is not None and not fault.collided:
                self.write_fault = fault
            if len(items) == 1 or (fault is not None and not fault.collided and not fault.full):
                # When it is locked or gone, each of those that wait would wait for as long as this one did; and what
                # came later is not written before what came earlier.
                for item in [*items, *(self._waiting() if fault is not None else ())]:
                    item.fail(fault or error)
            else:
                for item in items:
                    self._commit([item])
        else:
            self.write_fault = None
            _succeed(items, results)

    def _waiting(self) -> "Iterator[_Item]":
        """Takes out what waits to be written."""
        while not self._queue.empty():
            item = self._queue.get()
            if item is None:
                self._queue.put(None)
                return
            yield item

    @contextmanager
    def _connection(self) -> Iterator[sa.Connection]:
        """The writer's connection. To a file it is kept: taking one from the pool costs as much as a statement."""
        if self.dialect != "sqlite":
            with self._engine.connect() as connection:
                yield connection
            return
        if self._writing is None:
            self._writing = self._engine.connect()
        yield self._writing

    def _forget_connection(self) -> None:
        if self._writing is not None:
            with suppress(sa.exc.SQLAlchemyError):
                self._writing.close()
        self._writing = None


def _succeed(items: "Sequence[_Item]", results: Sequence[Any]) -> None:
    """Gives out the results of a group, with one call into each event loop for all of them."""
    by_loop: dict[asyncio.AbstractEventLoop, list[tuple[_Item, Any]]] = {}
    for item, result in zip(items, results, strict=True):
        by_loop.setdefault(item.loop, []).append((item, result))
    for loop, settled in by_loop.items():

        def give_out(settled: list[tuple[_Item, Any]] = settled) -> None:
            for item, result in settled:
                if not item.future.done():
                    item.future.set_result(result)

        if not loop.is_closed():
            loop.call_soon_threadsafe(give_out)


class _Item:
    __slots__ = ("future", "loop", "work")

    def __init__(self, work: Work[Any], loop: asyncio.AbstractEventLoop, future: "asyncio.Future[Any]") -> None:
        self.work = work
        self.loop = loop
        self.future = future

    def fail(self, error: Exception) -> None:
        def unless_cancelled() -> None:
            if not self.future.done():
                self.future.set_exception(error)

        if not self.loop.is_closed():
            self.loop.call_soon_threadsafe(unless_cancelled)


class HotStatement:
    """A statement that the driver runs by itself, for the few that a service lives by.

    SQLAlchemy writes it and says how its values are converted, once for all calls.
    """

    def __init__(
        self, statement: "_Statement | Callable[[sa.Dialect], _Statement]", columns: Sequence[str] = ()
    ) -> None:
        """`statement` may depend on the dialect; `columns` are those that an insert gives, where it is not all."""
        self._statement = statement
        self._columns = list(columns) or None
        self._prepared: dict[str, tuple[str, _Values]] = {}

    def execute(self, connection: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Runs it for each of the rows, which have all of its parameters."""
        with self._cursor(connection) as (cursor, sql, values):
            if len(rows) == 1:
                cursor.execute(sql, values(rows[0]))
            else:
                cursor.executemany(sql, [values(row) for row in rows])

    def first(self, connection: sa.Connection, row: Mapping[str, Any]) -> tuple[Any, ...] | None:
        """What it finds first; the values are the driver's."""
        with self._cursor(connection) as (cursor, sql, values):
            cursor.execute(sql, values(row))
            found: tuple[Any, ...] | None = cursor.fetchone()
            return found

    def all(self, connection: sa.Connection, row: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Everything that it finds; the values are the driver's."""
        with self._cursor(connection) as (cursor, sql, values):
            cursor.execute(sql, values(row))
            found: list[tuple[Any, ...]] = cursor.fetchall()
            return found

    @contextmanager
    def _cursor(self, connection: sa.Connection) -> "Iterator[tuple[Any, str, _Values]]":
        sql, values = self._prepare(connection.dialect)
        cursor = connection.connection.cursor()
        try:
            yield cursor, sql, values
        except connection.dialect.loaded_dbapi.Error as error:
            raise sa.exc.DBAPIError.instance(sql, None, error, connection.dialect.loaded_dbapi.Error) from error
        finally:
            cursor.close()

    def _prepare(self, dialect: sa.Dialect) -> "tuple[str, _Values]":
        if dialect.name not in self._prepared:
            statement = self._statement(dialect) if callable(self._statement) else self._statement
            compiled = statement.compile(dialect=dialect, column_keys=self._columns)
            types = {name: bound.type for bound, name in compiled.bind_names.items()}
            converters = [
                (name, types[name].dialect_impl(dialect).bind_processor(dialect))
                for name in compiled.positiontup or types
            ]
            values = _tuple_of if compiled.positional else _dict_of
            self._prepared[dialect.name] = (compiled.string, partial(values, converters))
        return self._prepared[dialect.name]


def among(dialect: sa.Dialect, name: str) -> "sa.Select[Any]":
    """For `column.in_(…)`: the texts of a parameter that is a JSON array of any length."""
    parameter = sa.bindparam(name, type_=sa.Text)
    if dialect.name == "sqlite":
        return sa.select(sa.func.json_each(parameter).table_valued("value").c.value)
    return sa.select(sa.func.json_array_elements_text(sa.cast(parameter, sa.JSON)).table_valued("value").c.value)


_Statement = sa.Insert | sa.Update | sa.Select[Any]
_Converters = Sequence[tuple[str, Callable[[Any], Any] | None]]
_Values = Callable[[Mapping[str, Any]], Any]


def _tuple_of(converters: _Converters, row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple([row[name] if convert is None else convert(row[name]) for name, convert in converters])


def _dict_of(converters: _Converters, row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] if convert is None else convert(row[name]) for name, convert in converters}


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
        for pragma in ("journal_mode=wal", "synchronous=full", "busy_timeout=5000", "foreign_keys=on"):
            connection.execute(f"pragma {pragma}")

    return engine
