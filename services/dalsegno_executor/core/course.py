"""The course of an execution: what follows from what happened, at a constant cost an event.

A scope is what runs lanes: the flow itself, or an opened flowable. Events go in (`note`). What follows from them alone
comes out as events (`follow`); what has to happen outside first, as work (`work`). Both stay until they are noted as
events themselves; so the course of a journal read again is exactly where it stood.
"""

from collections.abc import Callable
from typing import Any

from dalsegno_executor.core.agreements import consequences, longest_durations
from dalsegno_executor.core.cutting_off import CutOffs
from dalsegno_executor.core.events import (
    Event,
    ExecutionClosed,
    ExecutionEnded,
    ExecutionQueued,
    ExecutionRestarted,
    ExecutionResumed,
    ExecutionStarted,
    ExecutionStopped,
    LabelsSet,
    SlaViolated,
    TaskRunFinished,
    TaskRunOpened,
    TaskRunResumed,
    TaskRunRevoked,
    TaskRunsCarried,
    TaskRunStarted,
    TaskRunSuspended,
    TaskRunTurned,
)
from dalsegno_executor.core.execution import Execution
from dalsegno_executor.core.flowables import FLOWABLES, Lane
from dalsegno_executor.core.paths import parent_path, run_path, task_path
from dalsegno_executor.core.pausing import stops_at, when_time_is_up
from dalsegno_executor.core.places import parse_place
from dalsegno_executor.core.scopes import Phase, Scope
from dalsegno_executor.core.states import State, settled, worst
from dalsegno_executor.core.stopping import ends_of_stopped, ends_of_unreached
from dalsegno_executor.core.work import Agenda, Kind, Wait, Work
from dalsegno_flow import Flow, Task
from dalsegno_flow.retry import Retry

STARTABLE = (State.CREATED, State.RESTARTED)
ROOT = ""


