"""The example of every generated client tells the same story, word for word, to the running services."""

import re
import shutil
import subprocess
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
CLIENTS = PROJECT / "clients"
DEADLINE_SECONDS = 300  # of one command; a cold cache fetches and compiles everything

TRANSCRIPT = """\
put company.team.FLOW revision 1
run ID-1
  extract SUCCESS
  announce SUCCESS
  load FAILED
ended FAILED
put company.team.FLOW revision 2
plan from load
  extract REUSED_UPSTREAM: It comes before load and ended SUCCESS; its outputs are reused.
  announce REUSED_UPSTREAM: It comes before load and ended SUCCESS; its outputs are reused.
  load RERUN_SELECTED: The replay begins here.
  report FIRST_RUN: It never ran in the replayed execution.
replay ID-2 attempt 2
  load SUCCESS
  report SUCCESS
ended SUCCESS
asked again: the same execution
  extract reused from ID-1
  announce reused from ID-1
  load ran
  report ran
outputs of extract {"value":"42 rides"}
refused TASK_NOT_FOUND
  revision = 2
  task = no_such_task
"""

# What go, npm and Maven say when a package is neither in their cache nor to be had, or when they are too old.
CANNOT_BUILD = re.compile(
    r"dial tcp|no such host|ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT|Could not transfer artifact.*|in offline mode"
    r"|requires go >= [\d.]+|release version \d+ not supported"
)


def build(*command: str, folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=DEADLINE_SECONDS, check=False)
    output = done.stdout + done.stderr
    if done.returncode != 0 and (found := CANNOT_BUILD.search(output)):
        pytest.skip(f"{command[0]} cannot build the client on this machine: {found.group()}")
    assert done.returncode == 0, f"{' '.join(command)} in {folder} failed:\n{output}"


def build_go() -> list[str]:
    program = PROJECT / "build" / "clients" / "replay_story"
    build("go", "build", "-o", str(program), "./examples/replay_story", folder=CLIENTS / "go")
    return [str(program)]


def build_typescript() -> list[str]:
    folder = CLIENTS / "typescript"
    installed = folder / "node_modules" / ".package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < (folder / "package-lock.json").stat().st_mtime:
        build("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", folder=folder)
    build("npm", "run", "build", folder=folder)
    return ["node", str(folder / "dist" / "examples" / "replay_story.js")]


def build_java() -> list[str]:
    folder = CLIENTS / "java"
    jar = folder / "target" / "dalsegno-client.jar"
    sources = [folder / "pom.xml", *(folder / "src").rglob("*.java")]
    if not jar.exists() or jar.stat().st_mtime < max(path.stat().st_mtime for path in sources):
        build("mvn", "-B", "-q", "package", folder=folder)  # takes three seconds to find that nothing has changed
    return ["java", "-jar", str(jar)]


def masked(text: str, flow_id: str) -> str:
    """Ids become ID-1, ID-2 … in the order in which they first appear."""
    seen: dict[str, str] = {}
    text = text.replace(flow_id, "FLOW")
    return re.sub(r"\b[0-9A-Za-z]{22}\b", lambda found: seen.setdefault(found[0], f"ID-{len(seen) + 1}"), text)


@pytest.mark.parametrize(
    ("language", "commands", "build_example"),
    [
        pytest.param("go", ["go"], build_go, id="go"),
        pytest.param("typescript", ["node", "npm"], build_typescript, id="typescript"),
        pytest.param("java", ["java", "mvn"], build_java, id="java"),
    ],
)
def test_a_flow_fails_is_repaired_and_is_replayed_from_the_failed_task(
    language: str, commands: list[str], build_example: Callable[[], list[str]], request: pytest.FixtureRequest
) -> None:
    for command in commands:
        if shutil.which(command) is None:
            pytest.skip(f"{command} is not on PATH")
    program = build_example()
    stack = request.getfixturevalue("stack")  # started only where there is a program to run
    flow_id = f"story_{language}_{uuid.uuid4().hex[:8]}"

    done = subprocess.run(
        [*program, flow_id],
        env=stack.environment,
        capture_output=True,
        text=True,
        timeout=DEADLINE_SECONDS,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert masked(done.stdout, flow_id) == TRANSCRIPT
