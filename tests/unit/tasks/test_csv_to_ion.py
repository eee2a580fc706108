import csv
import io
import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalsegno_tasks import TaskFailure, build
from dalsegno_tasks.serdes.charsets import utf8_chunks
from dalsegno_tasks.serdes.csv_blocks import CsvBlock, read_csv_blocks
from dalsegno_tasks.serdes.csv_rows import CsvFormat
from dalsegno_tasks.serdes.csv_table import CsvTable
from dalsegno_tasks.serdes.csv_to_ion import CsvToIon
from support.properties import examples


def convert(context, data: bytes | str, **properties) -> str:
    context.metrics.clear()
    outputs = build(CsvToIon, {"from": context.store("in.csv", data), **properties}).run(context)
    text = context.path(outputs["uri"]).read_text("utf-8")
    assert outputs["size"] == context.metrics["records"] == text.count("\n")
    return text


def rows(context, data: bytes | str, **properties) -> list:
    return [json.loads(line) for line in convert(context, data, **properties).splitlines()]


def test_a_row_is_a_line_of_json_with_every_cell_a_text(context):
    assert convert(context, "id,lat,name\n1,41.5,Clark & Elm\n2,,é\n") == (
        '{"id":"1","lat":"41.5","name":"Clark & Elm"}\n{"id":"2","lat":"","name":"é"}\n'
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_way_and_the_last_not_at_all(context, end):
    assert rows(context, end.join(["a,b", "1,2", "3,4"])) == [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]


def test_a_byte_order_mark_is_no_part_of_the_first_name(context):
    assert rows(context, b"\xef\xbb\xbfa,b\n1,2\n") == [{"a": "1", "b": "2"}]


@pytest.mark.parametrize("data", ["", "a,b\n", "a,b"])
def test_a_file_without_rows_gives_an_empty_table(context, data):
    assert convert(context, data) == ""


def test_quoted_fields_may_hold_separators_line_ends_and_quotes(context):
    data = 'a,b\n"x, y","line 1\nline 2"\n"say ""hi""","\\back\tslash"\n"",""\n'
    assert rows(context, data) == [
        {"a": "x, y", "b": "line 1\nline 2"},
        {"a": 'say "hi"', "b": "\\back\tslash"},
        {"a": "", "b": ""},
    ]


def test_control_characters_are_escaped_as_json_has_it(context):
    assert convert(context, "a\n\x01\x1f\x7f\n") == '{"a":"\\u0001\\u001f\x7f"}\n'


def test_backslash_n_is_null_and_its_like_are_texts(context):
    assert rows(context, 'a,b\n\\N,NULL\n"\\N",\\\\N\n') == [{"a": None, "b": "NULL"}, {"a": None, "b": "\\\\N"}]


def test_without_header_rows_are_lists(context):
    assert rows(context, "1,2\n\\N,x\n", header=False) == [["1", "2"], [None, "x"]]
    assert rows(context, "1,2\n3\n4,5,6\n", header=False) == [["1", "2"], ["3"], ["4", "5", "6"]]


def test_separator_and_quote_can_be_others(context):
    assert rows(context, "a;b\n'x;y';2\n", fieldSeparator=";", textDelimiter="'") == [{"a": "x;y", "b": "2"}]
    assert rows(context, "a\tb\n1\t2\n", fieldSeparator="\t") == [{"a": "1", "b": "2"}]
    assert rows(context, "a¦b\n1¦2\n", fieldSeparator="¦") == [{"a": "1", "b": "2"}]


def test_skip_rows_leaves_out_records_after_the_header(context):
    assert rows(context, 'a\n"x\ny"\n2\n3\n', skipRows=2) == [{"a": "3"}]
    assert rows(context, "1\n2\n3\n", skipRows=1, header=False) == [["2"], ["3"]]
    assert rows(context, "a\n1\n", skipRows=5) == []


def test_empty_rows_are_skipped_on_request(context):
    assert rows(context, "a,b\n\n1,2\n\n\n3,4\n\n", skipEmptyRows=True) == [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]


def test_an_empty_row_is_a_row_of_one_field_otherwise(context):
    with pytest.raises(TaskFailure, match=r"Expected 2, got 1 fields. Line 3 of the file: ''"):
        convert(context, "a,b\n1,2\n\n3,4\n")
    assert rows(context, "a\n1\n\n2\n") == [{"a": "1"}, {"a": ""}, {"a": "2"}]


def test_a_short_row_fails_with_its_line_and_what_to_do(context):
    data = "a,b,c\n1,2,3\n" + '4,"5\n5",6\n' + "7,8\n9,9,9\n"
    with pytest.raises(TaskFailure) as failed:
        convert(context, data)
    assert str(failed.value) == (
        "Bad line encountered (field count mismatch): Expected 3, got 2 fields. Line 5 of the file: '7,8'. "
        "Correct the file, or set onBadLines to WARN or SKIP to leave such lines out."
    )
    assert context.stored() == []


def test_the_line_is_counted_over_many_blocks(context):
    data = "a,b\n" + "1,2\n" * 200 + "3,4,5\n"
    table = CsvTable(
        CsvFormat(), has_header=True, skip_rows=0, on_bad_lines="ERROR", renames_unnamed=False, log=context.log
    )
    chunks = utf8_chunks(io.BytesIO(data.encode()), "utf-8", 64)
    blocks = read_csv_blocks(chunks, separator=",", quote='"', max_bytes=1 << 20)
    with pytest.raises(TaskFailure, match=r"Expected 2, got 3 fields\. Line 202 of the file: '3,4,5'"):
        list(itertools.chain.from_iterable(map(table.ion_lines, blocks)))


def test_bad_lines_are_left_out_with_or_without_a_warning(context):
    data = "a,b\n1,2\n3\n4,5\n"
    good = [{"a": "1", "b": "2"}, {"a": "4", "b": "5"}]
    assert rows(context, data, onBadLines="SKIP") == good
    assert context.warnings() == []
    assert rows(context, data, onBadLines="WARN") == good
    assert context.warnings() == [
        (
            "Bad line encountered (field count mismatch): Expected 2, got 1 fields. "
            "Line 3 of the file: '3'. The line is left out."
        )
    ]


def test_characters_after_a_closing_quote_are_refused_unless_allowed(context):
    data = 'a,b\n"1"x,2\n3,4\n'
    with pytest.raises(TaskFailure, match=r"characters follow a closing quote.* Line 2 of the file"):
        convert(context, data)
    assert rows(context, data, onBadLines="SKIP") == [{"a": "3", "b": "4"}]
    assert rows(context, data, allowExtraCharsAfterClosingQuote=True) == [{"a": "1x", "b": "2"}, {"a": "3", "b": "4"}]


def test_a_quote_inside_an_unquoted_field_is_a_character(context):
    assert rows(context, 'a,b\n5" pipe,x"y\n') == [{"a": '5" pipe', "b": 'x"y'}]


def test_a_quote_that_is_never_closed_fails(context):
    with pytest.raises(TaskFailure, match=r"a quote is opened and never closed. Line 2"):
        convert(context, 'a,b\n"1,2\n3,4\n')


def test_stray_quotes_do_not_make_a_record_of_the_whole_file(context):
    data = 'a,b\n5" pipe,1\n' + "x,y\n" * 1000
    assert len(rows(context, data, maxBufferSize=1000)) == 1001


def test_a_record_longer_than_the_buffer_fails(context):
    with pytest.raises(TaskFailure, match=r"begins in line 2 is longer than maxBufferSize \(1000 bytes\)"):
        convert(context, 'a\n"' + "x" * 5000, maxBufferSize=1000)


def test_a_field_longer_than_allowed_fails(context):
    with pytest.raises(TaskFailure, match=r"longer than maxFieldSize \(10 characters\)"):
        convert(context, "a\n123\n12345678901\n", maxFieldSize=10)


def test_unnamed_columns_at_the_end_are_dropped_with_a_warning(context):
    assert rows(context, "a,b,\n1,2,\n3,4,x\n5,6\n") == [
        {"a": "1", "b": "2"},
        {"a": "3", "b": "4"},
        {"a": "5", "b": "6"},
    ]
    assert context.warnings() == [
        "1 column(s) at the end of the header have no name and are left out; set onEmptyHeader to RENAME to keep them."
    ]


def test_unnamed_columns_can_be_given_names(context):
    assert rows(context, "a,,\n1,2,3\n", onEmptyHeader="RENAME") == [{"a": "1", "col_1": "2", "col_2": "3"}]


def test_an_unnamed_column_in_the_middle_is_kept(context):
    assert rows(context, "a,,b\n1,2,3\n") == [{"a": "1", "": "2", "b": "3"}]


def test_of_two_columns_with_one_name_the_last_counts(context):
    assert convert(context, "a,b,a\n1,2,3\n") == '{"a":"3","b":"2"}\n'


@pytest.mark.parametrize(
    ("charset", "encoding"), [("windows-1252", "cp1252"), ("UTF-16", "utf-16"), ("ISO-8859-1", "latin-1")]
)
def test_other_charsets_are_read(context, charset, encoding):
    assert rows(context, "naïve,b\nçà,2\n".encode(encoding), charset=charset) == [{"naïve": "çà", "b": "2"}]


def test_an_unknown_charset_is_named(context):
    with pytest.raises(TaskFailure, match="charset 'klingon' is unknown"):
        convert(context, "a\n", charset="klingon")


def test_bytes_that_are_no_text_become_replacement_characters(context):
    assert rows(context, b"a,b\n\xff,2\n") == [{"a": "\ufffd", "b": "2"}]


def test_the_old_property_for_field_counts_warns_that_it_does_nothing(context):
    assert rows(context, "a\n1\n", errorOnDifferentFieldCount=True) == [{"a": "1"}]
    assert context.warnings() == ["errorOnDifferentFieldCount has no effect any more; onBadLines decides."]


CELL = st.text(st.sampled_from(',"\n\r\\N\t a1é\x00\x1f;'), max_size=5)


@examples(80)
@given(
    table=st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), max_size=8)),
    # With "\n" alone, the standard writer would leave a "\r" unquoted, which ends a line.
    written=st.sampled_from([(csv.QUOTE_MINIMAL, "\r\n"), (csv.QUOTE_ALL, "\n"), (csv.QUOTE_ALL, "\r\n")]),
    chunk_bytes=st.sampled_from([3, 7, 1000]),
    has_header=st.booleans(),
)
def test_any_table_comes_out_as_it_went_in(context, table, written, chunk_bytes, has_header):
    width = len(table[0]) if table else 1
    names = [f"c{place}" for place in range(width)]
    text = io.StringIO()
    csv.writer(text, quoting=written[0], lineterminator=written[1]).writerows([names, *table] if has_header else table)
    converter = CsvTable(
        CsvFormat(), has_header=has_header, skip_rows=0, on_bad_lines="ERROR", renames_unnamed=False, log=context.log
    )
    chunks = utf8_chunks(io.BytesIO(text.getvalue().encode()), "utf-8", chunk_bytes)
    lines = b"".join(
        bytes(line)
        for block in read_csv_blocks(chunks, separator=",", quote='"', max_bytes=1 << 20)
        for line in converter.ion_lines(block)
    )
    cells = [[None if cell == "\\N" else cell for cell in row] for row in table]
    expected = [dict(zip(names, row, strict=True)) if has_header else row for row in cells]
    dumped = [json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in expected]
    assert lines.decode() == "".join(dumped)
    assert converter.row_count == len(table)


RAW = st.text(st.sampled_from(',"\n\r\\Na1 é'), max_size=40)


@examples(120)
@given(text=RAW, chunk_bytes=st.sampled_from([2, 1000]), on_bad_lines=st.sampled_from(["ERROR", "SKIP"]))
def test_blocks_read_by_column_equal_a_file_read_by_row(context, text, chunk_bytes, on_bad_lines):
    def run(blocks) -> tuple[bytes, str | None]:
        table = CsvTable(
            CsvFormat(), has_header=True, skip_rows=0, on_bad_lines=on_bad_lines, renames_unnamed=True, log=context.log
        )
        lines = b""
        try:
            for block in blocks:
                for line in table.ion_lines(block):
                    lines += bytes(line)
        except TaskFailure as failure:
            return b"", str(failure)
        return lines, None

    data = text.encode()
    chunks = utf8_chunks(io.BytesIO(data), "utf-8", chunk_bytes)
    by_row = CsvBlock(first_line=1, data=data, is_regular=False, rest=iter(()))
    assert run(read_csv_blocks(chunks, separator=",", quote='"', max_bytes=1 << 20)) == run([by_row])
