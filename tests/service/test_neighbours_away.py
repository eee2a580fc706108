"""Storage and the registry end in the middle of what tasks do with them: everything goes on when they are back."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from dalsegno import Client, Endpoints
from dalsegno.api.executor.v1 import executor_pb2 as executor
from support.flows import NAMESPACE, flow, new_flow_id, states, task_run
from support.stack import Stack

CORE = "io.kestra.plugin.core"
MIB = 1024 * 1024

MODULE = """
import hashlib, pathlib, time
from dalsegno_tasks import Task

def meet(context, gate):
    context.log.info("in the middle")
    while not pathlib.Path(gate).exists():
        time.sleep(0.01)

class Upload(Task):
    type_name = "com.example.Upload"
    gate: str
    chunks: int = 1

    def run(self, context):
        with context.create("big.bin") as out:
            for number in range(self.chunks):
                out.write(bytes([number]) * (1 << 20))
            meet(context, self.gate)
            for number in range(self.chunks):
                out.write(bytes([number]) * (1 << 20))
        return {"uri": out.uri}

class Download(Task):
    type_name = "com.example.Download"
    gate: str
    uri: str

    def run(self, context):
        seen = hashlib.sha256()
        with context.open(self.uri) as source:
            seen.update(source.read(1 << 20))
            meet(context, self.gate)
            while chunk := source.read(1 << 20):
                seen.update(chunk)
        return {"digest": seen.hexdigest()}

class Values(Task):
    type_name = "com.example.Values"
    gate: str

    def run(self, context):
        values = context.values(context.place.namespace)
        values.put("old", 1)
        meet(context, self.gate)
        deleted = values.delete("old")
        return {"deleted": deleted, "found": values.get("old", "nothing"), "put": values.put("new", [1, 2]) >= 1}

class Hold(Task):
    type_name = "com.example.Hold"
    gate: str

    def run(self, context):
        meet(context, self.gate)
        return {}

TASKS = [Upload, Download, Values, Hold]
"""


@pytest.fixture(scope="module")
def away_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    folder = tmp_path_factory.mktemp("plugin")
    (folder / "meeting_tasks.py").write_text(MODULE)
    package = folder / "meeting_tasks-1.0.dist-info"
    package.mkdir()
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: meeting_tasks\nVersion: 1.0\n")
    (package / "entry_points.txt").write_text("[dalsegno.tasks]\nmeeting_tasks = meeting_tasks:TASKS\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(folder))
        stack = Stack(tmp_path_factory.mktemp("away"), workers=2).start()
        yield stack
        stack.end()


@pytest.fixture
def away_client(away_stack: Stack) -> Iterator[Client]:
    stack = away_stack
    # A patient one: right after a restart a neighbour may not have been found again.
    with Client(Endpoints(registry=stack.registry, executor=stack.executor, storage=stack.storage)) as client:
        yield client


def begun(client: Client, tasks: str) -> str:
    """Starts a flow whose first task meets at the gate; returns the execution's id once it is there."""
    flow_id = new_flow_id("away")
    client.flows.put(flow(flow_id, tasks))
    execution_id = client.executions.create(NAMESPACE, flow_id).execution_id
    lines = client.executions.watch_logs(execution_id)
    assert next(line.message for line in lines if line.message == "in the middle")
    return execution_id


def open_gate_without_storage(stack: Stack, client: Client, execution_id: str, gate: Path) -> executor.Execution:
    """Lets the task go on while storage is dead, until it says that it waits; then storage comes back."""
    stack.storage_service.kill()
    gate.touch()
    lines = client.executions.watch_logs(execution_id)
    waits = next(line.message for line in lines if "trying again" in line.message)
    assert "storage" in waits
    stack.storage_service.start()
    return client.executions.wait(execution_id)


@pytest.mark.parametrize("mebibytes", [1, 12])
def test_an_upload_goes_on_when_storage_is_back(
    away_stack: Stack, away_client: Client, tmp_path: Path, mebibytes: int
) -> None:
    gate = tmp_path / "gate"
    task = f"  - {{id: a, type: com.example.Upload, gate: {gate}, chunks: {mebibytes}}}\n"
    execution_id = begun(away_client, task)
    ended = open_gate_without_storage(away_stack, away_client, execution_id, gate)

    assert states(ended) == {"a": "SUCCESS"}
    assert len(task_run(ended, "a").attempts) == 1
    stored = b"".join(away_client.files.read(away_client.outputs.get(execution_id, "a")["uri"]))
    half = b"".join(bytes([number]) * MIB for number in range(mebibytes))
    assert stored == half + half


def test_a_download_goes_on_in_the_same_bytes_when_storage_is_back(
    away_stack: Stack, away_client: Client, tmp_path: Path
) -> None:
    open_gate = tmp_path / "open"
    open_gate.touch()
    made = begun(away_client, f"  - {{id: a, type: com.example.Upload, gate: {open_gate}, chunks: 20}}\n")
    away_client.executions.wait(made)
    uri = away_client.outputs.get(made, "a")["uri"]
    content = b"".join(away_client.files.read(uri))
    gate = tmp_path / "gate"
    execution_id = begun(away_client, f"  - {{id: a, type: com.example.Download, gate: {gate}, uri: '{uri}'}}\n")
    ended = open_gate_without_storage(away_stack, away_client, execution_id, gate)

    assert len(content) == 40 * MIB
    assert states(ended) == {"a": "SUCCESS"}
    assert away_client.outputs.get(execution_id, "a") == {"digest": hashlib.sha256(content).hexdigest()}


