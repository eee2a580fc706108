"""Parquet files, row group by row group."""

from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

from dalsegno_tasks.interface import OutputFile
from dalsegno_tasks.serdes.conversion import Column, Table

MAX_ROW_GROUP_ROWS = 131_072
_CODECS = {"UNCOMPRESSED": "none"}
# Arrow's own default for gzip is 9, which takes three times as long as the usual 6 and saves nothing to speak of.
_LEVELS = {"GZIP": 6}
_FORMATS = {"V1": ("1.0", "1.0"), "V2": ("2.6", "2.0")}


class _Sink:
    """What Arrow needs of a file that is only written to."""

    closed = False

    def __init__(self, file: OutputFile) -> None:
        self._file = file
        self._position = 0

    def write(self, data: Any) -> int:
        self._file.write(memoryview(data))
        self._position += len(data)
        return len(data)

    def tell(self) -> int:
        return self._position

    def writable(self) -> bool:
        return True

    def readable(self) -> bool:
        return False

    def seekable(self) -> bool:
        return False

    def flush(self) -> None:
        """The file sees to that."""

    def close(self) -> None:
        """The file's owner closes it."""


class ParquetFileWriter:
    """Gathers tables into row groups and writes them; the file is whole when the `with` block ends.

    A row group ends at `row_group_bytes` of data as Arrow holds it, or at MAX_ROW_GROUP_ROWS.
    """

    def __init__(
        self,
        file: OutputFile,
        schema: pa.Schema,
        *,
        codec: str,
        version: str,
        row_group_bytes: int,
        page_bytes: int,
        dictionary_page_bytes: int,
    ) -> None:
        format_version, page_version = _FORMATS[version]
        self._schema = schema
        self._row_group_bytes = row_group_bytes
        self._waiting: list[pa.RecordBatch] = []
        self._waiting_rows = self._waiting_bytes = 0
        self._writer = pq.ParquetWriter(
            pa.PythonFile(_Sink(file), mode="w"),
            schema,
            version=format_version,
            data_page_version=page_version,
            compression=_CODECS.get(codec, codec),
            compression_level=_LEVELS.get(codec),
            data_page_size=page_bytes,
            dictionary_pagesize_limit=dictionary_page_bytes,
        )

    def write(self, table: Table) -> None:
        arrays = [
            pa.array(_for_arrow(column, field.type), field.type)
            if isinstance(column, list)
            else column.cast(field.type)
            for field, column in zip(self._schema, table.columns, strict=True)
        ]
        batch = pa.RecordBatch.from_arrays(arrays, schema=self._schema)
        self._waiting.append(batch)
        self._waiting_rows += batch.num_rows
        self._waiting_bytes += batch.nbytes
        if self._waiting_bytes >= self._row_group_bytes or self._waiting_rows >= MAX_ROW_GROUP_ROWS:
            self._write_group()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if error is None:
            self._write_group()
        self._writer.close()

    def _write_group(self) -> None:
        if self._waiting_rows:
            self._writer.write_table(pa.Table.from_batches(self._waiting), row_group_size=self._waiting_rows)
        self._waiting = []
        self._waiting_rows = self._waiting_bytes = 0


def _for_arrow(values: Column, arrow_type: pa.DataType) -> Column:
    """Arrow takes a map as a list of pairs."""
    if not _has_map(arrow_type):
        return values
    return [_pairs(value, arrow_type) for value in values]


def _pairs(value: Any, arrow_type: pa.DataType) -> Any:
    if value is None:
        return None
    if pa.types.is_map(arrow_type):
        return [(name, _pairs(item, arrow_type.item_type)) for name, item in value.items()]
    if pa.types.is_list(arrow_type):
        return [_pairs(item, arrow_type.value_type) for item in value]
    if pa.types.is_struct(arrow_type):
        return {field.name: _pairs(value[field.name], field.type) for field in arrow_type}
    return value


def _has_map(arrow_type: pa.DataType) -> bool:
    if pa.types.is_map(arrow_type):
        return True
    return any(_has_map(arrow_type.field(index).type) for index in range(arrow_type.num_fields))
