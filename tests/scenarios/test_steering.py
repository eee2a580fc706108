"""States that somebody sets, breakpoints and limits, together with replays."""

from dalsegno.api.executor.v1 import executor_pb2 as pb
from dalsegno.states import State
from support.stage import Stage, chain


async def test_a_failed_task_is_marked_as_a_success_and_the_execution_goes_on(stage: Stage) -> None:
    """F18."""
    await stage.put(chain("a") + "  - {id: bad, type: Fail}\n  - {id: z, type: Return, format: z}\n")
    source = await stage.run()
    request = pb.SetTaskRunStateRequest(execution_id=source.id, task_path="bad", state=State.STATE_SUCCESS)
    await stage.calls.call("SetTaskRunState", request)
    after = await stage.ended(source.id)

    assert (after.state, after.states["bad"]) == ("SUCCESS", "SUCCESS")
    assert after.ran == ["a", "z"]


async def test_a_replay_reuses_what_was_marked_as_a_success(stage: Stage) -> None:
    """F18: it counts as what it was marked as."""
    await stage.put(chain("a") + "  - {id: bad, type: Fail}\n  - {id: z, type: Return, format: z}\n")
    source = await stage.run()
    request = pb.SetTaskRunStateRequest(execution_id=source.id, task_path="bad", state=State.STATE_SUCCESS)
    await stage.calls.call("SetTaskRunState", request)
    again = await stage.replay(await stage.ended(source.id), "z")
    assert again.verdicts == {"a": "REUSED_UPSTREAM", "bad": "REUSED_UPSTREAM", "z": "RERUN_SELECTED"}


async def test_an_execution_whose_state_was_set_is_replayed_by_its_task_runs(stage: Stage) -> None:
    """F18: only what it is called has changed."""
    await stage.put(chain("a", "b"))
    source = await stage.run()
    request = pb.SetExecutionStateRequest(execution_id=source.id, state=State.STATE_FAILED)
    await stage.calls.call("SetExecutionState", request)
    changed = await stage.ended(source.id)
    again = await stage.replay(changed, "b")
    assert (changed.state, again.state, again.ran) == ("FAILED", "SUCCESS", ["b"])


async def test_a_replay_stops_at_its_breakpoints_and_goes_on_once(stage: Stage) -> None:
    """F20: it does not stop there again (Kestra's 19220)."""
    await stage.put(chain("a", "b", "c"))
    source = await stage.run()
    request = pb.ReplayRequest(execution_id=source.id, breakpoints=["c"])
    getattr(request, "from").task_path = "b"
    again_id = (await stage.calls.call("Replay", request)).execution.execution_id
    held = await stage.when(again_id, lambda played: played.state == "BREAKPOINT")
    assert held.states == {"a": "SUCCESS", "b": "SUCCESS", "c": "BREAKPOINT"}
    again = await stage.resume(again_id)
    assert (again.state, again.ran) == ("SUCCESS", ["b", "c"])


async def test_replays_wait_for_room_like_other_executions(stage: Stage) -> None:
    """F22: one from a task of a SUCCESS too, which Kestra lets pass."""
    sleep = "  - {{id: wait, type: Sleep, duration: {0}}}\n"
    await stage.put(chain("a") + sleep.format("PT0S"))
    source = await stage.run()
    await stage.put(chain("a") + sleep.format("PT1H"), "concurrency: {limit: 1, behavior: QUEUE}\n")
    first = await stage.begin_replay(source, "wait", revision="latest")
    await stage.when(first, lambda played: played.states.get("wait") == "RUNNING")
    second = await stage.begin_replay(source, "wait", revision="latest")
    assert (await stage.when(second, lambda played: played.state == "QUEUED")).reused == ["a"]

    await stage.kill(first)
    await stage.when(second, lambda played: played.states.get("wait") == "RUNNING")
    assert (await stage.kill(second)).state == "KILLED"


async def test_a_replay_that_waits_for_room_may_be_forced_to_run(stage: Stage) -> None:
    """F19, F22."""
    sleep = "  - {{id: wait, type: Sleep, duration: {0}}}\n"
    await stage.put(sleep.format("PT0S"))
    source = await stage.run()
    await stage.put(sleep.format("PT1H"), "concurrency: {limit: 1, behavior: QUEUE}\n")
    first = await stage.begin_replay(source, "wait", revision="latest")
    await stage.when(first, lambda played: played.state == "RUNNING")
    second = await stage.begin_replay(source, "wait", revision="latest")
    await stage.when(second, lambda played: played.state == "QUEUED")
    await stage.calls.call("ForceRunExecution", pb.ForceRunExecutionRequest(execution_id=second))
    await stage.when(second, lambda played: played.states.get("wait") == "RUNNING")
    for execution_id in (first, second):
        await stage.kill(execution_id)


async def test_a_replay_is_paused_and_goes_on(stage: Stage) -> None:
    """F19: what runs goes on, and what follows waits."""
    sleep = "  - {{id: wait, type: Sleep, duration: {0}}}\n"
    await stage.put(sleep.format("PT0S") + chain("z"))
    source = await stage.run()
    await stage.put(sleep.format("PT1.5S") + chain("z"))
    again_id = await stage.begin_replay(source, "wait", revision="latest")
    await stage.when(again_id, lambda played: played.states.get("wait") == "RUNNING")
    await stage.calls.call("PauseExecution", pb.PauseExecutionRequest(execution_id=again_id))
    held = await stage.when(again_id, lambda played: played.states.get("wait") == "SUCCESS")
    assert (held.state, "z" in held.states) == ("PAUSED", False)
    again = await stage.resume(again_id)
    assert (again.state, again.ran) == ("SUCCESS", ["z"])


async def test_a_bulk_replays_each_execution_and_tells_of_those_that_it_cannot(stage: Stage) -> None:
    """F21: Kestra's is all or nothing."""
    await stage.put(chain("a", "b"))
    good = [await stage.run() for _ in range(3)]
    request = pb.CreateBulkReplayRequest(execution_ids=[*(played.id for played in good), "nonsense"])
    getattr(request, "from").task_path = "b"
    bulk_id = (await stage.calls.call("CreateBulkReplay", request)).bulk_replay.bulk_replay_id
    async for _ in stage.calls.stream("WatchBulkReplay", pb.WatchBulkReplayRequest(bulk_replay_id=bulk_id)):
        pass
    items = (await stage.calls.call("ListBulkReplayItems", pb.ListBulkReplayItemsRequest(bulk_replay_id=bulk_id))).items

    replays = [await stage.get(item.replay_execution_id) for item in items if item.replay_execution_id]
    assert [played.ran for played in replays] == [["b"]] * 3
    assert [(item.execution_id, item.reason) for item in items if not item.replay_execution_id] == [
        ("nonsense", "EXECUTION_NOT_FOUND")
    ]
