"""How an execution follows from its journal, event by event."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import singledispatch

from dalsegno_executor.core.events import (
    Attempt,
    Event,
    ExecutionClosed,
    ExecutionCreated,
    ExecutionEnded,
    ExecutionPaused,
    ExecutionQueued,
    ExecutionRestarted,
    ExecutionResumed,
    ExecutionStarted,
    ExecutionStateSet,
    ExecutionStopped,
    LabelsSet,
    Recorded,
    SlaViolated,
    StateChange,
    TaskRunFinished,
    TaskRunOpened,
    TaskRunResumed,
    TaskRunRevoked,
    TaskRunsCarried,
    TaskRunStarted,
    TaskRunSuspended,
    TaskRunTurned,
    VariablesSet,
)
from dalsegno_executor.core.execution import Execution, JournalCorrupt, TaskRun
from dalsegno_executor.core.states import State
from dalsegno_runtime.ids import task_run_id


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
        breakpoints=created.breakpoints,
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
            before_digest=carried.before_digest,
        )


@_apply.register
def _(_event: ExecutionStarted, execution: Execution, time: datetime) -> None:
    execution.history.append(StateChange(State.RUNNING, time))


@_apply.register
def _(event: TaskRunStarted, execution: Execution, time: datetime) -> None:
    path = event.task_path
    run = execution.task_runs.get(path)
    if run is None:
        run = _create_run(execution, event, time)
    elif run.state is State.RETRYING:
        run.history.append(StateChange(State.CREATED, time))
        if execution.state is State.RETRYING:
            execution.history.append(StateChange(State.RUNNING, time))
    run.history.append(StateChange(State.RUNNING, time))
    if event.attempt_number:
        _begin_attempt(run, event.attempt_number, execution.execution_id, time)
    execution.running.add(path)


def _create_run(execution: Execution, event: TaskRunStarted | TaskRunSuspended, time: datetime) -> TaskRun:
    path = event.task_path
    run = execution.task_runs[path] = TaskRun(
        task_run_id=task_run_id(execution.execution_id, path),
        task_path=path,
        history=[StateChange(State.CREATED, time)],
        attempts=[],
        parent_path=event.parent_path,
        value=event.value,
        iteration=event.iteration,
    )
    return run


@_apply.register
def _(event: TaskRunSuspended, execution: Execution, time: datetime) -> None:
    path = event.task_path
    run = execution.task_runs.get(path) or _create_run(execution, event, time)
    run.history.append(StateChange(State.BREAKPOINT, time))
    execution.suspended.add(path)
    if execution.state in {State.RUNNING, State.RETRYING}:
        execution.history.append(StateChange(State.BREAKPOINT, time))


@_apply.register
def _(_event: ExecutionPaused, execution: Execution, time: datetime) -> None:
    execution.held = True
    execution.history.append(StateChange(State.PAUSED, time))


@_apply.register
def _(event: ExecutionResumed, execution: Execution, time: datetime) -> None:
    for path in execution.suspended:
        execution.task_runs[path].history.append(StateChange(State.CREATED, time))
    execution.held = False
    execution.suspended.clear()
    execution.breakpoints = event.breakpoints
    paused = any(execution.task_runs[path].state is State.PAUSED for path in execution.running)
    state = State.PAUSED if paused else State.RUNNING
    if execution.state is not state:
        execution.history.append(StateChange(state, time))


@_apply.register
def _(event: ExecutionStateSet, execution: Execution, time: datetime) -> None:
    execution.history.append(StateChange(event.state, time))


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
    if execution.state is State.PAUSED and not paused and not execution.held:
        if restarted:
            execution.history.append(StateChange(State.RESTARTED, time))
        execution.history.append(StateChange(State.RUNNING, time))


def _forget_round(execution: Execution, run: TaskRun) -> None:
    """Leaves of a loop only what began last, or it would grow with every round. Source: Kestra's retryWaitFor."""
    assert run.opened is not None  # noqa: S101  # it is resumed
    run.iteration = run.opened.iteration
    del run.history[1:]
    _forget_within(execution, run)


def _forget_within(execution: Execution, run: TaskRun) -> None:
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
    known = event.task_path in execution.running or execution.stopping is not None or event.state is State.CANCELLED
    if run is None or not known:
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
    run.unchanged = event.unchanged
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
def _(event: TaskRunRevoked, execution: Execution, time: datetime) -> None:
    run = execution.task_runs[event.task_path]
    run.history.append(StateChange(State.RESTARTED, time))
    run.before_digest = run.output_digest if run.opened is None else None
    run.output_digest = run.outputs_json = run.error = ""
    run.provenance = run.opened = None
    run.metrics = {}
    _forget_within(execution, run)


@_apply.register
def _(_event: ExecutionQueued, execution: Execution, time: datetime) -> None:
    execution.history.append(StateChange(State.QUEUED, time))


@_apply.register
def _(event: ExecutionStopped, execution: Execution, time: datetime) -> None:
    execution.stopping = event
    execution.held = False
    execution.suspended.clear()
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
    for path, state in event.changed:
        run = execution.task_runs[path]
        if run.state is not state:
            run.history.append(StateChange(state, time))
        run.attempts[-1:] = [replace(attempt, state=state) for attempt in run.attempts[-1:]]
        run.error = run.error if state.stops else ""
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
    for key in event.removed:
        execution.labels.pop(key, None)
