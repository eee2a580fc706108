"""Task types that the executor runs itself, and the functions of expressions that need it."""

import json
from pathlib import Path

import pytest

from dalsegno_executor.core.context import current_variables
from dalsegno_executor.core.execution import Execution
from dalsegno_executor.core.states import State
from support.executor_fakes import bench
from support.executor_runs import A, fail, flow, history, messages, task

TYPE = "io.kestra.plugin.core"
HEAD = "labels: {team: red}\nvariables: {fleet: 1}\n"


def own(properties: str, name: str = "x", kind: str = "execution.Labels") -> str:
    return f"  - {{id: {name}, type: {TYPE}.{kind}, {properties}}}\n"


def chosen(execution: Execution) -> dict[str, str]:
    return {key: value for key, value in execution.labels.items() if not key.startswith("system.")}


async def ran(directory: Path, source: str, answer=None) -> tuple[Execution, list[str]]:
    async with bench(directory, source, *([answer] if answer else [])) as made:
        execution_id = await made.run()
        return (await made.executor.get(execution_id)).execution, await messages(made, execution_id)


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ("{shift: night}", {"team": "red", "shift": "night"}),
        ("{team: blue}", {"team": "blue"}),
        ("[{key: shift, value: night}]", {"team": "red", "shift": "night"}),
        ("""'{"shift": "night"}'""", {"team": "red", "shift": "night"}),
        ("""{"{{ flow.id }}": "{{ vars.fleet }}"}""", {"team": "red", "rides": "1"}),
    ],
)
async def test_labels_are_added_and_replaced(tmp_path: Path, labels: str, expected: dict[str, str]):
    execution, _ = await ran(tmp_path, flow(own(f"labels: {labels}"), HEAD))
    assert (execution.state, chosen(execution)) == (State.SUCCESS, expected)
    assert history(execution, "x") == [State.CREATED, State.SUCCESS]


@pytest.mark.parametrize("labels", ["{shift: ''}", "{system.id: x}", "[{key: shift}]", "7"])
async def test_labels_that_cannot_be_set_fail_the_task_and_change_none(tmp_path: Path, labels: str):
    execution, _ = await ran(tmp_path, flow(own(f"labels: {labels}"), HEAD))
    assert (execution.state, chosen(execution)) == (State.FAILED, {"team": "red"})
    assert history(execution, "x") == [State.CREATED, State.FAILED]


async def test_a_task_of_the_executor_whose_expression_fails_was_never_running(tmp_path: Path):
    execution, _ = await ran(tmp_path, flow(own("labels: {a: '{{ nothing }}'}"), HEAD))
    assert history(execution, "x") == [State.CREATED, State.FAILED]
    assert [attempt.state for attempt in execution.task_runs["x"].attempts] == [State.FAILED]


@pytest.mark.parametrize(
    ("kind", "properties", "state", "expected"),
    [
        ("SetVariables", "variables: {depot: 2}", State.SUCCESS, {"fleet": 1, "depot": 2}),
        ("SetVariables", "variables: {fleet: 3}", State.SUCCESS, {"fleet": 3}),
        ("SetVariables", "variables: {fleet: 3}, overwrite: false", State.FAILED, {"fleet": 1}),
        ("UnsetVariables", "variables: [fleet]", State.SUCCESS, {}),
        ("UnsetVariables", "variables: [depot]", State.FAILED, {"fleet": 1}),
        ("UnsetVariables", "variables: [depot], ignoreMissing: true", State.SUCCESS, {"fleet": 1}),
    ],
)
async def test_variables_are_set_and_taken_away(
    tmp_path: Path, kind: str, properties: str, state: State, expected: dict[str, int]
):
    execution, _ = await ran(tmp_path, flow(own(properties, kind=f"execution.{kind}"), HEAD))
    assert (execution.state, dict(current_variables(execution))) == (state, expected)


async def test_variables_set_at_the_same_time_are_all_kept(tmp_path: Path):
    sets = "".join("    " + own(f"variables: {{v{n}: {n}}}", f"x{n}", "execution.SetVariables") for n in range(8))
    execution, _ = await ran(tmp_path, flow(f"  - id: all\n    type: {TYPE}.flow.Parallel\n    tasks:\n{sets}", HEAD))
    assert dict(current_variables(execution)) == {"fleet": 1, **{f"v{n}": n for n in range(8)}}


