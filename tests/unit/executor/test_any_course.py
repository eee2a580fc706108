"""What holds for any flow: whatever its tasks do, whatever it waits for, and whenever it is stopped."""

import zlib
from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from dalsegno_executor.core.events import (
    Event,
    ExecutionClosed,
    ExecutionEnded,
    ExecutionRestarted,
    ExecutionStopped,
    TaskRunFinished,
    TaskRunOpened,
    TaskRunStarted,
)
from dalsegno_executor.core.evolving import evolve
from dalsegno_executor.core.paths import parent_path
from dalsegno_executor.core.reopening import retrace
from dalsegno_executor.core.states import State
from dalsegno_executor.wire.events import event_from_bytes, event_to_bytes
from dalsegno_flow import Flow
from dalsegno_flow.sla import Sla, SlaBehavior, SlaType
from support.courses import SECOND, Outcomes, Run
from support.properties import examples
from support.random_flows import waiting_flows
from support.random_runs import ENDINGS, Driver, lose_all

PROMISES = st.builds(
    lambda seconds, behavior: Sla(
        id="quick", type=SlaType.MAX_DURATION, duration=seconds * SECOND, behavior=behavior, labels={"sla": "missed"}
    ),
    st.integers(0, 20),
    st.sampled_from(SlaBehavior),
)


SETTINGS = examples(120)


@SETTINGS
@given(flow=waiting_flows(), slas=st.lists(PROMISES, max_size=1), data=st.data())
def test_any_flow_ends_once_and_leaves_nothing_behind(flow: Flow, slas: list[Sla], data: st.DataObject) -> None:
    flow = replace(flow, sla=tuple(slas))
    run = Driver(flow, data).go()
    execution = run.course.execution

    assert run.agenda == set()
    assert run.course.follow() == []
    assert execution.running == set()
    assert {path: state for path, state in run.states.items() if not state.is_terminal} == {}
    last = since_the_last_restart(run)
    assert len([event for event in last if isinstance(event, ExecutionEnded)]) == 1
    closings = [ExecutionClosed, ExecutionEnded]
    assert isinstance(last[-1], next(kind for kind in closings if any(isinstance(event, kind) for event in last)))
    assert execution.state is expected_state(run, flow)
    assert_nothing_follows_an_end(run, flow)
    assert_attempts_follow_one_another(run)
    assert_parents_end_after_their_children(run)
    stored = [event_from_bytes(event_to_bytes("e", recorded)) for recorded in run.journal]
    assert retrace("e", flow, stored).execution == execution


@SETTINGS
@given(flow=waiting_flows(), seed=st.integers(0, 9), data=st.data())
def test_a_crash_at_any_moment_changes_nothing_about_the_end(flow: Flow, seed: int, data: st.DataObject) -> None:
    outcomes = an_outcome_for_each_place(seed)
    whole = Run(flow).go(outcomes)
    position = data.draw(st.integers(1, len(whole.journal)), "crash after")
    if position < len(whole.journal) and isinstance(whole.journal[position].event, ExecutionStopped):
        position += 1  # what stops the execution to try it again is in one commit with what failed
    journal = whole.journal[:position]

    # Retries with a limit of time begin anew with it: the clock stands still over the crash.
    broken = Run(flow, now=journal[-1].time, journal=journal)
    lose_all(broken).go(outcomes)

    assert broken.states == whole.states
    assert broken.state is whole.state
    assert broken.journal[:position] == whole.journal[:position]
    # What was committed before the crash did not run again, unless the flow itself says so.
    repeated = Counter(recorded.event.task_path for recorded in journal if ended_well(recorded.event))
    final = Counter(recorded.event.task_path for recorded in broken.journal if ended_well(recorded.event))
    planned = Counter(recorded.event.task_path for recorded in whole.journal if ended_well(recorded.event))
    assert final == planned
    assert all(final[path] >= times for path, times in repeated.items())


def an_outcome_for_each_place(seed: int) -> Outcomes:
    """The same place always ends the same way."""
    return lambda path: ENDINGS[zlib.crc32(f"{seed} {path}".encode()) % len(ENDINGS)]


def ended_well(event: Event) -> bool:
    return isinstance(event, TaskRunFinished) and event.state is not State.RESUBMITTED


def since_the_last_restart(run: Run) -> list[Event]:
    events = [recorded.event for recorded in run.journal]
    restarts = [index for index, event in enumerate(events) if isinstance(event, ExecutionRestarted)]
    return events[restarts[-1] :] if restarts else events


def assert_nothing_follows_an_end(run: Run, flow: Flow) -> None:
    """A state that is final stays, of the execution and of its runs, until the execution itself is restarted."""
    course = retrace("e", flow, run.journal[:1])
    for recorded in run.journal[1:]:
        execution, event = course.execution, recorded.event
        before = execution.state if execution.ended else None
        runs = {path: found.state for path, found in execution.task_runs.items() if found.state.is_terminal}
        evolve(execution, recorded)
        course.note(event)
        if isinstance(event, ExecutionRestarted):
            continue
        assert before in {None, execution.state}
        again = {path: state for path, state in runs.items() if path in execution.task_runs}
        assert again == {path: execution.task_runs[path].state for path in again}


def expected_state(run: Run, flow: Flow) -> State:
    """What stopped it; else the worst of the runs at the top, those of errors and finally apart."""
    events = since_the_last_restart(run)
    ended = next(index for index, event in enumerate(events) if isinstance(event, ExecutionEnded))
    stopped = [event for event in events[:ended] if isinstance(event, ExecutionStopped)]
    if stopped:
        return stopped[0].state
    tops = {run.states[task.id] for task in flow.tasks if task.id in run.states}
    precedence = (State.KILLED, State.CANCELLED, State.FAILED, State.WARNING)
    return next((state for state in precedence if state in tops), State.SUCCESS)


def assert_attempts_follow_one_another(run: Run) -> None:
    """Nothing starts while it runs, and every start of a leaf is an attempt of its own."""
    running: set[str] = set()
    numbers: dict[str, int] = {}
    for recorded in run.journal:
        event = recorded.event
        if isinstance(event, TaskRunStarted):
            assert event.task_path not in running
            running.add(event.task_path)
            if event.attempt_number:
                assert event.attempt_number == numbers.get(event.task_path, 0) + 1
                numbers[event.task_path] = event.attempt_number
        elif isinstance(event, TaskRunFinished):
            running.discard(event.task_path)
        elif isinstance(event, TaskRunOpened) and (event.opened.iteration or 0) > 1:
            within = (f"{event.task_path}/", f"{event.task_path}[")
            numbers = {path: number for path, number in numbers.items() if not path.startswith(within)}
        elif isinstance(event, ExecutionRestarted):
            numbers = {path: number for path, number in numbers.items() if path not in event.removed}
    assert running == set()


def assert_parents_end_after_their_children(run: Run) -> None:
    ended: dict[str, int] = {}
    for position, recorded in enumerate(run.journal):
        if isinstance(recorded.event, TaskRunFinished):
            ended[recorded.event.task_path] = position
    for path, found in run.course.execution.task_runs.items():
        assert found.parent_path == parent_path(path)
        if found.parent_path:
            assert ended[path] < ended[found.parent_path]
