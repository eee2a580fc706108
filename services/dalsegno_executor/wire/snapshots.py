"""An execution as it stands, in a form that is read faster than its journal is folded.

A snapshot is a cache and nothing else: what cannot be read, or was written by another version, is as good as absent.
Times are microseconds since 1970, states the numbers that they have in messages. The times of task runs stand in a list
of their own, and the runs have their places in it: most of them are there several times.
"""

import gc
import json
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from dalsegno_executor.core.events import Attempt, ExecutionStopped, Provenance, Recorded, StateChange
from dalsegno_executor.core.evolving import begin
from dalsegno_executor.core.execution import Execution, TaskRun
from dalsegno_executor.core.opened import Opened
from dalsegno_executor.core.states import State
from dalsegno_executor.wire.events import event_from_bytes, event_to_bytes
from dalsegno_executor.wire.values import EPOCH, state_from_proto, state_to_proto

# Another one whenever what is written, or what the fold makes of events, changes.
VERSION = 4
FAST = 1  # zlib's level
MICROSECOND = timedelta(microseconds=1)
_NUMBERS = {state: int(state_to_proto(state)) for state in State}
_STATES = {number: state_from_proto(number) for number in _NUMBERS.values()}


class SnapshotUnreadable(Exception):
    """It is not what this version writes."""


def snapshot_to_bytes(execution: Execution) -> bytes:
    """Everything that is known about an execution."""
    times: dict[datetime, int] = {}
    rows = [_row(execution.execution_id, run, times) for run in execution.task_runs.values()]
    first = Recorded(position=1, time=execution.create_time, event=execution.created)
    content = {
        "created": event_to_bytes(execution.execution_id, first).hex(),
        "position": execution.position,
        "history": [[change.state.value, _micros(change.time)] for change in execution.history],
        "labels": execution.labels,
        "running": sorted(execution.running),
        "variables": execution.variables,
        "outputs_json": execution.outputs_json,
        "error": execution.error,
        "retry_time": _micros(execution.retry_time),
        "stopping": _stopping(execution.stopping),
        "stops_subflows": execution.stops_subflows,
        "violated": sorted(execution.violated),
        "closed": execution.closed,
        "restarts": execution.restarts,
        "breakpoints": execution.breakpoints,
        "times": [_micros(time) for time in times],
        "task_runs": rows,
    }
    return zlib.compress(json.dumps(content, separators=(",", ":")).encode(), FAST)


def execution_from_snapshot(execution_id: str, snapshot: bytes) -> Execution:
    """The execution that `snapshot_to_bytes` was given; its flow's variables are those of its flow.

    Raises:
        SnapshotUnreadable: it is damaged.
    """
    with _uncollected():
        try:
            return _execution(execution_id, json.loads(zlib.decompress(snapshot)))
        except (zlib.error, ValueError, LookupError, TypeError, AttributeError) as error:
            raise SnapshotUnreadable(f"The snapshot of execution {execution_id} is damaged: {error}") from error


def _execution(execution_id: str, content: Mapping[str, Any]) -> Execution:
    execution = begin(execution_id, event_from_bytes(bytes.fromhex(content["created"])))
    execution.position = content["position"]
    execution.history = [StateChange(State(state), EPOCH + time * MICROSECOND) for state, time in content["history"]]
    execution.labels = content["labels"]
    execution.running = set(content["running"])
    execution.variables = content["variables"]
    execution.outputs_json = content["outputs_json"]
    execution.error = content["error"]
    execution.retry_time = _time(content["retry_time"])
    execution.stopping = _stopped(content["stopping"])
    execution.stops_subflows = content["stops_subflows"]
    execution.violated = set(content["violated"])
    execution.closed = content["closed"]
    execution.restarts = content["restarts"]
    execution.breakpoints = tuple(content["breakpoints"])
    times = [EPOCH + time * MICROSECOND for time in content["times"]]
    execution.task_runs = {row[0]: _task_run(execution_id, times, *row) for row in content["task_runs"]}
    return execution


# -- task runs: a row each, because there may be tens of thousands of them


