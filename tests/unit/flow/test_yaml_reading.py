"""What YAML means here, where each thing stands, and what is said when it cannot be read."""

import pytest

from dalsegno_flow import MAX_SOURCE_BYTES, Place, Position, read_document
from dalsegno_flow.composing import MAX_DEPTH, MAX_NODES


def data_of(source: str) -> object:
    document, problems = read_document(source)
    assert problems == ()
    return document.data


def told(source: str) -> list[tuple[int, int, str, str]]:
    _, problems = read_document(source)
    return [(problem.line, problem.column, problem.path, problem.message) for problem in problems]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("text", "text"),
        ("two words", "two words"),
        ("'5'", "5"),
        ('"a\\tb"', "a\tb"),
        ("!!str 5", "5"),
        ("! 5", "5"),
        ("5", 5),
        ("-5", -5),
        ("+5", 5),
        ("010", 8),
        ("08", "08"),
        ("0x1F", 31),
        ("-0x1F", -31),
        ("0b101", 5),
        ("1_000", 1000),
        ("9223372036854775808", 2**63),
        ("1.5", 1.5),
        ("1.", 1.0),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("1_0.5e-1", 1.05),
        ("!!float 5", 5.0),
        ("1.2.3", "1.2.3"),
        ("true", True),
        ("Yes", True),
        ("on", True),
        ("no", False),
        ("OFF", False),
        ("yES", "yES"),
        ("y", "y"),
        ("n", "n"),
        ("", None),
        ("~", None),
        ("Null", None),
        ("!!null x", None),
        ("nULL", "nULL"),
        ("2024-05-01", "2024-05-01"),
        ("2024-05-01T10:00:00Z", "2024-05-01T10:00:00Z"),
        ("10:30", "10:30"),
        ("12:30:45", "12:30:45"),
        ("=", "="),
        ("<<", "<<"),
        ("PT1H", "PT1H"),
        ("|\n  a\n  b", "a\nb\n"),
        (">-\n  a\n  b", "a b"),
        ("|+\n  a\n\n", "a\n\n"),
    ],
)
def test_a_scalar_is_what_kestra_takes_it_for_and_dates_and_times_stay_text(written: str, meant: object):
    value = data_of(f"value: {written}")["value"]
    assert (type(value), value) == (type(meant), meant)


def test_keys_are_the_text_as_written():
    assert data_of("on: 1\n010: 2\n~: 3\n2024-05-01: 4\n") == {"on": 1, "010": 2, "~": 3, "2024-05-01": 4}


def test_a_last_line_means_the_same_with_and_without_its_newline():
    assert data_of("a: |\n  x") == data_of("a: |\n  x\n") == {"a": "x\n"}


def test_line_ends_of_windows_mean_the_same():
    assert data_of("a: |\r\n  x\r\n  y\r\nb: 1\r\n") == {"a": "x\ny\n", "b": 1}


def test_an_alias_repeats_its_anchor():
    assert data_of("a: &x {b: [1, 2]}\nc: *x\nd: [*x]\n") == {
        "a": {"b": [1, 2]},
        "c": {"b": [1, 2]},
        "d": [{"b": [1, 2]}],
    }


def test_copies_of_an_anchor_are_separate():
    data = data_of("a: &x [1]\nb: *x\n")
    data["a"].append(2)
    assert data["b"] == [1]


def test_an_anchor_may_be_given_again():
    assert data_of("a: &x 1\nb: *x\nc: &x 2\nd: *x\n") == {"a": 1, "b": 1, "c": 2, "d": 2}


def test_own_keys_win_over_merged_ones_wherever_the_merge_stands():
    assert data_of("m: &m {a: 1, b: 2}\nw: {b: 3, <<: *m}\n")["w"] == {"a": 1, "b": 3}


def test_of_several_merged_maps_the_first_wins():
    source = "m: &m {a: 1}\nn: &n {a: 2, b: 2}\nw: {<<: [*m, *n]}\n"
    assert data_of(source)["w"] == {"a": 1, "b": 2}


def test_merges_of_merges_carry_on():
    assert data_of("m: &m {a: 1}\nn: &n {<<: *m, b: 2}\nw: {<<: *n, c: 3}\n")["w"] == {"a": 1, "b": 2, "c": 3}


def test_a_quoted_merge_sign_is_a_key():
    assert data_of('"<<": 1\n') == {"<<": 1}


