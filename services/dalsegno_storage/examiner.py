"""Tells whether the bytes of blobs are still the ones that were written."""

from collections.abc import Iterable, Mapping

from dalsegno_storage.core.model import Blob, Health, Stamp, StoredBlob
from dalsegno_storage.digest_locks import DigestLocks
from dalsegno_storage.ports import BlobStore, Repository

# No blob store gives this mark: what has it is read in full when it is next examined.
DOUBTED = "doubted"


class Examiner:
    """Trusts bytes whose mark is the one remembered; reads the others, and remembers their mark when they are right."""

    def __init__(self, blobs: BlobStore, repository: Repository, locks: DigestLocks) -> None:
        self._blobs = blobs
        self._repository = repository
        self._locks = locks

    async def examine(self, stored: Iterable[StoredBlob]) -> Mapping[str, Health]:
        """Returns what was found, by digest."""
        by_digest = {one.blob.digest: one for one in stored}
        if not by_digest:
            return {}
        stamps = await self._blobs.look(by_digest)
        health = {}
        for digest, one in by_digest.items():
            judged = _judge(one, stamps.get(digest))
            health[digest] = await self._read_in_full(one.blob) if judged is None else judged
        return health

    async def doubt(self, digest: str) -> None:
        """Has a blob read in full when it is next examined."""
        await self._repository.remark({digest: DOUBTED})

    async def _read_in_full(self, blob: Blob) -> Health:
        # In turn, so that of many that ask for a large blob one reads it, and none while it is being written again.
        async with self._locks.of(blob.digest):
            stored = (await self._repository.find_blobs([blob.digest])).get(blob.digest)
            before = (await self._blobs.look([blob.digest])).get(blob.digest)
            if stored is None:
                return Health.MISSING
            judged = _judge(stored, before)
            if judged is not None or before is None:
                return judged or Health.MISSING
            found = await self._blobs.verify(blob)
            if found is Health.SOUND:
                await self._repository.remark({blob.digest: before.mark})
            return found


def _judge(stored: StoredBlob, stamp: Stamp | None) -> Health | None:
    """What can be said without reading; None when it cannot."""
    if stamp is None:
        return Health.MISSING
    if stamp.size_bytes != stored.blob.size_bytes:
        return Health.CORRUPT
    return Health.SOUND if stamp.mark == stored.mark else None
