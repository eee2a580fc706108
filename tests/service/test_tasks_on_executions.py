"""Task types that act on executions, seen from outside: labels, variables, exits, sleeps, resumes, counts."""

import json
from typing import Any

import pytest

from dalsegno import Client
from dalsegno.api.executor.v1 import executor_pb2 as executor
from support.flows import NAMESPACE, flow, new_flow_id, replay, run, state_name, states, task_run
from support.stack import Stack

RETURN = "io.kestra.plugin.core.debug.Return"
ON_EXECUTIONS = "io.kestra.plugin.core.execution"
FLOW = "io.kestra.plugin.core.flow"


def outputs(execution: executor.Execution, path: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(task_run(execution, path).outputs_json)
    return found


def ran(client: Client, tasks: str, head: str = "") -> executor.Execution:
    flow_id = new_flow_id("acting")
    return run(client, flow(flow_id, tasks, head), flow_id)


def test_labels_are_seen_by_later_tasks_and_in_lists(client: Client) -> None:
    tasks = f"""
  - {{id: set, type: {ON_EXECUTIONS}.Labels, labels: {{shift: night}}}}
  - {{id: seen, type: {RETURN}, format: "{{{{ labels.shift }}}} {{{{ labels.team }}}}"}}
"""
    ended = ran(client, tasks, "labels: {team: rides}\n")
    assert outputs(ended, "seen") == {"value": "night rides"}
    [listed] = client.executions.list(namespace=ended.namespace, flow_id=ended.flow_id)
    assert (listed.labels["shift"], listed.labels["team"]) == ("night", "rides")


def test_system_labels_are_refused_in_kestras_words(client: Client) -> None:
    ended = ran(client, f"  - {{id: set, type: {ON_EXECUTIONS}.Labels, labels: {{system.x: y}}}}\n")
    assert "offending label: system.x=y" in task_run(ended, "set").error


def test_a_replay_keeps_the_variables_that_were_set_on_the_same_revision(client: Client) -> None:
    tasks = f"""
  - {{id: set, type: {ON_EXECUTIONS}.SetVariables, variables: {{fleet: 2, more: [1]}}}}
  - {{id: seen, type: {RETURN}, format: "{{{{ vars.fleet }}}} {{{{ vars.more ?? 'none' }}}}"}}
"""
    ended = ran(client, tasks, "variables: {fleet: 1}\n")
    assert json.loads(ended.variables_json) == {"fleet": 2, "more": [1]}
    assert outputs(ended, "seen") == {"value": "2 [1]"}
    assert outputs(replay(client, ended, "seen", "original"), "seen") == {"value": "2 [1]"}
    client.flows.put(flow(ended.flow_id, tasks, "variables: {fleet: 7}\n"))
    fresh = replay(client, ended, "seen", "latest")
    assert (outputs(fresh, "seen"), fresh.variables_json) == ({"value": "7 none"}, "")


@pytest.mark.parametrize("around", ["Parallel", "ForEach"])
def test_an_exit_calls_off_what_runs_beside_it(client: Client, around: str) -> None:
    inner = f"""
      - {{id: long, type: {FLOW}.Sleep, duration: PT1H}}
      - {{id: leave, type: {ON_EXECUTIONS}.Exit, state: WARNING}}
"""
    tasks = f"  - id: p\n    type: {FLOW}.Parallel\n    tasks:{inner}"
    if around == "ForEach":
        tasks = f"""
  - id: each
    type: {FLOW}.ForEach
    concurrencyLimit: 0
    values: [a]
    tasks:
      - id: p
        type: {FLOW}.Parallel
        tasks:{inner.replace("      -", "          -")}"""
    head = f"errors:\n  - {{id: told, type: {RETURN}}}\nfinally:\n  - {{id: last, type: {RETURN}}}\n"
    head += f"afterExecution:\n  - {{id: after, type: {RETURN}, format: '{{{{ execution.state }}}}'}}\n"
    ended = ran(client, f"{tasks}  - {{id: never, type: {RETURN}}}\n", head)
    found = states(ended)
    assert outputs(ended, "after") == {"value": "WARNING"}
    assert found.pop("after") == "SUCCESS"
    assert set(found.values()) == {state_name(ended.state)} == {"WARNING"}
    assert {"told", "last", "never"}.isdisjoint(found)


def test_a_sleep_goes_on_when_the_executor_is_back(own_stack: Stack, own_client: Client) -> None:
    flow_id = new_flow_id("sleeping")
    own_client.flows.put(flow(flow_id, f"  - {{id: wait, type: {FLOW}.Sleep, duration: PT1S}}\n"))
    execution = own_client.executions.create(NAMESPACE, flow_id)
    own_stack.executor_service.kill()
    own_stack.executor_service.start()
    ended = own_client.executions.wait(execution.execution_id)
    [attempt] = task_run(ended, "wait").attempts
    assert (state_name(ended.state), state_name(attempt.state)) == ("SUCCESS", "SUCCESS")
    assert attempt.end_time.ToMilliseconds() - attempt.start_time.ToMilliseconds() >= 1000


def test_a_paused_execution_is_resumed_with_inputs(client: Client) -> None:
    paused_id = new_flow_id("paused")
    pause = f"  - id: ask\n    type: {FLOW}.Pause\n    onResume: [{{id: ok, type: BOOLEAN}}]\n"
    client.flows.put(
        flow(paused_id, f"{pause}  - {{id: last, type: {RETURN}, format: '{{{{ outputs.ask.onResume.ok }}}}'}}\n")
    )
    paused = client.executions.create(NAMESPACE, paused_id)
    for event in client.executions.watch(paused.execution_id):
        if event.WhichOneof("kind") == "task_run_opened":
            break
    resume = f"  - id: go\n    type: {ON_EXECUTIONS}.Resume\n    executionId: {paused.execution_id}\n    inputs: "
    assert "ok" in task_run(ran(client, f"{resume}{{colour: red}}\n"), "go").error
    assert state_name(ran(client, f"{resume}{{ok: false}}\n").state) == "SUCCESS"
    ended = client.executions.wait(paused.execution_id)
    assert (state_name(ended.state), outputs(ended, "last")) == ("SUCCESS", {"value": "false"})
    again = ran(client, f"{resume}{{ok: true}}\n")
    assert "cannot be resumed" in task_run(again, "go").error


def test_executions_are_counted_by_state_date_and_expression(client: Client) -> None:
    good, bad = new_flow_id("good"), new_flow_id("bad")
    client.flows.put(flow(good, f"  - {{id: t, type: {RETURN}}}\n"))
    client.flows.put(flow(bad, f"  - {{id: t, type: {ON_EXECUTIONS}.Fail}}\n"))
    for flow_id in (good, good, bad):
        client.executions.wait(client.executions.create(NAMESPACE, flow_id).execution_id)
    flows = f"[{{namespace: {NAMESPACE}, flowId: {good}}}, {{namespace: {NAMESPACE}, flowId: {bad}}}]"

    def counted(more: str) -> tuple[int, list[int]]:
        task = f"  - id: n\n    type: {ON_EXECUTIONS}.Count\n    flows: {flows}\n{more}"
        found = outputs(ran(client, task), "n")
        return found["total"], [result["count"] for result in found["results"]]

    assert counted("") == (3, [2, 1])
    assert counted("    states: [FAILED]\n") == (1, [0, 1])
    assert counted("    startDate: '2020-01-01T00:00:00Z'\n") == (3, [2, 1])
    assert counted("    endDate: '2020-01-01T00:00:00Z'\n") == (0, [0, 0])
    assert counted("    expression: '{{ count == 2 }}'\n") == (2, [2])


def test_error_logs_are_there_in_finally_and_in_outputs(client: Client) -> None:
    tasks = f"""
  - {{id: one, type: {ON_EXECUTIONS}.Fail, errorMessage: first, allowFailure: true}}
  - {{id: two, type: {ON_EXECUTIONS}.Fail, errorMessage: second}}
"""
    template = "{% for line in errorLogs() %}{{ line.taskId }}={{ line.message }} {% endfor %}"
    head = f'variables: {{told: "{template}"}}\n'
    head += f"finally:\n  - {{id: last, type: {RETURN}, format: '{{{{ render(vars.told) }}}}'}}\n"
    head += f'outputs:\n  - {{id: told, type: STRING, value: "{template}"}}\n'
    ended = ran(client, tasks, head)
    assert outputs(ended, "last") == {"value": "one=first two=second "}
    assert json.loads(ended.outputs_json) == {"told": "one=first two=second "}


def test_the_environment_is_seen(client: Client) -> None:
    template = "{{ envs.team }} {{ globals | length }} {{ kestra.environment.name }}"
    ended = ran(client, f'  - {{id: t, type: {RETURN}, format: "{template}"}}\n')
    assert outputs(ended, "t") == {"value": "rides 0 "}
