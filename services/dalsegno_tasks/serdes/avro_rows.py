"""The records of an Avro object container file as rows, each as its JSON on one line."""

from collections.abc import Iterator
from typing import Any, BinaryIO

import fastavro

from dalsegno_tasks.interface import TaskFailure, TaskLog
from dalsegno_tasks.properties import OnBadLines
from dalsegno_tasks.serdes.ion_encoding import encode_row


def read_avro_rows(stream: BinaryIO, *, on_bad_lines: OnBadLines, log: TaskLog) -> Iterator[str]:
    """The rows in their order.

    Raises:
        TaskFailure: the file is damaged; or onBadLines is ERROR, and a record cannot be read.
    """
    try:
        blocks = fastavro.block_reader(stream)
    except Exception as error:
        raise TaskFailure(
            f"The file is no Avro object container file, or its schema cannot be read: {_said(error)}. Check what was "
            "stored there."
        ) from error
    only = _only_field(blocks.writer_schema)
    row_number = 0
    while True:
        block = _next_block(blocks, row_number)
        if block is None:
            return
        records = iter(block)
        for place in range(block.num_records):
            row_number += 1
            try:
                record = next(records)
                text = encode_row(record if only is None else record[only])
            except Exception as error:  # noqa: BLE001 - a damaged record makes the reader fail in any way
                text = f"Row {row_number} of the Avro file cannot be read: {_said(error)}."
                _bad(text, on_bad_lines, log, block.num_records - place - 1)
                row_number += block.num_records - place - 1
                break
            yield text


def _next_block(blocks: Any, row_number: int) -> Any:
    try:
        return next(blocks, None)
    except Exception as error:
        raise TaskFailure(
            f"The Avro file is damaged or incomplete after row {row_number}: {_said(error)}. Get it again from where "
            "it came."
        ) from error


def _bad(text: str, on_bad_lines: OnBadLines, log: TaskLog, rest_count: int) -> None:
    if on_bad_lines == "ERROR":
        raise TaskFailure(f"{text} Write the file anew, or set onBadLines to WARN or SKIP to leave out its block.")
    if on_bad_lines == "WARN":
        log.warning(f"{text} It is left out, with the {rest_count} rows after it in its block.")  # noqa: G004


def _only_field(schema: Any) -> str | None:
    """The field that IonToAvro puts a row into that is a list; the schema of a table has records."""
    if not isinstance(schema, dict) or schema.get("type") != "record":
        raise TaskFailure(f"The Avro file has values of the type {schema!r}; the rows of a table are records.")
    is_root = schema["name"].rpartition(".")[2] == "root" and [field["name"] for field in schema["fields"]] == ["value"]
    kinds = schema["fields"][0]["type"] if is_root else ()
    lists = [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if _is_array(kind)]
    return "value" if lists else None


def _is_array(kind: object) -> bool:
    return isinstance(kind, dict) and kind.get("type") == "array"


def _said(error: Exception) -> str:
    return str(error) or type(error).__name__
