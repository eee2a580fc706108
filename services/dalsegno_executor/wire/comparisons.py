"""Comparisons of executions in messages."""

from dalsegno.api.executor.v1 import executor_pb2 as pb
from dalsegno_executor.comparing import ComparedFile, ComparedRun, Comparison, Differing, Facts, value_json
from dalsegno_executor.wire.messages import summary_to_proto
from dalsegno_executor.wire.values import provenance_to_proto, state_to_proto

MAX_CHARACTERS = 1000  # of a value


def comparison_to_proto(found: Comparison) -> pb.CompareExecutionsResponse:
    return pb.CompareExecutionsResponse(
        executions=[summary_to_proto(summary) for summary in found.executions],
        differences=[_difference(one) for one in found.differing],
        task_runs=[_run(run) for run in found.runs],
        divergence_task_path=found.divergence_path,
        divergence=found.divergence,
    )


def _run(run: ComparedRun) -> pb.ComparedTaskRun:
    return pb.ComparedTaskRun(
        task_path=run.task_path,
        runs=[_state(facts) for facts in run.facts],
        same=run.same,
        differences=[_difference(one) for one in run.differing],
        changed_fields=run.changed_fields,
    )


def _state(facts: Facts) -> pb.ComparedState:
    return pb.ComparedState(
        state=state_to_proto(facts.state) if facts.state else None,
        duration=facts.duration,
        attempt_count=facts.attempt_count,
        output_digest=facts.output_digest,
        reused_from=provenance_to_proto(facts.provenance),
    )


def _difference(one: Differing) -> pb.Difference:
    return pb.Difference(
        name=one.difference.name,
        values_json=[value_json(value, MAX_CHARACTERS) for value in one.difference.values],
        files=[_file(file) for file in one.files],
    )


def _file(file: ComparedFile) -> pb.ComparedFile:
    message = pb.ComparedFile()
    if file.blob is not None:
        message.digest, message.size_bytes = file.blob.digest, file.blob.size_bytes
    if file.table is not None:
        message.format, message.problem = file.table.format, file.table.problem
        message.columns.extend(pb.Column(name=name, type=kind) for name, kind in file.table.columns)
        if file.table.row_count is not None:
            message.row_count = file.table.row_count
    return message
