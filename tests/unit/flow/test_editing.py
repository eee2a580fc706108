"""Edits of a source: what is asked for changes, and nothing else does."""

import json
import string

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dalsegno_flow.editing import Edit, SourceText, applied
from support.properties import examples

SOURCE = """\
# A flow of somebody's.
id: rides # the id
tasks:
  - id: load
    type: a.Load   # with a comment
    from: 'it''s here'
    schema: |
      {
        "name": "Ride",

        "fields": [1, 2]
      }
    folded: >-
      one
      two
    base: &base {a: 1, b: "two"}
  - {id: other, type: a.Other, more: *base}
inputs:
  - id: month
    type: STRING
"""


def edited(edit: Edit | None, source: str = SOURCE) -> str:
    assert edit is not None
    return applied(source, [edit])


def lines_that_differ(old: str, new: str) -> list[tuple[str, str]]:
    return [pair for pair in zip(old.splitlines(), new.splitlines(), strict=True) if pair[0] != pair[1]]


@pytest.mark.parametrize(
    ("path", "value", "line"),
    [
        (("id",), "trips", "id: trips # the id"),
        (("tasks", 0, "type"), "a: b", '    type: "a: b"   # with a comment'),
        (("tasks", 0, "type"), "3", '    type: "3"   # with a comment'),
        (("tasks", 0, "type"), True, "    type: true   # with a comment"),
        (("tasks", 0, "type"), ["x", "y z"], "    type: [x, y z]   # with a comment"),
        (("tasks", 0, "from"), "o'clock", "    from: 'o''clock'"),
        (("tasks", 0, "base", "b"), 'a "b"', '    base: &base {a: 1, b: "a \\"b\\""}'),
        (("tasks", 1, "type"), "a, b", '  - {id: other, type: "a, b", more: *base}'),
    ],
)
def test_a_value_keeps_its_quotes_and_what_stands_beside_it(path: tuple[str, ...], value: object, line: str) -> None:
    new = edited(SourceText(SOURCE).with_value(path, value))
    assert [pair[1] for pair in lines_that_differ(SOURCE, new)] == [line]


def test_a_key_gets_another_name() -> None:
    new = edited(SourceText(SOURCE).with_key(("tasks", 0, "from"), "to"))
    assert lines_that_differ(SOURCE, new) == [("    from: 'it''s here'", "    to: 'it''s here'")]


def test_a_part_of_a_block_is_replaced_where_it_stands() -> None:
    text = SourceText(SOURCE)
    schema = dict(text.scalars())["tasks", 0, "schema"]
    start = schema.index("[1, 2]")
    new = edited(text.with_part(("tasks", 0, "schema"), start, start + 6, "[3]"))
    assert lines_that_differ(SOURCE, new) == [('        "fields": [1, 2]', '        "fields": [3]')]


def test_a_part_in_quotes_stays_in_quotes() -> None:
    source = "a: \"say 'x' | upper\"\nb: 'x ~ y'\n"
    text = SourceText(source)
    assert edited(text.with_part(("a",), 4, 7, '"y"'), source) == 'a: "say \\"y\\" | upper"\nb: \'x ~ y\'\n'
    assert edited(text.with_part(("b",), 4, 5, "'z'"), source) == "a: \"say 'x' | upper\"\nb: 'x ~ ''z'''\n"


@pytest.mark.parametrize(
    ("path", "why"),
    [
        (("tasks", 0, "folded"), "its lines are not written as they are meant"),
        (("tasks", 0, "from"), "a quote in it is written twice"),
        (("tasks", 1, "more", "b"), "it stands at the anchor"),
        (("nothing",), "it is not there"),
    ],
)
def test_what_is_not_written_as_it_is_meant_is_left_alone(path: tuple[str, ...], why: str) -> None:
    assert SourceText(SOURCE).with_part(path, 0, 1, "x") is None, why


