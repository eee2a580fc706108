"""Puts a storage server together: the composition root, for the process and for tests."""

import asyncio
from dataclasses import dataclass

from dalsegno_runtime.clock import Clock, system_clock
from dalsegno_runtime.serving import Server
from dalsegno_storage.adapters.local_blobs import LocalBlobStore
from dalsegno_storage.adapters.sql_repository import SqlRepository
from dalsegno_storage.digest_locks import DigestLocks
from dalsegno_storage.examiner import Examiner
from dalsegno_storage.outputs import OutputService
from dalsegno_storage.ports import BlobStore, Repository
from dalsegno_storage.server import SERVICE_NAME, StorageServicer
from dalsegno_storage.service import StorageService
from dalsegno_storage.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """A server that does not listen yet, and what must be closed behind it."""

    server: Server
    service: StorageService
    blobs: BlobStore
    repository: Repository

    def close(self) -> None:
        self.repository.close()
        self.blobs.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    address: str
    parts: Parts

    async def stop(self) -> None:
        await self.parts.server.stop()
        await asyncio.to_thread(self.parts.close)


def build(settings: Settings, clock: Clock = system_clock) -> Parts:
    """Opens the folder and the database; needs a running loop.

    Raises:
        FolderInUse, OSError: the folder of the blobs cannot be used.
        sqlalchemy.exc.SQLAlchemyError: the database cannot be used.
    """
    blobs = LocalBlobStore(settings.blobs)
    try:
        repository = SqlRepository(settings.database)
    except BaseException:
        blobs.close()
        raise
    locks = DigestLocks()
    examiner = Examiner(blobs, repository, locks)
    service = StorageService(blobs, repository, locks, examiner, clock)
    servicer = StorageServicer(service, OutputService(repository, examiner))
    return Parts(server=Server(SERVICE_NAME, servicer.add_to), service=service, blobs=blobs, repository=repository)


async def start(settings: Settings, clock: Clock = system_clock) -> Running:
    """Starts a server in this process, swept and listening. Raises what `build` does, and AddressInUse."""
    parts = build(settings, clock)
    await parts.service.sweep()
    return Running(address=await parts.server.start(settings.listen), parts=parts)