def test_every_key_and_value_has_its_line_and_column():
    document, _ = read_document("id: a\ntasks:\n  - id: x\n    from:   '1'\n")
    assert document.positions == {
        (): Place(key=Position(1, 1), value=Position(1, 1)),
        ("id",): Place(key=Position(1, 1), value=Position(1, 5)),
        ("tasks",): Place(key=Position(2, 1), value=Position(3, 3)),
        ("tasks", 0): Place(key=Position(3, 5), value=Position(3, 5)),
        ("tasks", 0, "id"): Place(key=Position(3, 5), value=Position(3, 9)),
        ("tasks", 0, "from"): Place(key=Position(4, 5), value=Position(4, 13)),
    }


def test_an_alias_stands_where_it_is_written_and_its_content_where_that_is():
    document, _ = read_document("a: &x\n  b: 1\nc: *x\n")
    assert document.place(("c",)).value == (3, 4)
    assert document.place(("c", "b")).value == (2, 6)


def test_what_is_not_there_has_the_place_of_what_is_around_it():
    document, _ = read_document("a:\n  b: 1\n")
    assert document.place(("a", "c", 5)) == document.place(("a",))


def test_columns_count_characters_and_lines_only_line_ends():
    document, _ = read_document('a: "\u2028\U0001f642"\r\nb: {c: 1}\rd: 1\n')
    assert document.place(("b", "c")).value == (2, 8)
    assert document.place(("d",)).key == (3, 1)


@pytest.mark.parametrize(
    ("source", "line", "column", "message"),
    [
        ("a:\n\tb: 1", 2, 1, "A tab stands here. Indent with spaces."),
        ("a: 'x\nb: 1", 1, 4, "A quote is opened here and never closed."),
        ("a: @x", 1, 4, "A value cannot begin with `@`. Quote it."),
        ("a: `x`", 1, 4, "A value cannot begin with ```. Quote it."),
        ("a: b: c", 1, 5, "A `:` is not expected here. Check the indentation, or quote the value."),
        ("a:\n  b: 1\n c: 2", 3, 2, "This does not fit what stands before it. Check the indentation and the quotes."),
        ("a: {{ x }}/b", 1, 11, 'A value that begins with `{{` must be quoted as a whole: "{{ … }}".'),
        ("a:\n  - {{ x }} b", 2, 13, 'A value that begins with `{{` must be quoted as a whole: "{{ … }}".'),
        ("a: 'it's'", 1, 8, "This does not fit what stands before it. Check the indentation and the quotes."),
        ("a: [1, 2\nb: 3", 2, 2, "A list in brackets goes on here without `,` or `]`."),
        ("- a\nb: 1", 2, 1, "A list item was expected here. Begin it with `- `, or check the indentation."),
        ("a: - b", 1, 4, "A list item `-` is not expected here. Put it on a line of its own."),
        (
            'a: "\\q"',
            1,
            5,
            "This escape is not known in double quotes. Write `\\\\` for a backslash, or use single quotes.",
        ),
        ("a: !x!y 1", 1, 4, "This tag is not known here. Remove it; a value needs no tag."),
        ("a: |x\n", 1, 5, "Nothing may follow `|` or `>` here."),
        (
            "1\n---\n2",
            2,
            1,
            "A second document begins here, and only one is read. Remove it, from the `---` on.",
        ),
        ("a: \x07", 1, 4, 'The character U+0007 cannot stand in YAML. Remove it, or write "\\u0007" in double quotes.'),
        ("a: \ud800", 1, 4, "The character U+D800 cannot stand in YAML. Remove it."),
    ],
)
def test_what_yaml_cannot_read_is_one_sentence_at_its_place(source: str, line: int, column: int, message: str):
    document, problems = read_document(source)
    assert document.data is None
    assert [(problem.line, problem.column, problem.message) for problem in problems] == [(line, column, message)]


def test_a_duplicate_key_is_told_where_it_stands_again_and_the_rest_is_read():
    source = "tasks:\n  - id: a\n    id: b\nid: x\nid: y\n"
    assert told(source) == [
        (3, 5, "tasks[0].id", "The key `id` stands here a second time. Remove one of the two."),
        (5, 1, "id", "The key `id` stands here a second time. Remove one of the two."),
    ]
    assert read_document(source)[0].data == {"tasks": [{"id": "a"}], "id": "x"}


def test_a_template_without_quotes_is_told_from_other_keys_that_are_no_text():
    message = 'A key is text, and here stands a list or a map. A value that begins with `{{` must be quoted: "{{ … }}".'
    assert told("a:\n  from: {{ outputs.x }}\n") == [(2, 10, "a.from", message)]


def test_an_alias_without_anchor_and_one_inside_its_own_are_told():
    assert told("a: 1\nb: *x\n") == [(2, 4, "b", "The alias `*x` has no anchor `&x` above it.")]
    assert told("a: &x\n  b: [1, *x]\n") == [(2, 10, "a.b[1]", "The alias `*x` stands inside its own anchor.")]


