"""How inputs are given on the command line, and how what came of them is shown."""

import io
import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from dalsegno import Client
from dalsegno.cli import main
from dalsegno.cli.inputs import all_inputs, given_files
from dalsegno.errors import InvalidRequest
from support.flows import NAMESPACE, new_flow_id
from support.stack import Stack

FLOW = """\
id: {flow_id}
namespace: company.team
inputs:
  - {{id: month, type: STRING}}
  - {{id: limit, type: INT, defaults: 10}}
  - {{id: trips, type: FILE, required: false}}
  - {{id: options, type: JSON, required: false}}
outputs:
  - {{id: said, type: STRING, value: "{{{{ outputs.approve.onResume.reason }}}}"}}
tasks:
  - id: approve
    type: io.kestra.plugin.core.flow.Pause
    onResume:
      - {{id: reason, type: STRING}}
"""


class Ended(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def command(stack: Stack, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    for name in ("DALSEGNO_REGISTRY", "DALSEGNO_EXECUTOR", "DALSEGNO_STORAGE"):
        monkeypatch.setenv(name, stack.environment[name])
    monkeypatch.delenv("FORCE_COLOR", raising=False)

    def run(*arguments: str) -> Ended:
        code = main(list(arguments))
        printed = capsys.readouterr()
        return Ended(code, printed.out, printed.err)

    return run


@pytest.fixture
def flow_id(client: Client) -> str:
    flow_id = new_flow_id("rides")
    client.flows.put(FLOW.format(flow_id=flow_id))
    return flow_id


def start(client: Client, command: Any, flow_id: str, *arguments: str) -> str:
    """Runs the flow until it is paused; returns the execution's id."""
    started = command("execution", "run", f"{NAMESPACE}.{flow_id}", "--no-wait", *arguments)
    assert (started.code, started.err) == (0, "")
    execution_id: str = started.out.strip()
    for event in client.executions.watch(execution_id):
        if event.task_run_opened.paused:
            break
    return execution_id


def test_inputs_come_from_options_and_a_file_and_are_shown(
    client: Client, command: Any, flow_id: str, tmp_path: Path
) -> None:
    (tmp_path / "in.yaml").write_text("month: 202405\nlimit: 5\noptions: {a: [1, 2]}\n")
    (tmp_path / "trips.csv").write_text("a,b\n1,2\n")
    execution_id = start(
        client,
        command,
        flow_id,
        *(
            "--inputs-file",
            str(tmp_path / "in.yaml"),
            "--input",
            "limit=3",
            "--file",
            f"trips={tmp_path / 'trips.csv'}",
        ),
    )
    shown = command("execution", "get", execution_id).out.splitlines()
    first = next(number for number, line in enumerate(shown) if line.startswith("inputs"))
    assert shown[first : first + 2] == ["inputs      month    202405", "            limit    3"]
    assert shown[first + 2].startswith(f"            trips    dalsegno:///{NAMESPACE}/{flow_id}/inputs/")
    assert shown[first + 2].endswith("/trips/trips.csv")
    assert shown[first + 3] == '            options  {"a": [1, 2]}'
    assert not [line for line in shown if line.startswith("outputs")]


def test_inputs_come_from_standard_input_where_nobody_else_sees_them(
    client: Client, command: Any, flow_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO('{"month": "202406"}'))
    execution_id = start(client, command, flow_id, "--inputs-file", "-")
    assert json.loads(client.executions.get(execution_id).inputs_json)["month"] == "202406"


def test_resuming_shows_only_what_comes_then(client: Client, command: Any, flow_id: str) -> None:
    execution_id = start(client, command, flow_id, "-i", "month=202405")
    resumed = command("execution", "resume", execution_id, "-i", "reason=Looks = good")
    assert resumed == Ended(
        0, f"Execution {execution_id}\n▸ approve           resumed\n✓ approve           SUCCESS\nSUCCESS\n", ""
    )
    assert "outputs     said  Looks = good\n" in command("execution", "get", execution_id).out


def test_resuming_does_not_repeat_what_was_logged_before(client: Client, command: Any) -> None:
    flow_id = new_flow_id("rides")
    fail = "{id: fail, type: io.kestra.plugin.core.execution.Fail, errorMessage: bad luck, allowFailure: true}"
    pause = "{id: approve, type: io.kestra.plugin.core.flow.Pause}"
    client.flows.put(f"id: {flow_id}\nnamespace: {NAMESPACE}\ntasks:\n  - {fail}\n  - {pause}\n")
    execution_id = start(client, command, flow_id)
    resumed = command("execution", "resume", execution_id)
    assert (resumed.out.splitlines()[-1], "bad luck" in resumed.out) == ("WARNING", False)


def test_resuming_without_waiting_prints_the_id(client: Client, command: Any, flow_id: str) -> None:
    execution_id = start(client, command, flow_id, "-i", "month=202405")
    resumed = command("execution", "resume", execution_id, "--task", "approve", "-i", "reason=x", "--no-wait")
    assert resumed == Ended(0, f"{execution_id}\n", "")


def test_a_watch_shows_the_pause(client: Client, command: Any, flow_id: str) -> None:
    execution_id = start(client, command, flow_id, "-i", "month=202405")
    client.executions.resume(execution_id, inputs={"reason": "x"})
    watched = [line[14:] for line in command("execution", "watch", execution_id).out.splitlines()]
    assert watched[1:4] == [
        "▸ approve           started",
        "‖ approve           PAUSED until it is resumed",
        "▸ approve           resumed",
    ]


def test_wrong_inputs_are_told_with_what_to_do(command: Any, flow_id: str) -> None:
    assert command("execution", "run", f"{NAMESPACE}.{flow_id}", "-i", "limit=x") == Ended(
        2,
        "",
        "error: Missing required input:month\n"
        '       Invalid value for input `limit`. Cause: For input string: "x"\n'
        "       `--input KEY=VALUE` gives a value (in a replay: `--set-input`), `--file KEY=PATH` a file; "
        "`dalsegno flow get NAMESPACE.FLOW` shows what is asked for.\n"
        "       reason INPUTS_INVALID\n",
    )


def test_what_is_not_paused_is_not_resumed(client: Client, command: Any, flow_id: str) -> None:
    execution_id = start(client, command, flow_id, "-i", "month=202405")
    client.executions.resume(execution_id, inputs={"reason": "x"})
    client.executions.wait(execution_id)
    refused = command("execution", "resume", execution_id)
    assert (refused.code, refused.err.splitlines()[0]) == (
        2,
        f"error: Execution {execution_id} is SUCCESS, not paused, so it cannot be resumed.",
    )


def test_an_execution_that_a_check_fails_says_so_and_proposes_no_replay(client: Client, command: Any) -> None:
    flow_id = new_flow_id("late")
    check = "checks:\n  - {condition: '{{ false }}', message: It is late., behavior: FAIL_EXECUTION, style: ERROR}\n"
    task = "tasks:\n  - {id: a, type: io.kestra.plugin.core.debug.Return, format: x}\n"
    client.flows.put(f"id: {flow_id}\nnamespace: {NAMESPACE}\n{check}{task}")
    ended = command("execution", "run", f"{NAMESPACE}.{flow_id}")
    assert (ended.code, ended.err) == (1, "")
    lines = ended.out.splitlines()
    # The log and the events come each on their own; only the end waits for both.
    assert "    ERROR  A check of the flow does not hold: It is late." in lines[1:3]
    assert lines[3].startswith("FAILED after ")
    assert lines[4:] == ["    One or more checks of the flow do not hold:", "    - It is late."]
    shown = command("execution", "get", ended.out.split()[1]).out
    told = "\nThe execution FAILED:\n    One or more checks of the flow do not hold:\n    - It is late.\n"
    assert shown.endswith(told)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ('{"a": 1, "b": [true, null], "c": {"d": 1.5}}', {"a": 1, "b": [True, None], "c": {"d": 1.5}}),
        ("a: 2024-05-01\nb: 10:30:00\nc: no\nd: 007\n", {"a": "2024-05-01", "b": "10:30:00", "c": "no", "d": "007"}),
        ("a:\nb: ~\nc: -3\nd: 1e3\ne: 'x'\n", {"a": None, "b": None, "c": -3, "d": 1000.0, "e": "x"}),
    ],
)
def test_a_file_of_inputs_is_yaml_that_leaves_dates_and_words_alone(
    tmp_path: Path, text: str, read: dict[str, Any]
) -> None:
    (tmp_path / "in").write_text(text)
    assert all_inputs([], tmp_path / "in") == read


@pytest.mark.parametrize(
    ("text", "message"),
    [("[1]", "holds no map of inputs"), ("1: 2", "holds no map of inputs"), ("{", "is neither JSON nor YAML")],
)
def test_a_file_that_holds_no_inputs_is_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "in").write_text(text)
    with pytest.raises(InvalidRequest, match=message):
        all_inputs([], tmp_path / "in")


@pytest.mark.parametrize(
    ("written", "message"),
    [
        (["month"], "The input 'month' has no value. Write it as KEY=VALUE."),
        (["=x"], "The input '=x' has no value. Write it as KEY=VALUE."),
        (["a=1", "a=2"], "The input 'a' is given twice; give it once."),
    ],
)
def test_an_input_that_is_not_well_written_is_refused(written: list[str], message: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        all_inputs(written, None)
    assert refused.value.message == message


def test_a_file_that_is_not_there_is_told_before_anything_is_sent(tmp_path: Path) -> None:
    with pytest.raises(InvalidRequest, match=r"There is no file .* to upload for the input 'trips'"):
        given_files([f"trips={tmp_path / 'none'}"])
