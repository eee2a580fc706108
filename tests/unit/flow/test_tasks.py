"""Tasks in tasks: what is read, where it is found, and what is refused."""

from datetime import timedelta

import pytest

from dalsegno_flow import NOTHING, Flow, Task, examine_flow, parse_flow
from dalsegno_flow.definition import TaskCache
from dalsegno_flow.flowables import SHAPES
from dalsegno_flow.retry import Retry, RetryBehavior, RetryType

CORE = "io.kestra.plugin.core."
HEAD = "id: trips\nnamespace: company.team\n"


def log(name: str, **more: object) -> str:
    rest = "".join(f", {key}: {value}" for key, value in more.items())
    return f"{{id: {name}, type: {CORE}log.Log{rest}}}"


def read(tasks: str) -> Flow:
    return parse_flow(f"{HEAD}tasks:\n{tasks}", NOTHING)


def told(tasks: str) -> list[str]:
    return [f"{problem.path} | {problem}" for problem in examine_flow(f"{HEAD}tasks:\n{tasks}", NOTHING).problems]


def test_tasks_are_found_in_every_slot_by_their_path():
    source = f"""\
  - id: seq
    type: {CORE}flow.Sequential
    tasks: [{log("a")}]
    errors: [{log("failed")}]
    finally: [{log("tidy")}]
  - id: choice
    type: {CORE}flow.If
    condition: "{{{{ true }}}}"
    then: [{{id: inner, type: {CORE}flow.Parallel, tasks: [{log("b")}]}}]
    else: [{log("c")}]
  - id: switch
    type: {CORE}flow.Switch
    value: "1"
    cases: {{one: [{log("d")}], "two/2": [{log("e")}]}}
    defaults: [{log("f")}]
  - id: pause
    type: {CORE}flow.Pause
    onPause: {log("g")}
errors: [{log("on_error")}]
finally: [{log("last")}]
afterExecution: [{log("after")}]
"""
    flow = read(source)
    assert flow.task_paths() == (
        *("seq", "seq/a", "seq/failed", "seq/tidy"),
        *("choice", "choice/inner", "choice/inner/b", "choice/c"),
        *("switch", "switch/d", "switch/e", "switch/f"),
        *("pause", "pause/g"),
        *("on_error", "last", "after"),
    )
    assert flow.task("choice/inner/b").type == f"{CORE}log.Log"
    assert list(flow.task("seq").children) == ["tasks", "errors", "finally"]
    assert list(flow.task("switch").children) == ["cases/one", "cases/two/2", "defaults"]
    assert flow.task("switch").properties == {"value": "1"}
    assert [task.id for task in (*flow.errors, *flow.finally_, *flow.after_execution)] == ["on_error", "last", "after"]


def test_tasks_of_a_dag_know_what_they_depend_on():
    flow = read(
        f"  - id: dag\n    type: {CORE}flow.Dag\n    tasks:\n      - task: {log('a')}\n      - "
        f"task: {log('b')}\n        dependsOn: [a]\n"
    )
    assert [(path, task.depends_on) for path, task in flow.walk()] == [("dag", ()), ("dag/a", ()), ("dag/b", ("a",))]


def test_old_names_of_flowables_hold_tasks_too():
    assert read(f"  - {{id: w, type: io.kestra.core.tasks.flows.Worker, tasks: [{log('a')}]}}\n").task_paths() == (
        "w",
        "w/a",
    )


def test_other_types_keep_a_property_that_is_called_tasks():
    assert read("  - {id: a, type: x.Y, tasks: [{id: b}]}\n").task("a").properties == {"tasks": [{"id": "b"}]}


def test_common_properties_are_no_properties_of_the_type():
    source = """\
  - id: a
    type: x.Y
    version: 1.2
    description: Does it.
    disabled: true
    retry:
      type: exponential
      interval: PT1S
      maxInterval: PT10S
      delayFactor: 3
      maxAttempts: 4
      maxDuration: PT1M
      warningOnRetry: true
      behavior: CREATE_NEW_EXECUTION
    timeout: PT5M
    runIf: "{{ inputs.x }}"
    allowFailure: true
    allowWarning: true
    logLevel: warn
    logToFile: true
    taskCache: {enabled: true, ttl: PT1H}
    pluginDefaultsRef: mine
    workerGroup: {key: big}
    own: 5
"""
    assert read(source).task("a") == Task(
        id="a",
        type="x.Y",
        version="1.2",
        description="Does it.",
        disabled=True,
        properties={"own": 5},
        run_if="{{ inputs.x }}",
        retry=Retry(
            type=RetryType.EXPONENTIAL,
            interval=timedelta(seconds=1),
            max_interval=timedelta(seconds=10),
            delay_factor=3.0,
            max_attempts=4,
            max_duration=timedelta(minutes=1),
            warning_on_retry=True,
            behavior=RetryBehavior.CREATE_NEW_EXECUTION,
        ),
        timeout="PT5M",
        allow_failure=True,
        allow_warning=True,
        log_level="WARN",
        log_to_file=True,
        task_cache=TaskCache(enabled=True, ttl=timedelta(hours=1)),
        plugin_defaults_ref="mine",
        worker_group={"key": "big"},
    )


