"""What a worker tells of files that hold tables."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pyarrow as pa
import pyarrow.parquet
import pytest

from dalsegno_executor.worker.context import WorkerContext
from dalsegno_executor.worker.tables import describe_table
from dalsegno_tasks.interface import TaskFailure

AVRO_SCHEMA = (
    b'{"type":"record","name":"r","fields":[{"name":"n","type":["null","long"]},{"name":"t","type":"string"}]}'
)
SYNC = bytes(range(16))


class Files:
    """As much of a worker's context as the job needs."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def fetch(self, _uri: str) -> Path:
        return self._path


@pytest.fixture
def described(tmp_path: Path) -> Callable[..., Any]:
    def describe(name: str, content: bytes) -> Any:
        path = tmp_path / name
        path.write_bytes(content)
        return describe_table(cast("WorkerContext", Files(path)), {"uri": f"dalsegno:///{name}"})

    return describe


def number(value: int) -> bytes:
    zigzag = value << 1 ^ value >> 63
    text = bytearray()
    while zigzag > 0x7F:
        text.append(zigzag & 0x7F | 0x80)
        zigzag >>= 7
    return bytes([*text, zigzag])


def avro(*counts: int, schema: bytes = AVRO_SCHEMA) -> bytes:
    header = b"Obj\x01" + number(1) + number(11) + b"avro.schema" + number(len(schema)) + schema + number(0) + SYNC
    return header + b"".join(number(count) + number(3 * count) + b"\x02\x04x" * count + SYNC for count in counts)


def test_parquet(described: Callable[..., Any], tmp_path: Path) -> None:
    target = tmp_path / "made"
    pa.parquet.write_table(pa.table({"n": [1, 2, 3], "t": ["a", "b", None]}), target)
    assert described("x.parquet", target.read_bytes()) == {
        "format": "parquet",
        "columns": [["n", "int64"], ["t", "string"]],
        "row_count": 3,
    }


def test_avro_in_several_blocks(described: Callable[..., Any]) -> None:
    assert described("x.avro", avro(2, 300)) == {
        "format": "avro",
        "columns": [["n", '["null","long"]'], ["t", "string"]],
        "row_count": 302,
    }


def test_csv_with_line_ends_in_cells(described: Callable[..., Any]) -> None:
    assert described("x.csv", b'n,"a, b"\n1,"two\nlines"\n\n2,x\n') == {
        "format": "csv",
        "columns": [["n", "text"], ["a, b", "text"]],
        "row_count": 2,
    }


def test_ion_with_whatever_its_rows_hold(described: Callable[..., Any]) -> None:
    rows = b'{"n":1,"t":"x"}\n\n{"n":null,"t":[],"m":true}\n'
    assert described("x.ion", rows) == {
        "format": "ion",
        "columns": [["n", "number or null"], ["t", "text or list"], ["m", "boolean"]],
        "row_count": 2,
    }


def test_other_files_are_no_tables(described: Callable[..., Any]) -> None:
    assert described("x.txt", b"a,b\n1,2\n") == {}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cut.parquet", b"PAR1 and nothing more"),
        ("cut.avro", avro(4)[:-20]),
        ("header.avro", avro()[:40]),
        ("number.avro", b"Obj\x01" + b"\xff" * 20),
        ("negative.avro", b"Obj\x01" + number(1) + number(-4)),
        ("bytes.avro", b"Obj\x01" + number(1) + number(2) + b"\xff\xff" + number(0)),
        ("schema.avro", avro(schema=b"{")),
        ("none.avro", b"Obj\x01" + number(0) + SYNC),
        ("fields.avro", avro(schema=b'{"fields":[{}]}')),
        ("count.avro", avro(-1)),
        ("size.avro", avro() + number(1) + number(-40) + SYNC),
        ("long.avro", b"Obj\x01" + number(1) + number(1 << 50)),
        ("deep.avro", avro(schema=b"[" * 100_000)),
        ("odd.avro", avro(schema=b'{"fields":7}')),
        ("latin.csv", b"n\xff\n"),
        ("text.ion", b"not: ion\n"),
    ],
)
def test_what_is_damaged_fails_and_says_so(described: Callable[..., Any], name: str, content: bytes) -> None:
    with pytest.raises(TaskFailure, match=r"^The file cannot be read as a table: ."):
        described(name, content)


def test_a_file_without_rows_is_a_table(described: Callable[..., Any]) -> None:
    assert described("x.csv", b"") == {"format": "csv", "columns": [], "row_count": 0}
    assert described("x.ion", b"")["row_count"] == 0
    assert described("x.avro", avro())["row_count"] == 0
