import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import fastavro
import pytest

from dalsegno_tasks import TaskFailure, build
from dalsegno_tasks.serdes.ion_to_avro import IonToAvro

RIDES = (
    '{"ride_id":"0A8B","started_at":"2026-08-08 15:57:39.333","lat":"41.9"}\n'
    '{"ride_id":"0A8C","started_at":"2026-08-08 16:00:00.000","lat":""}\n'
)
TIMESTAMP = {"type": "long", "logicalType": "timestamp-millis"}
RIDE_FIELDS = {"ride_id": "string", "started_at": TIMESTAMP, "lat": ["null", "double"]}


def schema(fields: dict) -> str:
    described = [{"name": name, "type": avro_type} for name, avro_type in fields.items()]
    return json.dumps({"type": "record", "name": "Ride", "namespace": "com.example", "fields": described})


def convert(context, table: str | bytes, fields: dict | None = None, **properties) -> list[dict]:
    if fields is not None:
        properties["schema"] = schema(fields)
    context.metrics.clear()
    outputs = build(IonToAvro, {"from": context.store("in.ion", table), **properties}).run(context)
    assert outputs["uri"].endswith(".avro")
    with io.BytesIO(context.path(outputs["uri"]).read_bytes()) as stream:
        rows = list(fastavro.reader(stream))
    assert outputs["size"] == context.metrics["records"] == len(rows)
    return rows


def cell(context, value: object, avro_type: object, **properties) -> object:
    """One value's conversion; raises what the task raises."""
    table = json.dumps({"x": value}) + "\n"
    return convert(context, table, {"x": avro_type}, timeZoneId="UTC", **properties)[0]["x"]


def failure(context, table: str, fields: dict, **properties) -> list[str]:
    with pytest.raises(TaskFailure) as failed:
        convert(context, table, fields, **properties)
    assert context.stored() == []
    return str(failed.value).split("\n")


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


@pytest.mark.parametrize("null", ["", "NA", "n/a", "NaN", "NULL", "#n/a", "-1.#IND"])
def test_null_values_count_in_any_case_for_a_null_branch(context, null):
    assert cell(context, null, ["null", "double"]) is None
    assert cell(context, null, ["null", "string"]) is None


def test_the_first_branch_that_converts_wins(context):
    assert cell(context, "", ["string", "null"]) == ""
    assert cell(context, "", ["double", "null"]) is None
    assert cell(context, "5", ["null", "long", "string"]) == 5
    assert cell(context, "five", ["null", "long", "string"]) == "five"
    assert cell(context, "5", ["string", "long"]) == "5"
    assert cell(context, "-999", ["double", "null"], nullValues=["-999"]) == -999.0
    assert cell(context, "-999", ["null", "double"], nullValues=["-999"]) is None


def test_null_true_and_false_values_can_be_others(context):
    assert cell(context, "-", ["null", "int"], nullValues=["-"]) is None
    assert cell(context, "ja", "boolean", trueValues=["Ja"], falseValues=["Nein"]) is True
    assert cell(context, "NEIN", "boolean", trueValues=["Ja"], falseValues=["Nein"]) is False
    with pytest.raises(TaskFailure, match="the text true cannot be read as a boolean"):
        cell(context, "true", "boolean", trueValues=["Ja"], falseValues=["Nein"])


@pytest.mark.parametrize(
    ("value", "avro_type", "expected"),
    [
        ("007", "int", 7),
        ("+7", "long", 7),
        ("0" * 5000 + "7", "long", 7),
        ("-9223372036854775808", "long", -(2**63)),
        (" 1.5 ", "double", 1.5),
        ("1d", "double", 1.0),
        ("1e3", "double", 1000.0),
        ("0.1", "float", 0.10000000149011612),
        ("yes", "boolean", True),
        ("", "boolean", False),
        (7, "int", 7),
        (7, "double", 7.0),
        (1.5, "double", 1.5),
        (1, "boolean", True),
        (True, "string", "true"),
        (12, "string", "12"),
        (1.5, "string", "1.5"),
        ("é", "bytes", "é".encode()),
        ("abcd", {"type": "fixed", "name": "F", "size": 4}, b"abcd"),
        ("A", {"type": "enum", "name": "E", "symbols": ["A", "B"]}, "A"),
        ("12.345", {"type": "bytes", "logicalType": "decimal", "precision": 6, "scale": 2}, Decimal("12.34")),
        (-129, {"type": "bytes", "logicalType": "decimal", "precision": 6, "scale": 2}, Decimal("-129.00")),
        (
            "-1.5",
            {"type": "fixed", "name": "D", "size": 4, "logicalType": "decimal", "precision": 6, "scale": 1},
            Decimal("-1.5"),
        ),
        (
            "0D9C4C6E-0000-4000-8000-00000000000a",
            {"type": "string", "logicalType": "uuid"},
            UUID("0d9c4c6e-0000-4000-8000-00000000000a"),
        ),
        (["1", 2], {"type": "array", "items": "int"}, [1, 2]),
        ([], {"type": "array", "items": "int"}, []),
        ({"k": "1"}, {"type": "map", "values": "double"}, {"k": 1.0}),
        (
            {"a": {"b": "1"}},
            {
                "type": "record",
                "name": "O",
                "fields": [
                    {"name": "a", "type": {"type": "record", "name": "I", "fields": [{"name": "b", "type": "int"}]}}
                ],
            },
            {"a": {"b": 1}},
        ),
    ],
)
def test_each_type_reads_its_values(context, value, avro_type, expected):
    assert cell(context, value, avro_type) == expected


