"""Whatever a whole column converts or encodes to, each of its cells does alone; and fastavro agrees on the bytes."""

import io
import json
import re
from zoneinfo import ZoneInfo

import fastavro
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalsegno_flow.dates import DateTimePattern
from dalsegno_tasks.serdes.avro_cells import encode_long, encoder
from dalsegno_tasks.serdes.avro_columns import RecordEncoder
from dalsegno_tasks.serdes.avro_schema import AvroType, parse_avro_schema
from dalsegno_tasks.serdes.cell_errors import CellError
from dalsegno_tasks.serdes.cells import converter
from dalsegno_tasks.serdes.columns import column_converter
from dalsegno_tasks.serdes.conversion import Table
from dalsegno_tasks.serdes.date_layouts import layouts_by_width
from dalsegno_tasks.serdes.row_conversion import FALSE_VALUES, NULL_VALUES, TRUE_VALUES
from dalsegno_tasks.serdes.settings import CellSettings
from support.properties import examples

TYPES = [
    "string",
    "double",
    "float",
    "int",
    "long",
    "boolean",
    {"type": "long", "logicalType": "timestamp-millis"},
    {"type": "long", "logicalType": "timestamp-micros"},
    {"type": "int", "logicalType": "date"},
]
PATTERNS = [
    "yyyy-MM-dd'T'HH:mm[:ss][.SSSSSS][XXX]",
    "yyyy-MM-dd[XXX]",
    "yyyy-MM-dd HH:mm[:ss][:SS]",
    "yyyy-MM-dd[ HH:mm[:ss]]",
    "[yyyy-MM-dd][dd-MM-yyyy] HH:mm",
    "yyyy-MM-dd HH:mm:ss",
    "dd/MM/yyyy HH:mm:ss.SSS",
    "yyyyMMdd'T'HHmmssSSSSSS",
    "HH:mm dd.MM.yyyy",
    "yyyyMMddHHmm",
]
ZONES = ["UTC", "Europe/Paris", "America/Chicago"]

any_type = st.one_of(
    st.sampled_from(TYPES),
    st.sampled_from(TYPES).map(lambda inner: ["null", inner]),
    st.sampled_from(TYPES).map(lambda inner: [inner, "null"]),
)
moments = st.datetimes()
numbers = st.one_of(
    st.integers(-(2**64), 2**64).map(str),
    st.floats().map(str),
    st.sampled_from(
        ["", "NaN", "nan", "+1", "-0", "0x10", " 1", "1e400", "1e39", "1.", ".5", "007", "t", "OFF", "NA", "n/a", "é"]
    ),
)


@st.composite
def written(draw, pattern: str) -> str:
    """A text in a pattern, with some of its optional sections, now and then a little wrong."""
    chosen = re.sub(r"\[(.*?)\]", lambda section: section[1] if draw(st.booleans()) else "", pattern)
    when = draw(moments)
    fields = {"yyyy": f"{when.year:04}", "SSSSSS": f"{when.microsecond:06}", "SSS": f"{when.microsecond // 1000:03}"}
    fields |= {"MM": f"{when.month:02}", "dd": f"{when.day:02}", "HH": f"{when.hour:02}", "XXX": "+01:30", "'": ""}
    fields |= {"mm": f"{when.minute:02}", "ss": f"{when.second:02}"}
    right = re.sub("|".join(fields), lambda field: fields[field[0]], chosen)
    wrong = ["2021-02-30 10:00:00", "2021-01-01 24:00:00", "0000-01-01 00:00:00", "2024-03-31 02:30:00", "", right[:-1]]
    return draw(st.sampled_from([right] * 8 + wrong))


@st.composite
def columns(draw) -> tuple[object, str, str, list[str | None]]:
    avro_type, pattern, zone = draw(any_type), draw(st.sampled_from(PATTERNS)), draw(st.sampled_from(ZONES))
    inner = next((t for t in avro_type if t != "null"), None) if isinstance(avro_type, list) else avro_type
    cell = written(pattern) if isinstance(inner, dict) else numbers if inner != "string" else st.text(max_size=4)
    cell = st.one_of(cell, cell, cell, st.none()) if draw(st.booleans()) else cell
    return avro_type, pattern, zone, draw(st.lists(cell, min_size=1, max_size=6))


