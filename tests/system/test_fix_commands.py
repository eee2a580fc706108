"""`dalsegno execution fix` and `dalsegno flow fix`, as people use them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dalsegno import Client
from dalsegno.api.executor.v1 import executor_pb2 as executor
from support.broken_flows import read_broken
from support.flows import state_name
from support.stack import Stack

ROOT = Path(__file__).parents[2]


@pytest.fixture
def failed(client: Client) -> executor.Execution:
    source = read_broken("dates_day_first", {}).wrong
    client.flows.put(source)
    started = client.executions.create("tests.broken", "dates_day_first")
    return client.executions.wait(started.execution_id)


def dalsegno(stack: Stack, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    addresses = {
        "DALSEGNO_REGISTRY": stack.registry,
        "DALSEGNO_EXECUTOR": stack.executor,
        "DALSEGNO_STORAGE": stack.storage,
    }
    command = [sys.executable, "-m", "dalsegno.cli", *arguments]
    return subprocess.run(
        command, env={**os.environ, **addresses, **environment}, capture_output=True, text=True, check=False
    )


def test_the_fix_is_shown_as_a_diff(stack: Stack, failed: executor.Execution) -> None:
    shown = dalsegno(stack, "execution", "fix", failed.execution_id)
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout.splitlines()[0] == "1. date pattern, 98% sure, tried on 3 lines of its file"
    assert '-    datetimeFormat: "MM/dd/yyyy HH:mm"\n+    datetimeFormat: "dd/MM/yyyy HH:mm"\n' in shown.stdout
    assert shown.stderr == (
        f"Nothing is saved. To go on: dalsegno execution fix {failed.execution_id} --draft-replay\n"
    )
    assert shown.stdout.rstrip() in (ROOT / "docs" / "fixes.md").read_text()
    coloured = dalsegno(stack, "execution", "fix", failed.execution_id, FORCE_COLOR="1")
    assert '\x1b[32m+    datetimeFormat: "dd/MM/yyyy HH:mm"' in coloured.stdout


def test_a_program_gets_the_message(stack: Stack, failed: executor.Execution) -> None:
    shown = dalsegno(stack, "execution", "fix", failed.execution_id, "-o", "json")
    (fix,) = json.loads(shown.stdout)["fixes"]
    assert fix["rules"] == ["date_pattern"]
    assert fix["trial"] == "TRIAL_RAN"


def test_a_fix_goes_on_as_a_draft_replay(stack: Stack, client: Client, failed: executor.Execution) -> None:
    replayed = dalsegno(stack, "execution", "fix", failed.execution_id, "--draft-replay")
    assert replayed.returncode == 0, replayed.stderr
    assert "↺ convert" in replayed.stdout
    assert "✓ load" in replayed.stdout
    newest = next(iter(client.executions.list(namespace="tests.broken", flow_id="dates_day_first")))
    assert state_name(newest.state) == "SUCCESS"
    assert newest.flow_revision == 0
    assert replayed.stderr == f"\nTo save it as the next revision: dalsegno flow promote {newest.execution_id}\n"


def test_a_fix_is_written_to_a_file(stack: Stack, tmp_path: Path, failed: executor.Execution) -> None:
    file = tmp_path / "mended.yaml"
    written = dalsegno(stack, "execution", "fix", failed.execution_id, "--apply", str(file))
    assert written.returncode == 0
    assert file.read_text() == read_broken("dates_day_first", {}).right
    refused = dalsegno(stack, "execution", "fix", failed.execution_id, "--apply", str(file), "--number", "2")
    assert (refused.returncode, refused.stderr) == (2, "error: --number is 2, and there is 1 fix.\n")


def test_what_nothing_mends_ends_with_1(stack: Stack, client: Client) -> None:
    client.flows.put(read_broken("nothing_fail", {}).wrong)
    ended = client.executions.wait(client.executions.create("tests.broken", "nothing_fail").execution_id)
    shown = dalsegno(stack, "execution", "fix", ended.execution_id, "--draft-replay")
    assert shown.returncode == 1
    assert (shown.stdout, shown.stderr) == ("", "No rule mends this: the books do not balance\n")


def test_a_file_is_mended_in_place(stack: Stack, tmp_path: Path) -> None:
    broken = read_broken("word_of_retry", {})
    file = tmp_path / "flow.yaml"
    file.write_text(broken.wrong)
    shown = dalsegno(stack, "flow", "fix", str(file))
    assert shown.returncode == 0
    assert "+      interval: PT1S\n" in shown.stdout
    assert file.read_text() == broken.wrong
    assert dalsegno(stack, "flow", "fix", str(file), "--write").returncode == 0
    assert file.read_text() == broken.right
    again = dalsegno(stack, "flow", "fix", str(file))
    assert (again.returncode, again.stderr) == (1, "The source has no errors.\n")
