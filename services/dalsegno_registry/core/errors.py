"""The registry's errors.

ServiceError
├── FlowNotFound          NOT_FOUND             FLOW_NOT_FOUND
├── RevisionNotFound      NOT_FOUND             REVISION_NOT_FOUND
├── DraftNotFound         NOT_FOUND             DRAFT_NOT_FOUND
├── FlowInvalid           INVALID_ARGUMENT      FLOW_INVALID
├── RevisionConflict      FAILED_PRECONDITION   REVISION_CONFLICT
└── TaskTypeNotFound      NOT_FOUND             TASK_TYPE_NOT_FOUND
"""

from collections.abc import Iterable

from dalsegno_flow import InvalidFlow, Problem
from dalsegno_runtime.errors import FieldViolation, ServiceError

# An error travels in HTTP/2 trailers, which clients refuse above 8 KiB, Base64 and percent signs included.
MAX_VIOLATIONS_BYTES = 3_000
MAX_TEXT_CHARACTERS = 300


class FlowNotFound(ServiceError):
    code = "NOT_FOUND"
    reason = "FLOW_NOT_FOUND"

    def __init__(self, namespace: str, flow_id: str) -> None:
        super().__init__(
            f"There is no flow {flow_id!r} in namespace {namespace!r}. List the flows, or put this one first.",
            namespace=namespace,
            flow=flow_id,
        )


class RevisionNotFound(ServiceError):
    code = "NOT_FOUND"
    reason = "REVISION_NOT_FOUND"

    def __init__(self, namespace: str, flow_id: str, revision: int, latest_revision: int) -> None:
        super().__init__(
            f"The flow {namespace}.{flow_id} has no revision {revision}; its latest is {latest_revision}.",
            namespace=namespace,
            flow=flow_id,
            revision=revision,
            latest_revision=latest_revision,
        )


class DraftNotFound(ServiceError):
    code = "NOT_FOUND"
    reason = "DRAFT_NOT_FOUND"

    def __init__(self, namespace: str, flow_id: str, source_digest: str) -> None:
        super().__init__(
            f"The flow {namespace}.{flow_id} has no draft {source_digest!r}. A draft is named by the SHA-256 of its "
            "source; executions that ran one tell it as their source_digest.",
            namespace=namespace,
            flow=flow_id,
            source_digest=source_digest,
        )


class FlowInvalid(ServiceError):
    """The message has the first problem, the violations as many as fit; validating the flow lists all."""

    code = "INVALID_ARGUMENT"
    reason = "FLOW_INVALID"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        invalid = InvalidFlow(problems)
        super().__init__(
            _short(str(invalid)), violations=tuple(_violations(invalid.errors)), problem_count=len(invalid.errors)
        )


class RevisionConflict(ServiceError):
    code = "FAILED_PRECONDITION"
    reason = "REVISION_CONFLICT"

    def __init__(self, namespace: str, flow_id: str, expected_revision: int, latest_revision: int) -> None:
        expected = f"revision {expected_revision}" if expected_revision else "no such flow yet"
        found = f"revision {latest_revision} is the latest" if latest_revision else "there is no such flow"
        super().__init__(
            f"The flow {namespace}.{flow_id} was changed by somebody else: the call expected {expected}, and {found}. "
            "Read the flow again and repeat the change on it.",
            expected_revision=expected_revision,
            latest_revision=latest_revision,
        )


class TaskTypeNotFound(ServiceError):
    code = "NOT_FOUND"
    reason = "TASK_TYPE_NOT_FOUND"

    def __init__(self, task_type: str, message: str) -> None:
        super().__init__(f"{message} List the task types to see all.", type=task_type)


def _violations(errors: Iterable[Problem]) -> Iterable[FieldViolation]:
    room_bytes = MAX_VIOLATIONS_BYTES
    for problem in errors:
        violation = FieldViolation(field=_short(problem.path) or "source", description=_short(str(problem)))
        room_bytes -= len(violation.field.encode()) + len(violation.description.encode())
        if room_bytes < 0:
            return
        yield violation


def _short(text: str) -> str:
    return text if len(text) <= MAX_TEXT_CHARACTERS else text[: MAX_TEXT_CHARACTERS - 1] + "…"
