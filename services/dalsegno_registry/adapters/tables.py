"""The registry's tables."""

import sqlalchemy as sa

from dalsegno_runtime.idempotency import request_table

METADATA = sa.MetaData()

# Sorted by bytes on every database, so that pages and ranges mean the same everywhere.
_NAME = sa.String(255).with_variant(sa.String(255, collation="C"), "postgresql")

# One row for every flow there ever was. It outlives the flow, so that a revision's number is never given twice.
FLOW = sa.Table(
    "flow",
    METADATA,
    sa.Column("namespace", _NAME, primary_key=True),
    sa.Column("flow_id", _NAME, primary_key=True),
    sa.Column("last_revision", sa.Integer, nullable=False),
    sa.Column("deleted", sa.Boolean, nullable=False),
)

REVISION = sa.Table(
    "revision",
    METADATA,
    sa.Column("namespace", _NAME, primary_key=True),
    sa.Column("flow_id", _NAME, primary_key=True),
    sa.Column("revision", sa.Integer, primary_key=True),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("source_digest", sa.String(64), nullable=False),
    sa.Column("description", sa.Text, nullable=False),
    sa.Column("disabled", sa.Boolean, nullable=False),
    sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
)

# Sources that somebody may save later.
DRAFT = sa.Table(
    "draft",
    METADATA,
    sa.Column("namespace", _NAME, primary_key=True),
    sa.Column("flow_id", _NAME, primary_key=True),
    sa.Column("source_digest", sa.String(64), primary_key=True),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("description", sa.Text, nullable=False),
    sa.Column("disabled", sa.Boolean, nullable=False),
    sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
)

REQUEST = request_table(METADATA)
