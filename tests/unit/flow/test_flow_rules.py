"""Which flows are accepted, and what is said of the others."""

import pytest

from dalsegno_flow import UNSUPPORTED, Flow, InvalidFlow, NoSuchTask, Problem, Severity, Task, examine_flow, parse_flow

FLOW_ID_RULE = "is not allowed. Use letters, digits, `.`, `_` and `-`, a letter or digit first."
NAMESPACE_RULE = "is not allowed. Use lower-case letters, digits, `.`, `_` and `-`, no sign first."
LABEL_RULE = "is not allowed. Use letters, digits, `.`, `_` and `-`, a small letter first."
SYSTEM_RULE = "System labels can only be set by Kestra itself, offending label:"

HEAD = "id: trips\nnamespace: company.team\n"
TASKS = "tasks:\n  - id: hello\n    type: io.kestra.plugin.core.log.Log\n    message: hi\n"


def told(source: str) -> list[str]:
    return [f"{problem.path} | {problem}" for problem in examine_flow(source).problems]


def test_a_flow_becomes_its_definition():
    source = """\
id: trips
namespace: company.team
revision: 7
description: |
  Bicycle trips.
disabled: true
labels:
  team: data
  year: 2024
  final: yes
variables:
  file: "{{ execution.startDate }}"
  nested: {list: [1, null]}
tasks:
  - id: get
    type: io.kestra.plugin.core.http.Download
    description: Fetches.
    uri: "https://example.com/{{ vars.file }}"
  - id: say
    type: io.kestra.plugin.core.log.Log
    disabled: true
    message: [a, b]
"""
    assert parse_flow(source) == Flow(
        namespace="company.team",
        id="trips",
        description="Bicycle trips.\n",
        disabled=True,
        labels={"team": "data", "year": "2024", "final": "true"},
        variables={"file": "{{ execution.startDate }}", "nested": {"list": [1, None]}},
        tasks=(
            Task(
                id="get",
                type="io.kestra.plugin.core.http.Download",
                description="Fetches.",
                properties={"uri": "https://example.com/{{ vars.file }}"},
            ),
            Task(id="say", type="io.kestra.plugin.core.log.Log", disabled=True, properties={"message": ["a", "b"]}),
        ),
    )


def test_what_may_be_left_out_is_empty():
    flow = parse_flow(HEAD + TASKS)
    assert (flow.description, flow.disabled, flow.labels, flow.variables) == ("", False, {}, {})
    assert flow.full_id == "company.team.trips"


def test_optional_parts_may_be_left_empty():
    source = HEAD + "description:\ndisabled:\nlabels:\nvariables:\n" + TASKS
    assert parse_flow(source) == parse_flow(HEAD + TASKS)


def test_tasks_are_found_by_path_in_order():
    flow = parse_flow(HEAD + TASKS + "  - id: bye\n    type: x.Y\n")
    assert flow.task_paths() == ("hello", "bye")
    assert flow.task("bye").type == "x.Y"


def test_a_path_without_task_is_refused_naming_those_there_are():
    with pytest.raises(NoSuchTask) as caught:
        parse_flow(HEAD + TASKS).task("hallo")
    assert str(caught.value) == "The flow company.team.trips has no task 'hallo'. Its tasks are: hello."


def test_labels_may_be_a_list():
    source = HEAD + "labels:\n  - key: team\n    value: data\n  - key: run\n    value: 5\n" + TASKS
    assert parse_flow(source).labels == {"team": "data", "run": "5"}


def test_a_number_does_for_an_id():
    assert parse_flow("id: 2024\nnamespace: 5\n" + TASKS).full_id == "5.2024"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("id: a b", f'The flow id "a b" {FLOW_ID_RULE}'),
        ("id: -a", f'The flow id "-a" {FLOW_ID_RULE}'),
        ('id: "a\\n"', f'The flow id "a\n" {FLOW_ID_RULE}'),
        ("id: " + "a" * 101, f'The flow id "{"a" * 60}…" has 101 characters; at most 100 are allowed.'),
        ("id: force-run", "Flow id is a reserved keyword: force-run"),
        ("id: yes", "`id` is the boolean true. Write a text, in quotes if need be."),
        ("id: [a]", "`id` is a list. Write a text, in quotes if need be."),
        ("id:", "`id` is missing. Write `id: my_flow`."),
    ],
)
def test_a_flow_id_that_is_not_allowed_is_told(line: str, problem: str):
    assert told(f"namespace: b\n{line}\n{TASKS}") == [f"id | line 2, column {4 if line == 'id:' else 5}: {problem}"]


