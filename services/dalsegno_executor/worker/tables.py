"""The job of CompareExecutions: which columns and how many rows a file has."""

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from dalsegno_executor.worker.context import WorkerContext
from dalsegno_tasks.interface import Outputs, TaskFailure

# Rows that say what the columns of Ion are.
SCANNED_ROWS = 10_000
SYNC_BYTES = 16
MAX_COLUMNS = 1000
# Of a row of Ion, and of a part of Avro's header: a damaged file may claim anything.
MAX_PART_BYTES = 64 * 1024 * 1024
KINDS = {bool: "boolean", int: "number", float: "number", str: "text", list: "list", dict: "map", type(None): "null"}


def describe_table(context: WorkerContext, given: Mapping[str, Any]) -> Outputs:
    """Gives `format`, `columns` as names and types and `row_count` of the file at `uri`; nothing if it is no table.

    Raises:
        TaskFailure: it is damaged.
    """
    path = context.fetch(given["uri"])
    describe = _format_of(path, given["uri"])
    if describe is None:
        return {}
    try:
        found = describe(path)
    except (ValueError, LookupError, TypeError, OSError, RecursionError, csv.Error) as error:
        raise TaskFailure(f"The file cannot be read as a table: {error}") from error
    return {**found, "columns": found["columns"][:MAX_COLUMNS]}


def _format_of(path: Path, uri: str) -> Callable[[Path], Outputs] | None:
    with path.open("rb") as file:
        start = file.read(4)
    if start == b"PAR1":
        return _parquet
    if start == b"Obj\x01":
        return _avro
    name = uri.lower()
    if name.endswith((".csv", ".tsv")):
        return _csv
    return _ion if name.endswith((".ion", ".jsonl", ".ndjson")) else None


def _parquet(path: Path) -> Outputs:
    import pyarrow.parquet

    with pyarrow.parquet.ParquetFile(path) as file:
        columns = [[column.name, str(column.type)] for column in file.schema_arrow]
        return {"format": "parquet", "columns": columns, "row_count": file.metadata.num_rows}


def _avro(path: Path) -> Outputs:
    """Source: Avro 1.12 specification, "Object container files"."""
    with path.open("rb") as file:
        file.seek(4)
        metadata = dict(_avro_entries(file))
        file.seek(SYNC_BYTES, 1)
        rows = 0
        while (count := _avro_long(file, may_end=True)) is not None:
            rows += count
            size_bytes = _needed(_avro_long(file))
            if count < 0 or size_bytes < 0:
                raise ValueError("a block has a negative size")
            file.seek(size_bytes + SYNC_BYTES, 1)
        if file.tell() > path.stat().st_size:
            raise ValueError("it ends within a block")
    schema = json.loads(metadata["avro.schema"])
    fields = schema.get("fields", []) if isinstance(schema, dict) else []
    columns = [[field["name"], _avro_type(field["type"])] for field in fields]
    return {"format": "avro", "columns": columns, "row_count": rows}


def _avro_type(kind: Any) -> str:
    return kind if isinstance(kind, str) else json.dumps(kind, separators=(",", ":"))


def _avro_entries(file: BinaryIO) -> Iterator[tuple[str, str]]:
    while count := _needed(_avro_long(file)):
        if count < 0:
            _avro_long(file)  # the size of the entries
        for _ in range(abs(count)):
            key, value = (_read(file, _needed(_avro_long(file))) for _ in range(2))
            yield key.decode(), value.decode()


def _avro_long(file: BinaryIO, *, may_end: bool = False) -> int | None:
    """A number in zigzag coding; None at the end of the file, where it may end."""
    number = shift = 0
    while True:
        byte = file.read(1)
        if not byte:
            if may_end and not shift:
                return None
            raise ValueError("it ends within a number")
        number |= (byte[0] & 0x7F) << shift
        shift += 7
        if byte[0] < 0x80:
            return (number >> 1) ^ -(number & 1)
        if shift > 63:
            raise ValueError("a number has more than 64 bits")


def _needed(number: int | None) -> int:
    assert number is not None  # noqa: S101  # the file may not end there
    return number


def _read(file: BinaryIO, size_bytes: int) -> bytes:
    data = file.read(size_bytes) if 0 <= size_bytes <= MAX_PART_BYTES else b""
    if len(data) != size_bytes:
        raise ValueError("it ends within its header")
    return data


def _csv(path: Path) -> Outputs:
    with path.open(encoding="utf-8-sig", newline="") as file:
        delimiter = "\t" if "\t" in file.readline() else ","
        file.seek(0)
        rows = csv.reader(file, delimiter=delimiter)
        header = next(rows, [])
        count = sum(1 for row in rows if row)
    return {"format": "csv", "columns": [[name, "text"] for name in header], "row_count": count}


def _ion(path: Path) -> Outputs:
    kinds: dict[str, dict[str, None]] = {}
    with path.open("rb") as file:
        lines = (line for line in _lines(file) if line.strip())
        scanned = 0
        for line in islice(lines, SCANNED_ROWS):
            scanned += 1
            for name, value in _cells(json.loads(line)):
                kinds.setdefault(name, {})[KINDS[type(value)]] = None
        count = scanned + sum(1 for _ in lines)
    columns = [[name, " or ".join(found)] for name, found in kinds.items()]
    return {"format": "ion", "columns": columns, "row_count": count}


def _lines(file: BinaryIO) -> Iterator[bytes]:
    while line := file.readline(MAX_PART_BYTES):
        if len(line) == MAX_PART_BYTES:
            raise ValueError(f"a row has more than {MAX_PART_BYTES} bytes")
        yield line


def _cells(row: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(row, dict):
        yield from row.items()
    else:
        yield "", row
