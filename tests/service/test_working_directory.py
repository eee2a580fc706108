"""flow.WorkingDirectory: tasks that share a directory, what is put into it and taken out of it."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dalsegno import Client
from dalsegno.api.executor.v1 import executor_pb2 as executor
from support.files_plugin import stack_with_plugin
from support.flows import NAMESPACE, flow, new_flow_id, run, state_name, states, task_run
from support.stack import Stack

WORKING_DIRECTORY = "io.kestra.plugin.core.flow.WorkingDirectory"
RETURN = "io.kestra.plugin.core.debug.Return"
FAIL = "io.kestra.plugin.core.execution.Fail"
WRITE_A = "{id: write, type: com.example.Write, file: a.txt, text: rides}"
READ_ALL = "{id: read, type: com.example.Read}"
BREAK = f"{{id: break, type: {FAIL}}}"
CACHE = "    cache:\n      patterns: ['lib/**']\n"


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A stack with task types that use files."""
    with stack_with_plugin(tmp_path_factory) as stack:
        yield stack


@pytest.fixture(scope="module")
def client(stack: Stack) -> Iterator[Client]:
    with stack.client() as client:
        yield client


def directory(*tasks: str, properties: str = "") -> str:
    """A WorkingDirectory with the id `wd`; its tasks are YAML maps."""
    return f"  - id: wd\n    type: {WORKING_DIRECTORY}\n{properties}    tasks:\n" + items(*tasks)


def items(*tasks: str) -> str:
    return "".join(f"      - {task}\n" for task in tasks)


def run_of(client: Client, tasks: str, flow_id: str = "") -> executor.Execution:
    flow_id = flow_id or new_flow_id("wd")
    return run(client, flow(flow_id, tasks), flow_id)


