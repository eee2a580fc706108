"""Scripts in flows: their directory, their outputs for other tasks, their secrets, and their end."""

import base64
import json
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from dalsegno import Client
from dalsegno.api.executor.v1 import executor_pb2 as executor
from support import git_server
from support.flows import NAMESPACE, flow, new_flow_id, replay, run, states, task_run
from support.stack import Stack

SHELL = "io.kestra.plugin.scripts.shell.Commands"
PYTHON = "io.kestra.plugin.scripts.python"
RETURN = "io.kestra.plugin.core.debug.Return"
HIDDEN = "correct horse 'battery' staple"


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A stack with a secret, and a folder of its own for what is cached."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SECRET_DEPOT_KEY", base64.b64encode(HIDDEN.encode()).decode())
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        stack = Stack(tmp_path_factory.mktemp("stack"), workers=2).start()
        yield stack
        stack.end()


@pytest.fixture(scope="module")
def client(stack: Stack) -> Iterator[Client]:
    with stack.client() as client:
        yield client


def run_of(client: Client, tasks: str, flow_id: str = "") -> executor.Execution:
    flow_id = flow_id or new_flow_id("script")
    return run(client, flow(flow_id, tasks), flow_id)


def shell(name: str, *commands: str, more: str = "", indent: int = 2) -> str:
    lines = [f"- id: {name}", f"  type: {SHELL}", f"  commands: {json.dumps(commands)}", *more.splitlines()]
    return "".join(f"{' ' * indent}{line}\n" for line in lines)


def shown(name: str, template: str) -> str:
    return f"  - {{id: {name}, type: {RETURN}, format: {json.dumps(template)}}}\n"


