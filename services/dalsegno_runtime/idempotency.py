"""Request ids: the second call with an id gets the first one's answer.

A service keeps one table of them, written in the transaction that carries the call out.
"""

import hashlib
from datetime import datetime

import sqlalchemy as sa
from google.protobuf.message import Message

from dalsegno_runtime.database import HotStatement
from dalsegno_runtime.errors import InvalidField, RequestIdConflict

MAX_LENGTH = 128


def request_table(metadata: sa.MetaData) -> sa.Table:
    """The table; `answer` is whatever lets the service find its first answer again."""
    return sa.Table(
        "request",
        metadata,
        sa.Column("request_id", sa.String(MAX_LENGTH), primary_key=True),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
    )


def fingerprint_of(request: Message) -> str:
    """Tells two requests apart, whatever their ids: method by message type, and all fields."""
    body = request.SerializeToString(deterministic=True)
    return hashlib.sha256(request.DESCRIPTOR.full_name.encode() + b"\0" + body).hexdigest()


def check_request_id(request_id: str) -> None:
    if len(request_id) > MAX_LENGTH:
        raise InvalidField("request_id", f"request_id has {len(request_id)} characters; at most {MAX_LENGTH} are kept.")


class Answers:
    """The first answers, by request id."""

    def __init__(self, table: sa.Table) -> None:
        columns = (table.c.fingerprint, table.c.answer)
        self._find = HotStatement(sa.select(*columns).where(table.c.request_id == sa.bindparam("request_id")))
        self._keep = HotStatement(table.insert())

    def find(self, connection: sa.Connection, request_id: str, fingerprint: str) -> str | None:
        """The first call's answer, or None when the id is new or empty.

        Raises:
            RequestIdConflict: the id came with another request.
        """
        row = self._find.first(connection, {"request_id": request_id}) if request_id else None
        if row is None:
            return None
        if row[0] != fingerprint:
            raise RequestIdConflict(request_id)
        return str(row[1])

    def keep(self, connection: sa.Connection, request_id: str, fingerprint: str, answer: str, now: datetime) -> None:
        """Remembers an answer; an empty id is not remembered."""
        if request_id:
            row = {"request_id": request_id, "fingerprint": fingerprint, "answer": answer, "create_time": now}
            self._keep.execute(connection, [row])