def _row(execution_id: str, run: TaskRun, times: dict[datetime, int]) -> list[Any]:
    made = run.provenance
    return [
        run.task_path,
        run.task_run_id,
        [
            number
            for change in run.history
            for number in (_NUMBERS[change.state], times.setdefault(change.time, len(times)))
        ],
        [_attempt(execution_id, attempt, times) for attempt in run.attempts],
        run.output_digest,
        run.outputs_json,
        run.error,
        None if made is None else [made.execution_id, made.task_run_id, made.output_digest, made.attempt_number],
        run.metrics or None,
        run.parent_path,
        run.value,
        run.iteration,
        None if run.opened is None else _opened(run.opened),
        _micros(run.retry_time),
        run.before_digest,
        run.unchanged,
    ]


def _task_run(
    execution_id: str,
    times: list[datetime],
    path: str,
    run_id: str,
    history: list[int],
    attempts: list[list[Any]],
    digest: str,
    outputs_json: str,
    error: str,
    made: list[Any] | None,
    metrics: dict[str, float] | None,
    parent_path: str,
    value: str | None,
    iteration: int | None,
    opened: dict[str, Any] | None,
    retry_time: int | None,
    before_digest: str | None,
    unchanged: bool,  # noqa: FBT001  # it is a column of the row
) -> TaskRun:
    return TaskRun(
        task_run_id=run_id,
        task_path=path,
        history=[
            StateChange(_STATES[state], times[time]) for state, time in zip(history[::2], history[1::2], strict=True)
        ],
        attempts=[
            Attempt(
                number=number,
                state=_STATES[state],
                start_time=times[start],
                end_time=None if end is None else times[end],
                error=why,
                execution_id=elsewhere or execution_id,
            )
            for number, state, start, end, why, elsewhere in attempts
        ],
        output_digest=digest,
        outputs_json=outputs_json,
        error=error,
        provenance=None if made is None else _provenance(*made),
        metrics=metrics or {},
        parent_path=parent_path,
        value=value,
        iteration=iteration,
        opened=None if opened is None else _opening(opened),
        retry_time=_time(retry_time),
        before_digest=before_digest,
        unchanged=unchanged,
    )


def _attempt(execution_id: str, attempt: Attempt, times: dict[datetime, int]) -> list[Any]:
    elsewhere = attempt.execution_id if attempt.execution_id != execution_id else 0
    start = times.setdefault(attempt.start_time, len(times))
    end = None if attempt.end_time is None else times.setdefault(attempt.end_time, len(times))
    return [attempt.number, _NUMBERS[attempt.state], start, end, attempt.error, elsewhere]


# -- what they consist of


def _provenance(execution_id: str, run_id: str, digest: str, attempt: int) -> Provenance:
    return Provenance(execution_id=execution_id, task_run_id=run_id, output_digest=digest, attempt_number=attempt)


def _opened(opened: Opened) -> dict[str, Any]:
    content = {field.name: getattr(opened, field.name) for field in fields(Opened)}
    return content | {"resume_time": _micros(opened.resume_time), "outputs": dict(opened.outputs)}


def _opening(content: dict[str, Any]) -> Opened:
    return Opened(**content | {"values": tuple(content["values"]), "resume_time": _time(content["resume_time"])})


def _stopping(stopped: ExecutionStopped | None) -> list[Any] | None:
    if stopped is None:
        return None
    through = stopped.through and stopped.through.value
    states = [stopped.state.value, stopped.task_run_state.value, through]
    return [*states, stopped.reason, _micros(stopped.retry_time), stopped.subflows]


def _stopped(content: list[Any] | None) -> ExecutionStopped | None:
    if content is None:
        return None
    state, task_run_state, through, reason, retry_time, subflows = content
    return ExecutionStopped(
        state=State(state),
        task_run_state=State(task_run_state),
        through=through and State(through),
        reason=reason,
        retry_time=_time(retry_time),
        subflows=subflows,
    )


def _micros(time: datetime | None) -> int | None:
    return None if time is None else (time - EPOCH) // MICROSECOND


def _time(micros: int | None) -> datetime | None:
    return None if micros is None else EPOCH + micros * MICROSECOND


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the garbage collector, which would look through what is made several times: none of it is garbage."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()
