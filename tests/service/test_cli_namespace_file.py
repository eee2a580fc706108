"""`dalsegno namespace-file` against real services."""

import io
import itertools
import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from dalsegno import Client
from dalsegno.cli import main
from support.flows import new_flow_id
from support.stack import Stack

_numbers = itertools.count(1)


class Ended(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def namespace() -> str:
    return f"cli.files{next(_numbers)}"


@pytest.fixture
def command(
    stack: Stack, namespace: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Ended]:
    """Runs a command on a namespace of the test's own."""
    monkeypatch.setenv("DALSEGNO_STORAGE", stack.storage)
    monkeypatch.delenv("FORCE_COLOR", raising=False)

    def run(name: str, *arguments: str) -> Ended:
        code = main(["namespace-file", name, *arguments, "--namespace", namespace])
        printed = capsys.readouterr()
        return Ended(code, printed.out, printed.err)

    return run


def names(command: Callable[..., Ended], *prefix: str) -> list[str]:
    listed = json.loads(command("list", *prefix, "-o", "json").out).get("files", [])
    return [file["path"].partition("/_files/")[2] for file in listed]


def test_a_file_is_put_listed_read_replaced_and_deleted(command: Callable[..., Ended], tmp_path: Path) -> None:
    query = tmp_path / "one.sql"
    query.write_bytes(b"select 1")
    assert command("put", "queries/one.sql", str(query)) == (0, "queries/one.sql: 8 B\n", "")
    query.write_bytes(b"select 22")
    assert command("put", "queries/one.sql", str(query)).code == 0
    assert command("put", "other.sql", str(query)).code == 0

    assert names(command) == ["other.sql", "queries/one.sql"]
    assert names(command, "queries/") == ["queries/one.sql"]
    assert command("get", "queries/one.sql", str(tmp_path / "copy")).code == 0
    assert (tmp_path / "copy").read_bytes() == b"select 22"

    assert command("delete", "queries/one.sql").out == "queries/one.sql: deleted\n"
    assert command("delete", "queries/one.sql").out == "queries/one.sql: there was no file\n"
    assert names(command) == ["other.sql"]


def test_standard_input_is_kept_and_a_flow_finds_it(
    client: Client, command: Callable[..., Ended], namespace: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"hello")))
    assert command("put", "greeting.txt", "-").code == 0
    flow_id = new_flow_id("reads")
    client.flows.put(f"""\
id: {flow_id}
namespace: {namespace}
tasks:
  - id: read
    type: io.kestra.plugin.scripts.shell.Commands
    namespaceFiles: {{enabled: true}}
    commands: ["cat greeting.txt"]
""")
    ended = client.executions.wait(client.executions.create(namespace, flow_id).execution_id)
    assert "hello" in [line.message for line in client.executions.logs(ended.execution_id)]


@pytest.mark.parametrize("name", ["../a", "/a", "a/../../b"])
def test_a_name_that_leads_out_of_the_namespace_is_refused(
    command: Callable[..., Ended], tmp_path: Path, name: str
) -> None:
    (tmp_path / "file").touch()
    ended = command("put", name, str(tmp_path / "file"))
    assert (ended.code, "give a relative path without '..'" in ended.err) == (2, True)


def test_what_is_not_there_is_said(command: Callable[..., Ended]) -> None:
    assert "has no files" in command("list").err
    assert command("get", "nothing.sql").code == 2
    assert command("put", "a", "/no/such/file").code == 2
