"""`dalsegno execution label`, `delete`, `lineage` and `compare`, against real services."""

import re
from collections.abc import Callable
from typing import NamedTuple

import pytest

from dalsegno import Client
from dalsegno.api.executor.v1 import executor_pb2 as executor
from dalsegno.cli import main
from support.flows import NAMESPACE, flow, new_flow_id, replay, run
from support.stack import Stack

TASKS = """
  - {id: a, type: io.kestra.plugin.core.debug.Return, format: x}
  - {id: b, type: io.kestra.plugin.core.debug.Return, format: x}
"""
FAIL = "io.kestra.plugin.core.execution.Fail"


class Ended(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def command(stack: Stack, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ended]:
    for name, value in stack.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("FORCE_COLOR", raising=False)

    def call(*arguments: str) -> Ended:
        code = main(["execution", *arguments])
        printed = capsys.readouterr()
        return Ended(code, printed.out, printed.err)

    return call


@pytest.fixture
def execution(client: Client) -> executor.Execution:
    flow_id = new_flow_id("kept")
    return run(client, flow(flow_id, TASKS), flow_id)


def test_labels_are_set_and_taken_away(command: Callable[..., Ended], execution: executor.Execution) -> None:
    told = Ended(0, f"{execution.execution_id}\n", "")
    assert command("label", execution.execution_id, "team=rides", "by=anna") == told
    assert command("label", execution.execution_id, "team=") == told
    assert "labels      by=anna, system.correlationId=" in command("get", execution.execution_id).out
    assert "  labels team=\n" in command("watch", execution.execution_id).out
    ended = command("label", execution.execution_id, "team")
    assert (ended.code, ended.err) == (2, "error: The label 'team' has no value. Write it as KEY=VALUE.\n")


def test_nothing_is_deleted_unless_somebody_says_so(
    command: Callable[..., Ended], execution: executor.Execution
) -> None:
    refused = command("delete", execution.execution_id)
    assert (refused.code, "Say so with --yes." in refused.err) == (2, True)
    assert command("delete", execution.execution_id, "--yes") == Ended(0, f"Deleted {execution.execution_id}.\n", "")
    assert command("get", execution.execution_id).code == 2


def test_the_tree_of_attempts_is_drawn(
    command: Callable[..., Ended], client: Client, execution: executor.Execution
) -> None:
    second = replay(client, execution, "b")
    third = replay(client, second, "a")
    fourth = replay(client, execution, "b")
    client.executions.delete(second.execution_id)
    lines = command("lineage", third.execution_id).out.splitlines()
    shown = [re.sub(r" +20\d\d-.*", "", line) for line in lines]  # without the time
    assert shown == [
        f"{execution.execution_id}  attempt 1, revision 1  SUCCESS  reused 0, ran 2",
        f"├── {second.execution_id}  attempt 2, revision 1  deleted",
        f"│   └── {third.execution_id}  attempt 3, revision 1  SUCCESS  from a  reused 0, ran 2",
        f"└── {fourth.execution_id}  attempt 2, revision 1  SUCCESS  from b  reused 1, ran 1",
    ]
    documents = command("lineage", third.execution_id, "-o", "json").out.splitlines()
    assert [NAMESPACE in document for document in documents] == [True, False, True, True]


def test_two_executions_are_compared(
    command: Callable[..., Ended], client: Client, execution: executor.Execution
) -> None:
    changed = TASKS.replace("id: b, type: io.kestra.plugin.core.debug.Return, format: x", f"id: b, type: {FAIL}")
    client.flows.put(flow(execution.flow_id, changed))
    second = replay(client, execution, "b")
    ids = (execution.execution_id, second.execution_id)
    ended = command("compare", *ids)
    assert ended.code == 0, ended.err
    lines = [line.split() for line in ended.out.splitlines() if line]
    assert lines[0] == list(ids)
    assert ["state", "SUCCESS", "FAILED"] in lines
    assert ["task", *ids] in lines
    assert [(line[0], line[1], line[-1]) for line in lines if line[0] == "b"] == [("b", "SUCCESS", "differs")]
    assert "1 task run is the same in all; --all shows them." in ended.out
    assert ended.out.endswith(f"\nFirst parted at b. It is SUCCESS in {ids[0]}, FAILED in {ids[1]}.\n")
    assert "reused" in command("compare", *ids, "--all").out
    assert '"divergence_task_path": "b"' in command("compare", *ids, "-o", "json").out
