"""How executions end before their tasks have, and what is done once they have ended."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from dalsegno_executor.core.events import (
    CarriedTaskRun,
    ExecutionClosed,
    ExecutionEnded,
    ExecutionQueued,
    ExecutionStarted,
    ExecutionStopped,
    LabelsSet,
    SlaViolated,
    StateChange,
    TaskRunFinished,
    TaskRunResumed,
    TaskRunsCarried,
)
from dalsegno_executor.core.moments import NEVER
from dalsegno_executor.core.states import State
from dalsegno_executor.core.work import Kind, Work
from dalsegno_flow import Flow
from dalsegno_flow.outputs import Output
from dalsegno_flow.sla import Sla, SlaBehavior, SlaType
from support.courses import CREATED, NOON, SECOND, Run, every, failing, flow_of, flowable, leaf

PENDING, RUNNING, PAUSED = State.CREATED, State.RUNNING, State.PAUSED
SUCCESS, WARNING, FAILED = State.SUCCESS, State.WARNING, State.FAILED
KILLED, CANCELLED, RETRIED = State.KILLED, State.CANCELLED, State.RETRIED
KILL = ExecutionStopped(state=KILLED, task_run_state=KILLED, reason="Somebody killed it.")


def finished(run: Run) -> list[str]:
    """The places in the order of their ends."""
    return [event.task_path for event in run.events(TaskRunFinished)]


# -- stopping


def test_what_runs_is_called_off_and_nothing_starts_any_more():
    task = flowable("Sequential", "s", flowable("Parallel", "p", leaf("a"), leaf("b")), leaf("c"))
    run = Run(flow_of(task, leaf("d"), errors=(leaf("h"),), finally_=(leaf("last"),))).settle()
    run.finish("s/p/a").happen(KILL).settle()
    assert run.states == {"s": KILLED, "s/p": KILLED, "s/p/a": SUCCESS, "s/p/b": KILLED}
    assert finished(run) == ["s/p/a", "s/p/b", "s/p", "s"]
    assert run.history == [PENDING, RUNNING, KILLED]
    assert run.run_of("s/p/b").error == "Somebody killed it."
    assert run.attempts_of("s/p/b") == [KILLED]


def test_work_is_called_off_before_the_ends_are_recorded():
    run = Run(flow_of(leaf("a"))).settle()
    assert run.happen(KILL).agenda == set()


def test_a_run_that_waits_to_be_tried_again_is_ended():
    run = Run(flow_of(leaf("a", retry=every(5)))).settle().finish("a", FAILED).happen(KILL).settle()
    assert run.history_of("a")[-2:] == [State.RETRYING, KILLED]
    assert run.attempts_of("a") == [FAILED]
    assert (run.history[-2:], run.agenda) == ([State.RETRYING, KILLED], set())


@pytest.mark.parametrize("resumed", [False, True])
def test_a_paused_run_is_ended_with_what_it_runs_meanwhile(resumed: bool):
    run = Run(flow_of(flowable("Pause", "p", leaf("a"), onPause=(leaf("tell"),)))).settle()
    if resumed:
        run.happen(TaskRunResumed(task_path="p"))
    run.happen(KILL).settle()
    assert run.states == {"p": KILLED, "p/tell": KILLED}
    assert finished(run) == ["p/tell", "p"]
    assert run.history[-1] is KILLED


def test_a_loop_between_two_rounds_is_ended():
    task = flowable("LoopUntil", "l", leaf("a"), properties={"rounds": 3})
    run = Run(flow_of(task)).settle().finish("l/a").happen(KILL).settle()
    assert run.states == {"l": KILLED, "l/a": SUCCESS}
    assert run.history == [PENDING, RUNNING, PAUSED, KILLED]


def test_a_run_that_a_replay_has_not_come_to_is_ended():
    failed = tuple(StateChange(state, NOON) for state in (PENDING, RUNNING, FAILED))
    runs = tuple(
        CarriedTaskRun(task_path=path, state=FAILED, history=failed, attempts=(), restarted=True) for path in "ab"
    )
    carried = TaskRunsCarried(source_execution_id="before", task_runs=runs)
    run = Run(flow_of(leaf("a"), leaf("b")), created=replace(CREATED, carried_history=failed), carried=[carried])
    run.settle().happen(KILL).settle()
    assert run.history_of("b") == [PENDING, RUNNING, FAILED, State.RESTARTED, KILLED]


def test_a_queued_execution_is_ended():
    run = Run(flow_of(leaf("a"))).happen(ExecutionQueued(), KILL).settle()
    assert (run.history, run.states) == ([PENDING, State.QUEUED, KILLED], {})


def test_a_scheduled_execution_is_ended_and_never_begins():
    run = Run(flow_of(leaf("a")), created=replace(CREATED, schedule_time=NOON + SECOND)).happen(KILL).settle()
    assert (run.history, run.agenda) == ([PENDING, KILLED], set())


def test_what_came_too_late_does_not_matter():
    """A stop and an end may come in one turn; the end of what was called off is no longer wanted."""
    run = Run(flow_of(leaf("a"), leaf("b"))).settle()
    work = Work(Kind.RUN, "a")
    assert work in run.course.work
    run.happen(KILL)
    assert work not in run.course.work


def test_outputs_of_a_run_stay_when_it_is_called_off():
    run = Run(flow_of(flowable("Pause", "p", leaf("a")))).settle()
    run.happen(TaskRunResumed(task_path="p", output_digest="d", outputs_json='{"onResume":{}}'), KILL).settle()
    assert run.run_of("p").outputs_json == '{"onResume":{}}'


# -- the order of precedence


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ([SUCCESS, State.SKIPPED], SUCCESS),
        ([SUCCESS, WARNING], WARNING),
        ([WARNING, FAILED], FAILED),
        ([FAILED, CANCELLED], CANCELLED),
        ([FAILED, CANCELLED, KILLED], KILLED),
    ],
)
def test_an_execution_ends_as_the_worst_of_its_task_runs(states: list[State], expected: State):
    """Such as those of subflows, which end as what they started did."""
    tasks = [leaf(f"t{number}") for number in range(len(states))]
    run = Run(flow_of(flowable("Parallel", "p", *tasks))).settle()
    for number, state in enumerate(states):
        run.finish(f"p/t{number}", state)
    assert (run.states["p"], run.state) == (expected, expected)


@pytest.mark.parametrize("state", [KILLED, CANCELLED])
def test_nothing_runs_after_a_task_that_was_called_off_but_finally(state: State):
    flow = flow_of(leaf("a"), leaf("b"), errors=(leaf("h"),), finally_=(leaf("last"),))
    run = Run(flow).go(lambda path: state if path == "a" else SUCCESS)
    assert (run.order, run.state) == (["a", "last"], state)


# -- what follows the end


def after(*, errors: bool = False) -> Flow:
    follows = flowable("Sequential", "s", leaf("x")), leaf("y")
    return flow_of(leaf("a"), errors=(leaf("h"),) if errors else (), after_execution=follows)


@pytest.mark.parametrize("state", [SUCCESS, WARNING, FAILED, KILLED, CANCELLED])
def test_after_execution_follows_every_final_state(state: State):
    run = Run(after(errors=True)).go(lambda path: state if path == "a" else SUCCESS)
    assert run.order[-3:] == ["s", "s/x", "y"]
    assert run.history == [PENDING, RUNNING, state]
    assert run.journal[-1].event == ExecutionClosed()


def test_after_execution_follows_a_stop():
    run = Run(after()).settle().happen(KILL).go()
    assert run.order == ["a", "s", "s/x", "y"]
    assert run.states == {"a": KILLED, "s": SUCCESS, "s/x": SUCCESS, "y": SUCCESS}


def test_after_execution_begins_once_the_end_is_recorded():
    run = Run(after()).settle().finish("a")
    assert run.events(ExecutionEnded) == [ExecutionEnded(state=SUCCESS, followed=True)]
    assert (run.course.execution.ended, run.course.execution.closed, run.leaves) == (True, False, ["s/x"])


@pytest.mark.parametrize("state", [SUCCESS, FAILED])
def test_a_failure_after_the_end_stops_what_follows_and_changes_no_state(state: State):
    run = Run(after()).go(lambda path: FAILED if path == "s/x" else state)
    assert run.states == {"a": state, "s": FAILED, "s/x": FAILED}
    assert run.history == [PENDING, RUNNING, state]


def test_what_follows_the_end_may_wait_and_changes_no_state():
    pause = flowable("Pause", "p", properties={"pauseDuration": "PT5S", "behavior": "WARN"})
    flow = flow_of(leaf("a"), after_execution=(pause, leaf("b", retry=every(1, max_attempts=2))))
    run = Run(flow).go(failing("b"))
    assert (run.order, run.states["p"]) == (["a", "p", "b", "b"], WARNING)
    assert run.history == [PENDING, RUNNING, SUCCESS]


def test_tasks_that_are_disabled_leave_nothing_to_follow_the_end():
    run = Run(flow_of(leaf("a"), after_execution=(leaf("b", disabled=True),))).go()
    assert (run.order, run.journal[-1].event) == (["a"], ExecutionClosed())


@pytest.mark.parametrize(
    "stop",
    [
        lambda run: run.happen(KILL),
        lambda run: run.finish("x").wait(),
    ],
)
def test_what_follows_the_end_may_be_stopped_and_the_end_stays(stop: Callable[[Run], object]):
    pause = flowable("Pause", "p", properties={"pauseDuration": "PT5S", "behavior": "CANCEL"})
    run = Run(flow_of(leaf("a"), after_execution=(leaf("x"), pause, leaf("y")))).settle().finish("a")
    stop(run)
    run.settle()
    assert run.history == [PENDING, RUNNING, SUCCESS]
    assert len(run.events(ExecutionEnded)) == 1
    assert (run.course.execution.closed, run.course.execution.running) == (True, set())
    assert set(run.states.values()) <= {SUCCESS, KILLED, CANCELLED}


def test_an_execution_that_would_be_tried_again_may_be_stopped_instead():
    again = ExecutionStopped(state=RETRIED, task_run_state=RETRIED, retry_time=NOON + SECOND)
    run = Run(flow_of(leaf("a"))).settle().happen(again)
    while follow := run.course.follow():
        run.happen(*follow)
    assert run.agenda == {Work(Kind.AGAIN, "")}
    run.happen(KILL).settle()
    assert (run.state, run.agenda, run.journal[-1].event) == (RETRIED, set(), ExecutionClosed())


# -- outputs of the flow


def test_outputs_are_made_once_all_tasks_have_ended():
    flow = flow_of(leaf("a"), finally_=(leaf("last"),), outputs=(Output(id="o", value="v", type="STRING"),))
    run = Run(flow).settle().finish("a")
    assert run.agenda == {Work(Kind.RUN, "last")}
    run.happen(TaskRunFinished(task_path="last", attempt_number=1, state=SUCCESS))
    assert run.agenda == {Work(Kind.END, "")}
    run.happen(run.course.end(run.course.reached(), outputs_json='{"o":"v"}'))
    assert (run.state, run.course.execution.outputs_json) == (SUCCESS, '{"o":"v"}')


@pytest.mark.parametrize(
    ("state", "history"),
    [(SUCCESS, [SUCCESS, FAILED]), (WARNING, [WARNING, FAILED]), (FAILED, [FAILED])],
)
def test_outputs_that_cannot_be_made_fail_an_execution_that_had_come_to_its_state(state: State, history: list[State]):
    flow = flow_of(leaf("a"), outputs=(Output(id="o", value="v", type="STRING"),))
    run = Run(flow).settle()
    run.happen(TaskRunFinished(task_path="a", attempt_number=1, state=state))
    run.happen(run.course.end(run.course.reached(), error="no such variable"))
    assert run.history == [PENDING, RUNNING, *history]
    assert run.course.execution.error == "no such variable"


# -- SLAs


def sla(behavior: SlaBehavior, sla_id: str = "quick", seconds: float = 9, **labels: str) -> Sla:
    return Sla(
        id=sla_id,
        type=SlaType.MAX_DURATION,
        behavior=behavior,
        duration=seconds * SECOND,
        labels=labels or {"sla": "x"},
    )


@pytest.mark.parametrize(("behavior", "state"), [(SlaBehavior.FAIL, FAILED), (SlaBehavior.CANCEL, CANCELLED)])
def test_an_execution_that_takes_too_long_is_ended(behavior: SlaBehavior, state: State):
    run = Run(flow_of(leaf("a"), leaf("b"), sla=(sla(behavior),))).settle()
    assert run.agenda == {Work(Kind.RUN, "a"), Work(Kind.WAIT, "sla/quick")}
    run.wait()
    reason = "execution duration of PT9S exceeded"
    assert run.events(SlaViolated) == [SlaViolated(sla_id="quick", reason=reason)]
    assert run.states == {"a": state}
    assert run.history == [PENDING, RUNNING, state]
    assert run.course.execution.error == f"SLA 'quick' violated: {reason}"
    assert (run.course.execution.labels, run.agenda) == ({"sla": "x"}, set())


def test_an_sla_may_do_nothing_but_set_labels():
    run = Run(flow_of(leaf("a"), sla=(sla(SlaBehavior.NONE),))).settle().wait()
    assert (run.leaves, run.course.execution.labels) == (["a"], {"sla": "x"})
    assert run.finish("a").history == [PENDING, RUNNING, SUCCESS]
    assert run.events(LabelsSet) == [LabelsSet(labels={"sla": "x"})]


def test_an_execution_that_is_done_in_time_keeps_its_promise():
    run = Run(flow_of(leaf("a"), after_execution=(leaf("b"),), sla=(sla(SlaBehavior.FAIL),))).settle().finish("a")
    assert run.agenda == {Work(Kind.RUN, "b")}
    assert run.finish("b").events(SlaViolated) == []


def test_an_sla_is_kept_once_all_tasks_have_ended_though_the_outputs_take_their_time():
    flow = flow_of(leaf("a"), sla=(sla(SlaBehavior.FAIL),), outputs=(Output(id="o", value="v", type="STRING"),))
    run = Run(flow).settle().happen(TaskRunFinished(task_path="a", attempt_number=1, state=SUCCESS))
    assert run.agenda == {Work(Kind.END, "")}


def test_every_sla_is_looked_after_on_its_own():
    slas = sla(SlaBehavior.NONE, "warn", 1, warned="yes"), sla(SlaBehavior.FAIL, "end", 2, missed="yes")
    run = Run(flow_of(leaf("a"), sla=slas)).settle().wait()
    assert run.agenda == {Work(Kind.RUN, "a"), Work(Kind.WAIT, "sla/end")}
    assert run.wait().course.execution.labels == {"warned": "yes", "missed": "yes"}
    assert (run.state, run.course.execution.violated) == (FAILED, {"warn", "end"})


def test_time_in_the_queue_counts_for_an_sla_which_is_looked_after_from_the_start():
    run = Run(flow_of(leaf("a"), sla=(sla(SlaBehavior.FAIL),))).happen(ExecutionQueued()).settle()
    assert run.agenda == set()
    run.now = NOON + 60 * SECOND
    run.happen(ExecutionStarted()).settle().wait()
    assert (run.now, run.state) == (NOON + 60 * SECOND, FAILED)


def test_a_paused_execution_that_takes_too_long_is_ended():
    run = Run(flow_of(flowable("Pause", "p"), sla=(sla(SlaBehavior.CANCEL),))).settle().wait()
    assert run.history == [PENDING, RUNNING, PAUSED, CANCELLED]


def test_an_sla_longer_than_time_itself_is_never_violated():
    run = Run(flow_of(leaf("a"), sla=(sla(SlaBehavior.FAIL, seconds=1e12),))).settle()
    assert run.course.work.wait_of(Work(Kind.WAIT, "sla/quick")).until == NEVER
