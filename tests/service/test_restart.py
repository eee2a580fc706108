"""RestartExecution: what failed runs again, in the execution where it failed."""

import json

import pytest

from dalsegno import Client, DalSegnoError
from dalsegno.api.executor.v1 import executor_pb2 as executor
from support.flows import flow, new_flow_id, run, state_name, states, task_run
from support.stack import Stack

RETURN = "io.kestra.plugin.core.debug.Return"
# Fails at the first attempt and not at the second.
FLAKY = "type: io.kestra.plugin.core.log.Log, message: \"{{ taskrun.attemptsCount > 0 ? 'ok' : ko }}\""
LOOP = f"""
  - id: first
    type: {RETURN}
    format: one
  - id: each
    type: io.kestra.plugin.core.flow.ForEach
    concurrencyLimit: 0
    values: [a, b]
    tasks:
      - {{id: load, type: {RETURN}, format: "{{{{ taskrun.value }}}}"}}
      - {{id: flaky, {FLAKY}}}
      - {{id: store, type: {RETURN}, format: "{{{{ outputs.load[taskrun.value].value }}}}"}}
  - {{id: last, type: {RETURN}, format: "{{{{ outputs.first.value }}}}"}}
"""


def failed(client: Client, tasks: str, head: str = "") -> executor.Execution:
    flow_id = new_flow_id("restart")
    execution = run(client, flow(flow_id, tasks, head), flow_id)
    assert state_name(execution.state) == "FAILED"
    return execution


def restart(client: Client, execution: executor.Execution) -> executor.Execution:
    restarted = client.executions.restart(execution.execution_id)
    assert restarted.execution_id == execution.execution_id
    return client.executions.wait(execution.execution_id)


def names(history: object) -> list[str]:
    return [state_name(change.state) for change in history]  # type: ignore[attr-defined]  # StateChanges


def test_it_goes_on_within_the_loop_and_repeats_nothing_that_ended_well(client: Client) -> None:
    before = failed(client, LOOP)
    after = restart(client, before)
    assert state_name(after.state) == "SUCCESS"
    assert names(after.history) == ["CREATED", "RUNNING", "FAILED", "RESTARTED", "RUNNING", "SUCCESS"]
    assert (after.attempt_number, after.labels["system.restarted"]) == (2, "true")
    for path in ("first", "each[value=a]/load", "each[value=b]/load"):
        assert task_run(after, path) == task_run(before, path)
    assert names(task_run(after, "each").history) == ["CREATED", "RUNNING", "FAILED", "RUNNING", "SUCCESS"]
    again = task_run(after, "each[value=a]/flaky")
    assert names(again.history) == ["CREATED", "RUNNING", "FAILED", "RESTARTED", "RUNNING", "SUCCESS"]
    assert [state_name(attempt.state) for attempt in again.attempts] == ["FAILED", "SUCCESS"]
    assert json.loads(task_run(after, "each[value=b]/store").outputs_json) == {"value": "b"}
    assert json.loads(task_run(after, "last").outputs_json) == {"value": "one"}


def test_handlers_run_again_as_they_are_needed(client: Client) -> None:
    head = f"errors:\n  - {{id: told, type: {RETURN}}}\nafterExecution:\n  - {{id: after, type: {RETURN}}}\n"
    before = failed(client, f"  - {{id: flaky, {FLAKY}}}\n", head)
    assert states(before) == {"flaky": "FAILED", "told": "SUCCESS", "after": "SUCCESS"}
    assert states(restart(client, before)) == {"flaky": "SUCCESS", "after": "SUCCESS"}


def test_a_flowable_that_could_not_begin_begins_again(client: Client) -> None:
    loop = "  - id: each\n    type: io.kestra.plugin.core.flow.ForEach\n    values: '{{ nothing }}'\n"
    before = failed(client, f"{loop}    tasks:\n      - {{id: t, type: {RETURN}}}\n")
    after = restart(client, before)
    assert names(task_run(after, "each").history) == ["CREATED", "RUNNING", "FAILED", "RUNNING", "FAILED"]


def test_an_allowed_failure_is_gone_into_again(client: Client) -> None:
    tasks = f"""
  - id: lenient
    type: io.kestra.plugin.core.flow.AllowFailure
    tasks:
      - {{id: flaky, {FLAKY}}}
  - {{id: strict, {FLAKY}}}
"""
    after = restart(client, failed(client, tasks))
    assert states(after) == {"lenient": "SUCCESS", "lenient/flaky": "SUCCESS", "strict": "SUCCESS"}


def test_it_may_be_restarted_again_and_again(client: Client) -> None:
    never = "  - {id: never, type: io.kestra.plugin.core.execution.Fail}\n"
    execution = failed(client, never)
    for number in (2, 3):
        execution = restart(client, execution)
        assert (execution.attempt_number, len(execution.task_runs[0].attempts)) == (number, number)
    [listed] = client.executions.list(namespace=execution.namespace, flow_id=execution.flow_id)
    assert (state_name(listed.state), listed.attempt_number) == ("FAILED", 3)


def test_the_same_request_restarts_once(client: Client) -> None:
    execution = failed(client, "  - {id: never, type: io.kestra.plugin.core.execution.Fail}\n")
    for _ in range(2):
        client.executions.restart(execution.execution_id, request_id=f"once-{execution.execution_id}")
        ended = client.executions.wait(execution.execution_id)
    assert ended.attempt_number == 2


@pytest.mark.parametrize(
    ("tasks", "reason"),
    [
        (f"  - {{id: t, type: {RETURN}}}\n", "NOTHING_TO_REPLAY"),
        ("  - {id: t, type: io.kestra.plugin.core.flow.Pause}\n", "NOT_RESTARTABLE"),
        ("  - {id: t, type: io.kestra.plugin.core.execution.Exit, state: KILLED}\n", "NOT_RESTARTABLE"),
    ],
)
def test_what_did_not_fail_is_not_restarted(client: Client, tasks: str, reason: str) -> None:
    flow_id = new_flow_id("restart")
    client.flows.put(flow(flow_id, tasks))
    execution = client.executions.create("company.team", flow_id)
    for event in client.executions.watch(execution.execution_id):
        if event.WhichOneof("kind") == "task_run_opened":
            break
    with pytest.raises(DalSegnoError) as refused:
        client.executions.restart(execution.execution_id)
    assert refused.value.reason == reason
    # Asking changed nothing: a paused one can still be resumed.
    if "Pause" in tasks:
        client.executions.resume(execution.execution_id)
        assert state_name(client.executions.wait(execution.execution_id).state) == "SUCCESS"


def test_a_restarted_execution_survives_the_executor(own_stack: Stack, own_client: Client) -> None:
    client = own_client
    wait = "  - {id: wait, type: io.kestra.plugin.core.flow.Sleep, duration: PT1S}\n"
    execution = failed(client, f"  - {{id: flaky, {FLAKY}}}\n{wait}")
    client.executions.restart(execution.execution_id)
    own_stack.executor_service.kill()
    own_stack.executor_service.start()
    ended = client.executions.wait(execution.execution_id)
    assert states(ended) == {"flaky": "SUCCESS", "wait": "SUCCESS"}
    assert names(ended.history)[3:] == ["RESTARTED", "RUNNING", "SUCCESS"]
