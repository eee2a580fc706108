"""A scope: what runs lanes, the flow itself or an opened flowable, and how far it has come."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from dalsegno_executor.core.execution import TaskRun
from dalsegno_executor.core.flowables import Lane
from dalsegno_executor.core.paths import run_path
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
    order: Sequence[int] = ()  # the positions of lanes in the order in which they begin
    pending: frozenset[int] = frozenset()  # those that begin also when another has failed
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
        self.order, self.pending = range(len(lanes)), frozenset()
        self.ordered = any(lane.after for lane in lanes)
        self.failed = False

    def resume(self, runs: Mapping[str, TaskRun]) -> None:
        """Goes on where there are task runs from before: first in the lanes with one that has not ended.

        These begin also when another has failed, and so do the lanes that they wait for; after them come the others
        in which something has run.
        """
        begun, first = [], dict[int, None]()
        for position, lane in enumerate(self.lanes):
            found = [run for task in lane.tasks if (run := runs.get(run_path(self.path, task.id, lane.value)))]
            if any(not run.state.is_terminal for run in found):
                self._with_needed(position, first)
            elif found:
                begun.append(position)
        self.pending = frozenset(first)
        self.order = list(dict.fromkeys([*first, *begun, *range(len(self.lanes))]))

    def _with_needed(self, position: int, first: dict[int, None]) -> None:
        if position not in first:
            for other in self.lanes[position].after:
                self._with_needed(other, first)
            first[position] = None

    def startable(self) -> Iterator[int]:
        """The positions of lanes that may begin now. Whoever takes one counts it as active before asking for more."""
        if self.ordered:
            for position in self.order:
                ready = all(self.done[other] for other in self.lanes[position].after)
                if ready and not self.begun[position] and self._has_room(position):
                    yield position
            return
        while self.next_lane < len(self.lanes) and self._has_room(self.order[self.next_lane]):
            self.next_lane += 1
            yield self.order[self.next_lane - 1]

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

    def _has_room(self, position: int) -> bool:
        # What has begun goes on beside a failure, and nothing else begins.
        # Source: Kestra's findTaskDependingFlowState, which turns to the errors branch then, also where there is none.
        begins = not self.failed or position in self.pending
        return begins and (self.width == 0 or self.active < self.width)