@pytest.mark.parametrize(
    ("value", "avro_type", "cause"),
    [
        ("1.0", "int", 'For input string: "1.0"'),
        ("0x10", "int", 'For input string: "0x10"'),
        ("2147483648", "int", 'Value out of range for int: "2147483648"'),
        pytest.param("9" * 5000, "long", 'For input string: "' + "9" * 231 + " ...", id="endless"),
        ("1,5", "double", 'For input string: "1,5"'),
        ("nan", "double", 'For input string: "nan"'),
        (True, "long", "the boolean true cannot be read as a whole number"),
        ("C", {"type": "enum", "name": "E", "symbols": ["A", "B"]}, "Invalid enum value, found C, expected [A, B]"),
        ("abc", {"type": "fixed", "name": "F", "size": 4}, "Invalid length for fixed size, found 3, expected 4"),
        (
            "12345.6",
            {"type": "bytes", "logicalType": "decimal", "precision": 6, "scale": 2},
            "Cannot encode decimal with more than precision 6",
        ),
        ("nope", {"type": "string", "logicalType": "uuid"}, "Invalid UUID string: nope"),
        ("x", {"type": "array", "items": "int"}, "the text x cannot be read as array"),
        ("x", ["null", "int", "boolean"], 'Invalid data for schema "UNION"'),
        ("x", "null", "Unknown type for null values, found the text x"),
    ],
)
def test_each_type_refuses_what_it_cannot_hold(context, value, avro_type, cause):
    with pytest.raises(TaskFailure) as failed:
        cell(context, value, avro_type)
    assert f"({cause})" in str(failed.value)


def test_a_decimal_comma_is_read_on_request(context):
    assert cell(context, "1,5", "double", decimalSeparator=",") == 1.5
    decimal = {"type": "bytes", "logicalType": "decimal", "precision": 4, "scale": 1}
    assert cell(context, "1,5", decimal, decimalSeparator=",") == Decimal("1.5")


@pytest.mark.parametrize(
    ("text", "logical", "properties", "expected"),
    [
        ("2024-02-29T10:20", "timestamp-millis", {}, datetime(2024, 2, 29, 10, 20, tzinfo=UTC)),
        ("2024-02-29T10:20:30+02:00", "timestamp-millis", {}, datetime(2024, 2, 29, 8, 20, 30, tzinfo=UTC)),
        ("1709202030123", "timestamp-millis", {}, datetime(2024, 2, 29, 10, 20, 30, 123000, UTC)),
        ("1709202030123456", "timestamp-micros", {}, datetime(2024, 2, 29, 10, 20, 30, 123456, UTC)),
        (
            "29/02/2024 10:20:30.123456",
            "timestamp-micros",
            {"datetimeFormat": "dd/MM/yyyy HH:mm:ss.SSSSSS"},
            datetime(2024, 2, 29, 10, 20, 30, 123456, UTC),
        ),
        (
            "2021-02-30 24:00",
            "timestamp-millis",
            {"datetimeFormat": "yyyy-MM-dd HH:mm"},
            datetime(2021, 3, 1, tzinfo=UTC),
        ),
        (
            "20240229102030123456",
            "timestamp-micros",
            {"datetimeFormat": "yyyyMMddHHmmssSSSSSS"},
            datetime(2024, 2, 29, 10, 20, 30, 123456, UTC),
        ),
        ("29.02.24", "date", {"dateFormat": "dd.MM.yy"}, date(2024, 2, 29)),
        ("2024-02-29", "date", {}, date(2024, 2, 29)),
    ],
)
def test_dates_and_timestamps_are_read_by_their_formats(context, text, logical, properties, expected):
    base = "int" if logical == "date" else "long"
    assert cell(context, text, {"type": base, "logicalType": logical}, **properties) == expected


