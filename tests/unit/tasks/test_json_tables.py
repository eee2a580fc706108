import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalsegno_tasks import TaskFailure, build
from dalsegno_tasks.serdes import json_rows
from dalsegno_tasks.serdes.ion_to_json import IonToJson
from dalsegno_tasks.serdes.json_to_ion import JsonToIon
from support.properties import examples

same_context = examples(100)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)
rows_of_values = st.lists(st.dictionaries(st.text(max_size=3), values) | st.lists(values))


def to_ion(context, data: bytes | str, **properties) -> str:
    context.metrics.clear()
    outputs = build(JsonToIon, {"from": context.store("in.json", data), **properties}).run(context)
    text = context.path(outputs["uri"]).read_bytes().decode()
    assert outputs["uri"].endswith(".ion")
    assert outputs["size"] == context.metrics["records"] == text.count("\n")
    return text


def to_json(context, table: str, **properties) -> str:
    context.metrics.clear()
    outputs = build(IonToJson, {"from": context.store("in.ion", table), **properties}).run(context)
    assert outputs["uri"].endswith(".jsonl" if properties.get("newLine", True) else ".json")
    assert outputs["size"] == context.metrics["records"]
    return context.path(outputs["uri"]).read_bytes().decode()


def test_lines_become_rows_digit_by_digit(context):
    data = '{"a": 1.10, "n": 123456789012345678901234567890}\r\n\n  [1,null]\n{"e":"\\u00e9"}'
    assert to_ion(context, data) == ('{"a": 1.10, "n": 123456789012345678901234567890}\n[1,null]\n{"e":"\\u00e9"}\n')


def test_a_document_becomes_the_rows_of_its_list_or_the_map_that_it_is(context):
    assert to_ion(context, '[ {"a":\n 1.50},\n{"b":[\n]}]\n', newLine=False) == '{"a":  1.50}\n{"b":[ ]}\n'
    assert to_ion(context, '\n{"a":\n1}\n', newLine=False) == '{"a": 1}\n'
    assert to_ion(context, "[]", newLine=False) == ""


def test_charsets_and_byte_order_marks_are_read(context):
    assert to_ion(context, '{"é":1}'.encode("latin-1"), charset="ISO-8859-1") == '{"é":1}\n'
    assert to_ion(context, '[{"é":1}]'.encode("utf-16"), charset="UTF-16", newLine=False) == '{"é":1}\n'
    assert to_ion(context, b'\xef\xbb\xbf{"a":1}\n') == '{"a":1}\n'


@pytest.mark.parametrize(
    ("data", "properties", "message"),
    [
        ('{"a":1}\n{"a":\n', {}, "Row 2 is not JSON on one line .*'{\"a\":'. Correct it, or set newLine to false"),
        ('{"a":1} {"a":2}\n', {}, "Row 1 is not JSON on one line .more follows the value that ends at column 7"),
        ('{"a":NaN}', {}, "Row 1 .*NaN is no JSON"),
        ("1\n", {}, "Row 1 is the single value '1'; a row is a map or a list"),
        ("[" * 100_000, {}, "Row 1 is not JSON on one line"),
        ('[{"a":1},{"a":x}]', {"newLine": False}, "Row 2 of the document is not JSON .*'{\"a\":x}\\]'"),
        ('[{"a":1} {"a":2}]', {"newLine": False}, "After row 1, the document has .* instead of ','"),
        ('[{"a":1}', {"newLine": False}, "After row 1, the document has its end instead of ','"),
        ('[{"a":1}]{}', {"newLine": False}, "More follows the end of the document: '{}'"),
        ('{"a":1}\n{"a":2}', {"newLine": False}, "More follows the end of the document"),
        ("[1]", {"newLine": False}, "Row 1 is the single value '1'"),
        ("", {"newLine": False}, "Row 1 of the document is not JSON"),
        ("[" * 100_000, {"newLine": False}, "Row 1 of the document is not JSON"),
    ],
)
def test_what_is_no_row_is_told_with_its_number(context, data, properties, message):
    with pytest.raises(TaskFailure, match=message):
        to_ion(context, data, **properties)
    assert context.stored() == []


def test_a_value_without_an_end_is_not_read_for_ever(context, monkeypatch):
    monkeypatch.setattr(json_rows, "MAX_ROW_BYTES", 1000)
    monkeypatch.setattr(json_rows, "CHUNK_CHARACTERS", 100)
    with pytest.raises(TaskFailure, match="Row 1 of the document is no JSON value, or one of more than 1000 char"):
        to_ion(context, '["' + "x" * 5000, newLine=False)


@same_context
@given(rows_of_values, st.sampled_from([None, 0, 2]), st.integers(1, 20))
def test_a_document_has_the_same_rows_however_it_is_written_and_read(context, rows, indent, chunk_bytes):
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(json_rows, "CHUNK_CHARACTERS", chunk_bytes)
        text = to_ion(context, json.dumps(rows, indent=indent, ensure_ascii=False), newLine=False)
    assert [json.loads(line) for line in text.split("\n")[:-1]] == rows


@same_context
@given(rows_of_values)
def test_there_and_back_is_the_same(context, rows):
    table = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    assert to_ion(context, to_json(context, table)) == table
    assert json.loads(to_json(context, table, newLine=False)) == rows
    assert to_ion(context, to_json(context, table, newLine=False), newLine=False) == table
