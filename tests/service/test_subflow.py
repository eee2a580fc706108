"""flow.Subflow: a task run that is an execution of another flow."""

import json
from typing import Any

import pytest

from dalsegno import Client
from dalsegno.api.executor.v1 import executor_pb2 as executor
from support.flows import NAMESPACE, flow, new_flow_id, run, state_name, task_run
from support.stack import Stack

RETURN = "io.kestra.plugin.core.debug.Return"
SUBFLOW = "io.kestra.plugin.core.flow.Subflow"
FAIL = "io.kestra.plugin.core.execution.Fail"


def child(client: Client, tasks: str, head: str = "") -> str:
    flow_id = new_flow_id("child")
    client.flows.put(flow(flow_id, tasks, head))
    return flow_id


def parent(client: Client, child_id: str, properties: str = "", head: str = "") -> executor.Execution:
    flow_id = new_flow_id("parent")
    task = f"  - id: call\n    type: {SUBFLOW}\n    namespace: {NAMESPACE}\n    flowId: {child_id}\n{properties}"
    return run(client, flow(flow_id, task, head), flow_id)


def outputs(execution: executor.Execution) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(task_run(execution, "call").outputs_json)
    return found


def history(run: executor.TaskRun) -> list[str]:
    return [state_name(change.state) for change in run.history]


def test_it_waits_and_has_the_flows_outputs(client: Client) -> None:
    head = "outputs:\n  - id: sum\n    type: INT\n    value: '{{ outputs.one.value }}'\n"
    child_id = child(client, f"  - {{id: one, type: {RETURN}, format: '7'}}\n", head)
    found = outputs(parent(client, child_id))
    assert (found["state"], found["outputs"]) == ("SUCCESS", {"sum": 7})
    started = client.executions.get(found["executionId"])
    assert (started.flow_id, state_name(started.state)) == (child_id, "SUCCESS")


def test_its_own_outputs_see_what_the_child_sees(client: Client) -> None:
    child_id = child(client, f"  - {{id: one, type: {RETURN}, format: '7'}}\n")
    found = outputs(parent(client, child_id, "    outputs:\n      got: '{{ outputs.one.value }}'\n"))
    assert found["outputs"] == {"got": "7"}


def test_the_child_knows_what_started_it(client: Client) -> None:
    template = "{{ trigger.executionId }} {{ trigger.flowId }} {{ trigger.taskId }}"
    child_id = child(client, f"  - {{id: one, type: {RETURN}, format: '{template}'}}\n")
    ended = parent(client, child_id, "    outputs:\n      got: '{{ outputs.one.value }}'\n")
    assert outputs(ended)["outputs"] == {"got": f"{ended.execution_id} {ended.flow_id} call"}
    trigger = json.loads(client.executions.get(outputs(ended)["executionId"]).trigger_json)
    assert (trigger["id"], trigger["type"]) == ("call", SUBFLOW)


def test_inputs_keep_their_types(client: Client) -> None:
    head = "inputs:\n  - {id: n, type: INT}\n  - {id: list, type: ARRAY, itemType: STRING}\n"
    child_id = child(client, f"  - {{id: one, type: {RETURN}, format: '{{{{ inputs.n + 1 }}}}'}}\n", head)
    properties = "    inputs: {n: 4, list: ['a', 'b']}\n    outputs: {got: '{{ outputs.one.value }}'}\n"
    found = outputs(parent(client, child_id, properties))
    assert found["outputs"] == {"got": "5"}
    assert json.loads(client.executions.get(found["executionId"]).inputs_json) == {"n": 4, "list": ["a", "b"]}


def test_inputs_that_are_missing_fail_the_task(client: Client) -> None:
    child_id = child(client, f"  - {{id: one, type: {RETURN}}}\n", "inputs:\n  - {id: n, type: INT}\n")
    ended = parent(client, child_id)
    assert state_name(ended.state) == "FAILED"
    assert "n" in task_run(ended, "call").error


@pytest.mark.parametrize(
    ("properties", "after"),
    [
        ("", ["FAILED"]),
        ("    transmitFailed: false\n", ["FAILED", "SUCCESS"]),
        ("    allowFailure: true\n", ["FAILED", "WARNING"]),
        ("    allowFailure: true\n    allowWarning: true\n", ["FAILED", "SUCCESS"]),
    ],
)
def test_its_run_goes_through_the_state_of_the_child(client: Client, properties: str, after: list[str]) -> None:
    child_id = child(client, f"  - {{id: one, type: {FAIL}}}\n")
    call = task_run(parent(client, child_id, properties), "call")
    assert history(call) == ["CREATED", "RUNNING", *after]
    assert [state_name(attempt.state) for attempt in call.attempts] == after[-1:]


@pytest.mark.parametrize(("transmit", "state"), [("true", "FAILED"), ("false", "SUCCESS")])
def test_a_failure_of_the_child_is_the_tasks_when_it_is_transmitted(client: Client, transmit: str, state: str) -> None:
    child_id = child(client, f"  - {{id: one, type: {FAIL}}}\n")
    ended = parent(client, child_id, f"    transmitFailed: {transmit}\n")
    assert (state_name(ended.state), outputs(ended)["state"]) == (state, "FAILED")
    assert bool(task_run(ended, "call").error) is (state == "FAILED")


