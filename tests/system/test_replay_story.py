"""The main job: a flow fails, is fixed, and is replayed from the failed task."""

import io
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import rides
from origin import Origin

from dalsegno import Client
from dalsegno.api.executor.v1 import executor_pb2 as executor
from support.flows import (
    NAMESPACE,
    example,
    flow,
    new_flow_id,
    ran_and_reused,
    replay,
    run,
    state_name,
    states,
    task_run,
)
from support.postgres import temporary_database
from support.stack import Stack

UPSTREAM = ["get_zipfile", "unzip", "convert"]
RIDE_COUNT = 500


@pytest.fixture
def origin() -> Iterator[Origin]:
    with Origin(RIDE_COUNT) as origin:
        yield origin


def test_a_failed_flow_is_fixed_and_replayed_without_repeating_what_is_done(client: Client, origin: Origin) -> None:
    flow_id = new_flow_id("rides")
    failed = run(client, example(1, flow_id, origin.url), flow_id)
    assert states(failed) == {**dict.fromkeys(UPSTREAM, "SUCCESS"), "to_parquet": "FAILED"}

    second = client.flows.put(example(2, flow_id, origin.url))
    assert (second.created, second.flow.revision) == (True, 2)
    diff = client.flows.diff(NAMESPACE, flow_id)
    assert "+    type: io.kestra.plugin.serdes.parquet.IonToParquet" in diff.unified_diff.splitlines()

    plan = client.executions.plan_replay(failed.execution_id, "to_parquet", revision="latest")
    assert [(task.task_path, executor.Verdict.Name(task.verdict)) for task in plan.tasks] == [
        ("get_zipfile", "VERDICT_REUSED_UPSTREAM"),
        ("unzip", "VERDICT_REUSED_UPSTREAM"),
        ("convert", "VERDICT_REUSED_UPSTREAM"),
        ("to_parquet", "VERDICT_RERUN_SELECTED"),
    ]

    replayed = replay(client, failed, "to_parquet")
    assert states(replayed) == {**dict.fromkeys(UPSTREAM, "SUCCESS"), "to_parquet": "SUCCESS"}
    assert ran_and_reused(replayed) == (["to_parquet"], UPSTREAM)
    assert (replayed.attempt_number, replayed.flow_revision) == (2, 2)
    assert (replayed.parent_id, replayed.original_id) == (failed.execution_id, failed.execution_id)
    assert [(a.number, state_name(a.state)) for a in task_run(replayed, "to_parquet").attempts] == [
        (1, "FAILED"),
        (2, "SUCCESS"),
    ]
    assert origin.downloads == 1


def test_the_replayed_execution_is_unchanged_but_for_one_label(client: Client, origin: Origin) -> None:
    flow_id = new_flow_id("rides")
    failed = run(client, example(1, flow_id, origin.url), flow_id)
    client.flows.put(example(2, flow_id, origin.url))
    replayed = replay(client, failed, "to_parquet")

    after = client.executions.get(failed.execution_id)
    assert after.labels == {**failed.labels, "system.replayed": "true"}
    after.ClearField("labels")
    after.ClearField("position")
    failed.ClearField("labels")
    failed.ClearField("position")
    assert after == failed
    assert replayed.labels["system.replay"] == "true"
    assert replayed.labels["system.correlationId"] == failed.execution_id


def test_a_reused_task_run_says_where_it_ran_along_a_chain_of_replays(client: Client, origin: Origin) -> None:
    flow_id = new_flow_id("rides")
    failed = run(client, example(1, flow_id, origin.url), flow_id)
    client.flows.put(example(2, flow_id, origin.url))
    second = replay(client, failed, "to_parquet")
    third = replay(client, second, "to_parquet")

    really_ran = task_run(failed, "convert")
    provenance = task_run(third, "convert").reused_from
    assert (provenance.execution_id, provenance.task_run_id) == (failed.execution_id, really_ran.task_run_id)
    assert provenance.output_digest == really_ran.output_digest
    assert (third.parent_id, third.original_id, third.attempt_number) == (second.execution_id, failed.execution_id, 3)
    assert task_run(third, "convert").outputs_json == really_ran.outputs_json
    assert len(task_run(third, "to_parquet").attempts) == 3


