"""DeleteExecution: what goes, what stays, and what cannot be deleted."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from dalsegno import Client, DalSegnoError
from dalsegno.api.executor.v1 import executor_pb2 as executor
from support.flows import NAMESPACE, flow, new_flow_id, replay, run, state_name, task_run
from support.stack import Stack

RETURN = "io.kestra.plugin.core.debug.Return"
TABLE = """
  - {id: table, type: io.kestra.plugin.serdes.csv.CsvToIon, from: "{{ inputs.rows }}"}
  - {id: told, type: io.kestra.plugin.core.log.Log, message: "{{ outputs.table.uri is empty ? 'none' : 'a table' }}"}
"""
ROWS = "inputs: [{id: rows, type: FILE}]\n"
SECONDS = 30.0


def with_files(client: Client) -> executor.Execution:
    flow_id = new_flow_id("files")
    client.flows.put(flow(flow_id, TABLE, ROWS))
    created = client.executions.create(NAMESPACE, flow_id, files={"rows": b"name\none\ntwo\n"})
    return client.executions.wait(created.execution_id)


def simple(client: Client) -> executor.Execution:
    flow_id = new_flow_id("deleted")
    return run(client, flow(flow_id, f"  - {{id: a, type: {RETURN}, format: x}}\n"), flow_id)


def files(client: Client, execution: executor.Execution) -> list[str]:
    return [file.path for file in client.files.list(f"dalsegno:///{NAMESPACE}/{execution.flow_id}/")]


def refused(call: Callable[[], Any]) -> tuple[str, str]:
    with pytest.raises(DalSegnoError) as error:
        call()
    return error.value.reason, error.value.message


def in_the_end(holds: Callable[[], bool]) -> bool:
    """Whether something holds soon: storage is told after the answer."""
    deadline = time.monotonic() + SECONDS
    while not holds():
        if time.monotonic() > deadline:
            return False
    return True


def test_nothing_of_it_is_found_any_more(client: Client) -> None:
    execution = with_files(client)
    assert [line.message for line in client.executions.logs(execution.execution_id)] == ["a table"]
    client.executions.delete(execution.execution_id)
    for ask in (
        lambda: client.executions.get(execution.execution_id),
        lambda: list(client.executions.logs(execution.execution_id)),
        lambda: list(client.executions.watch(execution.execution_id)),
        lambda: client.executions.replay(execution.execution_id, "told"),
        lambda: client.executions.delete(execution.execution_id),
    ):
        assert refused(ask)[0] == "EXECUTION_NOT_FOUND"
    assert list(client.executions.list(namespace=NAMESPACE, flow_id=execution.flow_id)) == []


def test_storage_forgets_its_files(client: Client) -> None:
    execution = with_files(client)
    assert len(files(client, execution)) == 2  # the input and the table
    client.executions.delete(execution.execution_id)
    assert in_the_end(lambda: files(client, execution) == [])


def test_what_replays_reuse_stays_with_them_and_names_who_made_it(client: Client) -> None:
    source = with_files(client)
    again = replay(client, source, "told")
    third = replay(client, again, "told")
    client.executions.delete(source.execution_id)
    client.executions.delete(again.execution_id)
    made = task_run(third, "table").reused_from
    assert (made.execution_id, made.attempt_number) == (source.execution_id, 1)
    assert made.task_run_id == task_run(source, "table").task_run_id
    fourth = replay(client, third, "told")
    assert state_name(fourth.state) == "SUCCESS"
    assert task_run(fourth, "table").reused_from == made
    uri = client.outputs.get(fourth.execution_id, "table")["uri"]
    assert b"".join(client.files.read(uri)) == b'{"name":"one"}\n{"name":"two"}\n'
    assert [line.message for line in client.executions.logs(fourth.execution_id)] == ["a table"]


def test_provenance_names_the_attempt_that_made_it(client: Client) -> None:
    flow_id = new_flow_id("attempts")
    child = new_flow_id("child")
    client.flows.put(flow(child, f"  - {{id: a, type: {RETURN}, format: x}}\n"))
    tasks = f"""
  - id: a
    type: io.kestra.plugin.core.flow.Subflow
    namespace: {NAMESPACE}
    flowId: {child}
  - {{id: b, type: {RETURN}, format: x}}
