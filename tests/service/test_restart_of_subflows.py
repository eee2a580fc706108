"""What a restart and a replay make of the executions that Subflow and ForEachItem have started."""

import json
from typing import Any

from dalsegno import Client
from dalsegno.api.executor.v1 import executor_pb2 as executor
from support.flows import NAMESPACE, flow, new_flow_id, run, state_name, task_run

RETURN = "io.kestra.plugin.core.debug.Return"
SUBFLOW = "io.kestra.plugin.core.flow.Subflow"
# Fails at the first attempts and not at a later one.
FLAKY = f"""
  - {{id: first, type: {RETURN}, format: one}}
  - id: flaky
    type: io.kestra.plugin.core.log.Log
    message: "{{{{ taskrun.attemptsCount >= N ? 'ok' : ko }}}}"
  - {{id: last, type: {RETURN}, format: "{{{{ outputs.first.value }}}}"}}
"""


def failed(client: Client, properties: str = "", tasks: str = FLAKY, failures: int = 1) -> executor.Execution:
    """An execution that failed because its subflow did."""
    child_id, parent_id = new_flow_id("child"), new_flow_id("parent")
    client.flows.put(flow(child_id, tasks.replace("N", str(failures))))
    call = f"  - id: call\n    type: {SUBFLOW}\n    namespace: {NAMESPACE}\n    flowId: {child_id}\n{properties}"
    execution = run(client, flow(parent_id, call), parent_id)
    assert state_name(execution.state) == "FAILED"
    return execution


def restarted(client: Client, execution: executor.Execution) -> executor.Execution:
    client.executions.restart(execution.execution_id)
    return client.executions.wait(execution.execution_id)


def outputs(execution: executor.Execution) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(task_run(execution, "call").outputs_json)
    return found


def child_of(client: Client, execution: executor.Execution) -> executor.Execution:
    return client.executions.get(outputs(execution)["executionId"])


def attempts(child: executor.Execution) -> dict[str, int]:
    return {task_run.task_path: len(task_run.attempts) for task_run in child.task_runs}


def test_a_restart_goes_on_within_the_subflow_that_failed(client: Client) -> None:
    before = failed(client)
    after = restarted(client, before)
    assert (state_name(after.state), outputs(after)["executionId"]) == ("SUCCESS", outputs(before)["executionId"])
    child = child_of(client, after)
    assert attempts(child) == {"first": 1, "flaky": 2, "last": 1}
    assert child.labels["system.restarted"] == "true"


def test_one_restart_after_the_other_goes_on_within_the_same_subflow(client: Client) -> None:
    before = failed(client, failures=2)
    between = restarted(client, before)
    assert state_name(between.state) == "FAILED"
    after = restarted(client, between)
    assert state_name(after.state) == "SUCCESS"
    assert outputs(after)["executionId"] == outputs(before)["executionId"]
    assert attempts(child_of(client, after)) == {"first": 1, "flaky": 3, "last": 1}


def test_a_subflow_that_was_mended_by_itself_is_not_run_again(client: Client) -> None:
    before = failed(client)
    mended = restarted(client, child_of(client, before))
    assert state_name(mended.state) == "SUCCESS"
    after = restarted(client, before)
    assert (state_name(after.state), outputs(after)["state"]) == ("SUCCESS", "SUCCESS")
    assert child_of(client, after).position == mended.position


def test_a_restart_may_be_told_to_begin_a_new_one(client: Client) -> None:
    before = failed(client, "    restartBehavior: NEW_EXECUTION\n")
    after = restarted(client, before)
    assert (state_name(after.state), outputs(after)["state"]) == ("FAILED", "FAILED")
    assert outputs(after)["executionId"] != outputs(before)["executionId"]


def test_a_replay_always_begins_a_new_one(client: Client) -> None:
    before = failed(client)
    after = restarted(client, before)
    again = client.executions.replay(after.execution_id, "call").execution
    replayed = client.executions.wait(again.execution_id)
    assert outputs(replayed)["executionId"] != outputs(before)["executionId"]
    assert attempts(child_of(client, replayed))["flaky"] == 1


def test_a_retry_begins_a_new_one(client: Client) -> None:
    retry = "    retry: {type: constant, interval: PT0.01S, maxAttempt: 2}\n"
    before = failed(client, retry)
    child = child_of(client, before)
    assert attempts(child) == {"first": 1, "flaky": 1}
    assert len(task_run(before, "call").attempts) == 2


def test_each_batch_goes_on_with_its_own(client: Client) -> None:
    child_id, parent_id = new_flow_id("child"), new_flow_id("parent")
    tasks = (
        f"  - {{id: first, type: {RETURN}, format: one}}\n"
        "  - id: flaky\n    type: io.kestra.plugin.core.log.Log\n"
        "    message: \"{{ taskrun.attemptsCount > 0 or inputs.number == '1' ? 'ok' : ko }}\"\n"
    )
    client.flows.put(flow(child_id, tasks, "inputs:\n  - {id: number, type: STRING}\n"))
    parent = (
        '  - id: each\n    type: io.kestra.plugin.core.flow.ForEachItem\n    items: "{{ inputs.rows }}"\n'
        f"    batch: {{rows: 1}}\n    namespace: {NAMESPACE}\n    flowId: {child_id}\n"
        '    inputs: {number: "{{ taskrun.iteration }}"}\n'
    )
    client.flows.put(flow(parent_id, parent, "inputs:\n  - {id: rows, type: FILE}\n"))
    created = client.executions.create(NAMESPACE, parent_id, files={"rows": b'{"a":1}\n{"a":2}\n'})
    before = client.executions.wait(created.execution_id)
    assert state_name(before.state) == "FAILED"

    after = restarted(client, before)

    assert state_name(after.state) == "SUCCESS"
    children = client.executions.list(namespace=NAMESPACE, flow_id=child_id)
    found = [client.executions.get(child.execution_id) for child in children]
    assert sorted(attempts(child)["flaky"] for child in found) == [1, 2]
