"""The tables of storage.

blob     the bytes that are stored
file     path → blob
output   the documents themselves
pin      which execution needs which output or blob; what has no pin left goes when an execution is released
"""

import sqlalchemy as sa

from dalsegno_storage.core.names import MAX_PATH_BYTES

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
