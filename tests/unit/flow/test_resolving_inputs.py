"""What an execution gets for what was given."""

from collections.abc import Mapping
from typing import Any

import pytest

from dalsegno_flow import NOTHING, parse_flow
from dalsegno_flow.expressions import Engine
from dalsegno_flow.inputs import InvalidInputs, Resolved, resolve_inputs

ENGINE = Engine()


def render(text: str, inputs: Mapping[str, Any]) -> Any:
    return ENGINE.render_typed(text, {"inputs": inputs, "vars": {"year": 2024}})


def resolved(inputs: str, **given: Any) -> Resolved:
    source = f"id: a\nnamespace: b\ntasks: [{{id: t, type: x}}]\ninputs: [{inputs}]\n"
    return resolve_inputs(parse_flow(source, NOTHING).inputs, given, render)


def value(type_and_rules: str, given: Any) -> Any:
    return resolved(f"{{id: a, type: {type_and_rules}}}", a=given).values["a"]


def refused(inputs: str, **given: Any) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInputs) as caught:
        resolved(inputs, **given)
    return [(problem.input_id, problem.message) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("input_type", "given", "expected"),
    [
        ("STRING", "x", "x"),
        ("STRING", 5, "5"),
        ("STRING", True, "true"),
        ("INT", "42", 42),
        ("INT", -7, -7),
        ("FLOAT", "42.42", 42.42),
        ("FLOAT", "1e3", 1000.0),
        ("BOOLEAN", "TRUE", True),
        ("BOOLEAN", "no", False),
        ("BOOL", False, False),
        ("DATETIME", "2019-10-06T18:27:49Z", "2019-10-06T18:27:49Z"),
        ("DATETIME", "2019-10-06T18:27:49.5Z", "2019-10-06T18:27:49.500Z"),
        ("DATE", "2024-02-29", "2024-02-29"),
        ("TIME", "18:27", "18:27:00"),
        ("TIME", "18:27:49.500", "18:27:49.5"),
        ("DURATION", "PT90M", "PT1H30M"),
        ("FILE", "kestra:///a/b.upl", "kestra:///a/b.upl"),
        ("JSON", '{"a": ["", 1.5]}', {"a": ["", 1.5]}),
        ("JSON", {"a": 1}, {"a": 1}),
        ("YAML", "a: [1, yes]", {"a": [1, True]}),
        ("URI", "https://example.com/a?b=1", "https://example.com/a?b=1"),
        ("EMAIL", "jane.doe@example.com", "jane.doe@example.com"),
        ("ENUM, values: [x, y]", "y", "y"),
        ("SELECT, values: [x], allowCustomValue: true", "z", "z"),
        ("SELECT, expression: '{{ [1, vars.year] }}'", "2024", "2024"),
        ("MULTISELECT, values: [x, y]", '["y", "x"]', ["y", "x"]),
        ("ARRAY, itemType: INT", '["1", 2]', [1, 2]),
        ("ARRAY, itemType: STRING", [1], ["1"]),
        ("ARRAY, itemType: STRING", '[null, {"a": null}]', [None, '{"a": null}']),
        ("FILE, allowedFileExtensions: [.CSV]", "kestra:///a.csv", "kestra:///a.csv"),
    ],
)
def test_a_value_is_read_by_its_type(input_type: str, given: Any, expected: Any):
    assert repr(value(input_type, given)) == repr(expected)


@pytest.mark.parametrize(
    ("input_type", "given", "cause"),
    [
        ("INT", "4.2", 'For input string: "4.2"'),
        ("INT", "2147483648", 'For input string: "2147483648"'),
        ("FLOAT", "NaN", 'For input string: "NaN"'),
        ("INT, min: 10", "9", "it must be more than `10`"),
        ("INT, max: 20", "21", "it must be less than `20`"),
        ("FLOAT, min: 1.5", "1", "it must be more than `1.5`"),
        ("DURATION, max: PT1H", "PT61M", "it must be less than `PT1H`"),
        ("DATE, after: 2024-01-01", "2023-12-31", "it must be after `2024-01-01`"),
        (
            "DATETIME, before: '2024-01-01T00:00:00Z'",
            "2024-01-01T00:00:00.001Z",
            "it must be before `2024-01-01T00:00:00Z`",
        ),
        ("TIME, before: '12:00:30'", "12:00:31", "it must be before `12:00:30`"),
        ("STRING, validator: '[a-z]+'", "ab1", "it must match the pattern `[a-z]+`"),
        ("STRING, validator: '(a+)+b'", "a" * 60, "it must match the pattern `(a+)+b`"),
        ("EMAIL", "jane", "The input must be a valid email"),
        ("URI", "example", "Invalid URI format."),
        ("ENUM, values: [x, y]", "z", "it must match the values `[x, y]`"),
        ("MULTISELECT, values: [x, y]", '["x", "z"]', "it must match the values `[x, y]`"),
        ("ARRAY, itemType: INT", '["x"]', "Unable to parse array element as `INT` on `x`"),
        ("ARRAY, itemType: INT", [None], "Unable to parse array element as `INT` on `null`"),
        (
            "FILE, allowedFileExtensions: [.csv, .txt]",
            "kestra:///a.zip",
            "File type not allowed. Accepted extensions: .csv, .txt",
        ),
        (
            "SELECT, expression: '{{ vars }}'",
            "x",
            "Invalid expression result. Expected a list of strings, but received dict",
        ),
    ],
)
def test_a_value_that_breaks_a_rule_is_refused_in_the_words_of_kestra(input_type: str, given: Any, cause: str):
    assert refused(f"{{id: a, type: {input_type}}}", a=given) == [("a", f"Invalid value for input `a`. Cause: {cause}")]


