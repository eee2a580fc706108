"""The repository on a SQL database, SQLite or PostgreSQL.

Writers of one process take turns. Writers of several processes meet at the flow's row: whoever finds it changed since
it was read starts again, so that no update is lost and no number is skipped or given twice.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import sqlalchemy as sa

from dalsegno_registry.adapters.tables import DRAFT, FLOW, REQUEST, REVISION
from dalsegno_registry.core.answers import read_answer, write_answer
from dalsegno_registry.core.errors import FlowNotFound
from dalsegno_registry.core.revisions import Draft, Put, Revision, decide_put
from dalsegno_registry.ports import Request
from dalsegno_runtime.clock import Clock
from dalsegno_runtime.database import Database, DatabaseUnavailable
from dalsegno_runtime.errors import ServiceUnavailable
from dalsegno_runtime.idempotency import Answers

Result = TypeVar("Result")
Row = sa.RowMapping

MAX_ATTEMPTS = 20  # each one that fails means that another writer got through
KEEP_ANSWERS = timedelta(hours=48)
FORGET_EVERY = timedelta(hours=1)

_ANSWERS = Answers(REQUEST)
_WITHOUT_SOURCE = [column for column in REVISION.c if column is not REVISION.c.source]


class SqlFlowRepository:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._forgotten_until = datetime.min.replace(tzinfo=UTC)

    async def find(self, namespace: str, flow_id: str, revision: int | None = None) -> Revision | None:
        return await self._database.look_up(lambda connection: _find(connection, namespace, flow_id, revision))

    async def find_before(self, namespace: str, flow_id: str, revision: int) -> Revision | None:
        query = _revisions_of(namespace, flow_id).where(REVISION.c.revision < revision).limit(1)
        return await self._database.read(lambda connection: _first(connection, query))

    async def list_flows(self, namespace: str, after: tuple[str, str] | None, limit: int) -> list[Revision]:
        # A deleted flow has no revisions, so the join leaves it out.
        latest = sa.and_(
            REVISION.c.namespace == FLOW.c.namespace,
            REVISION.c.flow_id == FLOW.c.flow_id,
            REVISION.c.revision == FLOW.c.last_revision,
        )
        query = (
            sa.select(*_WITHOUT_SOURCE)
            .select_from(FLOW.join(REVISION, latest))
            .order_by(FLOW.c.namespace, FLOW.c.flow_id)
            .limit(limit)
        )
        if namespace:
            # "/" follows "." in the order of bytes: the range holds exactly the namespaces below this one.
            below = sa.and_(FLOW.c.namespace >= namespace + ".", FLOW.c.namespace < namespace + "/")
            query = query.where(sa.or_(FLOW.c.namespace == namespace, below))
        if after:
            query = query.where(sa.tuple_(FLOW.c.namespace, FLOW.c.flow_id) > after)
        return await self._database.read(lambda connection: _all(connection, query))

    async def list_revisions(self, namespace: str, flow_id: str, below: int | None, limit: int) -> list[Revision]:
        query = _revisions_of(namespace, flow_id, _WITHOUT_SOURCE).limit(limit)
        if below is not None:
            query = query.where(REVISION.c.revision < below)
        return await self._database.read(lambda connection: _all(connection, query))

    async def answered_put(self, request: Request) -> Put | None:
        answer = await self._database.read(lambda connection: _answer(connection, request))
        return None if answer is None else read_answer(answer)

    async def put(self, draft: Draft, expected_revision: int | None, request: Request) -> Put:
        now = self._clock()

        def work(connection: sa.Connection) -> Put:
            answer = _answer(connection, request)
            if answer is not None:
                return read_answer(answer)
            flow = _flow(connection, draft.namespace, draft.flow_id)
            latest = _find(connection, draft.namespace, draft.flow_id, None)
            put = decide_put(draft, latest, flow["last_revision"] if flow else 0, expected_revision, now)
            if put.created:
                _claim(connection, flow, put.revision)
                connection.execute(REVISION.insert().values(**_columns(put.revision)))
            self._keep(connection, request, write_answer(put) if request.request_id else "", now)
            return put

        return await self._write(work)

    async def put_draft(self, draft: Draft) -> Revision:
        put = draft.numbered(0, self._clock())

        def work(connection: sa.Connection) -> Revision:
            known = _draft(connection, draft.namespace, draft.flow_id, put.source_digest)
            if known is None:
                columns = {column.name: getattr(put, column.name) for column in DRAFT.c}
                connection.execute(DRAFT.insert().values(**columns))
            return known or put

        return await self._write(work)

    async def find_draft(self, namespace: str, flow_id: str, source_digest: str) -> Revision | None:
        return await self._database.look_up(lambda connection: _draft(connection, namespace, flow_id, source_digest))

    async def delete(self, namespace: str, flow_id: str, request: Request) -> None:
        now = self._clock()

        def work(connection: sa.Connection) -> None:
            if _answer(connection, request) is not None:
                return
            flow = _flow(connection, namespace, flow_id)
            if flow is None or flow["deleted"]:
                raise FlowNotFound(namespace, flow_id)
            _change(connection, flow, deleted=True)
            for table in (REVISION, DRAFT):
                connection.execute(table.delete().where(_is(table, namespace, flow_id)))
            self._keep(connection, request, "", now)

        await self._write(work)

    def _keep(self, connection: sa.Connection, request: Request, answer: str, now: datetime) -> None:
        _ANSWERS.keep(connection, request.request_id, request.fingerprint, answer, now)
        if now - self._forgotten_until > FORGET_EVERY:
            connection.execute(REQUEST.delete().where(REQUEST.c.create_time < now - KEEP_ANSWERS))
            self._forgotten_until = now

    async def _write(self, work: Callable[[sa.Connection], Result]) -> Result:
        for _ in range(MAX_ATTEMPTS):
            try:
                return await self._database.write(work)
            except (_ChangedMeanwhile, sa.exc.IntegrityError):
                continue
            except DatabaseUnavailable as error:
                if not error.collided:
                    raise
        raise ServiceUnavailable("registry", "too many others change the flow at the same time")


class _ChangedMeanwhile(Exception):
    """Another process changed the flow's row after it was read."""


