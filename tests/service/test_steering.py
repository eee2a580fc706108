"""Pausing, breakpoints, forced runs, and states that somebody sets."""

import json
from typing import Any

import pytest

from dalsegno import Client, DalSegnoError
from dalsegno.api.executor.v1 import executor_pb2 as executor
from dalsegno.states import State
from support.flows import NAMESPACE, flow, new_flow_id, run, state_name, states, task_run
from support.stack import Stack

RETURN = "io.kestra.plugin.core.debug.Return"
FAIL = "io.kestra.plugin.core.execution.Fail"
SUBFLOW = "io.kestra.plugin.core.flow.Subflow"
LOOP = f"""
  - {{id: first, type: {RETURN}, format: one}}
  - id: each
    type: io.kestra.plugin.core.flow.ForEach
    values: [a, b, c]
    tasks:
      - {{id: load, type: {RETURN}, format: "{{{{ taskrun.value }}}}"}}
      - {{id: check, type: {FAIL}, condition: "{{{{ taskrun.value == 'b' }}}}"}}
  - {{id: last, type: {RETURN}, format: "{{{{ outputs.load | length }}}}"}}
errors:
  - {{id: alert, type: {RETURN}, format: alert}}
finally:
  - {{id: clean, type: {RETURN}, format: clean}}
"""


def started(client: Client, tasks: str, head: str = "", **more: Any) -> executor.Execution:
    flow_id = new_flow_id("steering")
    client.flows.put(flow(flow_id, tasks, head))
    return client.executions.create(NAMESPACE, flow_id, **more)


def failed(client: Client) -> executor.Execution:
    flow_id = new_flow_id("steering")
    return run(client, flow(flow_id, LOOP), flow_id)


def reached(client: Client, execution_id: str, state: str) -> executor.Execution:
    for _ in client.executions.watch(execution_id):
        found = client.executions.get(execution_id)
        if state_name(found.state) == state:
            return found
    raise AssertionError(f"It never was {state}.")


def history(found: executor.Execution | executor.TaskRun) -> list[str]:
    return [state_name(change.state) for change in found.history]


def refused(call: Any) -> tuple[str, str]:
    with pytest.raises(DalSegnoError) as error:
        call()
    return error.value.reason, error.value.message


# -- pausing


class Held:
    """An execution whose first task runs until somebody lets it end; `b` follows it, unless told otherwise."""

    def __init__(
        self,
        client: Client,
        after: str = f"  - {{id: b, type: {RETURN}, format: x}}\n",
        properties: str = "",
        end: str = "",
    ) -> None:
        self.client = client
        self._child = new_flow_id("child")
        client.flows.put(flow(self._child, f"  - {{id: gate, type: io.kestra.plugin.core.flow.Pause}}\n{end}"))
        call = f"  - {{id: a, type: {SUBFLOW}, namespace: {NAMESPACE}, flowId: {self._child}{properties}}}\n"
        self.execution_id = started(client, call + after).execution_id
        for event in client.executions.watch(self.execution_id):
            if event.HasField("task_run_started"):
                break

    def let_end(self) -> None:
        """Returns once the first task has ended."""
        [child] = self._children()
        reached(self.client, child.execution_id, "PAUSED")
        self.client.executions.resume(child.execution_id)
        for event in self.client.executions.watch(self.execution_id):
            if event.HasField("task_run_finished"):
                return

    def now(self) -> tuple[str, dict[str, str]]:
        found = self.client.executions.get(self.execution_id)
        return state_name(found.state), states(found)

    def _children(self) -> list[executor.Execution]:
        """The execution that the first task has started, as soon as it is there."""
        while not (found := list(self.client.executions.list(namespace=NAMESPACE, flow_id=self._child))):
            continue
        return found


def test_what_runs_when_it_is_paused_ends_and_nothing_starts(client: Client) -> None:
    held = Held(client)
    client.executions.pause(held.execution_id)
    assert held.now() == ("PAUSED", {"a": "RUNNING"})
    held.let_end()
    assert held.now() == ("PAUSED", {"a": "SUCCESS"})
    client.executions.resume(held.execution_id)
    ended = client.executions.wait(held.execution_id)
    assert states(ended) == {"a": "SUCCESS", "b": "SUCCESS"}
    assert history(ended) == ["CREATED", "RUNNING", "PAUSED", "RUNNING", "SUCCESS"]


def test_an_execution_whose_last_task_has_ended_waits_for_its_end_too(client: Client) -> None:
    held = Held(client, after="")
    client.executions.pause(held.execution_id)
    held.let_end()
    assert held.now() == ("PAUSED", {"a": "SUCCESS"})
    client.executions.resume(held.execution_id)
    assert state_name(client.executions.wait(held.execution_id).state) == "SUCCESS"


