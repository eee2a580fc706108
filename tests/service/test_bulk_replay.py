"""Bulk replays: many executions, at most so many at once, each exactly once, whatever happens in between."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import grpc
import pytest

from dalsegno import AsyncClient, Client, Endpoints
from dalsegno.api.common.v1 import state_pb2
from dalsegno.api.executor.v1 import executor_pb2 as executor
from dalsegno.api.executor.v1 import executor_pb2_grpc
from dalsegno.errors import InvalidRequest, NotFound, Refused, from_rpc_error
from support.flows import NAMESPACE, flow, new_flow_id
from support.stack import Stack

CORE = "io.kestra.plugin.core"
FIRST = f"  - {{id: first, type: {CORE}.debug.Return, format: kept}}\n"
FAILS = f"{FIRST}  - {{id: second, type: {CORE}.execution.Fail}}\n"
REPAIRED = f"{FIRST}  - {{id: second, type: {CORE}.flow.Sleep, duration: PT0.05S}}\n"
HELD = f"{FIRST}  - {{id: second, type: {CORE}.flow.Pause}}\n"
FAILED = [state_pb2.STATE_FAILED]
DONE = [executor.BULK_REPLAY_STATE_COMPLETED, executor.BULK_REPLAY_STATE_CANCELLED]


def failed_executions(client: Client, number: int, repaired: str = REPAIRED) -> tuple[str, list[str]]:
    """A flow with so many executions that failed in its second task, and a revision that does something else there."""
    flow_id = new_flow_id("bulk")
    client.flows.put(flow(flow_id, FAILS))
    made = [client.executions.create(NAMESPACE, flow_id).execution_id for _ in range(number)]
    for execution_id in made:
        assert client.executions.wait(execution_id).state == state_pb2.STATE_FAILED
    client.flows.put(flow(flow_id, repaired))
    return flow_id, made


def begun(client: Client, flow_id: str, **wishes: object) -> executor.BulkReplay:
    wishes = {"start": "FAILED", "revision": "latest", **wishes}
    start = wishes.pop("start")
    return client.bulk.create(start, namespace=NAMESPACE, flow_id=flow_id, states=FAILED, **wishes)  # type: ignore[arg-type]  # the test's own


def ended(client: Client, bulk: executor.BulkReplay) -> executor.BulkReplay:
    *_, last = client.bulk.watch(bulk.bulk_replay_id)
    assert last.state in DONE
    assert last == client.bulk.get(bulk.bulk_replay_id)
    return last


def until(client: Client, bulk: executor.BulkReplay, state: int) -> executor.BulkReplay:
    return next(seen for seen in client.bulk.watch(bulk.bulk_replay_id) if seen.state == state)


def counts(bulk: executor.BulkReplay) -> dict[str, int]:
    """Those that are not 0."""
    fields = ("waiting", "running", "succeeded", "failed", "refused", "cancelled")
    found = {name: getattr(bulk, f"{name}_count") for name in fields}
    assert sum(found.values()) == bulk.item_count
    return {name: number for name, number in found.items() if number}


def replays(client: Client, flow_id: str) -> list[executor.Execution]:
    return [one for one in client.executions.list(namespace=NAMESPACE, flow_id=flow_id, page_size=500) if one.parent_id]


def most_at_once(executions: list[executor.Execution]) -> int:
    """How many ran at the same time, by when each was created and ended; what ends as another begins is over."""
    moments = [(one.create_time.ToNanoseconds(), 1) for one in executions]
    moments += [(one.end_time.ToNanoseconds(), -1) for one in executions]
    running = most = 0
    for _, change in sorted(moments):
        running += change
        most = max(most, running)
    return most


def items(client: Client, bulk: executor.BulkReplay) -> list[executor.BulkReplayItem]:
    return list(client.bulk.items(bulk.bulk_replay_id, page_size=40))


def state_of(item: executor.BulkReplayItem) -> str:
    return executor.BulkReplayItemState.Name(item.state).removeprefix("BULK_REPLAY_ITEM_STATE_")


def test_every_execution_that_fits_is_replayed_once_with_at_most_so_many_at_once(client: Client) -> None:
    flow_id, made = failed_executions(client, 120)
    bulk = begun(client, flow_id, max_running=7)
    assert (bulk.item_count, bulk.max_running) == (120, 7)
    seen = list(client.bulk.watch(bulk.bulk_replay_id))
    assert max(one.running_count for one in seen) == 7
    assert counts(seen[-1]) == {"succeeded": 120}

    found = items(client, bulk)
    assert [item.number for item in found] == list(range(1, 121))
    assert [item.execution_id for item in found] == sorted(made)
    begun_here = replays(client, flow_id)
    assert {item.replay_execution_id: item.execution_id for item in found} == {
        one.execution_id: one.parent_id for one in begun_here
    }
    assert sorted(one.parent_id for one in begun_here) == sorted(made)
    assert {item.replay_state for item in found} == {state_pb2.STATE_SUCCESS}
    assert 1 < most_at_once(begun_here) <= 7
    # Only what failed ran again.
    runs = client.executions.get(found[0].replay_execution_id).task_runs
    assert [run.task_path for run in runs if run.HasField("reused_from")] == ["first"]


def test_what_changed_runs_in_each_of_them(client: Client) -> None:
    flow_id, _ = failed_executions(client, 2, FAILS.replace("format: kept", "format: changed"))
    bulk = ended(client, begun(client, flow_id, start="CHANGED"))
    assert counts(bulk) == {"failed": 2}
    for item in items(client, bulk):
        runs = client.executions.get(item.replay_execution_id).task_runs
        assert [run.task_path for run in runs if not run.HasField("reused_from")] == ["first", "second"]


def test_a_draft_is_not_for_many(client: Client) -> None:
    flow_id, _ = failed_executions(client, 1)
    draft = executor.RevisionChoice(draft_source=flow(flow_id, REPAIRED))
    with pytest.raises(InvalidRequest, match="A draft can be run by Replay only"):
        begun(client, flow_id, revision=draft)


def test_it_goes_on_where_it_was_after_the_executor_was_killed(own_stack: Stack) -> None:
    with own_stack.client() as client:
        flow_id, made = failed_executions(client, 300)
        bulk = begun(client, flow_id, max_running=20)
        for threshold in (60, 150):
            stream = client.bulk.watch(bulk.bulk_replay_id)
            assert next(one for one in stream if one.succeeded_count >= threshold).running_count == 20
            stream.close()
            own_stack.executor_service.kill()
            own_stack.executor_service.start()
        assert counts(ended(client, bulk)) == {"succeeded": 300}
        begun_here = replays(client, flow_id)
        assert Counter(one.parent_id for one in begun_here) == Counter(made)
        assert {item.replay_execution_id for item in items(client, bulk)} == {one.execution_id for one in begun_here}
        assert 1 < most_at_once(begun_here) <= 20


def test_what_the_executor_has_no_room_for_is_waited_for(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DALSEGNO_EXECUTOR_MAX_EXECUTIONS", "3")
    stack = Stack(tmp_path_factory.mktemp("room")).start()
    try:
        with stack.client() as client:
            flow_id = new_flow_id("bulk")
            client.flows.put(flow(flow_id, FAILS))
            made = [client.executions.wait(client.executions.create(NAMESPACE, flow_id).execution_id) for _ in range(8)]
            client.flows.put(flow(flow_id, REPAIRED))
            assert counts(ended(client, begun(client, flow_id, max_running=8))) == {"succeeded": 8}
            begun_here = replays(client, flow_id)
            assert sorted(one.parent_id for one in begun_here) == [one.execution_id for one in made]
            assert most_at_once(begun_here) <= 3
    finally:
        stack.end()


def test_what_is_refused_says_why_and_stops_nothing_else(client: Client) -> None:
    flow_id, made = failed_executions(client, 2)
    other = new_flow_id("bulk")
    client.flows.put(flow(other, f"  - {{id: alone, type: {CORE}.debug.Return, format: x}}\n"))
    without = client.executions.wait(client.executions.create(NAMESPACE, other).execution_id).execution_id
    missing = "0" * 22
    bulk = client.bulk.create("second", execution_ids=[made[1], without, missing, made[0], made[1]], revision="latest")
    assert counts(ended(client, bulk)) == {"succeeded": 2, "refused": 2}
    found = items(client, bulk)
    assert [(item.execution_id, state_of(item), item.reason) for item in found] == [
        (made[1], "SUCCEEDED", ""),
        (without, "REFUSED", "TASK_NOT_FOUND"),
        (missing, "REFUSED", "EXECUTION_NOT_FOUND"),
        (made[0], "SUCCEEDED", ""),
    ]
    assert found[1].message.startswith("Revision 1 has no task 'second'")
    assert not found[1].replay_execution_id
    refused = executor.BULK_REPLAY_ITEM_STATE_REFUSED
    assert [item.number for item in client.bulk.items(bulk.bulk_replay_id, states=[refused], page_size=1)] == [2, 3]
    assert len(replays(client, flow_id)) == 2


def test_the_others_begin_only_when_the_canary_has_ended_well(client: Client) -> None:
    flow_id, _ = failed_executions(client, 8, HELD)
    bulk = begun(client, flow_id, canary_count=2)
    replay, _ = until_running(client, bulk, 2)
    assert counts(client.bulk.get(bulk.bulk_replay_id)) == {"waiting": 6, "running": 2}
    release(client, replay.replay_execution_id)
    one_left = next(one for one in client.bulk.watch(bulk.bulk_replay_id) if one.succeeded_count == 1)
    assert counts(one_left) == {"waiting": 6, "running": 1, "succeeded": 1}
    (last,) = until_running(client, bulk, 1)
    release(client, last.replay_execution_id)
    assert next(one for one in client.bulk.watch(bulk.bulk_replay_id) if one.waiting_count == 0).running_count == 6
    for item in until_running(client, bulk, 6):
        release(client, item.replay_execution_id)
    assert counts(ended(client, bulk)) == {"succeeded": 8}


def until_running(client: Client, bulk: executor.BulkReplay, number: int) -> list[executor.BulkReplayItem]:
    """The items whose replays have begun, once there are so many."""
    running = [executor.BULK_REPLAY_ITEM_STATE_RUNNING]
    for _ in client.bulk.watch(bulk.bulk_replay_id):
        if len(found := list(client.bulk.items(bulk.bulk_replay_id, states=running))) >= number:
            assert len(found) == number
            return found
    raise AssertionError(f"it ended, and never were {number} items under way")


def release(client: Client, execution_id: str) -> None:
    """Lets a replay go on that waits in its Pause task, or comes to it."""
    assert any(event.task_run_opened.task_path == "second" for event in client.executions.watch(execution_id))
    client.executions.resume(execution_id)


def test_a_canary_that_fails_pauses_it_until_it_is_resumed_on_a_better_revision(client: Client) -> None:
    flow_id, _ = failed_executions(client, 6, FAILS.replace("kept", "other"))
    bulk = begun(client, flow_id, canary_count=2, stop_at_percent=50)
    stopped = until(client, bulk, executor.BULK_REPLAY_STATE_PAUSED)
    assert counts(stopped) == {"waiting": 4, "failed": 2}
    assert stopped.reason.startswith("2 of 2 items of the canary failed or were refused, and 50% may.")
    client.flows.put(flow(flow_id, REPAIRED))
    resumed = client.bulk.resume(bulk.bulk_replay_id)
    assert (resumed.state, resumed.reason) == (executor.BULK_REPLAY_STATE_RUNNING, "")
    assert counts(ended(client, bulk)) == {"succeeded": 4, "failed": 2}


def test_it_pauses_when_too_many_fail(client: Client) -> None:
    flow_id, _ = failed_executions(client, 40, FAILS.replace("kept", "other"))
    bulk = begun(client, flow_id, max_running=1, stop_at_percent=0)
    stopped = until(client, bulk, executor.BULK_REPLAY_STATE_PAUSED)
    assert counts(stopped) == {"waiting": 30, "failed": 10}
    assert stopped.reason.startswith("10 of 10 items that have ended failed")
    cancelled = client.bulk.cancel(bulk.bulk_replay_id)
    assert (cancelled.state, counts(cancelled)) == (
        executor.BULK_REPLAY_STATE_CANCELLED,
        {"failed": 10, "cancelled": 30},
    )
    assert ended(client, bulk) == cancelled
    assert len(replays(client, flow_id)) == 10


def test_paused_nothing_begins_and_cancelled_only_what_runs_goes_on(own_stack: Stack) -> None:
    with own_stack.client() as client:
        flow_id, _ = failed_executions(client, 5, HELD)
        bulk = begun(client, flow_id, max_running=2)
        first, second = until_running(client, bulk, 2)
        paused = client.bulk.pause(bulk.bulk_replay_id)
        assert (paused.state, counts(paused)) == (executor.BULK_REPLAY_STATE_PAUSED, {"waiting": 3, "running": 2})
        assert client.bulk.pause(bulk.bulk_replay_id) == paused
        release(client, first.replay_execution_id)
        assert counts(next(one for one in client.bulk.watch(bulk.bulk_replay_id) if one.succeeded_count)) == {
            "waiting": 3,
            "running": 1,
            "succeeded": 1,
        }
        own_stack.executor_service.kill()
        own_stack.executor_service.start()
        assert client.bulk.get(bulk.bulk_replay_id).state == executor.BULK_REPLAY_STATE_PAUSED

        client.bulk.resume(bulk.bulk_replay_id)
        third = until_running(client, bulk, 2)[1]
        assert third.number == 3
        cancelled = client.bulk.cancel(bulk.bulk_replay_id)
        assert cancelled.state == executor.BULK_REPLAY_STATE_CANCELLING
        assert counts(cancelled) == {"running": 2, "succeeded": 1, "cancelled": 2}
        with pytest.raises(Refused) as caught:
            client.bulk.resume(bulk.bulk_replay_id)
        assert (caught.value.reason, caught.value.metadata["state"]) == ("BULK_REPLAY_ENDED", "CANCELLING")
        for item in (second, third):
            release(client, item.replay_execution_id)
        last = ended(client, bulk)
        assert (last.state, counts(last)) == (
            executor.BULK_REPLAY_STATE_CANCELLED,
            {"succeeded": 3, "cancelled": 2},
        )
        assert client.bulk.cancel(bulk.bulk_replay_id) == last
        with pytest.raises(Refused) as caught:
            client.bulk.pause(bulk.bulk_replay_id)
        assert caught.value.message == (
            f"Bulk replay {bulk.bulk_replay_id} is CANCELLED, so it cannot be paused. It has ended; "
            "create a new one for what is left."
        )
        assert len(replays(client, flow_id)) == 3


def test_what_is_chosen_does_not_change_and_the_same_request_is_the_same_bulk_replay(client: Client) -> None:
    flow_id, made = failed_executions(client, 3, FAILS.replace("kept", "other"))
    first = begun(client, flow_id, request_id=f"{flow_id}-once")
    again = begun(client, flow_id, request_id=f"{flow_id}-once")
    assert again.bulk_replay_id == first.bulk_replay_id
    # The replays fail too, and so would fit.
    assert counts(ended(client, first)) == {"failed": 3}
    assert [item.execution_id for item in items(client, first)] == sorted(made)
    assert len(replays(client, flow_id)) == 3
    with pytest.raises(InvalidRequest) as caught:
        begun(client, flow_id, request_id=f"{flow_id}-once", max_running=3)
    assert caught.value.reason == "REQUEST_ID_CONFLICT"
    assert first.bulk_replay_id in [one.bulk_replay_id for one in client.bulk.list(page_size=1)]


def test_executions_are_chosen_by_when_they_were_created(client: Client) -> None:
    flow_id, made = failed_executions(client, 3)
    times = [client.executions.get(one).create_time.ToDatetime(UTC) for one in made]
    chosen = {"namespace": NAMESPACE, "flow_id": flow_id}
    preview = client.bulk.preview("FAILED", from_time=times[1], until_time=times[2], **chosen)
    assert (preview.bulk_replay.item_count, [one.execution_id for one in preview.selected]) == (1, [made[1]])
    assert not preview.bulk_replay.bulk_replay_id
    assert replays(client, flow_id) == []
    with pytest.raises(Refused) as caught:
        client.bulk.preview("FAILED", from_time=datetime.now(UTC) + timedelta(days=1), **chosen)
    assert caught.value.reason == "NOTHING_SELECTED"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "execution_ids"),
        ({"execution_ids": ["a"], "filter": {"namespace": "n"}}, "execution_ids"),
        ({"execution_ids": ["../etc"]}, "execution_ids"),
        ({"filter": {}}, "filter"),
        ({"filter": {"flow_id": "f"}}, "filter.namespace"),
        ({"filter": {"states": [99]}}, "filter.states"),
        ({"filter": {"from_time": {"seconds": 10**15}}}, "filter.from_time"),
        ({"execution_ids": ["a"], "from": {"task_run_id": "r"}}, "from.task_run_id"),
        ({"execution_ids": ["a"], "from": {}}, "from"),
        ({"execution_ids": ["a"], "max_running": -1}, "max_running"),
        ({"execution_ids": ["a"], "max_running": 1001}, "max_running"),
        ({"execution_ids": ["a"], "canary_count": -1}, "canary_count"),
        ({"execution_ids": ["a"], "stop_at_percent": 101}, "stop_at_percent"),
        ({"execution_ids": ["a"], "request_id": "r" * 129}, "request_id"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(stack: Stack, fields: dict[str, object], field: str) -> None:
    request = executor.CreateBulkReplayRequest(**{"from": {"rule": "REPLAY_RULE_FAILED"}, **fields})
    with grpc.insecure_channel(stack.executor) as channel, pytest.raises(grpc.RpcError) as caught:
        executor_pb2_grpc.ExecutorServiceStub(channel).CreateBulkReplay(request)
    error = from_rpc_error(caught.value, "executor", stack.executor)
    assert (error.reason, error.metadata["field"]) == ("INVALID_FIELD", field)


def test_a_bulk_replay_that_does_not_exist_is_not_found(client: Client) -> None:
    for ask in (client.bulk.get, client.bulk.pause, client.bulk.resume, client.bulk.cancel):
        with pytest.raises(NotFound) as caught:
            ask("nowhere")
        assert caught.value.reason == "BULK_REPLAY_NOT_FOUND"
    for stream in (client.bulk.watch("nowhere"), client.bulk.items("nowhere")):
        with pytest.raises(NotFound):
            next(iter(stream))


@pytest.fixture
def endpoints(stack: Stack) -> Endpoints:
    return Endpoints(registry=stack.registry, executor=stack.executor, storage=stack.storage)


async def test_the_awaited_client_does_the_same(client: Client, endpoints: Endpoints) -> None:
    _, made = failed_executions(client, 3)
    async with AsyncClient(endpoints) as awaited:
        bulk = await awaited.bulk.create("FAILED", execution_ids=made, revision="latest")
        seen = [one async for one in awaited.bulk.watch(bulk.bulk_replay_id)]
        assert counts(seen[-1]) == {"succeeded": 3}
        assert len([item async for item in awaited.bulk.items(bulk.bulk_replay_id)]) == 3
