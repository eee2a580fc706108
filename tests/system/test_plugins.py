"""A task type from outside: an installed package with an entry point, and its log while it runs."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from dalsegno import Client
from support.flows import flow, state_name
from support.plugins import install_plugin
from support.stack import Stack

MODULE = '''
import pathlib, time
from dalsegno_tasks import Task

class Wait(Task):
    """Says that it waits, and waits for a file."""

    type_name = "com.example.Wait"
    aliases = ("com.example.Attendre",)
    file: str

    def run(self, context):
        context.log.info("waiting for the file")
        while not pathlib.Path(self.file).exists():
            time.sleep(0.01)
        print("this is no message to the pool")
        context.log.info("found it")
        with context.create("found it.txt") as out:
            out.write(b"x" * 3_000_000)
        return {"uri": out.uri}

TASKS = [Wait]
'''


@pytest.fixture
def stack_with_plugin(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Stack]:
    install_plugin(tmp_path, "waiting", MODULE)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    stack = Stack(tmp_path_factory.mktemp("plugin")).start()
    yield stack
    stack.end()


@pytest.fixture
def client(stack_with_plugin: Stack) -> Iterator[Client]:
    with stack_with_plugin.client() as client:
        yield client


def test_a_task_of_a_plugin_runs_in_a_worker_and_its_log_comes_while_it_runs(client: Client, tmp_path: Path) -> None:
    file = tmp_path / "file"
    client.flows.put(flow("waits", f"  - {{id: a, type: com.example.Wait, file: {file}}}\n"))
    execution_id = client.executions.create("company.team", "waits").execution_id
    watchdog = threading.Timer(60, file.touch)
    watchdog.start()

    lines = client.executions.watch_logs(execution_id)
    assert next(lines).message == "waiting for the file"
    assert state_name(client.executions.get(execution_id).state) == "RUNNING"
    assert not file.exists()
    file.touch()
    watchdog.cancel()

    assert [line.message for line in lines] == ["found it"]
    ended = client.executions.wait(execution_id)
    assert state_name(ended.state) == "SUCCESS"
    uri = client.outputs.get(execution_id, "a")["uri"]
    folder = f"dalsegno:///company.team/waits/executions/{execution_id}/tasks/a/{ended.task_runs[0].task_run_id}"
    assert uri == f"{folder}/found it.txt"
    assert b"".join(client.files.read(uri)) == b"x" * 3_000_000


def test_an_old_name_of_a_type_works_with_a_warning(client: Client, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    source = flow("old", f"  - {{id: a, type: com.example.Attendre, file: {tmp_path / 'file'}}}\n")
    (warning,) = client.flows.put(source).warnings
    assert "com.example.Wait" in warning.message
    ended = client.executions.wait(client.executions.create("company.team", "old").execution_id)
    assert state_name(ended.state) == "SUCCESS"
