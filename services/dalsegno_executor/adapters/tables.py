"""The executor's tables."""

import sqlalchemy as sa

from dalsegno_runtime.idempotency import request_table

metadata = sa.MetaData()

Time = sa.DateTime(timezone=True)
# Ids sort by their bytes, whatever the database's own idea of order.
Id = sa.String(22).with_variant(sa.String(22, collation="C"), "postgresql")

# One row an execution, for lists and for recovery; written when it is created, labelled or ended.
execution = sa.Table(
    "execution",
    metadata,
    sa.Column("execution_id", Id, primary_key=True),
    sa.Column("namespace", sa.String(150), nullable=False),
    sa.Column("flow_id", sa.String(100), nullable=False),
    sa.Column("flow_revision", sa.Integer, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("parent_id", Id, nullable=False),
    sa.Column("original_id", Id, nullable=False),
    sa.Column("attempt_number", sa.Integer, nullable=False),
    # The execution whose task has started this one; empty for none.
    sa.Column("started_by", Id, nullable=False),
    sa.Column("labels", sa.JSON, nullable=False),
    sa.Column("start_time", Time, nullable=False),
    sa.Column("create_time", Time, nullable=False),
    sa.Column("end_time", Time),
    # Ended, and all of its outputs have reached storage.
    sa.Column("settled", sa.Boolean, nullable=False),
    # One for every way to list them, so that a page costs the same however many there are: what is asked for, then ids.
    sa.Index("execution_by_flow", "namespace", "flow_id", "execution_id"),
    sa.Index("execution_by_flow_and_state", "namespace", "flow_id", "state", "execution_id"),
    sa.Index("execution_by_namespace", "namespace", "execution_id"),
    sa.Index("execution_by_namespace_and_state", "namespace", "state", "execution_id"),
    sa.Index("execution_by_state", "state", "execution_id"),
    sa.Index("execution_by_original", "original_id", "execution_id"),
    sa.Index("execution_by_starter", "started_by", "execution_id"),
)
# The few that a restart looks for, among all that there ever were.
sa.Index(
    "execution_unsettled",
    execution.c.execution_id,
    sqlite_where=~execution.c.settled,
    postgresql_where=~execution.c.settled,
)

# The journal: an executor.v1.Event each.
journal = sa.Table(
    "journal",
    metadata,
    sa.Column("execution_id", Id, primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("event", sa.LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

# How large executions stood when they had ended: a cache, whose rows may be deleted at any time.
snapshot = sa.Table(
    "snapshot",
    metadata,
    sa.Column("execution_id", Id, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
)

# Executions that were deleted, as long as others of their chain of replays are there.
deleted = sa.Table(
    "deleted",
    metadata,
    sa.Column("execution_id", Id, primary_key=True),
    sa.Column("parent_id", Id, nullable=False),
    sa.Column("original_id", Id, nullable=False),
    sa.Column("attempt_number", sa.Integer, nullable=False),
    sa.Column("flow_revision", sa.Integer, nullable=False),
    sa.Column("create_time", Time, nullable=False),
    sa.Column("delete_time", Time, nullable=False),
    # Its log is deleted, and storage has released it.
    sa.Column("cleaned", sa.Boolean, nullable=False),
    sa.Index("deleted_by_original", "original_id", "execution_id"),
)
sa.Index(
    "deleted_not_cleaned",
    deleted.c.execution_id,
    sqlite_where=~deleted.c.cleaned,
    postgresql_where=~deleted.c.cleaned,
)

# Every source that was ever run, so that an execution can be understood without the registry.
definition = sa.Table(
    "definition",
    metadata,
    sa.Column("source_digest", sa.String(64), primary_key=True),
    sa.Column("source", sa.Text, nullable=False),
)

log = sa.Table(
    "log",
    metadata,
    sa.Column("position", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
    sa.Column("execution_id", Id, nullable=False),
    sa.Column("task_run_id", Id, nullable=False),
    sa.Column("task_path", sa.Text, nullable=False),
    sa.Column("attempt_number", sa.Integer, nullable=False),
    sa.Column("level", sa.Integer, nullable=False),
    sa.Column("time", Time, nullable=False),
    sa.Column("message", sa.Text, nullable=False),
    sa.Index("log_by_execution", "execution_id", "position"),
)

# Outputs of tasks with a `taskCache`, by what they ran with.
task_cache = sa.Table(
    "task_cache",
    metadata,
    sa.Column("cache_key", sa.String(64), primary_key=True),
    sa.Column("output_digest", sa.String(64), nullable=False),
    sa.Column("outputs_json", sa.Text, nullable=False),  # empty when it is too large to stand here
    sa.Column("expire_time", Time),
    sa.Index("task_cache_by_expire_time", "expire_time"),
)

request = request_table(metadata)
