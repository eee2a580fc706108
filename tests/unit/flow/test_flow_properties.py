"""Properties of the flow beside its tasks."""

from datetime import timedelta

import pytest

from dalsegno_flow import NOTHING, Flow, Gate, examine_flow, parse_flow
from dalsegno_flow.checks import Check, CheckBehavior, CheckStyle
from dalsegno_flow.concurrency import Concurrency, ConcurrencyBehavior
from dalsegno_flow.outputs import Output
from dalsegno_flow.sla import Sla, SlaBehavior, SlaType
from dalsegno_flow.triggers import Trigger

HEAD = "id: trips\nnamespace: company.team\ntasks: [{id: a, type: x}]\n"


def read(more: str) -> Flow:
    return parse_flow(HEAD + more, NOTHING)


def told(more: str, gate: Gate = NOTHING) -> list[str]:
    return [f"{problem.path} | {problem}" for problem in examine_flow(HEAD + more, gate).problems]


def test_concurrency_queues_unless_told_otherwise():
    assert read("concurrency: {limit: 2}\n").concurrency == Concurrency(limit=2, behavior=ConcurrencyBehavior.QUEUE)
    assert read("concurrency: {limit: 1, behavior: cancel}\n").concurrency == Concurrency(
        limit=1, behavior=ConcurrencyBehavior.CANCEL
    )


@pytest.mark.parametrize(
    ("concurrency", "problem"),
    [
        (
            "{limit: 0}",
            "concurrency.limit | line 4, column 22: `limit` must be greater than or equal to 1, and it is 0.",
        ),
        ("{}", "concurrency.limit | line 4, column 14: `limit` is missing. Write `limit: 1`."),
        (
            "{limit: 1, behavior: WAIT}",
            'concurrency.behavior | line 4, column 35: `behavior` is "WAIT". Write one of QUEUE, CANCEL, FAIL.',
        ),
        (
            "{limit: 1, behaviour: FAIL}",
            (
                "concurrency.behaviour | line 4, column 25: `concurrency` has no property "
                "`behaviour`. Did you mean `behavior`?"
            ),
        ),
    ],
)
def test_a_concurrency_that_cannot_be_is_told(concurrency: str, problem: str):
    assert told(f"concurrency: {concurrency}\n") == [problem]


def test_outputs_checks_and_slas_are_read():
    flow = read(
        "outputs: [{id: o, value: '{{ x }}', type: INT, required: false, displayName: O}]\n"
        "checks: [{condition: '{{ true }}', message: No., style: ERROR, behavior: FAIL_EXECUTION}]\n"
        "sla: [{id: s, type: MAX_DURATION, duration: PT2H, behavior: CANCEL, labels: {sla: missed}},"
        " {id: t, type: EXECUTION_ASSERTION, assert: '{{ x }}', behavior: NONE}]\n"
    )
    assert flow.outputs == (Output(id="o", value="{{ x }}", type="INT", required=False, display_name="O"),)
    assert flow.checks == (
        Check(condition="{{ true }}", message="No.", style=CheckStyle.ERROR, behavior=CheckBehavior.FAIL_EXECUTION),
    )
    assert flow.sla == (
        Sla(
            id="s",
            type=SlaType.MAX_DURATION,
            behavior=SlaBehavior.CANCEL,
            duration=timedelta(hours=2),
            labels={"sla": "missed"},
        ),
        Sla(id="t", type=SlaType.EXECUTION_ASSERTION, behavior=SlaBehavior.NONE, assertion="{{ x }}"),
    )


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        (
            "outputs: [{id: o, value: 1}, {id: o, value: 2}]",
            "outputs[1].id | line 4, column 35: Duplicate output with name [o]",
        ),
        (
            "outputs: [{id: o}]",
            'outputs[0].value | line 4, column 11: `value` is missing. Write `value: "{{ outputs.my_task.value }}"`.',
        ),
        (
            "triggers: [{id: t, type: x}, {id: t, type: x}]",
            "triggers[1].id | line 4, column 35: Duplicate trigger id with name [t]",
        ),
        (
            "sla: [{id: s, type: MAX_DURATION, behavior: FAIL}]",
            "sla[0].duration | line 4, column 7: `duration` is missing. Write `duration: PT2H`.",
        ),
        (
            "sla: [{id: s, type: MAX_DURATION, duration: PT1S, assert: x, behavior: FAIL}]",
            "sla[0].assert | line 4, column 51: An SLA of type MAX_DURATION has no property `assert`.",
        ),
        (
            "checks: [{condition: x}]",
            'checks[0].message | line 4, column 10: `message` is missing. Write `message: "…"`.',
        ),
        (
            "pluginDefaults: [{type: x}]",
            "pluginDefaults[0].values | line 4, column 18: Invalid Plugin Default: No 'values' provided",
        ),
        (
            "pluginDefaults: [{type: x, values: {a: null}}]",
            "pluginDefaults[0].values.a | line 4, column 40: Invalid Plugin Default: No value provided for key 'a'",
        ),
        (
            "pluginDefaults: [{values: {a: 1}}]",
            (
                "pluginDefaults[0].type | line 4, column 18: `type` is missing. Write `type: "
                "io.kestra.plugin.core.log.Log`."
            ),
        ),
        (
            "retry: {type: constant, interval: PT1S, behavior: AGAIN}",
            (
                'retry.behavior | line 4, column 51: `behavior` is "AGAIN". Write one of '
                "RETRY_FAILED_TASK, CREATE_NEW_EXECUTION."
            ),
        ),
    ],
)
def test_what_cannot_be_is_told_at_its_place(more: str, problem: str):
    assert told(more + "\n") == [problem]


