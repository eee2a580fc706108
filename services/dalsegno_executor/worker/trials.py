"""The jobs of SuggestFix: what a file holds, and whether a task can do with a part of it."""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Self

from dalsegno_executor.worker.context import WorkerContext
from dalsegno_executor.worker.own_directory import put_directory
from dalsegno_tasks import Catalog, Files, KeyValues, OutputFile, TaskFailure
from dalsegno_tasks.checking import build
from dalsegno_tasks.interface import Outputs

# What is looked at of a file: its first rows, and some around the one that failed.
HEAD_ROWS = 20_000
AROUND_ROWS = 500
MAX_SAMPLE_BYTES = 32 * 1024 * 1024
MAX_LINE_BYTES = 4 * 1024 * 1024
# Files that cannot be cut off at the end of a line are tried whole, or not at all.
MAX_WHOLE_BYTES = 64 * 1024 * 1024

FIRST_VALUES = 200  # different ones
EVERY = 50  # of the rows behind these gives one more
MAX_VALUES = 600
MAX_VALUE_CHARACTERS = 200
SHOWN_ROWS = 5
_DIGITS = re.compile(r"\d")


def sample_table(context: WorkerContext, given: Mapping[str, Any]) -> Outputs:
    """Gives `columns`, `values` of the `field`, the first `rows` and `row_count` of the file at `uri`.

    Nothing when it is no table of lines. `row` is the one that failed, 0 when that is not known.
    """
    path = _sample(context, given["uri"], given.get("row", 0))
    rows = list(islice(_rows(path, given["uri"]), HEAD_ROWS + 2 * AROUND_ROWS))
    if not rows:
        return {}
    columns = list(dict.fromkeys(name for row in rows[:1000] for name in row))
    return {
        "columns": columns[:1000],
        "values": _values([row.get(given["field"]) for row in rows if given["field"] in row]),
        "rows": [_short(row) for row in rows[:SHOWN_ROWS]],
        "row_count": len(rows),
    }


def try_task(context: WorkerContext, given: Mapping[str, Any]) -> Outputs:
    """Runs a task of type `type` with `properties` on samples of the files that it reads; nothing of it is kept.

    Gives how many lines it was run on.

    Raises:
        TaskFailure: the task fails.
    """
    trial = _TrialContext(context, given.get("row", 0))
    properties = put_directory(given["properties"], str(context.work_directory))
    build(Catalog.installed().find(given["type"]), properties).run(trial)
    return {"lines": trial.lines}


class _TrialContext:
    """Implements `dalsegno_tasks.TaskContext` for a task of which nothing is to be kept."""

    def __init__(self, context: WorkerContext, row: int) -> None:
        self.log, self.place, self.work_directory = context.log, context.place, context.work_directory
        self.lines = 0
        self._context = context
        self._row = row

    def open(self, uri: str) -> BinaryIO:
        return self.fetch(uri).open("rb")

    def fetch(self, uri: str) -> Path:
        path = _sample(self._context, uri, self._row)
        with path.open("rb") as file:
            self.lines += sum(1 for _ in file)
        return path

    def create(self, name: str) -> OutputFile:
        return _Discarded(name)

    @property
    def files(self) -> Files:
        raise TaskFailure("A trial has no files but those that the task reads.")

    def values(self, namespace: str) -> KeyValues:
        raise TaskFailure(f"A trial has no values of {namespace}.")

    def count(self, name: str, value: float) -> None:
        pass


class _Discarded:
    """Implements `dalsegno_tasks.OutputFile`."""

    def __init__(self, name: str) -> None:
        self.uri = f"dalsegno:///trial/{name}"

    def write(self, data: bytes | bytearray | memoryview, /) -> int:
        return len(data)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        pass


def _sample(context: WorkerContext, uri: str, row: int) -> Path:
    """A copy of the first lines of a file and of some around a row; of the whole file when it has no lines."""
    target = context.work_directory / f"sample-{len(list(context.work_directory.iterdir()))}"
    with context.open(uri) as source, target.open("wb") as copy:
        start = source.peek(4)[:4] if isinstance(source, io.BufferedReader) else b""
        if start == b"PAR1" or b"\0" in start or start[:2] in (b"PK", b"\x1f\x8b") or start[:3] == b"Obj":
            _copy_whole(source, copy, uri)
        else:
            _copy_lines(source, copy, row)
    return target


def _copy_whole(source: BinaryIO, copy: BinaryIO, uri: str) -> None:
    size_bytes = 0
    while chunk := source.read(1024 * 1024):
        size_bytes += len(chunk)
        if size_bytes > MAX_WHOLE_BYTES:
            raise TaskFailure(f"{uri} is too large to be tried.")
        copy.write(chunk)


def _copy_lines(source: BinaryIO, copy: BinaryIO, row: int) -> None:
    size_bytes, number = 0, 0
    while line := source.readline(MAX_LINE_BYTES):
        number += 1
        near = abs(number - row) <= AROUND_ROWS
        if number <= HEAD_ROWS or near:
            size_bytes += len(line)
            if size_bytes > MAX_SAMPLE_BYTES and not near:
                number = max(number, HEAD_ROWS)
                continue
            copy.write(line)
        elif number > row + AROUND_ROWS:
            return


def _rows(path: Path, uri: str) -> Iterator[Mapping[str, Any]]:
    """The rows of a table of lines, as far as they can be read."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        try:
            if uri.lower().endswith((".csv", ".tsv")):
                yield from csv.DictReader(file, delimiter="\t" if uri.lower().endswith("tsv") else ",")
                return
            for line in file:
                row = json.loads(line) if line.strip() else None
                if isinstance(row, dict):
                    yield row
        except (ValueError, RecursionError, csv.Error):
            return


def _values(column: Sequence[Any]) -> list[Any]:
    """The first values that differ, then one of some rows, and each that is written as none before."""
    found: dict[str, Any] = {}
    shapes = set()
    for number, value in enumerate(column):
        key = json.dumps(value)
        shape = _DIGITS.sub("9", key)
        if key in found or len(key) > MAX_VALUE_CHARACTERS:
            continue
        if len(found) < FIRST_VALUES or number % EVERY == 0 or shape not in shapes:
            found[key] = value
            shapes.add(shape)
        if len(found) == MAX_VALUES:
            break
    return list(found.values())


def _short(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row whose long values are cut off."""
    return {
        name: value if len(json.dumps(value)) <= MAX_VALUE_CHARACTERS else f"{str(value)[:MAX_VALUE_CHARACTERS]}..."
        for name, value in list(row.items())[:100]
    }
