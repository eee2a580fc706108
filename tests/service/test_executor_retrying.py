"""Retries over the restarts of an executor: of a task run, and of the whole execution."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dalsegno_executor.core.events import ExecutionClosed, Recorded
from dalsegno_executor.core.execution import Execution
from dalsegno_executor.core.states import State
from dalsegno_executor.core.work import Kind, Work
from dalsegno_executor.ports import Answer, Assignment, Outcome
from dalsegno_runtime.errors import ServiceUnavailable
from support.executor_fakes import bench, until
from support.executor_runs import (
    HOUR,
    NOON,
    A,
    B,
    ManualClock,
    all_of,
    attempts,
    begin,
    fail,
    failing_first,
    flow,
    history,
    only,
    task,
)

FAILED_ONCE = [State.FAILED, State.RETRYING, State.CREATED, State.RUNNING, State.SUCCESS]

# -- retries

RETRY = task("a", ", retry: {type: constant, interval: PT1H, maxAttempts: 2}")


async def test_a_retry_waits_over_restarts_until_its_time_has_come(tmp_path: Path):
    clock = ManualClock()
    async with bench(tmp_path, flow(RETRY), fail, clock) as made:
        live = await begin(made)
        await until(lambda: live.execution.state is State.RETRYING)
    clock.now = NOON + HOUR / 2
    async with bench(tmp_path, flow(RETRY), clock=clock) as made:
        live = await only(made)
        await until(lambda: Work(Kind.WAIT, "a") in live.under_way)
        assert (live.execution.state, made.workers.ran) == (State.RETRYING, [])
    clock.now = NOON + HOUR
    async with bench(tmp_path, flow(RETRY), clock=clock) as made:
        live = await only(made)
        await made.ended(live.execution.execution_id)
        assert history(live.execution, "a")[2:] == FAILED_ONCE
        assert (attempts(live.execution, "a"), made.workers.ran) == ([State.FAILED, State.SUCCESS], ["a"])


async def test_a_retry_comes_by_itself(tmp_path: Path):
    retry = ", retry: {type: random, minInterval: PT0S, maxInterval: PT0.001S, maxAttempts: 3}"
    async with bench(tmp_path, flow(task("a", retry)), failing_first(2)) as made:
        execution = (await made.executor.get(await made.run())).execution
        assert attempts(execution, "a") == [State.FAILED, State.FAILED, State.SUCCESS]
        again = [State.FAILED, State.RETRYING, State.RUNNING]
        assert history(execution) == [State.CREATED, State.RUNNING, *again, *again, State.SUCCESS]


async def test_a_failure_that_is_allowed_is_tried_again_first(tmp_path: Path):
    retry = ", allowFailure: true, retry: {type: constant, interval: PT0S, maxAttempts: 2}"
    async with bench(tmp_path, flow(task("a", retry)), fail) as made:
        execution = (await made.executor.get(await made.run())).execution
        assert history(execution, "a")[2:] == [*FAILED_ONCE[:-1], State.WARNING]


INHERITED = "retry: {type: constant, interval: PT0S, maxAttempts: 2, warningOnRetry: true%s}\n"


@pytest.mark.parametrize("behavior", ["", ", behavior: CREATE_NEW_EXECUTION"])
async def test_a_failure_that_is_allowed_is_not_tried_again_by_the_retry_of_the_flow(tmp_path: Path, behavior: str):
    async with bench(tmp_path, flow(task("a", ", allowFailure: true"), INHERITED % behavior), fail) as made:
        execution = (await made.executor.get(await made.run())).execution
        assert history(execution) == [State.CREATED, State.RUNNING, State.WARNING]
        assert attempts(execution, "a") == [State.FAILED]


async def test_only_the_retry_of_the_task_itself_makes_a_success_a_warning(tmp_path: Path):
    async with bench(tmp_path, flow(task("a"), INHERITED % ""), failing_first(1)) as made:
        execution = (await made.executor.get(await made.run())).execution
        assert attempts(execution, "a") == [State.FAILED, State.SUCCESS]
        assert execution.state is State.SUCCESS


async def test_a_success_after_a_retry_may_be_a_warning(tmp_path: Path):
    retry = ", retry: {type: constant, interval: PT0S, maxAttempts: 2, warningOnRetry: true}"
    async with bench(tmp_path, flow(task("a", retry) + B), failing_first(1)) as made:
        execution = (await made.executor.get(await made.run())).execution
        assert attempts(execution, "a") == [State.FAILED, State.SUCCESS]
        assert (execution.task_runs["a"].state, execution.task_runs["b"].state) == (State.WARNING, State.SUCCESS)
        assert execution.state is State.WARNING


@pytest.mark.parametrize(("longest", "state"), [("P999999999D", State.RETRYING), ("PT1H", State.FAILED)])
async def test_a_retry_that_would_come_after_its_longest_duration_is_none(tmp_path: Path, longest: str, state: State):
    """The next attempt would begin an hour after the end of the first, and so more than one after its start."""
    retry = (
        f", retry: {{type: exponential, interval: PT59M, delayFactor: 2, maxInterval: PT1H, maxDuration: {longest}}}"
    )
    times = iter(NOON + number * timedelta(minutes=10) for number in range(1000))
    async with bench(tmp_path, flow(task("a", retry)), fail, lambda: next(times)) as made:
        live = await begin(made)
        await until(lambda: live.execution.state is state)
        assert attempts(live.execution, "a") == [State.FAILED]


# -- another execution that tries again

NEW = "retry: {type: constant, interval: PT1H, maxAttempts: 3, behavior: CREATE_NEW_EXECUTION}\n"
SOON = NEW.replace("PT1H", "PT0.001S")


async def test_executions_try_again_until_one_succeeds(tmp_path: Path):
    async with bench(tmp_path, flow(A + B, SOON), failing_first(2)) as made:
        await begin(made)
        await until(lambda: made.workers.ran == ["a", "a", "a", "b"])
        await until(lambda: made.outbox.is_empty)
        first, second, third = await all_of(made)
        await made.ended(third.execution_id)
        assert [execution.state for execution in (first, second, third)] == [State.RETRIED] * 2 + [State.SUCCESS]
        assert history(first) == [State.CREATED, State.RUNNING, State.FAILED, State.RETRIED]
        assert history(first, "a") == [State.CREATED, State.RUNNING, State.FAILED, State.RETRIED]
        assert history(third) == [State.CREATED, State.RUNNING, State.SUCCESS]
        assert [execution.created.attempt_number for execution in (first, second, third)] == [1, 2, 3]
        assert (second.created.parent_id, third.created.parent_id) == (first.execution_id, second.execution_id)
        assert {execution.created.original_id for execution in (first, second, third)} == {first.execution_id}
        assert third.labels["team"] == "blue"
        assert (attempts(first, "a"), first.task_runs["a"].state) == ([State.FAILED], State.RETRIED)


async def test_the_last_execution_that_tries_again_fails(tmp_path: Path):
    async with bench(tmp_path, flow(A, SOON), fail) as made:
        await made.run()
        await until(lambda: len(made.workers.ran) == 3)
        await made.ended((await all_of(made))[-1].execution_id)
        assert [execution.state for execution in await all_of(made)] == [State.RETRIED, State.RETRIED, State.FAILED]


async def test_executions_do_not_try_again_beyond_the_longest_duration_of_them_all(tmp_path: Path):
    clock = ManualClock(datetime.now(UTC))

    def fail_slowly(assignment: Assignment) -> Outcome:
        clock.now += HOUR
        return fail(assignment)

    limited = NEW.replace("PT1H, maxAttempts: 3", "PT0S, maxDuration: PT2H30M")
    async with bench(tmp_path, flow(A, limited), fail_slowly, clock) as made:
        await made.run()
        await until(lambda: len(made.workers.ran) == 3)
        await made.ended((await all_of(made))[-1].execution_id)
        assert [execution.state for execution in await all_of(made)] == [State.RETRIED, State.RETRIED, State.FAILED]


async def test_an_execution_tries_again_after_a_restart_exactly_once(tmp_path: Path):
    clock = ManualClock()
    async with bench(tmp_path, flow(A, NEW), fail, clock) as made:
        live = await begin(made)
        await until(lambda: Work(Kind.AGAIN, "") in live.under_way)
        assert (live.execution.state, len(await all_of(made))) == (State.RETRIED, 1)
    clock.now = NOON + HOUR
    async with bench(tmp_path, flow(A, NEW), clock=clock) as made:
        await until(lambda: made.workers.ran == ["a"])
        await made.ended((await all_of(made))[-1].execution_id)
    async with bench(tmp_path, flow(A, NEW), clock=clock) as made:
        assert [execution.state for execution in await all_of(made)] == [State.RETRIED, State.SUCCESS]
        assert made.workers.ran == []


async def test_an_executor_that_stops_after_the_other_execution_was_created_makes_no_third(tmp_path: Path):
    async with bench(tmp_path, flow(A, SOON), failing_first(1)) as made:
        append = made.journal.append

        async def stop_before_closing(
            execution: Execution, recorded: Sequence[Recorded], answer: Answer
        ) -> Sequence[bytes]:
            if any(isinstance(item.event, ExecutionClosed) for item in recorded):
                await asyncio.Event().wait()
            return await append(execution, recorded, answer)

        made.journal.append = stop_before_closing  # type: ignore[method-assign]  # as if the process ended there
        await begin(made)
        await until(lambda: len(made.workers.ran) == 2)
        await made.ended((await all_of(made))[-1].execution_id)
    async with bench(tmp_path, flow(A, SOON)) as made:
        first, second = await all_of(made)
        await made.ended(first.execution_id)
        assert (first.state, first.closed, second.state) == (State.RETRIED, True, State.SUCCESS)
        assert (len(await all_of(made)), made.workers.ran) == (2, [])


async def test_an_execution_that_cannot_be_created_now_is_created_later(tmp_path: Path):
    async with bench(tmp_path, flow(A, SOON), failing_first(1)) as made:
        create, refused = made.journal.create, []

        async def full(creation: object) -> object:
            if made.workers.ran and not refused:
                refused.append(creation)
                raise ServiceUnavailable("database", "the disk is full")
            return await create(creation)  # type: ignore[arg-type]  # a Creation

        made.journal.create = full  # type: ignore[method-assign]  # a disk that is full for a while
        await made.run()
        await until(lambda: len(made.workers.ran) == 2)
        assert len(refused) == 1
        assert [execution.created.attempt_number for execution in await all_of(made)] == [1, 2]