def test_a_merge_of_something_else_is_told():
    message = "`<<` takes an alias of a map, such as `<<: *defaults`, or a list of those."
    assert told("a:\n  <<: 1\n") == [(2, 7, 'a["<<"]', message)]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (".inf", "`.inf` is not a number that a flow can hold. Put it in quotes if you mean the text."),
        ("-.INF", "`-.INF` is not a number that a flow can hold. Put it in quotes if you mean the text."),
        (".nan", "`.nan` is not a number that a flow can hold. Put it in quotes if you mean the text."),
        ("1e999", "The number `1e999` is too large. Put it in quotes if you mean the text."),
        (
            "9" * 5000,
            "The number has 5000 digits, and at most 1000 are read. Put it in quotes if you mean the text.",
        ),
        ("!!int b", "'b' does not fit its tag `!!int`. Remove the tag or change the value."),
        ("!!binary aGk=", "The tag `!!binary` is not known here. Remove it; a value needs no tag."),
        ("!secret x", "The tag `!secret` is not known here. Remove it; a value needs no tag."),
        (
            "!!python/object:os.system x",
            "The tag `!!python/object:os.system` is not known here. Remove it; a value needs no tag.",
        ),
    ],
)
def test_a_value_that_a_flow_cannot_hold_is_told(value: str, message: str):
    assert told(f"a:\n  b: {value}\n") == [(2, 6, "a.b", message)]


def test_a_character_that_no_database_holds_is_told_and_left_out():
    source = 'a:\n  b: "x\\0y"\n'
    assert told(source) == [(2, 6, "a.b", "A text cannot hold the character U+0000. Remove it.")]
    assert read_document(source)[0].data == {"a": {"b": "xy"}}


def test_a_tag_on_a_map_is_told():
    assert told("a: !thing {b: 1}\n") == [
        (1, 4, "a", "The tag `!thing` is not known here. Remove it; a list or a map needs no tag.")
    ]


def test_too_deep_a_source_is_refused_and_the_deepest_allowed_is_read():
    message = f"Lists and maps are nested more than {MAX_DEPTH} deep here. Make it flatter."
    assert data_of("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    assert told("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))[0][3] == message
    assert told("[" * 100_000)[0][3] == message


def test_depth_counts_through_aliases():
    nested = "".join(f"a{index}: &a{index} [*a{index - 1}]\n" for index in range(1, 60))
    assert told("a0: &a0 1\n" + nested)[0][3].startswith(f"Lists and maps are nested more than {MAX_DEPTH} deep here.")


def test_a_bomb_of_aliases_ends_at_the_limit():
    rows = "".join(f"a{row}: &a{row} [{', '.join([f'*a{row - 1}'] * 9)}]\n" for row in range(1, 10))
    message = f"The source has more than {MAX_NODES} keys and values, aliases expanded. Make it smaller."
    assert [problem[3] for problem in told("a0: &a0 [1, 1]\n" + rows)] == [message]


def test_a_bomb_of_merges_ends_at_the_limit():
    first = "a0: &a0 {" + ", ".join(f"k{key}: 1" for key in range(1000)) + "}\n"
    rows = "".join(f"a{row}: &a{row} {{<<: *a{row - 1}}}\n" for row in range(1, 200))
    assert told(first + rows)[0][3].startswith(f"The source has more than {MAX_NODES} keys and values")


def test_a_source_of_over_one_mebibyte_is_refused_by_its_bytes():
    fits = "#" + "é" * (MAX_SOURCE_BYTES // 2 - 1)
    assert read_document(fits)[1] == ()
    assert told(fits + "éé") == [
        (1, 1, "", f"The source has {MAX_SOURCE_BYTES + 3} bytes; at most {MAX_SOURCE_BYTES} are read.")
    ]


def test_a_line_that_holds_byte_order_marks_alone_has_no_place_beyond_its_end():
    document, _ = read_document("\ufeff\ufeff\r\nid")
    assert document.place(()).value == (2, 1)


def test_a_byte_order_mark_is_let_through():
    document, _ = read_document("\ufeffa: 1\nb: 2\n")
    assert document.data == {"a": 1, "b": 2}
    assert [document.place((key,)).key for key in "ab"] == [(1, 2), (2, 1)]


def test_an_empty_source_has_no_data_and_is_no_fault_of_yaml():
    assert [read_document(source) for source in ("", "# only a comment\n")] == [
        (read_document("")[0], ()),
        (read_document("")[0], ()),
    ]
    assert read_document("")[0].data is None
