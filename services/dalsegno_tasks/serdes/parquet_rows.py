"""Parquet files, some thousands of rows at a time."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dalsegno_tasks.interface import TaskFailure

BATCH_ROWS = 8192


def read_batches(path: Path) -> Iterator[pa.RecordBatch]:
    """The file's rows.

    Raises:
        TaskFailure: it is no Parquet file, or damaged.
    """
    row_count = 0
    try:
        with pq.ParquetFile(path, pre_buffer=False) as file:
            for batch in file.iter_batches(BATCH_ROWS, use_threads=False):
                yield batch
                row_count += batch.num_rows
    except (pa.ArrowException, OSError) as error:
        place = f"is damaged after row {row_count}" if row_count else "cannot be read"
        raise TaskFailure(
            f"The Parquet file {place}: {str(error).strip()}. Check what was stored there: half a file, or another "
            "format?"
        ) from error
