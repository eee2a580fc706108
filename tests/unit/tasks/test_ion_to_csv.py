import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from dalsegno_tasks import TaskFailure, build
from dalsegno_tasks.serdes import ion_text
from dalsegno_tasks.serdes.csv_to_ion import CsvToIon
from dalsegno_tasks.serdes.ion_to_csv import IonToCsv
from support.properties import examples

same_context = examples(100)
texts = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(',"\r\n#;'), max_size=8)


def written(context, table: str, **properties) -> bytes:
    context.metrics.clear()
    outputs = build(IonToCsv, {"from": context.store("in.ion", table), **properties}).run(context)
    assert outputs["uri"].endswith(".csv")
    assert outputs["size"] == context.metrics["records"]
    return context.path(outputs["uri"]).read_bytes()


def lines(rows: list) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def test_the_columns_of_the_first_row_are_the_header(context):
    table = lines([{"id": "1", "name": "Clark"}, {"name": "Elm", "id": "2"}, {"id": "3"}])
    assert written(context, table) == b"id,name\n1,Clark\n2,Elm\n3,\n"
    assert written(context, table, header=False) == b"1,Clark\n2,Elm\n3,\n"


def test_a_column_that_the_first_row_has_not_is_refused(context):
    with pytest.raises(TaskFailure, match=r"Row 2 has the column 'b', which the first row has not; .* columns are a"):
        written(context, lines([{"a": "1"}, {"a": "2", "b": "3"}]))
    assert context.stored() == []


def test_rows_that_are_lists_need_no_header(context):
    assert written(context, '["1",2]\n[true]\n', header=False) == b"1,2\ntrue\n"
    with pytest.raises(TaskFailure, match="Invalid data of type List with header: row 1 is a list"):
        written(context, '["1","2"]\n')


def test_each_kind_of_value_has_a_text(context):
    row = '{"n":null,"t":true,"i":123456789012345678,"d":1.10,"e":1e3,"l":[1,"x"],"m":{"a":null}}\n'
    assert (
        written(context, row, header=False).decode()
        == ',true,123456789012345678,1.10,1E+3,"[1,""x""]","{""a"":null}"\n'
    )


def test_what_needs_quotes_has_them(context):
    table = lines([{"a": "x,y", "b": 'say "hi"'}, {"a": "two\nlines", "b": "\r"}, {"a": "#no comment", "b": "#"}])
    assert written(context, table) == b'a,b\n"x,y","say ""hi"""\n"two\nlines","\r"\n"#no comment",#\n'


def test_quotes_can_be_everywhere_or_where_no_numbers_are(context):
    table = lines([{"a": "1.5", "b": None, "c": "x", "d": ""}])
    assert written(context, table, quoteMode="ALWAYS") == b'"a","b","c","d"\n"1.5","","x",""\n'
    assert written(context, table, alwaysDelimitText=True) == b'"a","b","c","d"\n"1.5","","x",""\n'
    assert written(context, table, quoteMode="non_numeric") == b'"a","b","c","d"\n1.5,,"x",""\n'
    assert written(context, table, quoteMode="REQUIRED", alwaysDelimitText=True) == b"a,b,c,d\n1.5,,x,\n"


def test_separators_ends_and_charset_can_be_others(context):
    table = lines([{"a": "x;y", "b": "it's é€"}])
    properties = {"fieldSeparator": ";", "textDelimiter": "'", "lineDelimiter": "\r\n"}
    assert written(context, table, **properties).decode() == "a;b\r\n'x;y';'it''s é€'\r\n"
    assert written(context, table, charset="ISO-8859-1") == "a,b\nx;y,it's é?\n".encode("latin-1")
    assert written(context, table, charset="UTF-16").decode("utf-16") == "a,b\nx;y,it's é€\n"
    with pytest.raises(TaskFailure, match="charset 'klingon' is unknown"):
        written(context, table, charset="klingon")


def test_moments_are_written_in_the_formats_given(context):
    moments = ("2024-05-01", "2024-05-01T10:20:30.5Z", "2024-05-01T10:20:30+02:00", "2024-05-01T10:20:30-00:00")
    table = "{" + ",".join(f"c{place}:{moment}" for place, moment in enumerate(moments)) + "}\n"
    assert written(context, table, header=False, timeZoneId="Europe/Paris") == (
        b"2024-05-01,2024-05-01T10:20:30.500Z,2024-05-01T10:20:30.000+02:00,2024-05-01T10:20:30.000+02:00\n"
    )
    formats = {"dateFormat": "dd/MM/yy", "dateTimeFormat": "HH'h'mm", "timeZoneId": "UTC"}
    assert written(context, table, header=False, **formats) == b"01/05/24,10h20,10h20,10h20\n"


@pytest.mark.parametrize(
    ("properties", "message"),
    [
        ({"lineDelimiter": "|"}, "lineDelimiter is a line's end"),
        ({"fieldSeparator": '"'}, "two different characters"),
        ({"dateFormat": "bbb"}, 'dateFormat "bbb" is no date pattern'),
        ({"timeZoneId": "Mars/Olympus"}, "timeZoneId: Unknown time-zone ID"),
        ({"fieldSeparator": ";;"}, "exactly one character"),
    ],
)
def test_properties_that_make_no_sense_are_refused(properties, message):
    with pytest.raises(ValidationError, match=message):
        IonToCsv.model_validate({"from": "dalsegno:///x", **properties})


def test_a_table_without_rows_is_an_empty_file(context):
    assert written(context, "") == b""
    assert written(context, "\n") == b""


@same_context
@given(st.lists(st.lists(texts | st.none(), min_size=3, max_size=3)), st.sampled_from(["REQUIRED", "ALWAYS"]))
def test_by_column_and_by_row_are_the_same_and_csv_reads_it(context, rows, mode):
    table = [dict(zip("abc", row, strict=True)) for row in rows]
    by_column = written(context, lines(table), quoteMode=mode)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("dalsegno_tasks.serdes.csv_table_writing.read_text_columns", lambda *_, **__: None)
        assert written(context, lines(table), quoteMode=mode) == by_column
    read = list(csv.reader(io.StringIO(by_column.decode(), newline=""), strict=True))
    assert read == ([["a", "b", "c"]] if rows else []) + [[cell or "" for cell in row] for row in rows]


@same_context
@given(st.lists(st.lists(texts, min_size=2, max_size=2), min_size=1))
def test_csv_to_ion_reads_what_was_written(context, rows):
    table = [{"a": first, "b": "x" + second} for first, second in rows]
    data = written(context, lines(table))
    outputs = build(CsvToIon, {"from": context.store("back.csv", data)}).run(context)
    back = [json.loads(line) for line in context.path(outputs["uri"]).read_bytes().decode().split("\n")[:-1]]
    assert back == table


def test_large_tables_are_written_block_by_block(context, monkeypatch):
    monkeypatch.setattr(ion_text.read_line_blocks, "__defaults__", (1000,))
    table = [{"id": str(number), "n": number if number % 7 == 0 else str(number)} for number in range(2000)]
    assert written(context, lines(table)).decode() == "id,n\n" + "".join(f"{n},{n}\n" for n in range(2000))
