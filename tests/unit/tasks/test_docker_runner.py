"""Scripts in containers: what is asked of an engine, which here is a small one of the tests' own."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("docker", reason="the extra docker is not installed")

from dalsegno_tasks import Catalog, TaskFailure, build
from dalsegno_tasks.catalog import BUILT_IN
from support.docker_engine import Engine, engine

SCRIPTS = "io.kestra.plugin.scripts"
DOCKER = f"{SCRIPTS}.runner.docker.Docker"


@pytest.fixture
def docker() -> Iterator[Engine]:
    with tempfile.TemporaryDirectory(prefix="dal-") as folder, engine(Path(folder) / "e") as made:
        yield made


def run(context, docker: Engine, *commands: str, runner=None, **properties):
    task_runner = {"type": DOCKER, "host": docker.address, **(runner or {})}
    given = {"commands": list(commands), "containerImage": "alpine", "taskRunner": task_runner, **properties}
    return build(Catalog(BUILT_IN).find(f"{SCRIPTS}.shell.Commands"), given).run(context)


def said(context, level: str) -> list[str]:
    return [message for found, message in context.log.lines if found == level]


def test_a_script_has_its_files_in_a_container_and_leaves_others(context, docker):
    outputs = run(
        context,
        docker,
        "cat in/a.txt; echo 'north depot' > made.csv; mkdir d; echo x > d/y; echo $DEPOT; echo careful >&2",
        """printf '::{"outputs": {"rows": 3}}::'""",
        inputFiles={"in/a.txt": "from the flow\n"},
        outputFiles=["made.csv", "d/**"],
        env={"DEPOT": "north"},
    )
    assert said(context, "INFO") == ["from the flow", "north"]
    assert said(context, "ERROR") == ["careful"]
    assert context.path(outputs["outputFiles"]["made.csv"]).read_text() == "north depot\n"
    assert set(outputs["outputFiles"]) == {"made.csv", "d/y"}
    assert (outputs["vars"], outputs["exitCode"], outputs["stdOutLineCount"]) == ({"rows": 3}, 0, 3)
    assert outputs["taskRunner"] == {"type": DOCKER, "containerId": "0" * 64}
    assert (docker.containers, docker.pulled) == ({}, [])


def test_a_container_that_fails_fails_the_task_and_is_removed(context, docker):
    with pytest.raises(TaskFailure, match=r"Command failed with exit code 3\. Its last line on stderr: no rides") as no:
        run(context, docker, "echo half > left; echo no rides >&2; exit 3", outputFiles=["left"])
    assert set(no.value.outputs["outputFiles"]) == {"left"}
    assert docker.containers == {}


def test_a_stored_file_in_a_command_is_copied_in(context, docker):
    run(context, docker, f"cat {context.store('rides.csv', 'a,b')}", outputFiles=["**"])
    assert said(context, "INFO") == ["a,b"]
    assert context.stored() == []


def test_the_container_is_made_as_the_runner_says(context, docker):
    runner = {
        "image": "alpine:3",
        "user": 1000,
        "networkMode": "host",
        "volumes": ["/data:/data:ro"],
        "extraHosts": ["db:10.0.0.1"],
        "cpu": {"cpus": 1.5},
        "memory": {"memory": "512MB"},
        "shmSize": "64 MB",
        "entryPoint": ["/bin/tini", "--"],
        "privileged": True,
    }
    run(context, docker, "true", runner=runner)
    (asked,) = docker.made
    host = asked["HostConfig"]
    assert (asked["Image"], asked["User"], asked["Entrypoint"]) == ("alpine:3", "1000", ["/bin/tini", "--"])
    assert asked["Cmd"] == ["/bin/sh", "-c", "set -e\ntrue"]
    assert asked["WorkingDir"] == str(context.work_directory)
    assert (host["NetworkMode"], host["Binds"], host["ExtraHosts"]) == ("host", ["/data:/data:ro"], ["db:10.0.0.1"])
    assert (host["CpuQuota"], host["CpuPeriod"], host["Memory"]) == (150_000, 100_000, 512 * 1024 * 1024)
    assert (host["ShmSize"], host["Privileged"]) == (64 * 1024 * 1024, True)


@pytest.mark.parametrize(
    ("image", "policy", "pulled"),
    [
        ("alpine", "IF_NOT_PRESENT", []),
        ("python:3.13-slim", "if_not_present", ["python:3.13-slim"]),
        ("registry:5000/own/image", "IF_NOT_PRESENT", ["registry:5000/own/image:latest"]),
        ("alpine", "ALWAYS", ["alpine:latest"]),
    ],
)
def test_an_image_is_pulled_as_the_policy_says(context, docker, image, policy, pulled):
    run(context, docker, "true", containerImage=image, runner={"pullPolicy": policy})
    assert docker.pulled == pulled


def test_an_image_that_is_not_there_and_not_to_be_pulled_is_told(context, docker):
    with pytest.raises(TaskFailure, match="Docker refuses to run the image none: No such image: none"):
        run(context, docker, "true", containerImage="none", runner={"pullPolicy": "NEVER"})


def test_the_work_directory_can_be_mounted(context, docker):
    run(context, docker, "true", runner={"fileHandlingStrategy": "MOUNT"})
    here = context.work_directory
    assert docker.made[0]["HostConfig"]["Binds"] == [f"{here}:{here}:rw"]


def test_the_old_properties_ask_for_a_container_too(context, docker):
    given = {"commands": ["echo old"], "runner": "DOCKER", "docker": {"host": docker.address, "image": "alpine:3"}}
    build(Catalog(BUILT_IN).find(f"{SCRIPTS}.shell.Commands"), given).run(context)
    assert (docker.made[0]["Image"], said(context, "INFO")) == ("alpine:3", ["old"])


@pytest.mark.timeout(60)
def test_the_container_of_a_worker_that_was_killed_is_removed(docker):
    code = (
        "import sys, tempfile; sys.path.insert(0, 'tests/unit/tasks')\nfrom pathlib import Path\n"
        "from conftest import FolderContext\nfrom dalsegno_tasks import build\n"
        "from dalsegno_tasks.scripts.shell import Commands\n"
        "context = FolderContext(Path(tempfile.mkdtemp()))\n"
        "context.log.info = lambda line: print(line, flush=True)\n"
        f"runner = {{'type': {DOCKER!r}, 'host': {docker.address!r}}}\n"
        "given = {'commands': ['echo begun; exec sleep 600'], 'containerImage': 'alpine', 'taskRunner': runner}\n"
        "build(Commands, given).run(context)"
    )
    worker = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "DALSEGNO_WORKER": "mark"},
    )
    with worker:
        assert worker.stdout is not None
        try:
            said = worker.stdout.readline()
            there = len(docker.containers)
        finally:
            worker.kill()
        assert (said, there) == ("begun\n", 1)
        docker.until_removed()
