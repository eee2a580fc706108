"""Requests and responses of the ExecutorService."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from dalsegno.api.executor.v1 import executor_pb2 as pb
from dalsegno_executor.core.course import Course
from dalsegno_executor.core.execution import TaskRun
from dalsegno_executor.core.paths import task_id_of, task_path
from dalsegno_executor.core.plan import PlannedTask, ReplayPlan, Rule, Start
from dalsegno_executor.ports import ExecutionSummary, LogLine
from dalsegno_executor.wire.values import (
    attempt_to_proto,
    history_to_proto,
    provenance_to_proto,
    state_to_proto,
    timestamp,
)
from dalsegno_runtime.errors import InvalidField

LATEST = 0
_EVENT = bytes([pb.WatchExecutionResponse.EVENTS_FIELD_NUMBER << 3 | 2])  # a length-delimited field
# Larger outputs are read from storage by their digest.
MAX_INLINE_BYTES = 64 * 1024


def start_from(message: pb.ReplayFrom) -> Start:
    """Reads where a replay begins. Raises InvalidField when nothing is said."""
    field = message.WhichOneof("start")
    if message.also_task_paths and field != "task_path":
        raise InvalidField("from.also_task_paths", "from.also_task_paths goes with a task_path; give that one too.")
    if field == "rule":
        if message.rule == pb.REPLAY_RULE_UNSPECIFIED:
            raise InvalidField(
                "from.rule",
                "from.rule is unspecified; give REPLAY_RULE_FAILED, REPLAY_RULE_CHANGED or REPLAY_RULE_BEGINNING.",
            )
        return Start(rule=Rule(pb.ReplayRule.Name(message.rule).removeprefix("REPLAY_RULE_")))
    if field is None or not getattr(message, field):
        raise InvalidField("from", "from is empty; give a task_run_id, a task_path or a rule to begin at.")
    if field == "task_run_id":
        return Start(task_run_id=message.task_run_id)
    return Start(task_paths=(message.task_path, *message.also_task_paths))


def revision_from(message: pb.RevisionChoice) -> int | None:
    """The revision to run: a number, LATEST, or None for that of the replayed execution."""
    field = message.WhichOneof("choice")
    if field == "number":
        if message.number < 1:
            raise InvalidField("revision.number", f"revision.number is {message.number}; revisions count from 1.")
        return message.number
    if field == "draft_source":
        raise InvalidField("revision.draft_source", "A draft can be run by Replay only; give a revision.")
    if field == "rule" and message.rule == pb.REVISION_RULE_LATEST:
        return LATEST
    return None


def execution_to_proto(course: Course, documents: Mapping[str, str]) -> pb.Execution:
    """Renders an execution; `documents` are outputs by digest that the journal itself does not hold."""
    execution = course.execution
    created = execution.created
    return pb.Execution(
        execution_id=execution.execution_id,
        namespace=created.namespace,
        flow_id=created.flow_id,
        flow_revision=created.flow_revision,
        source_digest=created.source_digest,
        state=state_to_proto(execution.state),
        history=history_to_proto(execution.history),
        parent_id=created.parent_id,
        original_id=created.original_id,
        attempt_number=created.attempt_number + execution.restarts,
        labels=execution.labels,
        start_time=timestamp(created.start_time),
        inputs_json=created.inputs_json,
        outputs_json=execution.outputs_json,
        variables_json="" if execution.variables is None else json.dumps(execution.variables),
        trigger_json=created.trigger_json,
        error=execution.error,
        end_time=timestamp(execution.end_time) if execution.end_time else None,
        task_runs=[
            _task_run(run, course.task_type(run.task_path), documents, execution.created.synthetic)
            for run in execution.task_runs.values()
        ],
        position=execution.position,
        create_time=timestamp(execution.create_time),
    )


def summary_to_proto(summary: ExecutionSummary) -> pb.Execution:
    return pb.Execution(
        execution_id=summary.execution_id,
        namespace=summary.namespace,
        flow_id=summary.flow_id,
        flow_revision=summary.flow_revision,
        state=state_to_proto(summary.state),
        parent_id=summary.parent_id,
        original_id=summary.original_id,
        attempt_number=summary.attempt_number,
        labels=summary.labels,
        start_time=timestamp(summary.start_time),
        create_time=timestamp(summary.create_time),
        end_time=timestamp(summary.end_time) if summary.end_time else None,
    )


def _task_run(run: TaskRun, task_type: str, documents: Mapping[str, str], synthetic: Mapping[str, str]) -> pb.TaskRun:
    outputs_json = run.outputs_json or documents.get(run.output_digest, "")
    return pb.TaskRun(
        task_run_id=run.task_run_id,
        task_path=run.task_path,
        task_id=task_id_of(run.task_path),
        task_type=task_type,
        state=state_to_proto(run.state),
        history=history_to_proto(run.history),
        attempts=[attempt_to_proto(attempt) for attempt in run.attempts],
        output_digest=run.output_digest,
        outputs_json=outputs_json if len(outputs_json) <= MAX_INLINE_BYTES else "",
        reused_from=provenance_to_proto(run.provenance),
        error=run.error,
        metrics=run.metrics,
        value=run.value,
        iteration=run.iteration,
        parent_path=run.parent_path,
        synthetic_from_task_path=synthetic.get(task_path(run.task_path), "") if synthetic else "",
    )


def plan_to_proto(plan: ReplayPlan) -> pb.ReplayPlan:
    totals = plan.totals()
    return pb.ReplayPlan(
        execution_id=plan.execution_id,
        source_revision=plan.source_revision,
        revision=plan.revision,
        tasks=[_planned_task(task) for task in plan.tasks],
        obstacles=[
            pb.Obstacle(task_path=obstacle.task_path, file_path=obstacle.file_path, message=obstacle.message)
            for obstacle in plan.obstacles
        ],
        digest=totals.digest,
        reused_count=totals.reused_count,
        reused_bytes=plan.reused_bytes,
        reused_duration=totals.reused_duration,
        run_count=totals.run_count,
    )


def _planned_task(task: PlannedTask) -> pb.PlannedTask:
    return pb.PlannedTask(
        task_path=task.task_path,
        verdict=f"VERDICT_{task.verdict.value}",
        reason=task.reason,
        source_task_run_id=task.source_task_run_id,
        source_state=state_to_proto(task.source_state) if task.source_state else None,
        output_digest=task.output_digest,
        source_task_path=task.source_task_path,
        source_duration=task.source_duration,
        follows_task_path=task.follows,
        changed_fields=task.changed_fields,
        missing=task.missing,
        synthetic_from_task_path=task.synthetic_from,
        clock_expressions=task.clock_expressions,
        effects=f"EFFECTS_{task.effects}" if task.effects else None,
    )


def watch_response(events: Sequence[bytes]) -> pb.WatchExecutionResponse:
    """Events as they are stored, which is as they are sent."""
    return pb.WatchExecutionResponse.FromString(b"".join(_EVENT + _varint(len(event)) + event for event in events))


def _varint(number: int) -> bytes:
    text = bytearray()
    while number > 0x7F:
        text.append(number & 0x7F | 0x80)
        number >>= 7
    text.append(number)
    return bytes(text)


def log_to_proto(line: LogLine) -> Any:
    return pb.LogEntry(
        position=line.position,
        execution_id=line.execution_id,
        task_run_id=line.task_run_id,
        task_path=line.task_path,
        attempt_number=line.attempt_number,
        level=f"LOG_LEVEL_{line.level.name}",
        time=timestamp(line.time),
        message=line.message,
    )
