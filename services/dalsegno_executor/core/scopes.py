"""A scope: what runs lanes, the flow itself or an opened flowable, and how far it has come."""

from collections.abc import Iterator
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

    def startable(self) -> Iterator[int]:
        """The positions of lanes that may begin now. Whoever takes one counts it as active before asking for more."""
        if self.ordered:
            for position, lane in enumerate(self.lanes):
                ready = all(self.done[other] for other in lane.after)
                if ready and not self.begun[position] and self._has_room():
                    yield position
            return
        while self.next_lane < len(self.lanes) and self._has_room():
            self.next_lane += 1
            yield self.next_lane - 1

    def take(self, state: State) -> None:
        """Takes account of how one of its runs ended."""
        if self.phase is Phase.MAIN:
            self.states.add(state)
        self.failed = self.failed or state.stops

    def next_phase(self) -> bool:
        """Turns to the errors branch after a failure, then to `finally`; False when there is nothing left."""
        if self.phase is Phase.AFTER:
            return False
        failed = State.FAILED in self.states
        order = [Phase.ERRORS, Phase.FINALLY] if self.phase is Phase.MAIN else [Phase.FINALLY]
        for phase in order:
            tasks = self.children.get(phase, ())
            wanted = failed if phase is Phase.ERRORS else self.phase is not Phase.FINALLY
            if tasks and wanted:
                self.enter(phase, (Lane(tasks=tasks),), 0)
                return True
        return False

    def _has_room(self) -> bool:
        # What has begun goes on beside a failure, and nothing else begins.
        # Source: Kestra's findTaskDependingFlowState, which turns to the errors branch then, also where there is none.
        return not self.failed and (self.width == 0 or self.active < self.width)
