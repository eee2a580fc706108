import base64
import contextlib
import io
import json
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalsegno_tasks import TaskFailure, build
from dalsegno_tasks.serdes import parquet_rows
from dalsegno_tasks.serdes.ion_to_parquet import IonToParquet
from dalsegno_tasks.serdes.parquet_to_ion import ParquetToIon
from support.properties import examples

same_context = examples(100)
times = st.datetimes(datetime.fromisoformat("1700-01-01"), datetime.fromisoformat("2200-01-01"))
words = st.text(st.characters(exclude_categories=["Cs"]))
COLUMNS = {
    "s": (words, pa.string()),
    "b": (st.booleans(), pa.bool_()),
    "i": (st.integers(-(1 << 31), (1 << 31) - 1), pa.int32()),
    "u": (st.integers(0, (1 << 64) - 1), pa.uint64()),
    "d": (st.floats(allow_nan=False, allow_infinity=False), pa.float64()),
    "m": (st.decimals(-999999, 999999, places=2), pa.decimal128(9, 2)),
    "day": (st.dates(date(1700, 1, 1)), pa.date32()),
    "tm": (st.times(), pa.time64("us")),
    "at": (times, pa.timestamp("us", "Europe/Paris")),
    "local": (times.map(lambda when: when.replace(microsecond=0)), pa.timestamp("ms")),
    "raw": (st.binary(), pa.binary()),
    "a": (st.lists(st.none() | st.integers(0, 9)), pa.list_(pa.int8())),
    "k": (st.dictionaries(words, st.integers(0, 9)), pa.map_(pa.string(), pa.int8())),
    "r": (st.fixed_dictionaries({"x": st.booleans()}), pa.struct([("x", pa.bool_())])),
}  # fmt: skip


def parquet(table: pa.Table, **options) -> bytes:
    with io.BytesIO() as stream:
        pq.write_table(table, stream, **options)
        return stream.getvalue()


def convert(context, data: bytes) -> list:
    context.metrics.clear()
    outputs = build(ParquetToIon, {"from": context.store("in.parquet", data)}).run(context)
    text = context.path(outputs["uri"]).read_bytes().decode()
    assert outputs["size"] == context.metrics["records"] == text.count("\n")
    return [json.loads(line, parse_float=Decimal) for line in text.split("\n")[:-1]]


def as_told(value: object) -> object:
    if isinstance(value, datetime):
        when = value.astimezone(UTC) if value.tzinfo else value
        return when.isoformat(timespec="microseconds").replace("+00:00", "Z")
    if isinstance(value, time):
        return value.isoformat(timespec="microseconds")
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, date):
        return str(value)
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


@same_context
@given(st.lists(st.fixed_dictionaries({name: st.none() | values for name, (values, _) in COLUMNS.items()}), max_size=4))
def test_every_type_becomes_what_pyarrow_reads(context, rows):
    types = pa.schema([(name, kind) for name, (_, kind) in COLUMNS.items()])
    arrow_rows = [{**row, "k": None if row["k"] is None else list(row["k"].items())} for row in rows]
    data = parquet(pa.Table.from_pylist(arrow_rows, types))
    read = pq.read_table(io.BytesIO(data)).to_pylist(maps_as_pydicts="strict")
    assert convert(context, data) == [{name: as_told(value) for name, value in row.items()} for row in read]


def test_texts_may_be_kept_as_dictionaries_and_as_large_ones(context):
    columns = {
        "d": pa.array(["x", None, 'q"'], pa.string()).dictionary_encode(),
        "l": pa.array(["\n", "", "é"], pa.large_string()),
    }
    assert convert(context, parquet(pa.table(columns))) == [
        {"d": "x", "l": "\n"}, {"d": None, "l": ""}, {"d": 'q"', "l": "é"},
    ]  # fmt: skip


def test_nanoseconds_are_kept_where_there_are_some(context):
    columns = {"a": pa.array([1], pa.timestamp("ns")), "b": pa.array([1000], pa.timestamp("ns", "UTC"))}
    assert convert(context, parquet(pa.table(columns))) == [
        {"a": "1970-01-01T00:00:00.000000001", "b": "1970-01-01T00:00:00.000001Z"}
    ]


def test_numbers_that_are_none_are_words(context):
    column = pa.array([float("nan"), float("-inf"), 1.0])
    assert convert(context, parquet(pa.table({"a": column}))) == [
        {"a": "NaN"},
        {"a": "-Infinity"},
        {"a": Decimal("1.0")},
    ]


def test_tables_without_rows_or_columns_are_read(context):
    assert convert(context, parquet(pa.table({"a": pa.array([], pa.int32())}))) == []


def test_many_row_groups_are_read_in_their_order(context, monkeypatch):
    monkeypatch.setattr(parquet_rows, "BATCH_ROWS", 10)
    table = pa.table({"a": list(range(100)), "b": [str(number) for number in range(100)]})
    assert convert(context, parquet(table, row_group_size=33)) == table.to_pylist()


def test_there_and_back_is_the_same(context):
    row = {"name": 'say "hi"', "at": "2024-05-01T10:20:30.123000Z", "price": 1.10, "n": None}
    kinds = {
        "name": "string",
        "at": {"type": "long", "logicalType": "timestamp-millis"},
        "price": "double",
        "n": ["null", "int"],
    }
    schema = json.dumps({"type": "record", "name": "R", "fields": [{"name": n, "type": t} for n, t in kinds.items()]})
    made = build(IonToParquet, {"from": context.store("in.ion", json.dumps(row) + "\n"), "schema": schema}).run(context)
    assert convert(context, context.path(made["uri"]).read_bytes()) == [row | {"price": Decimal("1.1")}]


@pytest.mark.parametrize("data", [b"", b"PAR1", b"rubbish" * 100])
def test_what_is_no_parquet_file_is_refused(context, data):
    with pytest.raises(TaskFailure, match=r"The Parquet file cannot be read: .* Check what was stored there"):
        convert(context, data)
    assert context.stored() == []


@same_context
@given(st.binary(min_size=1, max_size=40), st.integers(0, 1500))
def test_rubbish_within_a_file_never_breaks_the_task(context, rubbish, place):
    table = pa.table({"a": list(range(100)), "s": [str(number) for number in range(100)]})
    data = parquet(table)
    with contextlib.suppress(TaskFailure):
        convert(context, data[:place] + rubbish + data[place + len(rubbish) :])
