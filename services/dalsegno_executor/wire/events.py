"""Journal events: `executor.v1.Event` in the database and in WatchExecution, dataclasses inside."""

from collections.abc import Callable
from typing import Any

from dalsegno.api.executor.v1 import executor_pb2 as pb
from dalsegno_executor.core import events as core
from dalsegno_executor.core.execution import JournalCorrupt
from dalsegno_executor.wire.beginnings import (
    read_carried,
    read_created,
    read_opened,
    write_carried,
    write_created,
    write_opened,
)
from dalsegno_executor.wire.values import (
    from_timestamp,
    read_time,
    state_from_proto,
    state_to_proto,
    timestamp,
    write_time,
)
from dalsegno_runtime.ids import task_run_id


def event_to_bytes(execution_id: str, recorded: core.Recorded) -> bytes:
    return event_to_proto(execution_id, recorded).SerializeToString()


def event_from_bytes(payload: bytes) -> core.Recorded:
    return event_from_proto(pb.Event.FromString(payload))


def event_to_proto(execution_id: str, recorded: core.Recorded) -> pb.Event:
    message = pb.Event(position=recorded.position, time=timestamp(recorded.time))
    field, write = _WRITERS[type(recorded.event)]
    part = getattr(message, field)
    part.SetInParent()
    write(part, recorded.event)
    if field in _OF_TASK_RUNS:
        part.task_run_id = task_run_id(execution_id, part.task_path)
    return message


def event_from_proto(message: pb.Event) -> core.Recorded:
    field = message.WhichOneof("kind")
    if field is None:
        raise JournalCorrupt(f"Event {message.position} is of a kind that this version does not know.")
    event = _READERS[field](getattr(message, field))
    return core.Recorded(position=message.position, time=from_timestamp(message.time), event=event)


def _write_task_started(part: pb.TaskRunStarted, event: core.TaskRunStarted) -> None:
    part.task_path = event.task_path
    part.attempt_number = event.attempt_number
    part.parent_path = event.parent_path
    if event.value is not None:
        part.value = event.value
    if event.iteration is not None:
        part.iteration = event.iteration


def _read_task_started(part: pb.TaskRunStarted) -> core.TaskRunStarted:
    return core.TaskRunStarted(
        task_path=part.task_path,
        attempt_number=part.attempt_number,
        parent_path=part.parent_path,
        value=part.value if part.HasField("value") else None,
        iteration=part.iteration if part.HasField("iteration") else None,
    )


def _write_resumed(part: pb.TaskRunResumed, event: core.TaskRunResumed) -> None:
    part.task_path = event.task_path
    part.output_digest = event.output_digest
    part.outputs_json = event.outputs_json


def _read_resumed(part: pb.TaskRunResumed) -> core.TaskRunResumed:
    return core.TaskRunResumed(
        task_path=part.task_path, output_digest=part.output_digest, outputs_json=part.outputs_json
    )


def _write_turned(part: pb.TaskRunTurned, event: core.TaskRunTurned) -> None:
    part.task_path = event.task_path
    part.state = state_to_proto(event.state)
    part.output_digest = event.output_digest
    part.outputs_json = event.outputs_json
    part.error = event.error


def _read_turned(part: pb.TaskRunTurned) -> core.TaskRunTurned:
    return core.TaskRunTurned(
        task_path=part.task_path,
        state=state_from_proto(part.state),
        output_digest=part.output_digest,
        outputs_json=part.outputs_json,
        error=part.error,
    )


def _write_finished(part: pb.TaskRunFinished, event: core.TaskRunFinished) -> None:
    part.task_path = event.task_path
    part.attempt_number = event.attempt_number
    part.state = state_to_proto(event.state)
    part.output_digest = event.output_digest
    part.outputs_json = event.outputs_json
    part.error = event.error
    part.metrics.update(event.metrics)
    part.never_ran = event.never_ran
    part.at_once = event.at_once
    if event.attempt_state is not None:
        part.attempt_state = state_to_proto(event.attempt_state)
    if event.reached is not None:
        part.reached = state_to_proto(event.reached)
    part.unchanged = event.unchanged
    write_time(part.retry_time, event.retry_time)


