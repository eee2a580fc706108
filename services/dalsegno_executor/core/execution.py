"""An execution as the fold of its journal."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import singledispatch
from typing import Any

from dalsegno_executor.core.events import (
    Attempt,
    Event,
    ExecutionClosed,
    ExecutionCreated,
    ExecutionEnded,
    ExecutionQueued,
    ExecutionRestarted,
    ExecutionStarted,
    ExecutionStopped,
    LabelsSet,
    Provenance,
    Recorded,
    SlaViolated,
    StateChange,
    TaskRunFinished,
    TaskRunOpened,
    TaskRunResumed,
    TaskRunsCarried,
    TaskRunStarted,
    TaskRunTurned,
    VariablesSet,
)
from dalsegno_executor.core.opened import Opened
from dalsegno_executor.core.states import State
from dalsegno_runtime.ids import task_run_id


class JournalCorrupt(Exception):
    """The journal tells something that cannot have happened; `position` is where, 0 when that is not known."""

    def __init__(self, message: str, position: int = 0) -> None:
        super().__init__(message)
        self.position = position


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
    retry_time: datetime | None = None

    @property
    def state(self) -> State:
        return self.history[-1].state


@dataclass(slots=True, kw_only=True)
class Execution:
    """Everything known about an execution. `evolve` owns it and changes it in place: an event costs O(1).

    `variables` is None as long as they are those of the flow. `stopping` is what ends it before its tasks have.
    """

    execution_id: str
    created: ExecutionCreated
    create_time: datetime
    history: list[StateChange]
    labels: dict[str, str]
    position: int = 0
    task_runs: dict[str, TaskRun] = field(default_factory=dict)
    running: set[str] = field(default_factory=set)  # those that are paused too
    inputs: Mapping[str, Any] = field(default_factory=dict)
    flow_variables: Mapping[str, Any] = field(default_factory=dict)
    variables: Mapping[str, Any] | None = None
    trigger: Mapping[str, Any] = field(default_factory=dict)
    outputs_json: str = ""
    error: str = ""
    retry_time: datetime | None = None
    stopping: ExecutionStopped | None = None
    stops_subflows: bool = False
    violated: set[str] = field(default_factory=set)  # ids of SLAs
    closed: bool = False
    restarts: int = 0

    @property
    def state(self) -> State:
        return self.history[-1].state

    @property
    def started_by(self) -> str:
        """The id of the execution whose task has started this one; empty for none, and in replays."""
        if self.created.parent_id:
            return ""
        return str(self.trigger.get("variables", {}).get("executionId", ""))

    @property
    def ended(self) -> bool:
        """Whether its state is final; something may still follow until it is `closed`."""
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
        inputs=json.loads(created.inputs_json or "{}"),
        variables=json.loads(created.variables_json) if created.variables_json else None,
        trigger=json.loads(created.trigger_json or "{}"),
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
        if carried.reopened:
            if carried.state is not State.RUNNING:
                history.append(StateChange(State.RUNNING, time))
            execution.running.add(carried.task_path)
        execution.task_runs[carried.task_path] = TaskRun(
            task_run_id=task_run_id(execution.execution_id, carried.task_path),
            task_path=carried.task_path,
            history=history,
            attempts=list(carried.attempts),
            output_digest=carried.output_digest,
            provenance=carried.provenance,
            metrics=dict(carried.metrics),
            parent_path=carried.parent_path,
            value=carried.value,
            iteration=carried.iteration,
            opened=carried.opened,
            error=carried.error,
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
    elif run.state is State.RETRYING:
        run.history.append(StateChange(State.CREATED, time))
        if execution.state is State.RETRYING:
            execution.history.append(StateChange(State.RUNNING, time))
    run.history.append(StateChange(State.RUNNING, time))
    if event.attempt_number:
        _begin_attempt(run, event.attempt_number, execution.execution_id, time)
    execution.running.add(path)


def _begin_attempt(run: TaskRun, number: int, execution_id: str, time: datetime) -> None:
    run.attempts.append(Attempt(number=number, state=State.RUNNING, start_time=time, execution_id=execution_id))


@_apply.register
def _(event: TaskRunOpened, execution: Execution, time: datetime) -> None:
    run = execution.task_runs[event.task_path]
    run.opened = event.opened
    run.output_digest = event.output_digest
    run.outputs_json = event.outputs_json
    if event.opened.paused:
        run.history.append(StateChange(State.PAUSED, time))
        if execution.state in {State.RUNNING, State.RETRYING}:
            execution.history.append(StateChange(State.PAUSED, time))


@_apply.register
def _(event: TaskRunResumed, execution: Execution, time: datetime) -> None:
    run = execution.task_runs[event.task_path]
    goes_round = run.opened is not None and run.opened.iteration is not None
    if goes_round:
        _forget_round(execution, run)
    else:
        run.output_digest = event.output_digest
        run.outputs_json = event.outputs_json
    run.history.append(StateChange(State.RUNNING, time))
    _resume(execution, time, restarted=not goes_round)


def _resume(execution: Execution, time: datetime, *, restarted: bool) -> None:
    """Lets a paused execution run once none of its task runs is paused. Source: Kestra's ExecutionService.markAs."""
    paused = any(execution.task_runs[path].state is State.PAUSED for path in execution.running)
    if execution.state is State.PAUSED and not paused:
        if restarted:
            execution.history.append(StateChange(State.RESTARTED, time))
        execution.history.append(StateChange(State.RUNNING, time))


