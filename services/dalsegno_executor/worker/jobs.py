"""What workers do for the executor itself."""

from collections.abc import Callable, Mapping
from typing import Any

from dalsegno_executor.ports import (
    DESCRIBE_TABLE,
    FILL_DIRECTORY,
    JOIN_FILE,
    LIST_BATCHES,
    SAMPLE_TABLE,
    STORE_FILE,
    STORE_OUTPUTS,
    TAKE_OUT,
    TRY_TASK,
)
from dalsegno_executor.worker.batches import join_file, list_batches, store_file, store_outputs
from dalsegno_executor.worker.context import WorkerContext
from dalsegno_executor.worker.directories import fill_directory, take_out
from dalsegno_executor.worker.tables import describe_table
from dalsegno_executor.worker.trials import sample_table, try_task
from dalsegno_tasks.interface import Outputs

JOBS: Mapping[str, Callable[[WorkerContext, Mapping[str, Any]], Outputs]] = {
    FILL_DIRECTORY: fill_directory,
    TAKE_OUT: take_out,
    LIST_BATCHES: list_batches,
    STORE_OUTPUTS: store_outputs,
    JOIN_FILE: join_file,
    STORE_FILE: store_file,
    DESCRIBE_TABLE: describe_table,
    SAMPLE_TABLE: sample_table,
    TRY_TASK: try_task,
}