def _read_finished(part: pb.TaskRunFinished) -> core.TaskRunFinished:
    return core.TaskRunFinished(
        task_path=part.task_path,
        attempt_number=part.attempt_number,
        state=state_from_proto(part.state),
        output_digest=part.output_digest,
        outputs_json=part.outputs_json,
        error=part.error,
        metrics=dict(part.metrics),
        never_ran=part.never_ran,
        at_once=part.at_once,
        retry_time=read_time(part, "retry_time"),
        attempt_state=state_from_proto(part.attempt_state) if part.attempt_state else None,
        reached=state_from_proto(part.reached) if part.reached else None,
        unchanged=part.unchanged,
    )


def _write_nothing(part: Any, event: core.Event) -> None:
    pass


def _write_stopped(part: pb.ExecutionStopped, event: core.ExecutionStopped) -> None:
    part.state = state_to_proto(event.state)
    part.task_run_state = state_to_proto(event.task_run_state)
    part.reason = event.reason
    part.subflows = event.subflows
    if event.through is not None:
        part.through = state_to_proto(event.through)
    write_time(part.retry_time, event.retry_time)


def _read_stopped(part: pb.ExecutionStopped) -> core.ExecutionStopped:
    return core.ExecutionStopped(
        state=state_from_proto(part.state),
        task_run_state=state_from_proto(part.task_run_state),
        reason=part.reason,
        retry_time=read_time(part, "retry_time"),
        through=state_from_proto(part.through) if part.through else None,
        subflows=part.subflows,
    )


def _write_ended(part: pb.ExecutionEnded, event: core.ExecutionEnded) -> None:
    part.state = state_to_proto(event.state)
    part.outputs_json = event.outputs_json
    part.error = event.error
    part.followed = event.followed
    if event.reached is not None:
        part.reached = state_to_proto(event.reached)
    write_time(part.retry_time, event.retry_time)


def _read_ended(part: pb.ExecutionEnded) -> core.ExecutionEnded:
    return core.ExecutionEnded(
        state=state_from_proto(part.state),
        outputs_json=part.outputs_json,
        error=part.error,
        followed=part.followed,
        reached=state_from_proto(part.reached) if part.reached else None,
        retry_time=read_time(part, "retry_time"),
    )


def _write_restarted(part: pb.ExecutionRestarted, event: core.ExecutionRestarted) -> None:
    part.restarted.extend(event.restarted)
    part.reopened.extend(event.reopened)
    part.removed.extend(event.removed)
    for path, state in event.changed:
        part.changed.add(task_path=path, state=state_to_proto(state))


def _read_restarted(part: pb.ExecutionRestarted) -> core.ExecutionRestarted:
    return core.ExecutionRestarted(
        restarted=tuple(part.restarted),
        reopened=tuple(part.reopened),
        removed=tuple(part.removed),
        changed=tuple((changed.task_path, state_from_proto(changed.state)) for changed in part.changed),
    )


def _write_suspended(part: pb.TaskRunSuspended, event: core.TaskRunSuspended) -> None:
    part.task_path = event.task_path
    part.parent_path = event.parent_path
    if event.value is not None:
        part.value = event.value
    if event.iteration is not None:
        part.iteration = event.iteration


def _read_suspended(part: pb.TaskRunSuspended) -> core.TaskRunSuspended:
    return core.TaskRunSuspended(
        task_path=part.task_path,
        parent_path=part.parent_path,
        value=part.value if part.HasField("value") else None,
        iteration=part.iteration if part.HasField("iteration") else None,
    )


def _write_revoked(part: pb.TaskRunRevoked, event: core.TaskRunRevoked) -> None:
    part.task_path = event.task_path


