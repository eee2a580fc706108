"""Inputs as a flow declares them."""

import pytest

from dalsegno_flow import NOTHING, examine_flow, parse_flow
from dalsegno_flow.inputs import DependsOn, Input, InputType, leaves

HEAD = "id: trips\nnamespace: company.team\ntasks: [{id: a, type: x}]\n"


def read(inputs: str) -> tuple[Input, ...]:
    return parse_flow(f"{HEAD}inputs: {inputs}\n", NOTHING).inputs


def told(inputs: str) -> list[str]:
    problems = examine_flow(f"{HEAD}inputs: {inputs}\n", NOTHING).problems
    return [f"{problem.path}: {problem.message}" for problem in problems]


def test_an_input_is_required_unless_told_otherwise():
    assert read("[{id: a, type: STRING}, {id: b, type: INT, required: false}]") == (
        Input(id="a", type=InputType.STRING),
        Input(id="b", type=InputType.INT, required=False),
    )


def test_what_belongs_to_a_type_is_read():
    assert read(
        "[{id: a, type: INT, min: 1, max: '9', defaults: 5}, {id: b, type: DATE, after: 2024-05-01},"
        " {id: c, type: SELECT, values: [1, x], allowCustomValue: true}, {id: d, type: STRING, validator: '[a-z]+'},"
        " {id: e, type: FILE, allowedFileExtensions: [.csv]}, {id: f, type: ARRAY, itemType: INT},"
        " {id: g, type: STRING, dependsOn: {inputs: [a], condition: '{{ inputs.a == 5 }}'}}]"
    ) == (
        Input(id="a", type=InputType.INT, min=1, max=9, defaults=5),
        Input(id="b", type=InputType.DATE, after="2024-05-01"),
        Input(id="c", type=InputType.SELECT, values=("1", "x"), allow_custom_value=True),
        Input(id="d", type=InputType.STRING, validator="[a-z]+"),
        Input(id="e", type=InputType.FILE, allowed_file_extensions=(".csv",)),
        Input(id="f", type=InputType.ARRAY, item_type=InputType.INT),
        Input(id="g", type=InputType.STRING, depends_on=(DependsOn(inputs=("a",), condition="{{ inputs.a == 5 }}"),)),
    )


def test_the_fields_of_a_form_stand_under_its_id_and_depend_on_what_it_depends_on():
    form = read(
        "[{id: x, type: BOOL}, {id: f, type: FORM, dependsOn: {inputs: [x]},"
        " inputs: [{id: a, type: INT}, {id: b, type: INT, dependsOn: {inputs: [f.a]}}]}]"
    )
    assert [(one.id, one.depends_on) for one in leaves(form)] == [
        ("x", ()),
        ("f.a", (DependsOn(inputs=("x",)),)),
        ("f.b", (DependsOn(inputs=("x",)), DependsOn(inputs=("f.a",)))),
    ]


def test_name_is_the_old_name_of_id():
    assert read("[{name: a, type: STRING}]") == (Input(id="a", type=InputType.STRING),)
    assert told("[{name: a, type: STRING}]") == ["inputs[0].name: `name` is the old name of `id`. Write `id`."]


@pytest.mark.parametrize(
    ("inputs", "problems"),
    [
        ("[{id: a, type: INT}, {id: a, type: INT}]", ["inputs[1].id: Duplicate input with name [a]"]),
        (
            "[{id: a, type: INT}, {id: a.b, type: INT}]",
            ["inputs[1].id: Input path 'a' conflicts with 'a.b'; one cannot be nested under the other."],
        ),
        (
            "[{id: f, type: FORM, inputs: [{id: a, type: INT}, {id: a, type: INT}]}]",
            ["inputs[0].inputs[1].id: Duplicate input path [f.a]"],
        ),
        (
            "[{id: a, type: INT, dependsOn: {inputs: [b]}}]",
            ["inputs[0].dependsOn: Input with id 'a' depends on a non-existent input 'b'."],
        ),
        (
            (
                "[{id: a, type: INT, dependsOn: {inputs: [b]}}, {id: b, type: INT, dependsOn: {inputs: [a]}},"
                " {id: c, type: INT, dependsOn: {inputs: [a]}}]"
            ),
            [
                "inputs[0].dependsOn: Cycle dependency detected for input with id 'a': [a, b]",
                "inputs[1].dependsOn: Cycle dependency detected for input with id 'b': [b, a]",
            ],
        ),
        (
            "[{id: a, type: INT, required: false, defaults: 5}]",
            ["inputs[0].required: Inputs with a default value must be required, since the default is always applied."],
        ),
        (
            "[{id: a, type: INT, prefill: 4, defaults: 5}]",
            ["inputs[0].prefill: Inputs with a default value cannot also have a prefill."],
        ),
        (
            "[{id: a, type: INT, defaults: abc}]",
            ["inputs[0].defaults: Invalid default for input 'a': `abc` is not a valid INT value"],
        ),
        (
            "[{id: a, type: INT, min: 10, defaults: 5}]",
            ["inputs[0].defaults: Invalid default for input 'a': it must be more than `10`"],
        ),
        ("[{id: a, type: INT, defaults: '{{ vars.x }}'}]", []),
        (
            "[{id: a, type: BOOL, validator: x, defaults: true}]",
            ["inputs[0].validator: An input of type BOOL has no property `validator`."],
        ),
        (
            "[{id: a, type: INTEGER}]",
            ['inputs[0].type: `type` is "INTEGER". Write one of ' + ", ".join(InputType) + ". Did you mean `INT`?"],
        ),
        ("[{id: a}]", ["inputs[0].type: `type` is missing. Write `type: STRING`."]),
        (
            "[{id: -a, type: INT}]",
            [
                (
                    'inputs[0].id: The id "-a" is not allowed. Use letters, digits, `.`, `_` and `-`, a '
                    "letter or digit first."
                )
            ],
        ),
        (
            "[{id: a, type: INT, validator: x}]",
            ["inputs[0].validator: An input of type INT has no property `validator`."],
        ),
        (
            "[{id: a, type: INT, mim: 1}]",
            ["inputs[0].mim: An input of type INT has no property `mim`. Did you mean `min`?"],
        ),
        (
            "[{id: a, type: STRING, validator: '['}]",
            ["inputs[0].validator: `validator` is no regular expression: unterminated character set at position 1."],
        ),
        ("[{id: a, type: ARRAY}]", ["inputs[0].itemType: `itemType` is missing. Write `itemType: STRING`."]),
        ("[{id: a, type: ARRAY, itemType: ARRAY}]", ["inputs[0].itemType: `itemType` cannot be ARRAY"]),
        (
            "[{id: a, type: SELECT}]",
            ["inputs[0].values: `values` is missing. Write a list, each value on a line after `- `."],
        ),
        (
            "[{id: a, type: SELECT, values: [x], expression: '{{ y }}'}]",
            ["inputs[0].expression: you can't define both `values` and `expression`"],
        ),
        ("[5]", ["inputs[0]: The item 1 is the number 5. Write a map, with `id` and `type`."]),
        ("{a: INT}", ["inputs: `inputs` is a map. Write a list, each beginning with `- id:`."]),
    ],
)
def test_inputs_that_cannot_be_are_told(inputs: str, problems: list[str]):
    assert told(inputs) == problems
