import base64
import contextlib
import io
import json
from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import UUID

import fastavro
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalsegno_tasks import TaskFailure, build
from dalsegno_tasks.serdes.avro_to_ion import AvroToIon
from dalsegno_tasks.serdes.infer_avro_schema_from_ion import InferAvroSchemaFromIon
from dalsegno_tasks.serdes.ion_to_avro import IonToAvro
from support.properties import examples

same_context = examples(100)
LONG_AGO = datetime.fromisoformat("1900-01-01")
DECIMAL = {"type": "bytes", "logicalType": "decimal", "precision": 8, "scale": 2}
FIELDS = {
    "s": (st.text(), "string"),
    "b": (st.booleans(), "boolean"),
    "i": (st.integers(-(1 << 31), (1 << 31) - 1), "int"),
    "n": (st.none() | st.integers(-(1 << 63), (1 << 63) - 1), ["null", "long"]),
    "d": (st.floats(allow_nan=False, allow_infinity=False), "double"),
    "m": (st.decimals(-999999, 999999, places=2), DECIMAL),
    "day": (st.dates(), {"type": "int", "logicalType": "date"}),
    "tm": (st.times(), {"type": "long", "logicalType": "time-micros"}),
    "at": (
        st.datetimes(LONG_AGO, timezones=st.just(UTC)),
        {"type": "long", "logicalType": "timestamp-micros"},
    ),
    "local": (st.datetimes(LONG_AGO), {"type": "long", "logicalType": "local-timestamp-micros"}),
    "id": (st.uuids(), {"type": "string", "logicalType": "uuid"}),
    "raw": (st.binary(), "bytes"),
    "e": (st.sampled_from("AB"), {"type": "enum", "name": "E", "symbols": ["A", "B"]}),
    "a": (st.lists(st.integers(0, 9)), {"type": "array", "items": "int"}),
    "k": (st.dictionaries(st.text(), st.none() | st.text()), {"type": "map", "values": ["null", "string"]}),
    "r": (
        st.fixed_dictionaries({"x": st.booleans()}),
        {"type": "record", "name": "I", "fields": [{"name": "x", "type": "boolean"}]},
    ),
}  # fmt: skip


def schema(fields: dict) -> dict:
    return {"type": "record", "name": "Ride", "fields": [{"name": n, "type": t} for n, t in fields.items()]}


def avro(rows: list[dict], fields: dict, **options) -> bytes:
    with io.BytesIO() as stream:
        fastavro.writer(stream, schema(fields), rows, **options)
        return stream.getvalue()


def convert(context, data: bytes, **properties) -> list:
    context.metrics.clear()
    outputs = build(AvroToIon, {"from": context.store("in.avro", data), **properties}).run(context)
    text = context.path(outputs["uri"]).read_bytes().decode()
    assert outputs["size"] == context.metrics["records"] == text.count("\n")
    return [json.loads(line, parse_float=Decimal) for line in text.split("\n")[:-1]]


def as_told(value: object) -> object:
    """What the documentation says becomes of a value."""
    if isinstance(value, datetime | time):
        return value.isoformat(timespec="microseconds").replace("+00:00", "Z")
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, date | UUID):
        return str(value)
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


@same_context
@given(st.lists(st.fixed_dictionaries({name: values for name, (values, _) in FIELDS.items()}), max_size=5))
def test_every_type_becomes_what_fastavro_reads(context, rows):
    data = avro(rows, {name: kind for name, (_, kind) in FIELDS.items()})
    with io.BytesIO(data) as stream:
        expected = [{name: as_told(value) for name, value in row.items()} for row in fastavro.reader(stream)]
    assert convert(context, data) == expected


@pytest.mark.parametrize("codec", ["null", "deflate", "bzip2", "xz"])
def test_blocks_may_be_compressed(context, codec):
    rows = [{"a": number} for number in range(5000)]
    assert convert(context, avro(rows, {"a": "int"}, codec=codec, sync_interval=1000)) == rows


def test_numbers_that_are_none_are_words(context):
    rows = [{"a": float("nan")}, {"a": float("inf")}, {"a": float("-inf")}]
    assert convert(context, avro(rows, {"a": "double"})) == [{"a": "NaN"}, {"a": "Infinity"}, {"a": "-Infinity"}]


