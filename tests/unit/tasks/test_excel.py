import io
import json
import zipfile
from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from dalsegno_tasks import TaskFailure, build
from dalsegno_tasks.serdes import excel_rows, excel_writing
from dalsegno_tasks.serdes.excel_to_ion import ExcelToIon
from dalsegno_tasks.serdes.ion_to_excel import IonToExcel
from support.properties import examples

same_context = examples(50)
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8)
cells = st.none() | st.booleans() | st.integers(-(1 << 53), 1 << 53) | texts | st.just("=1+1") | st.just("#N/A")


def write(context, tables: str | dict[str, str], **properties):
    context.metrics.clear()
    uris = (
        {title: context.store(f"{title}.ion", table) for title, table in tables.items()}
        if isinstance(tables, dict)
        else context.store("in.ion", tables)
    )
    outputs = build(IonToExcel, {"from": uris, **properties}).run(context)
    assert outputs["uri"].endswith(".xlsx")
    assert outputs["size"] == context.metrics["records"]
    return load_workbook(context.path(outputs["uri"]))


def values(sheet) -> list[list]:
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def read(context, data: bytes, **properties) -> dict[str, list]:
    context.metrics.clear()
    outputs = build(ExcelToIon, {"from": context.store("in.xlsx", data), **properties}).run(context)
    tables = {title: context.path(uri).read_bytes().decode() for title, uri in outputs["uris"].items()}
    assert outputs["size"] == context.metrics["records"] == sum(text.count("\n") for text in tables.values())
    assert context.metrics["sheets"] == len(tables)
    return {title: [json.loads(line) for line in text.split("\n")[:-1]] for title, text in tables.items()}


def workbook(rows: list[list], *, title: str = "Sheet") -> bytes:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return saved(book)


def saved(book: Workbook) -> bytes:
    with io.BytesIO() as stream:
        book.save(stream)
        return stream.getvalue()


def test_a_table_is_a_sheet_with_a_header(context):
    book = write(context, '{"id":1,"name":"Clark","ok":true,"n":null,"d":1.5}\n{"d":2,"id":3}\n')
    assert book.sheetnames == ["Sheet"]
    assert values(book["Sheet"]) == [
        ["id", "name", "ok", "n", "d"],
        [1, "Clark", True, None, 1.5],
        [3, None, None, None, 2],
    ]
    assert values(write(context, '[1,"x"]\n', header=False, sheetsTitle="Mine")["Mine"]) == [[1, "x"]]


def test_several_tables_are_several_sheets(context):
    book = write(context, {"a": '{"x":1}\n', "b": '{"y":2}\n{"y":3}\n'})
    assert {title: values(book[title]) for title in book.sheetnames} == {"a": [["x"], [1]], "b": [["y"], [2], [3]]}


def test_texts_stay_texts_and_only_what_is_called_a_formula_is_one(context):
    book = write(context, '["=1+1","#N/A","Formula: A1+1","=cmd|x"]\n', header=False)
    assert [(cell.value, cell.data_type) for cell in book["Sheet"][1]] == [
        ("=1+1", "s"), ("#N/A", "s"), ("=A1+1", "f"), ("=cmd|x", "s"),
    ]  # fmt: skip


def test_numbers_that_excel_cannot_hold_are_texts(context):
    assert values(write(context, "[9007199254740993,-12,1e400,[1],{}]\n", header=False)["Sheet"]) == [
        ["9007199254740993", -12, "1E+400", "[1]", "{}"]
    ]


def test_moments_have_the_formats_given(context):
    table = "{day:2024-05-01, at:2024-05-01T10:20:30.5+02:00}\n"
    day, at = write(context, table, header=False, dateTimeFormat="dd/MM/yyyy' at 'HH:mm:ss.SSS[XXX]")["Sheet"][1]
    assert (day.value, day.number_format) == (datetime.fromisoformat("2024-05-01"), "yyyy-MM-dd")
    assert (at.value, at.number_format) == (
        datetime.fromisoformat("2024-05-01T10:20:30.500"),
        'dd/MM/yyyy" at "HH:mm:ss.000',
    )
    assert write(context, table, header=False, styles=False)["Sheet"]["B1"].number_format == "yyyy-mm-dd h:mm:ss"


@pytest.mark.parametrize(
    ("tables", "properties", "message"),
    [
        ('{"a":1}\n{"b":1}\n', {}, "Row 2 has the column 'b'"),
        ("[1]\n", {}, "Invalid data of type List with header"),
        ('{"a":1}\n', {"sheetsTitle": "a/b"}, "'a/b' cannot be the title of a sheet: it has one of"),
        ('{"a":1}\n', {"sheetsTitle": "x" * 32}, "it has more than 31 characters"),
        ({"a": '{"x":1}\n', "A": '{"x":1}\n'}, {}, "'A' cannot be the title of a sheet: another sheet has it"),
        ('{"a":"\\u0001"}\n', {}, "Row 1, column 'a': .* has control characters"),
        (json.dumps({"a": "x" * 40000}), {}, "Row 1, column 'a': the text has 40000 characters"),
        (json.dumps([1] * 16385), {"header": False}, "The table has 16385 columns"),
    ],
)
def test_what_does_not_fit_a_sheet_is_told(context, tables, properties, message):
    with pytest.raises(TaskFailure, match=message):
        write(context, tables, **properties)
    assert context.stored() == []


