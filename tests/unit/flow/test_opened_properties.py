"""What flows say of retries, times, promises and ends: what is allowed, and every fault at its place."""

from datetime import timedelta

import pytest

from dalsegno_flow import Flow, examine_flow, parse_flow
from dalsegno_flow.concurrency import ConcurrencyBehavior
from dalsegno_flow.retry import RetryBehavior, RetryType
from dalsegno_flow.sla import SlaBehavior, SlaType

CORE = "io.kestra.plugin.core."
HEAD = "id: trips\nnamespace: company.team\ntasks: [{id: a, type: x}]\n"
DURATION = "is no ISO-8601 duration; write days, hours, minutes and seconds, such as P1D, PT1H30M or PT0.5S."


def read(more: str) -> Flow:
    return parse_flow(f"{HEAD}{more}\n")


def told(more: str) -> list[str]:
    """The problems of a flow whose fourth line is this one."""
    return [f"{problem.path} | {problem}" for problem in examine_flow(f"{HEAD}{more}\n").problems]


def expect(place: str, column: int, text: str) -> str:
    return f"{place} | line 4, column {column}: {text}"


# -- what is allowed


def test_all_of_it_together_is_a_flow():
    flow = parse_flow(f"""id: trips
namespace: company.team
retry: {{type: constant, interval: PT1S, maxAttempts: 3, behavior: CREATE_NEW_EXECUTION}}
concurrency: {{limit: "2", behavior: fail}}
sla:
  - {{id: quick, type: max_duration, duration: PT2H, behavior: none, labels: {{sla: missed}}}}
outputs:
  - {{id: o, type: INT, value: "{{{{ outputs.a.value }}}}"}}
tasks:
  - id: s
    type: {CORE}flow.Sequential
    retry: {{type: random, minInterval: PT1S, maxInterval: PT2S}}
    tasks: [{{id: a, type: x, timeout: PT5M, logLevel: warn}}]
    errors: [{{id: e, type: x, retry: {{type: exponential, interval: PT1S, maxInterval: PT9S}}}}]
afterExecution:
  - {{id: z, type: x, timeout: "{{{{ vars.limit }}}}", retry: {{type: constant, interval: PT0S, maxAttempt: 2}}}}
""")
    assert (flow.retry.behavior, flow.retry.max_attempts) == (RetryBehavior.CREATE_NEW_EXECUTION, 3)
    assert (flow.concurrency.limit, flow.concurrency.behavior) == (2, ConcurrencyBehavior.FAIL)
    assert (flow.sla[0].type, flow.sla[0].behavior) == (SlaType.MAX_DURATION, SlaBehavior.NONE)
    assert flow.outputs[0].type == "INT"
    assert flow.task("s").retry.type is RetryType.RANDOM
    assert (flow.task("s/a").timeout, flow.task("s/a").log_level) == ("PT5M", "WARN")
    assert flow.task("s/e").retry.delay_factor == 2
    assert (flow.task("z").timeout, flow.task("z").retry.max_attempts) == ("{{ vars.limit }}", 2)
    assert flow.task("z").retry.interval == timedelta()


@pytest.mark.parametrize("name", ["afterExecution", "sla", "outputs", "errors", "finally"])
def test_a_list_that_is_empty_is_none(name: str):
    assert told(f"{name}: []") == []


# -- times


@pytest.mark.parametrize("place", ["errors", "finally", "afterExecution"])
@pytest.mark.parametrize(("value", "shown"), [("soon", "'soon'"), ("5", "'5'"), ("P1M", "'P1M'")])
def test_a_timeout_that_is_no_duration_is_told_wherever_its_task_is(place: str, value: str, shown: str):
    line = f"{place}: [{{id: b, type: x, timeout: {value}}}]"
    expected = expect(f"{place}[0].timeout", 30 + len(place), f"`timeout` cannot be read: {shown} {DURATION}")
    assert told(line) == [expected]


