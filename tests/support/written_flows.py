"""Whole flows in tests/flows, each with what it must come to at its head.

The head is comments that are YAML:

    # about: one sentence
    # inputs: of the execution
    # needs: [web, echo, git, node, duckdb, postgresql]
    # with: [other flows that it runs]
    # alone: false when others only run it
    # state: of the execution; SUCCESS when left out
    # states: {task path: state}; task runs that are not named may be there too, those that fail or skip must be named
    # values: {task path: outputs that must be so}
    # outputs: {outputs of the flow}
    # files: {"task path:name of an output or of an output file": content}
    # log: [messages that must be there]
    # labels: {of the execution}
    # error: {task path: what its error has in it}
    # warnings: how many there are when it is saved; 0 when left out

$WEB, $ECHO, $POSTGRES and $REPOSITORY stand for what a test makes.
"""

import gzip
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import sqlalchemy as sa
import yaml

from support.echo_server import echoing
from support.postgres import temporary_database
from support.web import serving

FOLDER = Path(__file__).parents[1] / "flows"
PAGES = {
    "/orders.csv": b"id,amount\n1,10\n2,20.5\n3,\n",
    "/orders.csv.gz": gzip.compress(b"id,amount\n1,2\n"),
    "/data/orders.csv": b"id,amount\n1,10\n",
    "/data/users.json": b"[]",
    "/users.json": b'{"users": [{"name": "Ada"}, {"name": "Grace"}]}',
}
KNOWN = frozenset(("about", "inputs", "needs", "with", "alone", "warnings", "labels", "log", "error"))
KNOWN |= {"state", "states", "values", "outputs", "files"}


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenFlow:
    """One file: a flow, and its head."""

    name: str
    source: str
    head: Mapping[str, Any]

    def needs(self) -> set[str]:
        return set(self.head.get("needs", ()))


def read_flow(name: str) -> WrittenFlow:
    source = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    lines = [line.removeprefix("# ") for line in source.splitlines() if line.startswith("# ")]
    head = yaml.safe_load("\n".join(lines))
    assert head.keys() <= KNOWN, f"{name} says {head.keys() - KNOWN}"
    return WrittenFlow(name=name, source=source, head=head)


def all_flows() -> list[str]:
    return sorted(file.stem for file in FOLDER.glob("*.yaml"))


@contextmanager
def surroundings(needs: set[str], folder: Path) -> Iterator[Mapping[str, str]]:
    """Makes what flows need, and gives it by the words that stand for it. Skips where something is not there."""
    for command in needs & {"git", "node"}:
        if shutil.which(command) is None:
            pytest.skip(f"there is no {command} on PATH")
    if "duckdb" in needs:
        pytest.importorskip("duckdb")
    made: dict[str, str] = {}
    with ExitStack() as opened:
        if "web" in needs:
            made["$WEB"] = opened.enter_context(serving(PAGES))
        if "echo" in needs:
            made["$ECHO"] = opened.enter_context(echoing())
        if "postgresql" in needs:
            url = sa.make_url(opened.enter_context(temporary_database()))
            made["$POSTGRES"] = f"jdbc:postgresql://{quote(str(url.query['host']), safe='')}/{url.database}"
        if "git" in needs:
            made["$REPOSITORY"] = repository(folder)
        yield made


def repository(folder: Path) -> str:
    """A repository with a script, by its address."""
    script = folder / "scripts" / "answer.sh"
    script.parent.mkdir()
    script.write_text('echo \'::{"outputs":{"answer":42}}::\'\n')
    git = ["git", "-C", str(folder), "-c", "user.name=a", "-c", "user.email=a@example.com"]
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", str(folder)], check=True)
    subprocess.run([*git, "add", "."], check=True)
    subprocess.run([*git, "commit", "--quiet", "-m", "one"], check=True)
    return folder.as_uri()
