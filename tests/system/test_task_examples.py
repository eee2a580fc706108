"""docs/tasks.md: every example is a flow without problems, and comes to what the reference says."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

import pytest
import sqlalchemy as sa
import yaml

from dalsegno import Client
from dalsegno_tasks import Catalog
from dalsegno_tasks.catalog import BUILT_IN
from dalsegno_tasks.reference import Reference, reference_of
from support.echo_server import echoing
from support.flows import NAMESPACE, new_flow_id, state_name
from support.postgres import temporary_database
from support.web import serving

CATALOG = Catalog(BUILT_IN)
TYPES = CATALOG.types()
# The flows that examples run or resume.
OTHERS = {
    "one_month": "inputs: [{id: month, type: STRING}]\ntasks: [{id: a, type: io.kestra.plugin.core.debug.Return}]",
    "one_batch": "inputs: [{id: batch, type: FILE}]\ntasks: [{id: a, type: io.kestra.plugin.core.debug.Return}]",
    "approval": """
tasks:
  - {id: ask, type: io.kestra.plugin.core.flow.Pause, onResume: [{id: approved, type: BOOLEAN}]}
""",
}


@pytest.fixture
def surroundings(client: Client, tmp_path: Path) -> Iterator[Callable[[Reference], dict[str, object]]]:
    """Makes what an example needs, and gives the inputs that lead there."""
    with ExitStack() as opened:

        def make(reference: Reference) -> dict[str, object]:
            needs = reference.examples[0].needs
            for name, source in OTHERS.items() if "flow" in needs else ():
                client.flows.put(f"id: {name}\nnamespace: {NAMESPACE}\n{source}")
            if needs == "a paused execution of the other flow":
                return {"paused": paused(client)}
            if needs == "the flow that it runs":
                file = tmp_path / "lines.txt"
                file.write_text("a\nb\n")
                return {"file": file} if reference.type.endswith("ForEachItem") else {}
            if needs == "a server":
                pages = {"/data.csv": b"a,b\n"}
                server = echoing() if reference.type.endswith("Request") else serving(pages)
                return {"address": f"{opened.enter_context(server)}/data.csv"}
            if needs == "postgresql":
                url = sa.make_url(opened.enter_context(temporary_database()))
                host = quote(str(url.query["host"]), safe="")
                return {"address": f"jdbc:postgresql://{host}/{url.database}", "username": "postgres"}
            if needs in {"git", "node"} and shutil.which(needs) is None:
                pytest.skip(f"there is no {needs} on PATH")
            if needs == "git":
                return {"repository": repository(tmp_path)}
            if needs == "duckdb":
                pytest.importorskip("duckdb")
            return {}

        yield make


def paused(client: Client) -> str:
    """The id of an execution that waits for somebody."""
    started = client.executions.create(NAMESPACE, "approval")
    for event in client.executions.watch(started.execution_id):
        if event.HasField("task_run_opened"):
            break
    return started.execution_id


def repository(folder: Path) -> str:
    git = ["git", "-C", str(folder), "-c", "user.name=a", "-c", "user.email=a@example.com"]
    subprocess.run(["git", "init", "--quiet", str(folder)], check=True)
    subprocess.run([*git, "commit", "--quiet", "--allow-empty", "-m", "one"], check=True)
    return folder.as_uri()


def test_every_type_has_an_example_and_says_what_each_property_means() -> None:
    references = [reference_of(CATALOG.find(name)) for name in TYPES]
    assert [each.type for each in references if len(each.examples) != 1] == []
    silent = [
        f"{each.type}: {name}"
        for each in references
        for part in (each.own_properties, *each.own_properties.get("$defs", {}).values())
        for name, value in part.get("properties", {}).items()
        if not value.get("description")
    ]
    assert silent == []


@pytest.mark.parametrize("name", TYPES)
def test_an_example_has_no_problems(client: Client, name: str) -> None:
    (example,) = reference_of(CATALOG.find(name)).examples
    assert [problem.message for problem in client.flows.validate(example.source)] == []


@pytest.mark.parametrize("name", TYPES)
def test_an_example_runs_and_gives_what_the_reference_says(
    client: Client, surroundings: Callable[[Reference], dict[str, object]], name: str
) -> None:
    reference = reference_of(CATALOG.find(name))
    inputs = surroundings(reference)
    flow_id = new_flow_id(name.rpartition(".")[2].lower())
    document = yaml.safe_load(reference.examples[0].source)
    client.flows.put(yaml.safe_dump({**document, "id": flow_id}, sort_keys=False))

    files = {name: value for name, value in inputs.items() if isinstance(value, Path)}
    texts = {name: value for name, value in inputs.items() if name not in files}
    started = client.executions.create(NAMESPACE, flow_id, inputs=texts, files=files)
    ended = client.executions.wait(started.execution_id)

    assert state_name(ended.state) == "SUCCESS", [each.attempts[-1].error for each in ended.task_runs if each.attempts]
    if reference.outputs is None:
        return
    known = reference.outputs["properties"].keys()
    task_ids = {task["id"] for task in tasks_of(document) if task["type"] == name}
    for task_run in (each for each in ended.task_runs if each.task_id in task_ids):
        given = client.outputs.get(ended.execution_id, task_run.task_path)
        assert given.keys() <= known


def tasks_of(document: object) -> Iterator[dict[str, str]]:
    """Every task, however deep."""
    if isinstance(document, dict):
        if {"id", "type"} <= document.keys():
            yield document
        document = list(document.values())
    if isinstance(document, list):
        for inner in document:
            yield from tasks_of(inner)
