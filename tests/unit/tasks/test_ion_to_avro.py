import io
import json
from datetime import UTC, datetime

import fastavro
import pytest

from dalsegno_tasks import TaskFailure, build
from dalsegno_tasks.serdes.ion_to_avro import IonToAvro
from unit.tasks.avro_tables import TIMESTAMP, convert, failure, schema

RIDES = (
    '{"ride_id":"0A8B","started_at":"2026-08-08 15:57:39.333","lat":"41.9"}\n'
    '{"ride_id":"0A8C","started_at":"2026-08-08 16:00:00.000","lat":""}\n'
)
RIDE_FIELDS = {"ride_id": "string", "started_at": TIMESTAMP, "lat": ["null", "double"]}


def test_texts_become_the_schemas_types(context):
    rows = convert(context, RIDES, RIDE_FIELDS, datetimeFormat="yyyy-MM-dd HH:mm:ss.SSS", timeZoneId="UTC")
    assert rows == [
        {"ride_id": "0A8B", "started_at": datetime(2026, 8, 8, 15, 57, 39, 333000, UTC), "lat": 41.9},
        {"ride_id": "0A8C", "started_at": datetime(2026, 8, 8, 16, tzinfo=UTC), "lat": None},
    ]


def test_the_file_is_uncompressed_and_carries_the_schema(context):
    outputs = build(IonToAvro, {"from": context.store("in.ion", '{"a":"1"}\n'), "schema": schema({"a": "int"})}).run(
        context
    )
    reader = fastavro.reader(io.BytesIO(context.path(outputs["uri"]).read_bytes()))
    assert reader.metadata["avro.codec"] == "null"
    assert json.loads(reader.metadata["avro.schema"]) == json.loads(schema({"a": "int"}))


def test_an_empty_table_gives_a_file_without_records(context):
    assert convert(context, "", {"a": "int"}) == []


def test_a_wrong_date_format_says_where_it_stopped_and_which_would_do(context):
    assert failure(context, RIDES, RIDE_FIELDS, datetimeFormat="yy-MM-dd' 'HH:mm:ss") == [
        (
            "Row 1, field 'started_at': the value '2026-08-08 15:57:39.333' does not match "
            "datetimeFormat \"yy-MM-dd' 'HH:mm:ss\": parsing stopped at index 2. Change datetimeFormat so that it "
            'matches the value, for example "yyyy-MM-dd HH:mm:ss.SSS".'
        ),
        (
            "Text '2026-08-08 15:57:39.333' could not be parsed at index 2 on cols with data "
            '["2026-08-08 15:57:39.333"] and schema [{"type":"long","logicalType":"timestamp-millis"}] '
            "on field 'started_at' with data "
            '[{"ride_id":"0A8B","started_at":"2026-08-08 15:57:39.333","lat":"41.9"}]'
        ),
    ]


def test_too_short_a_date_format_says_what_was_left_over(context):
    lines = failure(context, RIDES, RIDE_FIELDS, datetimeFormat="yyyy-MM-dd HH:mm:ss")
    assert lines[0] == (
        "Row 1, field 'started_at': the value '2026-08-08 15:57:39.333' does not match datetimeFormat "
        "\"yyyy-MM-dd HH:mm:ss\": the format ends at index 19, but the value goes on with '.333'. "
        'Change datetimeFormat so that it matches the value, for example "yyyy-MM-dd HH:mm:ss.SSS".'
    )
    assert "could not be parsed, unparsed text found at index 19 on cols with data" in lines[1]


def test_the_row_in_the_message_is_cut_at_250_characters(context):
    table = json.dumps({"x": "?", "long": "y" * 500}) + "\n"
    shown = failure(context, table, {"x": "int"})[1]
    assert shown.endswith("yyy ...]")
    assert len(shown[shown.index('[{"x":"?"') :]) == 250 + len("[ ...]")


def test_the_first_bad_row_is_named_whatever_the_order_of_the_fields(context):
    table = (
        "".join(json.dumps({"a": "1", "b": "2"}) + "\n" for _ in range(4)) + '{"a":"1","b":"x"}\n{"a":"y","b":"2"}\n'
    )
    assert failure(context, table, {"a": "int", "b": "int"})[0].startswith("Row 5, field 'b': the value 'x'")


def test_inside_a_row_the_schemas_first_bad_field_is_named(context):
    assert failure(context, '{"b":"x","a":"y"}\n', {"a": "int", "b": "int"})[0].startswith("Row 1, field 'a'")


def test_rows_are_counted_over_blocks(context, monkeypatch):
    monkeypatch.setattr("dalsegno_tasks.serdes.ion_text.read_line_blocks.__defaults__", (100,))
    table = '{"a":"1"}\n' * 500 + '{"a":"x"}\n'
    assert failure(context, table, {"a": "int"})[0].startswith("Row 501, field 'a'")


