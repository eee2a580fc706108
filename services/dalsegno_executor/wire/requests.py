"""What many requests have in common."""

from typing import Any

from dalsegno_executor.core.execution import JournalCorrupt
from dalsegno_executor.core.states import State
from dalsegno_executor.replaying import Asked
from dalsegno_executor.wire.values import state_from_proto
from dalsegno_runtime.errors import InvalidField
from dalsegno_runtime.idempotency import check_request_id, fingerprint_of


def asked_from(request: Any) -> Asked:
    """The request's id, and what tells it from others. Raises InvalidField when the id is too long."""
    check_request_id(request.request_id)
    return Asked(request_id=request.request_id, fingerprint=fingerprint_of(request))


def needed(request: Any, field: str) -> str:
    """A text that must be there. Raises InvalidField."""
    value = getattr(request, field)
    if not value:
        raise InvalidField(field, f"{field} is empty.")
    return str(value)


def state_from(number: int, field: str = "states") -> State:
    """One of the states in a list of them. Raises InvalidField."""
    try:
        return state_from_proto(number)
    except JournalCorrupt as error:
        raise InvalidField(field, f"{field} has {number}, which is no state; see state.proto.") from error