@pytest.mark.parametrize(
    ("asked", "state"),
    [
        ("SUCCESS", State.SUCCESS),
        ("WARNING", State.WARNING),
        ("KILLED", State.KILLED),
        ("FAILED", State.FAILED),
        ("CANCELED", State.CANCELLED),
    ],
)
async def test_an_exit_ends_the_execution_in_the_state_that_is_asked_for(tmp_path: Path, asked: str, state: State):
    after = f"afterExecution:\n{task('late')}"
    execution, _ = await ran(tmp_path, flow(own(f"state: {asked}", kind="execution.Exit") + A + after))
    assert (execution.state, execution.task_runs["x"].state) == (state, state)
    assert set(execution.task_runs) == {"x", "late"}


async def test_executions_are_counted_by_flow(tmp_path: Path):
    flows = "flows: [{namespace: company.team, flowId: rides}, {namespace: company.team, flowId: none}]"
    template = "{{ outputs.x.total }}: {{ outputs.x.results[0].count }} {{ outputs.x.results[1].count }}"
    told = own(f"variables: {{told: {json.dumps(template)}}}", "y", "execution.SetVariables")
    execution, _ = await ran(tmp_path, flow(own(flows, kind="execution.Count") + told))
    assert dict(current_variables(execution)) == {"told": "1: 1 0"}


@pytest.mark.parametrize(
    "properties", ["states: [RUNNING]", "namespaces: [a], states: [NO]", "namespaces: [a], startDate: no"]
)
async def test_a_count_of_nothing_sensible_fails(tmp_path: Path, properties: str):
    execution, _ = await ran(tmp_path, flow(own(properties, kind="execution.Count")))
    assert execution.state is State.FAILED


async def test_a_sleep_says_how_long_it_waits(tmp_path: Path):
    execution, said = await ran(tmp_path, flow(own("duration: PT0.01S", kind="flow.Sleep")))
    assert execution.state is State.SUCCESS
    assert [line for line in said if line.startswith("Waiting for ")] == ["Waiting for PT0.01S"]


async def test_a_resume_of_what_is_not_paused_fails(tmp_path: Path):
    execution, _ = await ran(tmp_path, flow(own("inputs: {}", kind="execution.Resume")))
    assert execution.state is State.FAILED


@pytest.mark.parametrize(
    ("template", "secret"),
    [
        ("{{ secret('TOKEN') }}", "s3cr3t-t0k3n"),
        ("{{ secret('two') }}", "second line"),
        ("{{ secret('doors', subkey='front') }}", "open-sesame"),
    ],
)
async def test_a_secret_never_reaches_a_log_line(tmp_path: Path, template: str, secret: str):
    source = flow(f"  - {{id: x, type: {TYPE}.execution.Fail, errorMessage: {json.dumps('It is ' + template)}}}\n")
    _, said = await ran(tmp_path, source)
    assert any("******" in line for line in said)
    assert not any(secret in line for line in said)


async def test_a_secret_that_is_not_there_is_named(tmp_path: Path):
    execution, said = await ran(tmp_path, flow(own("labels: {a: \"{{ secret('nope') }}\"}")))
    assert execution.state is State.FAILED
    assert any("Cannot find secret for key 'nope'." in line for line in said)


async def test_a_branch_for_errors_sees_what_went_wrong(tmp_path: Path):
    template = "{{ errorLogs()[0].taskId }}: {{ errorLogs()[0].message }}"
    source = flow(A + "errors:\n" + own(f"variables: {{told: {json.dumps(template)}}}", kind="execution.SetVariables"))
    execution, _ = await ran(tmp_path, source, fail)
    assert dict(current_variables(execution)) == {"told": "a: It went wrong."}


async def test_a_secret_in_an_error_is_masked_in_the_task_run_and_in_the_execution(tmp_path: Path) -> None:
    source = """
id: rides
namespace: company.team
outputs:
  - {id: n, type: INT, value: "{{ secret('TOKEN') }}"}
tasks:
  - id: t
    type: io.kestra.plugin.core.execution.Fail
    errorMessage: "no {{ secret('TOKEN') }} here"
    allowFailure: true
"""
    async with bench(tmp_path, source) as made:
        execution = (await made.executor.get(await made.run())).execution
    assert execution.task_runs["t"].error == "no ****** here"
    assert execution.error.startswith("Failed to render output values: Invalid type for output 'n'")
    assert "s3cr3t" not in execution.error
