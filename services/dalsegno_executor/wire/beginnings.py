"""The events with which executions and flowables begin, and what a replay carries over."""

from collections.abc import Iterable

from dalsegno.api.common.v1 import state_pb2
from dalsegno.api.executor.v1 import executor_pb2 as pb
from dalsegno_executor.core import events as core
from dalsegno_executor.core.opened import Opened
from dalsegno_executor.core.plan import Rule, Start
from dalsegno_executor.wire.values import (
    attempt_to_proto,
    from_timestamp,
    history_to_proto,
    provenance_to_proto,
    read_time,
    state_from_proto,
    state_to_proto,
    timestamp,
    write_time,
)


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


def write_created(part: pb.ExecutionCreated, event: core.ExecutionCreated) -> None:
    for name in ("namespace", "flow_id", "flow_revision", "source_digest", "parent_id", "original_id"):
        setattr(part, name, getattr(event, name))
    part.attempt_number = event.attempt_number
    part.labels.update(event.labels)
    part.start_time.CopyFrom(timestamp(event.start_time))
    part.carried_history.extend(history_to_proto(event.carried_history))
    part.inputs_json = event.inputs_json
    part.variables_json = event.variables_json
    part.trigger_json = event.trigger_json
    write_time(part.schedule_time, event.schedule_time)
    part.skip_task_paths.extend(event.skips)
    part.breakpoints.extend(event.breakpoints)
    if event.start is not None:
        part.replay_from.CopyFrom(start_to_proto(event.start))
    for place, needed in event.cut_offs.items():
        part.cut_offs[place].task_paths.extend(needed)
    part.synthetic_from_task_paths.update(event.synthetic)
    part.hidden_secrets.extend(event.hidden)


def read_created(part: pb.ExecutionCreated) -> core.ExecutionCreated:
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
        schedule_time=read_time(part, "schedule_time"),
        skips=tuple(part.skip_task_paths),
        breakpoints=tuple(part.breakpoints),
        start=_read_start(part.replay_from) if part.HasField("replay_from") else None,
        cut_offs={place: tuple(needed.task_paths) for place, needed in part.cut_offs.items()},
        synthetic=dict(part.synthetic_from_task_paths),
        hidden=tuple(part.hidden_secrets),
    )


def start_to_proto(start: Start) -> pb.ReplayFrom:
    """Where a replay began."""
    if start.rule is not None:
        return pb.ReplayFrom(rule=f"REPLAY_RULE_{start.rule.value}")
    if not start.task_paths:
        return pb.ReplayFrom(task_run_id=start.task_run_id)
    first, *others = start.task_paths
    return pb.ReplayFrom(task_path=first, also_task_paths=others)


def _read_start(part: pb.ReplayFrom) -> Start:
    if part.HasField("rule"):
        return Start(rule=Rule(pb.ReplayRule.Name(part.rule).removeprefix("REPLAY_RULE_")))
    if part.HasField("task_run_id"):
        return Start(task_run_id=part.task_run_id)
    return Start(task_paths=(part.task_path, *part.also_task_paths))


def write_carried(part: pb.TaskRunsCarried, event: core.TaskRunsCarried) -> None:
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
            before_digest=run.before_digest,
        )
        if run.opened is not None:
            write_opened(added.opened, core.TaskRunOpened(task_path="", opened=run.opened))


def read_carried(part: pb.TaskRunsCarried) -> core.TaskRunsCarried:
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
            attempt_number=run.provenance.attempt_number,
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
        opened=read_opened(run.opened).opened if run.HasField("opened") else None,
        error=run.error,
        before_digest=run.before_digest if run.HasField("before_digest") else None,
    )


def write_opened(part: pb.TaskRunOpened, event: core.TaskRunOpened) -> None:
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
        write_time(part.resume_time, opened.resume_time)
    part.output_digest = event.output_digest
    part.outputs_json = event.outputs_json


def read_opened(part: pb.TaskRunOpened) -> core.TaskRunOpened:
    # Its outputs are read from their own text, not a second time from here.
    opened = Opened(
        branch=part.branch,
        values=tuple(part.values),
        width=part.width,
        iteration=part.iteration if part.HasField("iteration") else None,
        paused=part.paused,
        resume_time=read_time(part, "resume_time"),
        then=part.then or "RESUME",
    )
    return core.TaskRunOpened(
        task_path=part.task_path,
        opened=opened,
        output_digest=part.output_digest,
        outputs_json=part.outputs_json,
    )
