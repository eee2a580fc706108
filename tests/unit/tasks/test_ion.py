"""Ion that is not JSON, as values and through the tasks that read tables."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalsegno_flow.ion import IonMoment, read_value
from dalsegno_tasks import TaskFailure, build
from dalsegno_tasks.serdes.ion_to_avro import IonToAvro
from dalsegno_tasks.serdes.ion_to_json import IonToJson

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def value(text: str) -> object:
    read, end = read_value(text, 0)
    assert end == len(text)
    return read


@given(json_values)
def test_json_is_read_as_json_reads_it(given_value):
    for text in (json.dumps(given_value), json.dumps(given_value, ensure_ascii=False, indent=1)):
        assert value(text) == json.loads(text, parse_float=lambda digits: read_value(digits, 0)[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{a:1, 'b c':two, \"d\":'three',}", {"a": 1, "b c": "two", "d": "three"}),
        ("[1.50, 2d3, -0.5e1, 0xFF, -0b11, 1_000]", [Decimal("1.50"), Decimal("2E+3"), -5.0, 255, -3, 1000]),
        ("LocalDate::'a::b'::\"2024-01-01\"", "2024-01-01"),
        ("[null, null.int, nan_, true, false]", [None, None, "nan_", True, False]),
        ("'''one '''\n'''two\\\n three'''", "one two three"),
        (r'"\x41\u00e9\U0001F600\ud83d\ude00\0\?"', "Aé😀😀\0?"),
        ("{{ aGVs\n bG8= }}", "aGVsbG8="),
        ('{{ "clob\\n" }}', "clob\n"),
        ("{ // a comment }\n a: /* another } */ 1 }", {"a": 1}),
        ("[+inf, -inf]", [float("inf"), float("-inf")]),
    ],
)
def test_ion_has_more_ways_to_write_values(text, expected):
    assert value(text) == expected


@pytest.mark.parametrize(
    "text",
    ["2024T", "2024-05-01", "2024-05-01T10:20Z", "2024-05-01T10:20:30.123456789+02:00", "2024-05-01T00:00-00:00"],
)
def test_timestamps_are_texts_of_their_own_kind(text):
    moment = value(text)
    assert (moment, type(moment)) == (text.removesuffix("T"), IonMoment)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{a 1}", "':' was expected at column 4, not '1'"),
        ("{a:1", "',' was expected at column 5, not the end"),
        ("[1 2]", "',' was expected at column 4, not '2'"),
        ("[(a b)]", r"a value was expected at column 2, not '\('"),
        (r'"\q"', r"\\q is no escape"),
        ('"open', "a text or a name was expected at column 1"),
        ("{{ ? }}", "a blob was expected at column 1"),
        ("[" * 100_000, "more than 100 values are within one another"),
        ("a::" * 100_000, "more than 100 values are within one another"),
    ],
)
def test_what_is_no_ion_is_told_with_its_place(text, message):
    with pytest.raises((ValueError, RecursionError), match=message):
        value(text)


@given(st.text(alphabet="{}[]()'\"\\:,/*. \nabTZ019-+_$", max_size=30))
def test_rubbish_is_a_value_or_refused(text):
    try:
        read_value(text, 0)
    except (ValueError, RecursionError):
        pass


def test_tables_may_have_ion_rows(context):
    table = 'row::{id:1, at:2024-05-01T10:20:30Z, price:1.10, tags:[a,b]}\n{"id":2,"at":null,"price":3}\n'
    outputs = build(IonToJson, {"from": context.store("in.ion", table)}).run(context)
    assert context.path(outputs["uri"]).read_text() == (
        '{"id":1,"at":"2024-05-01T10:20:30Z","price":1.10,"tags":["a","b"]}\n{"id":2,"at":null,"price":3}\n'
    )


def test_moments_of_ion_can_be_converted(context):
    schema = {"type": "record", "name": "R", "fields": [{"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}}]}  # fmt: skip # noqa: E501
    table = "{at:2024-05-01T10:20:30Z}\n"
    outputs = build(IonToAvro, {"from": context.store("in.ion", table), "schema": json.dumps(schema)}).run(context)
    assert outputs["size"] == 1


def test_binary_ion_is_told_apart(context):
    with pytest.raises(TaskFailure, match=r"Row 1 is no row of a table in Ion text .it is binary Ion; store"):
        build(IonToJson, {"from": context.store("in.ion", b"\xe0\x01\x00\xea\x21\x01")}).run(context)
