"""A scope: what runs lanes, the flow itself or an opened flowable, and how far it has come."""

from dataclasses import dataclass, field
from enum import Enum

from dalsegno_executor.core.flowables import Lane
from dalsegno_executor.core.states import State
from dalsegno_flow import Task


class Phase(Enum):
    MAIN = "tasks"
    ERRORS = "errors"
    FINALLY = "finally"
    AFTER = "afterExecution"
    PAUSED = "onPause"


@dataclass(slots=True, kw_only=True)
class Scope:
    """Lanes on their way. `cursors` are the positions in the lanes; a lane beyond its end, or stopped, is `done`."""

    path: str
    children: dict[Phase, tuple[Task, ...]]
    lanes: tuple[Lane, ...]
    width: int
    stops_on_failure: bool
    phase: Phase = Phase.MAIN
    cursors: list[int] = field(default_factory=list)
    begun: list[bool] = field(default_factory=list)
    done: list[bool] = field(default_factory=list)
    active: int = 0
    next_lane: int = 0
    ordered: bool = False  # whether lanes wait for others
    failed: bool = False
    states: set[State] = field(default_factory=set)  # of the main phase's children
    turned: bool = False  # whether its tasks have run for the last time
    resumed: bool = False  # whether it goes on once the task of its pause has ended

    def enter(self, phase: Phase, lanes: tuple[Lane, ...], width: int) -> None:
        self.phase, self.lanes, self.width = phase, lanes, width
        self.cursors = [0] * len(lanes)
        self.begun = [False] * len(lanes)
        self.done = [False] * len(lanes)
        self.active = self.next_lane = 0
        self.ordered = any(lane.after for lane in lanes)
        self.failed = False