"""
    client.flows.delete(NAMESPACE, child)
    failed = run(client, flow(flow_id, tasks), flow_id)
    client.flows.put(flow(child, f"  - {{id: a, type: {RETURN}, format: again}}\n"))
    client.executions.restart(failed.execution_id)
    source = client.executions.wait(failed.execution_id)
    assert [attempt.number for attempt in task_run(source, "a").attempts] == [1, 2]
    third = replay(client, replay(client, source, "b"), "b")
    made = task_run(third, "a").reused_from
    assert (made.execution_id, made.attempt_number) == (source.execution_id, 2)


def test_the_same_request_deletes_once_and_the_one_that_created_it_creates_no_other(client: Client) -> None:
    flow_id = new_flow_id("deleted")
    client.flows.put(flow(flow_id, f"  - {{id: a, type: {RETURN}, format: x}}\n"))
    request_id = new_flow_id("request")
    created = client.executions.create(NAMESPACE, flow_id, request_id=request_id)
    client.executions.wait(created.execution_id)
    client.executions.delete(created.execution_id, request_id=f"{request_id}-delete")
    client.executions.delete(created.execution_id, request_id=f"{request_id}-delete")
    create_again = refused(lambda: client.executions.create(NAMESPACE, flow_id, request_id=request_id))
    assert create_again[0] == "EXECUTION_NOT_FOUND"
    assert list(client.executions.list(namespace=NAMESPACE, flow_id=flow_id)) == []


def test_one_that_has_not_ended_stays(client: Client) -> None:
    flow_id, child = new_flow_id("paused"), new_flow_id("child")
    client.flows.put(flow(child, f"  - {{id: a, type: {RETURN}, format: x}}\n"))
    subflow = f"  - {{id: a, type: io.kestra.plugin.core.flow.Subflow, namespace: {NAMESPACE}, flowId: {child}}}\n"
    client.flows.put(flow(flow_id, f"{subflow}  - {{id: gate, type: io.kestra.plugin.core.flow.Pause}}\n"))
    execution_id = client.executions.create(NAMESPACE, flow_id).execution_id
    for event in client.executions.watch(execution_id):
        if event.task_run_opened.paused:
            break
    told = (
        "EXECUTION_NOT_ENDED",
        (f"Execution {execution_id} is PAUSED; it must have ended for it to be deleted. Wait for its end, or kill it."),
    )
    assert refused(lambda: client.executions.delete(execution_id)) == told
    # Its parent would run it again after a crash.
    [started] = client.executions.list(namespace=NAMESPACE, flow_id=child)
    reason, message = refused(lambda: client.executions.delete(started.execution_id))
    assert (reason, f"Execution {execution_id}, which has started" in message) == ("EXECUTION_NOT_ENDED", True)
    client.executions.kill(execution_id)
    client.executions.wait(execution_id)
    client.executions.delete(started.execution_id)
    client.executions.delete(execution_id)


def test_what_storage_was_not_told_before_a_crash_it_is_told_after(own_stack: Stack) -> None:
    with own_stack.client() as client:
        execution = with_files(client)
        own_stack.storage_service.stop()
        client.executions.delete(execution.execution_id)
    own_stack.executor_service.kill()
    own_stack.storage_service.start()
    with own_stack.client() as client:
        assert len(files(client, execution)) == 2
        own_stack.executor_service.start()
        assert in_the_end(lambda: files(client, execution) == [])
        assert refused(lambda: client.executions.get(execution.execution_id))[0] == "EXECUTION_NOT_FOUND"