def test_a_retry_whose_time_comes_while_it_is_paused_waits(client: Client) -> None:
    retry = ", retry: {type: constant, interval: PT0.001S, maxAttempt: 2}"
    held = Held(client, properties=retry, end=f"  - {{id: fail, type: {FAIL}}}\n")
    client.executions.pause(held.execution_id)
    held.let_end()
    for _ in range(20):
        assert held.now() == ("PAUSED", {"a": "RETRYING"})
    client.executions.resume(held.execution_id)
    for event in client.executions.watch(held.execution_id):
        if event.task_run_started.attempt_number == 2:
            break
    again = task_run(client.executions.get(held.execution_id), "a")
    assert history(again) == ["CREATED", "RUNNING", "FAILED", "RETRYING", "CREATED", "RUNNING"]
    client.executions.kill(held.execution_id)


def test_a_paused_execution_can_be_killed(client: Client) -> None:
    held = Held(client)
    client.executions.pause(held.execution_id)
    client.executions.kill(held.execution_id)
    killed = client.executions.wait(held.execution_id)
    assert history(killed) == ["CREATED", "RUNNING", "PAUSED", "KILLING", "KILLED"]


def test_a_pause_survives_the_executor(own_stack: Stack, own_client: Client) -> None:
    held = Held(own_client)
    own_client.executions.pause(held.execution_id)
    own_stack.executor_service.kill()
    own_stack.executor_service.start()
    held.let_end()
    assert held.now() == ("PAUSED", {"a": "SUCCESS"})
    own_client.executions.resume(held.execution_id)
    ended = own_client.executions.wait(held.execution_id)
    assert (state_name(ended.state), states(ended)["b"]) == ("SUCCESS", "SUCCESS")


def test_what_does_not_run_cannot_be_paused(client: Client) -> None:
    ended = failed(client)
    reason, message = refused(lambda: client.executions.pause(ended.execution_id))
    assert (reason, "is FAILED; only one that is RUNNING can be paused" in message) == ("EXECUTION_NOT_RUNNING", True)


def test_pausing_twice_with_one_request_pauses_once(client: Client) -> None:
    held = Held(client)
    client.executions.pause(held.execution_id, request_id=f"pause {held.execution_id}")
    again = client.executions.pause(held.execution_id, request_id=f"pause {held.execution_id}")
    assert history(again) == ["CREATED", "RUNNING", "PAUSED"]
    client.executions.kill(held.execution_id)


# -- stopping at breakpoints


def test_it_stops_before_a_task_and_goes_on_to_the_next_breakpoint(client: Client) -> None:
    tasks = "".join(f"  - {{id: {name}, type: {RETURN}, format: x}}\n" for name in "abc")
    execution = started(client, tasks, breakpoints=["b"])
    stopped = reached(client, execution.execution_id, "BREAKPOINT")
    assert states(stopped) == {"a": "SUCCESS", "b": "BREAKPOINT"}
    client.executions.resume(execution.execution_id, breakpoints=["c"])
    stopped = reached(client, execution.execution_id, "BREAKPOINT")
    assert states(stopped) == {"a": "SUCCESS", "b": "SUCCESS", "c": "BREAKPOINT"}
    client.executions.resume(execution.execution_id)
    ended = client.executions.wait(execution.execution_id)
    assert history(ended) == ["CREATED", "RUNNING", "BREAKPOINT", "RUNNING", "BREAKPOINT", "RUNNING", "SUCCESS"]
    assert history(task_run(ended, "b")) == ["CREATED", "BREAKPOINT", "CREATED", "RUNNING", "SUCCESS"]
    assert len(task_run(ended, "b").attempts) == 1


def test_it_stops_at_one_value_of_a_loop(client: Client) -> None:
    execution = started(client, LOOP.replace("== 'b'", "== 'z'"), breakpoints=["load.b"])
    stopped = reached(client, execution.execution_id, "BREAKPOINT")
    assert states(stopped)["each[value=b]/load"] == "BREAKPOINT"
    assert "each[value=a]/check" in states(stopped)
    client.executions.resume(execution.execution_id)
    assert state_name(client.executions.wait(execution.execution_id).state) == "SUCCESS"


def test_a_replay_has_breakpoints_of_its_own(client: Client) -> None:
    source = failed(client)
    replayed = client.executions.replay(
        source.execution_id, "each[value=b]/check", breakpoints=["check"], inputs=None
    ).execution
    stopped = reached(client, replayed.execution_id, "BREAKPOINT")
    assert states(stopped)["each[value=b]/check"] == "BREAKPOINT"
    client.executions.resume(replayed.execution_id)
    ended = client.executions.wait(replayed.execution_id)
    assert history(task_run(ended, "each[value=b]/check"))[-5:] == [
        "RESTARTED",
        "BREAKPOINT",
        "CREATED",
        "RUNNING",
        "FAILED",
    ]


# -- forced runs


