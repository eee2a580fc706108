"""The tables of states and the fold of events agree: nothing happens that they do not have, and all that they have."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from dalsegno_executor.core.events import (
    CarriedTaskRun,
    ExecutionCreated,
    ExecutionEnded,
    ExecutionPaused,
    ExecutionRestarted,
    ExecutionResumed,
    ExecutionStarted,
    ExecutionStateSet,
    ExecutionStopped,
    Provenance,
    StateChange,
    TaskRunFinished,
    TaskRunResumed,
    TaskRunsCarried,
)
from dalsegno_executor.core.opened import Opened
from dalsegno_executor.core.restarting import restarted
from dalsegno_executor.core.states import TERMINAL, State
from dalsegno_executor.core.transitions import EXECUTION, TASK_RUN, Transition
from dalsegno_flow import Flow, Task
from dalsegno_flow.retry import RetryBehavior
from support.courses import CREATED, NOON, SECOND, Run, every, failing, flow_of, flowable, leaf
from support.observed import Change, changes_of
from support.properties import examples
from support.random_flows import waiting_flows
from support.random_runs import KILL, Driver, lose_all

STOPPED = (State.FAILED, State.KILLED, State.CANCELLED)
SETTABLE = (State.SUCCESS, State.WARNING, State.FAILED, State.CANCELLED)
ENDS = (*STOPPED, State.SUCCESS, State.WARNING)
AGAIN = every(1, max_attempts=3, behavior=RetryBehavior.CREATE_NEW_EXECUTION)
LATER = replace(CREATED, schedule_time=NOON + SECOND)
REPLAY = replace(CREATED, carried_history=(StateChange(State.CREATED, NOON), StateChange(State.FAILED, NOON)))
FAILS = failing("a")


def changes_in(table: tuple[Transition, ...]) -> set[Change]:
    return {(*change, row.event.__name__) for row in table for change in row.changes()}


@examples(100)
@given(flow=waiting_flows(), data=st.data())
def test_no_execution_changes_as_the_tables_do_not_say(flow: Flow, data: st.DataObject) -> None:
    of_execution, of_runs = changes_of(flow, Driver(flow, data).go().journal)
    assert of_execution <= changes_in(EXECUTION)
    assert of_runs <= changes_in(TASK_RUN)


def test_everything_that_the_tables_say_happens() -> None:
    found = [changes_of(run.flow, run.journal) for run in runs()]
    assert set().union(*(of_execution for of_execution, _ in found)) == changes_in(EXECUTION)
    assert set().union(*(of_runs for _, of_runs in found)) == changes_in(TASK_RUN)


def test_what_has_ended_goes_on_only_when_it_is_tried_again_or_restarted() -> None:
    again = {
        (row.event.__name__, after)
        for row in (*EXECUTION, *TASK_RUN)
        for before, after in row.changes()
        if before in TERMINAL
    }
    assert again == {
        ("ExecutionRestarted", State.RESTARTED),
        ("ExecutionRestarted", State.RUNNING),
        *(("ExecutionRestarted", state) for state in (*SETTABLE, State.SKIPPED)),
        *(("ExecutionStateSet", state) for state in (*SETTABLE, State.KILLED)),
        ("TaskRunRevoked", State.RESTARTED),
        ("TaskRunFinished", State.RETRYING),
        ("TaskRunFinished", State.RETRIED),
        ("ExecutionEnded", State.FAILED),
        ("ExecutionEnded", State.RETRIED),
    }


# -- one execution at least for everything that can happen


def runs() -> Iterator[Run]:
    yield from (scenario() for scenario in SCENARIOS)
    for state in ENDS:
        yield stopped(Run(flow_of(leaf("a"))).settle(), state)
        yield stopped(paused_beside_a_task(), state)
        yield stopped(retrying(), state)
        yield stopped(at_a_breakpoint(), state)
        yield at_once(Run(flow_of(leaf("a"))).settle(), state)
        yield at_once(lose_all(Run(flow_of(leaf("a"))).settle()).settle(), state)
    for begun in (
        Run(flow_of(leaf("a"))),
        Run(flow_of(leaf("a")), created=LATER),
        queued(),
        queued_again(),
        retrying(),
        paused_beside_a_task(),
        at_a_breakpoint(),
    ):
        yield begun.settle().happen(KILL).settle()
    for state in (State.FAILED, State.CANCELLED):
        for created in (CREATED, REPLAY):
            yield Run(flow_of(leaf("a")), created=created).happen(ExecutionEnded(state=state))


def at_a_breakpoint() -> Run:
    return Run(flow_of(leaf("a")), created=replace(CREATED, breakpoints=("a",))).settle()


def past_a_breakpoint() -> Run:
    return at_a_breakpoint().happen(ExecutionResumed()).go()


def at_a_breakpoint_beside(*tasks: Task) -> Run:
    created = replace(CREATED, breakpoints=("b",))
    return Run(flow_of(flowable("Parallel", "s", *tasks, flowable("Sequential", "q", leaf("c"), leaf("b")))), created)


def at_a_breakpoint_while_retrying() -> Run:
    run = at_a_breakpoint_beside(leaf("a", retry=every(5, max_attempts=3))).settle()
    return run.finish("s/a", State.FAILED).finish("s/q/c")


def at_a_breakpoint_beside_a_pause() -> Run:
    run = Run(
        flow_of(flowable("Parallel", "s", leaf("b"), flowable("Pause", "p"))), replace(CREATED, breakpoints=("b",))
    )
    return run.settle().happen(ExecutionResumed()).settle()


def at_a_breakpoint_again() -> Run:
    created = replace(REPLAY, breakpoints=("a",))
    run = carried(restarted=True, reopened=False, state=State.FAILED, created=created)()
    return run.settle()


def paused_by_hand() -> Run:
    return Run(flow_of(leaf("a"))).settle().happen(ExecutionPaused()).finish("a").happen(ExecutionResumed()).settle()


def set_to(before: State, after: State) -> Callable[[], Run]:
    return lambda: ended_as(before).happen(ExecutionStateSet(state=after))


def run_set_to(before: State, after: State) -> Callable[[], Run]:
    event = ExecutionRestarted(restarted=(), reopened=(), removed=(), changed=(("a", after),))
    return lambda: ended_as(before).happen(event).settle()


def ended_as(state: State) -> Run:
    if state is State.RETRIED:
        return Run(flow_of(leaf("a", retry=AGAIN))).settle().finish("a", State.FAILED).go()
    if state is State.CANCELLED:
        return stopped(Run(flow_of(leaf("a"))).settle(), state)
    return Run(flow_of(leaf("a"))).go(lambda _path: state)


def stopped(run: Run, state: State) -> Run:
    return run.happen(ExecutionStopped(state=state, task_run_state=state)).settle()


def at_once(run: Run, state: State) -> Run:
    number = len(run.attempts_of("a"))
    return run.happen(TaskRunFinished(task_path="a", attempt_number=number, state=state, at_once=True)).settle()


def restart(run: Run) -> Run:
    return run.happen(restarted(run.course.execution, run.flow, run.course))


def queued() -> Run:
    run = Run(flow_of(leaf("a")))
    run.course.queue()
    return run.settle()


def queued_and_let_in() -> Run:
    return queued().happen(ExecutionStarted()).go()


def queued_again() -> Run:
    run = restart(Run(flow_of(leaf("a"))).go(FAILS))
    run.course.queue()
    return run.settle()


def ended() -> Run:
    return Run(flow_of(leaf("a"))).go(lambda _path: State.WARNING)


def pause(task_id: str = "p", **properties: object) -> Flow:
    return flow_of(flowable("Pause", task_id, properties=properties))


def paused_beside_a_task() -> Run:
    return Run(flow_of(flowable("Parallel", "s", flowable("Pause", "p"), leaf("a")))).settle()


def resumed() -> Run:
    return Run(pause()).settle().happen(TaskRunResumed(task_path="p")).settle()


def time_is_up(behavior: str) -> Callable[[], Run]:
    return lambda: Run(pause(pauseDuration="PT5S", behavior=behavior)).go()


def going_round() -> Run:
    properties = {"rounds": 3, "checkFrequency": {"maxIterations": 2, "interval": "PT2S"}}
    return Run(flow_of(flowable("LoopUntil", "l", leaf("a"), properties=properties))).go()


def retrying() -> Run:
    return Run(flow_of(leaf("a", retry=every(5, max_attempts=3)))).settle().finish("a", State.FAILED)


def retried_and_well() -> Run:
    return retrying().wait().finish("a")


def retrying_within() -> Run:
    flow = flow_of(flowable("Parallel", "s", leaf("a", retry=every(5, max_attempts=3)), flowable("Pause", "p")))
    return Run(flow).settle().finish("s/a", State.FAILED)


def retrying_and_then_paused() -> Run:
    first = flowable("Sequential", "first", leaf("b"), flowable("Pause", "p"))
    run = Run(flow_of(flowable("Parallel", "s", leaf("a", retry=every(5, max_attempts=3)), first))).settle()
    return run.finish("s/a", State.FAILED).finish("s/first/b")


def tried_again_elsewhere(*beside: str) -> Run:
    tasks = {"p": flowable("Pause", "p"), "b": leaf("b", retry=every(5, max_attempts=3))}
    run = Run(flow_of(flowable("Parallel", "s", leaf("a", retry=AGAIN), *(tasks[name] for name in beside)))).settle()
    if "b" in beside:
        run.finish("s/b", State.FAILED)
    return run.finish("s/a", State.FAILED)


def lost() -> Run:
    return lose_all(Run(flow_of(leaf("a"))).settle()).go()


def never_ran(state: State, *, lost: bool) -> Callable[[], Run]:
    def run() -> Run:
        begun = Run(flow_of(leaf("a"))).settle()
        if lost:
            lose_all(begun).settle()
        number = len(begun.attempts_of("a"))
        finished = TaskRunFinished(task_path="a", attempt_number=number, state=state, never_ran=True)
        return begun.happen(finished).settle()

    return run


def outputs_cannot_be_made(state: State) -> Callable[[], Run]:
    def run() -> Run:
        begun = Run(flow_of(leaf("a"))).settle()
        number = len(begun.attempts_of("a"))
        begun.happen(TaskRunFinished(task_path="a", attempt_number=number, state=state))
        return begun.happen(ExecutionEnded(state=State.FAILED, reached=state, error="no outputs"))

    return run


def carried(*, restarted: bool, reopened: bool, state: State, created: ExecutionCreated = REPLAY) -> Callable[[], Run]:
    def run() -> Run:
        one = CarriedTaskRun(
            task_path="a",
            state=state,
            history=(StateChange(State.CREATED, NOON), StateChange(State.RUNNING, NOON), StateChange(state, NOON)),
            attempts=(),
            restarted=restarted,
            reopened=reopened,
        )
        carried = TaskRunsCarried(source_execution_id="s", task_runs=(one,))
        return Run(flow_of(leaf("a"), leaf("b")), created=created, carried=[carried]).settle()

    return run


def carried_behind_a_failure() -> Run:
    """What is to go on stands behind what failed and stays so, as when a caller says that this task became that."""
    ended = (StateChange(State.CREATED, NOON), StateChange(State.RUNNING, NOON), StateChange(State.FAILED, NOON))
    kept = CarriedTaskRun(task_path="a", state=State.FAILED, history=ended, attempts=())
    around = replace(kept, task_path="s", reopened=True, opened=Opened())
    within = replace(kept, task_path="s/b", parent_path="s", restarted=True)
    carried = TaskRunsCarried(source_execution_id="e", task_runs=(kept, around, within))
    return Run(flow_of(leaf("a"), flowable("Sequential", "s", leaf("b"))), created=REPLAY, carried=[carried]).go()


def test_what_is_to_go_on_is_cancelled_when_nothing_comes_to_it() -> None:
    run = carried_behind_a_failure()
    assert (run.state, run.order) == (State.FAILED, [])
    assert run.states == {"a": State.FAILED, "s": State.CANCELLED, "s/b": State.CANCELLED}


def revoked(state: State) -> Callable[[], Run]:
    """What is reused depends on a task that has given other outputs."""

    def run() -> Run:
        ended = (StateChange(State.CREATED, NOON), StateChange(State.RUNNING, NOON))
        made = Provenance(execution_id="e", task_run_id="t", output_digest="")
        first = CarriedTaskRun(
            task_path="a",
            state=State.SUCCESS,
            history=(*ended, StateChange(State.SUCCESS, NOON)),
            attempts=(),
            restarted=True,
            before_digest="before",
        )
        then = replace(first, task_path="b", state=state, history=(*ended, StateChange(state, NOON)), restarted=False)
        runs = (first, replace(then, provenance=made, before_digest=None))
        created = replace(REPLAY, cut_offs={"b": ("a",)})
        carried = TaskRunsCarried(source_execution_id="e", task_runs=runs)
        return Run(flow_of(leaf("a"), leaf("b")), created=created, carried=[carried]).go()

    return run


def queued_replay() -> Run:
    run = Run(flow_of(leaf("a")), created=REPLAY)
    run.course.queue()
    return run.settle()


def restarted_within(*, allow_failure: bool, allow_warning: bool) -> Callable[[], Run]:
    """A failure that its parent has made something else of."""

    def run() -> Run:
        around = flowable("Sequential", "s", leaf("a"))
        around = replace(around, allow_failure=allow_failure, allow_warning=allow_warning)
        return restart(Run(flow_of(around)).go(FAILS)).go()

    return run


def restarted_after(state: State) -> Callable[[], Run]:
    """What failed in an execution that was stopped while something else ran."""

    def run() -> Run:
        begun = Run(flow_of(flowable("Parallel", "s", leaf("a"), leaf("b")))).settle().finish("s/a", State.FAILED)
        return restart(stopped(begun, state)).go()

    return run


def restarted_after_it_was_tried_again() -> Run:
    run = Run(flow_of(flowable("Parallel", "s", leaf("a", retry=AGAIN), leaf("b")))).settle()
    return restart(run.finish("s/b", State.FAILED).finish("s/a", State.FAILED)).go()


SCENARIOS: tuple[Callable[[], Run], ...] = (
    queued_and_let_in,
    queued_again,
    queued_replay,
    ended,
    lambda: Run(flow_of(leaf("a"))).go(),
    lambda: Run(flow_of(leaf("a"))).go(FAILS),
    resumed,
    *(time_is_up(behavior) for behavior in ("RESUME", "WARN", "FAIL", "CANCEL")),
    going_round,
    retried_and_well,
    retrying_within,
    retrying_and_then_paused,
    lambda: Run(flow_of(leaf("a", retry=AGAIN))).settle().finish("a", State.FAILED),
    tried_again_elsewhere,
    lambda: tried_again_elsewhere("p"),
    lambda: tried_again_elsewhere("b"),
    lost,
    *(never_ran(state, lost=lost) for state in (State.SKIPPED, State.FAILED) for lost in (False, True)),
    *(outputs_cannot_be_made(state) for state in (State.SUCCESS, State.WARNING)),
    *(
        carried(restarted=False, reopened=False, state=state)
        for state in (State.SUCCESS, State.WARNING, State.SKIPPED, State.FAILED)
    ),
    carried(restarted=True, reopened=False, state=State.FAILED),
    carried(restarted=False, reopened=True, state=State.FAILED),
    carried_behind_a_failure,
    *(revoked(state) for state in (State.SUCCESS, State.WARNING, State.SKIPPED)),
    restarted_within(allow_failure=False, allow_warning=False),
    restarted_within(allow_failure=True, allow_warning=False),
    restarted_within(allow_failure=True, allow_warning=True),
    restarted_after(State.CANCELLED),
    restarted_after_it_was_tried_again,
    past_a_breakpoint,
    at_a_breakpoint_while_retrying,
    at_a_breakpoint_beside_a_pause,
    at_a_breakpoint_again,
    paused_by_hand,
    *(
        change(before, after)
        for change, last in ((set_to, State.KILLED), (run_set_to, State.SKIPPED))
        for before in (*SETTABLE, State.RETRIED)
        for after in (*SETTABLE, last)
        if before is not after
    ),
)
