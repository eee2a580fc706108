"""ServiceError ↔ gRPC status with `google.rpc.ErrorInfo`: the one place where errors cross the wire."""

from datetime import timedelta
from typing import Any

import grpc
from google.protobuf import any_pb2
from google.rpc import code_pb2, error_details_pb2, status_pb2
from grpc_status import rpc_status

from dalsegno_runtime.errors import FieldViolation, RemoteError, ServiceError, ServiceUnavailable

DOMAIN = "dalsegno"
UNREACHABLE = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.CANCELLED)
# What gRPC itself says of a call whose connection broke in the middle.
BROKEN = (grpc.StatusCode.UNKNOWN, grpc.StatusCode.INTERNAL)
BROKEN_TEXTS = ("Stream removed", "RST_STREAM", "connection")


def to_status(error: ServiceError) -> Any:
    """Renders an error as what `context.abort_with_status` takes."""
    info = error_details_pb2.ErrorInfo(reason=error.error_reason, domain=DOMAIN, metadata=error.metadata)
    details = [_packed(info)]
    if error.violations:
        bad = error_details_pb2.BadRequest()
        for violation in error.violations:
            bad.field_violations.add(field=violation.field, description=violation.description)
        details.append(_packed(bad))
    if error.retry_seconds is not None:
        retry = error_details_pb2.RetryInfo()
        retry.retry_delay.FromTimedelta(timedelta(seconds=error.retry_seconds))
        details.append(_packed(retry))
    code = code_pb2.Code.Value(error.status_code)
    return rpc_status.to_status(status_pb2.Status(code=code, message=error.message, details=details))


def from_rpc_error(error: Any, service: str) -> ServiceError:
    """Turns what another service answered into an error of ours: unreachable, or the refusal as it came.

    `error` is a `grpc.RpcError` that is also a `grpc.Call`, as all are that a call ends with, or an AioRpcError.
    """
    found = error.details() or error.code().name
    if error.code() in UNREACHABLE:
        return ServiceUnavailable(service, _short(found))
    info, violations, retry_seconds = _details(error)
    if info is None and error.code() in BROKEN and any(text in found for text in BROKEN_TEXTS):
        return ServiceUnavailable(service, _short(found))
    if info is None:
        return RemoteError(error.code().name, "INTERNAL", f"The {service} service failed: {found}", {})
    return RemoteError(error.code().name, info.reason, found, dict(info.metadata), violations, retry_seconds)


def _details(error: Any) -> tuple[Any, tuple[FieldViolation, ...], float | None]:
    status = rpc_status.from_call(error)
    info, violations, retry_seconds = None, [], None
    for detail in status.details if status else ():
        if detail.Is(error_details_pb2.ErrorInfo.DESCRIPTOR):
            info = error_details_pb2.ErrorInfo()
            detail.Unpack(info)
        elif detail.Is(error_details_pb2.BadRequest.DESCRIPTOR):
            bad = error_details_pb2.BadRequest()
            detail.Unpack(bad)
            violations += [FieldViolation(field=v.field, description=v.description) for v in bad.field_violations]
        elif detail.Is(error_details_pb2.RetryInfo.DESCRIPTOR):
            retry = error_details_pb2.RetryInfo()
            detail.Unpack(retry)
            retry_seconds = retry.retry_delay.ToTimedelta().total_seconds()
    return info, tuple(violations), retry_seconds


def _packed(message: Any) -> any_pb2.Any:
    packed = any_pb2.Any()
    packed.Pack(message)
    return packed


def _short(text: str) -> str:
    return text if len(text) <= 200 else text[:197] + "..."