def test_a_run_if_that_is_a_boolean_is_its_text_and_a_timeout_may_be_a_template():
    task = read('  - {id: a, type: x.Y, runIf: false, timeout: "{{ vars.limit }}"}\n').task("a")
    assert (task.run_if, task.timeout) == ("false", "{{ vars.limit }}")


def test_the_inputs_that_resuming_asks_for_are_read():
    pause = read(f"  - {{id: p, type: {CORE}flow.Pause, onResume: [{{id: ok, type: BOOLEAN}}]}}\n").task("p")
    assert [(one.id, one.type) for one in pause.inputs] == [("ok", "BOOLEAN")]


@pytest.mark.parametrize("place", ["errors", "finally", "afterExecution"])
def test_ids_are_unique_over_the_whole_flow(place: str):
    tasks = f"  - {{id: s, type: {CORE}flow.Sequential, tasks: [{log('a')}]}}\n{place}:\n  - {log('a')}\n"
    assert told(tasks) == [f"{place}[0].id | line 6, column 10: Duplicate task id with name [a]"]


@pytest.mark.parametrize(
    ("retry", "problem"),
    [
        (
            "{type: constant, interval: PT1M, maxDuration: PT1M}",
            "'interval' must be less than 'maxDuration' but is PT1M",
        ),
        (
            "{type: exponential, interval: PT2M, maxInterval: PT1M}",
            "'interval' must be less than 'maxInterval' but is PT2M",
        ),
        (
            "{type: random, minInterval: PT2M, maxInterval: PT1M}",
            "'minInterval' must be less than 'maxInterval' but is PT2M",
        ),
        (
            "{type: random, minInterval: PT1M, maxInterval: PT2M, maxDuration: PT2M}",
            "'maxInterval' must be less than 'maxDuration' but is PT2M",
        ),
        (
            "{type: constant, interval: PT1M, maxAttempts: 0}",
            "`maxAttempts` must be greater than or equal to 1, and it is 0.",
        ),
        ("{type: constant}", "`interval` is missing. Write `interval: PT10S`."),
        ("{interval: PT1M}", "`type` is missing. Write one of constant, exponential, random."),
        (
            "{type: constnt, interval: PT1S}",
            '`type` is "constnt". Write one of constant, exponential, random. Did you mean `constant`?',
        ),
        (
            "{type: constant, interval: PT1S, maxAtempts: 2}",
            "A retry of type constant has no property `maxAtempts`. Did you mean `maxAttempts`?",
        ),
        (
            "{type: constant, interval: 5 s}",
            (
                "`interval` cannot be read: '5 s' is no ISO-8601 duration; write days, hours, minutes "
                "and seconds, such as P1D, PT1H30M or PT0.5S."
            ),
        ),
        ("[1]", "`retry` is a list. Write a map, with `type: constant` and `interval: PT10S`."),
    ],
)
def test_a_retry_that_cannot_be_is_told(retry: str, problem: str):
    assert [line.split(": ", 1)[1] for line in told(f"  - {{id: a, type: x, retry: {retry}}}\n")] == [problem]