def test_an_entry_is_added_behind_another() -> None:
    text = SourceText(SOURCE)
    block = edited(text.with_entry(("tasks", 0), "type", "format", "yyyy: MM"))
    assert '    type: a.Load   # with a comment\n    format: "yyyy: MM"\n    from:' in block
    assert "{id: other, type: a.Other, format: yyyy, more: *base}" in edited(
        text.with_entry(("tasks", 1), "type", "format", "yyyy")
    )
    assert text.with_entry(("tasks", 0), "schema", "format", "yyyy") is None


def test_an_item_and_lines_are_added() -> None:
    text = SourceText(SOURCE)
    assert edited(text.with_item(("inputs",), ["id: day", "type: INT"])).endswith(
        "  - id: month\n    type: STRING\n  - id: day\n    type: INT\n"
    )
    assert "# the id\nlabels:\n  a: b\ntasks:\n" in edited(text.with_lines("tasks", ["labels:", "  a: b"]))
    brackets = "a: [b, c] # d\n"
    assert edited(SourceText(brackets).with_item(("a",), ["e"]), brackets) == "a: [b, c, e] # d\n"


def test_line_ends_and_byte_order_marks_stay() -> None:
    source = "\ufeffid: a\r\ntasks:\r\n  - id: b\r\n    type: c"
    text = SourceText(source)
    assert edited(text.with_value(("id",), "x"), source) == source.replace("id: a", "id: x")
    added = edited(text.with_entry(("tasks", 0), "id", "more", "d"), source)
    assert added == source.replace("id: b\r\n", "id: b\r\n    more: d\r\n")
    last = edited(text.with_entry(("tasks", 0), "type", "more", "d"), source)
    assert last == source + "\r\n    more: d"


def test_an_entry_is_found_by_its_place() -> None:
    text = SourceText(SOURCE)
    assert text.entry_at(2, 1) == (("id",), True)
    assert text.entry_at(2, 5) == (("id",), False)
    assert text.entry_at(1, 1) is None


def test_edits_must_not_overlap() -> None:
    assert applied("abc", [Edit(2, 3, "z"), Edit(0, 1, "x")]) == "xbz"
    with pytest.raises(ValueError, match="overlap"):
        applied("abc", [Edit(0, 2, "x"), Edit(1, 3, "y")])


@pytest.mark.parametrize("source", ["", "- [", "a: &x [*x]", "a: {{ b }}", "\x00", "[" * 200])
def test_what_cannot_be_read_has_no_entries(source: str) -> None:
    assert dict(SourceText(source).scalars()) == {}


TEXTS = st.text(alphabet=string.ascii_letters + string.digits + " '\"{}[]:#,|>&*!%@`~-\\é€\U0001f600", max_size=20)
STYLES = ["{}", "{} # comment", "'{}'", '"{}"', "|\n    {}\n", ">-\n    {}\n"]


@examples(200)
@given(texts=st.lists(TEXTS, min_size=1, max_size=4), style=st.sampled_from(STYLES), new=TEXTS, data=st.data())
def test_any_value_reads_as_it_was_given_and_the_others_as_before(
    texts: list[str], style: str, new: str, data: st.DataObject
) -> None:
    plain = json.dumps(texts[0]) if style == "{}" else "".join(letter for letter in texts[0] if letter.isalnum()) or "x"
    source = f"first: {style.format(plain)}\nothers: {json.dumps(texts[1:])}\n"
    before = yaml.safe_load(source)
    text = SourceText(source)
    if edit := text.with_value(("first",), new):
        assert yaml.safe_load(applied(source, [edit])) == {**before, "first": new}
    written = dict(text.scalars()).get(("first",), "")
    start = data.draw(st.integers(0, len(written)))
    end = data.draw(st.integers(start, len(written)))
    if edit := text.with_part(("first",), start, end, "xyz"):
        expected = written[:start] + "xyz" + written[end:]
        found = yaml.load(applied(source, [edit]), Loader=yaml.BaseLoader)  # noqa: S506  # scalars as texts
        assert found["first"] == expected