def _write_resumed_execution(part: pb.ExecutionResumed, event: core.ExecutionResumed) -> None:
    part.breakpoints.extend(event.breakpoints)


def _write_state(part: pb.ExecutionStateSet, event: core.ExecutionStateSet) -> None:
    part.state = state_to_proto(event.state)


def _write_variables(part: pb.VariablesSet, event: core.VariablesSet) -> None:
    part.variables_json = event.variables_json
    part.removed.extend(event.removed)


def _write_violated(part: pb.SlaViolated, event: core.SlaViolated) -> None:
    part.sla_id = event.sla_id
    part.reason = event.reason


def _write_labels(part: pb.LabelsSet, event: core.LabelsSet) -> None:
    part.labels.update(event.labels)
    part.removed.extend(event.removed)


_WRITERS: dict[type, tuple[str, Callable[[Any, Any], None]]] = {
    core.ExecutionCreated: ("execution_created", write_created),
    core.TaskRunsCarried: ("task_runs_carried", write_carried),
    core.ExecutionStarted: ("execution_started", _write_nothing),
    core.TaskRunStarted: ("task_run_started", _write_task_started),
    core.TaskRunOpened: ("task_run_opened", write_opened),
    core.TaskRunFinished: ("task_run_finished", _write_finished),
    core.TaskRunResumed: ("task_run_resumed", _write_resumed),
    core.TaskRunRevoked: ("task_run_revoked", _write_revoked),
    core.TaskRunTurned: ("task_run_turned", _write_turned),
    core.ExecutionQueued: ("execution_queued", _write_nothing),
    core.ExecutionStopped: ("execution_stopped", _write_stopped),
    core.ExecutionEnded: ("execution_ended", _write_ended),
    core.ExecutionClosed: ("execution_closed", _write_nothing),
    core.ExecutionRestarted: ("execution_restarted", _write_restarted),
    core.ExecutionPaused: ("execution_paused", _write_nothing),
    core.ExecutionResumed: ("execution_resumed", _write_resumed_execution),
    core.ExecutionStateSet: ("execution_state_set", _write_state),
    core.TaskRunSuspended: ("task_run_suspended", _write_suspended),
    core.LabelsSet: ("labels_set", _write_labels),
    core.VariablesSet: ("variables_set", _write_variables),
    core.SlaViolated: ("sla_violated", _write_violated),
}
_OF_TASK_RUNS = {field for field, _ in _WRITERS.values() if field.startswith("task_run_")}
_READERS: dict[str, Callable[[Any], core.Event]] = {
    "execution_created": read_created,
    "task_runs_carried": read_carried,
    "execution_started": lambda _part: core.ExecutionStarted(),
    "task_run_started": _read_task_started,
    "task_run_opened": read_opened,
    "task_run_finished": _read_finished,
    "task_run_resumed": _read_resumed,
    "task_run_turned": _read_turned,
    "execution_queued": lambda _part: core.ExecutionQueued(),
    "execution_stopped": _read_stopped,
    "execution_ended": _read_ended,
    "execution_closed": lambda _part: core.ExecutionClosed(),
    "execution_restarted": _read_restarted,
    "execution_paused": lambda _part: core.ExecutionPaused(),
    "execution_resumed": lambda part: core.ExecutionResumed(breakpoints=tuple(part.breakpoints)),
    "execution_state_set": lambda part: core.ExecutionStateSet(state=state_from_proto(part.state)),
    "task_run_suspended": _read_suspended,
    "task_run_revoked": lambda part: core.TaskRunRevoked(task_path=part.task_path),
    "variables_set": lambda part: core.VariablesSet(variables_json=part.variables_json, removed=tuple(part.removed)),
    "sla_violated": lambda part: core.SlaViolated(sla_id=part.sla_id, reason=part.reason),
    "labels_set": lambda part: core.LabelsSet(labels=dict(part.labels), removed=tuple(part.removed)),
}
