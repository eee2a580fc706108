import json
from datetime import UTC, datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dalsegno_tasks import TaskFailure, build
from dalsegno_tasks.serdes import parquet_file
from dalsegno_tasks.serdes.ion_to_parquet import IonToParquet

TIMESTAMP = {"type": "long", "logicalType": "timestamp-millis"}


def convert(context, table: str, fields: dict | None, **properties) -> pq.ParquetFile:
    if fields is not None:
        described = [{"name": name, "type": avro_type} for name, avro_type in fields.items()]
        properties["schema"] = json.dumps({"type": "record", "name": "R", "fields": described})
    context.metrics.clear()
    outputs = build(IonToParquet, {"from": context.store("in.ion", table), "timeZoneId": "UTC", **properties}).run(
        context
    )
    assert outputs["uri"].endswith(".parquet")
    file = pq.ParquetFile(context.path(outputs["uri"]))
    assert outputs["size"] == context.metrics["records"] == file.metadata.num_rows
    return file


def test_each_avro_type_has_its_arrow_type(context):
    fields = {
        "s": "string",
        "d": ["null", "double"],
        "i": "int",
        "t": TIMESTAMP,
        "u": {"type": "long", "logicalType": "timestamp-micros"},
        "l": {"type": "long", "logicalType": "local-timestamp-millis"},
        "day": {"type": "int", "logicalType": "date"},
        "tm": {"type": "int", "logicalType": "time-millis"},
        "m": {"type": "bytes", "logicalType": "decimal", "precision": 6, "scale": 2},
        "e": {"type": "enum", "name": "E", "symbols": ["A"]},
        "a": {"type": "array", "items": "int"},
        "k": {"type": "map", "values": ["null", "string"]},
        "r": {"type": "record", "name": "I", "fields": [{"name": "x", "type": "boolean"}]},
    }
    row = {
        "s": "x", "d": "", "i": "1", "t": "2024-01-01T00:00:00", "u": "1", "l": "2024-01-01T00:00:00",
        "day": "2024-01-01", "tm": "10:20", "m": "1.5", "e": "A", "a": ["1"], "k": {"z": "y"}, "r": {"x": "t"},
    }  # fmt: skip
    file = convert(context, json.dumps(row) + "\n", fields)
    schema = file.schema_arrow
    assert {name: str(schema.field(name).type) for name in ("s", "d", "i", "t", "u", "l", "day", "tm", "m", "e")} == {
        "s": "string",
        "d": "double",
        "i": "int32",
        "t": "timestamp[ms, tz=UTC]",
        "u": "timestamp[us, tz=UTC]",
        "l": "timestamp[ms]",
        "day": "date32[day]",
        "tm": "time32[ms]",
        "m": "decimal128(6, 2)",
        "e": "string",
    }
    assert (schema.field("s").nullable, schema.field("d").nullable) == (False, True)
    read = file.read().to_pylist()[0]
    assert read["t"] == datetime(2024, 1, 1, tzinfo=UTC)
    assert (read["m"], read["a"], read["k"], read["r"]) == (Decimal("1.50"), [1], [("z", "y")], {"x": True})


def test_the_avro_schema_goes_along(context):
    metadata = convert(context, '{"a":"1"}\n', {"a": "int"}).metadata.metadata
    assert json.loads(metadata[b"parquet.avro.schema"])["fields"] == [{"name": "a", "type": "int"}]


@pytest.mark.parametrize("codec", ["UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "BROTLI", "LZ4"])
def test_the_codec_can_be_chosen(context, codec):
    file = convert(context, '{"a":"1"}\n', {"a": "int"}, compressionCodec=codec)
    assert file.metadata.row_group(0).column(0).compression == codec
    assert file.read().to_pylist() == [{"a": 1}]


def test_gzip_and_version_2_are_the_defaults(context):
    file = convert(context, '{"a":"1"}\n', {"a": "int"})
    assert file.metadata.row_group(0).column(0).compression == "GZIP"
    assert file.metadata.format_version == "2.6"
    assert convert(context, '{"a":"1"}\n', {"a": "int"}, parquetVersion="V1").metadata.format_version == "1.0"


def test_a_row_group_ends_at_its_size_or_at_its_rows(context, monkeypatch):
    table, fields = '{"a":"1"}\n' * 1000, {"a": "long"}
    assert convert(context, table, fields).metadata.num_row_groups == 1
    monkeypatch.setattr("dalsegno_tasks.serdes.ion_text.read_line_blocks.__defaults__", (1000,))
    assert convert(context, table, fields, rowGroupSize=8 * 200).metadata.num_row_groups == 5
    monkeypatch.setattr(parquet_file, "MAX_ROW_GROUP_ROWS", 500)
    assert convert(context, table, fields).metadata.num_row_groups == 2


def test_page_and_dictionary_sizes_are_heeded(context):
    table = "".join(f'{{"a":"{number:020d}"}}\n' for number in range(5000))
    plain = {"compressionCodec": "UNCOMPRESSED"}
    column = convert(context, table, {"a": "string"}, **plain).metadata.row_group(0).column(0)
    assert (column.has_dictionary_page, "PLAIN" in column.encodings) == (True, True)
    big = column.total_compressed_size
    small_pages = convert(context, table, {"a": "string"}, pageSize=1000, dictionaryPageSize=100, **plain)
    column = small_pages.metadata.row_group(0).column(0)
    assert column.total_compressed_size != big
    assert small_pages.read().column("a").to_pylist()[-1] == f"{4999:020d}"


def test_a_table_without_rows_is_a_whole_file(context):
    file = convert(context, "", {"a": "int"})
    assert (file.metadata.num_rows, file.schema_arrow.field("a").type) == (0, pa.int32())


def test_a_union_of_several_types_is_refused_by_name(context):
    with pytest.raises(TaskFailure, match=r'Field \'x\' is the union \["int","string"\], which a Parquet column'):
        convert(context, '{"x":"1"}\n', {"x": ["int", "string"]})


def test_a_bad_cell_fails_as_for_avro_and_leaves_no_file(context):
    with pytest.raises(TaskFailure, match="Row 2, field 'a': the value 'x' does not fit"):
        convert(context, '{"a":"1"}\n{"a":"x"}\n', {"a": "int"})
    assert context.stored() == []


def test_rows_are_left_out_or_nulled_on_request(context):
    table = '{"a":"1","b":"x"}\n{"a":"y","b":"2"}\n'
    file = convert(context, table, {"a": "int", "b": ["null", "int"]}, onBadLines="SKIP")
    assert file.read().to_pylist() == [{"a": 1, "b": None}]


def test_the_schema_can_be_inferred(context):
    assert convert(context, '{"a":"1","n":2}\n', None).read().to_pylist() == [{"a": "1", "n": 2}]
