"""Statements that several transactions of the repository share; each works on both databases, in bulk."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from dalsegno_runtime.database import HotStatement, among
from dalsegno_storage.adapters import tables
from dalsegno_storage.core.model import Blob, PinnedDocument, StoredBlob

Kind = Literal["output", "blob"]
Pinned = tuple[str, Kind, str]  # execution id, kind, digest

# Who pins the files of namespaces; no execution can have such an id.
OF_NAMESPACES = "@namespaces"
# Below the number of parameters that either database takes in one statement.
MAX_PARAMETERS = 5_000


def insert_into(dialect: sa.Dialect, table: sa.Table) -> Any:
    """An INSERT that knows ON CONFLICT, which both databases spell alike and SQLAlchemy offers for each."""
    return postgresql.insert(table) if dialect.name == "postgresql" else sqlite.insert(table)


_ADD_PINS = HotStatement(lambda dialect: insert_into(dialect, tables.pin).on_conflict_do_nothing())
_ADD_OUTPUTS = HotStatement(lambda dialect: insert_into(dialect, tables.output).on_conflict_do_nothing())
_FIND_OUTPUTS = HotStatement(
    lambda dialect: sa.select(tables.output.c.digest).where(tables.output.c.digest.in_(among(dialect, "digests")))
)
_FIND_TEXTS = HotStatement(
    lambda dialect: sa.select(tables.output.c.digest, tables.output.c.json).where(
        tables.output.c.digest.in_(among(dialect, "digests"))
    )
)


def batches_of(values: Collection[str]) -> Iterator[list[str]]:
    ordered = list(values)
    for start in range(0, len(ordered), MAX_PARAMETERS):
        yield ordered[start : start + MAX_PARAMETERS]


def add_pins(connection: sa.Connection, pins: Iterable[Pinned]) -> None:
    """Adds pins; those that are there already stay."""
    # In the order of the key, so that neighbouring rows land on the same page of the index.
    rows = [
        {"execution_id": execution_id, "kind": kind, "digest": digest}
        for execution_id, kind, digest in sorted(set(pins))
    ]
    if rows:
        _ADD_PINS.execute(connection, rows)


def add_documents(connection: sa.Connection, pinned: Collection[PinnedDocument]) -> None:
    """Adds documents and pins each, with those of its files that are stored."""
    texts = {item.document.digest: item.document.json for item in pinned}
    rows = [{"digest": digest, "json": texts[digest]} for digest in sorted(texts)]
    if not rows:
        return
    _ADD_OUTPUTS.execute(connection, rows)
    paths = {path for item in pinned for path in item.document.paths}
    blobs = find_files(connection, paths)
    pins: list[Pinned] = [(item.execution_id, "output", item.document.digest) for item in pinned]
    pins += [
        (item.execution_id, "blob", blobs[path].blob.digest)
        for item in pinned
        for path in item.document.paths
        if path in blobs
    ]
    add_pins(connection, pins)


def find_files(connection: sa.Connection, paths: Collection[str]) -> Mapping[str, StoredBlob]:
    if not paths:
        return {}
    found: dict[str, StoredBlob] = {}
    for batch in batches_of(paths):
        joined = sa.join(tables.file, tables.blob, tables.file.c.digest == tables.blob.c.digest)
        query = sa.select(tables.file.c.path, tables.blob).select_from(joined).where(tables.file.c.path.in_(batch))
        found |= {row["path"]: stored_blob(row) for row in connection.execute(query).mappings()}
    return found


def find_outputs(connection: sa.Connection, digests: Collection[str]) -> set[str]:
    """Returns those of these digests that outputs have."""
    if not digests:
        return set()
    return {digest for (digest,) in _FIND_OUTPUTS.all(connection, {"digests": json.dumps(list(digests))})}


def find_texts(connection: sa.Connection, digests: Collection[str]) -> dict[str, str]:
    """Returns the outputs that have these digests."""
    return dict(_FIND_TEXTS.all(connection, {"digests": json.dumps(list(digests))}))


def blob_of_path(connection: sa.Connection, path: str) -> str | None:
    """Returns the digest of the blob that a path names."""
    found: str | None = connection.execute(sa.select(tables.file.c.digest).where(tables.file.c.path == path)).scalar()
    return found


def share_pins(connection: sa.Connection, before: str, digest: str) -> None:
    """Pins a blob for everyone that has pinned the one that its path named before: their outputs name the path."""
    owners = sa.select(tables.pin.c.execution_id).where(tables.pin.c.kind == "blob", tables.pin.c.digest == before)
    owners = owners.where(tables.pin.c.execution_id != OF_NAMESPACES)
    add_pins(connection, [(owner, "blob", digest) for owner in connection.execute(owners).scalars()])


def remove_unneeded(connection: sa.Connection, execution_id: str) -> list[Blob]:
    """Removes an execution's pins, and the outputs, blobs and paths that it alone had pinned."""
    outputs = _pinned_by_it_alone(execution_id, "output")
    connection.execute(sa.delete(tables.output).where(tables.output.c.digest.in_(outputs)))
    blobs = _pinned_by_it_alone(execution_id, "blob")
    connection.execute(sa.delete(tables.file).where(tables.file.c.digest.in_(blobs)))
    gone = _remove_blobs(connection, blobs)
    connection.execute(sa.delete(tables.pin).where(tables.pin.c.execution_id == execution_id))
    return gone