def test_a_replay_keeps_the_start_date_of_its_source_and_one_from_the_beginning_does_not(client: Client) -> None:
    flow_id = new_flow_id("date")
    tasks = """
  - id: before
    type: io.kestra.plugin.core.debug.Return
    format: first
  - id: date
    type: io.kestra.plugin.core.debug.Return
    format: "{{ execution.startDate }}"
"""
    first = run(client, flow(flow_id, tasks), flow_id)
    again = replay(client, first, "date")
    fresh = replay(client, first, "BEGINNING")

    assert task_run(again, "date").outputs_json == task_run(first, "date").outputs_json
    assert again.start_time == first.start_time
    assert task_run(fresh, "date").outputs_json != task_run(first, "date").outputs_json
    assert ran_and_reused(fresh) == (["before", "date"], [])
    assert [state_name(change.state) for change in fresh.history] == ["CREATED", "RUNNING", "SUCCESS"]
    assert [state_name(change.state) for change in again.history] == [
        "CREATED",
        "RUNNING",
        "SUCCESS",
        "RESTARTED",
        "RUNNING",
        "SUCCESS",
    ]


def test_the_parquet_file_holds_every_ride_with_exact_times(client: Client, origin: Origin) -> None:
    flow_id = new_flow_id("rides")
    failed = run(client, example(1, flow_id, origin.url), flow_id)
    client.flows.put(example(2, flow_id, origin.url))
    replayed = replay(client, failed, "to_parquet")

    outputs = client.outputs.get(replayed.execution_id, "to_parquet")
    table = pq.read_table(io.BytesIO(b"".join(client.files.read(outputs["uri"]))))
    name = next(iter(client.outputs.get(replayed.execution_id, "unzip")["files"]))
    lines = rides.csv_of(name[:6], RIDE_COUNT).decode().splitlines()[1:]
    expected = [line.split(",") for line in lines]
    assert table.column("ride_id").to_pylist() == [row[0] for row in expected]
    found = [time.strftime("%Y-%m-%d %H:%M:%S.%f")[:-3] for time in table.column("started_at").to_pylist()]
    assert found == [row[2] for row in expected]
    assert table.column("end_lat").to_pylist() == [float(row[10]) if row[10] else None for row in expected]


def test_the_log_says_in_one_sentence_what_was_wrong_where(client: Client, origin: Origin) -> None:
    flow_id = new_flow_id("rides")
    failed = run(client, example(1, flow_id, origin.url), flow_id)

    errors = [line for line in client.executions.logs(failed.execution_id) if line.level == executor.LOG_LEVEL_ERROR]
    assert [line.task_path for line in errors] == ["to_parquet"]
    month = next(iter(client.outputs.get(failed.execution_id, "unzip")["files"]))[:6]
    value = rides.csv_of(month, RIDE_COUNT).decode().splitlines()[1].split(",")[2]
    sentence, *kestras = errors[0].message.splitlines()
    for part in (value, "yy-MM-dd' 'HH:mm:ss", "index 2", "started_at", "ow 1"):
        assert part in sentence
    assert f"Text '{value}' could not be parsed at index 2" in "\n".join(kestras)
    assert task_run(failed, "to_parquet").error == errors[0].message


def test_a_repeated_request_returns_the_first_ones_execution(client: Client) -> None:
    flow_id = new_flow_id("once")
    tasks = "  - {id: a, type: io.kestra.plugin.core.debug.Return, format: x}\n"
    first = run(client, flow(flow_id, tasks), flow_id)

    one = client.executions.replay(first.execution_id, "a", request_id=f"{flow_id}-1")
    other = client.executions.replay(first.execution_id, "a", request_id=f"{flow_id}-1")
    assert other.execution.execution_id == one.execution.execution_id
    assert other.plan == one.plan
    lineage = [e.execution_id for e in client.executions.list(original_id=first.execution_id)]
    assert lineage == [one.execution.execution_id, first.execution_id]


