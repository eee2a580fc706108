"""What an executor waits for, over its restarts: pauses, rounds of loops, promises of time."""

import asyncio
import json
import logging
from pathlib import Path

import pytest

from dalsegno_executor.core.events import SlaViolated, TaskRunFinished, TaskRunResumed
from dalsegno_executor.core.states import State
from dalsegno_executor.core.work import Kind, Work
from dalsegno_executor.ports import Assignment, LogLevel, Outcome, WriteLog
from support.executor_fakes import WORK, FakeStore, bench, until
from support.executor_runs import (
    HOUR,
    NOON,
    A,
    B,
    Held,
    ManualClock,
    attempts,
    begin,
    flow,
    history,
    messages,
    only,
    task,
)

# -- pauses

PAUSE = "  - {id: p, type: io.kestra.plugin.core.flow.Pause, pauseDuration: PT1H%s}\n"


async def test_a_pause_goes_on_after_a_restart_when_its_time_has_passed_meanwhile(tmp_path: Path):
    clock, source = ManualClock(), flow(PAUSE % "" + A)
    async with bench(tmp_path, source, clock=clock) as made:
        live = await begin(made)
        await until(lambda: live.execution.state is State.PAUSED)
    clock.now = NOON + HOUR / 2
    async with bench(tmp_path, source, clock=clock) as made:
        live = await only(made)
        await until(lambda: Work(Kind.WAIT, "p") in live.under_way)
        assert (live.execution.state, made.workers.ran) == (State.PAUSED, [])
    clock.now = NOON + 3 * HOUR
    async with bench(tmp_path, source, clock=clock) as made:
        live = await only(made)
        await made.ended(live.execution.execution_id)
        expected = [State.CREATED, State.RUNNING, State.PAUSED, State.RESTARTED, State.RUNNING, State.SUCCESS]
        assert (history(live.execution), made.workers.ran) == (expected, ["a"])


@pytest.mark.parametrize(
    ("more", "state", "ran"),
    [
        (", behavior: WARN", State.WARNING, ["a"]),
        (", behavior: FAIL", State.FAILED, []),
        (", behavior: CANCEL", State.CANCELLED, []),
    ],
)
async def test_what_becomes_of_a_pause_is_known_after_a_restart(
    tmp_path: Path, more: str, state: State, ran: list[str]
):
    clock, source = ManualClock(), flow(PAUSE % more + A)
    async with bench(tmp_path, source, clock=clock) as made:
        live = await begin(made)
        await until(lambda: live.execution.state is State.PAUSED)
    clock.now = NOON + HOUR
    async with bench(tmp_path, source, clock=clock) as made:
        live = await only(made)
        await made.ended(live.execution.execution_id)
        assert (live.execution.state, live.execution.task_runs["p"].state) == (state, state)
        assert made.workers.ran == ran


async def test_a_pause_that_has_a_timeout_fails_in_time(tmp_path: Path):
    pause = "  - {id: p, type: io.kestra.plugin.core.flow.Pause, timeout: '{{ vars.patience }}'}\n"
    async with bench(tmp_path, flow(pause, "variables: {patience: PT0.001S}\n")) as made:
        execution = (await made.executor.get(await made.run())).execution
        assert (execution.state, execution.task_runs["p"].error) == (State.FAILED, "It was not resumed in time.")


async def test_a_loop_goes_on_where_it_was_after_a_restart(tmp_path: Path):
    clock = ManualClock()
    loop = f"""  - id: l
    type: io.kestra.plugin.core.flow.LoopUntil
    condition: "{{{{ outputs.l.iterationCount == 3 }}}}"
    checkFrequency: {{interval: PT1H}}
    tasks:
    - {{id: a, type: {WORK}, uri: "http://nowhere/{{{{ outputs.l.iterationCount }}}}"}}
"""
    rounds: list[object] = []

    def note(assignment: Assignment) -> Outcome:
        rounds.append(assignment.properties["uri"])
        return Outcome(state=State.SUCCESS, outputs_json="{}")

    for number in (1, 2):
        async with bench(tmp_path, flow(loop), note, clock) as made:
            live = await only(made) if number > 1 else await begin(made)
            await until(lambda: len(rounds) == number and Work(Kind.WAIT, "l") in live.under_way)  # noqa: B023
            assert live.execution.state is State.PAUSED
        clock.now += HOUR
    async with bench(tmp_path, flow(loop), note, clock) as made:
        live = await only(made)
        await made.ended(live.execution.execution_id)
        assert rounds == [f"http://nowhere/{number}" for number in (1, 2, 3)]
        assert live.execution.task_runs["l"].outputs_json == '{"iterationCount":3}'
        assert list(live.execution.task_runs) == ["l", "l/a"]


