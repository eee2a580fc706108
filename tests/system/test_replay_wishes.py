"""Replays with real files, on the real services: what changed, drafts, given files, and the command line for them."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from dalsegno import Client
from dalsegno.api.executor.v1 import executor_pb2 as executor
from support.flows import NAMESPACE, flow, new_flow_id, ran_and_reused, run, states, task_run
from support.stack import Stack

ROWS = "a,b\\n1,x\\n2,y\\n"
FILES = """
  - id: write
    type: io.kestra.plugin.core.storage.Write
    content: "{content}"
    extension: .csv
  - id: convert
    type: io.kestra.plugin.serdes.csv.CsvToIon
    from: "{{{{ outputs.write.uri }}}}"
  - id: to_parquet
    type: io.kestra.plugin.serdes.parquet.IonToParquet
    from: "{{{{ outputs.convert.uri }}}}"
    inferAllFields: true
"""


def yaml(flow_id: str, content: str = ROWS, more: str = "") -> str:
    return flow(flow_id, FILES.format(content=content) + more)


def replayed(client: Client, source: executor.Execution, start: str, **wish: object) -> executor.Execution:
    started = client.executions.replay(source.execution_id, start, **wish)  # type: ignore[arg-type]
    return client.executions.wait(started.execution.execution_id)


def table(client: Client, execution: executor.Execution) -> list[dict[str, object]]:
    address = json.loads(task_run(execution, "to_parquet").outputs_json)["uri"]
    found: list[dict[str, object]] = pq.read_table(io.BytesIO(b"".join(client.files.read(address)))).to_pylist()
    return found


@pytest.fixture
def source(client: Client) -> executor.Execution:
    flow_id = new_flow_id("files")
    found = run(client, yaml(flow_id), flow_id)
    assert set(states(found).values()) == {"SUCCESS"}
    return found


def test_files_with_the_same_bytes_are_the_same_outputs(client: Client, source: executor.Execution) -> None:
    """The address of a file has the execution in it, and so differs every time."""
    same = yaml(source.flow_id).replace("extension: .csv", "extension: .txt")
    again = replayed(client, source, "CHANGED", draft=same)

    assert ran_and_reused(again) == (["write"], ["convert", "to_parquet"])
    assert task_run(again, "write").output_digest != task_run(source, "write").output_digest
    assert table(client, again) == table(client, source)


def test_files_with_other_bytes_go_on(client: Client, source: executor.Execution) -> None:
    again = replayed(client, source, "CHANGED", draft=yaml(source.flow_id, "a,b\\n3,z\\n"))
    assert ran_and_reused(again) == (["write", "convert", "to_parquet"], [])
    assert [row["b"] for row in table(client, again)] == ["z"]


def test_a_draft_that_worked_is_promoted(client: Client, source: executor.Execution) -> None:
    draft = yaml(source.flow_id, "a,b\\n3,z\\n")
    again = replayed(client, source, "CHANGED", draft=draft)
    assert client.flows.get(NAMESPACE, source.flow_id).revision == 1

    promoted = client.flows.promote_draft(NAMESPACE, source.flow_id, again.source_digest)
    assert (promoted.created, promoted.flow.revision, promoted.flow.source) == (True, 2, draft)


def test_a_file_takes_the_place_of_what_a_task_made(client: Client, source: executor.Execution, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("a,b\n9,given\n")
    outputs = client.executions.upload_output(source.execution_id, "write", tmp_path / "rows.csv")
    again = replayed(client, source, "CHANGED", outputs={"write": outputs})

    assert ran_and_reused(again)[0] == ["convert", "to_parquet"]
    assert [run.synthetic_from_task_path for run in again.task_runs] == ["write"] * 3
    assert [row["b"] for row in table(client, again)] == ["given"]

    # It is kept for the replay, whatever becomes of the execution that it was given to.
    client.executions.delete(source.execution_id)
    later = replayed(client, again, "convert")
    assert [row["b"] for row in table(client, later)] == ["given"]


def test_a_given_file_that_there_is_not_is_refused(client: Client, source: executor.Execution) -> None:
    gone = {"write": {"uri": "dalsegno:///company/team/nowhere.csv"}}
    plan = client.executions.plan_replay(source.execution_id, "CHANGED", outputs=gone)
    assert [obstacle.task_path for obstacle in plan.obstacles] == ["write"]
    assert len(list(client.executions.list(namespace=NAMESPACE, flow_id=source.flow_id))) == 1


class Shell:
    """The command line against the services of this run."""

    def __init__(self, stack: Stack) -> None:
        self._addresses = {
            "DALSEGNO_REGISTRY": stack.registry,
            "DALSEGNO_EXECUTOR": stack.executor,
            "DALSEGNO_STORAGE": stack.storage,
        }

    def __call__(self, *arguments: str, code: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "dalsegno.cli", *arguments],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            env={**os.environ, **self._addresses, "COLUMNS": "160"},
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr


@pytest.fixture
def shell(stack: Stack) -> Shell:
    return Shell(stack)


def test_the_command_line_replays_a_draft_and_promotes_it(
    shell: Shell, client: Client, source: executor.Execution, tmp_path: Path
) -> None:
    draft = tmp_path / "flow.yaml"
    draft.write_text(yaml(source.flow_id, "a,b\\n3,z\\n"))
    plan = shell("execution", "replay", source.execution_id, "--from", "changed", "--draft", str(draft), "--dry-run")
    assert "on a draft (it ran revision 1)" in plan
    assert "`content` differs" in plan
    assert "IF CHANGED" in plan

    replay = ("execution", "replay", source.execution_id, "--from", "changed", "--draft", str(draft), "--no-wait")
    started = shell(*replay).strip()
    assert client.executions.wait(started).flow_revision == 0
    assert "saved as revision 2" in shell("flow", "promote", started)
    assert "unchanged, still revision 2" in shell("flow", "promote", started)


def test_the_command_line_shows_what_is_wrong_with_a_draft(
    shell: Shell, source: executor.Execution, tmp_path: Path
) -> None:
    draft = tmp_path / "flow.yaml"
    draft.write_text(yaml(source.flow_id).replace("inferAllFields", "inferAllFeilds"))
    said = shell("execution", "replay", source.execution_id, "--from", "changed", "--draft", str(draft), code=2)
    assert "inferAllFeilds" in said
    assert "inferAllFields" in said


def test_the_command_line_gives_outputs_and_files(
    shell: Shell, client: Client, source: executor.Execution, tmp_path: Path
) -> None:
    (tmp_path / "rows.csv").write_text("a,b\n9,given\n")
    given = f"write=@{tmp_path / 'rows.csv'}"
    replay = ("execution", "replay", source.execution_id, "--from", "changed", "--set-output", given)
    assert "GIVEN" in shell(*replay, "--dry-run")
    again = client.executions.wait(shell(*replay, "--no-wait").strip())
    assert [row["b"] for row in table(client, again)] == ["given"]

    wrong = shell("execution", "replay", source.execution_id, "--from", "changed", "--set-output", "write=1", code=2)
    assert "no JSON object" in wrong
