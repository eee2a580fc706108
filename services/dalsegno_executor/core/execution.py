"""An execution as the fold of its journal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from dalsegno_executor.core.events import (
    Attempt,
    ExecutionCreated,
    ExecutionStopped,
    Provenance,
    StateChange,
)
from dalsegno_executor.core.opened import Opened
from dalsegno_executor.core.states import State


class JournalCorrupt(Exception):
    """The journal tells something that cannot have happened; `position` is where, 0 when that is not known."""

    def __init__(self, message: str, position: int = 0) -> None:
        super().__init__(message)
        self.position = position


@dataclass(slots=True, kw_only=True)
class TaskRun:
    """A task run; its history and attempts begin in the execution that ran it first."""

    task_run_id: str
    task_path: str
    history: list[StateChange]
    attempts: list[Attempt]
    output_digest: str = ""
    outputs_json: str = ""
    error: str = ""
    provenance: Provenance | None = None
    metrics: dict[str, float] = field(default_factory=dict)
    parent_path: str = ""
    value: str | None = None
    iteration: int | None = None
    opened: Opened | None = None
    retry_time: datetime | None = None
    before_digest: str | None = None  # as in `events.CarriedTaskRun`
    unchanged: bool = False  # as in `events.TaskRunFinished`

    @property
    def state(self) -> State:
        return self.history[-1].state


@dataclass(slots=True, kw_only=True)
class Execution:
    """Everything known about an execution. `evolve` owns it and changes it in place: an event costs O(1).

    `variables` is None as long as they are those of the flow. `stopping` is what ends it before its tasks have.
    """

    execution_id: str
    created: ExecutionCreated
    create_time: datetime
    history: list[StateChange]
    labels: dict[str, str]
    position: int = 0
    task_runs: dict[str, TaskRun] = field(default_factory=dict)
    running: set[str] = field(default_factory=set)  # those that are paused too
    inputs: Mapping[str, Any] = field(default_factory=dict)
    flow_variables: Mapping[str, Any] = field(default_factory=dict)
    variables: Mapping[str, Any] | None = None
    trigger: Mapping[str, Any] = field(default_factory=dict)
    outputs_json: str = ""
    error: str = ""
    retry_time: datetime | None = None
    stopping: ExecutionStopped | None = None
    stops_subflows: bool = False
    violated: set[str] = field(default_factory=set)  # ids of SLAs
    closed: bool = False
    restarts: int = 0
    held: bool = False  # whether somebody has paused it
    suspended: set[str] = field(default_factory=set)  # the places of the runs that are at a breakpoint
    breakpoints: tuple[str, ...] = ()

    @property
    def state(self) -> State:
        return self.history[-1].state

    @property
    def holds(self) -> bool:
        """Whether nothing starts in it until it is resumed."""
        return self.held or bool(self.suspended)

    @property
    def started_by(self) -> str:
        """The id of the execution whose task has started this one; empty for none, and in replays."""
        if self.created.parent_id:
            return ""
        return str(self.trigger.get("variables", {}).get("executionId", ""))

    @property
    def ended(self) -> bool:
        """Whether its state is final; something may still follow until it is `closed`."""
        return self.state.is_terminal

    @property
    def end_time(self) -> datetime | None:
        return self.history[-1].time if self.ended else None