async def test_a_change_that_comes_before_an_execution_is_taken_up_again_begins_nothing_too_early(tmp_path: Path):
    """As long as storage is away, the outputs are not there that its tasks may need."""
    tasks = f"""{A}  - id: both
    type: io.kestra.plugin.core.flow.Parallel
    tasks:
    - {{id: b, type: {WORK}, uri: "http://nowhere"}}
    - id: p
      type: io.kestra.plugin.core.flow.Pause
      tasks: [{{id: c, type: {WORK}, uri: "http://nowhere/{{{{ outputs.a.value }}}}"}}]
"""
    large = json.dumps({"value": "x" * 70_000})

    async def answer(assignment: Assignment) -> Outcome:
        if assignment.task_path == "both/b":
            await asyncio.Event().wait()
        return Outcome(state=State.SUCCESS, outputs_json=large)

    store = FakeStore()
    async with bench(tmp_path, flow(tasks), answer, store=store) as made:
        live = await begin(made)
        await until(lambda: "both/b" in made.workers.ran and live.execution.state is State.PAUSED)
    store.away = True
    async with bench(tmp_path, flow(tasks), store=store) as made:
        execution_id = live.execution.execution_id
        await made.engine.change(execution_id, lambda *_: [TaskRunResumed(task_path="both/p")])
        live = await made.executor.open(execution_id)
        assert (live.execution.task_runs["both/p/c"].state, live.under_way) == (State.RUNNING, {})
        store.away = False
        await made.ended(execution_id)
        assert attempts(live.execution, "both/b") == [State.RESUBMITTED, State.SUCCESS]
        assert attempts(live.execution, "both/p/c") == [State.SUCCESS]
        assert (live.execution.state, sorted(made.workers.ran)) == (State.SUCCESS, ["both/b", "both/p/c"])


# -- promises

SLA = "sla: [{id: quick, type: MAX_DURATION, duration: %s, behavior: %s, labels: {sla: missed}}]\n"


async def test_an_execution_that_takes_too_long_is_ended_with_what_runs(tmp_path: Path):
    clock, held = ManualClock(), Held()
    async with bench(tmp_path, flow(A + B, SLA % ("PT0.05S", "CANCEL")), held, clock) as made:
        live = await begin(made)
        await until(lambda: held.begun == ["a"])
        clock.now = NOON + HOUR
        await made.ended(live.execution.execution_id)
        assert history(live.execution) == [State.CREATED, State.RUNNING, State.CANCELLED]
        assert {path: run.state for path, run in live.execution.task_runs.items()} == {"a": State.CANCELLED}
        assert live.execution.labels["sla"] == "missed"
        await until(lambda: held.called_off == ["a"])
        assert live.under_way == {}


async def test_an_execution_that_took_too_long_while_the_executor_was_away_is_ended(tmp_path: Path):
    clock, source = ManualClock(), flow(A, SLA % ("PT1H", "FAIL"))
    async with bench(tmp_path, source, Held(), clock) as made:
        live = await begin(made)
        await until(lambda: bool(made.workers.ran))
    clock.now = NOON + 2 * HOUR
    async with bench(tmp_path, source, Held(), clock) as made:
        live = await only(made)
        await made.ended(live.execution.execution_id)
        assert (live.execution.state, attempts(live.execution, "a")[0]) == (State.FAILED, State.RESUBMITTED)


