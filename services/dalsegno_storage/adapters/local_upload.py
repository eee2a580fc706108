"""Bytes on their way into the local blob store: a temporary file, written and hashed in threads."""

import asyncio
import contextlib
import errno
import hashlib
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import TypeVar

from dalsegno_storage.core.errors import StorageFull
from dalsegno_storage.core.model import Blob

Result = TypeVar("Result")

# One hop to a thread for about this much: a hop costs some 60 µs, hashing this much some 600.
BATCH_BYTES = 1024 * 1024
# EFBIG is what a limit on the size of files gives: to the caller it is the same lack of room.
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class LocalUpload:
    """Hands batches to threads, one at a time; the next batch is gathered while the one before is written."""

    def __init__(self, path: Path, executor: Executor, keep: "Keep") -> None:
        self._file = TemporaryFile(path)
        self._executor = executor
        self._keep = keep
        self._batch: list[bytes] = []
        self._batch_bytes = 0
        self._writing: asyncio.Future[None] | None = None

    async def write(self, data: bytes) -> None:
        self._batch.append(data)
        self._batch_bytes += len(data)
        if self._batch_bytes >= BATCH_BYTES:
            await self._written()
            batch = self._take_batch()
            self._writing = self._run(lambda: self._file.append(batch))

    async def seal(self) -> Blob:
        await self._written()
        batch = self._take_batch()
        return await self._run(lambda: self._file.seal(batch))

    async def discard(self) -> None:
        if self._writing is not None and self._writing.done() and not self._writing.cancelled():
            self._writing.exception()  # nobody asks for it any more
        try:
            discarded = self._run(self._file.discard)
        except RuntimeError:  # the store is closed, and its threads are gone
            self._file.discard()
        else:
            await asyncio.shield(discarded)  # whoever gives up waiting leaves nothing behind

    async def keep(self, blob: Blob) -> str:
        return await self._run(lambda: self._keep(self._file, blob))

    async def _written(self) -> None:
        writing, self._writing = self._writing, None
        if writing is not None:
            await writing

    def _take_batch(self) -> list[bytes]:
        batch, self._batch, self._batch_bytes = self._batch, [], 0
        return batch

    def _run(self, work: Callable[[], Result]) -> "asyncio.Future[Result]":
        return asyncio.get_running_loop().run_in_executor(self._executor, work)


class TemporaryFile:
    """Blocks. Whatever thread discards it waits for the one that writes, so that no write meets a closed file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._hash = hashlib.sha256()
        self._size_bytes = 0
        self._descriptor: int | None = None
        self._discarded = False

    def append(self, chunks: Sequence[bytes]) -> None:
        with self._lock, room_needed():
            for chunk in chunks:
                self._hash.update(chunk)
                self._write(chunk)

    def seal(self, chunks: Sequence[bytes]) -> Blob:
        self.append(chunks)
        with self._lock, room_needed():
            if not self._discarded:
                os.fsync(self._open())
        return Blob(digest=self._hash.hexdigest(), size_bytes=self._size_bytes)

    def move_to(self, target: Path) -> None:
        with self._lock:
            self._path.replace(target)
            self._close()

    def discard(self) -> None:
        with self._lock:
            self._discarded = True
            self._close()
            self._path.unlink(missing_ok=True)

    def _write(self, chunk: bytes) -> None:
        if self._discarded:
            return
        rest = memoryview(chunk)
        self._size_bytes += len(rest)
        while rest:
            rest = rest[os.write(self._open(), rest) :]

    def _open(self) -> int:
        if self._descriptor is None:
            self._descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
        return self._descriptor

    def _close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


# Puts a file where the blob belongs; returns its mark.
Keep = Callable[[TemporaryFile, Blob], str]


@contextlib.contextmanager
def room_needed() -> Iterator[None]:
    """Raises StorageFull where the system has no room."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise StorageFull(f"the disk says: {error.strerror}") from error
        raise
