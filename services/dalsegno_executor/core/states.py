"""The states of executions, task runs and attempts.

Source: reference of Kestra's states; those that no part of this version enters are not declared.
"""

from enum import StrEnum


class State(StrEnum):
    CREATED = "CREATED"
    RUNNING = "RUNNING"
    RESTARTED = "RESTARTED"
    SUCCESS = "SUCCESS"
    WARNING = "WARNING"
    FAILED = "FAILED"
    RESUBMITTED = "RESUBMITTED"

    @property
    def is_terminal(self) -> bool:
        return self in TERMINAL

    @property
    def is_reusable(self) -> bool:
        """Whether the outputs of a task run in this state can stand for running it again."""
        return self in {State.SUCCESS, State.WARNING}


TERMINAL = frozenset({State.SUCCESS, State.WARNING, State.FAILED, State.RESUBMITTED})
