"""The executor's database is full, locked or damaged: what can be served is, and executions wait until it is mended."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from dalsegno import Client
from dalsegno.errors import DalSegnoError, DataLoss, Refused, Unreachable
from support.flows import NAMESPACE, flow, new_flow_id, state_name, states
from support.stack import Stack

CORE = "io.kestra.plugin.core"
NAME = "dalsegno.api.executor.v1.ExecutorService"
SERVING = health_pb2.HealthCheckResponse.SERVING
NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING
ROOM_MIB = 4
SEQUENCE = "".join(f"  - {{id: t{number}, type: {CORE}.debug.Return, format: done}}\n" for number in range(5))
PAUSED = f"  - {{id: wait, type: {CORE}.flow.Pause}}\n{SEQUENCE}"


class Health:
    """A service's health, seen as a stream of changes."""

    def __init__(self, address: str, name: str = NAME) -> None:
        self._name = name
        self._channel = grpc.insecure_channel(address)
        self._stub = health_pb2_grpc.HealthStub(self._channel)

    def now(self, name: str) -> int:
        return int(self._stub.Check(health_pb2.HealthCheckRequest(service=name), timeout=10).status)

    def wait_for(self, status: int) -> None:
        """Returns once the name of the service has this status."""
        request = health_pb2.HealthCheckRequest(service=self._name)
        watching = self._stub.Watch(request, timeout=60)
        assert next(change for change in watching if change.status == status)
        watching.cancel()

    def close(self) -> None:
        self._channel.close()


@pytest.fixture
def health(own_stack: Stack) -> Iterator[Health]:
    health = Health(own_stack.executor)
    yield health
    health.close()


def put(client: Client, tasks: str) -> str:
    flow_id = new_flow_id("fault")
    client.flows.put(flow(flow_id, tasks))
    return flow_id


def paused(client: Client, flow_id: str) -> str:
    """An execution that has come to its Pause."""
    execution_id = client.executions.create(NAMESPACE, flow_id).execution_id
    events = client.executions.watch(execution_id)
    assert next(event for event in events if event.task_run_started.task_path == "wait")
    return execution_id


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few mebibytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={ROOM_MIB}m", "tmpfs", str(disk)]
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("a disk of its own can only be mounted by root")
    mounted = subprocess.run(command, capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"no disk of its own can be mounted here: {mounted.stderr.strip()}")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


@pytest.fixture
def full_stack(small_disk: Path, tmp_path: Path) -> Iterator[Stack]:
    stack = Stack(tmp_path, databases={"executor": f"sqlite:///{small_disk}/executor.db"}).start()
    yield stack
    stack.end()


