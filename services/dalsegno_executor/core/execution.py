"""An execution as the fold of its journal."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import singledispatch

from dalsegno_executor.core.events import (
    Attempt,
    Event,
    ExecutionCreated,
    ExecutionEnded,
    ExecutionStarted,
    LabelsSet,
    Provenance,
    Recorded,
    StateChange,
    TaskRunFinished,
    TaskRunOpened,
    TaskRunsCarried,
    TaskRunStarted,
)
from dalsegno_executor.core.opened import Opened
from dalsegno_executor.core.states import State
from dalsegno_runtime.ids import task_run_id


class JournalCorrupt(Exception):
    """The journal tells something that cannot have happened."""


@dataclass(slots=True, kw_only=True)
class TaskRun:
    """A task run; its history and attempts begin in the execution that ran it first."""

    task_run_id: str
    task_path: str
    history: list[StateChange]
    attempts: list[Attempt]
    output_digest: str = ""
    outputs_json: str = ""
    error: str = ""
    provenance: Provenance | None = None
    metrics: dict[str, float] = field(default_factory=dict)
    parent_path: str = ""
    value: str | None = None
    iteration: int | None = None
    opened: Opened | None = None

    @property
    def state(self) -> State:
        return self.history[-1].state


@dataclass(slots=True, kw_only=True)
class Execution:
    """Everything known about an execution. `evolve` owns it and changes it in place: an event costs O(1)."""

    execution_id: str
    created: ExecutionCreated
    create_time: datetime
    history: list[StateChange]
    labels: dict[str, str]
    position: int = 0
    task_runs: dict[str, TaskRun] = field(default_factory=dict)
    running: set[str] = field(default_factory=set)

    @property
    def state(self) -> State:
        return self.history[-1].state

    @property
    def ended(self) -> bool:
        return self.state.is_terminal

    @property
    def end_time(self) -> datetime | None:
        return self.history[-1].time if self.ended else None


def fold(execution_id: str, journal: Iterable[Recorded]) -> Execution:
    """Rebuilds an execution from its whole journal.

    Raises:
        JournalCorrupt: it does not begin with ExecutionCreated, has a gap, or contradicts itself.
    """
    events = iter(journal)
    execution = begin(execution_id, next(events, None))
    for recorded in events:
        evolve(execution, recorded)
    return execution


def begin(execution_id: str, first: Recorded | None) -> Execution:
    """The execution after its first event.

    Raises:
        JournalCorrupt: that is not ExecutionCreated.
    """
    if first is None or not isinstance(first.event, ExecutionCreated):
        raise JournalCorrupt(f"The journal of execution {execution_id} does not begin with its creation.")
    created = first.event
    fresh = State.RESTARTED if created.carried_history else State.CREATED
    return Execution(
        execution_id=execution_id,
        created=created,
        create_time=first.time,
        history=[*created.carried_history, StateChange(fresh, first.time)],
        labels=dict(created.labels),
        position=first.position,
    )


def evolve(execution: Execution, recorded: Recorded) -> None:
    """Applies one event.

    Raises:
        JournalCorrupt: the event is not the next one, or contradicts what happened before.
    """
    if recorded.position != execution.position + 1:
        raise JournalCorrupt(
            f"Execution {execution.execution_id} is at position {execution.position}, "
            f"and the next event says {recorded.position}."
        )
    _apply(recorded.event, execution, recorded.time)
    execution.position = recorded.position


@singledispatch
def _apply(event: Event, execution: Execution, _time: datetime) -> None:
    raise JournalCorrupt(f"{type(event).__name__} cannot happen to execution {execution.execution_id} now.")


@_apply.register
def _(event: TaskRunsCarried, execution: Execution, time: datetime) -> None:
    for carried in event.task_runs:
        history = list(carried.history)
        if carried.restarted:
            history.append(StateChange(State.RESTARTED, time))
        execution.task_runs[carried.task_path] = TaskRun(
            task_run_id=task_run_id(execution.execution_id, carried.task_path),
            task_path=carried.task_path,
            history=history,
            attempts=list(carried.attempts),
            output_digest="" if carried.restarted else carried.output_digest,
            provenance=carried.provenance,
            metrics=dict(carried.metrics),
            parent_path=carried.parent_path,
            value=carried.value,
            iteration=carried.iteration,
        )


@_apply.register
def _(_event: ExecutionStarted, execution: Execution, time: datetime) -> None:
    execution.history.append(StateChange(State.RUNNING, time))


@_apply.register
def _(event: TaskRunStarted, execution: Execution, time: datetime) -> None:
    path = event.task_path
    run = execution.task_runs.get(path)
    if run is None:
        run = execution.task_runs[path] = TaskRun(
            task_run_id=task_run_id(execution.execution_id, path),
            task_path=path,
            history=[StateChange(State.CREATED, time)],
            attempts=[],
            parent_path=event.parent_path,
            value=event.value,
            iteration=event.iteration,
        )
    run.history.append(StateChange(State.RUNNING, time))
    if event.attempt_number:
        _begin_attempt(run, event.attempt_number, execution.execution_id, time)
    execution.running.add(path)


def _begin_attempt(run: TaskRun, number: int, execution_id: str, time: datetime) -> None:
    run.attempts.append(Attempt(number=number, state=State.RUNNING, start_time=time, execution_id=execution_id))


@_apply.register
def _(event: TaskRunOpened, execution: Execution, _time: datetime) -> None:
    run = execution.task_runs[event.task_path]
    run.opened = event.opened
    run.output_digest = event.output_digest
    run.outputs_json = event.outputs_json


@_apply.register
def _(event: TaskRunFinished, execution: Execution, time: datetime) -> None:
    run = execution.task_runs.get(event.task_path)
    if run is None or event.task_path not in execution.running:
        raise JournalCorrupt(f"Task run {event.task_path} of execution {execution.execution_id} ended, not running.")
    has_attempt = bool(run.attempts) and run.attempts[-1].state is State.RUNNING
    if event.never_ran:
        # Source: Kestra's recordings, where such a run is never RUNNING and has no attempt.
        run.history.pop()
        del run.attempts[len(run.attempts) - has_attempt :]
    elif has_attempt:
        run.attempts[-1] = replace(run.attempts[-1], state=event.state, end_time=time, error=event.error)
    # A lost attempt leaves the task run to be started again; it is not the task run's end.
    lost = event.state is State.RESUBMITTED
    run.history.append(StateChange(State.RESTARTED if lost else event.state, time))
    run.output_digest = event.output_digest
    run.outputs_json = event.outputs_json
    run.error = event.error
    run.metrics = dict(event.metrics)
    execution.running.discard(event.task_path)


@_apply.register
def _(event: ExecutionEnded, execution: Execution, time: datetime) -> None:
    execution.history.append(StateChange(event.state, time))


@_apply.register
def _(event: LabelsSet, execution: Execution, _time: datetime) -> None:
    execution.labels.update(event.labels)
