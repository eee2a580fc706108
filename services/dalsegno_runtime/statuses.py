"""ServiceError ↔ gRPC status with `google.rpc.ErrorInfo`: the one place where errors cross the wire."""

from typing import Any

import grpc
from google.protobuf import any_pb2
from google.rpc import code_pb2, error_details_pb2, status_pb2
from grpc_status import rpc_status

from dalsegno_runtime.errors import FieldViolation, RemoteError, ServiceError, ServiceUnavailable

DOMAIN = "dalsegno"
UNREACHABLE = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.CANCELLED)


def to_status(error: ServiceError) -> Any:
    """Renders an error as what `context.abort_with_status` takes."""
    info = error_details_pb2.ErrorInfo(reason=error.error_reason, domain=DOMAIN, metadata=error.metadata)
    details = [_packed(info)]
    if error.violations:
        bad = error_details_pb2.BadRequest()
        for violation in error.violations:
            bad.field_violations.add(field=violation.field, description=violation.description)
        details.append(_packed(bad))
    code = code_pb2.Code.Value(error.status_code)
    return rpc_status.to_status(status_pb2.Status(code=code, message=error.message, details=details))


def from_rpc_error(error: grpc.aio.AioRpcError, service: str) -> ServiceError:
    """Turns what another service answered into an error of ours: unreachable, or the refusal as it came."""
    found = error.details() or error.code().name
    if error.code() in UNREACHABLE:
        return ServiceUnavailable(service, _short(found))
    info, violations = _details(error)
    if info is None:
        return RemoteError(error.code().name, "INTERNAL", f"The {service} service failed: {found}", {})
    return RemoteError(error.code().name, info.reason, found, dict(info.metadata), violations)


def _details(error: grpc.aio.AioRpcError) -> tuple[Any, tuple[FieldViolation, ...]]:
    status = rpc_status.from_call(error)  # type: ignore[arg-type]  # it has all that is read of a Call
    info, violations = None, []
    for detail in status.details if status else ():
        if detail.Is(error_details_pb2.ErrorInfo.DESCRIPTOR):
            info = error_details_pb2.ErrorInfo()
            detail.Unpack(info)
        elif detail.Is(error_details_pb2.BadRequest.DESCRIPTOR):
            bad = error_details_pb2.BadRequest()
            detail.Unpack(bad)
            violations += [FieldViolation(field=v.field, description=v.description) for v in bad.field_violations]
    return info, tuple(violations)


def _packed(message: Any) -> any_pb2.Any:
    packed = any_pb2.Any()
    packed.Pack(message)
    return packed


def _short(text: str) -> str:
    return text if len(text) <= 200 else text[:197] + "..."
