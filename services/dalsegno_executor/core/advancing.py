"""How the lanes of an execution go on: what starts next in each scope, and how a scope ends."""

from dalsegno_executor.core.cutting_off import CutOffs
from dalsegno_executor.core.events import (
    Event,
    ExecutionClosed,
    ExecutionEnded,
    TaskRunFinished,
    TaskRunRevoked,
    TaskRunStarted,
    TaskRunSuspended,
)
from dalsegno_executor.core.execution import Execution
from dalsegno_executor.core.flowables import FLOWABLES, Lane
from dalsegno_executor.core.paths import parent_path, run_path, task_path
from dalsegno_executor.core.pausing import stops_at, when_time_is_up
from dalsegno_executor.core.scopes import Phase, Scope
from dalsegno_executor.core.states import State, settled, worst
from dalsegno_executor.core.stopping import ends_of_unreached
from dalsegno_executor.core.work import Agenda, Kind, Wait, Work
from dalsegno_flow import Flow, Task
from dalsegno_flow.retry import Retry

STARTABLE = (State.CREATED, State.RESTARTED)
ROOT = ""


class Lanes:
    """The scopes of an execution and what follows in them; `course.Course` takes up the events that move them."""

    def __init__(self, flow: Flow, execution: Execution) -> None:
        self._flow = flow
        self.execution = execution
        execution.flow_variables = flow.variables
        self._tasks = dict(flow.walk())
        self._scopes: dict[str, Scope] = {}
        self._lane_of: dict[str, int] = {}
        self._following: dict[tuple[str, str], Event] = {}
        self._cut_offs = CutOffs(execution, self._tasks)
        self._has_past = False  # whether there may be task runs before their scopes are entered
        self._unreached: dict[str, None] = {}  # of these, those that are to go on and that nothing has come to yet
        self.work = Agenda()

    def task(self, path: str) -> Task:
        """The task whose run is at `path`."""
        return self._tasks[task_path(path)]

    def task_type(self, path: str) -> str:
        """The type of the task whose run is at `path`; empty when the flow has no such task."""
        task = self._tasks.get(task_path(path))
        return task.type if task else ""

    def position(self, path: str) -> int | None:
        """Which of its parent's lanes a run that has not ended is in, from 0."""
        return self._lane_of.get(path)

    def retry(self, path: str) -> Retry | None:
        """The retry that counts for a run: its task's, or that of the nearest parent that has one, or the flow's.

        A task that may fail has its own alone: else it ends WARNING, and only FAILED is tried again, as in Kestra.
        """
        if self.task(path).allow_failure:
            return self.task(path).retry
        while path:
            retry = self.task(path).retry
            if retry is not None:
                return retry
            path = parent_path(path)
        return self._flow.retry

    def _open_root(self) -> None:
        flow = self._flow
        children = {Phase.MAIN: flow.tasks, Phase.ERRORS: flow.errors, Phase.FINALLY: flow.finally_}
        self._enter(ROOT, children, (Lane(tasks=flow.tasks),), width=0)

    def _enter_phase(self, path: str, phase: Phase, tasks: tuple[Task, ...]) -> None:
        """Runs tasks that decide nothing: those of a pause, and those after the end."""
        scope = Scope(path=path, children={}, lanes=(), width=0)
        scope.enter(phase, (Lane(tasks=tasks),), 0)
        self._scopes[path] = scope
        self._go_on(scope)

    def _enter_flowable(self, path: str) -> None:
        before = self._scopes.get(path)
        if before is not None and before.phase is Phase.PAUSED and before.active:
            before.resumed = True
            return
        task = self.task(path)
        opened = self.execution.task_runs[path].opened
        assert opened is not None  # noqa: S101  # it was opened before it is entered
        children = {Phase.ERRORS: task.children.get("errors", ()), Phase.FINALLY: task.children.get("finally", ())}
        self._enter(path, children, self.lanes(path), width=opened.width)

    def lanes(self, path: str) -> tuple[Lane, ...]:
        """The lanes of an opened flowable. Some run tasks that the flow does not have; those are known from then on."""
        opened = self.execution.task_runs[path].opened
        assert opened is not None  # noqa: S101  # it was opened before it is entered
        task = self.task(path)
        lanes = FLOWABLES[task.type].lanes(task, opened)
        for lane in lanes:
            for child in lane.tasks:
                self._tasks.setdefault(f"{task_path(path)}/{child.id}", child)
        return lanes

    def _enter(
        self,
        path: str,
        children: dict[Phase, tuple[Task, ...]],
        lanes: tuple[Lane, ...],
        *,
        width: int,
    ) -> None:
        scope = Scope(path=path, children=children, lanes=lanes, width=width)
        scope.enter(Phase.MAIN, lanes, width)
        if self._has_past:
            scope.resume(self.execution.task_runs)
        self._scopes[path] = scope
        self._go_on(scope)

    def _go_on(self, scope: Scope) -> None:
        """Begins the lanes that may begin, and ends the scope's phase when none is left."""
        while True:
            begun = False
            for position in scope.startable():
                begun = scope.begun[position] = True
                scope.active += 1
                self._advance(scope, position)
            if begun:
                continue  # what ended on the spot may let others begin
            if scope.active:
                return
            if scope.phase is Phase.PAUSED:
                if scope.resumed:
                    self._enter_flowable(scope.path)
                else:
                    self._await_time(scope.path)
                return
            if self._wants_turn(scope):
                self.work.want(Kind.TURN, scope.path)
                return
            if scope.path == ROOT and self.execution.holds:
                return
            if not scope.next_phase():
                self._close(scope)
                return

    def _wants_turn(self, scope: Scope) -> bool:
        """Whether a flowable's tasks have run well, and it decides whether they run again."""
        if scope.path == ROOT or scope.phase is not Phase.MAIN or scope.turned or scope.failed:
            return False
        return FLOWABLES[self.task(scope.path).type].turns

    def _advance(self, scope: Scope, position: int) -> None:
        """Goes on in a lane: past what is done already, to the next task to start, or to the lane's end."""
        lane = scope.lanes[position]
        while scope.cursors[position] < len(lane.tasks):
            task = lane.tasks[scope.cursors[position]]
            path = run_path(scope.path, task.id, lane.value)
            if task.disabled:
                scope.cursors[position] += 1
                continue
            run = self.execution.task_runs.get(path)
            self._unreached.pop(path, None)
            if run is None or run.state in STARTABLE:
                self._lane_of[path] = position
                self._start(path, lane)
                return
            if run.state is State.RUNNING:
                self._lane_of[path] = position
                self._go_on_within(path)
                return
            if self._cut_offs.is_outdated(path, run):
                self._lane_of[path] = position
                self._following["revoke", path] = TaskRunRevoked(task_path=path)
                return
            scope.take(run.state)
            if run.state.stops:
                break
            scope.cursors[position] += 1
        scope.done[position] = True
        scope.active -= 1

    def _go_on_within(self, path: str) -> None:
        """Takes up a flowable that a restart has reopened, where it was."""
        if self.execution.task_runs[path].opened is None:
            self.work.want(Kind.RUN, path)
        else:
            self._enter_flowable(path)

    def _ended(self, scope: Scope, path: str, state: State) -> None:
        position = self._lane_of.pop(path)
        scope.take(state)
        if state.stops:
            scope.done[position] = True
            scope.active -= 1
        else:
            scope.cursors[position] += 1
            self._advance(scope, position)
        self._go_on(scope)

    def _close(self, scope: Scope) -> None:
        for ending in ends_of_unreached(self.execution, self._flow, scope, self._unreached):
            self._following["end", ending.task_path] = ending
            del self._unreached[ending.task_path]
        if scope.phase is Phase.AFTER:
            self._following["close", ROOT] = ExecutionClosed()
            return
        state = worst(scope.states)
        if scope.path == ROOT:
            self.work.drop_all()
            if self._flow.outputs:
                self.work.want(Kind.END, ROOT)
            else:
                self._following["end", ROOT] = self.end(state)
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
            error=run.error,
            unchanged=run.before_digest == run.output_digest,
        )

    def reached(self) -> State:
        """The state that the task runs of the flow lead to, once they have ended."""
        return worst(self._scopes[ROOT].states)

    def end(self, state: State, *, outputs_json: str = "", error: str = "") -> ExecutionEnded:
        """The end of an execution whose tasks have led to `state`; an error makes it FAILED."""
        return ExecutionEnded(
            state=State.FAILED if error else state,
            reached=state if error and state is not State.FAILED else None,
            outputs_json=outputs_json,
            error=error,
            followed=bool(self._flow.after_execution),
        )

    def _start(self, path: str, lane: Lane | None = None) -> None:
        started = self._started(path, lane)
        if self.execution.breakpoints and stops_at(self.execution.breakpoints, started):
            self._following["start", path] = TaskRunSuspended(
                task_path=path, parent_path=started.parent_path, value=started.value, iteration=started.iteration
            )
        else:
            self._following["start", path] = started

    def _started(self, path: str, lane: Lane | None = None) -> TaskRunStarted:
        run = self.execution.task_runs.get(path)
        number = len(run.attempts) + 1 if run else 1
        return TaskRunStarted(
            task_path=path,
            attempt_number=0 if self.task(path).type in FLOWABLES else number,
            parent_path=parent_path(path),
            value=run.value if run else lane.value if lane else None,
            iteration=run.iteration if run else lane.iteration if lane else None,
        )

    def _await_time(self, path: str) -> None:
        run = self.execution.task_runs[path]
        if run.opened is None or run.opened.resume_time is None or Work(Kind.WAIT, path) in self.work:
            return
        self.work.want(Kind.WAIT, path, Wait(run.opened.resume_time, when_time_is_up(self.task(path), run)))