def described(*avro_types: object):
    fields = [{"name": f"f{index}", "type": avro_type} for index, avro_type in enumerate(avro_types)]
    return parse_avro_schema(json.dumps({"type": "record", "name": "R", "fields": fields}))


def cell_settings(pattern: str, zone: str) -> CellSettings:
    return CellSettings(
        null_values=frozenset(value.lower() for value in NULL_VALUES),
        true_values=frozenset(TRUE_VALUES),
        false_values=frozenset(FALSE_VALUES),
        date_format=DateTimePattern(pattern),
        time_format=DateTimePattern("HH:mm"),
        datetime_format=DateTimePattern(pattern),
        decimal_separator=".",
        zone=ZoneInfo(zone),
    )


def encoded_cells(avro_type: AvroType, cells: list[object]) -> bytes:
    encode = encoder(avro_type)
    return b"".join(encode(value) for value in cells)


@examples(200)
@given(columns())
def test_a_column_that_converts_whole_equals_its_cells(column):
    avro_type, pattern, zone, texts = column
    schema, chosen = described(avro_type), cell_settings(pattern, zone)
    field = schema.fields[0].type
    whole = column_converter(field, chosen)(pa.array(texts, pa.string()))
    if whole is None:
        return
    convert = converter(field, chosen)
    one_by_one = [convert(text) for text in texts]
    table = Table(row_count=len(texts), columns=(whole,))
    assert bytes(RecordEncoder(schema).encode(table)) == encoded_cells(field, one_by_one)


@pytest.mark.parametrize(
    "text",
    [
        "2038-04-01 00:00:00",  # Arrow knows no changes of the clock so late
        "2024-03-31 02:30:00",  # the clock skips it
        "0000-01-01 00:00:00",
        "2021-02-30 00:00:00",
        "2021-01-01 24:00:00",
        "2021-01-01T00:00:00",
        "2021-01-01 00:00:0x",
        "2021-01-01 00:00",
    ],
)
def test_what_only_the_pattern_knows_how_to_read_is_left_to_the_cells(text):
    zone = "Europe/Paris" if text.startswith(("2038", "2024")) else "UTC"
    chosen = cell_settings("yyyy-MM-dd HH:mm:ss", zone)
    assert column_converter(described(TYPES[6]).fields[0].type, chosen)(pa.array([text])) is None


@pytest.mark.parametrize(
    ("pattern", "widths"),
    [
        ("yyyy-MM-dd", [10]),
        ("yyyy-MM-dd'T'HH:mm[:ss][.SSSSSS][XXX]", [16, 19, 23, 26]),
        ("HH:mm[:ss][:SS]", [5, 11]),
        ("yyyy[MM]", []),
        ("HH[:mm[:ss]]", []),
        ("HH:mm['+'ss]", []),
        ("HH:mm[XXX]", [5]),
    ],
)
def test_a_width_tells_which_optional_sections_a_text_has_unless_two_choices_share_it(pattern, widths):
    assert sorted(layouts_by_width(pattern)) == widths


@pytest.mark.parametrize(
    "text", ["2024-01-01T10:20", "2024-01-01T10:20:30", "2024-01-01T10:20:30.123456", "2024-01-01T10:20.123456"]
)
def test_the_default_format_reads_columns_whose_texts_have_the_same_sections(text):
    chosen = cell_settings("yyyy-MM-dd'T'HH:mm[:ss][.SSSSSS][XXX]", "UTC")
    field = described(TYPES[7]).fields[0].type
    whole = column_converter(field, chosen)(pa.array([text]))
    assert (whole is None) == (text.count(":") == 1 and "." in text)
    assert column_converter(field, chosen)(pa.array([text, "2024-01-01T10:20Z"])) is None


