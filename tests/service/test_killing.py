"""KillExecution: nothing of an execution goes on, neither its tasks nor what they have started."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from dalsegno import Client, DalSegnoError
from dalsegno.api.executor.v1 import executor_pb2 as executor
from support.files_plugin import stack_with_plugin
from support.flows import NAMESPACE, flow, new_flow_id, state_name, states, task_run
from support.stack import Stack

CORE = "io.kestra.plugin.core."
FLOW = f"{CORE}flow."
RETURN = f"{CORE}debug.Return"
SLEEP = f"{{id: nap, type: {FLOW}Sleep, duration: PT10M}}"
FAILS = f"type: {CORE}execution.Fail, retry: {{type: constant, interval: PT10M, maxAttempts: 3}}"


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A stack with task types that hold on, and start processes."""
    with stack_with_plugin(tmp_path_factory, workers=2) as stack:
        yield stack


@pytest.fixture(scope="module")
def client(stack: Stack) -> Iterator[Client]:
    with stack.client() as client:
        yield client


def begin(client: Client, tasks: str, until: Callable[[executor.Event], bool], head: str = "") -> str:
    """Starts an execution and returns its id once an event was seen."""
    flow_id = new_flow_id("kill")
    client.flows.put(flow(flow_id, tasks, head))
    execution_id = client.executions.create(NAMESPACE, flow_id).execution_id
    assert any(until(event) for event in client.executions.watch(execution_id))
    return execution_id


def started(path: str) -> Callable[[executor.Event], bool]:
    return lambda event: event.task_run_started.task_path == path


def opened(path: str) -> Callable[[executor.Event], bool]:
    return lambda event: event.task_run_opened.task_path == path


def failed(path: str) -> Callable[[executor.Event], bool]:
    return lambda event: event.task_run_finished.task_path == path


def killed(client: Client, execution_id: str) -> executor.Execution:
    """Kills an execution and waits for its end, which has come then."""
    client.executions.kill(execution_id)
    return client.executions.wait(execution_id)


def history(item: executor.Execution | executor.TaskRun) -> list[str]:
    return [state_name(change.state) for change in item.history]


CASES = {
    "a task": (f"  - {SLEEP}\n", started("nap"), {"nap": "KILLED"}),
    "in a sequence": (
        (
            f"  - id: s\n    type: {FLOW}Sequential\n    tasks:\n      - {SLEEP}\n"
            f"      - {{id: b, type: {RETURN}, format: x}}\n"
        ),
        started("s/nap"),
        {"s": "KILLED", "s/nap": "KILLED"},
    ),
    "in a loop in parallel": (
        (
            f"  - id: p\n    type: {FLOW}Parallel\n    tasks:\n      - id: each\n        type: {FLOW}ForEach\n"
            f"        values: [1, 2]\n        tasks:\n          - {SLEEP}\n"
        ),
        started("p/each[value=1]/nap"),
        {"p": "KILLED", "p/each": "KILLED", "p/each[value=1]/nap": "KILLED"},
    ),
    "paused": (f"  - {{id: p, type: {FLOW}Pause}}\n", opened("p"), {"p": "KILLED"}),
    "waiting for a retry": (f"  - {{id: f, {FAILS}}}\n", failed("f"), {"f": "KILLED"}),
}


@pytest.mark.parametrize("case", CASES)
def test_whatever_an_execution_is_at_is_killed(client: Client, case: str) -> None:
    tasks, until, wanted = CASES[case]
    execution = killed(client, begin(client, tasks, until))
    assert history(execution)[-2:] == ["KILLING", "KILLED"]
    assert states(execution) == wanted
    for path in wanted:
        ended = task_run(execution, path)
        # A task is never seen KILLING, what runs tasks is.
        assert ("KILLING" in history(ended)) == (not ended.attempts)
    assert all(state_name(r.attempts[-1].state) in {"KILLED", "FAILED"} for r in execution.task_runs if r.attempts)


def test_after_an_execution_was_killed_its_errors_do_not_run_but_what_follows_every_end_does(client: Client) -> None:
    head = "".join(
        f"{part}:\n  - {{id: {part}_, type: {RETURN}, format: '{{{{ execution.state }}}}'}}\n"
        for part in ("errors", "finally", "afterExecution")
    )
    execution = killed(client, begin(client, f"  - {SLEEP}\n", started("nap"), head))
    assert states(execution) == {"nap": "KILLED", "afterExecution_": "SUCCESS"}
    assert json.loads(task_run(execution, "afterExecution_").outputs_json) == {"value": "KILLED"}
    assert state_name(execution.state) == "KILLED"


def test_a_queued_execution_is_killed_and_the_next_one_takes_its_turn(client: Client) -> None:
    flow_id = new_flow_id("queue")
    tasks = f"  - {{id: p, type: {FLOW}Pause}}\n"
    client.flows.put(flow(flow_id, tasks, "concurrency: {limit: 1, behavior: QUEUE}\n"))
    first, second, third = (client.executions.create(NAMESPACE, flow_id).execution_id for _ in range(3))
    assert history(killed(client, second)) == ["CREATED", "QUEUED", "KILLING", "KILLED"]
    assert any(opened("p")(event) for event in client.executions.watch(first))
    killed(client, first)
    assert any(opened("p")(event) for event in client.executions.watch(third))
    client.executions.kill(third)