class Course:
    """Where an execution stands in its flow."""

    def __init__(self, flow: Flow, execution: Execution) -> None:
        self._flow = flow
        self.execution = execution
        execution.flow_variables = flow.variables
        self._tasks = dict(flow.walk())
        self._scopes: dict[str, Scope] = {}
        self._lane_of: dict[str, int] = {}
        self._following: dict[tuple[str, str], Event] = {}
        self._skips = [parse_place("skip_task_paths", text) for text in execution.created.skips]
        self._cut_offs = CutOffs(execution, self._tasks)
        self._has_past = False  # whether there may be task runs before their scopes are entered
        self._unreached: dict[str, None] = {}  # of these, those that are to go on and that nothing has come to yet
        self.work = Agenda()
        if execution.created.schedule_time is None:
            self._following["begin", ROOT] = ExecutionStarted()
        else:
            self.work.want(Kind.WAIT, ROOT, Wait(execution.created.schedule_time, ExecutionStarted()))
        self._takes_up: dict[type, Callable[[Any], None]] = {
            TaskRunsCarried: self._carried,
            ExecutionStarted: self._begun,
            ExecutionQueued: self._queued,
            TaskRunStarted: self._run,
            TaskRunOpened: self._opened,
            TaskRunResumed: self._resumed,
            TaskRunTurned: self._turned,
            TaskRunFinished: self._finished,
            TaskRunRevoked: self._revoked,
            SlaViolated: self._violated,
            LabelsSet: self._labelled,
            ExecutionStopped: self._stop,
            ExecutionEnded: self._after_end,
            ExecutionClosed: self._closed,
            ExecutionRestarted: self._restarted,
            ExecutionResumed: self._let_go_on,
            TaskRunSuspended: self._suspended,
        }

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

    def follow(self) -> list[Event]:
        """What follows now; empty means to wait."""
        if self.execution.holds:
            return [event for event in self._following.values() if not isinstance(event, TaskRunStarted)]
        return list(self._following.values())

    def postpone(self, event: Event) -> bool:
        """Keeps a start whose time has come until the execution goes on. False when nothing keeps it from starting."""
        if not self.execution.holds or not isinstance(event, TaskRunStarted):
            return False
        self.work.drop(Kind.WAIT, event.task_path)
        self._following["start", event.task_path] = event
        return True

    def queue(self) -> None:
        """Makes a new execution wait for room instead of starting."""
        self.work.drop(Kind.WAIT, ROOT)
        self._following["begin", ROOT] = ExecutionQueued()

    def note(self, event: Event) -> None:
        """Takes up an event that was applied to the execution."""
        if take_up := self._takes_up.get(type(event)):
            take_up(event)

    def _begun(self, _event: ExecutionStarted) -> None:
        self._following.pop(("begin", ROOT), None)
        self.work.drop(Kind.WAIT, ROOT)
        for sla_id, wait in longest_durations(self._flow, self.execution):
            self.work.want(Kind.WAIT, f"sla/{sla_id}", wait)
        self._open_root()

    def _queued(self, _event: ExecutionQueued) -> None:
        self._following.pop(("begin", ROOT), None)
        self.work.drop(Kind.WAIT, ROOT)

    def _carried(self, event: TaskRunsCarried) -> None:
        self._has_past = True
        for run in event.task_runs:
            if run.opened is not None and self.task_type(run.task_path) in FLOWABLES:
                self.lanes(run.task_path)
            self._cut_offs.take(run.task_path)
        self._expect_unended()

    def _expect_unended(self) -> None:
        runs = self.execution.task_runs.items()
        self._unreached = {path: None for path, run in runs if not run.state.is_terminal}

    def _run(self, event: TaskRunStarted) -> None:
        path = event.task_path
        self._following.pop(("start", path), None)
        self.work.drop(Kind.WAIT, path)
        if any(place.matches(path) for place in self._skips):
            self._following["end", path] = TaskRunFinished(
                task_path=path, attempt_number=event.attempt_number, state=State.SKIPPED, never_ran=True
            )
        else:
            self.work.want(Kind.RUN, path)

    def _resumed(self, event: TaskRunResumed) -> None:
        self.work.drop(Kind.WAIT, event.task_path)
        self._enter_flowable(event.task_path)

    def _labelled(self, _event: LabelsSet) -> None:
        self._following.pop(("labels", ROOT), None)

    def _closed(self, _event: ExecutionClosed) -> None:
        self._following.clear()
        self.work.drop_all()

    def _restarted(self, _event: ExecutionRestarted) -> None:
        self._lane_of.clear()
        self._has_past = True
        self._expect_unended()
        self._following["begin", ROOT] = ExecutionStarted()

    def _suspended(self, event: TaskRunSuspended) -> None:
        self._following.pop(("start", event.task_path), None)

    def _let_go_on(self, _event: ExecutionResumed) -> None:
        for path, run in self.execution.task_runs.items():
            if run.state is State.CREATED:
                self._start(path)
        root = self._scopes.get(ROOT)
        if root is not None:
            self._go_on(root)

    def _opened(self, event: TaskRunOpened) -> None:
        path, opened = event.task_path, event.opened
        self.work.drop(Kind.RUN, path)
        self.work.drop(Kind.TURN, path)
        if not opened.paused:
            self._enter_flowable(path)
            return
        tasks = self.task(path).children.get("onPause", ())
        # A run does not end before those within it, however late that makes it.
        if not tasks or opened.then in {"RESUME", "CANCEL"}:
            self._await_time(path)
        if tasks:
            self._enter_phase(path, Phase.PAUSED, tasks)

    def _await_time(self, path: str) -> None:
        run = self.execution.task_runs[path]
        if run.opened is None or run.opened.resume_time is None or Work(Kind.WAIT, path) in self.work:
            return
        self.work.want(Kind.WAIT, path, Wait(run.opened.resume_time, when_time_is_up(self.task(path), run)))

    def _turned(self, event: TaskRunTurned) -> None:
        self.work.drop(Kind.TURN, event.task_path)
        scope = self._scopes[event.task_path]
        scope.turned = True
        scope.states.add(event.state)
        self._go_on(scope)

    def _finished(self, event: TaskRunFinished) -> None:
        path = event.task_path
        self._following.pop(("end", path), None)
        self._scopes.pop(path, None)
        self.work.drop(Kind.RUN, path)
        self.work.drop(Kind.WAIT, path)
        if self.execution.stopping is not None:
            return
        if event.state is State.RESUBMITTED:
            self._start(path)
        elif event.retry_time is not None:
            self.work.want(Kind.WAIT, path, Wait(event.retry_time, self._started(path)))
        else:
            self._cut_offs.take(path)
            scope = self._scopes.get(parent_path(path))
            if scope is not None and path in self._lane_of:
                self._ended(scope, path, event.state)

    def _revoked(self, event: TaskRunRevoked) -> None:
        self._following.pop(("revoke", event.task_path), None)
        self._start(event.task_path)

    def _stop(self, event: ExecutionStopped) -> None:
        self._following.clear()
        self._scopes.clear()
        self.work.drop_all()
        self._following.update(ends_of_stopped(self.execution, self._flow, event))

    def _after_end(self, event: ExecutionEnded) -> None:
        self._following.clear()
        self._scopes.clear()
        self.work.drop_all()
        if event.retry_time is not None:
            self.work.want(Kind.AGAIN, ROOT)
        elif event.followed:
            tasks = self._flow.after_execution
            self._enter_phase(ROOT, Phase.AFTER, tasks)

    def _violated(self, event: SlaViolated) -> None:
        self.work.drop(Kind.WAIT, f"sla/{event.sla_id}")
        for consequence in consequences(self._flow, event):
            kind = "labels" if isinstance(consequence, LabelsSet) else "stop"
            self._following[kind, ROOT] = consequence

    # -- scopes

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