def test_an_empty_text_where_a_number_must_be_suggests_a_null_branch(context):
    assert failure(context, '{"lat":""}\n', {"lat": "double"}) == [
        (
            "Row 1, field 'lat': the value '' does not fit the type \"double\" (empty String). "
            'If it may be empty, make the type ["null","double"]; or set onBadLines to WARN or SKIP.'
        ),
        'empty String on cols with data [""] and schema ["double"] on field \'lat\' with data [{"lat":""}]',
    ]


def test_a_missing_cell_is_null_and_no_text(context):
    assert failure(context, '{"b":"1"}\n', {"a": "string"})[1].startswith(
        "Cannot convert null value to a non-nullable string, bytes, enum or fixed field on cols with data [null]"
    )
    assert convert(context, '{"b":"1"}\n', {"a": ["null", "string"]}) == [{"a": None}]


def test_warn_and_skip_store_null_or_leave_the_row_out(context):
    table = '{"a":"1","b":"x"}\n{"a":"y","b":"2"}\n{"a":"3","b":"4"}\n'
    fields = {"a": "int", "b": ["null", "int"]}
    kept = [{"a": 1, "b": None}, {"a": 3, "b": 4}]
    assert convert(context, table, fields, onBadLines="SKIP") == kept
    assert context.warnings() == []
    assert convert(context, table, fields, onBadLines="WARN") == kept
    first, second = context.warnings()
    assert first.startswith("Row 1, field 'b': the value 'x' does not fit")
    assert first.endswith("onBadLines is WARN: null is stored instead.")
    assert second.startswith("Row 2, field 'a': the value 'y' does not fit")
    assert second.endswith("onBadLines is WARN: the row is left out.")


def test_thousands_of_bad_cells_are_not_all_logged(context):
    convert(context, '{"a":"x"}\n' * 1000, {"a": ["null", "int"]}, onBadLines="WARN")
    assert len(context.warnings()) == 101
    assert context.warnings()[-1] == "900 more values could not be converted."


def test_columns_beyond_the_schema_are_left_out_unless_it_is_strict(context):
    table = '{"a":"1"}\n{"a":"1","b":"2"}\n'
    assert convert(context, table, {"a": "int"}) == [{"a": 1}, {"a": 1}]
    (context.files_folder / "out/data.avro").unlink()
    lines = failure(context, table, {"a": "int"}, strictSchema=True)
    assert lines[0].startswith("Row 2 has 2 columns, but the schema names 1. Add the others to `schema`")
    assert lines[1].startswith("Data contains more fields than schema : on row with 1 Fields")
    assert convert(context, table, {"a": "int"}, strictSchema=True, onBadLines="WARN") == [{"a": 1}, {"a": 1}]
    assert context.warnings()[0].startswith("Row 2 has 2 columns")


def test_infer_all_fields_reads_nulls_and_booleans_where_the_type_admits_them(context):
    fields = {"a": ["string", "null"], "b": ["string", "boolean"], "c": "int"}
    table = '{"a":"NA","b":"on","c":"1"}\n'
    assert convert(context, table, fields) == [{"a": "NA", "b": "on", "c": 1}]
    assert convert(context, table, fields, inferAllFields=True) == [{"a": None, "b": True, "c": 1}]


def test_an_alias_of_a_field_names_its_column(context):
    described = json.loads(schema({"ride_id": "string", "n": "int"}))
    described["fields"][0]["aliases"] = ["ride-id", "Ride Id"]
    table = '{"Ride Id":"A","n":"1"}\n{"ride-id":"B","n":2}\n'
    rows = convert(context, table, None, schema=json.dumps(described))
    assert rows == [{"ride_id": "A", "n": 1}, {"ride_id": "B", "n": 2}]


def test_rows_that_are_lists_fill_the_fields_in_order(context):
    assert convert(context, '["1","x"]\n["2"]\n', {"a": "int", "b": ["null", "string"]}) == [
        {"a": 1, "b": "x"},
        {"a": 2, "b": None},
    ]


def test_blank_lines_and_several_rows_on_a_line_are_read(context):
    assert convert(context, '\n{"a":"1"} {"a":"2"}\n\n{"a":"3"}', {"a": "int"}) == [{"a": 1}, {"a": 2}, {"a": 3}]


def test_a_named_type_can_be_referred_to(context):
    first = {"type": "enum", "name": "Kind", "symbols": ["A", "B"]}
    assert convert(context, '{"x":"A","y":"B"}\n', {"x": first, "y": "Kind"}) == [{"x": "A", "y": "B"}]


@pytest.mark.parametrize(
    "table",
    ["{a 1}\n", '{"when":2024-01-01T00}\n', "[1\n", "[" * 100_000 + "\n", "a::\n", '{"a":\n"1"}\n'],
    ids=range(6),
)
def test_what_is_no_ion_on_one_line_is_refused_with_its_row(context, table):
    with pytest.raises(TaskFailure, match="Row 1 is no row of a table in Ion text"):
        convert(context, table, {"a": "int"})


def test_a_row_that_is_no_row_is_refused(context):
    with pytest.raises(TaskFailure, match="Row 2 is the single value '7'"):
        convert(context, '{"a":1}\n7\n', {"a": "int"})
