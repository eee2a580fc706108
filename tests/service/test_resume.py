"""Executions that wait for somebody, through the real services."""

import json
from typing import Any

import pytest

from dalsegno import Client, InvalidRequest, NotFound, Refused, methods
from dalsegno.api.executor.v1 import executor_pb2 as executor
from dalsegno.steps import ask
from support.flows import NAMESPACE, flow, new_flow_id, state_name, states, task_run
from support.stack import Stack

PAUSE = "io.kestra.plugin.core.flow.Pause"
ASKING = f"""\
  - id: wait
    type: {PAUSE}
    onResume:
      - {{id: approved, type: BOOL, defaults: "{{{{ inputs.auto }}}}"}}
      - {{id: reason, type: STRING}}
      - {{id: what, type: STRING, defaults: "{{{{ outputs.before.value }}}}"}}
"""
BEFORE = "  - {id: before, type: io.kestra.plugin.core.debug.Return, format: some rides}\n"
AFTER = "  - {id: after, type: io.kestra.plugin.core.debug.Return, format: '%s'}\n"
INPUTS = "inputs:\n  - {id: auto, type: BOOL, defaults: true}\n"


def paused(client: Client, tasks: str, head: str = "", task_path: str = "wait") -> executor.Execution:
    """An execution that has come to its pause."""
    flow_id = new_flow_id("resume")
    client.flows.put(flow(flow_id, tasks, head))
    created = client.executions.create(NAMESPACE, flow_id)
    return until_paused(client, created.execution_id, task_path)


def until_paused(client: Client, execution_id: str, task_path: str) -> executor.Execution:
    for event in client.executions.watch(execution_id):
        if event.task_run_opened.paused and event.task_run_opened.task_path == task_path:
            break
    return client.executions.get(execution_id)


def outputs_of(execution: executor.Execution, task_path: str) -> Any:
    return json.loads(task_run(execution, task_path).outputs_json)


def history_of(item: Any) -> list[str]:
    return [state_name(change.state) for change in item.history]


def test_what_was_paused_goes_on_with_what_it_was_given(client: Client) -> None:
    shown = "{{ outputs.wait.onResume.reason }} {{ outputs.wait.onResume.what }} {{ outputs.wait.resumed.to }}"
    execution = paused(client, BEFORE + ASKING + AFTER % shown, INPUTS)
    assert (state_name(execution.state), states(execution)) == ("PAUSED", {"before": "SUCCESS", "wait": "PAUSED"})
    resumed = client.executions.resume(execution.execution_id, inputs={"reason": "looks good"})
    assert outputs_of(resumed, "wait")["onResume"] == {"approved": True, "reason": "looks good", "what": "some rides"}
    ended = client.executions.wait(execution.execution_id)
    assert history_of(ended) == ["CREATED", "RUNNING", "PAUSED", "RESTARTED", "RUNNING", "SUCCESS"]
    assert history_of(task_run(ended, "wait")) == ["CREATED", "RUNNING", "PAUSED", "RUNNING", "SUCCESS"]
    assert outputs_of(ended, "after") == {"value": "looks good some rides RUNNING"}
    told = outputs_of(ended, "wait")["resumed"]
    assert (told["by"], told["to"], told["on"].endswith("Z")) == (None, "RUNNING", True)


def test_a_pause_that_asks_for_nothing_is_resumed_with_nothing(client: Client) -> None:
    execution = paused(client, f"  - {{id: wait, type: {PAUSE}}}\n" + AFTER % "x")
    client.executions.resume(execution.execution_id)
    ended = client.executions.wait(execution.execution_id)
    assert (states(ended), outputs_of(ended, "wait")["onResume"]) == ({"wait": "SUCCESS", "after": "SUCCESS"}, {})


def test_the_tasks_of_a_pause_run_once_it_is_resumed(client: Client) -> None:
    inner = "      - {id: inner, type: io.kestra.plugin.core.debug.Return, format: x}\n"
    execution = paused(client, f"  - id: wait\n    type: {PAUSE}\n    tasks:\n{inner}")
    client.executions.resume(execution.execution_id)
    ended = client.executions.wait(execution.execution_id)
    assert states(ended) == {"wait": "SUCCESS", "wait/inner": "SUCCESS"}


def test_wrong_inputs_leave_it_paused(client: Client) -> None:
    execution = paused(client, BEFORE + ASKING, INPUTS)
    with pytest.raises(InvalidRequest, match="Missing required input:reason") as refused:
        client.executions.resume(execution.execution_id, inputs={"approved": "true"})
    assert refused.value.reason == "INPUTS_INVALID"
    assert [violation.field for violation in refused.value.violations] == ["inputs_json.reason"]
    assert state_name(client.executions.get(execution.execution_id).state) == "PAUSED"


def test_inputs_that_are_no_json_object_are_refused(client: Client) -> None:
    request = executor.ResumeExecutionRequest(execution_id="x", inputs_json="[]")
    with pytest.raises(InvalidRequest, match="inputs_json is"):
        client.executions.drive(ask(methods.RESUME_EXECUTION, request))


def test_an_input_that_the_pause_does_not_have_is_told_in_the_log(client: Client) -> None:
    execution = paused(client, f"  - {{id: wait, type: {PAUSE}}}\n")
    client.executions.resume(execution.execution_id, inputs={"more": 1})
    client.executions.wait(execution.execution_id)
    assert [entry.message for entry in client.executions.logs(execution.execution_id) if not entry.task_path] == [
        "The flow has no input `more`; the value that was given for it is not used."
    ]