def test_triggers_are_kept():
    assert read("triggers: [{id: t, type: x.Schedule, cron: '@daily', disabled: true}]\n").triggers == (
        Trigger(id="t", type="x.Schedule", disabled=True, properties={"cron": "@daily"}),
    )


def test_a_schedule_gives_every_input_that_nothing_else_gives():
    inputs = "inputs: [{id: a, type: STRING}, {id: b, type: STRING}, {id: c, type: STRING, defaults: x}]\n"
    assert told(inputs + "triggers: [{id: t, type: x.Schedule, inputs: {b: 1}}]\n") == [
        "triggers[0] | line 5, column 12: Missing inputs for Schedule Trigger 't', missing inputs: 'a'"
    ]


def test_a_flow_may_be_marked_read_only():
    assert read("labels: {system.readOnly: true}\n").labels == {"system.readOnly": "true"}


TASKS = "id: a\nnamespace: b\ntasks: [{id: t, type: a.b.C, x: {own: 1}, list: [1], kept: own, run: {type: r.Docker}}]\n"


def test_plugin_defaults_lie_under_what_a_task_says_and_forced_ones_over_it():
    defaults = """\
pluginDefaults:
  - {type: a.b, values: {x: {own: 2, more: 3}, list: [0], kept: default, timeout: PT1H, first: 1}}
  - {type: a.b.C, values: {first: 2}}
  - {type: a.b.C, forced: true, values: {kept: forced}}
  - {type: a.b.C, forced: true, values: {kept: later}}
  - {type: a.b.D, values: {never: 1}}
  - {type: r., values: {image: alpine}}
"""
    task = parse_flow(TASKS + defaults, NOTHING).task("t")
    assert task.properties == {
        "x": {"own": 1, "more": 3},
        "list": [0, 1],
        "kept": "forced",
        "first": 1,
        "run": {"type": "r.Docker", "image": "alpine"},
    }
    assert task.timeout == "PT1H"


def test_plugin_defaults_with_a_name_are_for_those_who_ask_for_it():
    source = "id: a\nnamespace: b\ntasks: [{id: t, type: x.Y}, {id: u, type: x.Y, pluginDefaultsRef: big}]\n"
    flow = parse_flow(source + "pluginDefaults: [{type: x.Y, ref: big, values: {n: 1}}]\n", NOTHING)
    assert [task.properties for task in flow.tasks] == [{}, {"n": 1}]


@pytest.mark.parametrize(
    ("of_default", "of_task"),
    [
        ("io.kestra.core.tasks.debugs.Return", "io.kestra.plugin.core.debug.Return"),
        ("io.kestra.plugin.core.debug.Return", "io.kestra.core.tasks.debugs.Return"),
        ("io.kestra.core.tasks.flows.Switch", "io.kestra.plugin.core.flow.Switch"),
    ],
)
def test_plugin_defaults_know_a_type_by_its_old_name(of_default: str, of_task: str):
    source = f"id: a\nnamespace: b\ntasks: [{{id: t, type: {of_task}, defaults: [{{id: u, type: x.Y}}]}}]\n"
    flow = parse_flow(source + f"pluginDefaults: [{{type: {of_default}, values: {{value: 1}}}}]\n", NOTHING)
    assert flow.tasks[0].properties["value"] == 1


def test_task_defaults_are_the_old_name_of_plugin_defaults():
    more = "taskDefaults: [{type: x, values: {n: 1}}]\n"
    assert read(more).tasks[0].properties == {"n": 1}
    assert told(more) == [
        "taskDefaults | line 4, column 1: `taskDefaults` is the old name of `pluginDefaults`. Write `pluginDefaults`."
    ]


def test_what_the_server_writes_into_a_source_says_nothing():
    assert read("revision: 3\ndeleted: false\ntenantId: main\nupdated: 2024-05-01\n") == read("")


def test_a_gate_refuses_what_it_names_and_nothing_else():
    gate = Gate(flow_properties=("sla",), task_properties=("retry",), task_types=("io.kestra.plugin.core.flow.Switch",))
    more = (
        "sla: 5\nconcurrency: {limit: 0}\n"
        "errors:\n  - {id: e, type: x, retry: 5, timeout: soon}\n  - {id: s, type: "
        "io.kestra.core.tasks.flows.Switch, defaults: [{id: a, type: x}]}\n"
    )
    assert [line.split(" | ")[0] for line in told(more, gate)] == [
        "sla",
        "concurrency.limit",
        "errors[0].retry",
        "errors[0].timeout",
        "errors[1].type",
        "errors[1].defaults[0].id",
    ]
    assert told(more, gate)[4].endswith(
        "`io.kestra.core.tasks.flows.Switch` is not supported by this version of Dal Segno. Remove it."
    )


def test_what_has_no_effect_is_kept_and_warned_of() -> None:
    source = """id: f
namespace: a.b
triggers:
  - {id: daily, type: io.kestra.plugin.core.trigger.Schedule, cron: "0 9 * * *"}
workerGroup: {key: gpu}
tasks:
  - {id: t, type: io.kestra.plugin.core.log.Log, message: x, logToFile: true}
"""
    examined = examine_flow(source)
    assert examined.flow is not None
    assert [trigger.id for trigger in examined.flow.triggers] == ["daily"]
    assert [(problem.severity.value, problem.line, problem.message) for problem in examined.problems] == [
        ("WARNING", 3, "`triggers` is kept and has no effect in this version of Dal Segno."),
        ("WARNING", 5, "`workerGroup` is kept and has no effect in this version of Dal Segno."),
        ("WARNING", 7, "`logToFile` is kept and has no effect in this version of Dal Segno."),
    ]