def test_a_sheet_has_an_end(context, monkeypatch):
    monkeypatch.setattr(excel_writing, "MAX_ROWS", 3)
    assert len(values(write(context, '{"a":1}\n' * 2)["Sheet"])) == 3
    with pytest.raises(TaskFailure, match="Row 3 does not fit the sheet 'Sheet': Excel has 3 lines"):
        write(context, '{"a":1}\n' * 3)


def test_sheets_become_tables(context):
    book = Workbook()
    book.active.append(["id", "name", 2024])
    book.active.append([1, "Clark", 1.5])
    book.active.append([2, None, True])
    book.create_sheet("more").append(["x"])
    assert read(context, saved(book)) == {
        "Sheet": [{"id": 1, "name": "Clark", "2024": 1.5}, {"id": 2, "name": None, "2024": True}],
        "more": [],
    }
    assert read(context, saved(book), sheetsTitle=["more"], header=False) == {"more": [["x"]]}
    with pytest.raises(TaskFailure, match=r"has no sheet 'less'; it has Sheet, more. Correct `sheetsTitle`"):
        read(context, saved(book), sheetsTitle=["less"])


def test_rows_can_be_left_out(context):
    data = workbook([["a title"], [], ["a", "b"], [1, 2], [], [3]])
    assert read(context, data, skipRows=2) == {"Sheet": [{"a": 1, "b": 2}, {"a": None, "b": None}, {"a": 3, "b": None}]}
    assert read(context, data, skipRows=3, skipEmptyRows=True, header=False) == {"Sheet": [[1, 2], [3]]}


def test_cells_outside_of_the_header_are_told(context):
    assert read(context, workbook([["a", None, "c"], [1, 2, 3, 4, 5]])) == {"Sheet": [{"a": 1, "col_1": 2, "c": 3}]}
    assert context.warnings() == ["2 cells of the sheet 'Sheet' are in no column of its header, and are left out."]


def test_moments_are_given_in_the_way_that_was_asked_for(context):
    book = Workbook()
    book.active.append(
        [
            datetime.fromisoformat("2024-05-01T15:04:05"),
            time(9, 7),
            timedelta(hours=36),
            datetime.fromisoformat("2024-05-01"),
        ]
    )
    for cell, pattern in zip(
        book.active[1], ["d-mmm-yy h:mm AM/PM", "mm:ss.0", "[h]:mm:ss", 'dddd" the "dd/mm/yyyy'], strict=True
    ):
        cell.number_format = pattern
    data = saved(book)
    assert read(context, data, header=False) == {
        "Sheet": [["2024-05-01T15:04:05.000000", "09:07:00.000000", "PT129600S", "2024-05-01T00:00:00.000000"]]
    }
    serials = read(context, data, header=False, dateTimeRender="SERIAL_NUMBER")["Sheet"][0]
    assert [round(number, 6) for number in serials] == [45413.627836, 0.379861, 1.5, 45413]
    assert read(context, data, header=False, dateTimeRender="FORMATTED_STRING") == {
        "Sheet": [["1-May-24 3:04 PM", "07:00.0", "PT129600S", "Wednesday the 01/05/2024"]]
    }


def test_formulas_are_given_by_their_result_or_themselves(context):
    data = workbook([[1, "=A1+1"]])  # never calculated by a program that knows how, so that it has no result
    assert read(context, data, header=False) == {"Sheet": [[1]]}
    assert read(context, data, header=False, valueRender="FORMULA") == {"Sheet": [[1, "=A1+1"]]}


def bomb() -> bytes:
    with io.BytesIO() as stream:
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as parts:
            parts.writestr("xl/sharedStrings.xml", b" " * 2000)
        return stream.getvalue()


@pytest.mark.parametrize("data", [b"", b"rubbish", b"\xd0\xcf\x11\xe0" + b"\0" * 600, bomb()])
def test_what_is_no_workbook_is_refused(context, data):
    with pytest.raises(TaskFailure, match=r"The file is no workbook that can be read .*in the format \.xlsx"):
        read(context, data)


def test_a_workbook_that_inflates_in_memory_is_refused(context, monkeypatch):
    monkeypatch.setattr(excel_rows, "MAX_SHARED_BYTES", 1000)
    with pytest.raises(TaskFailure, match="The workbook has 2000 bytes besides its sheets, more than the 1000"):
        read(context, bomb())


@same_context
@given(st.lists(st.lists(cells, min_size=2, max_size=2).filter(any), min_size=1, max_size=6))
def test_openpyxl_reads_what_was_written_and_it_comes_back(context, rows):
    table = [{"a": first, "b": second} for first, second in rows]
    book = write(context, "".join(json.dumps(row) + "\n" for row in table))
    assert values(book["Sheet"]) == [["a", "b"], *rows]
    back = read(context, saved(book))["Sheet"]
    assert back == table