def test_right_texts_do_convert_as_a_whole():
    """Else the test above would pass with nothing done."""
    chosen = cell_settings("yyyy-MM-dd HH:mm:ss", "Europe/Paris")
    for avro_type, texts in [
        ("string", ["a"]),
        ("double", ["1.5", "-2"]),
        ("long", ["1", "-2"]),
        ("boolean", ["t", "OFF"]),
        (["null", "double"], ["", "1.5", None]),
        (["double", "null"], ["", "1.5", None]),
        (TYPES[6], ["2024-01-01 10:20:30", "1999-07-01 00:00:00"]),
        (["null", TYPES[7]], ["2024-01-01 10:20:30", "NA"]),
        (TYPES[8], ["2024-01-01 10:20:30"]),
    ]:
        field = described(avro_type).fields[0].type
        assert len(column_converter(field, chosen)(pa.array(texts, pa.string()))) == len(texts)


@st.composite
def tables(draw) -> tuple[list[object], list[list[object]]]:
    """Types of the fields, and values that fit them, by field."""
    values = {
        "string": st.text(max_size=300),
        "double": st.floats(allow_nan=False),
        "float": st.floats(width=32, allow_nan=False),
        "int": st.integers(-(2**31), 2**31 - 1),
        "long": st.integers(-(2**63), 2**63 - 1),
        "boolean": st.booleans(),
    }
    names = draw(st.lists(st.sampled_from(sorted(values)), min_size=1, max_size=4))
    types = [draw(st.sampled_from([name, ["null", name], [name, "null"]])) for name in names]
    count = draw(st.integers(0, 6))
    columns = []
    for name, avro_type in zip(names, types, strict=True):
        value = values[name] if avro_type == name else st.one_of(st.none(), values[name])
        columns.append(draw(st.lists(value, min_size=count, max_size=count)))
    return types, columns


@examples(100)
@given(tables(), st.booleans())
def test_records_encode_as_fastavro_encodes_them(table, by_cell):
    types, columns = table
    schema = described(*types)
    arrow = {
        "string": pa.string(),
        "double": pa.float64(),
        "float": pa.float32(),
        "int": pa.int32(),
        "long": pa.int64(),
    }
    plain = [t if isinstance(t, str) else next(x for x in t if x != "null") for t in types]
    made = [
        column if by_cell else pa.array(column, arrow.get(name, pa.bool_()))
        for name, column in zip(plain, columns, strict=True)
    ]
    expected = io.BytesIO()
    parsed = fastavro.parse_schema(json.loads(schema.json))
    for row in zip(*columns, strict=True):
        fastavro.schemaless_writer(expected, parsed, {f"f{index}": value for index, value in enumerate(row)})
    encoded = RecordEncoder(schema).encode(Table(row_count=len(columns[0]), columns=tuple(made)))
    assert bytes(encoded) == expected.getvalue()


@given(st.lists(st.integers(-(2**63), 2**63 - 1), min_size=1))
def test_numbers_of_a_column_encode_as_single_ones(numbers):
    table = Table(row_count=len(numbers), columns=(pa.array(numbers, pa.int64()),))
    assert bytes(RecordEncoder(described("long")).encode(table)) == b"".join(map(encode_long, numbers))


def test_a_long_text_has_its_length_in_three_bytes():
    table = Table(row_count=1, columns=(pa.array(["x" * 20_000]),))
    assert bytes(RecordEncoder(described("string")).encode(table)) == encode_long(20_000) + b"x" * 20_000


def test_a_cell_that_cannot_be_converted_keeps_its_column_from_converting_whole():
    chosen = cell_settings("yyyy-MM-dd HH:mm:ss", "UTC")
    for avro_type, bad in [
        ("double", "x"),
        ("int", "2147483648"),
        ("boolean", "maybe"),
        (TYPES[6], "2021-13-01 00:00:00"),
    ]:
        field = described(avro_type).fields[0].type
        assert column_converter(field, chosen)(pa.array([bad])) is None
        with pytest.raises(CellError) as refused:
            converter(field, chosen)(bad)
        assert refused.value.value == bad
