"""Blobs and files: written, read, listed, released."""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterable, Sequence
from contextlib import aclosing, suppress
from datetime import timedelta

from dalsegno_runtime.clock import Clock
from dalsegno_runtime.errors import InvalidField, ServiceError
from dalsegno_storage.core.errors import BlobCorrupt, BlobNotFound, DigestMismatch, FileNotFound, StorageFull
from dalsegno_storage.core.model import Blob, File, Health, StoredBlob, WriteIntent
from dalsegno_storage.digest_locks import DigestLocks
from dalsegno_storage.examiner import Examiner
from dalsegno_storage.ports import BlobStore, Repository, Upload

log = logging.getLogger("dalsegno.storage")

ORPHAN_AGE = timedelta(hours=1)


class StorageService:
    """What holds for one blob at any time: its row is in the database only while its bytes are in the blob store.

    Bytes are kept before their row is committed, and removed after it is gone; both under the digest's lock, so that a
    blob that is released and written at once stays.
    """

    def __init__(
        self, blobs: BlobStore, repository: Repository, locks: DigestLocks, examiner: Examiner, clock: Clock
    ) -> None:
        self._blobs = blobs
        self._repository = repository
        self._locks = locks
        self._examiner = examiner
        self._clock = clock

    async def write_blob(self, intent: WriteIntent, chunks: AsyncIterable[bytes]) -> Blob:
        """Stores a stream. Nothing of it stays when the caller is cancelled or `chunks` fails.

        Raises:
            DigestMismatch: the bytes are not the expected ones.
            StorageFull: there is no room.
        """
        upload = self._blobs.upload()
        try:
            async for chunk in chunks:
                await upload.write(chunk)
            blob = await upload.seal()
            if intent.expected_digest not in {None, blob.digest}:
                raise DigestMismatch(str(intent.expected_digest), blob.digest, blob.size_bytes)
        except BaseException:
            await upload.discard()
            raise
        # From here on it is all or nothing, whatever becomes of the caller.
        await asyncio.shield(self._keep(intent, upload, blob))
        return blob

    async def read_blob(
        self, *, digest: str | None, path: str | None, offset: int, limit_bytes: int
    ) -> AsyncGenerator[bytes, None]:
        """Yields a blob or a part of it; exactly one of `digest` and `path` is given; `limit_bytes` 0 means all.

        Raises:
            BlobNotFound: the blob, or what holds its bytes, is not there.
            FileNotFound: the path names nothing.
            BlobCorrupt: the bytes were altered. Of a whole blob the last chunk is held back until that is known; a
                part of one is examined before its first chunk.
            InvalidField: `offset` is beyond the end.
        """
        blob = (await self._find(digest, path)).blob
        if offset > blob.size_bytes:
            raise InvalidField("offset", f"offset is {offset}; the blob has {blob.size_bytes} bytes.")
        length = limit_bytes or blob.size_bytes
        if offset > 0 or length < blob.size_bytes:
            await self._check_before_part(blob.digest, path)
        try:
            async with aclosing(self._blobs.read(blob, offset=offset, length=length)) as chunks:
                async for chunk in chunks:
                    yield chunk
        except BlobCorrupt as error:
            log.error("%s", error)
            with suppress(ServiceError):  # the caller must hear of the corruption, whatever the database says
                await self._examiner.doubt(blob.digest)
            raise

    async def find_missing_blobs(self, digests: Sequence[str]) -> list[str]:
        """Those that are not in the database, or whose bytes are not there or not as many."""
        if not digests:
            return []
        stored = await self._repository.find_blobs(set(digests))
        stamps = await self._blobs.look(stored)
        there = {digest for digest, stamp in stamps.items() if stamp.size_bytes == stored[digest].blob.size_bytes}
        return [digest for digest in digests if digest not in there]

    async def list_files(self, prefix: str, *, after: str | None, limit: int) -> Sequence[File]:
        return await self._repository.list_files(prefix, after=after, limit=limit)

    async def delete_files(self, paths: Sequence[str]) -> tuple[list[str], Sequence[Blob]]:
        """Removes files; returns the paths that were there, in the order given, and the blobs that went with them."""
        deleted, gone = await self._repository.delete_files(paths)
        for blob in gone:
            await self._remove_in_turn(blob.digest)
        return [path for path in dict.fromkeys(paths) if path in deleted], gone

    async def release_execution(self, execution_id: str) -> Sequence[Blob]:
        """Removes an execution's pins; returns the blobs that went with them."""
        released = await self._repository.release(execution_id)
        for blob in released:
            await self._remove_in_turn(blob.digest)
        if released:
            log.info("released %s: %d blobs", execution_id, len(released))
        return released

    async def sweep(self) -> int:
        """Removes bytes without a row that are older than an hour, as a crash leaves them; returns how many."""
        removed = 0
        async for digests in self._blobs.stale_digests(self._clock() - ORPHAN_AGE):
            stored = await self._repository.find_blobs(digests)
            for digest in digests:
                if digest not in stored:
                    removed += await self._remove_in_turn(digest)
        if removed:
            log.info("removed %d blobs that no path, output or execution knows", removed)
        return removed

    async def _keep(self, intent: WriteIntent, upload: Upload, blob: Blob) -> None:
        try:
            async with self._locks.of(blob.digest):
                stored = StoredBlob(blob=blob, mark=await upload.keep(blob))
                replaced = await self._put(stored, intent)
        except BaseException:
            await upload.discard()
            raise
        for gone in replaced:
            await self._remove_in_turn(gone.digest)

    async def _put(self, stored: StoredBlob, intent: WriteIntent) -> Sequence[Blob]:
        try:
            return await self._repository.put_blob(
                stored, path=intent.path, execution_id=intent.execution_id, now=self._clock()
            )
        except StorageFull:
            # The one failure after which the row is known not to be there; after any other the sweep will see.
            await self._remove_unless_stored(stored.blob.digest)
            raise

    async def _remove_in_turn(self, digest: str) -> bool:
        async with self._locks.of(digest):
            return await self._remove_unless_stored(digest)

    async def _remove_unless_stored(self, digest: str) -> bool:
        """Removes bytes that have no row; somebody may have written them again since theirs went. Needs the lock."""
        if digest in await self._repository.find_blobs([digest]):
            return False
        await self._blobs.remove(digest)
        return True

    async def _find(self, digest: str | None, path: str | None) -> StoredBlob:
        if path is not None:
            found = (await self._repository.find_files([path])).get(path)
            if found is None:
                raise FileNotFound(path)
            return found
        if digest is None:
            raise InvalidField("name", "Neither a digest nor a path is given; give one of them.")
        found = (await self._repository.find_blobs([digest])).get(digest)
        if found is None:
            raise BlobNotFound(digest)
        return found

    async def _check_before_part(self, digest: str, path: str | None) -> None:
        stored = await self._find(digest, None)
        health = (await self._examiner.examine([stored]))[digest]
        if health is Health.MISSING:
            raise BlobNotFound(digest, path=path or "")
        if health is Health.CORRUPT:
            raise BlobCorrupt(digest, "its bytes are not the ones that were written")