def test_calls_for_values_go_on_when_storage_is_back(away_stack: Stack, away_client: Client, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    execution_id = begun(away_client, f"  - {{id: a, type: com.example.Values, gate: {gate}}}\n")
    ended = open_gate_without_storage(away_stack, away_client, execution_id, gate)

    assert states(ended) == {"a": "SUCCESS"}
    assert away_client.outputs.get(execution_id, "a") == {"deleted": True, "found": "nothing", "put": True}


def test_a_task_that_waits_for_storage_ends_with_its_timeout(
    away_stack: Stack, away_client: Client, tmp_path: Path
) -> None:
    gate = tmp_path / "gate"
    execution_id = begun(away_client, f"  - {{id: a, type: com.example.Values, gate: {gate}, timeout: PT2S}}\n")
    away_stack.storage_service.kill()
    gate.touch()
    ended = away_client.executions.wait(execution_id)
    away_stack.storage_service.start()

    assert states(ended) == {"a": "FAILED"}
    assert task_run(ended, "a").error == "It was ended after its timeout of PT2S."


STATEFUL = f"""id: FLOW
namespace: {NAMESPACE}
inputs:
  - {{id: given, type: FILE}}
tasks:
  - {{id: hold, type: com.example.Hold, gate: GATE}}
  - id: cached
    type: {CORE}.debug.Return
    taskCache: {{enabled: true}}
    format: "{{{{ inputs.given }}}}"
  - {{id: set, type: {CORE}.state.Set, data: {{color: blue}}}}
  - {{id: get, type: {CORE}.state.Get}}
  - id: large
    type: {CORE}.debug.Return
    format: "{{% for i in range(1, 9000) %}}{{{{ i }}}} large {{% endfor %}}"
  - {{id: count, type: {CORE}.execution.Count, namespaces: [{NAMESPACE}], states: [FAILED]}}
"""


@pytest.mark.parametrize("again", [False, True])
def test_no_task_fails_while_registry_and_storage_are_away(
    away_stack: Stack, away_client: Client, tmp_path: Path, again: bool
) -> None:
    """The second time with the cache filled, which storage has to be asked about."""
    child, parent = new_flow_id("child"), new_flow_id("parent")
    inner, outer = tmp_path / "inner", tmp_path / "outer"
    (tmp_path / "given.txt").write_text("given")
    away_client.flows.put(STATEFUL.replace("FLOW", child).replace("GATE", str(inner)))
    call = f"{{id: call, type: {CORE}.flow.Subflow, namespace: {NAMESPACE}, flowId: {child}, transmitFailed: true, "
    call += "inputs: {given: '{{ inputs.given }}'}}"
    source = f"  - {{id: hold, type: com.example.Hold, gate: {outer}}}\n  - {call}\n"
    away_client.flows.put(flow(parent, source, "inputs: [{id: given, type: FILE}]\n"))
    for gate in (inner, outer) if again else ():
        gate.touch()
    if again:
        first = away_client.executions.create(NAMESPACE, parent, files={"given": tmp_path / "given.txt"})
        away_client.executions.wait(first.execution_id)
        for gate in (inner, outer):
            gate.unlink()

    execution_id = away_client.executions.create(
        NAMESPACE, parent, files={"given": tmp_path / "given.txt"}
    ).execution_id
    events = away_client.executions.watch(execution_id)
    for services, gate, started in (
        ([away_stack.registry_service, away_stack.storage_service], outer, "call"),
        ([away_stack.storage_service], inner, ""),
    ):
        for service in services:
            service.kill()
        gate.touch()
        if started:
            assert next(event for event in events if event.task_run_started.task_path == started)
        for service in services:
            service.start()
    ended = away_client.executions.wait(execution_id)

    assert states(ended) == {"hold": "SUCCESS", "call": "SUCCESS"}
    assert away_client.outputs.get(execution_id, "call")["state"] == "SUCCESS"


def test_an_expression_that_asks_storage_waits_until_it_is_back(
    away_stack: Stack, away_client: Client, tmp_path: Path
) -> None:
    gate, key = tmp_path / "gate", new_flow_id("key")
    away_client.values.put(NAMESPACE, key, "there")
    asked = "{{ kv('" + key + "') }} {{ fileExists('no/such.txt') }}"
    tasks = f"  - {{id: hold, type: com.example.Hold, gate: {gate}}}\n  - {{id: ask, type: {CORE}.debug.Return, "
    tasks += f'format: "{asked}"}}\n'
    execution_id = begun(away_client, tasks)
    away_stack.storage_service.kill()
    gate.touch()
    events = away_client.executions.watch(execution_id)
    assert next(event.position for event in events if event.task_run_started.task_path == "ask") > 1
    away_stack.storage_service.start()
    ended = away_client.executions.wait(execution_id)

    assert states(ended) == {"hold": "SUCCESS", "ask": "SUCCESS"}
    assert away_client.outputs.get(execution_id, "ask") == {"value": "there false"}
