"""The executor takes on as much as its settings say; what is beyond waits, or is told when to come again."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from dalsegno import Client, Endpoints
from dalsegno.api.executor.v1 import executor_pb2 as executor
from dalsegno.api.executor.v1 import executor_pb2_grpc
from dalsegno.errors import Refused
from dalsegno.patience import Patience, Retry
from support.flows import NAMESPACE, flow, new_flow_id, state_name, states, task_run
from support.stack import Stack

CORE = "io.kestra.plugin.core"
NAME = "dalsegno.api.executor.v1.ExecutorService"
RETURN = f"  - {{id: done, type: {CORE}.debug.Return, format: done}}\n"
PAUSED = f"  - {{id: wait, type: {CORE}.flow.Pause}}\n"
LINES, LINE_CHARACTERS = 4_000, 30_000
MIB = 1024 * 1024

MODULE = """
import pathlib, time
from dalsegno_tasks import Task

class Hold(Task):
    type_name = "com.example.Hold"
    gate: str

    def run(self, context):
        context.log.info("holding")
        while not pathlib.Path(self.gate).exists():
            time.sleep(0.01)
        return {}

class Flood(Task):
    type_name = "com.example.Flood"
    lines: int
    characters: int

    def run(self, context):
        for number in range(self.lines):
            context.log.info(f"{number} ".ljust(self.characters, "x"))
        return {}

TASKS = [Hold, Flood]
"""

Start = Callable[..., Stack]


@pytest.fixture
def start(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Starts services whose executor has these settings."""
    folder = tmp_path_factory.mktemp("plugin")
    (folder / "holding_tasks.py").write_text(MODULE)
    package = folder / "holding_tasks-1.0.dist-info"
    package.mkdir()
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: holding_tasks\nVersion: 1.0\n")
    (package / "entry_points.txt").write_text("[dalsegno.tasks]\nholding_tasks = holding_tasks:TASKS\n")
    monkeypatch.setenv("PYTHONPATH", str(folder))
    started: list[Stack] = []

    def start(**settings: int) -> Stack:
        for name, value in settings.items():
            monkeypatch.setenv(f"DALSEGNO_EXECUTOR_{name.upper()}", str(value))
        started.append(Stack(tmp_path_factory.mktemp("limits"), workers=2).start())
        return started[-1]

    yield start
    for stack in started:
        stack.end()


def patient(stack: Stack) -> Client:
    """A client that comes again as often as it has to."""
    endpoints = Endpoints(registry=stack.registry, executor=stack.executor, storage=stack.storage)
    return Client(endpoints, patience=Patience(retry=Retry(tries=500, max_pause_seconds=0.05)))


def put(client: Client, tasks: str) -> str:
    flow_id = new_flow_id("limits")
    client.flows.put(flow(flow_id, tasks))
    return flow_id


def paused(client: Client, flow_id: str) -> str:
    execution_id = client.executions.create(NAMESPACE, flow_id).execution_id
    events = client.executions.watch(execution_id)
    assert next(event for event in events if event.task_run_started.task_path == "wait")
    return execution_id


def holding(client: Client, flow_id: str) -> str:
    execution_id = client.executions.create(NAMESPACE, flow_id).execution_id
    assert next(line for line in client.executions.watch_logs(execution_id) if line.message == "holding")
    return execution_id


def assert_limit_reached(error: Refused, setting: str, limit: int) -> None:
    assert (error.code, error.reason) == ("RESOURCE_EXHAUSTED", "LIMIT_REACHED")
    assert error.metadata == {"setting": setting, "limit": str(limit)}
    assert error.retry_after_seconds == 1.0
    assert f"--{setting} allows no more" in error.message


def test_no_execution_begins_beyond_the_limit_until_one_has_ended(start: Start) -> None:
    stack = start(max_executions=2)
    with stack.client() as client, patient(stack) as patient_client:
        flow_id, waiting = put(client, RETURN), put(client, PAUSED)
        done = client.executions.wait(client.executions.create(NAMESPACE, flow_id).execution_id)
        first, second = paused(client, waiting), paused(client, waiting)

        for begin in (
            lambda: client.executions.create(NAMESPACE, flow_id),
            lambda: client.executions.replay(done.execution_id, "done"),
        ):
            with pytest.raises(Refused) as caught:
                begin()
            assert_limit_reached(caught.value, "max-executions", 2)
        assert len(list(client.executions.list())) == 3

        created: list[executor.Execution] = []
        coming = threading.Thread(
            target=lambda: created.append(patient_client.executions.create(NAMESPACE, flow_id)), daemon=True
        )
        coming.start()
        client.executions.resume(first)  # what runs may end, whatever the limit
        coming.join(30)
        assert state_name(client.executions.wait(created[0].execution_id).state) == "SUCCESS"

        third = paused(client, waiting)
        assert state_name(client.executions.kill(second).state) in ("KILLING", "KILLED")
        client.executions.resume(third)
        assert state_name(client.executions.wait(third).state) == "SUCCESS"