def remove_files(connection: sa.Connection, paths: Collection[str]) -> tuple[set[str], list[Blob]]:
    """Removes paths, and what none names any more; returns the paths that were there, and the blobs that went."""
    deleted: set[str] = set()
    digests: set[str] = set()
    for batch in batches_of(paths):
        gone = sa.delete(tables.file).where(tables.file.c.path.in_(batch))
        for path, digest in connection.execute(gone.returning(tables.file.c.path, tables.file.c.digest)):
            deleted.add(path)
            digests.add(digest)
    named = sa.select(tables.file.c.digest).where(tables.file.c.digest.in_(digests))
    unnamed = digests - set(connection.execute(named).scalars())
    _remove_pins(connection, unnamed)
    unpin_namespaces(connection, digests - unnamed)
    return deleted, _remove_blobs(connection, unnamed)


def unpin_namespaces(connection: sa.Connection, digests: Collection[str]) -> list[Blob]:
    """Removes the pins that no file of a namespace needs any more, and the blobs that nothing needs then."""
    of_namespaces = tables.file.c.execution_id == OF_NAMESPACES
    needed = sa.select(tables.file.c.digest).where(tables.file.c.digest.in_(digests), of_namespaces)
    unneeded = set(digests) - set(connection.execute(needed).scalars())
    _remove_pins(connection, unneeded, tables.pin.c.execution_id == OF_NAMESPACES)
    used = sa.union(
        sa.select(tables.pin.c.digest).where(tables.pin.c.digest.in_(unneeded), tables.pin.c.kind == "blob"),
        sa.select(tables.file.c.digest).where(tables.file.c.digest.in_(unneeded)),
    )
    return _remove_blobs(connection, unneeded - set(connection.execute(used).scalars()))


def stored_blob(row: Mapping[Any, Any]) -> StoredBlob:
    return StoredBlob(blob=Blob(digest=row["digest"], size_bytes=row["size_bytes"]), mark=row["mark"])


def _remove_pins(connection: sa.Connection, digests: Collection[str], *which: sa.ColumnElement[bool]) -> None:
    chosen = sa.delete(tables.pin).where(tables.pin.c.kind == "blob", tables.pin.c.digest.in_(digests), *which)
    connection.execute(chosen)


def _remove_blobs(connection: sa.Connection, digests: Any) -> list[Blob]:
    """`digests` are a collection, or a SELECT of them."""
    gone = sa.delete(tables.blob).where(tables.blob.c.digest.in_(digests))
    rows = connection.execute(gone.returning(tables.blob.c.digest, tables.blob.c.size_bytes)).mappings().all()
    return [Blob(digest=row["digest"], size_bytes=row["size_bytes"]) for row in rows]


def _pinned_by_it_alone(execution_id: str, kind: Kind) -> Any:
    own, other = tables.pin.alias("own"), tables.pin.alias("other")
    shared = sa.exists().where(
        other.c.digest == own.c.digest, other.c.kind == own.c.kind, other.c.execution_id != execution_id
    )
    return sa.select(own.c.digest).where(own.c.execution_id == execution_id, own.c.kind == kind, ~shared)
