"""Runs storage: `python -m dalsegno_storage --listen 127.0.0.1:7403`."""

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from dalsegno.api.storage.v1 import storage_pb2_grpc
from dalsegno_runtime.clock import Clock, system_clock
from dalsegno_runtime.database import Database
from dalsegno_runtime.health import watch_database
from dalsegno_runtime.serving import CannotStart, Server, serve_until_stopped
from dalsegno_runtime.starting import open_database, run_service
from dalsegno_storage.adapters import tables
from dalsegno_storage.adapters.local_blobs import FolderInUse, LocalBlobStore
from dalsegno_storage.adapters.sql_repository import SqlRepository
from dalsegno_storage.adapters.sql_values import SqlValues
from dalsegno_storage.digest_locks import DigestLocks
from dalsegno_storage.examiner import Examiner
from dalsegno_storage.outputs import OutputService
from dalsegno_storage.server import SERVICE_NAME, StorageServicer
from dalsegno_storage.service import StorageService
from dalsegno_storage.settings import Settings
from dalsegno_storage.values import ValueService


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """A storage server that is put together and not started. Close it once the server has stopped."""

    server: Server
    service: StorageService
    blobs: LocalBlobStore
    database: Database

    async def close(self) -> None:
        await asyncio.to_thread(self.database.close)
        await asyncio.to_thread(self.blobs.close)


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A storage server that serves."""

    address: str
    parts: Parts

    async def stop(self) -> None:
        await self.parts.server.stop()
        await self.parts.close()


def build(settings: Settings, *, clock: Clock = system_clock) -> Parts:
    """Puts storage together. Must be called within the event loop that will run it.

    Raises:
        CannotStart: the folder of the blobs or the database cannot be opened, or another server has the folder.
    """
    blobs = _open_folder(settings.blobs)
    try:
        database = open_database(settings.database, tables.metadata)
    except CannotStart:
        blobs.close()
        raise
    repository, locks = SqlRepository(database), DigestLocks()
    examiner = Examiner(blobs, repository, locks)
    service = StorageService(blobs, repository, locks, examiner, clock)

    def add(server: object) -> None:
        values = ValueService(SqlValues(database), clock)
        servicer = StorageServicer(service, OutputService(repository, examiner), values)
        storage_pb2_grpc.add_StorageServiceServicer_to_server(servicer, server)

    return Parts(
        server=Server(SERVICE_NAME, add, partial(watch_database, database)),
        service=service,
        blobs=blobs,
        database=database,
    )


async def start(settings: Settings, *, clock: Clock = system_clock) -> Running:
    """Builds, sweeps and starts storage in this event loop, at `settings.listen`; port 0 takes any."""
    parts = build(settings, clock=clock)
    await parts.service.sweep()
    return Running(address=await parts.server.start(settings.listen), parts=parts)


def main(arguments: Sequence[str] | None = None) -> int:
    """Serves until the process is told to stop, and returns its exit code."""
    return run_service("storage", Settings, _serve, arguments)


async def _serve(settings: Settings) -> None:
    parts = build(settings)
    # Beside the calls: a folder of a million blobs takes a while to walk, and nothing waits for it.
    sweeping = asyncio.create_task(parts.service.sweep())
    try:
        await serve_until_stopped(parts.server, settings.listen, "storage")
    finally:
        sweeping.cancel()
        await parts.close()


def _open_folder(folder: Path) -> LocalBlobStore:
    try:
        return LocalBlobStore(folder)
    except FolderInUse as error:
        raise CannotStart(str(error)) from error
    except OSError as error:
        raise CannotStart(f"Cannot keep blobs in the folder {folder}: {error.strerror or error}") from error


if __name__ == "__main__":
    sys.exit(main())
