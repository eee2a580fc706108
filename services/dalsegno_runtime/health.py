"""Says by gRPC's health service what a server can do now, as far as that depends on its database.

While writes fail, the name of the service is NOT_SERVING, and "" is SERVING: the process lives and answers what it need
not write for. While reads fail too, both are NOT_SERVING. Both become SERVING again by themselves.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

import sqlalchemy as sa

from dalsegno_runtime.database import Database
from dalsegno_runtime.errors import ServiceError
from dalsegno_runtime.serving import Able, Say

log = logging.getLogger("dalsegno.health")

LOOK_SECONDS = 0.5
FILLER_BYTES = 32 * 1024

Work = Callable[[sa.Connection], None]

# There only while it is tried whether the database has room again.
_TRIAL = sa.Table("write_trial", sa.MetaData(), sa.Column("filler", sa.LargeBinary))


async def watch_database(database: Database, say: Say) -> None:
    """Looks for faults for ever, and tells `say` when something has changed."""
    was = Able()
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        fault = database.read_fault or database.write_fault
        now = Able(reads=database.read_fault is None, writes=fault is None)
        if now != was:
            log.warning("%s", "the database is all right again" if fault is None else fault.message)
            await say(now)
            was = now
        if database.write_fault is not None:
            await _try(database.write, _write, _clear)
        if database.read_fault is not None:
            await _try(database.read, _read)


async def _try(act: Callable[[Work], Awaitable[None]], *works: Work) -> None:
    try:
        for work in works:
            await act(work)
    except ServiceError:
        pass  # the database keeps its fault
    except Exception as error:  # noqa: BLE001  # a role without rights to make a table: real writes tell then
        log.warning("it cannot be tried whether the database is all right again: %s", error)


def _write(connection: sa.Connection) -> None:
    _TRIAL.create(connection, checkfirst=True)
    connection.execute(_TRIAL.insert(), {"filler": bytes(FILLER_BYTES)})


def _clear(connection: sa.Connection) -> None:
    _TRIAL.drop(connection)


def _read(connection: sa.Connection) -> None:
    sa.inspect(connection).has_table(_TRIAL.name)
