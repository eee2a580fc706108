"""The state tasks in executions of real services."""

import pytest

from dalsegno import Client
from dalsegno.api.executor.v1 import executor_pb2 as executor
from support.flows import NAMESPACE, flow, new_flow_id, replay, run, state_name

# The branch `each` of Kestra's flow `state`: one loop whose values have states of their own, one that shares a state.
EACH = """
  - {id: delete1, type: io.kestra.plugin.core.state.Delete, name: rec}
  - id: each1
    type: io.kestra.plugin.core.flow.ForEach
    values: '["a", "b"]'
    tasks:
      - {id: getEach1, type: io.kestra.plugin.core.state.Get, name: rec}
      - id: setEach1
        type: io.kestra.plugin.core.state.Set
        name: rec
        data:
          value: "{{ (currentEachOutput(outputs.getEach1).data.value ?? 'null') ~ '-' ~ taskrun.value }}"
      - {id: regetEach1, type: io.kestra.plugin.core.state.Get, name: rec}
  - {id: delete2, type: io.kestra.plugin.core.state.Delete, name: rec}
  - id: each2
    type: io.kestra.plugin.core.flow.ForEach
    values: '["a", "b"]'
    tasks:
      - {id: getEach2, type: io.kestra.plugin.core.state.Get, name: rec, taskrunValue: false}
      - id: setEach2
        type: io.kestra.plugin.core.state.Set
        name: rec
        taskrunValue: false
        data:
          value: "{{ (currentEachOutput(outputs.getEach2).data.value ?? 'null') ~ '-' ~ taskrun.value }}"
      - {id: regetEach2, type: io.kestra.plugin.core.state.Get, name: rec, taskrunValue: false}
"""
# The other branch of it: what is done depends on the state that the execution before has left.
IN_TURN = """
id: state
namespace: company.states
tasks:
  - {id: state, type: io.kestra.plugin.core.state.Get, name: rec}
  - id: switch
    type: io.kestra.plugin.core.flow.Switch
    value: >-
      {{ (outputs.state.data.value ?? 0) == 0 ? 'create' : (outputs.state.data.value == 1 ? 'update' : 'delete') }}
    cases:
      create:
        - {id: create, type: io.kestra.plugin.core.state.Set, name: rec, data: {value: 1}}
        - {id: createGet, type: io.kestra.plugin.core.state.Get, name: rec}
      update:
        - id: update
          type: io.kestra.plugin.core.state.Set
          name: rec
          data: {value: "{{ outputs.state.data.value + 1 }}"}
        - {id: updateGet, type: io.kestra.plugin.core.state.Get, name: rec}
      delete:
        - {id: delete, type: io.kestra.plugin.core.state.Delete, name: rec}
        - {id: deleteGet, type: io.kestra.plugin.core.state.Get, name: rec}
"""
COUNTING = """
  - {id: state, type: io.kestra.core.tasks.states.Get}
  - {id: count, type: io.kestra.core.tasks.states.Set, data: {value: "{{ (outputs.state.data.value ?? 0) + 1 }}"}}
"""
MISSING = """
  - {id: missing, type: io.kestra.plugin.core.state.Get, name: rec, errorOnMissing: true}
"""
BAD_NAME = """
  - {id: bad, type: io.kestra.plugin.core.state.Set, name: "a/b", data: {a: 1}}
"""


def data_of(client: Client, execution: executor.Execution, task_path: str) -> object:
    return client.outputs.get(execution.execution_id, task_path)["data"]


def test_the_values_of_a_loop_have_states_of_their_own_or_share_one(client: Client) -> None:
    flow_id = new_flow_id("state")
    ended = run(client, flow(flow_id, EACH), flow_id)
    assert state_name(ended.state) == "SUCCESS"
    paths = sorted(run.task_path for run in ended.task_runs if "reget" in run.task_path)
    assert [data_of(client, ended, path)["value"] for path in paths] == ["null-a", "null-b", "null-a", "null-a-b"]


def test_executions_take_turns_at_a_state(client: Client) -> None:
    client.flows.put(IN_TURN)
    outputs = []
    for _ in range(3):
        started = client.executions.create("company.states", "state")
        ended = client.executions.wait(started.execution_id)
        done = [run.task_path for run in ended.task_runs if run.task_path.startswith("switch/")]
        outputs.append([client.outputs.get(ended.execution_id, path) for path in ("state", *done)])
    key = "state_states_tasks-states_rec"
    assert outputs == [
        [{"count": 0, "data": {}}, {"count": 1, "key": key}, {"count": 1, "data": {"value": 1}}],
        [{"count": 1, "data": {"value": 1}}, {"count": 1, "key": key}, {"count": 1, "data": {"value": 2}}],
        [{"count": 1, "data": {"value": 2}}, {"deleted": True}, {"count": 0, "data": {}}],
    ]


def test_a_state_passes_from_one_execution_to_the_next_and_counts(client: Client) -> None:
    flow_id = new_flow_id("counting")
    key = f"{flow_id.replace('_', '-')}_states_tasks-states_default"
    for number in (1, 2, 3):
        ended = run(client, flow(flow_id, COUNTING), flow_id)
        assert client.outputs.get(ended.execution_id, "count") == {"count": 1, "key": key}
        assert client.values.get(NAMESPACE, key) == {"value": number}


def test_a_replay_from_a_later_task_uses_the_state_that_was_read(client: Client) -> None:
    flow_id = new_flow_id("counting")
    ended = run(client, flow(flow_id, COUNTING), flow_id)
    again = replay(client, ended, "count")
    key = client.outputs.get(again.execution_id, "count")["key"]
    assert client.values.get(NAMESPACE, key) == {"value": 1}
    assert client.outputs.get(replay(client, ended, "state").execution_id, "state") == {
        "count": 1,
        "data": {"value": 1},
    }


@pytest.mark.parametrize(
    ("tasks", "said"),
    [(MISSING, "There is no state `rec`: company.team has no value for the key"), (BAD_NAME, "a/b")],
)
def test_a_state_that_cannot_be_had_fails_its_task_run(client: Client, tasks: str, said: str) -> None:
    flow_id = new_flow_id("state")
    ended = run(client, flow(flow_id, tasks), flow_id)
    assert (state_name(ended.state), said in ended.task_runs[0].attempts[-1].error) == ("FAILED", True)
