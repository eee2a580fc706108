"""flow.ForEachItem: a file in batches, an execution of a flow for each of them."""

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dalsegno import Client
from dalsegno.api.executor.v1 import executor_pb2 as executor
from dalsegno.errors import DalSegnoError
from dalsegno_executor.core.states import State
from dalsegno_executor.ports import LIST_BATCHES, Assignment, Outcome
from support.executor_fakes import bench
from support.files_plugin import stack_with_plugin
from support.flows import NAMESPACE, flow, new_flow_id, run, state_name, states, task_run
from support.stack import Stack

FOR_EACH_ITEM = "io.kestra.plugin.core.flow.ForEachItem"
RETURN = "io.kestra.plugin.core.debug.Return"
FAIL = "io.kestra.plugin.core.execution.Fail"
RIDES = "one\\ntwo\\nthree\\nfour\\nfive\\n"
STORE = f'  - {{id: store, type: com.example.Store, name: rides.csv, text: "{RIDES}"}}\n'
ITEMS = "inputs:\n  - {id: items, type: STRING}\n  - {id: n, type: INT, required: false}\n"
SHOWN = f"  - {{id: shown, type: {RETURN}, format: '{{{{ inputs.items }}}} {{{{ inputs.n }}}}'}}\n"
OUTPUT = "outputs:\n  - {id: got, type: STRING, value: 'batch {{ inputs.n }}'}\n"


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A stack with a task type that stores a text."""
    with stack_with_plugin(tmp_path_factory, workers=2) as stack:
        yield stack


@pytest.fixture(scope="module")
def client(stack: Stack) -> Iterator[Client]:
    with stack.client() as client:
        yield client


def child(client: Client, tasks: str = SHOWN, head: str = ITEMS) -> str:
    flow_id = new_flow_id("item")
    client.flows.put(flow(flow_id, tasks, head))
    return flow_id


def for_each(child_id: str, properties: str = "", batch: str = "{rows: 2}", store: str = STORE) -> str:
    return (
        f"{store}  - id: each\n    type: {FOR_EACH_ITEM}\n    items: '{{{{ outputs.store.uri }}}}'\n"
        f"    batch: {batch}\n    namespace: {NAMESPACE}\n    flowId: {child_id}\n"
        f"    inputs:\n      items: '{{{{ taskrun.items }}}}'\n      n: '{{{{ taskrun.iteration }}}}'\n{properties}"
    )


def run_of(client: Client, tasks: str, flow_id: str = "", head: str = "") -> executor.Execution:
    flow_id = flow_id or new_flow_id("each")
    return run(client, flow(flow_id, tasks, head), flow_id)


def outputs(execution: executor.Execution, path: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(task_run(execution, path).outputs_json or "{}")
    return found


def content(client: Client, uri: str) -> str:
    return b"".join(client.files.read(uri)).decode()


def children(client: Client, child_id: str) -> list[executor.Execution]:
    """The ended executions of the flow, by the number of their batch."""
    listed = client.executions.list(namespace=NAMESPACE, flow_id=child_id)
    whole = [client.executions.wait(one.execution_id) for one in listed]
    return sorted(whole, key=lambda one: json.loads(one.inputs_json)["n"])


def test_each_batch_is_an_execution_that_gets_its_address_and_number(client: Client) -> None:
    child_id = child(client)
    ended = run_of(client, for_each(child_id))
    assert states(ended) == {
        "store": "SUCCESS",
        "each": "SUCCESS",
        "each/each_split": "SUCCESS",
        "each/each_items": "SUCCESS",
        "each/each_merge": "SUCCESS",
    }
    inputs = [json.loads(one.inputs_json) for one in children(client, child_id)]
    assert [one["n"] for one in inputs] == [1, 2, 3]
    assert [content(client, one["items"]) for one in inputs] == ["one\ntwo\n", "three\nfour\n", "five\n"]
    triggers = [json.loads(one.trigger_json)["variables"] for one in children(client, child_id)]
    assert [(one["executionId"], one["taskRunIteration"]) for one in triggers] == [
        (ended.execution_id, number) for number in (1, 2, 3)
    ]
    splits = content(client, outputs(ended, "each/each_split")["splits"])
    assert splits.splitlines() == [one["items"] for one in inputs]


def test_its_outputs_count_what_became_of_the_executions(client: Client) -> None:
    ended = run_of(client, for_each(child(client)))
    items = task_run(ended, "each/each_items")
    folder = f"/{NAMESPACE}/{ended.flow_id}/executions/{ended.execution_id}/tasks/each_items/{items.task_run_id}"
    assert outputs(ended, "each/each_items") == {
        "iterations": {"SUCCESS": 3, "CREATED": 0, "RUNNING": 0},
        "numberOfBatches": 3,
        "subflowOutputsBaseUri": folder,
    }
    assert outputs(ended, "each/each_merge") == {}
    assert outputs(ended, "each") == {}


def test_the_outputs_of_the_executions_are_one_file_in_the_order_of_the_batches(client: Client) -> None:
    ended = run_of(client, for_each(child(client, head=ITEMS + OUTPUT), batch="{rows: 1}"))
    uri = outputs(ended, "each/each_merge")["subflowOutputs"]
    rows = [json.loads(line) for line in content(client, uri).splitlines()]
    assert rows == [{"got": f"batch {number}"} for number in range(1, 6)]


def test_a_failed_execution_fails_it_once_all_have_ended(client: Client) -> None:
    fail = f"  - {{id: fail, type: {FAIL}, runIf: '{{{{ inputs.n == 2 }}}}'}}\n"
    child_id = child(client, fail)
    ended = run_of(client, for_each(child_id))
    assert states(ended) == {
        "store": "SUCCESS",
        "each": "FAILED",
        "each/each_split": "SUCCESS",
        "each/each_items": "FAILED",
    }
    assert outputs(ended, "each/each_items")["iterations"] == {"SUCCESS": 2, "FAILED": 1, "CREATED": 0, "RUNNING": 0}
    assert task_run(ended, "each/each_items").error == f"1 of 3 executions of {NAMESPACE}.{child_id} ended FAILED."


def test_a_failure_is_its_own_only_when_it_is_transmitted(client: Client) -> None:
    ended = run_of(client, for_each(child(client, f"  - {{id: fail, type: {FAIL}}}\n"), "    transmitFailed: false\n"))
    assert (state_name(ended.state), states(ended)["each/each_merge"]) == ("SUCCESS", "SUCCESS")
    assert outputs(ended, "each/each_items")["iterations"] == {"FAILED": 3, "CREATED": 0, "RUNNING": 0}


def test_its_errors_branch_runs_after_a_failure(client: Client) -> None:
    errors = f"    errors:\n      - {{id: late, type: {RETURN}, format: x}}\n"
    ended = run_of(client, for_each(child(client, f"  - {{id: fail, type: {FAIL}}}\n"), errors))
    assert states(ended)["each/late"] == "SUCCESS"


def test_it_need_not_wait(client: Client) -> None:
    pause = "  - {id: wait_here, type: io.kestra.plugin.core.flow.Pause}\n"
    child_id = child(client, pause)
    ended = run_of(client, for_each(child_id, "    wait: false\n"))
    assert outputs(ended, "each/each_items")["iterations"] == {"SUCCESS": 3, "RUNNING": 0}
    listed = list(client.executions.list(namespace=NAMESPACE, flow_id=child_id))
    assert [state_name(one.state) in {"CREATED", "RUNNING", "PAUSED"} for one in listed] == [True] * 3


def test_labels_are_given_on(client: Client) -> None:
    child_id = child(client)
    properties = "    inheritLabels: true\n    labels: {of: '{{ flow.id }}'}\n"
    ended = run_of(client, for_each(child_id, properties), head="labels: {team: rides}\n")
    labels = [dict(one.labels) for one in children(client, child_id)]
    expected = {"team": "rides", "of": ended.flow_id, "system.correlationId": ended.execution_id}
    assert labels == [expected] * 3


def test_an_empty_file_has_no_batches(client: Client) -> None:
    child_id = child(client)
    store = '  - {id: store, type: com.example.Store, text: ""}\n'
    ended = run_of(client, for_each(child_id, store=store))
    assert state_name(ended.state) == "SUCCESS"
    assert (outputs(ended, "each/each_items"), outputs(ended, "each/each_merge")) == ({}, {})
    assert children(client, child_id) == []


def test_in_a_loop_each_turn_has_its_own_batches(client: Client) -> None:
    child_id = child(client)
    lines = for_each(child_id, store="").splitlines()
    inner = "".join(f"    {line}\n" for line in lines)
    loop = "  - id: loop\n    type: io.kestra.plugin.core.flow.ForEach\n    values: [x, y]\n    tasks:\n"
    ended = run_of(client, STORE + loop + inner)
    assert [states(ended)[f"loop[value={value}]/each/each_items"] for value in "xy"] == ["SUCCESS", "SUCCESS"]
    assert len(children(client, child_id)) == 6


@pytest.mark.parametrize(
    ("properties", "message"),
    [
        ("    revision: 7\n", "with revision '7'"),
        ("    labels: {a: '{{ nothing.here }}'}\n", "nothing"),
        ("    scheduleDate: tomorrow\n", "`scheduleDate` is 'tomorrow'"),
    ],
)
def test_what_is_wrong_with_all_of_them_starts_none(client: Client, properties: str, message: str) -> None:
    child_id = child(client)
    ended = run_of(client, for_each(child_id, properties))
    assert states(ended)["each/each_items"] == "FAILED"
    assert message in task_run(ended, "each/each_items").error
    assert children(client, child_id) == []


def test_an_input_that_is_missing_starts_none(client: Client) -> None:
    child_id = child(client, head=ITEMS + "  - {id: more, type: STRING}\n")
    ended = run_of(client, for_each(child_id))
    assert "more" in task_run(ended, "each/each_items").error
    assert list(client.executions.list(namespace=NAMESPACE, flow_id=child_id)) == []


def test_items_that_are_no_stored_file_are_refused(client: Client) -> None:
    store = f"  - {{id: store, type: {RETURN}, format: x}}\n"
    each = for_each(child(client), store=store).replace("outputs.store.uri", "outputs.store.value")
    ended = run_of(client, each)
    assert states(ended)["each/each_split"] == "FAILED"
    assert "this is not an internal storage URI" in task_run(ended, "each/each_split").error


def test_a_flow_cannot_name_its_parts(client: Client) -> None:
    part = f"  - {{id: part, type: '{FOR_EACH_ITEM}$ForEachItemSplit', items: x}}\n"
    with pytest.raises(DalSegnoError, match=f"did you mean `{FOR_EACH_ITEM}`"):
        client.flows.put(flow(new_flow_id("part"), part))


def test_after_a_restart_it_goes_on_with_what_it_has_started(client: Client, stack: Stack, tmp_path: Path) -> None:
    hold = f"  - {{id: hold, type: com.example.Hold, file: '{tmp_path / 'go'}'}}\n"
    child_id = child(client, hold, ITEMS + OUTPUT)
    flow_id = new_flow_id("each")
    client.flows.put(flow(flow_id, for_each(child_id)))
    execution_id = client.executions.create(NAMESPACE, flow_id).execution_id
    watchdog = threading.Timer(60, (tmp_path / "go").touch)
    watchdog.start()
    listed: list[executor.Execution] = []
    while len(listed) < 3 and watchdog.is_alive():
        listed = list(client.executions.list(namespace=NAMESPACE, flow_id=child_id))
    stack.executor_service.kill()
    (tmp_path / "go").touch()
    stack.executor_service.start()
    watchdog.cancel()
    ended = client.executions.wait(execution_id)
    assert state_name(ended.state) == "SUCCESS"
    assert {one.execution_id for one in children(client, child_id)} == {one.execution_id for one in listed}
    rows = content(client, outputs(ended, "each/each_merge")["subflowOutputs"]).splitlines()
    assert [json.loads(row)["got"] for row in rows] == ["batch 1", "batch 2", "batch 3"]


# -- with workers of the test's own


def answering(job: Outcome) -> Callable[[Assignment], Outcome]:
    """Workers that split a file and say this when they are to list its batches."""
    split = Outcome(state=State.SUCCESS, outputs_json='{"splits":"dalsegno:///splits.txt"}')
    return lambda assignment: job if assignment.task_type == LIST_BATCHES else split


async def items_error(directory: Path, job: Outcome) -> tuple[str, list[str]]:
    """Why `_items` failed, and what workers were asked for."""
    source = flow("rides", for_each("other", store="").replace("{{ outputs.store.uri }}", "dalsegno:///rides.csv"))
    async with bench(directory, source, answering(job)) as executor_:
        execution = (await executor_.engine.open(await executor_.run())).execution
        assert execution.task_runs["each/each_items"].state is State.FAILED
        return execution.task_runs["each/each_items"].error, executor_.workers.ran


async def test_more_batches_than_can_be_meant_start_nothing(tmp_path: Path) -> None:
    names = [str(number) for number in range(50_001)]
    listed = json.dumps({"folder": "dalsegno:///", "names": names})
    error, _ = await items_error(tmp_path, Outcome(state=State.SUCCESS, outputs_json=listed))
    assert error.startswith("The file has 50001 batches, and 50000 executions at most are started for one.")


async def test_a_job_whose_process_is_lost_is_tried_three_times(tmp_path: Path) -> None:
    error, asked = await items_error(tmp_path, Outcome(state=State.RESUBMITTED, error="It was lost."))
    assert (error, asked) == ("It was lost.", ["each/each_split", *["each/each_items"] * 3])
