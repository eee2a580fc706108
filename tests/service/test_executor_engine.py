"""How the engine goes on when something round it fails."""

import asyncio
import logging
from pathlib import Path

import pytest

from dalsegno_executor.core.execution import Execution
from dalsegno_executor.core.plan import Start, Wish
from dalsegno_executor.core.states import State
from dalsegno_executor.ports import Assignment, Filter, LogLevel, Outcome
from dalsegno_executor.replaying import Asked
from dalsegno_executor.wishing import ReplayRequest
from dalsegno_runtime.errors import RemoteError, ServiceUnavailable
from support.executor_fakes import NOTHING_ASKED, WORK, Bench, bench, until

LIGHT = "io.kestra.plugin.core.debug.Return"
SOURCE = f"""id: rides
namespace: company.team
tasks:
  - {{id: a, type: {LIGHT}, format: A}}
  - {{id: b, type: {WORK}, uri: "http://nowhere/{{{{ outputs.a.value }}}}"}}
  - {{id: c, type: {LIGHT}, format: "{{{{ outputs.a.value }}}}C"}}
"""
LARGE = '{"value":"' + "x" * 70_000 + '"}'


def lost(_assignment: Assignment) -> Outcome:
    return Outcome(state=State.RESUBMITTED, error="The process was lost.")


async def execution_of(made: Bench, execution_id: str) -> Execution:
    return (await made.executor.get(execution_id)).execution


def attempts_of(execution: Execution, path: str) -> list[State]:
    return [attempt.state for attempt in execution.task_runs[path].attempts]


async def test_light_tasks_run_inside_and_all_others_in_workers(tmp_path: Path) -> None:
    async with bench(tmp_path, SOURCE) as made:
        execution = await execution_of(made, await made.run())
        assert made.workers.ran == ["b"]
        assert execution.state is State.SUCCESS
        assert execution.task_runs["c"].outputs_json == '{"value":"AC"}'


async def test_a_task_whose_process_is_lost_each_time_fails_after_three_attempts(tmp_path: Path) -> None:
    async with bench(tmp_path, SOURCE, lost) as made:
        execution_id = await made.run()
        execution = await execution_of(made, execution_id)
        assert attempts_of(execution, "b") == [State.RESUBMITTED, State.RESUBMITTED, State.FAILED]
        assert execution.state is State.FAILED
        assert "It was lost 3 times" in execution.task_runs["b"].error
        errors = await made.executor.list_logs(execution_id, 0, 10, "b", LogLevel.ERROR)
        assert len(errors) == 3


async def test_outputs_that_are_too_large_for_the_journal_reach_storage_before_the_attempt_ends(tmp_path: Path) -> None:
    def large(_assignment: Assignment) -> Outcome:
        return Outcome(state=State.SUCCESS, outputs_json=LARGE)

    async with bench(tmp_path, SOURCE, large) as made:
        run = (await execution_of(made, await made.run())).task_runs["b"]
        assert run.outputs_json == ""
        assert made.store.documents[run.output_digest] == LARGE