def test_without_waiting_it_ends_when_the_child_is_started(client: Client) -> None:
    child_id = child(client, f"  - {{id: one, type: {FAIL}}}\n")
    ended = parent(client, child_id, "    wait: false\n")
    assert state_name(ended.state) == "SUCCESS"
    assert (list(outputs(ended)), outputs(ended)["state"]) == (["executionId", "state"], "CREATED")
    assert state_name(client.executions.wait(outputs(ended)["executionId"]).state) == "FAILED"


@pytest.mark.parametrize(("inherit", "team"), [("true", "rides"), ("false", "")])
def test_labels_are_inherited_when_asked_for(client: Client, inherit: str, team: str) -> None:
    child_id = child(client, f"  - {{id: one, type: {RETURN}}}\n", "labels: {own: child}\n")
    properties = f"    inheritLabels: {inherit}\n    labels: {{given: '{{{{ flow.namespace }}}}'}}\n"
    ended = parent(client, child_id, properties, "labels: {team: rides}\n")
    labels = client.executions.get(outputs(ended)["executionId"]).labels
    assert (labels.get("team", ""), labels["given"], labels["own"]) == (team, NAMESPACE, "child")
    assert labels["system.correlationId"] == ended.execution_id


def test_a_revision_can_be_asked_for(client: Client) -> None:
    child_id = child(client, f"  - {{id: one, type: {RETURN}, format: first}}\n")
    client.flows.put(flow(child_id, f"  - {{id: one, type: {RETURN}, format: second}}\n"))
    extract = "    outputs: {got: '{{ outputs.one.value }}'}\n"
    assert outputs(parent(client, child_id, extract))["outputs"] == {"got": "second"}
    assert outputs(parent(client, child_id, f"    revision: 1\n{extract}"))["outputs"] == {"got": "first"}


@pytest.mark.parametrize(
    ("properties", "message"),
    [
        ("", "Unable to find flow 'company.team'.'nowhere'"),
        ("    revision: 7\n", "Unable to find flow 'company.team'.'nowhere' with revision '7'"),
        ("    scheduleDate: tomorrow\n", "`scheduleDate` is 'tomorrow'"),
    ],
)
def test_what_cannot_be_started_fails_the_task(client: Client, properties: str, message: str) -> None:
    call = task_run(parent(client, "nowhere", properties), "call")
    assert message in call.error
    assert history(call) == ["CREATED", "FAILED"]


def test_a_disabled_flow_is_not_started(client: Client) -> None:
    child_id = child(client, f"  - {{id: one, type: {RETURN}}}\n", "disabled: true\n")
    assert task_run(parent(client, child_id), "call").error == "Cannot execute a flow which is disabled"


def test_outputs_that_cannot_be_extracted_fail_the_task(client: Client) -> None:
    child_id = child(client, f"  - {{id: one, type: {RETURN}}}\n")
    ended = parent(client, child_id, "    outputs: {got: '{{ outputs.other.value }}'}\n")
    assert task_run(ended, "call").error.startswith("Failed to extract outputs with the error: 'Unable to find")
    assert history(task_run(ended, "call")) == ["CREATED", "RUNNING", "SUCCESS", "FAILED"]


def test_a_schedule_date_in_the_past_starts_it_at_once(client: Client) -> None:
    child_id = child(client, f"  - {{id: one, type: {RETURN}}}\n")
    assert state_name(parent(client, child_id, "    scheduleDate: 2020-01-01T00:00:00Z\n").state) == "SUCCESS"


def test_a_restart_of_the_executor_finds_the_child_again(own_stack: Stack, own_client: Client) -> None:
    client = own_client
    head = "outputs: [{id: o, type: STRING, value: '{{ outputs.one.value }}'}]\n"
    child_id = child(
        client,
        f"  - {{id: wait, type: io.kestra.plugin.core.flow.Pause, pauseDuration: PT1S}}\n"
        f"  - {{id: one, type: {RETURN}, format: done}}\n",
        head,
    )
    flow_id = new_flow_id("parent")
    task = f"  - id: call\n    type: {SUBFLOW}\n    namespace: {NAMESPACE}\n    flowId: {child_id}\n"
    client.flows.put(flow(flow_id, task))
    started = client.executions.create(NAMESPACE, flow_id)
    while not (found := list(client.executions.list(namespace=NAMESPACE, flow_id=child_id))):
        pass
    for event in client.executions.watch(found[0].execution_id):
        if event.WhichOneof("kind") == "task_run_opened":
            break
    own_stack.executor_service.kill()
    own_stack.executor_service.start()
    ended = client.executions.wait(started.execution_id)
    [the_child] = client.executions.list(namespace=NAMESPACE, flow_id=child_id)
    assert outputs(ended) == {
        "executionId": the_child.execution_id,
        "state": "SUCCESS",
        "outputs": {"o": "done"},
    }
    assert len(task_run(ended, "call").attempts) == 1
