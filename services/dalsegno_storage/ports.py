"""What the use cases need of the outside: a place for bytes and a place for rows."""

from collections.abc import AsyncGenerator, Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from dalsegno_storage.core.model import Blob, Defect, File, Health, Pin, PinnedDocument, Stamp, StoredBlob
from dalsegno_storage.core.values import Value, ValueIntent


class Upload(Protocol):
    """Bytes on their way in. Nothing of them is a blob before `keep`."""

    async def write(self, data: bytes) -> None:
        """Takes the next bytes; waits when the store is slower than the caller. Raises StorageFull."""

    async def seal(self) -> Blob:
        """Ends the bytes and makes them durable. Raises StorageFull."""

    async def keep(self, blob: Blob) -> str:
        """Makes them, once sealed, the bytes of their digest, whatever stood there before; returns their mark."""

    async def discard(self) -> None:
        """Removes what was taken, unless it was kept. May be called at any time, more than once."""


class BlobStore(Protocol):
    """Keeps bytes by their digest. The callers see to it that an upload's `keep` and `remove` of
    one digest do not overlap.
    """

    def upload(self) -> Upload: ...

    async def look(self, digests: Collection[str]) -> Mapping[str, Stamp]:
        """Tells of many blobs at once; those without bytes are absent."""

    async def verify(self, blob: Blob) -> Health:
        """Reads all bytes and compares them with the digest."""

    def read(self, blob: Blob, *, offset: int, length: int) -> AsyncGenerator[bytes, None]:
        """Yields the bytes in chunks of at most 1 MiB. A read of the whole is checked: its last chunk comes only
        once the digest is known to be right.

        Raises:
            BlobNotFound: there are no bytes.
            BlobCorrupt: they are not those of the digest, or not as many.
        """

    async def remove(self, digest: str) -> None:
        """Removes the bytes; that there are none is no error."""

    def stale_digests(self, before: datetime) -> AsyncGenerator[tuple[str, ...], None]:
        """Yields the digests of bytes that were last written before a time, in batches."""

    def close(self) -> None: ...


class Repository(Protocol):
    """The rows. Every method is one transaction.

    Raises, all of them: ServiceUnavailable when the database does not answer; StorageFull when it has no room.
    """

    async def put_blob(
        self, blob: StoredBlob, *, path: str | None, execution_id: str | None, now: datetime
    ) -> Sequence[Blob]:
        """Adds a blob, and its path and its pin where they are given. A path that named another blob keeps what it
        names now alive for everyone that had pinned the other. A file of a namespace needs no execution: the blob that
        such a path named before goes if nothing else needs it, and is returned.
        """

    async def find_blobs(self, digests: Collection[str]) -> Mapping[str, StoredBlob]: ...

    async def find_files(self, paths: Collection[str]) -> Mapping[str, StoredBlob]:
        """Returns path → the blob that it names; paths that name none are absent."""

    async def list_files(self, prefix: str, *, after: str | None, limit: int) -> Sequence[File]:
        """Lists files by path, in the order of code points."""

    async def delete_files(self, paths: Collection[str]) -> tuple[set[str], Sequence[Blob]]:
        """Removes paths, and the blobs that none names any more; returns the paths that were there, and those blobs."""

    async def remark(self, marks: Mapping[str, str]) -> None:
        """Remembers new marks, by digest, of blobs that are still stored."""

    async def put_documents(self, documents: Sequence[PinnedDocument]) -> None:
        """Adds documents and pins each, with those of its files that are stored."""

    async def find_documents(self, digests: Collection[str]) -> Mapping[str, str]:
        """Returns digest → text; digests of none are absent."""

    async def pin(
        self,
        pins: Sequence[Pin],
        unshipped: Sequence[PinnedDocument],
        paths: Mapping[str, tuple[str, ...]],
        health: Mapping[str, Health],
    ) -> Sequence[tuple[Defect, ...]] | None:
        """Adds the unshipped documents; then pins, for each execution without defects, its outputs and their files.

        Args:
            paths: output digest → the files that it names, for every document that was found.
            health: blob digest → what an examination found.

        Returns:
            What kept each from being pinned; None, with nothing written, when a path names a blob that was not
            examined.
        """

    async def release(self, execution_id: str) -> Sequence[Blob]:
        """Removes an execution's pins and what no execution pins any more; returns the blobs that went."""


class ValueRepository(Protocol):
    """The values by key. Every method is one transaction, and raises as those of Repository do.

    `put` and `delete` also remove some of the values that are over.
    """

    async def put(self, intent: ValueIntent, *, now: datetime, expire_time: datetime | None) -> tuple[bool, Value]:
        """Returns whether it was written, with what is there now: one that is not to be overwritten stays."""

    async def find(self, namespace: str, key: str) -> Value | None:
        """Returns the value, also when it is over."""

    async def delete(self, namespace: str, key: str, *, now: datetime) -> bool:
        """Returns whether there was one that was not over."""

    async def list(
        self, namespace: str, prefix: str, *, now: datetime, after: str | None, limit: int
    ) -> Sequence[Value]:
        """Lists what is not over by key, in the order of code points, without JSON."""

    async def sweep(self, now: datetime) -> int:
        """Removes some of the values that are over, and returns how many."""