async def test_outputs_that_storage_refuses_fail_the_attempt_with_the_reason(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def large(_assignment: Assignment) -> Outcome:
        return Outcome(state=State.SUCCESS, outputs_json=LARGE)

    caplog.set_level(logging.CRITICAL, "dalsegno")
    async with bench(tmp_path, SOURCE, large) as made:
        made.store.refusal = RemoteError("INVALID_ARGUMENT", "INVALID_OUTPUT", "too large by far", {})
        execution = await execution_of(made, await made.run())
        assert execution.state is State.FAILED
        assert execution.task_runs["b"].error == "The attempt broke off in the executor: too large by far"


async def test_an_attempt_waits_for_storage_that_is_away(tmp_path: Path) -> None:
    def large(_assignment: Assignment) -> Outcome:
        return Outcome(state=State.SUCCESS, outputs_json=LARGE)

    async with bench(tmp_path, SOURCE, large) as made:
        made.store.away = True
        running = asyncio.create_task(made.run())
        await until(lambda: bool(made.workers.ran) and made.store.asked > 2)
        made.store.away = False
        assert (await execution_of(made, await running)).state is State.SUCCESS


async def test_a_fault_in_a_worker_pool_ends_the_attempt_and_not_the_engine(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_assignment: Assignment) -> Outcome:
        raise RuntimeError("no such machine")

    caplog.set_level(logging.CRITICAL, "dalsegno")
    async with bench(tmp_path, SOURCE, broken) as made:
        execution = await execution_of(made, await made.run())
        assert execution.state is State.FAILED
        assert "RuntimeError: no such machine" in execution.task_runs["b"].error


async def test_a_restart_goes_on_with_a_new_attempt_and_repeats_nothing_that_ended(tmp_path: Path) -> None:
    never = asyncio.Event()

    async with bench(tmp_path, SOURCE) as made:

        async def wait_for_ever(assignment: Assignment, _write: object, _room: object) -> Outcome:
            made.workers.ran.append(assignment.task_path)
            await never.wait()
            return Outcome(state=State.SUCCESS)

        made.workers.run = wait_for_ever  # type: ignore[method-assign]  # a worker that hangs
        starting = asyncio.create_task(made.run())
        await until(lambda: bool(made.workers.ran))
        starting.cancel()
    async with bench(tmp_path, SOURCE) as made:
        (summary,) = await made.executor.list_executions(Filter(), 10, None)
        await made.ended(summary.execution_id)
        execution = await execution_of(made, summary.execution_id)
        assert attempts_of(execution, "a") == [State.SUCCESS]
        assert attempts_of(execution, "b") == [State.RESUBMITTED, State.SUCCESS]
        assert execution.state is State.SUCCESS


async def test_outputs_that_storage_never_got_are_sent_after_a_restart(tmp_path: Path) -> None:
    async with bench(tmp_path, SOURCE) as made:
        made.store.away = True
        digest = (await execution_of(made, await made.run())).task_runs["a"].output_digest
        assert made.store.documents == {}
    async with bench(tmp_path, SOURCE) as made:
        await until(lambda: digest in made.store.documents)
        await until(lambda: made.outbox.is_empty)
        assert made.store.documents[digest] == '{"value":"A"}'
    async with bench(tmp_path, SOURCE) as made:
        assert await made.journal.unsettled() == []
        assert made.store.asked == 0


async def test_a_replay_that_cannot_be_committed_leaves_no_pin_and_no_execution(tmp_path: Path) -> None:
    async with bench(tmp_path, SOURCE) as made:
        source = await made.run()
        create = made.journal.create

        async def full(_creation: object) -> None:
            raise ServiceUnavailable("database", "the disk is full")

        made.journal.create = full  # type: ignore[method-assign]  # a full disk
        request = ReplayRequest(execution_id=source, wish=Wish(start=Start(task_paths=("c",))))
        with pytest.raises(ServiceUnavailable):
            await made.executor.replay(request, NOTHING_ASKED)
        assert made.store.pinned == {}
        assert [e.execution_id for e in await made.executor.list_executions(Filter(), 10, None)] == [source]
        assert "system.replayed" not in (await execution_of(made, source)).labels

        made.journal.create = create  # type: ignore[method-assign]
        live, _ = await made.executor.replay(request, NOTHING_ASKED)
        await made.ended(live.execution.execution_id)
        assert (await execution_of(made, source)).labels["system.replayed"] == "true"


async def test_one_request_sent_many_times_at_once_makes_one_replay(tmp_path: Path) -> None:
    async with bench(tmp_path, SOURCE) as made:
        source = await made.run()
        request = ReplayRequest(execution_id=source, wish=Wish(start=Start(task_paths=("b",))))
        asked = Asked(request_id="once", fingerprint="same")
        answers = await asyncio.gather(*(made.executor.replay(request, asked) for _ in range(20)))
        assert len({live.execution.execution_id for live, _ in answers}) == 1
        assert len(await made.executor.list_executions(Filter(), 10, None)) == 2
        await made.ended(answers[0][0].execution.execution_id)
        assert made.workers.ran == ["b", "b"]


async def test_many_replays_of_one_execution_run_side_by_side(tmp_path: Path) -> None:
    async with bench(tmp_path, SOURCE) as made:
        source = await made.run()
        request = ReplayRequest(execution_id=source, wish=Wish(start=Start(task_paths=("c",))))
        replays = await asyncio.gather(*(made.executor.replay(request, NOTHING_ASKED) for _ in range(30)))
        for live, _ in replays:
            await made.ended(live.execution.execution_id)
        found = await made.executor.list_executions(Filter(original_id=source), 100, None)
        assert len(found) == 31
        assert {summary.state for summary in found} == {State.SUCCESS}
        assert made.workers.ran == ["b"]


async def test_who_asks_for_an_execution_that_is_just_being_created_gets_the_same_one(tmp_path: Path) -> None:
    async with bench(tmp_path, SOURCE) as made:
        create, committed, going_on = made.journal.create, asyncio.Event(), asyncio.Event()

        async def slow(creation: object) -> object:
            stored = await create(creation)  # type: ignore[arg-type]  # a Creation
            committed.set()
            await going_on.wait()
            return stored

        made.journal.create = slow  # type: ignore[method-assign,assignment]  # its answer takes its time
        creating = asyncio.create_task(made.run())
        await committed.wait()
        [listed] = await made.executor.list_executions(Filter(), 10, None)
        asking = asyncio.create_task(made.executor.open(listed.execution_id))
        await asyncio.sleep(0)
        going_on.set()
        await creating
        assert (await asking).shown_ended