def test_the_same_request_resumes_once(client: Client) -> None:
    execution = paused(client, f"  - {{id: wait, type: {PAUSE}}}\n  - {{id: again, type: {PAUSE}}}\n")
    client.executions.resume(execution.execution_id, request_id=execution.execution_id)
    until_paused(client, execution.execution_id, "again")
    repeated = client.executions.resume(execution.execution_id, request_id=execution.execution_id)
    assert states(repeated) == {"wait": "SUCCESS", "again": "PAUSED"}
    with pytest.raises(InvalidRequest) as refused:
        client.executions.resume(execution.execution_id, task_path="again", request_id=execution.execution_id)
    assert refused.value.reason == "REQUEST_ID_CONFLICT"


TWO = f"""\
  - id: both
    type: io.kestra.plugin.core.flow.Parallel
    tasks:
      - {{id: a, type: {PAUSE}}}
      - {{id: b, type: {PAUSE}}}
"""


def test_one_of_several_pauses_is_named(client: Client) -> None:
    execution = paused(client, TWO, task_path="both/b")
    after_one = client.executions.resume(execution.execution_id, task_path="both/b")
    assert (state_name(after_one.state), states(after_one)) == (
        "PAUSED",
        {"both": "RUNNING", "both/a": "PAUSED", "both/b": "SUCCESS"},
    )
    client.executions.resume(execution.execution_id)
    assert state_name(client.executions.wait(execution.execution_id).state) == "SUCCESS"


def test_a_task_run_that_is_not_there_is_told(client: Client) -> None:
    execution = paused(client, TWO, task_path="both/b")
    with pytest.raises(NotFound, match="both, both/a, both/b") as refused:
        client.executions.resume(execution.execution_id, task_path="b")
    assert refused.value.reason == "TASK_RUN_NOT_FOUND"


def test_what_is_not_paused_cannot_be_resumed(client: Client) -> None:
    execution = paused(client, TWO, task_path="both/b")
    with pytest.raises(Refused, match=r"Task run both of execution .* is RUNNING, not paused"):
        client.executions.resume(execution.execution_id, task_path="both")
    for _ in range(2):
        client.executions.resume(execution.execution_id)
    client.executions.wait(execution.execution_id)
    with pytest.raises(Refused, match="is SUCCESS, not paused, so it cannot be resumed") as refused:
        client.executions.resume(execution.execution_id)
    assert (refused.value.reason, refused.value.metadata["state"]) == ("NOT_PAUSED", "SUCCESS")


def test_an_execution_that_does_not_exist_cannot_be_resumed(client: Client) -> None:
    with pytest.raises(NotFound) as refused:
        client.executions.resume("0l0y3vnyGwWfqgIWgSxcnZ")
    assert refused.value.reason == "EXECUTION_NOT_FOUND"


LOOP = """\
  - id: wait
    type: io.kestra.plugin.core.flow.LoopUntil
    condition: "{{ false }}"
    checkFrequency: {interval: PT1H}
    tasks:
      - {id: look, type: io.kestra.plugin.core.debug.Return, format: x}
"""


@pytest.mark.parametrize("task_path", ["", "wait"])
def test_a_loop_waits_for_its_time_and_not_for_somebody(client: Client, task_path: str) -> None:
    execution = paused(client, LOOP)
    with pytest.raises(Refused, match="waits for a time to come, not for somebody") as refused:
        client.executions.resume(execution.execution_id, task_path=task_path)
    assert refused.value.reason == "NOT_PAUSED"


def test_a_pause_for_a_time_may_be_cut_short(client: Client) -> None:
    execution = paused(client, f"  - {{id: wait, type: {PAUSE}, pauseDuration: PT1H}}\n")
    client.executions.resume(execution.execution_id)
    assert state_name(client.executions.wait(execution.execution_id).state) == "SUCCESS"


def test_large_inputs_go_to_storage(client: Client) -> None:
    asking = f"  - id: wait\n    type: {PAUSE}\n    onResume:\n      - {{id: text, type: STRING}}\n"
    execution = paused(client, asking + AFTER % "{{ outputs.wait.onResume.text | length }}")
    client.executions.resume(execution.execution_id, inputs={"text": "x" * 100_000})
    ended = client.executions.wait(execution.execution_id)
    assert (outputs_of(ended, "after"), task_run(ended, "wait").outputs_json) == ({"value": "100000"}, "")
    assert len(client.outputs.get(ended.execution_id, "wait")["onResume"]["text"]) == 100_000


def test_what_it_was_resumed_with_outlives_the_process(own_stack: Stack, own_client: Client) -> None:
    execution = paused(own_client, ASKING.replace("outputs.before.value", "'x'") + TWO, INPUTS)
    given = {"reason": "yes", "approved": False}
    own_client.executions.resume(execution.execution_id, inputs=given, request_id="once")
    until_paused(own_client, execution.execution_id, "both/b")
    own_stack.executor_service.kill()
    own_stack.executor_service.start()
    repeated = own_client.executions.resume(execution.execution_id, inputs=given, request_id="once")
    assert outputs_of(repeated, "wait")["onResume"] == {"approved": False, "reason": "yes", "what": "x"}
    for _ in range(2):
        own_client.executions.resume(execution.execution_id)
    assert state_name(own_client.executions.wait(execution.execution_id).state) == "SUCCESS"