@pytest.mark.parametrize(
    ("namespace", "problem"),
    [
        ("Company", f'The namespace "Company" {NAMESPACE_RULE}'),
        (".a", f'The namespace ".a" {NAMESPACE_RULE}'),
        ("a" * 151, f'The namespace "{"a" * 60}…" has 151 characters; at most 150 are allowed.'),
    ],
)
def test_a_namespace_that_is_not_allowed_is_told(namespace: str, problem: str):
    assert told(f"id: a\nnamespace: {namespace}\n{TASKS}") == [f"namespace | line 2, column 12: {problem}"]


def test_the_longest_names_are_accepted():
    source = f"id: {'a' * 100}\nnamespace: {'b' * 150}\ntasks:\n  - id: {'c' * 256}\n    type: x\n"
    assert told(source) == []


def test_a_missing_id_is_told_at_the_top_and_a_missing_type_at_its_task():
    assert told("namespace: b\ntasks:\n  - id: x\n") == [
        "id | line 1, column 1: `id` is missing. Write `id: my_flow`.",
        "tasks[0].type | line 3, column 5: `type` is missing. Write `type: io.kestra.plugin.core.log.Log`.",
    ]


def test_an_empty_source_is_told():
    expected = [" | line 1, column 1: The source is empty. A flow has at least `id`, `namespace` and `tasks`."]
    assert told("") == expected
    assert told("# nothing\n\n") == expected


def test_a_source_that_is_no_map_is_told():
    assert told("- a\n") == [
        " | line 1, column 1: The source is a list. A flow is a map with `id`, `namespace` and `tasks`."
    ]


@pytest.mark.parametrize("tasks", ["tasks: []", "tasks:"])
def test_a_flow_without_tasks_is_told(tasks: str):
    assert [line.partition(": ")[2] for line in told(f"{HEAD}{tasks}\n")] == [
        "A flow needs at least one task. Write `tasks:` and a list below it."
    ]


def test_tasks_that_are_no_list_are_told():
    assert told(HEAD + "tasks:\n  id: a\n") == [
        "tasks | line 4, column 3: `tasks` is a map. Write a list, each task beginning with `- id:`."
    ]


def test_a_task_that_is_no_map_is_told():
    assert told(HEAD + "tasks:\n  - hello\n") == [
        "tasks[0] | line 4, column 5: The task is a text. Write a map with `id` and `type`."
    ]


def test_a_task_id_has_no_dot():
    assert told(HEAD + "tasks:\n  - id: a.b\n    type: x\n") == [
        'tasks[0].id | line 4, column 9: The task id "a.b" ' + FLOW_ID_RULE.replace(" `.`,", "")
    ]


def test_every_repetition_of_a_task_id_is_told():
    tasks = "".join(f"  - id: {name}\n    type: x\n" for name in ("a", "b", "a", "a"))
    assert told(f"{HEAD}tasks:\n{tasks}") == [
        "tasks[2].id | line 8, column 9: Duplicate task id with name [a]",
        "tasks[3].id | line 10, column 9: Duplicate task id with name [a]",
    ]


@pytest.mark.parametrize(
    ("labels", "problem"),
    [
        ("{system.replay: x}", f'labels["system.replay"] | line 3, column 10: {SYSTEM_RULE} system.replay=x'),
        ("{Team: x}", f'labels.Team | line 3, column 10: The label key "Team" {LABEL_RULE}'),
        ("{a: }", "labels.a | line 3, column 13: The value of the label `a` is nothing. Write a text."),
        ("{a: [1]}", "labels.a | line 3, column 13: The value of the label `a` is a list. Write a text."),
        (
            "[5]",
            "labels[0] | line 3, column 10: A label in a list is written `- key: name` and `value: text` below it.",
        ),
        ("[{key: system.a, value: b}]", f"labels[0].key | line 3, column 16: {SYSTEM_RULE} system.a=b"),
        ("text", "labels | line 3, column 9: `labels` is a text. Write a map, `key: value` on each line."),
    ],
)
def test_a_label_that_is_not_allowed_is_told(labels: str, problem: str):
    assert told(f"{HEAD}labels: {labels}\n{TASKS}") == [problem]


