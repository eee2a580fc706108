"""States, times and attempts as messages have them."""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp

from dalsegno.api.common.v1 import state_pb2
from dalsegno.api.executor.v1 import executor_pb2 as pb
from dalsegno_executor.core import events as core
from dalsegno_executor.core.execution import JournalCorrupt
from dalsegno_executor.core.states import State

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


_NUMBERS: dict[State, Any] = {state: state_pb2.State.Value(f"STATE_{state.value}") for state in State}
_STATES = {number: state for state, number in _NUMBERS.items()}


def state_to_proto(state: State) -> Any:
    return _NUMBERS[state]


def state_from_proto(number: int) -> State:
    """Raises JournalCorrupt for a state that this version does not know."""
    try:
        return _STATES[number]
    except KeyError:
        raise JournalCorrupt(f"There is no state with the number {number}.") from None


# What is remembered is copied into messages and never changed: a replay carries what its source told already.
_remembered = lru_cache(maxsize=32_768)


@_remembered
def timestamp(time: datetime) -> Timestamp:
    since = time - EPOCH
    return Timestamp(seconds=since.days * 86_400 + since.seconds, nanos=since.microseconds * 1_000)


def from_timestamp(message: Timestamp) -> datetime:
    return message.ToDatetime(UTC)


def history_to_proto(history: Iterable[core.StateChange]) -> list[state_pb2.StateChange]:
    return [_change_to_proto(change) for change in history]


@_remembered
def _change_to_proto(change: core.StateChange) -> state_pb2.StateChange:
    return state_pb2.StateChange(state=state_to_proto(change.state), time=timestamp(change.time))


@_remembered
def attempt_to_proto(attempt: core.Attempt) -> pb.Attempt:
    return pb.Attempt(
        number=attempt.number,
        state=state_to_proto(attempt.state),
        start_time=timestamp(attempt.start_time),
        end_time=timestamp(attempt.end_time) if attempt.end_time else None,
        error=attempt.error,
        execution_id=attempt.execution_id,
    )


def provenance_to_proto(provenance: core.Provenance | None) -> pb.Provenance | None:
    if provenance is None:
        return None
    return pb.Provenance(
        execution_id=provenance.execution_id,
        task_run_id=provenance.task_run_id,
        output_digest=provenance.output_digest,
        attempt_number=provenance.attempt_number,
    )


def write_time(part: Timestamp, time: datetime | None) -> None:
    if time is not None:
        part.FromDatetime(time)


def read_time(part: Any, field: str) -> datetime | None:
    return from_timestamp(getattr(part, field)) if part.HasField(field) else None
