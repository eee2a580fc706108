"""CompareExecutions, against real services."""

import json
from collections.abc import Callable
from typing import Any

import grpc
import pytest

from dalsegno import Client, DalSegnoError
from dalsegno.api.executor.v1 import executor_pb2 as executor
from dalsegno.api.storage.v1 import storage_pb2, storage_pb2_grpc
from support.flows import NAMESPACE, flow, new_flow_id, replay, run, state_name
from support.stack import Stack

RETURN = "io.kestra.plugin.core.debug.Return"
FAIL = "io.kestra.plugin.core.execution.Fail"
VALUES = "io.kestra.plugin.core.output.OutputValues"
LOOP = f"""
  - id: each
    type: io.kestra.plugin.core.flow.ForEach
    values: [a, b]
    tasks:
      - {{id: load, type: {RETURN}, format: "{{{{ taskrun.value }}}}"}}
      - {{id: check, type: {FAIL}, condition: "{{{{ taskrun.value == inputs.bad }}}}"}}
  - {{id: last, type: {RETURN}, format: done}}
"""
TABLE = """
  - {id: table, type: io.kestra.plugin.serdes.csv.CsvToIon, from: "{{ inputs.rows }}"}
  - {id: told, type: io.kestra.plugin.core.debug.Return, format: "always the same"}
"""
ROWS = "inputs: [{id: rows, type: FILE}]\n"


def put(client: Client, tasks: str, head: str = "") -> str:
    flow_id = new_flow_id("compared")
    client.flows.put(flow(flow_id, tasks, head))
    return flow_id


def ended(client: Client, flow_id: str, **more: Any) -> executor.Execution:
    return client.executions.wait(client.executions.create(NAMESPACE, flow_id, **more).execution_id)


def compared(
    client: Client, *executions: executor.Execution, skip_tables: bool = False
) -> executor.CompareExecutionsResponse:
    return client.executions.compare([one.execution_id for one in executions], skip_tables=skip_tables)


def values(differences: Any) -> dict[str, list[Any]]:
    return {one.name: [json.loads(value) if value else None for value in one.values_json] for one in differences}


def same(found: executor.CompareExecutionsResponse) -> dict[str, bool]:
    return {run.task_path: run.same for run in found.task_runs}


def refused(call: Callable[[], Any]) -> tuple[str, str]:
    with pytest.raises(DalSegnoError) as error:
        call()
    return error.value.reason, error.value.message


def test_where_two_runs_part_is_told_by_the_innermost_task(client: Client) -> None:
    flow_id = put(client, LOOP, "inputs: [{id: bad, type: STRING}]\n")
    first, second = (ended(client, flow_id, inputs={"bad": bad}) for bad in ("b", "none"))
    found = compared(client, first, second)
    assert values(found.differences) == {"state": ["FAILED", "SUCCESS"], "inputs.bad": ["b", "none"]}
    assert found.divergence_task_path == "each[value=b]/check"
    assert found.divergence == f"It is FAILED in {first.execution_id}, SUCCESS in {second.execution_id}."
    assert same(found) == {
        "each": False,
        "each[value=a]/load": True,
        "each[value=a]/check": True,
        "each[value=b]/load": True,
        "each[value=b]/check": False,
        "last": False,
    }
    assert [state_name(run.state) for run in found.task_runs[-1].runs] == ["UNSPECIFIED", "SUCCESS"]
    assert [one.execution_id for one in found.executions] == [first.execution_id, second.execution_id]
    assert [len(one.task_runs) for one in found.executions] == [0, 0]


def test_outputs_that_differ_are_told_value_by_value(client: Client) -> None:
    tasks = f"  - {{id: a, type: {VALUES}, values: {{one: x, many: [1, 2], of: %s}}}}\n"
    flow_id = put(client, tasks % "{deep: first}")
    first = ended(client, flow_id)
    client.flows.put(flow(flow_id, tasks.replace("[1, 2]", "[1, 3, 4]") % "{deep: second}"))
    second = ended(client, flow_id)
    found = compared(client, first, second)
    assert values(found.differences) == {"revision": [1, 2]}
    [a] = found.task_runs
    assert values(a.differences) == {
        "values.many[1]": [2, 3],
        "values.many[2]": [None, 4],
        "values.of.deep": ["first", "second"],
    }
    assert found.divergence == "Its outputs differ in values.many[1] and 2 more."


def test_files_with_the_same_bytes_are_the_same_wherever_they_are(client: Client) -> None:
    flow_id = put(client, TABLE, ROWS)
    first, second = (ended(client, flow_id, files={"rows": b"n\n1\n"}) for _ in range(2))
    found = compared(client, first, second)
    assert len({run.output_digest for run in found.task_runs[0].runs}) == 2
    assert (values(found.differences), same(found)) == ({}, {"table": True, "told": True})
    assert (found.divergence_task_path, found.divergence) == ("", "")


