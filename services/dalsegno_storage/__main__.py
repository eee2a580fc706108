"""Runs storage: `python -m dalsegno_storage --listen 127.0.0.1:7403`."""

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from pydantic import ValidationError
from pydantic_settings import CliApp, SettingsError

from dalsegno.api.storage.v1 import storage_pb2_grpc
from dalsegno_runtime.clock import Clock, system_clock
from dalsegno_runtime.database import Database, DatabaseUnavailable
from dalsegno_runtime.serving import AddressInUse, Server, configure_logging, serve_until_stopped
from dalsegno_storage.adapters import tables
from dalsegno_storage.adapters.local_blobs import FolderInUse, LocalBlobStore
from dalsegno_storage.adapters.sql_repository import SqlRepository
from dalsegno_storage.digest_locks import DigestLocks
from dalsegno_storage.examiner import Examiner
from dalsegno_storage.outputs import OutputService
from dalsegno_storage.server import SERVICE_NAME, StorageServicer
from dalsegno_storage.service import StorageService
from dalsegno_storage.settings import Settings


class UnusableDatabase(Exception):
    """The database cannot be opened."""


class UnusableFolder(Exception):
    """The folder of the blobs cannot be opened."""


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
        UnusableFolder, FolderInUse: the folder of the blobs cannot be opened, or another server has it.
        UnusableDatabase: the database cannot be opened.
    """
    blobs = _open_folder(settings)
    try:
        database = _open_database(settings.database)
    except UnusableDatabase:
        blobs.close()
        raise
    repository, locks = SqlRepository(database), DigestLocks()
    examiner = Examiner(blobs, repository, locks)
    service = StorageService(blobs, repository, locks, examiner, clock)

    def add(server: object) -> None:
        servicer = StorageServicer(service, OutputService(repository, examiner))
        storage_pb2_grpc.add_StorageServiceServicer_to_server(servicer, server)

    return Parts(server=Server(SERVICE_NAME, add), service=service, blobs=blobs, database=database)


async def start(settings: Settings, *, clock: Clock = system_clock) -> Running:
    """Builds, sweeps and starts storage in this event loop, at `settings.listen`; port 0 takes any."""
    parts = build(settings, clock=clock)
    await parts.service.sweep()
    return Running(address=await parts.server.start(settings.listen), parts=parts)


def main(arguments: Sequence[str] | None = None) -> int:
    """Serves until it is told to stop. Returns the exit code: 2 for what the one who starts it can put right."""
    try:
        settings = CliApp.run(Settings, cli_args=list(sys.argv[1:] if arguments is None else arguments))
        configure_logging(settings.log_level)
        asyncio.run(_serve(settings))
    except ValidationError as error:
        return _refuse("; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()))
    except (SettingsError, AddressInUse, FolderInUse, UnusableDatabase, UnusableFolder) as error:
        return _refuse(str(error))
    return 0


async def _serve(settings: Settings) -> None:
    parts = build(settings)
    # Beside the calls: a folder of a million blobs takes a while to walk, and nothing waits for it.
    sweeping = asyncio.create_task(parts.service.sweep())
    try:
        await serve_until_stopped(parts.server, settings.listen, "storage")
    finally:
        sweeping.cancel()
        await parts.close()


def _open_folder(settings: Settings) -> LocalBlobStore:
    try:
        return LocalBlobStore(settings.blobs)
    except OSError as error:
        found = error.strerror or str(error)
        raise UnusableFolder(f"Cannot keep blobs in the folder {settings.blobs}: {found}") from error


def _open_database(url: str) -> Database:
    try:
        return Database(url, tables.metadata)
    except (DatabaseUnavailable, sa.exc.SQLAlchemyError, ImportError, OSError) as error:
        shown = sa.make_url(url).render_as_string(hide_password=True)
        raise UnusableDatabase(f"Cannot open the database {shown}: {_first_line(error)}") from error


def _refuse(message: str) -> int:
    sys.stderr.write(f"dalsegno_storage: {_first_line(message)}\n")
    return 2


def _first_line(text: object) -> str:
    return next(iter(str(text).splitlines()), "")


if __name__ == "__main__":
    sys.exit(main())