def test_times_of_day_are_read_by_their_format(context):
    millis, micros = {"type": "int", "logicalType": "time-millis"}, {"type": "long", "logicalType": "time-micros"}
    assert cell(context, "10:20:30", millis).isoformat() == "10:20:30"
    assert cell(context, "10h20", micros, timeFormat="HH'h'mm").isoformat() == "10:20:00"


def test_the_zone_is_for_times_that_name_none(context):
    def hour(**properties) -> int:
        properties["datetimeFormat"] = "yyyy-MM-dd HH:mm[XXX]"
        table = '{"x":"2024-07-01 12:00"}\n'
        return convert(context, table, {"x": TIMESTAMP}, **properties)[0]["x"].hour

    assert hour(timeZoneId="Europe/Paris") == 10
    assert hour(timeZoneId="+05:00") == 7
    assert hour(timeZoneId=None) == 12


def test_the_systems_zone_is_the_default(context, monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    rows = convert(context, '{"x":"2024-07-01T12:00"}\n', {"x": TIMESTAMP})
    assert rows[0]["x"] == datetime(2024, 7, 1, 3, tzinfo=UTC)


def test_local_timestamps_keep_the_zones_wall_clock(context):
    local = {"type": "long", "logicalType": "local-timestamp-millis"}
    rows = convert(context, '{"x":"2024-07-01T12:00Z"}\n', {"x": local}, timeZoneId="Europe/Paris")
    assert rows[0]["x"] == datetime(2024, 7, 1, 14)  # noqa: DTZ001 (a wall clock)


def test_a_time_skipped_by_the_clock_is_moved_on_as_java_does(context):
    rows = convert(
        context,
        '{"x":"2024-03-31 02:30:00"}\n',
        {"x": TIMESTAMP},
        timeZoneId="Europe/Paris",
        datetimeFormat="yyyy-MM-dd HH:mm:ss",
    )
    assert rows[0]["x"] == datetime(2024, 3, 31, 1, 30, tzinfo=UTC)


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
    (context.files / "out/data.avro").unlink()
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
    ["{a:1}\n", '{"when":2024-01-01T}\n', "[1\n", "[" * 100_000 + "\n", "a::{}\n", '{"a":\n"1"}\n'],
    ids=range(6),
)
def test_ion_that_is_not_json_is_refused_with_its_row(context, table):
    with pytest.raises(TaskFailure, match="Row 1 is not JSON-lines Ion"):
        convert(context, table, {"a": "int"})


def test_a_row_that_is_no_row_is_refused(context):
    with pytest.raises(TaskFailure, match="Row 2 is the single value '7'"):
        convert(context, '{"a":1}\n7\n', {"a": "int"})


def test_without_a_schema_one_is_inferred_from_the_first_rows(context):
    table = '{"s":"x","i":1,"l":3000000000,"d":1.5,"b":true,"n":null,"a":["x"],"o":{"p":"q"}}\n{"s":null,"late":"y"}\n'
    first = convert(context, table)[0]
    assert first == {
        "s": "x", "i": 1, "l": 3_000_000_000, "d": 1.5, "b": True, "n": None, "a": ["x"], "o": {"p": "q"}, "late": None
    }  # fmt: skip
    assert "late" not in convert(context, table, numberOfRowsToScan=1)[0]


def test_nothing_can_be_inferred_from_an_empty_file(context):
    with pytest.raises(TaskFailure, match="Cannot infer Avro schema from ION input: the file appears to be empty"):
        convert(context, "")


def test_a_name_that_avro_does_not_allow_cannot_be_inferred(context):
    with pytest.raises(TaskFailure, match=r"Illegal character in: ride-id. .*aliases"):
        convert(context, '{"ride-id":"1"}\n')


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "it is no JSON"),
        ('{"type":"record","name":"R"}', "Invalid Avro schema"),
        ('{"type":"record","name":"R","fields":[{"name":"a","type":"strin"}]}', "strin"),
        ('"string"', "rows need a record, but this is of type string"),
        (
            '{"type":"record","name":"R","fields":[{"name":"next","type":["null","R"]}]}',
            "contains itself",
        ),
    ],
)
def test_a_bad_schema_is_explained(text, said):
    with pytest.raises(TaskFailure, match="Invalid Avro schema") as failed:
        build(IonToAvro, {"from": "x", "schema": text})
    assert said in str(failed.value)
