"""The states of executions, task runs and attempts.

Source: Kestra's State.Type; those that no part of this version enters are not declared.
"""

from collections.abc import Iterable
from enum import StrEnum


class State(StrEnum):
    CREATED = "CREATED"
    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    PAUSED = "PAUSED"
    RETRYING = "RETRYING"
    RESTARTED = "RESTARTED"
    SUCCESS = "SUCCESS"
    WARNING = "WARNING"
    FAILED = "FAILED"
    SKIPPED = "SKIPPED"
    BREAKPOINT = "BREAKPOINT"
    RESUBMITTED = "RESUBMITTED"
    RETRIED = "RETRIED"
    KILLING = "KILLING"
    KILLED = "KILLED"
    CANCELLED = "CANCELLED"

    @property
    def is_terminal(self) -> bool:
        return self in TERMINAL

    @property
    def stops(self) -> bool:
        """Whether what comes after a task run in this state does not run."""
        return self in {State.FAILED, State.KILLED, State.CANCELLED}

    @property
    def is_reusable(self) -> bool:
        """Whether the outputs of a task run in this state can stand for running it again."""
        return self in {State.SUCCESS, State.WARNING, State.SKIPPED}


TERMINAL = frozenset(
    {
        State.SUCCESS,
        State.WARNING,
        State.FAILED,
        State.SKIPPED,
        State.RESUBMITTED,
        State.RETRIED,
        State.KILLED,
        State.CANCELLED,
    }
)
_WORST_FIRST = (State.KILLED, State.CANCELLED, State.FAILED, State.WARNING)


def worst(states: Iterable[State]) -> State:
    """The state of what ran these: KILLED, FAILED, WARNING, then SUCCESS. Source: Kestra's guessFinalState."""
    found = set(states)
    return next((state for state in _WORST_FIRST if state in found), State.SUCCESS)


def settled(state: State, *, allow_failure: bool, allow_warning: bool) -> State:
    """What a task makes of its state: a failure that is allowed is a warning, a warning that is allowed is none."""
    if state is State.FAILED and allow_failure:
        state = State.WARNING
    return State.SUCCESS if state is State.WARNING and allow_warning else state
