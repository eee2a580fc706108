"""Protobuf ↔ core."""

import json

from google.protobuf.timestamp_pb2 import Timestamp

from dalsegno.api.registry.v1 import registry_pb2 as pb
from dalsegno_flow import Problem, Severity
from dalsegno_registry.core.revisions import Put, Revision
from dalsegno_registry.ports import Request, TaskReference, TaskType
from dalsegno_runtime.idempotency import check_request_id, fingerprint_of

_SEVERITIES = {Severity.WARNING: pb.SEVERITY_WARNING, Severity.ERROR: pb.SEVERITY_ERROR}


def render_flow(revision: Revision) -> pb.Flow:
    create_time = Timestamp()
    create_time.FromDatetime(revision.create_time)
    return pb.Flow(
        namespace=revision.namespace,
        flow_id=revision.flow_id,
        revision=revision.revision,
        source=revision.source,
        source_digest=revision.source_digest,
        description=revision.description,
        disabled=revision.disabled,
        create_time=create_time,
    )


def render_put(put: Put) -> pb.PutFlowResponse:
    return pb.PutFlowResponse(
        flow=render_flow(put.revision),
        created=put.created,
        warnings=[render_problem(problem) for problem in put.warnings],
    )


def render_promoted(put: Put) -> pb.PromoteDraftResponse:
    saved = render_put(put)
    return pb.PromoteDraftResponse(flow=saved.flow, created=saved.created, warnings=saved.warnings)


def render_problem(problem: Problem) -> pb.Problem:
    return pb.Problem(
        line=problem.line,
        column=problem.column,
        path=problem.path,
        message=problem.message,
        severity=_SEVERITIES[problem.severity],
        instead=problem.instead,
    )


def render_task_type(task_type: TaskType) -> pb.TaskType:
    return pb.TaskType(
        type=task_type.type,
        title=task_type.title,
        old_names=task_type.old_names,
        plugin=task_type.plugin,
        flowable=task_type.flowable,
    )


def render_task_reference(reference: TaskReference) -> pb.GetTaskSchemaResponse:
    outputs = reference.outputs_schema
    return pb.GetTaskSchemaResponse(
        task_type=render_task_type(reference.task_type),
        description=reference.description,
        properties_schema_json=json.dumps(reference.properties_schema, ensure_ascii=False),
        outputs_schema_json="" if outputs is None else json.dumps(outputs, ensure_ascii=False),
        examples=reference.examples,
    )


def parse_request(request: pb.PutFlowRequest | pb.PromoteDraftRequest | pb.DeleteFlowRequest) -> Request:
    """Raises InvalidField for an id that is too long."""
    check_request_id(request.request_id)
    return Request(request_id=request.request_id, fingerprint=fingerprint_of(request))
