"""The fold of a journal, and what follows from it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalsegno_executor.core.events import (
    CarriedTaskRun,
    Event,
    ExecutionCreated,
    ExecutionEnded,
    ExecutionStarted,
    LabelsSet,
    Provenance,
    Recorded,
    StateChange,
    TaskRunFinished,
    TaskRunsCarried,
    TaskRunStarted,
)
from dalsegno_executor.core.evolving import fold
from dalsegno_executor.core.execution import Execution, JournalCorrupt
from dalsegno_executor.core.reopening import retrace
from dalsegno_executor.core.states import State
from dalsegno_executor.wire.events import event_from_bytes, event_to_bytes
from dalsegno_flow import Flow, Task

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
CREATED = ExecutionCreated(
    namespace="company.team", flow_id="rides", flow_revision=1, source_digest="d", original_id="e1", start_time=NOON
)
FLOW = Flow(
    namespace="company.team",
    id="rides",
    tasks=(Task(id="a", type="t"), Task(id="off", type="t", disabled=True), Task(id="b", type="t")),
)


def journal(*events: Event) -> list[Recorded]:
    return [
        Recorded(position=number, time=NOON + timedelta(seconds=number), event=event)
        for number, event in enumerate(events, 1)
    ]


def folded(*events: Event) -> Execution:
    return fold("e1", journal(*events))


def following(*events: Event, flow: Flow = FLOW) -> list[Event]:
    """What follows from a journal."""
    return retrace("e1", flow, journal(*events)).follow()


def states(history: list[StateChange]) -> list[State]:
    return [change.state for change in history]


def done(path: str, state: State = State.SUCCESS, attempt: int = 1) -> TaskRunFinished:
    return TaskRunFinished(task_path=path, attempt_number=attempt, state=state)


def started(path: str, attempt: int = 1) -> TaskRunStarted:
    return TaskRunStarted(task_path=path, attempt_number=attempt)


def test_a_new_execution_starts_its_first_task() -> None:
    assert following(CREATED) == [ExecutionStarted()]
    assert following(CREATED, ExecutionStarted()) == [started("a")]


def test_nothing_follows_while_a_task_runs() -> None:
    assert following(CREATED, ExecutionStarted(), started("a")) == []


def test_the_next_task_that_is_not_disabled_follows_a_success() -> None:
    assert following(CREATED, ExecutionStarted(), started("a"), done("a")) == [started("b")]


def test_a_failure_ends_the_execution() -> None:
    ended = [ExecutionEnded(state=State.FAILED)]
    assert following(CREATED, ExecutionStarted(), started("a"), done("a", State.FAILED)) == ended


def test_the_end_of_the_last_task_ends_the_execution() -> None:
    events = (CREATED, ExecutionStarted(), started("a"), done("a"), started("b"), done("b", State.WARNING))
    assert following(*events) == [ExecutionEnded(state=State.WARNING)]


def test_nothing_follows_the_end() -> None:
    ended = ExecutionEnded(state=State.SUCCESS)
    assert following(CREATED, ExecutionStarted(), started("a"), done("a"), ended) == []


def test_a_lost_attempt_is_followed_by_another() -> None:
    events = (CREATED, ExecutionStarted(), started("a"), done("a", State.RESUBMITTED))
    execution = folded(*events)

    assert states(execution.task_runs["a"].history)[-1] is State.RESTARTED
    assert execution.task_runs["a"].attempts[0].state is State.RESUBMITTED
    assert following(*events) == [started("a", 2)]


def test_a_replay_keeps_reused_runs_as_they_were_and_counts_attempts_on() -> None:
    past = (StateChange(State.CREATED, NOON), StateChange(State.FAILED, NOON))
    first = folded(CREATED, ExecutionStarted(), started("a"), done("a"), started("b"), done("b", State.FAILED))
    provenance = Provenance(execution_id="e0", task_run_id="r", output_digest="d1")
    carried = TaskRunsCarried(
        source_execution_id="e0",
        task_runs=(
            CarriedTaskRun(
                task_path="a",
                state=State.SUCCESS,
                history=tuple(first.task_runs["a"].history),
                attempts=tuple(first.task_runs["a"].attempts),
                output_digest="d1",
                provenance=provenance,
            ),
            CarriedTaskRun(
                task_path="b",
                state=State.FAILED,
                history=tuple(first.task_runs["b"].history),
                attempts=tuple(first.task_runs["b"].attempts),
                restarted=True,
            ),
        ),
    )
    created = ExecutionCreated(
        namespace="company.team",
        flow_id="rides",
        flow_revision=2,
        source_digest="d",
        original_id="e0",
        parent_id="e0",
        attempt_number=2,
        start_time=NOON,
        carried_history=past,
    )
    events = (created, carried, ExecutionStarted(), started("b", 2), done("b", attempt=2))
    execution = folded(*events)

    assert states(execution.history) == [State.CREATED, State.FAILED, State.RESTARTED, State.RUNNING]
    assert execution.task_runs["a"].provenance == provenance
    assert states(execution.task_runs["a"].history) == [State.CREATED, State.RUNNING, State.SUCCESS]
    assert states(execution.task_runs["b"].history) == [
        State.CREATED,
        State.RUNNING,
        State.FAILED,
        State.RESTARTED,
        State.RUNNING,
        State.SUCCESS,
    ]
    assert [(a.number, a.state) for a in execution.task_runs["b"].attempts] == [
        (1, State.FAILED),
        (2, State.SUCCESS),
    ]
    assert following(*events) == [ExecutionEnded(state=State.SUCCESS)]


def test_labels_may_be_set_after_the_end() -> None:
    ended = ExecutionEnded(state=State.SUCCESS)
    execution = folded(CREATED, ended, LabelsSet(labels={"system.replayed": "true"}))

    assert execution.labels == {"system.replayed": "true"}
    assert execution.end_time == NOON + timedelta(seconds=2)


def test_a_journal_with_a_gap_is_corrupt() -> None:
    events = journal(CREATED, ExecutionStarted(), started("a"))
    with pytest.raises(JournalCorrupt, match="is at position 1, and the next event says 3"):
        fold("e1", [events[0], events[2]])


def test_a_journal_without_its_beginning_is_corrupt() -> None:
    with pytest.raises(JournalCorrupt, match="does not begin with its creation"):
        fold("e1", journal(ExecutionStarted()))
    with pytest.raises(JournalCorrupt, match="does not begin with its creation"):
        fold("e1", [])


def test_a_journal_that_contradicts_itself_is_corrupt() -> None:
    with pytest.raises(JournalCorrupt, match="Task run a of execution e1 ended, not running"):
        folded(CREATED, done("a"))
    with pytest.raises(JournalCorrupt, match="ExecutionCreated cannot happen"):
        folded(CREATED, CREATED)


task_ids = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=8, unique=True)
endings = st.sampled_from([State.SUCCESS, State.WARNING, State.FAILED, State.RESUBMITTED])


@given(ids=task_ids, data=st.data())
def test_any_run_ends_with_the_worst_state_and_can_be_rebuilt_from_its_stored_journal(
    ids: list[str], data: st.DataObject
) -> None:
    flow = Flow(namespace="n", id="f", tasks=tuple(Task(id=task_id, type="t") for task_id in ids))
    events: list[Event] = [CREATED]
    execution = folded(*events)
    finals: list[State] = []
    while not execution.ended:
        while follow := following(*events, flow=flow):
            events += follow
        for path in folded(*events).running:
            # The shell gives up after three lost attempts; here two suffice.
            attempt = len(folded(*events).task_runs[path].attempts)
            state = data.draw(endings if attempt < 3 else endings.filter(lambda s: s is not State.RESUBMITTED))
            events.append(TaskRunFinished(task_path=path, attempt_number=attempt, state=state, outputs_json="{}"))
            if state is not State.RESUBMITTED:
                finals.append(state)
        execution = folded(*events)

    worst = next((s for s in (State.FAILED, State.WARNING) if s in finals), State.SUCCESS)
    assert execution.state is worst
    assert len(finals) == (finals.index(State.FAILED) + 1 if State.FAILED in finals else len(ids))
    stored = [event_to_bytes("e1", recorded) for recorded in journal(*events)]
    assert fold("e1", [event_from_bytes(payload) for payload in stored]) == execution