def _find(connection: sa.Connection, namespace: str, flow_id: str, revision: int | None) -> Revision | None:
    query = _LATEST if revision is None else _NUMBERED
    row = connection.execute(query, {"of": namespace, "flow": flow_id, "number": revision}).mappings().first()
    return _revision(row) if row else None


def _draft(connection: sa.Connection, namespace: str, flow_id: str, source_digest: str) -> Revision | None:
    query = sa.select(DRAFT).where(_is(DRAFT, namespace, flow_id), DRAFT.c.source_digest == source_digest)
    return _first(connection, query)


def _revisions_of(namespace: str, flow_id: str, columns: Any = (REVISION,)) -> sa.Select[Any]:
    """A flow's revisions, the newest first, along the primary key. Those of a deleted flow are gone."""
    return sa.select(*columns).where(_is(REVISION, namespace, flow_id)).order_by(REVISION.c.revision.desc())


_LATEST = (
    sa.select(REVISION)
    .where(REVISION.c.namespace == sa.bindparam("of"), REVISION.c.flow_id == sa.bindparam("flow"))
    .order_by(REVISION.c.revision.desc())
    .limit(1)
)
_NUMBERED = _LATEST.where(REVISION.c.revision == sa.bindparam("number"))


def _claim(connection: sa.Connection, flow: Row | None, revision: Revision) -> None:
    """Gives the flow's row the new number, if nobody else has done so."""
    if flow is not None:
        _change(connection, flow, deleted=False, last_revision=revision.revision)
        return
    names = {"namespace": revision.namespace, "flow_id": revision.flow_id}
    connection.execute(FLOW.insert().values(**names, last_revision=revision.revision, deleted=False))


def _change(connection: sa.Connection, flow: Row, **values: object) -> None:
    unchanged = sa.and_(
        _is(FLOW, flow["namespace"], flow["flow_id"]),
        FLOW.c.last_revision == flow["last_revision"],
        FLOW.c.deleted == flow["deleted"],
    )
    if connection.execute(FLOW.update().where(unchanged).values(**values)).rowcount != 1:
        raise _ChangedMeanwhile


def _flow(connection: sa.Connection, namespace: str, flow_id: str) -> Row | None:
    return connection.execute(sa.select(FLOW).where(_is(FLOW, namespace, flow_id))).mappings().first()


def _is(table: sa.Table, namespace: str, flow_id: str) -> sa.ColumnElement[bool]:
    return sa.and_(table.c.namespace == namespace, table.c.flow_id == flow_id)


def _answer(connection: sa.Connection, request: Request) -> str | None:
    return _ANSWERS.find(connection, request.request_id, request.fingerprint)


def _first(connection: sa.Connection, query: sa.Select[Any]) -> Revision | None:
    row = connection.execute(query).mappings().first()
    return _revision(row) if row else None


def _all(connection: sa.Connection, query: sa.Select[Any]) -> list[Revision]:
    return [_revision(row) for row in connection.execute(query).mappings()]


def _revision(row: Row) -> Revision:
    create_time = row["create_time"]
    if create_time.tzinfo is None:
        create_time = create_time.replace(tzinfo=UTC)  # SQLite keeps no zone; all times are written in UTC
    return Revision(
        namespace=row["namespace"],
        flow_id=row["flow_id"],
        revision=row.get("revision", 0),
        source=row.get("source", ""),
        source_digest=row["source_digest"],
        description=row["description"],
        disabled=row["disabled"],
        create_time=create_time.astimezone(UTC),
    )


def _columns(revision: Revision) -> dict[str, Any]:
    return {column.name: getattr(revision, column.name) for column in REVISION.c}