def test_a_watch_resumes_after_any_position(client: Client) -> None:
    flow_id = new_flow_id("watch")
    tasks = "".join(f"  - {{id: t{n}, type: io.kestra.plugin.core.debug.Return, format: '{n}'}}\n" for n in range(5))
    ended = run(client, flow(flow_id, tasks), flow_id)

    events = list(client.executions.watch(ended.execution_id))
    assert [event.position for event in events] == list(range(1, ended.position + 1))
    assert [event.WhichOneof("kind") for event in events[:3]] == [
        "execution_created",
        "execution_started",
        "task_run_started",
    ]
    assert events[-1].execution_ended.state == ended.state
    for position in range(ended.position + 1):
        assert list(client.executions.watch(ended.execution_id, after_position=position)) == events[position:]


def test_a_task_added_upstream_in_the_new_revision_runs_before_the_selected_one(client: Client) -> None:
    flow_id = new_flow_id("added")
    a = "  - {id: a, type: io.kestra.plugin.core.debug.Return, format: A}\n"
    b = "  - {id: b, type: io.kestra.plugin.core.debug.Return, format: '{{ outputs.a.value }}B'}\n"
    first = run(client, flow(flow_id, a + "  - {id: c, type: io.kestra.plugin.core.execution.Fail}\n"), flow_id)
    c = "  - {id: c, type: io.kestra.plugin.core.debug.Return, format: '{{ outputs.b.value }}C'}\n"
    client.flows.put(flow(flow_id, a + b + c))
    replayed = replay(client, first, "c")

    assert ran_and_reused(replayed) == (["c", "b"], ["a"])
    assert task_run(replayed, "c").outputs_json == '{"value":"ABC"}'


def test_a_plan_that_is_not_the_approved_one_is_not_run(client: Client) -> None:
    from dalsegno.errors import Refused

    flow_id = new_flow_id("plan")
    a = "  - {id: a, type: io.kestra.plugin.core.debug.Return, format: A}\n"
    b = "  - {id: b, type: io.kestra.plugin.core.debug.Return, format: B}\n"
    first = run(client, flow(flow_id, a), flow_id)
    plan = client.executions.plan_replay(first.execution_id, "a", revision="latest")
    client.flows.put(flow(flow_id, a + b))

    with pytest.raises(Refused) as refused:
        client.executions.replay(first.execution_id, "a", revision="latest", plan_digest=plan.digest)
    assert refused.value.reason == "PLAN_CHANGED"
    new = client.executions.plan_replay(first.execution_id, "a", revision="latest")
    assert refused.value.metadata["plan_digest"] == new.digest
    assert (
        client.executions.replay(first.execution_id, "a", revision="latest", plan_digest=new.digest).plan.digest
        == new.digest
    )


def test_the_same_story_on_postgresql(tmp_path: Path, origin: Origin) -> None:
    with ExitStack() as databases:
        urls = {name: databases.enter_context(temporary_database()) for name in ("registry", "executor", "storage")}
        stack = Stack(tmp_path, databases=urls).start()
        databases.callback(stack.end)
        client = databases.enter_context(stack.client())
        failed = run(client, example(1, "rides", origin.url), "rides")
        client.flows.put(example(2, "rides", origin.url))
        replayed = replay(client, failed, "to_parquet")

        assert states(replayed) == {**dict.fromkeys(UPSTREAM, "SUCCESS"), "to_parquet": "SUCCESS"}
        assert ran_and_reused(replayed) == (["to_parquet"], UPSTREAM)
        assert origin.downloads == 1
        stack.executor_service.stop()
        stack.executor_service.start()
        assert [e.execution_id for e in client.executions.list()] == [replayed.execution_id, failed.execution_id]
        assert client.executions.get(replayed.execution_id) == replayed
