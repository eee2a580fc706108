"""The states of executions, task runs and attempts.

Source: reference of Kestra's states; those that no part of this version enters are not declared.
"""

from collections.abc import Iterable
from enum import StrEnum


class State(StrEnum):
    CREATED = "CREATED"
    RUNNING = "RUNNING"
    RESTARTED = "RESTARTED"
    SUCCESS = "SUCCESS"
    WARNING = "WARNING"
    FAILED = "FAILED"
    SKIPPED = "SKIPPED"
    RESUBMITTED = "RESUBMITTED"

    @property
    def is_terminal(self) -> bool:
        return self in TERMINAL

    @property
    def is_reusable(self) -> bool:
        """Whether the outputs of a task run in this state can stand for running it again."""
        return self in {State.SUCCESS, State.WARNING, State.SKIPPED}


TERMINAL = frozenset({State.SUCCESS, State.WARNING, State.FAILED, State.SKIPPED, State.RESUBMITTED})


def worst(states: Iterable[State]) -> State:
    """The state of what ran these: FAILED, then WARNING, then SUCCESS. Source: Kestra's guessFinalState."""
    found = set(states)
    return next((state for state in (State.FAILED, State.WARNING) if state in found), State.SUCCESS)


def settled(state: State, *, allow_failure: bool, allow_warning: bool) -> State:
    """What a task makes of its state: a failure that is allowed is a warning, a warning that is allowed is none."""
    if state is State.FAILED and allow_failure:
        state = State.WARNING
    return State.SUCCESS if state is State.WARNING and allow_warning else state