def test_a_flow_has_no_timeout():
    assert told("timeout: PT1H") == [expect("timeout", 1, "A flow has no property `timeout`.")]


@pytest.mark.parametrize(
    ("level", "problem"),
    [
        ("WARNING", '`logLevel` is "WARNING". Write one of TRACE, DEBUG, INFO, WARN, ERROR. Did you mean `WARN`?'),
        ("5", "`logLevel` is the number 5. Write one of TRACE, DEBUG, INFO, WARN, ERROR."),
    ],
)
def test_a_log_level_that_cannot_be_is_told(level: str, problem: str):
    assert told(f"errors: [{{id: b, type: x, logLevel: {level}}}]") == [expect("errors[0].logLevel", 37, problem)]


# -- retries of flows and of tasks that hold tasks

RETRIES = [
    ("3", "", 0, "`retry` is the number 3. Write a map, with `type: constant` and `interval: PT10S`."),
    (
        "{type: constant, interval: PT1S, behavior: CREATE_EXECUTION}",
        ".behavior",
        43,
        (
            '`behavior` is "CREATE_EXECUTION". Write one of RETRY_FAILED_TASK, CREATE_NEW_EXECUTION. '
            "Did you mean `CREATE_NEW_EXECUTION`?"
        ),
    ),
    (
        "{type: constant, interval: '{{ x }}'}",
        ".interval",
        27,
        f"`interval` cannot be read: '{{{{ x }}}}' {DURATION}",
    ),
    (
        "{type: constant, interval: PT1S, maxAttempts: many}",
        ".maxAttempts",
        46,
        "`maxAttempts` is a text. Write a whole number.",
    ),
    (
        "{type: exponential, interval: PT1S, maxInterval: PT9S, delayFactor: fast}",
        ".delayFactor",
        68,
        "`delayFactor` is a text. Write a number.",
    ),
    (
        "{type: exponential, interval: PT1S, maxInterval: PT9S, delayfactor: 3}",
        ".delayfactor",
        55,
        "A retry of type exponential has no property `delayfactor`. Did you mean `delayFactor`?",
    ),
    ("{type: exponential, interval: PT1S}", ".maxInterval", 0, "`maxInterval` is missing. Write `maxInterval: PT10S`."),
    ("{type: random, minInterval: PT1S}", ".maxInterval", 0, "`maxInterval` is missing. Write `maxInterval: PT10S`."),
    (
        "{type: random, interval: PT1S, minInterval: PT1S, maxInterval: PT2S}",
        ".interval",
        15,
        "A retry of type random has no property `interval`. Did you mean `minInterval`?",
    ),
    (
        "{type: constant, interval: PT1S, warningOnRetry: often}",
        ".warningOnRetry",
        49,
        "`warningOnRetry` is a text. Write `true` or `false`.",
    ),
    (
        "{type: exponential, interval: PT9S, maxInterval: PT9S}",
        ".interval",
        30,
        "'interval' must be less than 'maxInterval' but is PT9S",
    ),
]


@pytest.mark.parametrize(("retry", "place", "column", "problem"), RETRIES)
def test_a_retry_that_cannot_be_is_told_at_its_place(retry: str, place: str, column: int, problem: str):
    assert told(f"retry: {retry}") == [expect(f"retry{place}", 8 + column, problem)]
    start = f"afterExecution: [{{id: s, type: {CORE}flow.Sequential, tasks: [{{id: b, type: x}}], retry: "
    expected = expect(f"afterExecution[0].retry{place}", len(start) + 1 + column, problem)
    assert told(f"{start}{retry}}}]") == [expected]


# -- concurrency


