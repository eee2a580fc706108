"""Journal events: `executor.v1.Event` in the database and in WatchExecution, dataclasses inside."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp

from dalsegno.api.common.v1 import state_pb2
from dalsegno.api.executor.v1 import executor_pb2 as pb
from dalsegno_executor.core import events as core
from dalsegno_executor.core.execution import JournalCorrupt
from dalsegno_executor.core.opened import Opened
from dalsegno_executor.wire.values import (
    attempt_to_proto,
    from_timestamp,
    history_to_proto,
    provenance_to_proto,
    state_from_proto,
    state_to_proto,
    timestamp,
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


def _history(messages: Iterable[state_pb2.StateChange]) -> tuple[core.StateChange, ...]:
    return tuple(core.StateChange(state_from_proto(m.state), from_timestamp(m.time)) for m in messages)


def _attempt(message: pb.Attempt) -> core.Attempt:
    return core.Attempt(
        number=message.number,
        state=state_from_proto(message.state),
        start_time=from_timestamp(message.start_time),
        end_time=from_timestamp(message.end_time) if message.HasField("end_time") else None,
        error=message.error,
        execution_id=message.execution_id,
    )


def _write_created(part: pb.ExecutionCreated, event: core.ExecutionCreated) -> None:
    for name in ("namespace", "flow_id", "flow_revision", "source_digest", "parent_id", "original_id"):
        setattr(part, name, getattr(event, name))
    part.attempt_number = event.attempt_number
    part.labels.update(event.labels)
    part.start_time.CopyFrom(timestamp(event.start_time))
    part.carried_history.extend(history_to_proto(event.carried_history))
    part.inputs_json = event.inputs_json
    part.variables_json = event.variables_json
    part.trigger_json = event.trigger_json
    _write_time(part.schedule_time, event.schedule_time)
    part.skip_task_paths.extend(event.skips)
    part.breakpoints.extend(event.breakpoints)


def _read_created(part: pb.ExecutionCreated) -> core.ExecutionCreated:
    return core.ExecutionCreated(
        namespace=part.namespace,
        flow_id=part.flow_id,
        flow_revision=part.flow_revision,
        source_digest=part.source_digest,
        parent_id=part.parent_id,
        original_id=part.original_id,
        attempt_number=part.attempt_number,
        labels=dict(part.labels),
        start_time=from_timestamp(part.start_time),
        carried_history=_history(part.carried_history),
        inputs_json=part.inputs_json,
        variables_json=part.variables_json,
        trigger_json=part.trigger_json,
        schedule_time=_read_time(part, "schedule_time"),
        skips=tuple(part.skip_task_paths),
        breakpoints=tuple(part.breakpoints),
    )


def _write_carried(part: pb.TaskRunsCarried, event: core.TaskRunsCarried) -> None:
    part.source_execution_id = event.source_execution_id
    for run in event.task_runs:
        added = part.task_runs.add(
            task_path=run.task_path,
            state=state_to_proto(run.state),
            history=history_to_proto(run.history),
            attempts=[attempt_to_proto(attempt) for attempt in run.attempts],
            output_digest=run.output_digest,
            restarted=run.restarted,
            reopened=run.reopened,
            provenance=provenance_to_proto(run.provenance),
            metrics=run.metrics,
            parent_path=run.parent_path,
            value=run.value,
            iteration=run.iteration,
            error=run.error,
        )
        if run.opened is not None:
            _write_opened(added.opened, core.TaskRunOpened(task_path="", opened=run.opened))


def _read_carried(part: pb.TaskRunsCarried) -> core.TaskRunsCarried:
    return core.TaskRunsCarried(
        source_execution_id=part.source_execution_id,
        task_runs=tuple(_read_carried_run(run) for run in part.task_runs),
    )


def _read_carried_run(run: pb.CarriedTaskRun) -> core.CarriedTaskRun:
    provenance = None
    if run.HasField("provenance"):
        provenance = core.Provenance(
            execution_id=run.provenance.execution_id,
            task_run_id=run.provenance.task_run_id,
            output_digest=run.provenance.output_digest,
        )
    return core.CarriedTaskRun(
        task_path=run.task_path,
        state=state_from_proto(run.state),
        history=_history(run.history),
        attempts=tuple(_attempt(attempt) for attempt in run.attempts),
        output_digest=run.output_digest,
        restarted=run.restarted,
        reopened=run.reopened,
        provenance=provenance,
        metrics=dict(run.metrics),
        parent_path=run.parent_path,
        value=run.value if run.HasField("value") else None,
        iteration=run.iteration if run.HasField("iteration") else None,
        opened=_read_opened(run.opened).opened if run.HasField("opened") else None,
        error=run.error,
    )


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


def _write_opened(part: pb.TaskRunOpened, event: core.TaskRunOpened) -> None:
    opened = event.opened
    part.task_path = event.task_path
    part.branch = opened.branch
    part.values.extend(opened.values)
    part.width = opened.width
    if opened.iteration is not None:
        part.iteration = opened.iteration
    if opened.paused:
        part.paused = True
        part.then = opened.then
        _write_time(part.resume_time, opened.resume_time)
    part.output_digest = event.output_digest
    part.outputs_json = event.outputs_json


def _read_opened(part: pb.TaskRunOpened) -> core.TaskRunOpened:
    # Its outputs are read from their own text, not a second time from here.
    opened = Opened(
        branch=part.branch,
        values=tuple(part.values),
        width=part.width,
        iteration=part.iteration if part.HasField("iteration") else None,
        paused=part.paused,
        resume_time=_read_time(part, "resume_time"),
        then=part.then or "RESUME",
    )
    return core.TaskRunOpened(
        task_path=part.task_path,
        opened=opened,
        output_digest=part.output_digest,
        outputs_json=part.outputs_json,
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
    _write_time(part.retry_time, event.retry_time)


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
        retry_time=_read_time(part, "retry_time"),
        attempt_state=state_from_proto(part.attempt_state) if part.attempt_state else None,
        reached=state_from_proto(part.reached) if part.reached else None,
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
    _write_time(part.retry_time, event.retry_time)


def _read_stopped(part: pb.ExecutionStopped) -> core.ExecutionStopped:
    return core.ExecutionStopped(
        state=state_from_proto(part.state),
        task_run_state=state_from_proto(part.task_run_state),
        reason=part.reason,
        retry_time=_read_time(part, "retry_time"),
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
    _write_time(part.retry_time, event.retry_time)


def _read_ended(part: pb.ExecutionEnded) -> core.ExecutionEnded:
    return core.ExecutionEnded(
        state=state_from_proto(part.state),
        outputs_json=part.outputs_json,
        error=part.error,
        followed=part.followed,
        reached=state_from_proto(part.reached) if part.reached else None,
        retry_time=_read_time(part, "retry_time"),
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


def _write_time(part: Timestamp, time: datetime | None) -> None:
    if time is not None:
        part.FromDatetime(time)


def _read_time(part: Any, field: str) -> datetime | None:
    return from_timestamp(getattr(part, field)) if part.HasField(field) else None


def _write_labels(part: pb.LabelsSet, event: core.LabelsSet) -> None:
    part.labels.update(event.labels)


_WRITERS: dict[type, tuple[str, Callable[[Any, Any], None]]] = {
    core.ExecutionCreated: ("execution_created", _write_created),
    core.TaskRunsCarried: ("task_runs_carried", _write_carried),
    core.ExecutionStarted: ("execution_started", _write_nothing),
    core.TaskRunStarted: ("task_run_started", _write_task_started),
    core.TaskRunOpened: ("task_run_opened", _write_opened),
    core.TaskRunFinished: ("task_run_finished", _write_finished),
    core.TaskRunResumed: ("task_run_resumed", _write_resumed),
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
    "execution_created": _read_created,
    "task_runs_carried": _read_carried,
    "execution_started": lambda _part: core.ExecutionStarted(),
    "task_run_started": _read_task_started,
    "task_run_opened": _read_opened,
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
    "variables_set": lambda part: core.VariablesSet(variables_json=part.variables_json, removed=tuple(part.removed)),
    "sla_violated": lambda part: core.SlaViolated(sla_id=part.sla_id, reason=part.reason),
    "labels_set": lambda part: core.LabelsSet(labels=dict(part.labels)),
}
