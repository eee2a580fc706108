"""The blob store in a folder of the local disk.

blobs/.lock              held while a server uses the folder
blobs/incoming/          uploads under way; emptied at start
blobs/ab/cd/abcd…        the bytes, named by their digest
"""

import asyncio
import fcntl
import hashlib
import os
import secrets
import threading
from collections.abc import AsyncGenerator, Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from dalsegno_runtime.errors import ServiceUnavailable
from dalsegno_storage.adapters.local_reading import CHUNK_BYTES, Reading
from dalsegno_storage.adapters.local_upload import LocalUpload, TemporaryFile, room_needed
from dalsegno_storage.core.model import Blob, Health, Stamp
from dalsegno_storage.core.names import is_digest

Result = TypeVar("Result")

TRANSFER_THREADS = 8
# Verifying reads whole files: it gets threads of its own, so that many of them do not hold up the transfers.
VERIFY_THREADS = 2


class FolderInUse(Exception):
    """Another server keeps its blobs in this folder."""


class LocalBlobStore:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._incoming = folder / "incoming"
        self._incoming.mkdir(parents=True, exist_ok=True)
        self._lock = _lock(folder)
        for left_over in self._incoming.iterdir():
            left_over.unlink()
        self._transfers = ThreadPoolExecutor(TRANSFER_THREADS, thread_name_prefix="transfer")
        self._verifiers = ThreadPoolExecutor(VERIFY_THREADS, thread_name_prefix="verify")
        self._closed = threading.Event()
        self._durable_folders: set[Path] = set()

    def upload(self) -> LocalUpload:
        return LocalUpload(self._incoming / secrets.token_hex(16), self._transfers, self._keep)

    async def look(self, digests: Collection[str]) -> Mapping[str, Stamp]:
        return await self._run(lambda: self._look(tuple(digests)))

    async def verify(self, blob: Blob) -> Health:
        return await asyncio.get_running_loop().run_in_executor(self._verifiers, self._verify, blob)

    async def read(self, blob: Blob, *, offset: int, length: int) -> AsyncGenerator[bytes, None]:
        reading = Reading(self._path(blob.digest), blob, offset=offset, length=length)
        ahead = self._run(reading.next_chunk)
        try:
            while chunk := await ahead:
                if reading.at_end:
                    yield chunk
                    return
                ahead = self._run(reading.next_chunk)
                yield chunk
        finally:
            reading.abandon()
            ahead.cancel()
            if not ahead.cancelled():
                ahead.exception()  # nobody asks for it any more

    async def remove(self, digest: str) -> None:
        await self._run(lambda: self._path(digest).unlink(missing_ok=True))

    async def stale_digests(self, before: datetime) -> AsyncGenerator[tuple[str, ...], None]:
        for shelf in await self._run(self._shelves):
            yield await self._run(lambda shelf=shelf: _stale_in(shelf, before.timestamp()))  # type: ignore[misc]

    def close(self) -> None:
        self._closed.set()
        self._transfers.shutdown()
        self._verifiers.shutdown(cancel_futures=True)
        os.close(self._lock)

    def _keep(self, file: TemporaryFile, blob: Blob) -> str:
        target = self._path(blob.digest)
        with room_needed():
            self._make_folder(target.parent.parent)
            self._make_folder(target.parent)
            file.move_to(target)
            _sync_folder(target.parent)
        # After the rename, which changes what the system says of a file.
        return _stamp(target.stat()).mark

    def _look(self, digests: tuple[str, ...]) -> Mapping[str, Stamp]:
        found = {}
        for digest in digests:
            with suppress(FileNotFoundError):
                found[digest] = _stamp(self._path(digest).stat())
        return found

    def _verify(self, blob: Blob) -> Health:
        hashed, size_bytes, buffer = hashlib.sha256(), 0, bytearray(CHUNK_BYTES)
        try:
            with self._path(blob.digest).open("rb", buffering=0) as file:
                while count := file.readinto(buffer):
                    if self._closed.is_set():
                        raise ServiceUnavailable("storage", "it stops")
                    hashed.update(memoryview(buffer)[:count])
                    size_bytes += count
        except FileNotFoundError:
            return Health.MISSING
        sound = size_bytes == blob.size_bytes and hashed.hexdigest() == blob.digest
        return Health.SOUND if sound else Health.CORRUPT

    def _make_folder(self, folder: Path) -> None:
        # One that is there may have been made a moment ago by another thread, and not be on disk yet.
        if folder not in self._durable_folders:
            folder.mkdir(exist_ok=True)
            _sync_folder(folder.parent)
            self._durable_folders.add(folder)

    def _shelves(self) -> list[Path]:
        return [shelf for rack in self._folder.glob("??") for shelf in rack.glob("??")]

    def _path(self, digest: str) -> Path:
        return self._folder / digest[:2] / digest[2:4] / digest

    def _run(self, work: Callable[[], Result]) -> "asyncio.Future[Result]":
        return asyncio.get_running_loop().run_in_executor(self._transfers, work)


def _stamp(status: os.stat_result) -> Stamp:
    # The time of change is in it beside that of the last write, because tools that copy set the latter back.
    mark = f"{status.st_size}-{status.st_mtime_ns}-{status.st_ctime_ns}-{status.st_ino}"
    return Stamp(size_bytes=status.st_size, mark=mark)


def _stale_in(shelf: Path, before_seconds: float) -> tuple[str, ...]:
    with os.scandir(shelf) as entries:
        return tuple(
            entry.name for entry in entries if is_digest(entry.name) and entry.stat().st_mtime < before_seconds
        )


def _lock(folder: Path) -> int:
    descriptor = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise FolderInUse(f"Another storage server uses the folder {folder}; give this one its own.") from error
    return descriptor


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