def test_there_and_back_with_the_defaults_is_the_same(context):
    fields = {name: FIELDS[name][1] for name in ("s", "n", "d", "m", "day", "tm", "at", "local", "id")}
    row = {
        "s": "é",
        "n": None,
        "d": 1.5,
        "m": Decimal("1.10"),
        "day": date(2024, 5, 1),
        "tm": time(10, 20, 30, 5),
        "at": datetime(2024, 5, 1, 10, 20, 30, tzinfo=UTC),
        "local": datetime.fromisoformat("2024-05-01T01:02:03.000004"),
        "id": UUID(int=7),
    }
    outputs = build(AvroToIon, {"from": context.store("in.avro", avro([row], fields))}).run(context)
    back = build(IonToAvro, {"from": outputs["uri"], "schema": json.dumps(schema(fields)), "timeZoneId": "UTC"}).run(
        context
    )
    with io.BytesIO(context.path(back["uri"]).read_bytes()) as stream:
        assert list(fastavro.reader(stream)) == [row]


def test_rows_that_were_lists_are_lists_again(context):
    outputs = build(IonToAvro, {"from": context.store("in.ion", '["1","2"]\n[]\n')}).run(context)
    assert convert(context, context.path(outputs["uri"]).read_bytes()) == [["1", "2"], []]


def test_a_record_that_cannot_be_read_is_told_and_can_be_left_out(context):
    late = {"type": "long", "logicalType": "timestamp-micros"}
    rows = [{"at": number} for number in (0, 1 << 62, 5)]
    data = _with_schema(rows, schema({"at": late}))
    with pytest.raises(TaskFailure, match=r"Row 2 of the Avro file cannot be read: .* set onBadLines to WARN or SKIP"):
        convert(context, data)
    assert context.stored() == []
    first, last = {"at": "1970-01-01T00:00:00.000000Z"}, {"at": "1970-01-01T00:00:00.000005Z"}
    assert convert(context, data, onBadLines="WARN") == [first, last]
    assert ["Row 2 of the Avro file" in line for line in context.warnings()] == [True]
    assert convert(context, data, onBadLines="skip") == [first, last]


def _with_schema(rows: list[dict], read_as: dict) -> bytes:
    """A file whose numbers are what they are, and whose schema says they are moments; one record a block."""
    with io.BytesIO() as stream:
        fastavro.writer(stream, schema({"at": "long"}), rows, sync_interval=1)
        plain = stream.getvalue()
    with io.BytesIO() as stream:
        fastavro.writer(stream, read_as, [])
        header = stream.getvalue()
    return header[:-16] + plain[-16:] + plain[plain.index(plain[-16:]) + 16 :]


@pytest.mark.parametrize("data", [b"", b"rubbish", b"Obj\x01", b"Obj\x01\x02\x16avro.schema\x04{}\x00" + b"x" * 16])
def test_what_is_no_avro_file_is_refused(context, data):
    with pytest.raises(TaskFailure, match="The file is no Avro object container file"):
        convert(context, data)


def test_a_file_that_was_cut_off_or_altered_is_refused_whatever_bad_lines_are(context):
    data = avro([{"a": number} for number in range(1000)], {"a": "int"}, sync_interval=100)
    for damaged in (data[:-5], data[:200] + b"\xff" * 20 + data[220:]):
        with pytest.raises(TaskFailure, match=r"The Avro file is damaged or incomplete after row \d+|Row \d+ of the"):
            convert(context, damaged)
    with pytest.raises(TaskFailure, match="is damaged or incomplete"):
        convert(context, data[:-5], onBadLines="SKIP")


def test_values_that_are_no_records_are_refused(context):
    with io.BytesIO() as stream:
        fastavro.writer(stream, {"type": "string"}, ["a"])
        data = stream.getvalue()
    with pytest.raises(TaskFailure, match=r"values of the type .*string.*; the rows of a table are records"):
        convert(context, data)


@same_context
@given(st.binary(max_size=60), st.integers(0, 300))
def test_rubbish_within_a_file_never_breaks_the_task(context, rubbish, place):
    data = avro([{"s": str(number), "n": number} for number in range(40)], {"s": "string", "n": ["null", "long"]})
    with contextlib.suppress(TaskFailure):
        convert(context, data[:place] + rubbish + data[place + len(rubbish) :])


def test_the_schema_of_a_table_can_be_inferred_by_itself(context):
    uri = context.store("in.ion", '{"a":1}\n{"a":null}\n{"b":"x"}\n')
    outputs = build(InferAvroSchemaFromIon, {"from": uri}).run(context)
    assert outputs["uri"].endswith(".avsc")
    assert json.loads(context.path(outputs["uri"]).read_bytes())["fields"] == [
        {"name": "a", "type": ["null", "int"]},
        {"name": "b", "type": ["null", "string"]},
    ]
    few = build(InferAvroSchemaFromIon, {"from": uri, "numberOfRowsToScan": 1}).run(context)
    assert len(json.loads(context.path(few["uri"]).read_bytes())["fields"]) == 1
    with pytest.raises(TaskFailure, match="the file appears to be empty"):
        build(InferAvroSchemaFromIon, {"from": context.store("no.ion", "")}).run(context)