def _forget_round(execution: Execution, run: TaskRun) -> None:
    """Leaves of a loop only what began last, or it would grow with every round. Source: Kestra's retryWaitFor."""
    assert run.opened is not None  # noqa: S101  # it is resumed
    run.iteration = run.opened.iteration
    del run.history[1:]
    within = (f"{run.task_path}/", f"{run.task_path}[")
    for path in [path for path in execution.task_runs if path.startswith(within)]:
        del execution.task_runs[path]


@_apply.register
def _(event: TaskRunTurned, execution: Execution, _time: datetime) -> None:
    run = execution.task_runs[event.task_path]
    run.error = event.error
    if event.output_digest:
        run.output_digest = event.output_digest
        run.outputs_json = event.outputs_json


@_apply.register
def _(event: TaskRunFinished, execution: Execution, time: datetime) -> None:
    run = execution.task_runs.get(event.task_path)
    if run is None or (event.task_path not in execution.running and execution.stopping is None):
        raise JournalCorrupt(f"Task run {event.task_path} of execution {execution.execution_id} ended, not running.")
    has_attempt = bool(run.attempts) and run.attempts[-1].state is State.RUNNING
    was_paused = run.state is State.PAUSED
    if event.never_ran:
        # Source: Kestra's recordings, where such a run is never RUNNING and has no attempt.
        run.history.pop()
        del run.attempts[len(run.attempts) - has_attempt :]
    elif has_attempt:
        if event.at_once:
            run.history.pop()
        run.attempts[-1] = replace(
            run.attempts[-1], state=event.attempt_state or event.state, end_time=time, error=event.error
        )
    # A lost attempt leaves the task run to be started again; it is not the task run's end.
    lost = event.state is State.RESUBMITTED
    if event.reached is not None:
        run.history.append(StateChange(event.reached, time))
    run.history.append(StateChange(State.RESTARTED if lost else event.state, time))
    run.output_digest = event.output_digest
    run.outputs_json = event.outputs_json
    run.error = event.error
    run.metrics = dict(event.metrics)
    execution.running.discard(event.task_path)
    if was_paused and execution.stopping is None:
        _resume(execution, time, restarted=True)
    if event.retry_time is not None:
        _wait_for_retry(execution, run, event.retry_time, time)


def _wait_for_retry(execution: Execution, run: TaskRun, retry_time: datetime, time: datetime) -> None:
    run.retry_time = retry_time
    run.history.append(StateChange(State.RETRYING, time))
    if execution.state is State.RUNNING:
        # Source: Kestra's recordings, where only a run at the top makes the execution fail in between.
        if not run.parent_path:
            execution.history.append(StateChange(State.FAILED, time))
        execution.history.append(StateChange(State.RETRYING, time))


@_apply.register
def _(_event: ExecutionQueued, execution: Execution, time: datetime) -> None:
    execution.history.append(StateChange(State.QUEUED, time))


@_apply.register
def _(event: ExecutionStopped, execution: Execution, time: datetime) -> None:
    execution.stopping = event
    execution.stops_subflows = event.subflows
    if event.through is not None:
        execution.history.append(StateChange(event.through, time))
        for run in execution.task_runs.values():
            # Source: Kestra's ExecutorService.childWorkerTaskResult, where flowables alone are seen in between.
            if not run.state.is_terminal and not run.attempts:
                run.history.append(StateChange(event.through, time))


@_apply.register
def _(event: ExecutionEnded, execution: Execution, time: datetime) -> None:
    if event.reached is not None:
        execution.history.append(StateChange(event.reached, time))
    execution.history.append(StateChange(event.state, time))
    execution.outputs_json = event.outputs_json
    execution.error = event.error
    execution.retry_time = event.retry_time
    execution.stopping = None
    execution.closed = not event.followed


@_apply.register
def _(_event: ExecutionClosed, execution: Execution, _time: datetime) -> None:
    execution.stopping = None
    execution.closed = True


@_apply.register
def _(event: ExecutionRestarted, execution: Execution, time: datetime) -> None:
    for path in event.removed:
        del execution.task_runs[path]
    for path in event.restarted:
        run = execution.task_runs[path]
        run.history.append(StateChange(State.RESTARTED, time))
        run.output_digest = run.outputs_json = run.error = ""
        run.opened = None
    for path in event.reopened:
        run = execution.task_runs[path]
        run.history.append(StateChange(State.RUNNING, time))
        run.error = ""
        execution.running.add(path)
    execution.history.append(StateChange(State.RESTARTED, time))
    execution.outputs_json = execution.error = ""
    execution.closed = False
    execution.restarts += 1


@_apply.register
def _(event: VariablesSet, execution: Execution, _time: datetime) -> None:
    before = execution.flow_variables if execution.variables is None else execution.variables
    changed = {**before, **json.loads(event.variables_json)}
    execution.variables = {name: value for name, value in changed.items() if name not in event.removed}


@_apply.register
def _(event: SlaViolated, execution: Execution, _time: datetime) -> None:
    execution.violated.add(event.sla_id)


@_apply.register
def _(event: LabelsSet, execution: Execution, _time: datetime) -> None:
    execution.labels.update(event.labels)