@pytest.mark.parametrize(
    ("input_type", "given", "cause"),
    [
        ("DATE", "2024-02-30", "Text '2024-02-30' could not be parsed"),
        ("DATETIME", "abc", "Text 'abc' could not be parsed at index 0"),
        ("TIME", "25:00", "Text '25:00' could not be parsed"),
        ("DURATION", "1h", "Text cannot be parsed to a Duration"),
        (
            "JSON",
            "{",
            "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
        ),
        ("JSON", "NaN", "NaN is no value of JSON"),
        ("YAML", "'a", "line 1, column 1: A quote is opened here and never closed."),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_input_and_the_reason(input_type: str, given: Any, cause: str):
    assert refused(f"{{id: a, type: {input_type}}}", a=given) == [("a", f"Invalid value for input `a`. Cause: {cause}")]


@pytest.mark.parametrize("inputs", ["{id: a, type: SECRET}", "{id: a, type: ARRAY, itemType: SECRET}"])
def test_a_secret_is_refused_where_secrets_are(inputs: str):
    source = f"id: a\nnamespace: b\ntasks: [{{id: t, type: x}}]\ninputs: [{inputs}]\n"
    declared = parse_flow(source, NOTHING).inputs
    with pytest.raises(InvalidInputs) as caught:
        resolve_inputs(declared, {"a": ["x"]}, render, "no encryption")
    assert [(problem.input_id, problem.message) for problem in caught.value.problems] == [("a", "no encryption")]


def test_a_secret_is_checked_and_seen_by_what_depends_on_it():
    secret = "{id: a, type: SECRET, validator: '[a-z]+'}"
    after = "{id: b, type: INT, defaults: '{{ inputs.a | length }}', dependsOn: {inputs: [a]}}"
    assert resolved(f"{secret}, {after}", a="abc").values == {"a": "abc", "b": 3}
    assert refused(secret, a="A1") == [("a", "Invalid value for input `a`. Cause: it must match the pattern `[a-z]+`")]


@pytest.mark.parametrize(
    ("input_type", "given"),
    [
        ("INT, min: 1, max: 1", 1),
        ("DURATION, min: PT60M, max: PT1H", "PT1H"),
        ("DATE, after: 2024-05-01, before: 2024-05-01", "2024-05-01"),
    ],
)
def test_a_bound_itself_is_allowed(input_type: str, given: Any):
    assert value(input_type, given) == given


def test_every_input_that_is_missing_or_wrong_is_told_in_the_order_of_the_flow():
    inputs = "{id: a, type: STRING}, {id: b, type: INT}, {id: c, type: STRING, required: false}, {id: d, type: DATE}"
    assert refused(inputs, b="x") == [
        ("a", "Missing required input:a"),
        ("b", 'Invalid value for input `b`. Cause: For input string: "x"'),
        ("d", "Missing required input:d"),
    ]


def test_an_optional_input_that_is_left_out_is_null():
    assert resolved("{id: a, type: INT, required: false}").values == {"a": None}


def test_a_default_takes_the_place_of_what_is_left_out_and_may_be_a_template():
    inputs = (
        "{id: a, type: INT, defaults: '{{ vars.year + 1 }}'}, {id: b, type: JSON, defaults: {y: ['{{ vars.year }}']}}"
    )
    assert resolved(inputs).values == {"a": 2025, "b": {"y": [2024]}}
    assert resolved(inputs, a=1, b="[]").values == {"a": 1, "b": []}


def test_a_default_sees_the_inputs_that_its_own_depends_on_and_no_others():
    inputs = (
        "{id: b, type: STRING, defaults: '{{ inputs.a.x }}!', dependsOn: {inputs: [a.x]}},"
        " {id: a.x, type: STRING}, {id: c, type: STRING, defaults: '{{ inputs.a ?? \"none\" }}'}"
    )
    assert resolved(inputs, **{"a.x": "hi"}).values == {"b": "hi!", "a": {"x": "hi"}, "c": "none"}


def test_a_template_that_fails_is_told_of_its_input():
    (problem,) = refused("{id: a, type: STRING, defaults: '{{ nothing }}'}")
    assert (problem[0], "nothing" in problem[1]) == ("a", True)


def test_an_input_whose_condition_is_not_true_is_not_asked_for_nor_are_those_that_depend_on_it():
    inputs = (
        "{id: a, type: BOOL}, {id: b, type: STRING, dependsOn: {inputs: [a], condition: '{{ inputs.a }}'}},"
        " {id: c, type: STRING, dependsOn: {inputs: [b]}}"
    )
    assert resolved(inputs, a=False).values == {"a": False}
    assert resolved(inputs, a=True, b="x", c="y").values == {"a": True, "b": "x", "c": "y"}
    assert refused(inputs, a=True) == [("b", "Missing required input:b"), ("c", "Missing required input:c")]


def test_a_condition_is_true_only_as_a_boolean():
    assert resolved("{id: b, type: STRING, dependsOn: {condition: 'true'}}").values == {}


def test_dotted_ids_nest_and_are_given_flat_or_nested():
    inputs = "{id: a.b, type: INT}, {id: a.c, type: INT}"
    assert resolved(inputs, a={"b": 1, "c": 2}).values == {"a": {"b": 1, "c": 2}}
    assert resolved(inputs, **{"a.b": 1, "a.c": 2}).values == {"a": {"b": 1, "c": 2}}


def test_a_selection_may_begin_with_its_first_value():
    inputs = "{id: a, type: SELECT, values: [x, y], autoSelectFirst: true}"
    assert resolved(inputs).values == {"a": "x"}


def test_what_the_flow_does_not_declare_is_named_and_left_out():
    assert resolved("{id: a, type: INT}", a=1, z=2) == Resolved(values={"a": 1}, undeclared=("z",))
