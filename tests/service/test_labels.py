"""SetLabels on executions that have ended."""

from collections.abc import Callable
from typing import Any

import pytest

from dalsegno import Client, DalSegnoError
from dalsegno.api.executor.v1 import executor_pb2 as executor
from support.flows import NAMESPACE, flow, new_flow_id, run
from support.stack import Stack

RETURN = "io.kestra.plugin.core.debug.Return"
PAUSE = "io.kestra.plugin.core.flow.Pause"


def ended(client: Client) -> executor.Execution:
    flow_id = new_flow_id("labelled")
    return run(client, flow(flow_id, f"  - {{id: a, type: {RETURN}, format: x}}\n", "labels: {team: rides}\n"), flow_id)


def own(execution: executor.Execution) -> dict[str, str]:
    return {key: value for key, value in execution.labels.items() if not key.startswith("system.")}


def refused(call: Callable[[], Any]) -> tuple[str, str]:
    with pytest.raises(DalSegnoError) as error:
        call()
    return error.value.reason, error.value.message


def test_labels_are_added_changed_and_taken_away_and_the_others_stay(client: Client) -> None:
    execution_id = ended(client).execution_id
    client.executions.set_labels(execution_id, {"checked": "no", "by": "anna"})
    labelled = client.executions.set_labels(execution_id, {"checked": "yes", "team": "", "absent": ""})
    assert own(labelled) == {"checked": "yes", "by": "anna"}
    assert labelled.labels["system.correlationId"] == execution_id


def test_lists_and_watches_show_them(client: Client) -> None:
    execution = ended(client)
    client.executions.set_labels(execution.execution_id, {"checked": "yes", "team": ""})
    [listed] = client.executions.list(namespace=NAMESPACE, flow_id=execution.flow_id)
    assert own(listed) == {"checked": "yes"}
    *_, last = client.executions.watch(execution.execution_id)
    assert (dict(last.labels_set.labels), list(last.labels_set.removed)) == ({"checked": "yes"}, ["team"])


def test_labels_that_are_so_already_change_nothing(client: Client) -> None:
    execution = ended(client)
    again = client.executions.set_labels(execution.execution_id, {"team": "rides", "absent": ""})
    assert again.position == execution.position


def test_they_are_there_after_a_crash_and_the_same_request_sets_them_once(own_stack: Stack) -> None:
    with own_stack.client() as client:
        execution_id = ended(client).execution_id
        first = client.executions.set_labels(execution_id, {"checked": "yes", "team": ""}, request_id="label")
        client.executions.set_labels(execution_id, {"checked": "no"})
    own_stack.executor_service.kill()
    own_stack.executor_service.start()
    with own_stack.client() as client:
        again = client.executions.set_labels(execution_id, {"checked": "yes", "team": ""}, request_id="label")
        assert own(again) == {"checked": "no"}
        assert again.position == first.position + 1


def test_a_replay_takes_them_over(client: Client) -> None:
    execution_id = ended(client).execution_id
    client.executions.set_labels(execution_id, {"checked": "yes", "team": ""})
    replay = client.executions.replay(execution_id, "a").execution
    assert own(replay) == {"checked": "yes"}


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        ({}, "labels is empty"),
        ({"system.replay": "x"}, "offending label: system.replay=x"),
        ({"system.replay": ""}, "offending label: system.replay="),
        ({"": "x"}, "needs a key"),
    ],
)
def test_what_nobody_may_set_is_refused(client: Client, labels: dict[str, str], told: str) -> None:
    execution_id = ended(client).execution_id
    reason, message = refused(lambda: client.executions.set_labels(execution_id, labels))
    assert (reason, told in message) == ("INVALID_FIELD", True), message


def test_an_execution_that_has_not_ended_is_not_labelled(client: Client) -> None:
    flow_id = new_flow_id("paused")
    client.flows.put(flow(flow_id, f"  - {{id: gate, type: {PAUSE}}}\n"))
    execution_id = client.executions.create(NAMESPACE, flow_id).execution_id
    reason, message = refused(lambda: client.executions.set_labels(execution_id, {"a": "b"}))
    assert reason == "EXECUTION_NOT_ENDED"
    assert message.endswith("it must have ended for it to be labelled. Wait for its end, or kill it.")
    client.executions.kill(execution_id)


def test_there_has_to_be_an_execution(client: Client) -> None:
    assert refused(lambda: client.executions.set_labels("nothing", {"a": "b"}))[0] == "EXECUTION_NOT_FOUND"
