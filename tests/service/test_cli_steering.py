"""`dalsegno execution pause`, `force-run`, `set-state`, and breakpoints, against real services."""

from collections.abc import Callable
from typing import NamedTuple

import pytest

from dalsegno import Client
from dalsegno.cli import main
from support.flows import NAMESPACE, flow, new_flow_id, state_name
from support.stack import Stack

TASKS = """
  - {id: a, type: io.kestra.plugin.core.debug.Return, format: x}
  - {id: b, type: io.kestra.plugin.core.execution.Fail}
  - {id: c, type: io.kestra.plugin.core.debug.Return, format: x}
"""


class Ended(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def command(stack: Stack, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ended]:
    for name, value in stack.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("FORCE_COLOR", raising=False)

    def run(*arguments: str) -> Ended:
        code = main(["execution", *arguments])
        printed = capsys.readouterr()
        return Ended(code, printed.out, printed.err)

    return run


@pytest.fixture
def flow_id(client: Client) -> str:
    flow_id = new_flow_id("steered")
    client.flows.put(flow(flow_id, TASKS))
    return flow_id


def test_a_task_run_is_set_to_another_state_and_what_follows_is_shown(
    command: Callable[..., Ended], client: Client, flow_id: str
) -> None:
    created = client.executions.create(NAMESPACE, flow_id)
    client.executions.wait(created.execution_id)
    ended = command("set-state", created.execution_id, "SUCCESS", "--task", "b")
    assert (ended.code, ended.err) == (0, "")
    assert "b                 set to SUCCESS\n" in ended.out
    assert "✓ c                 SUCCESS" in ended.out
    assert ended.out.splitlines()[-1] == "SUCCESS"


def test_an_execution_is_set_to_another_state(command: Callable[..., Ended], client: Client, flow_id: str) -> None:
    created = client.executions.create(NAMESPACE, flow_id)
    client.executions.wait(created.execution_id)
    assert command("set-state", created.execution_id, "WARNING") == Ended(0, f"{created.execution_id}\n", "")
    assert state_name(client.executions.get(created.execution_id).state) == "WARNING"


def test_a_run_stops_at_a_breakpoint_and_is_resumed(
    command: Callable[..., Ended], client: Client, flow_id: str
) -> None:
    started = command("run", f"{NAMESPACE}.{flow_id}", "--breakpoint", "b", "--no-wait")
    execution_id = started.out.strip()
    for event in client.executions.watch(execution_id):
        if event.HasField("task_run_suspended"):
            break
    assert "b     BREAKPOINT" in command("get", execution_id).out
    resumed = command("resume", execution_id)
    assert resumed.code == 1  # b fails
    assert "▸ resumed\n" in resumed.out
    assert "‖ b                 BREAKPOINT until the execution is resumed\n" in command("watch", execution_id).out


def test_what_cannot_be_done_says_what_can(command: Callable[..., Ended], client: Client, flow_id: str) -> None:
    created = client.executions.create(NAMESPACE, flow_id)
    client.executions.wait(created.execution_id)
    for name, told in (("pause", "only one that is RUNNING can be paused"), ("force-run", "nothing to run")):
        ended = command(name, created.execution_id)
        assert (ended.code, told in ended.err) == (2, True), ended