@pytest.mark.parametrize(
    ("concurrency", "problems"),
    [
        ("1", [("concurrency", 14, "`concurrency` is the number 1. Write a map, with `limit: 1`.")]),
        ("{limit: one}", [("concurrency.limit", 22, "`limit` is a text. Write a whole number.")]),
        ("{limit: 1.5}", [("concurrency.limit", 22, "`limit` is the number 1.5. Write a whole number.")]),
        (
            "{limit: -1}",
            [("concurrency.limit", 22, "`limit` must be greater than or equal to 1, and it is -1.")],
        ),
        (
            "{limit: 1, behavior: QUEU}",
            [
                (
                    "concurrency.behavior",
                    35,
                    '`behavior` is "QUEU". Write one of QUEUE, CANCEL, FAIL. Did you mean `QUEUE`?',
                )
            ],
        ),
        (
            "{limt: 1}",
            [
                ("concurrency.limit", 14, "`limit` is missing. Write `limit: 1`."),
                ("concurrency.limt", 15, "`concurrency` has no property `limt`. Did you mean `limit`?"),
            ],
        ),
    ],
)
def test_a_concurrency_that_cannot_be_is_told(concurrency: str, problems: list[tuple[str, int, str]]):
    assert told(f"concurrency: {concurrency}") == [expect(*problem) for problem in problems]


@pytest.mark.parametrize(
    ("written", "meant"),
    [("concurency", "concurrency"), ("slas", "sla"), ("afterExecutions", "afterExecution"), ("retri", "retry")],
)
def test_a_property_that_is_nearly_one_is_answered_with_it(written: str, meant: str):
    problem = f"A flow has no property `{written}`. Did you mean `{meant}`?"
    assert told(f"{written}: []") == [expect(written, 1, problem)]


# -- SLAs

QUICK = "id: s, type: MAX_DURATION, duration: PT1S, behavior: FAIL"


def test_two_slas_have_two_ids():
    sla = "{id: s, type: MAX_DURATION, duration: PT1S, behavior: NONE}"
    [problem] = told(f"sla: [{sla}, {sla}]")
    assert "Duplicate sla with name [s]" in str(problem)


@pytest.mark.parametrize(
    ("sla", "place", "column", "problem"),
    [
        ("{id: s}", "", 6, "`sla` is a map. Write a list, each beginning with `- id:`."),
        ("[nothing]", "[0]", 7, "The item 1 is a text. Write a map, with `id`, `type` and `behavior`."),
        ("[{type: MAX_DURATION, duration: PT1S, behavior: FAIL}]", "[0].id", 7, "`id` is missing. Write `id: my_sla`."),
        ("[{id: s, duration: PT1S, behavior: FAIL}]", "[0].type", 7, "`type` is missing. Write `type: MAX_DURATION`."),
        (
            "[{id: s, type: MAX_DURATION, duration: PT1S}]",
            "[0].behavior",
            7,
            "`behavior` is missing. Write `behavior: FAIL`.",
        ),
        (
            "[{id: s, type: MAX_DURATIO, duration: PT1S, behavior: FAIL}]",
            "[0].type",
            21,
            '`type` is "MAX_DURATIO". Write one of MAX_DURATION, EXECUTION_ASSERTION. Did you mean `MAX_DURATION`?',
        ),
        (
            "[{id: s, type: MAX_DURATION, duration: PT1S, behavior: STOP}]",
            "[0].behavior",
            61,
            '`behavior` is "STOP". Write one of FAIL, CANCEL, NONE.',
        ),
        (
            f"[{{{QUICK}, behavor: FAIL}}]",
            "[0].behavor",
            67,
            "An SLA of type MAX_DURATION has no property `behavor`. Did you mean `behavior`?",
        ),
        (
            "[{id: s, type: MAX_DURATION, duration: '{{ x }}', behavior: FAIL}]",
            "[0].duration",
            45,
            f"`duration` cannot be read: '{{{{ x }}}}' {DURATION}",
        ),
        (
            "[{id: s, type: EXECUTION_ASSERTION, behavior: FAIL}]",
            "[0].assert",
            7,
            '`assert` is missing. Write `assert: "{{ … }}"`.',
        ),
        (
            "[{id: s, type: EXECUTION_ASSERTION, behavior: FAIL, assert: x, duration: PT1S}]",
            "[0].duration",
            69,
            "An SLA of type EXECUTION_ASSERTION has no property `duration`.",
        ),
        (
            f"[{{{QUICK}, labels: {{system.x: y}}}}]",
            '[0].labels["system.x"]',
            76,
            "System labels can only be set by Kestra itself, offending label: system.x=y",
        ),
        (
            f"[{{{QUICK}, labels: [1]}}]",
            "[0].labels[0]",
            76,
            "A label in a list is written `- key: name` and `value: text` below it.",
        ),
    ],
)
def test_an_sla_that_cannot_be_is_told(sla: str, place: str, column: int, problem: str):
    assert told(f"sla: {sla}") == [expect(f"sla{place}", column, problem)]