def test_tables_that_differ_are_told_by_their_columns_and_rows(client: Client) -> None:
    flow_id = put(client, TABLE, ROWS)
    first, second = (ended(client, flow_id, files={"rows": rows}) for rows in (b"n\n1\n", b"n,m\n1,2\n3,4\n"))
    found = compared(client, first, second)
    uri = next(one for one in found.task_runs[0].differences if one.name == "uri")
    assert [(file.format, file.row_count) for file in uri.files] == [("ion", 1), ("ion", 2)]
    assert [[(column.name, column.type) for column in file.columns] for file in uri.files] == [
        [("n", "text")],
        [("n", "text"), ("m", "text")],
    ]
    assert [file.size_bytes for file in uri.files] == [10, 36]
    differences = compared(client, first, second, skip_tables=True).task_runs[0].differences
    without = next(one for one in differences if one.name == "uri")
    assert [(file.digest, file.format) for file in without.files] == [(file.digest, "") for file in uri.files]


def test_files_that_are_gone_are_told(own_stack: Stack) -> None:
    with own_stack.client() as client:
        flow_id = put(client, TABLE, ROWS)
        first, second = (ended(client, flow_id, files={"rows": rows}) for rows in (b"n\n1\n", b"n\n2\n"))
        channel = grpc.insecure_channel(own_stack.storage)
        request = storage_pb2.ReleaseExecutionRequest(execution_id=first.execution_id)
        storage_pb2_grpc.StorageServiceStub(channel).ReleaseExecution(request)
        channel.close()
        found = compared(client, first, second)
        uri = next(one for one in found.task_runs[0].differences if one.name == "uri")
        assert [bool(file.digest) for file in uri.files] == [False, True]


def test_a_replay_shows_what_it_reused(client: Client) -> None:
    flow_id = put(client, TABLE, ROWS)
    source = ended(client, flow_id, files={"rows": b"n\n1\n"})
    found = compared(client, source, replay(client, source, "told"))
    assert same(found) == {"table": True, "told": True}
    assert [run.reused_from.execution_id for run in found.task_runs[0].runs] == ["", source.execution_id]
    assert [run.HasField("reused_from") for run in found.task_runs[1].runs] == [False, False]
    assert [run.attempt_count for run in found.task_runs[1].runs] == [1, 2]


def test_executions_of_different_flows_are_compared_by_their_places(client: Client) -> None:
    one = ended(client, put(client, f"  - {{id: a, type: {RETURN}, format: x}}\n"))
    other = ended(client, put(client, f"  - {{id: b, type: {RETURN}, format: x}}\n"))
    found = compared(client, one, other)
    assert [difference.name for difference in found.differences] == ["flow"]
    assert same(found) == {"a": False, "b": False}
    assert found.divergence == f"It is there in {one.execution_id}, absent in {other.execution_id}."


def test_three_are_compared_at_once(client: Client) -> None:
    flow_id = put(
        client, f"  - {{id: a, type: {RETURN}, format: '{{{{ inputs.x }}}}'}}\n", "inputs: [{id: x, type: STRING}]\n"
    )
    found = compared(client, *(ended(client, flow_id, inputs={"x": x}) for x in "112"))
    assert values(found.task_runs[0].differences) == {"value": ["1", "1", "2"]}


def test_many_differences_are_cut(client: Client) -> None:
    tasks = f"  - {{id: a, type: {VALUES}, values: {{all: %s}}}}\n"
    flow_id = put(client, tasks % list(range(200)))
    first = ended(client, flow_id)
    client.flows.put(flow(flow_id, tasks % list(range(1, 201))))
    found = compared(client, first, ended(client, flow_id))
    assert len(found.task_runs[0].differences) == 100


def test_what_cannot_be_compared_is_refused(client: Client) -> None:
    execution = run(client, flow(new := new_flow_id("one"), f"  - {{id: a, type: {RETURN}, format: x}}\n"), new)
    one = execution.execution_id
    for ids, told in (
        ([], "execution_ids has 0; give 2 to 10"),
        ([one], "execution_ids has 1; give 2 to 10"),
        ([f"{one[:-2]}{number:02}" for number in range(11)], "execution_ids has 11; give 2 to 10"),
        ([one, one], f"execution_ids has '{one}' twice"),
    ):
        reason, message = refused(lambda ids=ids: client.executions.compare(ids))
        assert (reason, message.startswith(told)) == ("INVALID_FIELD", True), message
    assert refused(lambda: client.executions.compare([one, "nothing"]))[0] == "EXECUTION_NOT_FOUND"


def test_without_storage_it_says_so(own_stack: Stack) -> None:
    with own_stack.client() as client:
        flow_id = put(client, TABLE, ROWS)
        first, second = (ended(client, flow_id, files={"rows": rows}) for rows in (b"n\n1\n", b"n\n2\n"))
        own_stack.storage_service.stop()
        assert refused(lambda: compared(client, first, second))[0] == "SERVICE_UNAVAILABLE"


def test_tasks_that_differ_between_the_revisions_are_named(client: Client) -> None:
    tasks = f"  - {{{{id: a, type: {RETURN}, format: {{0}}}}}}\n  - {{{{id: b, type: {RETURN}, format: b}}}}\n"
    flow_id = put(client, tasks.format("one"))
    first = ended(client, flow_id)
    client.flows.put(flow(flow_id, tasks.format("two, retry: {type: constant, interval: PT1S}")))
    found = compared(client, first, ended(client, flow_id))
    assert {run.task_path: list(run.changed_fields) for run in found.task_runs} == {"a": ["retry", "format"], "b": []}