@pytest.mark.parametrize(
    ("task", "problem"),
    [
        (
            "{id: a, type: x, timeout: soon}",
            "tasks[0].timeout | line 4, column 31: `timeout` cannot be read: 'soon' is no ISO-8601",
        ),
        (
            "{id: a, type: x, allowFailure: maybe}",
            "tasks[0].allowFailure | line 4, column 36: `allowFailure` is a text. Write `true` or `false`.",
        ),
        (
            "{id: a, type: x, logLevel: LOUD}",
            (
                'tasks[0].logLevel | line 4, column 32: `logLevel` is "LOUD". Write one of TRACE, '
                "DEBUG, INFO, WARN, ERROR."
            ),
        ),
        (
            "{id: a, type: x, taskCache: {ttl: PT1H}}",
            "tasks[0].taskCache.enabled | line 4, column 33: `enabled` is missing. Write `enabled: true`.",
        ),
        (
            f"{{id: a, type: {CORE}flow.Sequential}}",
            "tasks[0].tasks | line 4, column 5: `tasks` holds no task. Write `tasks:` and a list of tasks below it.",
        ),
        (
            f"{{id: a, type: {CORE}flow.If, then: {{}}}}",
            "tasks[0].then | line 4, column 56: `then` is a map. Write a list, each task beginning with `- id:`.",
        ),
        (
            f"{{id: a, type: {CORE}flow.Switch, value: x}}",
            "tasks[0] | line 4, column 5: No task defined, neither cases or default have any tasks",
        ),
        (
            f"{{id: a, type: {CORE}flow.Subflow, namespace: company.team, flowId: trips}}",
            "tasks[0].flowId | line 4, column 88: Recursive call to flow [company.team.trips]",
        ),
        (
            (
                f"{{id: a, type: {CORE}flow.WorkingDirectory, tasks: [{{id: b, type: "
                f"{CORE}flow.Sequential, tasks: [{log('c')}]}}]}}"
            ),
            (
                "tasks[0].tasks[0].type | line 4, column 86: Only runnable tasks are allowed as "
                "children of a WorkingDirectory task"
            ),
        ),
    ],
)
def test_a_task_that_cannot_be_is_told_at_its_place(task: str, problem: str):
    assert [line[: len(problem)] for line in told(f"  - {task}\n")] == [problem]


def dag(*items: tuple[str, str]) -> str:
    return f"  - id: dag\n    type: {CORE}flow.Dag\n    tasks:\n" + "".join(
        f"      - {{task: {log(name)}, dependsOn: {on}}}\n" for name, on in items
    )


def test_a_dag_names_only_its_own_tasks():
    assert told(dag(("a", "[]"), ("b", "[a, z]"))) == [
        "tasks[0].tasks[1].dependsOn[1] | line 8, column 77: Not existing task id in dependency: z"
    ]


def test_a_dag_has_no_circle():
    assert told(dag(("a", "[c]"), ("b", "[a]"), ("c", "[b]"))) == [
        "tasks[0].tasks | line 6, column 5: Cyclic dependency detected: a, c, b"
    ]


def test_an_item_of_a_dag_is_a_task_and_what_it_depends_on():
    source = (
        f"  - id: dag\n    type: {CORE}flow.Dag\n    tasks:\n      - {log('a')}\n      - "
        f"{{task: {log('b')}, dependOn: []}}\n"
    )
    assert [line.split(": ", 1)[1] for line in told(source)] == [
        "A task of a Dag is written `- task:` and the task below it.",
        "An item of a Dag has no property `dependOn`. Did you mean `dependsOn`?",
    ]


def test_names_with_dashes_need_brackets_in_templates():
    source = """\
  - id: my-task
    type: x
    uri: "{{ inputs.a-b }} {{ inputs['a-b'] }}"
  - id: other
    type: x
    deep: [{uri: "x {{ outputs.my-task.value }}"}]
  - id: fine
    type: x
    uri: "{{ outputs['my-task'].value }}"
inputs: [{id: a-b, type: STRING}]
outputs: [{id: o, value: "{{ outputs.my-task.value }}"}]
"""
    rule = "use {0}s[key-name] instead of {0}s.key-name — keys with dashes require bracket notation"
    assert told(source) == [
        (
            f"tasks[0].uri | line 6, column 10: Invalid input reference: {rule.format('input')}, "
            f"offending tasks: [my-task]"
        ),
        (
            f"tasks[1].deep[0].uri | line 9, column 18: Invalid output reference: "
            f"{rule.format('output')}, offending tasks: [other]"
        ),
        (
            f"outputs[0].value | line 14, column 26: Invalid output reference: "
            f"{rule.format('output')}, offending outputs: [o]"
        ),
    ]


def test_every_flowable_refuses_what_is_no_list_of_tasks():
    for shape in SHAPES:
        for slot in shape.slots:
            problems = told(f"  - {{id: a, type: {shape.type}, {slot}: 5}}\n")
            assert [line.split(" | ")[0] for line in problems if f"tasks[0].{slot} " in line] == [f"tasks[0].{slot}"], (
                shape
            )


def test_five_hundred_tasks_nested_ten_deep_are_read():
    lines = []
    for group in range(13):
        indent = "  "
        for depth in range(9):
            lines.append(f"{indent}- id: s{group}_{depth}\n{indent}  type: {CORE}flow.Sequential\n{indent}  tasks:\n")
            indent += "    "
        lines.extend(f"{indent}- {log(f'l{group}_{number}')}\n" for number in range(30))
    flow = read("".join(lines))
    deepest = "/".join(f"s12_{depth}" for depth in range(9)) + "/l12_29"
    assert (len(flow.task_paths()), flow.task(deepest).id) == (507, "l12_29")