def test_what_has_ended_is_refused_and_the_same_request_is_answered_again(client: Client) -> None:
    execution_id = begin(client, f"  - {SLEEP}\n", started("nap"))
    first = client.executions.kill(execution_id, request_id=f"kill-{execution_id}")
    assert state_name(first.state) == "KILLED"
    again = client.executions.kill(execution_id, request_id=f"kill-{execution_id}")
    assert again.position == first.position
    for ended, reason in ((execution_id, "EXECUTION_ENDED"), ("0" * 22, "EXECUTION_NOT_FOUND")):
        with pytest.raises(DalSegnoError) as refused:
            client.executions.kill(ended)
        assert refused.value.reason == reason
    with pytest.raises(DalSegnoError) as refused:
        client.executions.restart(execution_id)
    assert refused.value.reason == "NOT_RESTARTABLE"


def two_deep(client: Client) -> tuple[str, str, str]:
    """An execution that runs another, which runs a third, which waits; their ids."""
    leaf, middle = new_flow_id("leaf"), new_flow_id("middle")
    client.flows.put(flow(leaf, f"  - {SLEEP}\n"))
    client.flows.put(flow(middle, subflow(leaf)))
    top_id = begin(client, subflow(middle), started("sub"))
    (middle_id,) = appeared(client, middle)
    (leaf_id,) = appeared(client, leaf)
    assert any(started("nap")(event) for event in client.executions.watch(leaf_id))
    return top_id, middle_id, leaf_id


def subflow(flow_id: str) -> str:
    return f"  - {{id: sub, type: {FLOW}Subflow, namespace: {NAMESPACE}, flowId: {flow_id}}}\n"


def appeared(client: Client, flow_id: str) -> list[str]:
    """The executions of a flow, as soon as there is one."""
    while not (found := [each.execution_id for each in client.executions.list(namespace=NAMESPACE, flow_id=flow_id)]):
        pass
    return found


def test_the_executions_that_it_has_started_are_killed_too(client: Client) -> None:
    ids = two_deep(client)
    killed(client, ids[0])
    assert [history(client.executions.get(each))[-1] for each in ids] == ["KILLED"] * 3


def test_the_executions_that_it_has_started_are_kept_when_asked_for(client: Client) -> None:
    top, middle, leaf = two_deep(client)
    client.executions.kill(top, keep_subflows=True)
    assert [history(client.executions.get(each))[-1] for each in (middle, leaf)] == ["RUNNING"] * 2
    # It has ended, and what it has started has not.
    client.executions.kill(top)
    assert [history(client.executions.get(each))[-1] for each in (middle, leaf)] == ["KILLED"] * 2


# -- processes


def spawned(client: Client, folder: Path, more: str = "") -> tuple[str, list[int]]:
    """An execution whose task has started processes, and their ids."""
    folder.mkdir()
    tasks = f"  - {{id: spawn, type: com.example.Spawn, folder: {folder}{more}}}\n"
    execution_id = begin(client, tasks, started("spawn"))
    while len(names := [path.name for path in folder.iterdir()]) < 2:
        pass
    assert sorted(name.rpartition("_")[0] for name in names) == ["orphan", "own_session"]
    return execution_id, [int(name.rpartition("_")[2]) for name in names]


def until_gone(ids: list[int]) -> None:
    """Returns once these processes have ended; the test's time is up when they do not."""
    for each in ids:
        try:
            process = psutil.Process(each)
            while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
                pass
        except psutil.NoSuchProcess:
            pass


@pytest.mark.timeout(60)
def test_the_processes_of_a_killed_task_end_even_if_they_do_not_want_to(client: Client, tmp_path: Path) -> None:
    execution_id, processes = spawned(client, tmp_path / "pids")
    assert states(killed(client, execution_id)) == {"spawn": "KILLED"}
    until_gone(processes)


@pytest.mark.timeout(60)
def test_the_processes_of_a_task_end_with_its_timeout(client: Client, tmp_path: Path) -> None:
    execution_id, processes = spawned(client, tmp_path / "pids", ", timeout: PT3S")
    execution = client.executions.wait(execution_id)
    assert states(execution) == {"spawn": "FAILED"}
    assert "timeout of PT3S" in task_run(execution, "spawn").error
    until_gone(processes)


@pytest.mark.timeout(90)
def test_the_processes_of_a_task_end_with_the_executor(stack: Stack, client: Client, tmp_path: Path) -> None:
    execution_id, processes = spawned(client, tmp_path / "pids")
    stack.executor_service.kill()
    until_gone(processes)
    stack.executor_service.start()
    execution = killed(client, execution_id)
    assert [state_name(attempt.state) for attempt in task_run(execution, "spawn").attempts][:1] == ["RESUBMITTED"]
    assert state_name(execution.state) == "KILLED"


def test_a_worker_takes_its_scratch_with_it(client: Client, tmp_path: Path) -> None:
    hold = f"  - {{id: hold, type: com.example.Hold, file: {tmp_path / 'never'}}}\n"
    execution_id = begin(client, hold, started("hold"))
    lines = client.executions.watch_logs(execution_id)
    directory = Path(next(line.message for line in lines if line.message.startswith("holding")).split()[1])
    assert directory.parent.name.startswith("dalsegno-worker-")
    killed(client, execution_id)
    while directory.parent.exists():
        pass
