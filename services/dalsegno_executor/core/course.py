"""The course of an execution: what follows from what happened, at a constant cost an event.

A scope is what runs lanes: the flow itself, or an opened flowable. Events go in (`note`). What follows from them alone
comes out as events (`follow`); what has to happen outside first, as work (`work`). Both stay until they are noted as
events themselves; so the course of a journal read again is exactly where it stood.
"""

from collections.abc import Callable
from typing import Any

from dalsegno_executor.core.advancing import ROOT, Lanes
from dalsegno_executor.core.agreements import consequences, longest_durations
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
from dalsegno_executor.core.flowables import FLOWABLES
from dalsegno_executor.core.paths import parent_path
from dalsegno_executor.core.places import parse_place
from dalsegno_executor.core.scopes import Phase
from dalsegno_executor.core.states import State
from dalsegno_executor.core.stopping import ends_of_stopped
from dalsegno_executor.core.work import Kind, Wait
from dalsegno_flow import Flow


class Course(Lanes):
    """Where an execution stands in its flow."""

    def __init__(self, flow: Flow, execution: Execution) -> None:
        super().__init__(flow, execution)
        self._skips = [parse_place("skip_task_paths", text) for text in execution.created.skips]
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
