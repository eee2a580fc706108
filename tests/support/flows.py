"""Flows for tests, and the way from a flow to its ended execution."""

import itertools
import os
from pathlib import Path

from dalsegno import Client
from dalsegno.api.common.v1 import state_pb2
from dalsegno.api.executor.v1 import executor_pb2 as executor

EXAMPLE = Path(__file__).parents[2] / "examples" / "divvy_tripdata"
PUBLISHED = "https://divvy-tripdata.s3.amazonaws.com"
NAMESPACE = "company.team"

_numbers = itertools.count(1)


def new_flow_id(name: str = "flow") -> str:
    """An id that no other test of this run uses."""
    return f"{name}_{os.getpid()}_{next(_numbers)}"


def example(revision: int, flow_id: str, origin_url: str) -> str:
    """The example flow under an id of the test's own, downloading from a local origin."""
    source = (EXAMPLE / f"rev{revision}.yaml").read_text()
    return source.replace("id: divvy_tripdata\n", f"id: {flow_id}\n", 1).replace(PUBLISHED, origin_url)


def flow(flow_id: str, tasks: str, head: str = "") -> str:
    """A flow of these tasks, given as YAML list items."""
    return f"id: {flow_id}\nnamespace: {NAMESPACE}\n{head}tasks:\n{tasks}"


def run(client: Client, source: str, flow_id: str) -> executor.Execution:
    """Puts a flow, runs it and waits for its end."""
    client.flows.put(source)
    execution = client.executions.create(NAMESPACE, flow_id)
    return client.executions.wait(execution.execution_id)


def replay(client: Client, execution: executor.Execution, start: str, revision: str = "latest") -> executor.Execution:
    """Replays and waits for the end of the replay."""
    started = client.executions.replay(execution.execution_id, start, revision=revision)
    return client.executions.wait(started.execution.execution_id)


def states(execution: executor.Execution) -> dict[str, str]:
    """The state of every task run, by path."""
    return {run.task_path: state_name(run.state) for run in execution.task_runs}


def state_name(state: int) -> str:
    return state_pb2.State.Name(state).removeprefix("STATE_")


def ran_and_reused(execution: executor.Execution) -> tuple[list[str], list[str]]:
    """Which tasks ran in this execution, and which it reused."""
    runs = execution.task_runs
    here = [r.task_path for r in runs if r.attempts[-1].execution_id == execution.execution_id]
    return here, [r.task_path for r in runs if r.HasField("reused_from")]


def task_run(execution: executor.Execution, task_path: str) -> executor.TaskRun:
    return next(run for run in execution.task_runs if run.task_path == task_path)
