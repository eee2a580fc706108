"""What the states of the contract mean to a client."""

from dalsegno.api.common.v1 import state_pb2

State = state_pb2.State

TERMINAL = frozenset(
    {
        State.STATE_SUCCESS,
        State.STATE_WARNING,
        State.STATE_FAILED,
        State.STATE_SKIPPED,
        State.STATE_RETRIED,
        State.STATE_KILLED,
        State.STATE_CANCELLED,
    }
)


def is_terminal(state: state_pb2.State) -> bool:
    """Whether an execution or a task run in this state has ended; a state that is not known has not."""
    return state in TERMINAL


def name_of(state: state_pb2.State) -> str:
    """The state as people write it, such as "RUNNING"; a value that is not known as its number."""
    return State.Name(state).removeprefix("STATE_") if state in State.values() else str(int(state))
