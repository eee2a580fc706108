"""The repository on SQLite or PostgreSQL."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

import sqlalchemy as sa

from dalsegno_runtime.database import Database, DatabaseUnavailable
from dalsegno_storage.adapters import statements, tables
from dalsegno_storage.core.errors import StorageFull
from dalsegno_storage.core.judging import defects_of
from dalsegno_storage.core.model import Blob, Defect, File, Health, Pin, PinnedDocument, StoredBlob
from dalsegno_storage.core.names import is_of_namespace

FEW = 500  # outputs that are read before a thread has begun to


class SqlRepository:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def put_blob(
        self, blob: StoredBlob, *, path: str | None, execution_id: str | None, now: datetime
    ) -> Sequence[Blob]:
        digest = blob.blob.digest
        of_namespace = path is not None and is_of_namespace(path)
        owner = statements.OF_NAMESPACES if of_namespace else execution_id

        def work(connection: sa.Connection) -> Sequence[Blob]:
            insert = statements.insert_into(connection.dialect, tables.blob).values(
                digest=digest, size_bytes=blob.blob.size_bytes, mark=blob.mark, create_time=now
            )
            connection.execute(
                insert.on_conflict_do_update(index_elements=["digest"], set_={"mark": insert.excluded.mark})
            )
            before = digest if path is None else statements.blob_of_path(connection, path) or digest
            if path is not None:
                named = {"digest": digest, "execution_id": owner, "create_time": now}
                insert = statements.insert_into(connection.dialect, tables.file).values(path=path, **named)
                connection.execute(insert.on_conflict_do_update(index_elements=["path"], set_=named))
            if owner is not None:
                statements.add_pins(connection, [(owner, "blob", digest)])
            if before == digest:
                return ()
            if of_namespace:
                return statements.unpin_namespaces(connection, [before])
            statements.share_pins(connection, before, digest)
            return ()

        with room_needed():
            return await self._database.write(work)

    async def find_blobs(self, digests: Collection[str]) -> Mapping[str, StoredBlob]:
        def work(connection: sa.Connection) -> Mapping[str, StoredBlob]:
            found: dict[str, StoredBlob] = {}
            for batch in statements.batches_of(digests):
                query = sa.select(tables.blob).where(tables.blob.c.digest.in_(batch))
                found |= {row["digest"]: statements.stored_blob(row) for row in connection.execute(query).mappings()}
            return found

        return await self._database.read(work)

    async def find_files(self, paths: Collection[str]) -> Mapping[str, StoredBlob]:
        if not paths:
            return {}
        return await self._database.read(lambda connection: statements.find_files(connection, paths))

    async def list_files(self, prefix: str, *, after: str | None, limit: int) -> Sequence[File]:
        file, blob = tables.file, tables.blob
        query = sa.select(file.c.path, file.c.create_time, blob.c.digest, blob.c.size_bytes)
        query = query.join_from(file, blob, file.c.digest == blob.c.digest).order_by(file.c.path).limit(limit)
        if prefix:
            query = query.where(file.c.path >= prefix, file.c.path < prefix + "\U0010ffff")
        if after is not None:
            query = query.where(file.c.path > after)
        rows = await self._database.read(lambda connection: connection.execute(query).mappings().all())
        return [
            File(
                path=row["path"],
                blob=Blob(digest=row["digest"], size_bytes=row["size_bytes"]),
                create_time=in_utc(row["create_time"]),
            )
            for row in rows
        ]

    async def delete_files(self, paths: Collection[str]) -> tuple[set[str], Sequence[Blob]]:
        return await self._database.write(lambda connection: statements.remove_files(connection, paths))

    async def remark(self, marks: Mapping[str, str]) -> None:
        def work(connection: sa.Connection) -> None:
            for digest, mark in marks.items():
                connection.execute(sa.update(tables.blob).where(tables.blob.c.digest == digest).values(mark=mark))

        with room_needed():
            await self._database.write(work)

    async def put_documents(self, documents: Sequence[PinnedDocument]) -> None:
        with room_needed():
            await self._database.write(lambda connection: statements.add_documents(connection, documents))

    async def find_documents(self, digests: Collection[str]) -> Mapping[str, str]:
        def work(connection: sa.Connection) -> Mapping[str, str]:
            return statements.find_texts(connection, digests)

        if not digests:
            return {}
        return await (self._database.look_up if len(digests) <= FEW else self._database.read)(work)

    async def pin(
        self,
        pins: Sequence[Pin],
        unshipped: Sequence[PinnedDocument],
        paths: Mapping[str, tuple[str, ...]],
        health: Mapping[str, Health],
    ) -> Sequence[tuple[Defect, ...]] | None:
        sent = {item.document.digest for item in unshipped}
        needed = {digest for pin in pins for digest in pin.digests}

        def work(connection: sa.Connection) -> Sequence[tuple[Defect, ...]] | None:
            files = statements.find_files(connection, {path for digest in needed for path in paths.get(digest, ())})
            blobs = {path: stored.blob.digest for path, stored in files.items()}
            if not health.keys() >= set(blobs.values()):
                return None
            # One that appeared after it was looked for has not had its files examined: it counts as missing.
            present = (statements.find_outputs(connection, needed - sent) & paths.keys()) | sent
            defects = [defects_of(pin, present=present, paths=paths, blobs=blobs, health=health) for pin in pins]
            statements.add_documents(connection, unshipped)
            sound = [pin for pin, found in zip(pins, defects, strict=True) if not found]
            statements.add_pins(connection, _needs_of(sound, paths, blobs))
            return defects

        with room_needed():
            return await self._database.write(work)

    async def release(self, execution_id: str) -> Sequence[Blob]:
        with room_needed():
            return await self._database.write(lambda connection: statements.remove_unneeded(connection, execution_id))


def _needs_of(
    pins: Sequence[Pin], paths: Mapping[str, tuple[str, ...]], blobs: Mapping[str, str]
) -> Iterator[statements.Pinned]:
    for pin in pins:
        for digest in pin.digests:
            yield pin.execution_id, "output", digest
            for path in paths[digest]:
                yield pin.execution_id, "blob", blobs[path]


def in_utc(time: datetime) -> datetime:
    # SQLite gives times back without their zone; they were written in UTC.
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)


@contextmanager
def room_needed() -> Iterator[None]:
    """Raises StorageFull where the database has no room."""
    try:
        yield
    except DatabaseUnavailable as error:
        if error.full:
            raise StorageFull(f"the database says: {error.message}") from error
        raise
