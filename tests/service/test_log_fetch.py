"""log.Fetch, and tasks whose properties come of templates, over real services."""

import json
from typing import Any

from dalsegno import Client
from dalsegno.api.executor.v1 import executor_pb2 as executor
from support.flows import NAMESPACE, flow, new_flow_id, run, states, task_run

CORE = "io.kestra.plugin.core"
LOGS = (
    f"  - {{id: a, type: {CORE}.log.Log, message: [one, 'Straße']}}\n"
    f"  - {{id: b, type: {CORE}.log.Log, message: careful, level: WARN}}\n"
    f"  - {{id: c, type: {CORE}.log.Log, message: quiet, level: DEBUG}}\n"
)


def fetch(more: str = "") -> str:
    return f"  - {{id: fetch, type: {CORE}.log.Fetch{more}}}\n"


def run_of(client: Client, tasks: str) -> executor.Execution:
    flow_id = new_flow_id("fetch")
    return run(client, flow(flow_id, tasks), flow_id)


def fetched(client: Client, ended: executor.Execution) -> list[dict[str, Any]]:
    """The rows of the file, as many as the output says."""
    outputs = json.loads(task_run(ended, "fetch").outputs_json)
    rows = [json.loads(line) for line in b"".join(client.files.read(outputs["uri"])).splitlines()]
    assert outputs["size"] == len(rows)
    return rows


def test_the_log_of_its_own_execution_is_stored_as_rows(client: Client) -> None:
    ended = run_of(client, LOGS + fetch())
    rows = fetched(client, ended)
    assert [(row["level"], row["message"]) for row in rows if "taskId" in row] == [
        ("INFO", "one"),
        ("INFO", "Straße"),
        ("WARN", "careful"),
    ]
    first = next(row for row in rows if row.get("taskId") == "a")
    assert {**first, "timestamp": ""} == {
        "namespace": NAMESPACE,
        "flowId": ended.flow_id,
        "taskId": "a",
        "executionId": ended.execution_id,
        "taskRunId": task_run(ended, "a").task_run_id,
        "attemptNumber": 1,
        "timestamp": "",
        "level": "INFO",
        "message": "one",
    }
    assert first["timestamp"].endswith("Z")


def test_tasks_and_a_level_can_be_chosen(client: Client) -> None:
    ended = run_of(client, LOGS + fetch(", tasksId: [b, c], level: DEBUG"))
    assert [row["message"] for row in fetched(client, ended)] == ["careful", "quiet"]


def test_more_lines_than_one_page_are_stored_in_order(client: Client) -> None:
    script = "for n in range(2500): print(n)"
    ended = run_of(
        client,
        f"  - {{id: a, type: io.kestra.plugin.scripts.python.Script, script: '{script}'}}\n" + fetch(", tasksId: [a]"),
    )
    assert [row["message"] for row in fetched(client, ended)] == [str(number) for number in range(2500)]


def test_the_log_of_another_execution_needs_its_flow(client: Client) -> None:
    other = run_of(client, LOGS)
    named = f", executionId: {other.execution_id}"
    whole = run_of(client, fetch(f"{named}, namespace: {NAMESPACE}, flowId: {other.flow_id}"))
    assert {row["executionId"] for row in fetched(client, whole)} == {other.execution_id}
    for more, why in (
        (named, f"The execution {other.execution_id} is none of the flow {NAMESPACE}."),
        (f"{named}, flowId: x", "Both `namespace` and `flowId` must be set when `executionId` is set."),
        (", flowId: x", "`namespace` and `flowId` should only be set when `executionId` is set."),
        (", executionId: nobody", "The log of nobody cannot be fetched: "),
    ):
        ended = run_of(client, fetch(more))
        assert states(ended) == {"fetch": "FAILED"}
        assert task_run(ended, "fetch").error.startswith(why)


def test_a_templated_task_takes_its_type_and_properties_from_templates(client: Client) -> None:
    spec = (
        "  - id: made\n    type: io.kestra.plugin.core.templating.TemplatedTask\n    spec: |\n"
        "      type: io.kestra.plugin.{{ outputs.kind.value }}\n"
        "      commands: ['pwd > {{ workingDir }}/a', 'test $(cat a) = {{ workingDir }}']\n"
        "      outputFiles: [a]\n"
    )
    ended = run_of(client, f"  - {{id: kind, type: {CORE}.debug.Return, format: scripts.shell.Commands}}\n{spec}")
    assert states(ended) == {"kind": "SUCCESS", "made": "SUCCESS"}
    assert set(json.loads(task_run(ended, "made").outputs_json)["outputFiles"]) == {"a"}
