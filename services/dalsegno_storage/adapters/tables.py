"""The tables of storage.

blob     the bytes that are stored
file     path → blob
output   the documents themselves
pin      which execution needs which output or blob; what has no pin left goes when an execution is released
value    namespace and key → JSON; one whose expire_time has come counts as gone, and is removed by and by
counter  the last number that was given out, by what it counts
"""

import sqlalchemy as sa

from dalsegno_storage.core.names import MAX_PATH_BYTES
from dalsegno_storage.core.values import MAX_DESCRIPTION, MAX_KEY, MAX_NAMESPACE

metadata = sa.MetaData()


def _name(length: int) -> sa.types.TypeEngine[str]:
    """Text in the order of its code points, whatever language the database sorts in: paths are listed and found by
    prefix in that order, and it is the fastest to compare.
    """
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


_PATH = _name(MAX_PATH_BYTES)
_DIGEST = _name(64)
_EXECUTION_ID = _name(64)
_TIME = sa.DateTime(timezone=True)

blob = sa.Table(
    "blob",
    metadata,
    sa.Column("digest", _DIGEST, primary_key=True),
    sa.Column("size_bytes", sa.BigInteger, nullable=False),
    sa.Column("mark", sa.String(200), nullable=False),
    sa.Column("create_time", _TIME, nullable=False),
)

file = sa.Table(
    "file",
    metadata,
    sa.Column("path", _PATH, primary_key=True),
    sa.Column("digest", _DIGEST, sa.ForeignKey(blob.c.digest), nullable=False, index=True),
    sa.Column("execution_id", _EXECUTION_ID, nullable=False),
    sa.Column("create_time", _TIME, nullable=False),
)

output = sa.Table(
    "output",
    metadata,
    sa.Column("digest", _DIGEST, primary_key=True),
    sa.Column("json", sa.Text, nullable=False),
)

pin = sa.Table(
    "pin",
    metadata,
    sa.Column("execution_id", _EXECUTION_ID, primary_key=True),
    sa.Column("kind", _name(6), primary_key=True),  # "output" or "blob"
    sa.Column("digest", _DIGEST, primary_key=True),
    sa.Index("ix_pin_digest", "digest"),
    sqlite_with_rowid=False,
)

value = sa.Table(
    "value",
    metadata,
    sa.Column("namespace", _name(MAX_NAMESPACE), primary_key=True),
    sa.Column("key", _name(MAX_KEY), primary_key=True),
    sa.Column("json", sa.Text, nullable=False),
    sa.Column("size_bytes", sa.Integer, nullable=False),
    sa.Column("version", sa.BigInteger, nullable=False),
    sa.Column("description", sa.String(MAX_DESCRIPTION), nullable=False),
    sa.Column("create_time", _TIME, nullable=False),
    sa.Column("update_time", _TIME, nullable=False),
    sa.Column("expire_time", _TIME, nullable=True, index=True),
)

counter = sa.Table(
    "counter",
    metadata,
    sa.Column("name", _name(20), primary_key=True),
    sa.Column("last", sa.BigInteger, nullable=False),
)