def outputs(execution: executor.Execution, path: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(task_run(execution, path).outputs_json or "{}")
    return found


def lines(client: Client, execution: executor.Execution) -> list[str]:
    return [line.message for line in client.executions.logs(execution.execution_id)]


def test_what_a_script_says_and_writes_is_there_for_the_tasks_after_it(client: Client) -> None:
    ended = run_of(
        client,
        shell(
            "make", """echo '::{"outputs": {"rows": 3}}::'""", "echo a,b > rides.csv", more="  outputFiles: ['*.csv']"
        )
        + shell(
            "use", "wc -c < in.csv; cat {{ outputs.make.outputFiles['rides.csv'] }}",
            more="  inputFiles: {in.csv: \"{{ outputs.make.outputFiles['rides.csv'] }}\"}",
        )
        + shown("shown", "{{ outputs.make.vars.rows + 1 }} {{ outputs.make.exitCode }}"),
    )  # fmt: skip
    assert states(ended) == {"make": "SUCCESS", "use": "SUCCESS", "shown": "SUCCESS"}
    assert outputs(ended, "shown")["value"] == "4 0"
    assert [line.strip() for line in lines(client, ended) if line.strip() in {"4", "a,b"}] == ["4", "a,b"]


def test_expressions_know_the_directory_of_a_script(client: Client) -> None:
    ended = run_of(
        client,
        shell(
            "here", "pwd; echo {{ workingDir }}; echo x > {{ workingDir }}/a; cat in",
            more="  outputFiles: [a]\n  inputFiles: {in: 'from {{ workingDir }}'}",
        ),
    )  # fmt: skip
    pwd, known, given = [line for line in lines(client, ended) if "/" in line][:3]
    assert (known, given) == (pwd, f"from {pwd}")
    assert set(outputs(ended, "here")["outputFiles"]) == {"a"}


def test_scripts_in_a_working_directory_share_it(client: Client) -> None:
    ended = run_of(
        client,
        "  - id: wd\n    type: io.kestra.plugin.core.flow.WorkingDirectory\n    tasks:\n"
        + shell("write", "echo north > {{ workingDir }}/depot.txt", indent=6)
        + f"      - {{id: read, type: {PYTHON}.Script, script: \"print('depot', open('depot.txt').read())\"}}\n"
        + shell("list", "ls; pwd", indent=6),
    )
    assert states(ended)["wd"] == "SUCCESS"
    said = lines(client, ended)
    assert "depot north" in said
    assert said.count("depot.txt") == 1


@pytest.mark.skipif(git_server.missing_parts() is not None, reason=git_server.missing_parts() or "")
def test_code_of_a_repository_runs_in_a_working_directory(client: Client, tmp_path: Path) -> None:
    git_server.repository(tmp_path / "code", main_py="import depot; print(depot.NAME)", depot_py="NAME = 'north'")
    with git_server.serving(tmp_path) as site:
        user = f"username: {git_server.USER}, password: {git_server.PASSWORD}"
        ended = run_of(
            client,
            "  - id: wd\n    type: io.kestra.plugin.core.flow.WorkingDirectory\n    tasks:\n"
            f"      - {{id: clone, type: io.kestra.plugin.git.Clone, url: '{site}/code/.git', branch: main, {user}}}\n"
            f"      - {{id: run, type: {PYTHON}.Commands, commands: [python main.py]}}\n",
        )
    assert states(ended) == {"wd": "SUCCESS", "wd/clone": "SUCCESS", "wd/run": "SUCCESS"}
    assert "north" in lines(client, ended)


def test_a_script_that_fails_keeps_its_outputs_and_a_replay_from_it_runs_it_again(client: Client) -> None:
    flow_id = new_flow_id("script")
    ended = run_of(
        client, shell("a", "echo one") + shell("b", "echo x > left; exit 4", more="  outputFiles: [left]"), flow_id
    )
    assert (outputs(ended, "b")["exitCode"], set(outputs(ended, "b")["outputFiles"])) == (4, {"left"})
    assert task_run(ended, "b").error == "Command failed with exit code 4."
    client.flows.put(flow(flow_id, shell("a", "echo one") + shell("b", "echo two")))
    again = replay(client, ended, "b")
    assert states(again) == {"a": "SUCCESS", "b": "SUCCESS"}


def test_a_secret_reaches_a_script_and_nothing_that_is_kept(client: Client) -> None:
    ended = run_of(
        client,
        shell(
            "use",
            'test "$KEY" = "{{ secret("DEPOT_KEY") }}" && echo same "$KEY"; echo "[$SECRET_DEPOT_KEY]"; echo $KEY >&2',
            more="""  env: {KEY: "{{ secret('DEPOT_KEY') }}"}""",
        )
        + shell("break", 'echo "bad $KEY" >&2; exit 1', more="""  env: {KEY: "{{ secret('DEPOT_KEY') }}"}"""),
    )
    said = lines(client, ended)
    assert {"same ******", "[]", "******"} <= set(said)
    assert not [line for line in said if "battery" in line]
    assert task_run(ended, "break").error.endswith("bad ******")


def test_outputs_that_are_too_large_are_refused_with_what_to_do(client: Client) -> None:
    script = "from kestra import Kestra; [Kestra.outputs({str(n): 'x' * 1000000}) for n in range(5)]"
    ended = run_of(client, f"  - {{id: a, type: {PYTHON}.Script, script: {json.dumps(script)}}}\n")
    assert states(ended) == {"a": "FAILED"}
    assert "at most 4194304 can be kept. Write what is large into a file" in task_run(ended, "a").error
    assert len(task_run(ended, "a").attempts) == 1


def begun(client: Client, tasks: str, folder: Path, count: int) -> tuple[str, list[int]]:
    """An execution whose script has left the ids of so many processes in a folder."""
    flow_id = new_flow_id("script")
    client.flows.put(flow(flow_id, tasks))
    execution_id = client.executions.create(NAMESPACE, flow_id).execution_id
    for line in client.executions.watch_logs(execution_id):
        if line.message == "begun":
            break
    ids = [int(path.name) for path in folder.iterdir()]
    assert len(ids) == count
    return execution_id, ids


def until_gone(ids: list[int]) -> None:
    for each in ids:
        try:
            process = psutil.Process(each)
            while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
                pass
        except psutil.NoSuchProcess:
            pass


def stubborn(folder: Path) -> tuple[str, ...]:
    """Three processes that do not want to end: one with an empty environment, one in its own session, the script's."""
    wait = f"trap '' TERM; touch {folder}/$$; exec 3<>{folder}.fifo; read line <&3"
    return (
        f"mkfifo {folder}.fifo",
        f"env -i /bin/sh -c {json.dumps(wait).replace('$', chr(92) + '$')} &",
        f"setsid /bin/sh -c {json.dumps(wait).replace('$', chr(92) + '$')} &",
        f"until [ $(ls {folder} | wc -l) = 2 ]; do :; done; touch {folder}/$$; echo begun; wait",
    )


@pytest.mark.timeout(60)
def test_a_killed_script_ends_with_everything_that_it_has_started(client: Client, tmp_path: Path) -> None:
    folder = tmp_path / "ids"
    folder.mkdir()
    execution_id, ids = begun(client, shell("stay", *stubborn(folder)), folder, 3)
    client.executions.kill(execution_id)
    assert states(client.executions.wait(execution_id)) == {"stay": "KILLED"}
    until_gone(ids)


@pytest.mark.timeout(60)
def test_a_script_beyond_its_timeout_ends_with_everything_that_it_has_started(client: Client, tmp_path: Path) -> None:
    folder = tmp_path / "ids"
    folder.mkdir()
    execution_id, ids = begun(client, shell("stay", *stubborn(folder), more="  timeout: PT3S"), folder, 3)
    ended = client.executions.wait(execution_id)
    assert task_run(ended, "stay").error == "It was ended after its timeout of PT3S."
    until_gone(ids)


def wheel(folder: Path) -> Path:
    """A package of one module."""
    path = folder / "depot_names-1.0-py3-none-any.whl"
    info = "depot_names-1.0.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("depot_names.py", "NORTH = 'north depot'\n")
        archive.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: depot-names\nVersion: 1.0\n")
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{info}/RECORD", f"depot_names.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")
    return path


@pytest.mark.timeout(170)
def test_packages_are_installed_once_for_scripts_that_ask_for_the_same_ones(client: Client, tmp_path: Path) -> None:
    package = wheel(tmp_path)
    more = f"packageManager: PIP, dependencies: ['{package}']"
    script = "import depot_names; print(depot_names.NORTH)"
    both = (
        "  - id: both\n    type: io.kestra.plugin.core.flow.Parallel\n    tasks:\n"
        f'      - {{id: a, type: {PYTHON}.Script, script: "{script}", {more}}}\n'
        f"      - {{id: b, type: {PYTHON}.Commands, commands: ['python main.py'], {more}, "
        f'inputFiles: {{main.py: "{script}"}}}}\n'
    )
    ended = run_of(client, both)
    assert states(ended) == {"both": "SUCCESS", "both/a": "SUCCESS", "both/b": "SUCCESS"}
    said = lines(client, ended)
    assert said.count("north depot") == 2
    assert said.count(f"Installing {package} with pip") == 1
    assert said.count("The packages are those of an earlier run.") == 1


@pytest.mark.timeout(120)
def test_a_package_that_is_not_there_says_what_the_installer_said(client: Client, tmp_path: Path) -> None:
    more = f"packageManager: PIP, dependencies: ['{tmp_path}/none-1.0-py3-none-any.whl']"
    ended = run_of(client, f"  - {{id: a, type: {PYTHON}.Script, script: 'pass', {more}}}\n")
    error = task_run(ended, "a").error
    assert error.startswith(f"The dependencies {tmp_path}/none-1.0-py3-none-any.whl cannot be installed (exit code 1).")
    assert "No such file" in error or "does not exist" in error or "Invalid" in error


def test_a_python_that_is_not_there_is_named(client: Client) -> None:
    ended = run_of(client, f"  - {{id: a, type: {PYTHON}.Script, script: 'pass', pythonVersion: 2.1}}\n")
    assert task_run(ended, "a").error.startswith(
        "`pythonVersion` is 2.1, and there is no python2.1 where the workers run"
    )


def engine_answers() -> bool:
    docker = shutil.which("docker")
    return docker is not None and subprocess.run([docker, "info"], capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(engine_answers(), reason="an engine of Docker answers on this machine")
def test_a_container_without_an_engine_is_one_clear_error(client: Client) -> None:
    runner = "  taskRunner: {type: io.kestra.plugin.scripts.runner.docker.Docker}\n  containerImage: ubuntu"
    ended = run_of(client, shell("a", "echo no", more=runner))
    assert task_run(ended, "a").error.startswith("The `taskRunner` is Docker, and no engine answers at")
    assert task_run(ended, "a").error.endswith("the script then runs as a process.")


@pytest.mark.skipif(not engine_answers(), reason="no engine of Docker answers on this machine")
def test_a_script_runs_in_a_container(client: Client) -> None:
    runner = "  taskRunner: {type: io.kestra.plugin.scripts.runner.docker.Docker}\n  containerImage: alpine"
    ended = run_of(
        client, shell("a", "cat in; echo x > made", more=f"{runner}\n  inputFiles: {{in: hi}}\n  outputFiles: [made]")
    )
    assert (states(ended), "hi" in lines(client, ended)) == ({"a": "SUCCESS"}, True)
    assert set(outputs(ended, "a")["outputFiles"]) == {"made"}


def test_a_script_has_the_files_of_its_namespace_unless_it_brings_its_own(client: Client) -> None:
    made = "{a.py: 'NAME = 1', lib/b.py: 'NAME = 2', c.py: 'NAME = 3'}"
    core = "io.kestra.plugin.core"
    files = 'filesMap: "{{ outputs.l.uris }}"'
    script = json.dumps("import a, lib.b, os; print(a.NAME, lib.b.NAME, os.path.exists('c.py'))")
    ended = run_of(
        client,
        f"  - {{id: l, type: {core}.storage.LocalFiles, inputs: {made}, outputs: ['**.py']}}\n"
        f"  - {{id: up, type: {core}.namespace.UploadFiles, namespace: {NAMESPACE}, {files}}}\n"
        f"  - {{id: run, type: {PYTHON}.Script, namespaceFiles: {{enabled: true, exclude: [c.py]}},"
        f" inputFiles: {{a.py: 'NAME = 7'}}, script: {script}}}\n",
    )
    assert states(ended) == {"l": "SUCCESS", "up": "SUCCESS", "run": "SUCCESS"}
    assert "7 2 False" in lines(client, ended)
