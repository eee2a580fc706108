"""What each Avro type reads from a cell, and what it refuses."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from dalsegno_tasks import TaskFailure
from unit.tasks.avro_tables import TIMESTAMP, cell, convert


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