def test_a_label_key_may_have_letters_of_any_script():
    assert parse_flow(f"{HEAD}labels: {{équipe.Ñ_1-x: a}}\n{TASKS}").labels == {"équipe.Ñ_1-x": "a"}


def test_a_label_given_twice_is_a_warning_and_the_last_one_counts():
    source = HEAD + "labels:\n  - {key: a, value: b}\n  - {key: a, value: c}\n" + TASKS
    assert examine_flow(source).problems == (
        Problem(
            line=5,
            column=11,
            path="labels[1].key",
            message="The label `a` is given twice; the last one counts. Remove one of the two.",
            severity=Severity.WARNING,
        ),
    )
    assert parse_flow(source).labels == {"a": "c"}


def test_variables_are_a_map():
    assert told(f"{HEAD}variables: [1]\n{TASKS}") == [
        "variables | line 3, column 12: `variables` is a list. Write a map, `name: value` on each line."
    ]


@pytest.mark.parametrize("written", ["true", "yes", '"true"'])
def test_disabled_is_a_boolean_or_its_text(written: str):
    assert parse_flow(f"{HEAD}disabled: {written}\n{TASKS}").disabled is True


def test_a_flow_is_not_disabled_by_a_template():
    assert told(f'{HEAD}disabled: "{{{{ x }}}}"\n{TASKS}') == [
        "disabled | line 3, column 11: `disabled` is a text. Write `true` or `false`."
    ]


@pytest.mark.parametrize("name", UNSUPPORTED.flow_properties)
def test_a_property_of_kestra_that_is_not_run_is_refused_at_its_key(name: str):
    assert told(f"{HEAD}{name}: 1\n{TASKS}") == [
        f"{name} | line 3, column 1: `{name}` is not supported by this version of Dal Segno. Remove it."
    ]


@pytest.mark.parametrize("name", UNSUPPORTED.task_properties)
def test_a_task_property_of_kestra_that_is_not_run_is_refused_at_its_key(name: str):
    assert told(f"{HEAD}{TASKS}    {name}: 1\n") == [
        f"tasks[0].{name} | line 7, column 5: `{name}` is not supported by this version of Dal Segno. Remove it."
    ]


def test_an_unknown_property_is_told_with_the_nearest_one():
    assert told(f"{HEAD}desciption: x\nzzz: 1\n{TASKS}") == [
        "desciption | line 3, column 1: A flow has no property `desciption`. Did you mean `description`?",
        "zzz | line 4, column 1: A flow has no property `zzz`.",
    ]


def test_all_problems_are_told_at_once_in_the_order_of_the_source():
    source = """\
namespace: Company
labels: {system.x: 1}
tasks:
  - id: a
    id: b
    type: x
    retry: {}
  - type: .nan
task: 1
"""
    assert [(problem.line, problem.path) for problem in examine_flow(source).problems] == [
        (1, "id"),
        (1, "namespace"),
        (2, 'labels["system.x"]'),
        (5, "tasks[0].id"),
        (7, "tasks[0].retry.type"),
        (8, "tasks[1].id"),
        (8, "tasks[1].type"),
        (9, "task"),
    ]


def test_an_invalid_flow_says_how_many_problems_and_the_first():
    with pytest.raises(InvalidFlow) as caught:
        parse_flow("id: a\nnamespace: B\n" + TASKS + "    retry: 1\n")
    assert str(caught.value) == (
        'The flow has 2 problems. Line 2, column 12: The namespace "B" is not allowed. '
        "Use lower-case letters, digits, `.`, `_` and `-`, no sign first."
    )
    assert [problem.path for problem in caught.value.problems] == ["namespace", "tasks[0].retry"]
