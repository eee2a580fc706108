"""Bad input gets a clear error and loses nothing."""

import io
import zipfile

import pytest

from dalsegno import Client
from dalsegno.api.executor.v1 import executor_pb2 as executor
from dalsegno.errors import DalSegnoError, InvalidRequest, NotFound, Refused, Unreachable
from support.flows import NAMESPACE, flow, new_flow_id, ran_and_reused, replay, run, state_name, task_run
from support.stack import Stack
from support.web import serving

RETURN = "  - {id: a, type: io.kestra.plugin.core.debug.Return, format: A}\n"
FAIL = "  - {id: b, type: io.kestra.plugin.core.execution.Fail}\n"
FIXED = "  - {id: b, type: io.kestra.plugin.core.debug.Return, format: B}\n"


def refusal(error: pytest.ExceptionInfo[DalSegnoError]) -> tuple[str, dict[str, str]]:
    return error.value.reason, dict(error.value.metadata)


# -- names that are not there


def test_an_unknown_flow(client: Client) -> None:
    with pytest.raises(NotFound) as error:
        client.executions.create(NAMESPACE, "nowhere")
    assert refusal(error) == ("FLOW_NOT_FOUND", {"namespace": NAMESPACE, "flow": "nowhere"})


def test_an_unknown_revision(client: Client) -> None:
    flow_id = new_flow_id()
    ended = run(client, flow(flow_id, RETURN), flow_id)
    expected = {"namespace": NAMESPACE, "flow": flow_id, "revision": "9", "latest_revision": "1"}

    with pytest.raises(NotFound) as error:
        client.executions.replay(ended.execution_id, "a", revision=9)
    assert refusal(error) == ("REVISION_NOT_FOUND", expected)
    with pytest.raises(NotFound) as error:
        client.executions.create(NAMESPACE, flow_id, revision=9)
    assert refusal(error) == ("REVISION_NOT_FOUND", expected)


def test_an_unknown_execution(client: Client) -> None:
    for call in (
        lambda: client.executions.get("nothing"),
        lambda: list(client.executions.watch("nothing")),
        lambda: list(client.executions.logs("nothing")),
        lambda: list(client.executions.watch_logs("nothing")),
        lambda: client.executions.plan_replay("nothing", "a"),
        lambda: client.executions.replay("nothing", "a"),
    ):
        with pytest.raises(NotFound) as error:
            call()
        assert refusal(error) == ("EXECUTION_NOT_FOUND", {"execution": "nothing"})


def test_an_unknown_task(client: Client) -> None:
    flow_id = new_flow_id()
    ended = run(client, flow(flow_id, RETURN), flow_id)
    with pytest.raises(NotFound, match="Its tasks: a") as error:
        client.executions.replay(ended.execution_id, "z")
    assert refusal(error) == ("TASK_NOT_FOUND", {"task": "z", "revision": "1"})


def test_a_task_run_that_nobody_has_and_one_of_another_execution(client: Client) -> None:
    flow_id = new_flow_id()
    one = run(client, flow(flow_id, RETURN), flow_id)
    other = run(client, flow(flow_id, RETURN), flow_id)
    foreign = other.task_runs[0].task_run_id

    with pytest.raises(NotFound) as error:
        client.executions.replay(one.execution_id, executor.ReplayFrom(task_run_id="none"))
    assert error.value.metadata["other_execution"] == ""
    with pytest.raises(NotFound, match=f"It belongs to execution {other.execution_id}") as error:
        client.executions.replay(one.execution_id, executor.ReplayFrom(task_run_id=foreign))
    assert refusal(error) == (
        "TASK_RUN_NOT_FOUND",
        {"execution": one.execution_id, "task_run": foreign, "other_execution": other.execution_id},
    )


def test_a_replay_that_does_not_say_where_to_begin(client: Client) -> None:
    flow_id = new_flow_id()
    ended = run(client, flow(flow_id, RETURN), flow_id)
    with pytest.raises(InvalidRequest, match="give a task_run_id, a task_path or a rule") as error:
        client.executions.replay(ended.execution_id, executor.ReplayFrom())
    assert refusal(error) == ("INVALID_FIELD", {"field": "from"})


def test_a_request_id_that_comes_back_with_another_request(client: Client) -> None:
    flow_id = new_flow_id()
    ended = run(client, flow(flow_id, RETURN + FIXED), flow_id)
    client.executions.replay(ended.execution_id, "a", request_id=flow_id)
    with pytest.raises(InvalidRequest) as error:
        client.executions.replay(ended.execution_id, "b", request_id=flow_id)
    assert refusal(error) == ("REQUEST_ID_CONFLICT", {"request_id": flow_id})


