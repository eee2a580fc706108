"""The errors that services answer with; free of gRPC, so that pure code may raise them.

    ServiceError
    ├── InvalidField            INVALID_ARGUMENT     INVALID_FIELD
    ├── InvalidPageToken        INVALID_ARGUMENT     INVALID_PAGE_TOKEN
    ├── RequestIdConflict       INVALID_ARGUMENT     REQUEST_ID_CONFLICT
    ├── ServiceUnavailable      UNAVAILABLE          SERVICE_UNAVAILABLE
    ├── RemoteError             whatever another service answered, passed on
    └── (each service's own, in its `core/errors.py`)

Reasons are the values of `dalsegno.api.common.v1.ErrorReason` without their prefix; a test holds every class to that
enum. Anything that is not a ServiceError reaches the caller as INTERNAL with an incident id and no detail.
"""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldViolation:
    """One thing wrong with one field; sent as `google.rpc.BadRequest.FieldViolation`."""

    field: str
    description: str


class ServiceError(Exception):
    """A refused call: a message for a person, a reason and metadata for a program."""

    code: ClassVar[str]  # the name of a grpc.StatusCode
    reason: ClassVar[str]  # the name of an ErrorReason without its prefix

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

    def __init__(self, service: str, found: str) -> None:
        super().__init__(
            f"The {service} service does not answer ({found}). Nothing was changed; repeat the call with the same "
            "request_id when the service is back.",
            service=service,
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
    ) -> None:
        super().__init__(message, violations=violations)
        self.metadata = dict(metadata)
        self._code = code
        self._reason = reason

    @property
    def status_code(self) -> str:
        return self._code

    @property
    def error_reason(self) -> str:
        return self._reason