def test_attempts_beyond_the_limit_wait_and_too_many_of_them_refuse_executions(start: Start, tmp_path: Path) -> None:
    stack = start(max_running_task_runs=1, max_queued_task_runs=1)
    gate = tmp_path / "gate"
    hold = f"  - {{id: hold, type: com.example.Hold, gate: {gate}}}\n"
    nested = f"{{id: call, type: {CORE}.flow.Subflow, namespace: {NAMESPACE}, flowId: FLOW}}"
    with stack.client() as client:
        held, light = put(client, hold), put(client, RETURN)
        parent = put(client, f"  - {nested.replace('FLOW', light)}\n")
        first = holding(client, held)
        waiting = [client.executions.create(NAMESPACE, parent).execution_id]
        # The Subflow itself needs no turn; the task of its child does, and is waited for here.
        error = None
        while error is None:
            try:
                waiting.append(client.executions.create(NAMESPACE, light).execution_id)
            except Refused as refused:
                error = refused
        assert_limit_reached(error, "max-queued-task-runs", 1)
        assert states(client.executions.get(first)) == {"hold": "RUNNING"}

        gate.touch()
        end = task_run(client.executions.wait(first), "hold").attempts[-1].end_time.ToNanoseconds()
        for execution_id in waiting:
            ended = client.executions.wait(execution_id)
            assert state_name(ended.state) == "SUCCESS"
            assert ended.task_runs[0].attempts[-1].end_time.ToNanoseconds() >= end


def test_no_stream_is_opened_beyond_the_limit_until_one_is_closed(start: Start) -> None:
    stack = start(max_streams=1)
    with stack.client() as client, patient(stack) as patient_client:
        execution_id = client.executions.create(NAMESPACE, put(client, PAUSED)).execution_id
        watching = client.executions.watch(execution_id)
        assert next(watching).position == 1
        for stream in (client.executions.watch(execution_id), client.executions.watch_logs(execution_id)):
            with pytest.raises(Refused) as caught:
                next(stream)
            assert_limit_reached(caught.value, "max-streams", 1)
        assert client.executions.get(execution_id).execution_id == execution_id

        watching.close()
        assert next(patient_client.executions.watch(execution_id)).position == 1


def test_a_request_that_is_too_large_is_refused_and_not_repeated(start: Start) -> None:
    stack = start(max_request_bytes=4096)
    with patient(stack) as client:
        flow_id = put(client, RETURN)
        with pytest.raises(Refused) as caught:
            client.executions.create(NAMESPACE, flow_id, labels={"why": "x" * 5000})
        error = caught.value
        assert (error.code, error.reason, error.retry_after_seconds) == (
            "RESOURCE_EXHAUSTED",
            "REQUEST_TOO_LARGE",
            None,
        )
        assert error.metadata["limit_bytes"] == "4096"
        assert int(error.metadata["size_bytes"]) > 5000
        with pytest.raises(Refused) as caught:
            client.executions.create(NAMESPACE, flow_id, labels={"why": "x" * 50_000})
        assert caught.value.code == "RESOURCE_EXHAUSTED"
        assert list(client.executions.list()) == []


def test_a_flood_of_log_lines_makes_its_task_wait_and_loses_none(start: Start) -> None:
    """While the database is locked, so that nothing of it can be kept."""
    stack = start()
    with stack.client() as client:
        flood = f"  - {{id: flood, type: com.example.Flood, lines: {LINES}, characters: {LINE_CHARACTERS}}}\n"
        flow_id = put(client, f"  - {{id: nap, type: {CORE}.flow.Sleep, duration: PT0.5S}}\n{flood}")
        execution_id = client.executions.create(NAMESPACE, flow_id).execution_id
        events = client.executions.watch(execution_id)
        before = resident_bytes(stack.executor_service.pid)
        assert next(event for event in events if event.task_run_started.task_path == "flood")
        lock = sqlite3.connect(stack.directory / "executor.db", isolation_level=None)
        lock.execute("begin immediate")
        health = health_pb2_grpc.HealthStub(grpc.insecure_channel(stack.executor))
        changes = health.Watch(health_pb2.HealthCheckRequest(service=NAME), timeout=60)
        assert next(change for change in changes if change.status == health_pb2.HealthCheckResponse.NOT_SERVING)
        grown = resident_bytes(stack.executor_service.pid) - before
        lock.execute("rollback")
        lock.close()

        assert state_name(client.executions.wait(execution_id).state) == "SUCCESS"
        numbers = [int(line.message.split(" ")[0]) for line in client.executions.logs(execution_id, task_path="flood")]
        assert numbers == list(range(LINES))
    # All of the lines would be 120 MB.
    assert grown < 60 * MIB


def resident_bytes(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS"))


def test_a_watch_comes_in_messages_of_a_bounded_size(stack: Stack, client: Client) -> None:
    text = "x" * 60_000
    tasks = "".join(f"  - {{id: t{number}, type: {CORE}.debug.Return, format: '{text}'}}\n" for number in range(4))
    for_each = (
        f"  - id: each\n    type: {CORE}.flow.ForEach\n    values: '{{{{ range(1, 50) }}}}'\n    concurrencyLimit: 0\n"
    )
    source = for_each + "    tasks:\n" + "".join(f"    {line}\n" for line in tasks.splitlines())
    execution_id = client.executions.create(NAMESPACE, put(client, source)).execution_id
    ended = client.executions.wait(execution_id)
    assert state_name(ended.state) == "SUCCESS"
    with grpc.insecure_channel(stack.executor, options=[("grpc.max_receive_message_length", 64 * MIB)]) as channel:
        stub = executor_pb2_grpc.ExecutorServiceStub(channel)
        messages = list(stub.WatchExecution(executor.WatchExecutionRequest(execution_id=execution_id)))
    sizes = [message.ByteSize() for message in messages]
    assert sum(sizes) > 200 * 60_000
    assert max(sizes) < 5 * MIB
    positions = [event.position for message in messages for event in message.events]
    assert positions == list(range(1, len(positions) + 1))
