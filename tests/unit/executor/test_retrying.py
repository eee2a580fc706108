"""Retries: when a failed attempt is followed by another one, and what the histories say of it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from dalsegno_executor.core.events import (
    Attempt,
    CarriedTaskRun,
    Event,
    ExecutionEnded,
    ExecutionStarted,
    ExecutionStopped,
    StateChange,
    TaskRunFinished,
    TaskRunsCarried,
)
from dalsegno_executor.core.execution import Execution, TaskRun
from dalsegno_executor.core.moments import NEVER
from dalsegno_executor.core.retrying import execution_retry_time, retry_time
from dalsegno_executor.core.states import State
from dalsegno_executor.core.work import Kind, Work
from dalsegno_flow.retry import Retry, RetryBehavior, RetryType
from dalsegno_runtime.ids import follow_up_id, time_of
from support.courses import CREATED, NOON, SECOND, Run, every, failing, failing_times, flow_of, flowable, leaf

SUCCESS, WARNING, FAILED, RUNNING = State.SUCCESS, State.WARNING, State.FAILED, State.RUNNING
RETRYING, RETRIED, RESUBMITTED = State.RETRYING, State.RETRIED, State.RESUBMITTED
NEW_EXECUTION = RetryBehavior.CREATE_NEW_EXECUTION
LONG = timedelta.max


def grown(**fields: object) -> Retry:
    fields = {"interval": 2 * SECOND, "max_interval": 60 * SECOND, **fields}
    return Retry(type=RetryType.EXPONENTIAL, **fields)  # type: ignore[arg-type]  # the fields of a Retry


def lowest(least: float, _most: float) -> float:
    return least


def highest(_least: float, most: float) -> float:
    return most


def execution_of(*attempts: State, started: datetime = NOON, execution_id: str = "e") -> Execution:
    """One whose task run r has made these attempts."""
    execution = Execution(execution_id="e", created=CREATED, create_time=NOON, history=[], labels={})
    made = [
        Attempt(number=number, state=state, start_time=started, execution_id=execution_id)
        for number, state in enumerate(attempts, 1)
    ]
    execution.task_runs["r"] = TaskRun(task_run_id="r", task_path="r", history=[], attempts=made)
    execution.history.append(StateChange(RUNNING, NOON))
    return execution


def seconds_until(retry: Retry, *attempts: State, after: float = 0, between=lowest) -> float | None:
    """How many seconds after its last attempt a run is tried again, which failed so many seconds after the first."""
    execution, now = execution_of(*attempts), NOON + after * SECOND
    time = retry_time(retry, execution, execution.task_runs["r"], now, between)
    return None if time is None else (time - now).total_seconds()


# -- when


def test_a_constant_retry_waits_as_long_each_time():
    assert [seconds_until(every(5), *[FAILED] * tried) for tried in (1, 2, 9)] == [5, 5, 5]


def test_an_exponential_retry_waits_longer_each_time_up_to_its_longest_interval():
    assert [seconds_until(grown(), *[FAILED] * tried) for tried in range(1, 8)] == [2, 4, 8, 16, 32, 60, 60]
    assert [seconds_until(grown(delay_factor=1.5), *[FAILED] * tried) for tried in (1, 2, 3)] == [2, 3, 4.5]


def test_an_exponential_retry_that_grows_beyond_all_bounds_waits_its_longest_interval():
    assert seconds_until(grown(delay_factor=1e300), *[FAILED] * 3) == 60


def test_a_random_retry_waits_between_its_bounds():
    retry = Retry(type=RetryType.RANDOM, min_interval=3 * SECOND, max_interval=7 * SECOND)
    assert seconds_until(retry, FAILED, between=lowest) == 3
    assert seconds_until(retry, FAILED, between=highest) == 7


@pytest.mark.parametrize(("tried", "again"), [(1, 1), (2, 1), (3, None), (4, None)])
def test_max_attempts_counts_the_first_one_too(tried: int, again: float | None):
    assert seconds_until(every(1, max_attempts=3), *[FAILED] * tried) == again


@pytest.mark.parametrize(("after", "again"), [(0, 5), (5, 5), (5.001, None)])
def test_max_duration_counts_from_the_start_of_the_first_attempt_to_that_of_the_next(after: float, again: float | None):
    assert seconds_until(every(5, max_duration=10 * SECOND), FAILED, FAILED, after=after) == again


def test_lost_attempts_do_not_count():
    assert seconds_until(every(1, max_attempts=2), RESUBMITTED, RESUBMITTED, FAILED) == 1
    assert seconds_until(grown(), RESUBMITTED, FAILED, RESUBMITTED, FAILED) == 4
    assert seconds_until(every(1), RESUBMITTED) is None


def test_attempts_of_the_replayed_execution_do_not_count():
    execution = execution_of(FAILED, FAILED, started=NOON - timedelta(days=1), execution_id="the one before")
    run = execution.task_runs["r"]
    run.attempts.append(Attempt(number=3, state=FAILED, start_time=NOON, execution_id="e"))
    retry = every(1, max_attempts=2, max_duration=5 * SECOND)
    assert retry_time(retry, execution, run, NOON, lowest) == NOON + SECOND


def test_a_retry_that_waits_longer_than_time_goes_on_waits_for_ever():
    execution = execution_of(FAILED)
    run = execution.task_runs["r"]
    assert retry_time(every(0, max_duration=LONG), execution, run, NOON, lowest) == NOON
    assert retry_time(Retry(type=RetryType.CONSTANT, interval=LONG), execution, run, NOON, lowest) == NEVER


@pytest.mark.parametrize(("attempt_number", "expected"), [(1, NOON + SECOND), (2, NOON + SECOND), (3, None)])
def test_executions_that_try_again_count_along_their_chain(attempt_number: int, expected: datetime | None):
    execution = execution_of()
    execution.created = replace(CREATED, attempt_number=attempt_number)
    assert execution_retry_time(every(1, max_attempts=3), execution, NOON, lowest) == expected


@pytest.mark.parametrize(("now", "expected"), [(4, 5), (5, 6), (5.001, None), (60, None)])
def test_the_longest_duration_of_executions_that_try_again_counts_from_the_first_of_them(
    now: float, expected: float | None
):
    execution = execution_of()
    first = follow_up_id(NOON, "the first")
    execution.created = replace(CREATED, original_id=first, start_time=NOON + now * SECOND, attempt_number=3)
    retry = every(1, max_duration=6 * SECOND)
    found = execution_retry_time(retry, execution, NOON + now * SECOND, lowest)
    assert found == (None if expected is None else NOON + expected * SECOND)


def test_an_id_tells_when_it_was_made():
    moment = NOON + timedelta(microseconds=123_457)
    assert time_of(follow_up_id(moment, "any")) == moment


def test_what_fails_after_the_end_starts_no_execution_that_tries_again():
    execution = execution_of()
    execution.history.append(StateChange(SUCCESS, NOON))
    assert execution_retry_time(every(1), execution, NOON, lowest) is None


# -- whose


def test_the_retry_of_the_nearest_parent_counts_then_the_flows():
    own, near, far, flows = every(1), every(2), every(3), every(4)
    inner = replace(flowable("Sequential", "inner", leaf("a", retry=own), leaf("b")), retry=near)
    outer = replace(flowable("Sequential", "outer", inner, leaf("c")), retry=far)
    run = Run(flow_of(outer, flowable("Sequential", "bare", leaf("d")), leaf("e"), retry=flows)).go()
    found = {path: run.course.retry(path) for path in run.states}
    assert found == {
        "outer": far,
        "outer/inner": near,
        "outer/inner/a": own,
        "outer/inner/b": near,
        "outer/c": far,
        "bare": flows,
        "bare/d": flows,
        "e": flows,
    }


def test_a_retry_of_a_loop_counts_for_the_runs_of_each_value():
    retry = every(1, max_attempts=2)
    loop = replace(flowable("ForEach", "each", leaf("a"), properties={"values": ["x", "y"]}), retry=retry)
    run = Run(flow_of(loop)).go(failing_times(1, "a"))
    assert run.attempts_of("each[value=x]/a") == [FAILED, SUCCESS]
    assert run.attempts_of("each[value=y]/a") == [SUCCESS]


def test_a_flowable_itself_is_not_tried_again():
    task = replace(flowable("Sequential", "s", leaf("a")), retry=every(1, max_attempts=2))
    run = Run(flow_of(task)).go(failing("a"))
    assert run.order == ["s", "s/a", "s/a"]
    assert run.history_of("s") == [State.CREATED, RUNNING, FAILED]


# -- how it goes

AGAIN = [FAILED, RETRYING, State.CREATED, RUNNING]


def test_a_task_that_is_tried_again_makes_the_execution_retry_as_recorded():
    run = Run(flow_of(leaf("r", retry=every(1, max_attempts=3)), leaf("e"))).go(failing_times(2, "r"))
    again = [FAILED, RETRYING, RUNNING]
    assert run.order == ["r", "r", "r", "e"]
    assert run.history == [State.CREATED, RUNNING, *again, *again, SUCCESS]
    assert run.history_of("r") == [State.CREATED, RUNNING, *AGAIN, *AGAIN, SUCCESS]
    assert run.attempts_of("r") == [FAILED, FAILED, SUCCESS]
    assert run.now == NOON + 2 * SECOND


def test_a_task_within_another_makes_the_execution_retry_without_failing_as_recorded():
    task = flowable("Sequential", "flowable", leaf("child", retry=every(1, max_attempts=3)))
    run = Run(flow_of(task)).go(failing("child"))
    again = [RETRYING, RUNNING]
    assert run.history == [State.CREATED, RUNNING, *again, *again, FAILED]
    assert run.history_of("flowable") == [State.CREATED, RUNNING, FAILED]
    assert run.history_of("flowable/child") == [State.CREATED, RUNNING, *AGAIN, *AGAIN, FAILED]


def test_what_runs_beside_a_task_that_waits_to_be_tried_again_goes_on():
    task = flowable("Parallel", "p", leaf("a", retry=every(5, max_attempts=2)), leaf("b"), leaf("c"))
    run = Run(flow_of(task)).settle().finish("p/a", FAILED).finish("p/b")
    assert (run.state, run.leaves) == (RETRYING, ["p/c"])
    run.wait()
    assert (run.state, run.leaves) == (RUNNING, ["p/c", "p/a"])
    assert run.finish("p/a").finish("p/c").state is SUCCESS


def test_errors_wait_for_the_last_attempt():
    run = Run(flow_of(leaf("a", retry=every(1, max_attempts=2)), errors=(leaf("h"),))).go(failing("a"))
    assert run.order == ["a", "a", "h"]


def test_allow_failure_counts_for_the_last_attempt_only():
    task = leaf("a", retry=every(1, max_attempts=2), allow_failure=True)
    run = Run(flow_of(task)).go(failing("a"))
    assert run.history_of("a") == [State.CREATED, RUNNING, *AGAIN, WARNING]
    assert run.attempts_of("a") == [FAILED, FAILED]


def test_a_lost_attempt_is_followed_by_another_at_once_and_leaves_all_tries():
    run = Run(flow_of(leaf("a", retry=every(1, max_attempts=2)))).settle()
    run.happen(TaskRunFinished(task_path="a", attempt_number=1, state=RESUBMITTED)).settle()
    run.finish("a", FAILED).wait().finish("a", FAILED)
    assert run.attempts_of("a") == [RESUBMITTED, FAILED, FAILED]
    assert run.history_of("a") == [State.CREATED, RUNNING, State.RESTARTED, RUNNING, *AGAIN, FAILED]
    assert run.state is FAILED


def test_a_replay_has_all_tries_again():
    attempts = tuple(Attempt(number=n, state=FAILED, start_time=NOON, execution_id="before") for n in (1, 2))
    failed = tuple(StateChange(state, NOON) for state in (State.CREATED, RUNNING, FAILED))
    carried = CarriedTaskRun(task_path="a", state=FAILED, history=failed, attempts=attempts, restarted=True)
    before: list[Event] = [TaskRunsCarried(source_execution_id="before", task_runs=(carried,))]
    run = Run(
        flow_of(leaf("a", retry=every(1, max_attempts=2))),
        created=replace(CREATED, carried_history=failed),
        carried=before,
    ).go(failing("a"))
    assert run.attempts_of("a") == [FAILED] * 4
    assert [attempt.number for attempt in run.run_of("a").attempts] == [1, 2, 3, 4]


# -- another execution


def test_a_failure_may_be_tried_again_in_another_execution():
    retry = every(5, max_attempts=2, behavior=NEW_EXECUTION)
    task = flowable("Parallel", "p", leaf("a", retry=retry), leaf("b"))
    run = Run(flow_of(task, leaf("c"), errors=(leaf("h"),))).settle().finish("p/a", FAILED)
    assert run.states == {"p": RETRIED, "p/a": RETRIED, "p/b": RETRIED}
    assert (run.history, run.attempts_of("p/a")) == ([State.CREATED, RUNNING, RETRIED], [FAILED])
    assert run.history_of("p/a") == [State.CREATED, RUNNING, FAILED, RETRIED]
    assert run.events(ExecutionEnded) == [ExecutionEnded(state=RETRIED, followed=True, retry_time=NOON + 5 * SECOND)]
    assert run.course.execution.closed


def test_the_last_execution_of_the_chain_fails_and_its_errors_run():
    retry = every(5, max_attempts=2, behavior=NEW_EXECUTION)
    flow = flow_of(leaf("a"), errors=(leaf("h"),), retry=retry)
    run = Run(flow, created=replace(CREATED, attempt_number=2)).go(failing("a"))
    assert (run.order, run.state) == (["a", "h"], FAILED)


def test_a_failure_in_after_execution_is_not_tried_again_in_another_execution():
    flow = flow_of(leaf("a"), after_execution=(leaf("b"), leaf("c")), retry=every(1, behavior=NEW_EXECUTION))
    run = Run(flow).go(failing("b"))
    assert run.states == {"a": SUCCESS, "b": FAILED}
    assert run.history == [State.CREATED, RUNNING, SUCCESS]
    assert run.events(ExecutionStopped) == []


def test_the_execution_that_tries_again_is_the_only_work_left():
    run = Run(flow_of(leaf("a"))).settle()
    stopped = ExecutionStopped(state=RETRIED, task_run_state=RETRIED, retry_time=NOON)
    run.happen(TaskRunFinished(task_path="a", attempt_number=1, state=RETRIED), stopped)
    while follow := run.course.follow():
        run.happen(*follow)
    assert run.agenda == {Work(Kind.AGAIN, "")}
    assert run.events(ExecutionStarted) == [ExecutionStarted()]
