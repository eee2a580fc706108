"""A flow's `concurrency` counts replays and restarts as it counts any execution."""

import pytest

from dalsegno import Client
from dalsegno.api.executor.v1 import executor_pb2 as executor
from support.flows import NAMESPACE, flow, new_flow_id, state_name, states

TASKS = """
  - {id: first, type: io.kestra.plugin.core.debug.Return, format: one}
  - id: gate
    type: io.kestra.plugin.core.flow.If
    condition: "{{ inputs.holds }}"
    then:
      - {id: hold, type: io.kestra.plugin.core.flow.Pause}
  - {id: last, type: io.kestra.plugin.core.execution.Fail, condition: "{{ inputs.fails }}"}
"""
INPUTS = "  - {id: holds, type: BOOLEAN, defaults: false}\n  - {id: fails, type: BOOLEAN, defaults: false}\n"


def limited(client: Client, behavior: str, **inputs: object) -> tuple[executor.Execution, executor.Execution]:
    """An execution that has ended, and one that holds the only place."""
    flow_id = new_flow_id("limited")
    head = f"concurrency: {{limit: 1, behavior: {behavior}}}\ninputs:\n{INPUTS}"
    client.flows.put(flow(flow_id, TASKS, head))
    ended = client.executions.wait(client.executions.create(NAMESPACE, flow_id, inputs=inputs).execution_id)
    holder = client.executions.create(NAMESPACE, flow_id, inputs={"holds": True})
    return ended, reached(client, holder.execution_id, "PAUSED")


def reached(client: Client, execution_id: str, state: str) -> executor.Execution:
    for _ in client.executions.watch(execution_id):
        found = client.executions.get(execution_id)
        if state_name(found.state) == state:
            return found
    raise AssertionError(f"It never was {state}.")


@pytest.mark.parametrize("start", ["last", "BEGINNING"])
def test_a_replay_waits_for_its_place(client: Client, start: str) -> None:
    ended, holder = limited(client, "QUEUE")
    replay = client.executions.replay(ended.execution_id, start).execution
    assert state_name(reached(client, replay.execution_id, "QUEUED").state) == "QUEUED"
    client.executions.resume(holder.execution_id)
    after = client.executions.wait(replay.execution_id)
    begun = "CREATED" if start == "BEGINNING" else "RESTARTED"
    assert [state_name(change.state) for change in after.history][-4:] == [begun, "QUEUED", "RUNNING", "SUCCESS"]


def test_a_restart_waits_for_its_place(client: Client) -> None:
    failed, holder = limited(client, "QUEUE", fails=True)
    client.executions.restart(failed.execution_id)
    assert state_name(client.executions.get(failed.execution_id).state) == "QUEUED"
    client.executions.resume(holder.execution_id)
    after = client.executions.wait(failed.execution_id)
    assert [state_name(change.state) for change in after.history][-4:] == ["RESTARTED", "QUEUED", "RUNNING", "FAILED"]


@pytest.mark.parametrize(("behavior", "state"), [("FAIL", "FAILED"), ("CANCEL", "CANCELLED")])
def test_a_replay_without_a_place_ends_as_the_flow_says(client: Client, behavior: str, state: str) -> None:
    ended, holder = limited(client, behavior)
    replay = client.executions.replay(ended.execution_id, "last").execution
    after = client.executions.wait(replay.execution_id)
    assert (state_name(after.state), states(after)) == (state, {"first": "SUCCESS", "gate": "SUCCESS", "last": state})
    assert "concurrency limit exceeded, 1 running(s)" in after.error
    client.executions.resume(holder.execution_id)


@pytest.mark.parametrize(("behavior", "state"), [("FAIL", "FAILED"), ("CANCEL", "CANCELLED")])
def test_a_restart_without_a_place_ends_as_the_flow_says(client: Client, behavior: str, state: str) -> None:
    failed, holder = limited(client, behavior, fails=True)
    client.executions.restart(failed.execution_id)
    after = client.executions.wait(failed.execution_id)
    assert (state_name(after.state), states(after)["last"]) == (state, state)
    client.executions.resume(holder.execution_id)


def test_a_replay_gives_its_place_back(client: Client) -> None:
    ended, holder = limited(client, "FAIL")
    client.executions.resume(holder.execution_id)
    client.executions.wait(holder.execution_id)
    for _ in range(3):
        replay = client.executions.replay(ended.execution_id, "last").execution
        assert state_name(client.executions.wait(replay.execution_id).state) == "SUCCESS"