def fill(disk: Path) -> Path:
    """Takes all the room that there is."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (65536, 4096, 512):
            try:
                while file.write(bytes(size)):
                    pass
            except OSError:
                continue
    return filler


def refused(client: Client, flow_id: str) -> DalSegnoError:
    """What creating executions is refused with, as soon as it is."""
    for _ in range(2000):
        try:
            client.executions.create(NAMESPACE, flow_id)
        except DalSegnoError as error:
            return error
    raise AssertionError("there was always room")


def test_a_full_disk_refuses_what_is_new_and_what_runs_goes_on_when_there_is_room(
    full_stack: Stack, small_disk: Path
) -> None:
    health = Health(full_stack.executor)
    with full_stack.client() as client:
        flow_id, waiting = put(client, SEQUENCE), paused(client, put(client, PAUSED))
        done = client.executions.wait(client.executions.create(NAMESPACE, flow_id).execution_id)
        filler = fill(small_disk)

        error = refused(client, flow_id)
        assert isinstance(error, Refused)
        assert (error.code, error.reason, error.retry_after_seconds) == ("RESOURCE_EXHAUSTED", "STORAGE_FULL", None)
        assert "free some on its disk" in error.message
        health.wait_for(NOT_SERVING)
        assert health.now("") == SERVING
        with pytest.raises(Refused):
            client.executions.resume(waiting)
        # What needs no room is served.
        assert states(client.executions.get(done.execution_id)) == states(done)
        assert waiting in [summary.execution_id for summary in client.executions.list()]
        unfinished = [
            summary.execution_id
            for summary in client.executions.list()
            if state_name(summary.state) not in ("SUCCESS", "PAUSED")
        ]

        filler.unlink()
        health.wait_for(SERVING)
        for execution_id in unfinished:
            assert state_name(client.executions.wait(execution_id).state) == "SUCCESS"
        client.executions.resume(waiting)
        assert state_name(client.executions.wait(waiting).state) == "SUCCESS"
    health.close()


@pytest.mark.timeout(120)
def test_a_locked_database_is_waited_for_and_reads_go_on(own_stack: Stack, own_client: Client, health: Health) -> None:
    flow_id = put(own_client, SEQUENCE)
    sleeps = put(own_client, f"  - {{id: nap, type: {CORE}.flow.Sleep, duration: PT3S}}\n{SEQUENCE}")
    running = own_client.executions.create(NAMESPACE, sleeps).execution_id
    lock = sqlite3.connect(own_stack.directory / "executor.db", isolation_level=None)
    lock.execute("begin immediate")

    # Longer than the executor waits for a lock.
    health.wait_for(NOT_SERVING)
    with pytest.raises(Unreachable) as caught:
        own_client.executions.create(NAMESPACE, flow_id)
    assert (caught.value.code, caught.value.reason) == ("UNAVAILABLE", "SERVICE_UNAVAILABLE")
    assert caught.value.metadata == {"service": "database"}
    assert caught.value.retry_after_seconds == 1.0
    assert "locked" in caught.value.message
    assert health.now("") == SERVING
    assert states(own_client.executions.get(running)) == {"nap": "RUNNING"}

    lock.execute("rollback")
    lock.close()
    health.wait_for(SERVING)
    ended = own_client.executions.wait(running)
    assert states(ended) == {"nap": "SUCCESS", **{f"t{number}": "SUCCESS" for number in range(5)}}
    positions = [event.position for event in own_client.executions.watch(running)]
    assert positions == list(range(1, len(positions) + 1))


def test_the_health_of_a_service_that_has_nothing_to_do_comes_back_by_itself(
    own_stack: Stack, own_client: Client
) -> None:
    health = Health(own_stack.registry, "dalsegno.api.registry.v1.FlowRegistryService")
    flow_id = put(own_client, SEQUENCE)
    lock = sqlite3.connect(own_stack.directory / "registry.db", isolation_level=None)
    lock.execute("begin immediate")
    with pytest.raises(Unreachable) as caught:
        put(own_client, SEQUENCE)
    assert caught.value.metadata == {"service": "database"}
    health.wait_for(NOT_SERVING)
    assert own_client.flows.get(NAMESPACE, flow_id).flow_id == flow_id

    lock.execute("rollback")
    lock.close()
    health.wait_for(SERVING)
    health.close()


DAMAGES = {
    "bytes": ("update journal set event = x'ffffffff' where execution_id = ? and position = 4", 4),
    "a gap": ("delete from journal where execution_id = ? and position = 3", 4),
    "another position": (
        """update journal set event = (select event from journal j where j.execution_id = journal.execution_id and
        j.position = 2) where execution_id = ? and position = 3""",
        3,
    ),
    "no beginning": ("delete from journal where execution_id = ? and position = 1", 1),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_journal_is_said_and_the_others_go_on(own_stack: Stack, own_client: Client, damage: str) -> None:
    flow_id, pausing = put(own_client, SEQUENCE), put(own_client, PAUSED)
    broken, whole = paused(own_client, pausing), paused(own_client, pausing)
    ended = own_client.executions.wait(own_client.executions.create(NAMESPACE, flow_id).execution_id)
    own_stack.executor_service.kill()
    statement, position = DAMAGES[damage]
    with sqlite3.connect(own_stack.directory / "executor.db") as database:
        for execution_id in (broken, ended.execution_id):
            assert database.execute(statement, [execution_id]).rowcount == 1
    database.close()
    own_stack.executor_service.start()

    calls = [
        lambda client, execution_id: client.executions.get(execution_id),
        lambda client, execution_id: list(client.executions.watch(execution_id)),
        lambda client, execution_id: client.executions.replay(execution_id, "t1"),
        lambda client, execution_id: client.executions.resume(execution_id),
        lambda client, execution_id: client.executions.restart(execution_id),
    ]
    for execution_id in (broken, ended.execution_id):
        for call in calls:
            with pytest.raises(DataLoss) as caught:
                call(own_client, execution_id)
            assert (caught.value.code, caught.value.reason) == ("DATA_LOSS", "JOURNAL_CORRUPT")
            assert caught.value.metadata == {"execution": execution_id, "position": str(position)}
            assert "Restore the executor's database from a backup" in caught.value.message
        assert list(own_client.executions.logs(execution_id)) is not None
    assert {broken, whole} <= {summary.execution_id for summary in own_client.executions.list()}
    own_client.executions.resume(whole)
    assert state_name(own_client.executions.wait(whole).state) == "SUCCESS"
