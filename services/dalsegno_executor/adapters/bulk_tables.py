"""The tables of bulk replays, in the executor's database."""

import sqlalchemy as sa

from dalsegno_executor.adapters.tables import Id, Time, metadata

bulk_replay = sa.Table(
    "bulk_replay",
    metadata,
    sa.Column("bulk_replay_id", Id, primary_key=True),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("options", sa.Text, nullable=False),  # JSON
    sa.Column("create_time", Time, nullable=False),
    sa.Column("end_time", Time),
    # Ended items, and errors among them, when it was resumed the last time.
    sa.Column("judged_after", sa.Integer, nullable=False),
    sa.Column("errors_before", sa.Integer, nullable=False),
)
# The few that a restart looks for.
sa.Index(
    "bulk_replay_unfinished",
    bulk_replay.c.bulk_replay_id,
    sqlite_where=bulk_replay.c.end_time.is_(None),
    postgresql_where=bulk_replay.c.end_time.is_(None),
)

item = sa.Table(
    "bulk_replay_item",
    metadata,
    sa.Column("bulk_replay_id", Id, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    # As it was asked for: there may be no such execution.
    sa.Column("execution_id", sa.String(128), nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("replay_id", Id, nullable=False),
    sa.Column("replay_state", sa.String(16), nullable=False),
    sa.Column("reason", sa.String(64), nullable=False),
    sa.Column("message", sa.Text, nullable=False),
    sa.Index("bulk_replay_item_by_state", "bulk_replay_id", "state", "number"),
    sqlite_with_rowid=False,
)