def test_labels_that_only_the_executor_may_set(client: Client) -> None:
    flow_id = new_flow_id()
    client.flows.put(flow(flow_id, RETURN))
    with pytest.raises(InvalidRequest, match="System labels can only be set by Dal Segno itself"):
        client.executions.create(NAMESPACE, flow_id, labels={"system.replay": "true"})


def test_a_disabled_flow(client: Client) -> None:
    flow_id = new_flow_id()
    ended = run(client, flow(flow_id, RETURN), flow_id)
    client.flows.put(flow(flow_id, RETURN, head="disabled: true\n"))
    for call in (
        lambda: client.executions.create(NAMESPACE, flow_id),
        lambda: client.executions.replay(ended.execution_id, "a", revision="latest"),
    ):
        with pytest.raises(Refused) as error:
            call()
        assert refusal(error) == ("FLOW_DISABLED", {"namespace": NAMESPACE, "flow": flow_id})


def test_from_failed_where_nothing_failed(client: Client) -> None:
    flow_id = new_flow_id()
    ended = run(client, flow(flow_id, RETURN), flow_id)
    with pytest.raises(Refused) as error:
        client.executions.replay(ended.execution_id, "FAILED")
    assert refusal(error) == ("NOTHING_TO_REPLAY", {"execution": ended.execution_id, "state": "SUCCESS"})


# -- flows that cannot be saved


def test_a_flow_that_does_not_parse(client: Client) -> None:
    with pytest.raises(InvalidRequest, match="Line 4, column 1: A value was expected here") as error:
        client.flows.put("id: x\nnamespace: company.team\ntasks: [\n")
    assert error.value.reason == "FLOW_INVALID"


def test_a_flow_with_an_unknown_task_type_and_everything_else_that_is_wrong(client: Client) -> None:
    tasks = "  - {id: a, type: io.kestra.plugin.core.debug.Retrun}\n  - {id: a, type: io.kestra.plugin.core.log.Log}\n"
    problems = client.flows.validate(flow("bad id!", tasks))
    places = {(problem.path, problem.line) for problem in problems}
    assert {("id", 1), ("tasks[0].type", 4)} <= places
    text = " ".join(problem.message for problem in problems)
    assert "io.kestra.plugin.core.debug.Return" in text
    assert "Duplicate task id with name [a]" in text
    with pytest.raises(InvalidRequest) as error:
        client.flows.put(flow("bad id!", tasks))
    assert len(error.value.violations) == len(problems) == int(error.value.metadata["problem_count"])


# -- tasks that meet bad data


def failure(client: Client, tasks: str, failing: str) -> str:
    """Runs a flow whose named task must fail, and returns the first line of its error, which the log has too."""
    flow_id = new_flow_id("bad")
    ended = run(client, flow(flow_id, tasks), flow_id)
    assert state_name(ended.state) == "FAILED"
    run_ = task_run(ended, failing)
    assert state_name(run_.state) == "FAILED"
    logged = [line.message for line in client.executions.logs(ended.execution_id, min_level=executor.LOG_LEVEL_ERROR)]
    assert run_.error in logged
    return run_.error.splitlines()[0]


def download(url: str) -> str:
    return f"  - {{id: get, type: io.kestra.plugin.core.http.Download, uri: '{url}'}}\n"


UNZIP = """  - id: unzip
    type: io.kestra.plugin.compress.ArchiveDecompress
    algorithm: ZIP
    from: "{{ outputs.get.uri }}"
"""
CONVERT = """  - id: convert
    type: io.kestra.plugin.serdes.csv.CsvToIon
    from: "{{ outputs.get.uri }}"
"""


def test_an_address_where_nobody_answers(client: Client) -> None:
    message = failure(client, download("http://127.0.0.1:9/rides.zip"), "get")
    assert "http://127.0.0.1:9/rides.zip" in message


def test_a_page_that_is_not_there(client: Client) -> None:
    with serving({}) as url:
        message = failure(client, download(f"{url}/202602.zip"), "get")
    assert "404" in message
    assert f"{url}/202602.zip" in message