# -- outputs and what follows the end


@pytest.mark.parametrize(
    ("outputs", "place", "column", "problem"),
    [
        ("{o: 1}", "", 10, "`outputs` is a map. Write a list, each beginning with `- id:`."),
        ("[{value: 1}]", "[0].id", 11, "`id` is missing. Write `id: my_output`."),
        (
            "[{id: a b, value: 1}]",
            "[0].id",
            16,
            'The id "a b" is not allowed. Use letters, digits, `.`, `_` and `-`, a letter or digit first.',
        ),
        ("[{id: o, value: 1, typ: INT}]", "[0].typ", 29, "An output has no property `typ`. Did you mean `type`?"),
        (
            "[{id: o, value: 1, required: perhaps}]",
            "[0].required",
            39,
            "`required` is a text. Write `true` or `false`.",
        ),
        (
            "[{id: o, value: 1, displayName: [1]}]",
            "[0].displayName",
            42,
            "`displayName` is a list. Write a text, in quotes if need be.",
        ),
    ],
)
def test_an_output_that_cannot_be_is_told(outputs: str, place: str, column: int, problem: str):
    assert told(f"outputs: {outputs}") == [expect(f"outputs{place}", column, problem)]


def test_a_type_that_no_output_has_is_answered_with_those_that_are():
    (problem,) = told("outputs: [{id: o, value: 1, type: INTEGER}]")
    assert problem.startswith(expect("outputs[0].type", 35, '`type` is "INTEGER". Write one of STRING, SECRET, INT,'))
    assert problem.endswith("Did you mean `INT`?")


@pytest.mark.parametrize(
    ("tasks", "place", "column", "problem"),
    [
        ("{id: b, type: x}", "", 17, "`afterExecution` is a map. Write a list, each task beginning with `- id:`."),
        ("[{type: x}]", "[0].id", 18, "`id` is missing. Write `id: my_task`."),
        ("[{id: a, type: x}]", "[0].id", 23, "Duplicate task id with name [a]"),
        (
            "[{id: b, type: x, retry: {type: constant}}]",
            "[0].retry.interval",
            42,
            "`interval` is missing. Write `interval: PT10S`.",
        ),
    ],
)
def test_tasks_after_the_end_that_cannot_be_are_told(tasks: str, place: str, column: int, problem: str):
    assert told(f"afterExecution: {tasks}") == [expect(f"afterExecution{place}", column, problem)]


def test_every_fault_of_a_flow_is_told_at_once_in_its_order():
    source = (
        f"{HEAD}concurrency: {{limit: 0}}\nretry: 5\nsla: [7]\nafterExecution: [{{id: b, type: x, timeout: soon}}]\n"
    )
    problems = examine_flow(source).problems
    assert [(problem.line, problem.path) for problem in problems] == [
        (4, "concurrency.limit"),
        (5, "retry"),
        (6, "sla[0]"),
        (7, "afterExecution[0].timeout"),
    ]
