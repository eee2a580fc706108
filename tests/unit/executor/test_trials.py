"""What a worker does for SuggestFix: it looks into a file, and runs a task on a part of it."""

import io
import json
from pathlib import Path
from typing import Any, BinaryIO, cast

import pytest

from dalsegno_executor.worker.context import WorkerContext
from dalsegno_executor.worker.trials import HEAD_ROWS, MAX_WHOLE_BYTES, sample_table, try_task
from dalsegno_tasks.interface import Place, TaskFailure

ION = "dalsegno:///table.ion"


class Files:
    """As much of a worker's context as the jobs need. What is read of a file is counted."""

    def __init__(self, folder: Path, content: bytes) -> None:
        self.work_directory = folder
        self.log = None
        self.place = Place(namespace="a", flow_id="b", loop_value=None)
        self.opened: list[io.BufferedReader] = []
        self._content = content

    def open(self, _uri: str) -> BinaryIO:
        reader = io.BufferedReader(io.BytesIO(self._content))  # type: ignore[arg-type]  # raw enough
        self.opened.append(reader)
        return reader


def context(folder: Path, content: bytes) -> WorkerContext:
    return cast("WorkerContext", Files(folder, content))


def rows(count: int, **last: Any) -> bytes:
    lines = [json.dumps({"id": number, "day": f"{number % 28 + 1:02d}.02.2021"}) for number in range(1, count + 1)]
    return "\n".join([*lines[: count - len(last and [1])], *([json.dumps(last)] if last else [])]).encode() + b"\n"


def test_a_sample_has_columns_rows_and_values(tmp_path: Path) -> None:
    found = sample_table(context(tmp_path, rows(3)), {"uri": ION, "field": "day", "row": 2})
    assert found["columns"] == ["id", "day"]
    assert found["values"] == ["02.02.2021", "03.02.2021", "04.02.2021"]
    assert found["rows"][0] == {"id": 1, "day": "02.02.2021"}
    assert found["row_count"] == 3


def test_a_sample_of_a_csv_goes_by_its_header(tmp_path: Path) -> None:
    found = sample_table(context(tmp_path, b'id,day\n1,"a, b"\n2,c\n'), {"uri": "x.csv", "field": "day", "row": 1})
    assert found["columns"] == ["id", "day"]
    assert found["values"] == ["a, b", "c"]


def test_a_value_that_is_written_otherwise_is_found_far_behind(tmp_path: Path) -> None:
    content = rows(HEAD_ROWS + 5000, id=0, day="odd one")
    found = sample_table(context(tmp_path, content), {"uri": ION, "field": "day", "row": HEAD_ROWS + 5000})
    assert "odd one" in found["values"]
    assert found["row_count"] < HEAD_ROWS + 1002


@pytest.mark.parametrize("content", [b"", b"PAR1rubbish", b"\x00\x01\x02", b"no table", b"[1, 2]\n", b'{"a": \n'])
def test_what_is_no_table_of_lines_has_no_sample(tmp_path: Path, content: bytes) -> None:
    assert sample_table(context(tmp_path, content), {"uri": ION, "field": "day"}) == {}


def test_long_values_are_left_out_and_long_rows_cut(tmp_path: Path) -> None:
    content = json.dumps({"day": "x" * 5000}).encode() + b"\n"
    found = sample_table(context(tmp_path, content), {"uri": ION, "field": "day"})
    assert found["values"] == []
    assert len(found["rows"][0]["day"]) < 300


SCHEMA = json.dumps(
    {
        "type": "record",
        "name": "R",
        "fields": [{"name": "id", "type": "long"}, {"name": "day", "type": {"type": "int", "logicalType": "date"}}],
    }
)
AVRO = "io.kestra.plugin.serdes.avro.IonToAvro"


def trial(folder: Path, content: bytes, pattern: str, row: int = 1) -> Any:
    properties = {"from": ION, "schema": SCHEMA, "dateFormat": pattern}
    return try_task(context(folder, content), {"type": AVRO, "properties": properties, "row": row})


def test_a_task_is_run_on_a_part_of_its_file(tmp_path: Path) -> None:
    assert trial(tmp_path, rows(100), "dd.MM.yyyy") == {"lines": 100}
    with pytest.raises(TaskFailure, match=r"Row 1, field 'day': the value '02\.02\.2021' does not match dateFormat"):
        trial(tmp_path, rows(100), "yyyy-MM-dd")


def test_the_row_that_failed_is_among_what_is_tried(tmp_path: Path) -> None:
    content = rows(HEAD_ROWS + 5000, id=0, day="odd one")
    assert trial(tmp_path, content, "dd.MM.yyyy", row=1)["lines"] == HEAD_ROWS
    with pytest.raises(TaskFailure, match="odd one"):
        trial(tmp_path, content, "dd.MM.yyyy", row=HEAD_ROWS + 5000)


def test_what_has_no_lines_is_tried_whole_or_not_at_all(tmp_path: Path) -> None:
    properties = {"from": "dalsegno:///a.parquet"}
    given = {"type": "io.kestra.plugin.serdes.parquet.ParquetToIon", "properties": properties}
    with pytest.raises(TaskFailure, match="is too large to be tried"):
        try_task(context(tmp_path, b"PAR1" + bytes(MAX_WHOLE_BYTES)), given)


def test_a_trial_has_no_other_files_and_no_values(tmp_path: Path) -> None:
    given = {"type": "io.kestra.plugin.core.kv.Get", "properties": {"key": "a"}}
    with pytest.raises(TaskFailure, match="A trial has no values"):
        try_task(context(tmp_path, b""), given)
