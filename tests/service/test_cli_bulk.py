"""`dalsegno bulk` against a real stack: what it shows, asks for, and how it ends."""

import json
from typing import Any

import pytest

from dalsegno import Client
from dalsegno.api.common.v1 import state_pb2
from dalsegno.cli import main
from support.flows import NAMESPACE, flow, new_flow_id
from support.stack import Stack

CORE = "io.kestra.plugin.core"
FAILS = f"  - {{id: only, type: {CORE}.execution.Fail}}\n"
WORKS = f"  - {{id: only, type: {CORE}.debug.Return, format: done}}\n"


@pytest.fixture
def command(stack: Stack, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    for name in ("DALSEGNO_REGISTRY", "DALSEGNO_EXECUTOR", "DALSEGNO_STORAGE"):
        monkeypatch.setenv(name, stack.environment[name])
    monkeypatch.delenv("FORCE_COLOR", raising=False)

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(["bulk", *arguments])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def failed(client: Client, number: int) -> tuple[str, list[str]]:
    flow_id = new_flow_id("cli_bulk")
    client.flows.put(flow(flow_id, FAILS))
    made = [client.executions.create(NAMESPACE, flow_id).execution_id for _ in range(number)]
    for one in made:
        client.executions.wait(one)
    client.flows.put(flow(flow_id, WORKS))
    return flow_id, made


def test_a_dry_run_shows_what_would_be_replayed_and_begins_nothing(client: Client, command: Any) -> None:
    flow_id, made = failed(client, 2)
    options = ("--flow", f"{NAMESPACE}.{flow_id}", "--state", "FAILED", "--from", "only", "--canary", "1")
    code, out, err = command("replay", *options, "--cap", "5", "--stop-at", "10%", "--dry-run")
    assert (code, err) == (0, "")
    assert out.startswith(
        "2 executions would be replayed from only, on their own revisions, at most 5 at once, a canary of 1 first, "
        "pauses beyond 10% errors:\n"
    )
    assert [line.split()[:3] for line in out.splitlines()[3:]] == [
        [one, "FAILED", f"{NAMESPACE}.{flow_id}"] for one in sorted(made)
    ]
    assert len(list(client.executions.list(namespace=NAMESPACE, flow_id=flow_id))) == 2


def test_a_bulk_replay_ends_with_0_when_all_succeeded_and_lists_what_came_of_each(client: Client, command: Any) -> None:
    flow_id, made = failed(client, 3)
    options = ("--namespace", NAMESPACE, "--flow", flow_id, "--state", "FAILED", "--from", "FAILED")
    code, out, _ = command("replay", *options, "--revision", "latest", "--yes")
    assert code == 0
    bulk_id = out.split()[2]
    assert "state       COMPLETED\nitems       3 succeeded\n" in out
    code, out, _ = command("items", bulk_id)
    assert [line.split()[1:3] for line in out.splitlines()[1:]] == [[one, "SUCCEEDED"] for one in sorted(made)]
    code, out, _ = command("show", bulk_id, "--output", "json")
    assert (code, json.loads(out)["succeeded_count"]) == (0, 3)
    code, out, _ = command("list", "--limit", "1000")
    assert [line.split()[1] for line in out.splitlines() if line.startswith(bulk_id)] == ["COMPLETED"]


def test_errors_of_the_canary_pause_it_and_say_how_to_go_on(client: Client, command: Any) -> None:
    flow_id, _ = failed(client, 4)
    options = ("--flow", f"{NAMESPACE}.{flow_id}", "--from", "FAILED", "--canary", "2", "--yes")
    code, out, _ = command("replay", *options)
    bulk_id = out.split()[2]
    assert code == 1
    assert "state       PAUSED\n" in out
    assert "why         2 of 2 items of the canary failed or were refused, and 0% may." in out
    assert f"What went wrong: dalsegno bulk items {bulk_id} --state FAILED" in out
    assert f"dalsegno bulk resume {bulk_id}" in out
    code, out, _ = command("cancel", bulk_id)
    assert (code, "items       2 failed, 2 cancelled" in out) == (0, True)
    code, _, err = command("resume", bulk_id)
    assert (code, f"Bulk replay {bulk_id} is CANCELLED, so it cannot be resumed." in err) == (2, True)


def test_refused_items_say_why(client: Client, command: Any) -> None:
    _, (one,) = failed(client, 1)
    code, out, _ = command("replay", one, "--from", "nothere", "--no-wait")
    assert code == 0
    assert command("watch", out.strip())[0] == 1
    assert "REFUSED" in command("items", out.strip(), "--state", "REFUSED")[1]
    assert "TASK_NOT_FOUND: Revision 1 has no task 'nothere'" in command("items", out.strip())[1]
    assert command("items", out.strip(), "--state", "SUCCEEDED")[1].splitlines()[1:] == []
    assert client.executions.get(one).state == state_pb2.STATE_FAILED


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ((), "Say where the replays begin"),
        (("--from", "FAILED"), "Say what to replay"),
        (("--from", "FAILED", "--flow", "rides"), "Write NAMESPACE.FLOW"),
        (("--from", "FAILED", "--namespace", "n", "--stop-at", "101%"), "write a percentage from 0% to 100%"),
        (("--from", "FAILED", "--namespace", "nowhere"), "No execution fits the filter."),
    ],
)
def test_what_cannot_be_is_said_and_ends_with_2(command: Any, options: tuple[str, ...], told: str) -> None:
    code, out, err = command("replay", *options)
    assert (code, out) == (2, "")
    assert told in err