def outputs(execution: executor.Execution, path: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(task_run(execution, path).outputs_json or "{}")
    return found


def is_removed(client: Client, ended: executor.Execution) -> bool:
    """Whether the directory that `read` saw is gone, now or before many calls have been answered."""
    path = Path(outputs(ended, "wd/read")["directory"])
    return any(not path.parent.exists() for _ in range(500) if client.executions.get(ended.execution_id))


def content(client: Client, uri: str) -> bytes:
    return b"".join(client.files.read(uri))


def test_a_task_sees_the_files_of_those_before_it(client: Client) -> None:
    ended = run_of(client, directory(WRITE_A, "{id: read, type: com.example.Read, file: a.txt}"))
    assert outputs(ended, "wd/read")["text"] == "rides"
    assert states(ended) == {"wd": "SUCCESS", "wd/write": "SUCCESS", "wd/read": "SUCCESS"}


def test_a_task_outside_of_it_has_a_directory_of_its_own(client: Client) -> None:
    ended = run_of(client, directory(WRITE_A) + "  - {id: read, type: com.example.Read}\n")
    assert outputs(ended, "read")["names"] == []


def test_expressions_know_the_directory(client: Client) -> None:
    shown = f"{{id: shown, type: {RETURN}, format: '{{{{ workingDir }}}}'}}"
    ended = run_of(client, directory(shown, READ_ALL))
    assert outputs(ended, "wd/shown")["value"] == outputs(ended, "wd/read")["directory"]


def test_its_tasks_see_its_own_task_run_and_its_value_as_theirs(client: Client) -> None:
    shown = "{{ workerTaskrun.id }} {{ workerTaskrun.value }} {{ taskrun.value }} {{ parents | length }}"
    inner = "".join(
        f"    {line}\n" for line in directory(f"{{id: shown, type: {RETURN}, format: '{shown}'}}").splitlines()
    )
    each = "  - id: each\n    type: io.kestra.plugin.core.flow.ForEach\n    values: [x]\n    tasks:\n"
    after = f"  - {{id: after, type: {RETURN}, format: '{{{{ workerTaskrun ?? \"none\" }}}}'}}\n"
    ended = run_of(client, each + inner + after)
    owner = task_run(ended, "each[value=x]/wd").task_run_id
    assert outputs(ended, "each[value=x]/wd/shown")["value"] == f"{owner} x x 0"
    assert outputs(ended, "after")["value"] == "none"


def test_each_turn_of_a_loop_has_its_own(client: Client) -> None:
    write = "{id: write, type: com.example.Write, file: '{{ taskrun.value }}'}"
    inner = "".join(f"    {line}\n" for line in directory(write, READ_ALL).splitlines())
    each = "  - id: each\n    type: io.kestra.plugin.core.flow.ForEach\n    values: [x, y]\n    concurrencyLimit: 0\n"
    ended = run_of(client, f"{each}    tasks:\n{inner}")
    assert [(r.task_path, r.error) for r in ended.task_runs if r.error] == []
    read = {run.task_path: json.loads(run.outputs_json) for run in ended.task_runs if run.task_id == "read"}
    assert {path: found["names"] for path, found in read.items()} == {
        "each[value=x]/wd/read": ["x"],
        "each[value=y]/wd/read": ["y"],
    }


def test_it_is_removed_when_it_has_ended_well(client: Client) -> None:
    ended = run_of(client, directory(WRITE_A, READ_ALL))
    assert outputs(ended, "wd/read")["names"] == ["a.txt"]
    assert is_removed(client, ended)


def test_errors_and_finally_run_in_it_and_then_it_is_removed(client: Client) -> None:
    handlers = "    errors:\n" + items("{id: late, type: com.example.Write, file: b.txt}")
    handlers += "    finally:\n" + items(READ_ALL)
    ended = run_of(client, directory(WRITE_A, BREAK) + handlers)
    assert state_name(ended.state) == "FAILED"
    assert outputs(ended, "wd/read")["names"] == ["a.txt", "b.txt"]
    assert is_removed(client, ended)


def test_it_is_removed_when_it_is_stopped_with_a_task_in_it(client: Client, tmp_path: Path) -> None:
    hold = f"{{id: hold, type: com.example.Hold, file: '{tmp_path / 'never'}'}}"
    flow_id = new_flow_id("stopped")
    sla = "sla:\n  - {id: late, type: MAX_DURATION, duration: PT1S, behavior: CANCEL}\n"
    ended = run(client, flow(flow_id, directory(READ_ALL, hold), sla), flow_id)
    assert states(ended) == {"wd": "CANCELLED", "wd/read": "SUCCESS", "wd/hold": "CANCELLED"}
    assert is_removed(client, ended)


# -- files that are put in


def test_input_files_are_texts_and_stored_files(client: Client) -> None:
    store = "  - {id: store, type: com.example.Store, text: from storage}\n"
    files = "    inputFiles:\n      in/text.txt: 'by {{ flow.id }}'\n      stored.txt: '{{ outputs.store.uri }}'\n"
    files += "      empty.txt:\n"
    reads = [
        f"{{id: r{n}, type: com.example.Read, file: {name}}}" for n, name in enumerate(("in/text.txt", "stored.txt"))
    ]
    ended = run_of(client, store + directory(*reads, properties=files))
    assert outputs(ended, "wd/r0")["text"] == f"by {ended.flow_id}"
    assert outputs(ended, "wd/r1")["text"] == "from storage"
    assert outputs(ended, "wd/r1")["names"] == ["empty.txt", "in/text.txt", "stored.txt"]


def test_input_files_may_be_the_json_text_of_a_map(client: Client) -> None:
    files = f"""  - {{id: files, type: {RETURN}, format: '{{"x.txt": "1"}}'}}\n"""
    given = "    inputFiles: '{{ outputs.files.value }}'\n"
    ended = run_of(client, files + directory(READ_ALL, properties=given))
    assert outputs(ended, "wd/read")["names"] == ["x.txt"]


@pytest.mark.parametrize("name", ["../x.txt", "/etc/x.txt", "a/../../x.txt"])
def test_an_input_file_stays_within_the_directory(client: Client, name: str) -> None:
    ended = run_of(client, directory(READ_ALL, properties=f"    inputFiles:\n      {name}: bad\n"))
    assert states(ended) == {"wd": "FAILED"}
    assert name in task_run(ended, "wd").error


def test_input_files_that_are_no_map_are_refused(client: Client) -> None:
    ended = run_of(client, directory(READ_ALL, properties="    inputFiles: '{{ flow.id }}'\n"))
    assert "give a map of names and contents" in task_run(ended, "wd").error


def test_an_input_file_that_is_not_stored_fails_it(client: Client) -> None:
    missing = "    inputFiles: {a.txt: 'kestra:///no/such/file'}\n"
    ended = run_of(client, directory(READ_ALL, properties=missing))
    assert states(ended) == {"wd": "FAILED"}
    assert "kestra:///no/such/file cannot be read" in task_run(ended, "wd").error


# -- files that are taken out


def test_output_files_are_stored_by_name(client: Client) -> None:
    more = "{id: more, type: com.example.Write, file: sub/b.txt, text: more}"
    after = f"  - {{id: after, type: {RETURN}, format: \"{{{{ outputs.wd.outputFiles['sub/b.txt'] }}}}\"}}\n"
    ended = run_of(client, directory(WRITE_A, more, properties="    outputFiles: ['a.*', '**/b.txt']\n") + after)
    files = outputs(ended, "wd")["outputFiles"]
    assert {name: content(client, uri) for name, uri in files.items()} == {"a.txt": b"rides", "sub/b.txt": b"more"}
    assert outputs(ended, "after")["value"] == files["sub/b.txt"]


def test_without_a_file_that_matches_it_has_no_outputs(client: Client) -> None:
    ended = run_of(client, directory(WRITE_A, properties="    outputFiles: ['*.csv']\n"))
    assert (state_name(ended.state), outputs(ended, "wd")) == ("SUCCESS", {})


def test_output_files_may_be_named_by_what_its_tasks_found(client: Client) -> None:
    named = f"{{id: named, type: {RETURN}, format: a.txt}}"
    ended = run_of(client, directory(WRITE_A, named, properties="    outputFiles: ['{{ outputs.named.value }}']\n"))
    assert list(outputs(ended, "wd")["outputFiles"]) == ["a.txt"]


def test_after_a_failure_nothing_is_taken_out(client: Client) -> None:
    ended = run_of(client, directory(WRITE_A, BREAK, properties="    outputFiles: ['*.txt']\n"))
    assert (state_name(ended.state), outputs(ended, "wd")) == ("FAILED", {})


# -- a cache


def cached(ttl: str = "") -> str:
    return directory(
        "{id: before, type: com.example.Read}",
        "{id: add, type: com.example.Write, file: lib/x, text: y}",
        "{id: other, type: com.example.Write, file: other}",
        properties=CACHE + (f"      ttl: {ttl}\n" if ttl else ""),
    )


def test_a_cache_keeps_files_for_the_next_execution(client: Client) -> None:
    flow_id = new_flow_id("cached")
    first, second = (run_of(client, cached(), flow_id) for _ in range(2))
    assert outputs(first, "wd/before")["names"] == []
    assert outputs(second, "wd/before")["names"] == ["lib/x"]


def test_a_cache_has_what_was_changed_since(client: Client) -> None:
    flow_id = new_flow_id("changed")
    for _ in range(2):
        run_of(client, cached(), flow_id)
    third = run_of(client, directory("{id: read, type: com.example.Read, file: lib/x}", properties=CACHE), flow_id)
    assert outputs(third, "wd/read")["text"] == "yy"


def test_a_cache_that_did_not_change_is_not_written_again(client: Client) -> None:
    flow_id = new_flow_id("unchanged")
    run_of(client, cached(), flow_id)
    prefix = f"dalsegno:///{NAMESPACE}/{flow_id}/cache/"
    (before,) = client.files.list(prefix)
    run_of(client, directory(READ_ALL, properties=CACHE), flow_id)
    assert list(client.files.list(prefix)) == [before]


def test_a_cache_that_is_too_old_is_not_used(client: Client) -> None:
    flow_id = new_flow_id("old")
    run_of(client, cached(), flow_id)
    assert outputs(run_of(client, cached("PT0S"), flow_id), "wd/before")["names"] == []
    assert outputs(run_of(client, cached("PT1H"), flow_id), "wd/before")["names"] == ["lib/x"]


# -- restarts


def test_an_attempt_that_is_lost_is_followed_by_one_in_the_same_directory(client: Client) -> None:
    ended = run_of(client, directory(WRITE_A, "{id: die, type: com.example.Die}", READ_ALL))
    assert len(task_run(ended, "wd/die").attempts) == 2
    assert outputs(ended, "wd/read")["names"] == ["a.txt", "left"]


def held(client: Client, file: Path) -> str:
    """Starts an execution that holds in its directory until there is a file; returns its id."""
    flow_id = new_flow_id("held")
    hold = f"{{id: hold, type: com.example.Hold, file: '{file}'}}"
    client.flows.put(flow(flow_id, directory(WRITE_A, hold, READ_ALL)))
    execution_id = client.executions.create(NAMESPACE, flow_id).execution_id
    next(line for line in client.executions.watch_logs(execution_id) if line.message.startswith("holding"))
    return execution_id


def test_a_directory_outlives_the_executor(stack: Stack, client: Client, tmp_path: Path) -> None:
    execution_id = held(client, tmp_path / "go")
    lost = stack.directory / "executor.directories" / "of-nobody"
    lost.mkdir()
    stack.executor_service.kill()
    (tmp_path / "go").touch()
    stack.executor_service.start()
    ended = client.executions.wait(execution_id)
    assert outputs(ended, "wd/read")["names"] == ["a.txt"]
    assert not lost.exists()


def test_without_its_directory_it_does_not_go_on(stack: Stack, client: Client, tmp_path: Path) -> None:
    execution_id = held(client, tmp_path / "go")
    stack.executor_service.kill()
    (tmp_path / "go").touch()
    shutil.rmtree(stack.directory / "executor.directories")
    stack.executor_service.start()
    ended = client.executions.wait(execution_id)
    assert states(ended) == {"wd": "FAILED", "wd/write": "SUCCESS", "wd/hold": "FAILED"}
    assert task_run(ended, "wd/hold").error.startswith("The directory of wd is gone")


# -- what is refused


def test_files_of_namespaces_can_be_switched_off(client: Client) -> None:
    off = directory(READ_ALL, properties="    namespaceFiles: {enabled: false}\n")
    assert state_name(run_of(client, off).state) == "SUCCESS"
