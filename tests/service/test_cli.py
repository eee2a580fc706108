"""The commands against a scripted server: what they print, where, and how they end."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from dalsegno.api.common.v1 import state_pb2
from dalsegno.api.executor.v1 import executor_pb2 as executor
from dalsegno.api.registry.v1 import registry_pb2 as registry
from dalsegno.api.storage.v1 import storage_pb2 as storage
from dalsegno.cli import main
from support.scripted import Refusal, Scripted

EXECUTION = "0l0y5qfHKkLwsfgw8XXY8G"
SOURCE = "0l0y5rnLtoouALUWPndRWK"
DIGEST = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # of "abc"
URI = f"dalsegno:///company.team/rides/executions/{EXECUTION}/tasks/unzip/r/rides.csv"


class Ended(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def command(services: Scripted, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    for name, value in services.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("FORCE_COLOR", raising=False)

    def run(*arguments: str) -> Ended:
        code = main(list(arguments))
        printed = capsys.readouterr()
        return Ended(code, printed.out, printed.err)

    return run


def execution(state: state_pb2.State, **fields: Any) -> executor.Execution:
    return executor.Execution(
        execution_id=EXECUTION,
        namespace="company.team",
        flow_id="rides",
        flow_revision=2,
        state=state,
        attempt_number=1,
        original_id=EXECUTION,
        **fields,
    )


def script_run(services: Scripted, state: state_pb2.State, error: str = "") -> None:
    """Every execution runs one task, which ends like this."""
    running, ended = execution(state_pb2.STATE_RUNNING), execution(state)
    services.answer("CreateExecution", executor.CreateExecutionResponse(execution=running))
    services.answer("Replay", executor.ReplayResponse(execution=running))
    services.answer("GetExecution", executor.GetExecutionResponse(execution=ended))
    finished = executor.TaskRunFinished(task_path="unzip", state=state, error=error)
    happened = [
        executor.Event(position=1, task_run_started=executor.TaskRunStarted(task_path="unzip")),
        executor.Event(position=2, task_run_finished=finished),
        executor.Event(position=3, execution_ended=executor.ExecutionEnded(state=state)),
    ]
    services.answer("WatchExecution", executor.WatchExecutionResponse(events=happened))
    entries = [executor.LogEntry(position=1, task_path="unzip", level=executor.LOG_LEVEL_ERROR, message=error)]
    services.answer("WatchLogs", [executor.WatchLogsResponse(entries=entries)] if error else [])


def test_a_run_shows_its_tasks_and_ends_with_0(services: Scripted, command: Any) -> None:
    script_run(services, state_pb2.STATE_SUCCESS)
    ended = command("execution", "run", "company.team.rides", "--label", "who=me", "--revision", "2")
    assert ended == Ended(
        0, f"Execution {EXECUTION}\n▸ unzip             started\n✓ unzip             SUCCESS      0 ms\nSUCCESS\n", ""
    )
    request = services.requests["CreateExecution"][0]
    assert (request.namespace, request.flow_id, request.revision) == ("company.team", "rides", 2)
    assert dict(request.labels) == {"who": "me"}


def test_a_run_that_failed_ends_with_1_and_tells_its_error_once(services: Scripted, command: Any) -> None:
    script_run(services, state_pb2.STATE_FAILED, error="the archive is empty")
    code, out, err = command("execution", "run", "company.team.rides")
    assert (code, out.count("the archive is empty")) == (1, 1)
    assert f"dalsegno execution replay {EXECUTION} --from FAILED --revision latest" in err


def test_a_run_that_is_not_waited_for_prints_its_id_alone(services: Scripted, command: Any) -> None:
    script_run(services, state_pb2.STATE_FAILED)
    assert command("execution", "run", "company.team.rides", "--no-wait") == Ended(0, f"{EXECUTION}\n", "")


def test_a_run_in_json_is_one_document_of_its_end(services: Scripted, command: Any) -> None:
    script_run(services, state_pb2.STATE_FAILED, error="no")
    code, out, err = command("execution", "run", "company.team.rides", "--output", "json")
    document = json.loads(out)
    assert (code, document["execution_id"], document["state"], err) == (1, EXECUTION, "STATE_FAILED", "")


def test_a_replay_asks_for_what_was_written(services: Scripted, command: Any) -> None:
    script_run(services, state_pb2.STATE_SUCCESS)
    options = ("--from", "unzip", "--revision", "latest", "--plan-digest", "d", "--request-id", "mine", "--no-wait")
    assert command("execution", "replay", SOURCE, *options).out == f"{EXECUTION}\n"
    assert services.requests["Replay"] == [
        executor.ReplayRequest(
            execution_id=SOURCE,
            **{"from": executor.ReplayFrom(task_path="unzip")},
            revision=executor.RevisionChoice(rule=executor.REVISION_RULE_LATEST),
            plan_digest="d",
            request_id="mine",
        )
    ]


def test_a_replay_can_begin_at_a_task_run(services: Scripted, command: Any) -> None:
    script_run(services, state_pb2.STATE_SUCCESS)
    command("execution", "replay", SOURCE, "--from-task-run", "run1", "--no-wait")
    assert getattr(services.requests["Replay"][0], "from") == executor.ReplayFrom(task_run_id="run1")


@pytest.mark.parametrize("options", [(), ("--from", "unzip", "--from-task-run", "run1")])
def test_a_replay_needs_one_beginning(services: Scripted, command: Any, options: tuple[str, ...]) -> None:
    ended = command("execution", "replay", SOURCE, *options)
    assert (ended.code, services.requests) == (2, {})
    assert "Say where the replay begins: --from PLACE" in ended.err


PLAN = executor.ReplayPlan(
    execution_id=SOURCE,
    source_revision=1,
    revision=2,
    digest="d1",
    reused_count=1,
    reused_bytes=2048,
    reused_duration=timedelta(seconds=200),
    run_count=1,
    tasks=[
        executor.PlannedTask(task_path="unzip", verdict=executor.VERDICT_REUSED_UPSTREAM, reason="It comes before."),
        executor.PlannedTask(task_path="convert", verdict=executor.VERDICT_RERUN_SELECTED, reason="Begins here."),
    ],
)


def test_a_dry_run_shows_the_plan_and_starts_nothing(services: Scripted, command: Any) -> None:
    services.answer("PlanReplay", executor.PlanReplayResponse(plan=PLAN))
    assert command("execution", "replay", SOURCE, "--from", "convert", "--dry-run") == Ended(
        0,
        f"Replay of {SOURCE} on revision 2 (it ran revision 1):\n\n"
        "task     what happens  why\n"
        "unzip    REUSED        It comes before.\n"
        "convert  RUN AGAIN     Begins here.\n"
        "\nreused 1 (2.0 KiB; they took 3 min 20 s), to run 1\nplan digest d1\n",
        "",
    )
    assert list(services.requests) == ["PlanReplay"]


def test_a_plan_with_obstacles_ends_with_2(services: Scripted, command: Any) -> None:
    plan = executor.ReplayPlan(obstacles=[executor.Obstacle(task_path="unzip", file_path=URI, message="It is gone.")])
    services.answer("PlanReplay", executor.PlanReplayResponse(plan=plan))
    ended = command("execution", "replay", SOURCE, "--from", "convert", "--dry-run")
    assert (ended.code, f"\nobstacle: unzip: It is gone.\n          {URI}\n" in ended.out) == (2, True)


def test_an_execution_tells_what_ran_and_what_was_reused(services: Scripted, command: Any) -> None:
    runs = [
        executor.TaskRun(
            task_path="unzip", state=state_pb2.STATE_SUCCESS, reused_from=executor.Provenance(execution_id=SOURCE)
        ),
        executor.TaskRun(
            task_path="convert",
            state=state_pb2.STATE_FAILED,
            error="bad date",
            attempts=[executor.Attempt(number=2, execution_id=EXECUTION)],
        ),
    ]
    found = execution(state_pb2.STATE_FAILED, task_runs=runs, parent_id=SOURCE)
    services.answer("GetExecution", executor.GetExecutionResponse(execution=found))
    lines = command("execution", "get", EXECUTION).out.splitlines()
    assert lines[-6:] == [
        "task     state    attempt  duration  how",
        f"unzip    SUCCESS                     reused from {SOURCE}",
        "convert  FAILED   2                  ran",
        "",
        "convert failed:",
        "    bad date",
    ]


def test_last_is_the_newest_execution(services: Scripted, command: Any) -> None:
    newest = executor.ListExecutionsResponse(executions=[execution(state_pb2.STATE_SUCCESS)])
    services.answer("ListExecutions", newest)
    services.answer("GetExecution", executor.GetExecutionResponse(execution=execution(state_pb2.STATE_SUCCESS)))
    assert json.loads(command("execution", "get", "@last", "-o", "json").out)["execution_id"] == EXECUTION
    assert services.requests["GetExecution"][0].execution_id == EXECUTION


def test_a_list_of_executions_is_filtered_by_the_service(services: Scripted, command: Any) -> None:
    services.answer("ListExecutions", executor.ListExecutionsResponse())
    options = ("--state", "FAILED", "--state", "WARNING", "--limit", "7")
    assert command("execution", "list", "company.team.rides", *options).code == 0
    assert services.requests["ListExecutions"] == [
        executor.ListExecutionsRequest(
            namespace="company.team",
            flow_id="rides",
            states=[state_pb2.STATE_FAILED, state_pb2.STATE_WARNING],
            page_size=7,
        )
    ]


def test_a_watch_in_json_is_a_document_a_line(services: Scripted, command: Any) -> None:
    script_run(services, state_pb2.STATE_SUCCESS)
    documents = [json.loads(line) for line in command("execution", "watch", EXECUTION, "-o", "json").out.splitlines()]
    assert [document["position"] for document in documents] == ["1", "2", "3"]


@pytest.mark.parametrize(("options", "method"), [((), "ListLogs"), (("--follow",), "WatchLogs")])
def test_logs_are_filtered_by_the_service(
    services: Scripted, command: Any, options: tuple[str, ...], method: str
) -> None:
    entries = [executor.LogEntry(task_path="unzip", level=executor.LOG_LEVEL_WARN, message="two files")]
    services.answer("ListLogs", executor.ListLogsResponse(entries=entries))
    services.answer("WatchLogs", executor.WatchLogsResponse(entries=entries))
    ended = command("execution", "logs", EXECUTION, "--task", "unzip", "--level", "warn", *options)
    assert ended.out.endswith("  WARN   unzip  two files\n")
    request = services.requests[method][0]
    assert (request.task_path, request.min_level) == ("unzip", executor.LOG_LEVEL_WARN)


def test_a_flow_with_problems_is_refused_like_a_compiler_does(services: Scripted, command: Any, tmp_path: Path) -> None:
    file = tmp_path / "rides.yaml"
    file.write_text("id: rides\ntask: []\n")
    problem = registry.Problem(line=2, column=1, message="Write tasks.", severity=registry.SEVERITY_ERROR)
    services.answer("PutFlow", Refusal(code="INVALID_ARGUMENT", reason="FLOW_INVALID"))
    services.answer("ValidateFlow", registry.ValidateFlowResponse(problems=[problem]))
    expected = f"{file}:2:1: error: Write tasks.\n    2 | task: []\n      | ^\n"
    assert command("flow", "put", str(file)) == Ended(2, "", expected)
    assert command("flow", "validate", str(file)) == Ended(2, "", expected)


def test_warnings_do_not_keep_a_flow_from_being_saved(services: Scripted, command: Any, tmp_path: Path) -> None:
    file = tmp_path / "rides.yaml"
    file.write_text("id: rides\n")
    warning = registry.Problem(line=1, column=5, message="Short.", severity=registry.SEVERITY_WARNING)
    flow = registry.Flow(namespace="company.team", flow_id="rides", revision=3)
    services.answer("PutFlow", registry.PutFlowResponse(flow=flow, created=True, warnings=[warning]))
    code, out, err = command("flow", "put", str(file))
    assert (code, out) == (0, "company.team.rides: saved as revision 3\n")
    assert f"{file}:1:5: warning: Short." in err


def test_a_flow_that_is_not_there_is_answered_with_one_that_is(services: Scripted, command: Any) -> None:
    services.answer("GetFlow", Refusal(code="NOT_FOUND", reason="FLOW_NOT_FOUND", message="There is none."))
    flows = [registry.Flow(namespace="company.team", flow_id="rides.v2")]
    services.answer("ListFlows", registry.ListFlowsResponse(flows=flows))
    for asked in ("company.team.rides.v2", "company.team.ride.v2"):
        ended = command("flow", "get", asked)
        assert (ended.code, "There is none. Did you mean company.team/rides.v2?" in ended.err) == (2, True)


def test_the_source_of_a_flow_is_printed_as_it_is(services: Scripted, command: Any) -> None:
    services.answer("GetFlow", registry.GetFlowResponse(flow=registry.Flow(source="id: [rides]  # bold\n")))
    assert command("flow", "get", "company.team.rides").out == "id: [rides]  # bold\n"


def test_a_diff_is_printed_as_it_is(services: Scripted, command: Any) -> None:
    text = "--- a\n+++ b\n@@ -1 +1 @@\n-x: [red]\n+x: 2\n"
    services.answer("DiffRevisions", registry.DiffRevisionsResponse(unified_diff=text))
    assert command("flow", "diff", "company.team.rides", "1", "3").out == text
    request = services.requests["DiffRevisions"][0]
    assert (request.from_revision, request.to_revision) == (1, 3)


def script_outputs(services: Scripted) -> None:
    outputs = json.dumps({"uri": URI, "count": 3})
    run = executor.TaskRun(task_path="unzip", state=state_pb2.STATE_SUCCESS, outputs_json=outputs)
    found = execution(state_pb2.STATE_SUCCESS, task_runs=[run])
    services.answer("GetExecution", executor.GetExecutionResponse(execution=found))
    file = storage.File(path=URI, blob=storage.Blob(digest=DIGEST, size_bytes=3))
    services.answer("ListFiles", storage.ListFilesResponse(files=[file]))
    services.answer("ReadBlob", [storage.ReadBlobResponse(data=b"ab"), storage.ReadBlobResponse(data=b"c")])


def test_outputs_are_json_and_a_lone_text_is_bare(services: Scripted, command: Any) -> None:
    script_outputs(services)
    assert json.loads(command("output", "get", EXECUTION, "unzip").out) == {"uri": URI, "count": 3}
    assert command("output", "get", EXECUTION, "unzip", "uri").out == f"{URI}\n"
    assert command("output", "get", EXECUTION, "unzip", "uri", "-o", "json").out == f'"{URI}"\n'


def test_an_output_that_names_a_file_is_downloaded(services: Scripted, command: Any, tmp_path: Path) -> None:
    script_outputs(services)
    assert command("output", "get", EXECUTION, "unzip", "uri", "--file", str(tmp_path)).code == 0
    assert (tmp_path / "rides.csv").read_bytes() == b"abc"


def test_a_file_goes_to_standard_output(services: Scripted, command: Any) -> None:
    script_outputs(services)
    assert command("file", "get", URI, "-").out == "abc"


def test_a_damaged_file_ends_with_3(services: Scripted, command: Any, tmp_path: Path) -> None:
    script_outputs(services)
    services.answer("ReadBlob", [storage.ReadBlobResponse(data=b"abX")])
    ended = command("file", "get", URI, str(tmp_path / "rides.csv"))
    assert (ended.code, list(tmp_path.iterdir()), "reason BLOB_CORRUPT" in ended.err) == (3, [], True)


def test_the_files_of_an_execution_are_those_below_its_path(services: Scripted, command: Any) -> None:
    script_outputs(services)
    lines = command("file", "list", EXECUTION).out.splitlines()
    assert (lines[1].split()[:2], lines[1].endswith(URI)) == (["3", "B"], True)
    asked = services.requests["ListFiles"][0].path_prefix
    assert asked == f"dalsegno:///company.team/rides/executions/{EXECUTION}/"


def test_a_service_that_does_not_answer_ends_with_3(
    services: Scripted, command: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DALSEGNO_REGISTRY", "127.0.0.1:1")
    code, out, err = command("flow", "list")
    assert (code, out) == (3, "")
    assert err.startswith("error: The registry does not answer at 127.0.0.1:1 ")
    assert err.endswith("`dalsegno up` starts the services on this machine.\n")


def test_a_refusal_ends_with_2_and_gives_its_reason(services: Scripted, command: Any) -> None:
    refusal = Refusal(code="FAILED_PRECONDITION", reason="NOTHING_TO_REPLAY", message="It has no failed task run.")
    services.answer("Replay", refusal)
    assert command("execution", "replay", SOURCE, "--from", "FAILED") == Ended(
        2, "", "error: It has no failed task run.\n       reason NOTHING_TO_REPLAY\n"
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("flow", "put", "/nowhere.yaml"),
        ("execution", "get", "short"),
        ("execution", "run", "rides"),
        ("execution", "run", "company.rides", "--label", "novalue"),
        ("execution", "replay", SOURCE, "--from", "a", "--revision", "newest"),
        ("fly",),
    ],
)
def test_a_command_that_is_wrong_ends_with_2_and_calls_nobody(
    services: Scripted, command: Any, arguments: tuple[str, ...]
) -> None:
    ended = command(*arguments)
    assert (ended.code, ended.out, bool(ended.err), services.requests) == (2, "", True, {})


def test_colours_are_for_terminals_unless_forced(
    services: Scripted, command: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    script_run(services, state_pb2.STATE_SUCCESS)
    arguments = ("execution", "run", "company.team.rides")
    assert "\x1b[" not in command(*arguments).out
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    assert "\x1b[32mSUCCESS" in command(*arguments).out
