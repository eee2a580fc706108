"""What a call can end with, instead of an answer.

    DalSegnoError
    ├── InvalidRequest      correct the request (INVALID_ARGUMENT, OUT_OF_RANGE)
    ├── NotFound            there is no such flow, revision, execution, task, file (NOT_FOUND)
    ├── Refused             the state of things forbids it; `reason` says which (FAILED_PRECONDITION and its like)
    │                       or the service has as much to do as it can (RESOURCE_EXHAUSTED)
    ├── Unreachable         no answer, or none in time (UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED)
    ├── DataLoss            bytes are not what they were: throw away what was read (DATA_LOSS)
    └── ServerFault         the service has a fault; its log has more (INTERNAL and everything else)

`reason` is the name of a value of `dalsegno.api.common.v1.ErrorReason` without its prefix; programs decide by it, and
`metadata` holds the keys listed there. It is empty when the answer did not come from Dal Segno.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dalsegno.endpoints import VARIABLES, ServiceName

DOMAIN = "dalsegno"


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One thing wrong with one field of the request."""

    field: str
    description: str


class DalSegnoError(Exception):
    """A call that gave no answer: a message for a person, a reason and metadata for a program."""

    def __init__(
        self,
        message: str,
        *,
        code: str = "",
        reason: str = "",
        metadata: Mapping[str, str] | None = None,
        violations: tuple[Violation, ...] = (),
        retry_after_seconds: float | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code  # the name of the gRPC status; empty when the client itself found the error
        self.reason = reason
        self.metadata = dict(metadata or {})
        self.violations = violations
        # How long the service asks to wait before the call is repeated; None: it says nothing of that.
        self.retry_after_seconds = retry_after_seconds

    @property
    def may_pass(self) -> bool:
        """Whether the same call may succeed later: nobody answered, or the service asks to be called again."""
        return self.retry_after_seconds is not None


class InvalidRequest(DalSegnoError):
    pass


class NotFound(DalSegnoError):
    pass


class Refused(DalSegnoError):
    pass


class Unreachable(DalSegnoError):
    """No answer. Whether the call was carried out is not known; the same `request_id` makes it safe to repeat."""

    service: str = ""  # the one that does not answer: registry, executor or storage
    address: str = ""  # where it was looked for; empty when another service looked for it

    @property
    def may_pass(self) -> bool:
        # A call that ran into its deadline has waited long enough.
        return not self.out_of_time

    @property
    def out_of_time(self) -> bool:
        """Whether the deadline passed, rather than the connection failing."""
        return self.code == "DEADLINE_EXCEEDED"


class DataLoss(DalSegnoError):
    pass


class ServerFault(DalSegnoError):
    pass


_KINDS: Mapping[str, type[DalSegnoError]] = {
    "INVALID_ARGUMENT": InvalidRequest,
    "OUT_OF_RANGE": InvalidRequest,
    "NOT_FOUND": NotFound,
    "FAILED_PRECONDITION": Refused,
    "ALREADY_EXISTS": Refused,
    "ABORTED": Refused,
    "PERMISSION_DENIED": Refused,
    "UNAUTHENTICATED": Refused,
    "RESOURCE_EXHAUSTED": Refused,
    "UNAVAILABLE": Unreachable,
    "DEADLINE_EXCEEDED": Unreachable,
    "CANCELLED": Unreachable,
    "DATA_LOSS": DataLoss,
}


def from_rpc_error(error: Any, service: ServiceName, address: str) -> DalSegnoError:
    """Turns a `grpc.RpcError` of a call (sync or aio) to `service` at `address` into one of the tree above."""
    code = error.code().name
    reason, metadata, violations, retry_after_seconds = _details(error)
    kind = _KINDS.get(code, ServerFault)
    message = error.details() or code
    if not reason:
        message = _without_reason(kind, code, message, service, address)
    made = kind(
        message,
        code=code,
        reason=reason,
        metadata=metadata,
        violations=violations,
        retry_after_seconds=retry_after_seconds,
    )
    if isinstance(made, Unreachable):
        made.service = metadata.get("service", service)
        made.address = address if made.service == service else ""
    return made


def _without_reason(kind: type[DalSegnoError], code: str, details: str, service: ServiceName, address: str) -> str:
    if kind is not Unreachable:
        return f"The {service} at {address} answered {code}: {details}"
    if code == "DEADLINE_EXCEEDED":
        return f"The {service} at {address} did not answer in time. Give the call more time, or look at its log."
    found = details if len(details) <= 200 else details[:197] + "..."
    return (
        f"The {service} does not answer at {address} ({found}). "
        f"Is it running, and is {VARIABLES[service]} the right address?"
    )


def _details(error: Any) -> tuple[str, dict[str, str], tuple[Violation, ...], float | None]:
    from google.rpc import error_details_pb2
    from grpc_status import rpc_status

    reason, metadata, violations, retry_after_seconds = "", {}, [], None
    try:
        status = rpc_status.from_call(error)
    except ValueError:  # the details contradict the status: a proxy rewrote one of them
        status = None
    for detail in status.details if status else ():
        if detail.Is(error_details_pb2.ErrorInfo.DESCRIPTOR):
            info = error_details_pb2.ErrorInfo.FromString(detail.value)
            if info.domain == DOMAIN:
                reason, metadata = info.reason, dict(info.metadata)
        elif detail.Is(error_details_pb2.BadRequest.DESCRIPTOR):
            bad = error_details_pb2.BadRequest.FromString(detail.value)
            violations += [Violation(field=v.field, description=v.description) for v in bad.field_violations]
        elif detail.Is(error_details_pb2.RetryInfo.DESCRIPTOR):
            retry = error_details_pb2.RetryInfo.FromString(detail.value)
            retry_after_seconds = retry.retry_delay.ToTimedelta().total_seconds()
    return reason, metadata, tuple(violations), retry_after_seconds