async def test_what_comes_with_the_end_of_a_promise_in_one_turn_comes_too_late(tmp_path: Path):
    async with bench(tmp_path, flow(A + B, SLA % ("PT1H", "FAIL")), Held()) as made:
        live = await begin(made)
        await until(lambda: bool(made.workers.ran))
        live.arrive(Work(Kind.WAIT, "sla/quick"), [SlaViolated(sla_id="quick", reason="too slow")])
        finished = TaskRunFinished(task_path="a", attempt_number=1, state=State.SUCCESS)
        live.arrive(Work(Kind.RUN, "a"), [finished])
        await made.ended(live.execution.execution_id)
        assert {path: run.state for path, run in live.execution.task_runs.items()} == {"a": State.FAILED}
        assert (live.execution.state, live.execution.error) == (State.FAILED, "SLA 'quick' violated: too slow")
        told = await messages(made, live.execution.execution_id)
        assert told == ["Execution failed due to SLA 'quick' violated: too slow"]


async def test_a_promise_for_ever_is_kept(tmp_path: Path):
    async with bench(tmp_path, flow(A, SLA % ("P999999999D", "FAIL"))) as made:
        assert (await made.executor.get(await made.run())).execution.state is State.SUCCESS


# -- timeouts and logs


async def test_a_task_is_ended_at_its_timeout_and_its_retries_apply(tmp_path: Path):
    held = Held()
    limited = task("a", ", timeout: PT0.01S, retry: {type: constant, interval: PT0S, maxAttempts: 2}")
    async with bench(tmp_path, flow(limited + B), held) as made:
        execution = (await made.executor.get(await made.run())).execution
        assert (attempts(execution, "a"), execution.state) == ([State.FAILED, State.FAILED], State.FAILED)
        assert held.called_off == ["a", "a"]
        assert execution.task_runs["a"].error == "It was ended after its timeout of PT0.01S."
        assert await messages(made, execution.execution_id) == ["It was ended after its timeout of PT0.01S."] * 2


@pytest.mark.parametrize("longest", ["PT1H", "P999999999D", "'{{ null }}'"])
async def test_a_task_that_is_done_in_time_is_left_alone(tmp_path: Path, longest: str):
    async with bench(tmp_path, flow(task("a", f", timeout: {longest}"))) as made:
        assert (await made.executor.get(await made.run())).execution.state is State.SUCCESS


async def test_a_fault_of_the_workers_is_not_taken_for_the_timeout(tmp_path: Path, caplog: pytest.LogCaptureFixture):
    def break_off(_assignment: Assignment) -> Outcome:
        raise TimeoutError("no answer from the machine")

    caplog.set_level(logging.CRITICAL, "dalsegno")
    async with bench(tmp_path, flow(task("a", ", timeout: PT1H")), break_off) as made:
        execution = (await made.executor.get(await made.run())).execution
        assert execution.task_runs["a"].error.endswith("TimeoutError: no answer from the machine")


async def test_a_timeout_that_is_no_duration_once_it_is_rendered_fails_the_task(tmp_path: Path):
    limited = task("a", ", timeout: '{{ vars.limit }}'")
    async with bench(tmp_path, flow(limited, "variables: {limit: soon}\n")) as made:
        execution = (await made.executor.get(await made.run())).execution
        assert "'soon' is no ISO-8601 duration" in execution.task_runs["a"].error
        assert (execution.state, made.workers.ran) == (State.FAILED, [])


async def test_lines_below_the_log_level_are_dropped_and_the_error_of_a_failure_never_is(tmp_path: Path):
    async def talk(_assignment: Assignment, write: WriteLog, _room: object) -> Outcome:
        for level in LogLevel:
            write(level, NOON, level.name)
        return Outcome(state=State.FAILED, error="It went wrong.")

    async with bench(tmp_path, flow(task("a", ", logLevel: WARN"))) as made:
        made.workers.run = talk  # type: ignore[method-assign]  # a worker that writes lines
        execution_id = await made.run()
        assert await messages(made, execution_id) == ["WARN", "ERROR", "It went wrong."]


async def test_the_log_level_of_a_light_task_counts_too(tmp_path: Path):
    log = "  - {id: %s, type: io.kestra.plugin.core.log.Log, message: %s, level: %s, logLevel: WARN}\n"
    tasks = log % ("x", "kept", "WARN") + log % ("y", "dropped", "INFO")
    async with bench(tmp_path, flow(tasks)) as made:
        assert await messages(made, await made.run()) == ["kept"]