def test_a_queued_execution_is_run_past_the_limit(client: Client) -> None:
    head = "concurrency: {limit: 1, behavior: QUEUE}\n"
    tasks = "  - {id: hold, type: io.kestra.plugin.core.flow.Pause}\n"
    holder = started(client, tasks, head)
    waiting = client.executions.create(NAMESPACE, holder.flow_id)
    reached(client, waiting.execution_id, "QUEUED")
    forced = client.executions.force_run(waiting.execution_id)
    assert history(forced)[:3] == ["CREATED", "QUEUED", "RUNNING"]
    for execution in (holder, waiting):
        reached(client, execution.execution_id, "PAUSED")
        client.executions.force_run(execution.execution_id)
        assert state_name(client.executions.wait(execution.execution_id).state) == "SUCCESS"
    # Both places are free again.
    third = client.executions.create(NAMESPACE, holder.flow_id)
    assert history(reached(client, third.execution_id, "PAUSED")) == ["CREATED", "RUNNING", "PAUSED"]
    client.executions.resume(third.execution_id)


def test_what_has_ended_cannot_be_forced_to_run(client: Client) -> None:
    ended = failed(client)
    reason, message = refused(lambda: client.executions.force_run(ended.execution_id))
    assert (reason, "there is nothing to run" in message) == ("EXECUTION_ENDED", True)


# -- states


def test_an_execution_goes_on_after_a_task_run_that_was_set_to_success(client: Client) -> None:
    before = failed(client)
    assert states(before)["alert"] == "SUCCESS"
    client.executions.set_state(before.execution_id, State.STATE_SUCCESS, task_path="each[value=b]/check")
    after = client.executions.wait(before.execution_id)
    assert (state_name(after.state), after.attempt_number, after.labels["system.restarted"]) == ("SUCCESS", 2, "true")
    assert history(after) == ["CREATED", "RUNNING", "FAILED", "RESTARTED", "RUNNING", "SUCCESS"]
    assert history(task_run(after, "each")) == ["CREATED", "RUNNING", "FAILED", "RUNNING", "SUCCESS"]
    assert history(task_run(after, "each[value=b]/check")) == ["CREATED", "RUNNING", "FAILED", "SUCCESS"]
    assert [state_name(a.state) for a in task_run(after, "each[value=b]/check").attempts] == ["SUCCESS"]
    assert task_run(after, "each[value=b]/check").error == ""
    assert "alert" not in states(after)
    assert json.loads(task_run(after, "last").outputs_json) == {"value": "3"}
    for path in ("first", "each[value=a]/load", "each[value=b]/load"):
        assert task_run(after, path) == task_run(before, path)


@pytest.mark.parametrize(("state", "ended"), [("WARNING", "WARNING"), ("CANCELLED", "CANCELLED"), ("FAILED", "FAILED")])
def test_what_a_task_run_is_set_to_decides_how_it_ends(client: Client, state: str, ended: str) -> None:
    before = failed(client)
    client.executions.set_state(
        before.execution_id,
        State.Value(f"STATE_{state}"),
        task_path="each[value=b]/check",  # type: ignore[arg-type]
    )
    assert state_name(client.executions.wait(before.execution_id).state) == ended


def test_an_execution_that_has_ended_is_given_another_state_and_nothing_runs(client: Client) -> None:
    before = failed(client)
    after = client.executions.set_state(before.execution_id, State.STATE_SUCCESS)
    assert (state_name(after.state), history(after)[-2:]) == ("SUCCESS", ["FAILED", "SUCCESS"])
    assert after.task_runs == before.task_runs
    assert [e.execution_id for e in client.executions.list(flow_id=before.flow_id, namespace=NAMESPACE)] == [
        before.execution_id
    ]
    listed = next(iter(client.executions.list(flow_id=before.flow_id, namespace=NAMESPACE)))
    assert state_name(listed.state) == "SUCCESS"


@pytest.mark.parametrize("task_path", ["", "a"])
def test_nothing_is_set_while_it_runs_or_after_it_was_killed(client: Client, task_path: str) -> None:
    execution = Held(client)

    def set_it() -> executor.Execution:
        return client.executions.set_state(execution.execution_id, State.STATE_SUCCESS, task_path=task_path)

    assert refused(set_it)[0] == "EXECUTION_NOT_ENDED"
    client.executions.kill(execution.execution_id)
    client.executions.wait(execution.execution_id)
    assert refused(set_it)[0] == "EXECUTION_NOT_ENDED"


def test_states_that_are_no_ends_and_runs_that_are_not_there_are_refused(client: Client) -> None:
    execution_id = failed(client).execution_id
    reason, message = refused(lambda: client.executions.set_state(execution_id, State.STATE_RUNNING))
    assert (reason, "an execution can be set to SUCCESS, WARNING" in message) == ("INVALID_FIELD", True)
    reason, _ = refused(lambda: client.executions.set_state(execution_id, State.STATE_SUCCESS, task_path="nothing"))
    assert reason == "TASK_RUN_NOT_FOUND"