def zip_of(**members: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return packed.getvalue()


def test_a_truncated_zip(client: Client) -> None:
    whole = zip_of(rides="a,b\n" * 1000)
    with serving({"/rides.zip": whole[: len(whole) // 2]}) as url:
        message = failure(client, download(f"{url}/rides.zip") + UNZIP, "unzip")
    assert "zip" in message.lower()


def test_a_zip_that_says_less_than_it_holds(client: Client) -> None:
    whole = bytearray(zip_of(rides="a,b\n" * 1000))
    at = whole.index(b"PK\x01\x02")
    whole[at + 24 : at + 28] = (16).to_bytes(4, "little")  # the size in the central directory
    with serving({"/rides.zip": bytes(whole)}) as url:
        message = failure(client, download(f"{url}/rides.zip") + UNZIP, "unzip")
    assert "rides" in message


def test_a_zip_that_writes_outside(client: Client) -> None:
    with serving({"/rides.zip": zip_of(**{"../../etc/passwd": "x"})}) as url:
        message = failure(client, download(f"{url}/rides.zip") + UNZIP, "unzip")
    assert "Path traversal attempt detected in archive entry: ../../etc/passwd" in message


def test_a_csv_with_a_short_row(client: Client) -> None:
    with serving({"/rides.csv": b"a,b,c\n1,2,3\n4,5\n"}) as url:
        message = failure(client, download(f"{url}/rides.csv") + CONVERT, "convert")
    assert "Expected 3, got 2 fields" in message
    assert "3" in message


def test_an_expression_that_finds_nothing(client: Client) -> None:
    tasks = "  - {id: a, type: io.kestra.plugin.core.debug.Return, format: '{{ outputs.nothing.value }}'}\n"
    assert failure(client, tasks, "a").startswith("Unable to find `nothing` used in the expression")


def test_a_property_that_renders_to_nonsense(client: Client) -> None:
    tasks = RETURN + CONVERT.replace("outputs.get.uri", "outputs.a.value") + '    skipRows: "{{ outputs.a.value }}"\n'
    assert "skipRows" in failure(client, tasks, "convert")


# -- upstream outputs that cannot be trusted any more


def failed_after_a_download(client: Client, flow_id: str) -> executor.Execution:
    with serving({"/rides.csv": b"a,b\n1,2\n"}) as url:
        return run(client, flow(flow_id, download(f"{url}/rides.csv") + CONVERT + FAIL), flow_id)


def blob_of(stack: Stack, client: Client, execution: executor.Execution, task_path: str) -> tuple[str, str]:
    """The file on disk that holds a task run's output file, and its address."""
    uri = client.outputs.get(execution.execution_id, task_path)["uri"]
    digest = next(iter(client.files.list(uri))).blob.digest
    found = list((stack.directory / "blobs").rglob(digest))
    assert len(found) == 1
    return str(found[0]), uri


@pytest.mark.parametrize("damage", ["gone", "altered"])
def test_an_upstream_file_that_is_gone_or_was_altered(damage: str, own_stack: Stack, own_client: Client) -> None:
    from pathlib import Path

    flow_id = new_flow_id("damaged")
    failed = failed_after_a_download(own_client, flow_id)
    name, uri = blob_of(own_stack, own_client, failed, "convert")
    blob = Path(name)
    blob.chmod(0o644)
    if damage == "gone":
        blob.unlink()
    else:
        blob.write_bytes(blob.read_bytes().replace(b"1", b"7"))

    plan = own_client.executions.plan_replay(failed.execution_id, "b")
    assert [(o.task_path, o.file_path) for o in plan.obstacles] == [("convert", uri)]
    before = [e.execution_id for e in own_client.executions.list()]
    with pytest.raises(Refused, match="Replay from 'convert' to make it again") as error:
        own_client.executions.replay(failed.execution_id, "b")
    assert refusal(error) == ("UPSTREAM_OUTPUT_GONE", {"execution": failed.execution_id, "tasks": "convert"})
    assert [e.execution_id for e in own_client.executions.list()] == before

    own_client.flows.put(flow(flow_id, download("http://127.0.0.1:9/never") + CONVERT + FIXED))
    again = replay(own_client, failed, "convert")
    assert state_name(again.state) == "SUCCESS"
    assert ran_and_reused(again) == (["convert", "b"], ["get"])


def test_lost_outputs_are_made_again_when_asked_for(own_stack: Stack, own_client: Client) -> None:
    from pathlib import Path

    flow_id = new_flow_id("lost")
    failed = failed_after_a_download(own_client, flow_id)
    name, uri = blob_of(own_stack, own_client, failed, "convert")
    Path(name).chmod(0o644)
    Path(name).unlink()
    own_client.flows.put(flow(flow_id, download("http://127.0.0.1:9/never") + CONVERT + FIXED))

    plan = own_client.executions.plan_replay(failed.execution_id, "b", revision="latest", on_missing="rerun")
    replayed = own_client.executions.replay(
        failed.execution_id, "b", revision="latest", on_missing="rerun", plan_digest=plan.digest
    )
    ended = own_client.executions.wait(replayed.execution.execution_id)

    told = {task.task_path: (executor.Verdict.Name(task.verdict), task.missing) for task in plan.tasks}
    assert told == {
        "get": ("VERDICT_REUSED_UPSTREAM", ""),
        "convert": ("VERDICT_RERUN_OUTPUT_MISSING", uri),
        "b": ("VERDICT_RERUN_SELECTED", ""),
    }
    assert (state_name(ended.state), ran_and_reused(ended)) == ("SUCCESS", (["convert", "b"], ["get"]))


# -- neighbours that are away


@pytest.mark.parametrize("away", ["registry", "storage"])
def test_a_neighbour_that_is_away_while_replaying(away: str, own_stack: Stack, own_client: Client) -> None:
    flow_id = new_flow_id("away")
    failed = failed_after_a_download(own_client, flow_id)
    own_client.flows.put(flow(flow_id, download("http://127.0.0.1:9/never") + CONVERT + FIXED))
    service = next(service for service in own_stack.services if service.name == away)
    service.kill()

    with pytest.raises(Unreachable, match=f"The {away} service does not answer") as error:
        own_client.executions.replay(failed.execution_id, "b", revision="latest", request_id="once")
    assert refusal(error) == ("SERVICE_UNAVAILABLE", {"service": away})
    assert [e.execution_id for e in own_client.executions.list()] == [failed.execution_id]

    service.start()
    replayed = insisting(own_client, failed.execution_id)
    ended = own_client.executions.wait(replayed)
    assert state_name(ended.state) == "SUCCESS"
    assert ran_and_reused(ended) == (["b"], ["get", "convert"])
    assert insisting(own_client, failed.execution_id) == replayed


def insisting(client: Client, execution_id: str) -> str:
    """Replays with one request id until the neighbour is back, as a client with its usual patience does."""
    patient = Client(client.endpoints)
    with patient:
        replay = patient.executions.replay(execution_id, "b", revision="latest", request_id="once")
    return replay.execution.execution_id


def test_an_execution_waits_for_storage_and_goes_on(own_stack: Stack, own_client: Client) -> None:
    flow_id = new_flow_id("wait")
    own_client.flows.put(flow(flow_id, RETURN + FIXED))
    own_stack.storage_service.kill()
    ended = own_client.executions.wait(own_client.executions.create(NAMESPACE, flow_id).execution_id)
    assert state_name(ended.state) == "SUCCESS"

    own_stack.storage_service.start()
    replayed = Client(own_client.endpoints)
    with replayed:
        again = replay(replayed, ended, "b")
    assert ran_and_reused(again) == (["b"], ["a"])


def test_an_executor_that_was_killed_goes_on_where_it_was(own_stack: Stack, own_client: Client) -> None:
    flow_id = new_flow_id("killed")
    with serving({"/rides.csv": b"a,b\n" + b"1,2\n" * 200_000}) as url:
        tasks = RETURN + download(f"{url}/rides.csv") + CONVERT + FIXED
        own_client.flows.put(flow(flow_id, tasks))
        execution_id = own_client.executions.create(NAMESPACE, flow_id).execution_id
        for event in own_client.executions.watch(execution_id):
            if event.WhichOneof("kind") == "task_run_started" and event.task_run_started.task_path == "get":
                break
        own_stack.executor_service.kill()
        own_stack.executor_service.start()
        with Client(own_client.endpoints) as patient:
            ended = patient.executions.wait(execution_id)

    assert state_name(ended.state) == "SUCCESS"
    assert len(task_run(ended, "a").attempts) == 1
    assert [state_name(a.state) for a in task_run(ended, "get").attempts] in (
        ["RESUBMITTED", "SUCCESS"],
        ["SUCCESS"],  # the download had ended before the kill came
    )
    events = list(own_client.executions.watch(execution_id))
    assert [event.position for event in events] == list(range(1, ended.position + 1))
