"""The errors that services answer with; free of gRPC, so that pure code may raise them.

    ServiceError
    ├── InvalidField            INVALID_ARGUMENT     INVALID_FIELD
    ├── InvalidPageToken        INVALID_ARGUMENT     INVALID_PAGE_TOKEN
    ├── RequestIdConflict       INVALID_ARGUMENT     REQUEST_ID_CONFLICT
    ├── ServiceUnavailable      UNAVAILABLE          SERVICE_UNAVAILABLE
    ├── LimitReached            RESOURCE_EXHAUSTED   LIMIT_REACHED
    ├── RequestTooLarge         RESOURCE_EXHAUSTED   REQUEST_TOO_LARGE
    ├── RemoteError             whatever another service answered, passed on
    └── (each service's own, in its `core/errors.py`)

Reasons are the values of `dalsegno.api.common.v1.ErrorReason` without their prefix; a test holds every class to that
enum. Anything that is not a ServiceError reaches the caller as INTERNAL with an incident id and no detail.
"""

from dataclasses import dataclass
from typing import ClassVar

# Reasons that waiting may take away: what is away comes back, what is full is freed, who is busy gets done.
PASSING = frozenset({"SERVICE_UNAVAILABLE", "STORAGE_FULL", "LIMIT_REACHED"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldViolation:
    """One thing wrong with one field; sent as `google.rpc.BadRequest.FieldViolation`."""

    field: str
    description: str


class ServiceError(Exception):
    """A refused call: a message for a person, a reason and metadata for a program."""

    code: ClassVar[str]  # the name of a grpc.StatusCode
    reason: ClassVar[str]  # the name of an ErrorReason without its prefix
    # How long a caller waits before it repeats the call, sent as `google.rpc.RetryInfo`; None: repeating does not help.
    retry_seconds: float | None = None

    def __init__(self, message: str, *, violations: tuple[FieldViolation, ...] = (), **metadata: object) -> None:
        super().__init__(message)
        self.message = message
        self.violations = violations
        self.metadata = {key: str(value) for key, value in metadata.items()}

    @property
    def status_code(self) -> str:
        return self.code

    @property
    def error_reason(self) -> str:
        return self.reason

    @property
    def passes(self) -> bool:
        """Whether whoever has nobody to ask, such as a running execution, waits and does the same again."""
        return self.error_reason in PASSING


class InvalidField(ServiceError):
    code = "INVALID_ARGUMENT"
    reason = "INVALID_FIELD"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message, violations=(FieldViolation(field=field, description=message),), field=field)


class InvalidPageToken(ServiceError):
    code = "INVALID_ARGUMENT"
    reason = "INVALID_PAGE_TOKEN"


class RequestIdConflict(ServiceError):
    code = "INVALID_ARGUMENT"
    reason = "REQUEST_ID_CONFLICT"

    def __init__(self, request_id: str) -> None:
        super().__init__(
            f"Request id {request_id!r} was used before for a different request. Take a new id for a new request.",
            request_id=request_id,
        )


class ServiceUnavailable(ServiceError):
    code = "UNAVAILABLE"
    reason = "SERVICE_UNAVAILABLE"
    retry_seconds: float | None = 1.0

    def __init__(self, service: str, found: str) -> None:
        super().__init__(
            f"The {service} service does not answer ({found}). Nothing was changed; repeat the call with the same "
            "request_id when the service is back.",
            service=service,
        )


class LimitReached(ServiceError):
    """As much is under way as the service's settings allow."""

    code = "RESOURCE_EXHAUSTED"
    reason = "LIMIT_REACHED"

    def __init__(self, what: str, setting: str, limit: int, retry_seconds: float) -> None:
        """`what` is there in the number `limit`, which the setting of this name allows."""
        super().__init__(
            f"There are {limit} {what}, and --{setting} allows no more. Nothing was changed; repeat the call with the "
            "same request_id a little later, or start the service with a higher limit.",
            setting=setting,
            limit=limit,
        )
        self.retry_seconds = retry_seconds


class RequestTooLarge(ServiceError):
    code = "RESOURCE_EXHAUSTED"
    reason = "REQUEST_TOO_LARGE"

    def __init__(self, size_bytes: int, limit_bytes: int) -> None:
        super().__init__(
            f"The request has {size_bytes} bytes, and --max-request-bytes allows {limit_bytes}. Send less at once: "
            "store what is large as a file, and give its address.",
            size_bytes=size_bytes,
            limit_bytes=limit_bytes,
        )


class RemoteError(ServiceError):
    """Another service's refusal, passed on to our own caller as it came."""

    code = "UNKNOWN"
    reason = "INTERNAL"

    def __init__(
        self,
        code: str,
        reason: str,
        message: str,
        metadata: dict[str, str],
        violations: tuple[FieldViolation, ...] = (),
        retry_seconds: float | None = None,
    ) -> None:
        super().__init__(message, violations=violations)
        self.metadata = dict(metadata)
        self.retry_seconds = retry_seconds
        self._code = code
        self._reason = reason

    @property
    def status_code(self) -> str:
        return self._code

    @property
    def error_reason(self) -> str:
        return self._reason
