"""The course of an execution: what follows from what happened, at a constant cost an event.

A scope is what runs lanes: the flow itself, or an opened flowable. Events go in (`note`), what follows comes out
(`follow`) until it is noted as an event itself; so the course of a journal read again is exactly where it stood.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from dalsegno_executor.core.events import (
    Event,
    ExecutionEnded,
    ExecutionStarted,
    Recorded,
    TaskRunFinished,
    TaskRunOpened,
    TaskRunStarted,
)
from dalsegno_executor.core.execution import Execution, begin, evolve
from dalsegno_executor.core.flowables import FLOWABLES, Lane
from dalsegno_executor.core.paths import parent_path, run_path, task_path
from dalsegno_executor.core.states import State, settled, worst
from dalsegno_flow import Flow, Task

STARTABLE = (State.CREATED, State.RESTARTED)
ROOT = ""


class Phase(Enum):
    MAIN = "tasks"
    ERRORS = "errors"
    FINALLY = "finally"


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

    def enter(self, phase: Phase, lanes: tuple[Lane, ...], width: int) -> None:
        self.phase, self.lanes, self.width = phase, lanes, width
        self.cursors = [0] * len(lanes)
        self.begun = [False] * len(lanes)
        self.done = [False] * len(lanes)
        self.active = self.next_lane = 0
        self.ordered = any(lane.after for lane in lanes)
        self.failed = False


class Course:
    """Where an execution stands in its flow."""

    def __init__(self, flow: Flow, execution: Execution) -> None:
        self._flow = flow
        self.execution = execution
        self._tasks = dict(flow.walk())
        self._scopes: dict[str, Scope] = {}
        self._lane_of: dict[str, int] = {}
        self._following: dict[tuple[str, str], Event] = {}
        self._following["begin", ROOT] = ExecutionStarted()

    def task(self, path: str) -> Task:
        """The task whose run is at `path`."""
        return self._tasks[task_path(path)]

    def follow(self) -> list[Event]:
        """What follows now; empty means to wait."""
        return list(self._following.values())

    def note(self, event: Event) -> None:
        """Takes up an event that was applied to the execution."""
        if isinstance(event, ExecutionStarted):
            self._following.pop(("begin", ROOT), None)
            self._open_root()
        elif isinstance(event, TaskRunStarted):
            self._following.pop(("start", event.task_path), None)
        elif isinstance(event, TaskRunOpened):
            self._open(event)
        elif isinstance(event, TaskRunFinished):
            self._following.pop(("end", event.task_path), None)
            self._scopes.pop(event.task_path, None)
            if event.state is State.RESUBMITTED:
                self._start(event.task_path)
            else:
                self._ended(self._scopes[parent_path(event.task_path)], event.task_path, event.state)
        elif isinstance(event, ExecutionEnded):
            self._following.clear()

    # -- scopes

    def _open_root(self) -> None:
        flow = self._flow
        children = {Phase.MAIN: flow.tasks, Phase.ERRORS: flow.errors, Phase.FINALLY: flow.finally_}
        self._enter(ROOT, children, (Lane(tasks=flow.tasks),), width=0, stops_on_failure=True)

    def _open(self, event: TaskRunOpened) -> None:
        task = self.task(event.task_path)
        flowable = FLOWABLES[task.type]
        errors = task.children.get("errors", ())
        children = {Phase.ERRORS: errors, Phase.FINALLY: task.children.get("finally", ())}
        width = event.opened.width
        self._enter(
            event.task_path,
            children,
            flowable.lanes(task, event.opened),
            width=width,
            # With an errors branch, Kestra turns to it at the first failure.
            stops_on_failure=flowable.stops_on_failure or width == 1 or bool(errors),
        )

    def _enter(
        self,
        path: str,
        children: dict[Phase, tuple[Task, ...]],
        lanes: tuple[Lane, ...],
        *,
        width: int,
        stops_on_failure: bool,
    ) -> None:
        scope = Scope(path=path, children=children, lanes=lanes, width=width, stops_on_failure=stops_on_failure)
        scope.enter(Phase.MAIN, lanes, width)
        self._scopes[path] = scope
        self._go_on(scope)

    def _go_on(self, scope: Scope) -> None:
        """Begins the lanes that may begin, and ends the scope's phase when none is left."""
        while True:
            begun = False
            for position in self._startable(scope):
                begun = scope.begun[position] = True
                scope.active += 1
                self._advance(scope, position)
            if begun:
                continue  # what ended on the spot may let others begin
            if scope.active:
                return
            if not self._next_phase(scope):
                self._close(scope)
                return

    def _startable(self, scope: Scope) -> Iterable[int]:
        lanes = scope.lanes
        if scope.ordered:
            for position, lane in enumerate(lanes):
                ready = all(scope.done[other] for other in lane.after)
                if ready and not scope.begun[position] and self._has_room(scope):
                    yield position
            return
        while scope.next_lane < len(lanes) and self._has_room(scope):
            scope.next_lane += 1
            yield scope.next_lane - 1

    def _has_room(self, scope: Scope) -> bool:
        stopped = scope.failed and scope.stops_on_failure
        return not stopped and (scope.width == 0 or scope.active < scope.width)

    def _advance(self, scope: Scope, position: int) -> None:
        """Goes on in a lane: past what is done already, to the next task to start, or to the lane's end."""
        lane = scope.lanes[position]
        while scope.cursors[position] < len(lane.tasks):
            task = lane.tasks[scope.cursors[position]]
            path = run_path(scope.path, task.id, lane.value, lane.iteration)
            if task.disabled:
                scope.cursors[position] += 1
                continue
            run = self.execution.task_runs.get(path)
            if run is None or run.state in STARTABLE:
                self._lane_of[path] = position
                self._start(path, lane)
                return
            self._take(scope, run.state)
            if run.state is State.FAILED:
                break
            scope.cursors[position] += 1
        scope.done[position] = True
        scope.active -= 1

    def _ended(self, scope: Scope, path: str, state: State) -> None:
        position = self._lane_of.pop(path)
        self._take(scope, state)
        if state is State.FAILED:
            scope.done[position] = True
            scope.active -= 1
        else:
            scope.cursors[position] += 1
            self._advance(scope, position)
        self._go_on(scope)

    def _take(self, scope: Scope, state: State) -> None:
        if scope.phase is Phase.MAIN:
            scope.states.add(state)
        scope.failed = scope.failed or state is State.FAILED

    def _next_phase(self, scope: Scope) -> bool:
        """Turns to the errors branch after a failure, then to `finally`; False when there is nothing left."""
        failed = State.FAILED in scope.states
        order = [Phase.ERRORS, Phase.FINALLY] if scope.phase is Phase.MAIN else [Phase.FINALLY]
        for phase in order:
            tasks = scope.children.get(phase, ())
            wanted = failed if phase is Phase.ERRORS else scope.phase is not Phase.FINALLY
            if tasks and wanted:
                scope.enter(phase, (Lane(tasks=tasks),), 0)
                return True
        return False

    def _close(self, scope: Scope) -> None:
        state = worst(scope.states)
        if scope.path == ROOT:
            self._following["end", ROOT] = ExecutionEnded(state=state)
            return
        task = self.task(scope.path)
        run = self.execution.task_runs[scope.path]
        state = settled(
            FLOWABLES[task.type].settle(state), allow_failure=task.allow_failure, allow_warning=task.allow_warning
        )
        self._following["end", scope.path] = TaskRunFinished(
            task_path=scope.path,
            attempt_number=len(run.attempts),
            state=state,
            output_digest=run.output_digest,
            outputs_json=run.outputs_json,
        )

    def _start(self, path: str, lane: Lane | None = None) -> None:
        run = self.execution.task_runs.get(path)
        number = len(run.attempts) + 1 if run else 1
        self._following["start", path] = TaskRunStarted(
            task_path=path,
            attempt_number=0 if self.task(path).type in FLOWABLES else number,
            parent_path=parent_path(path),
            value=run.value if run else lane.value if lane else None,
            iteration=run.iteration if run else lane.iteration if lane else None,
        )


def retrace(execution_id: str, flow: Flow, journal: Iterable[Recorded]) -> Course:
    """Rebuilds an execution and its course from the whole journal. Raises JournalCorrupt."""
    events = iter(journal)
    execution = begin(execution_id, next(events, None))
    course = Course(flow, execution)
    for recorded in events:
        evolve(execution, recorded)
        course.note(recorded.event)
    return course
