"""Executions driven without a shell: the course says what is wanted, the test says what comes of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from dalsegno_executor.core.course import Course
from dalsegno_executor.core.events import (
    Event,
    ExecutionClosed,
    ExecutionCreated,
    ExecutionStopped,
    Recorded,
    TaskRunFinished,
    TaskRunOpened,
    TaskRunStarted,
    TaskRunTurned,
)
from dalsegno_executor.core.evolving import evolve
from dalsegno_executor.core.execution import TaskRun
from dalsegno_executor.core.flowables import FLOWABLES, Opened, Situation, Turned
from dalsegno_executor.core.paths import task_id_of
from dalsegno_executor.core.reopening import retrace
from dalsegno_executor.core.retrying import execution_retry_time, retry_time
from dalsegno_executor.core.states import State, settled
from dalsegno_executor.core.work import Kind, Wait, Work
from dalsegno_flow import Flow, Task
from dalsegno_flow.retry import Retry, RetryBehavior, RetryType

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
FLOW = "io.kestra.plugin.core.flow."
CREATED = ExecutionCreated(
    namespace="n", flow_id="f", flow_revision=1, source_digest="d", original_id="e", start_time=NOON
)
Outcomes = Callable[[str], State]
Pick = Callable[[list[str]], str]


def leaf(task_id: str, **fields: object) -> Task:
    return Task(id=task_id, type="leaf", **fields)  # type: ignore[arg-type]  # the fields of a Task


def flowable(
    kind: str, task_id: str, *tasks: Task, properties: Mapping[str, object] | None = None, **slots: object
) -> Task:
    children = {"tasks": tasks, **{name.rstrip("_"): slot for name, slot in slots.items()}}
    return Task(id=task_id, type=FLOW + kind, properties=properties or {}, children=children)  # type: ignore[arg-type]


def flow_of(*tasks: Task, errors: tuple[Task, ...] = (), finally_: tuple[Task, ...] = (), **fields: object) -> Flow:
    return Flow(namespace="n", id="f", tasks=tasks, errors=errors, finally_=finally_, **fields)  # type: ignore[arg-type]


def every(seconds: float, **fields: object) -> Retry:
    """A retry at a constant interval."""
    return Retry(type=RetryType.CONSTANT, interval=seconds * SECOND, **fields)  # type: ignore[arg-type]  # of a Retry


def failing(*ids: str) -> Outcomes:
    return lambda path: State.FAILED if task_id_of(path) in ids else State.SUCCESS


def failing_times(times: int, *ids: str) -> Outcomes:
    """The tasks fail so many times each, and then end well."""
    left = dict.fromkeys(ids, times)

    def outcome(path: str) -> State:
        task_id = task_id_of(path)
        left[task_id] = left.get(task_id, 0) - 1
        return State.FAILED if left[task_id] >= 0 else State.SUCCESS

    return outcome


@dataclass
class Run:
    """An execution on its way. After every event the journal alone says what follows, as after a crash.

    `order` is what started, attempt by attempt, `most` how many leaves ran at once at most. The clock stands still
    but for `wait`. A `journal` is gone on from. A LoopUntil with a property `rounds` is done in that round.
    """

    flow: Flow
    created: ExecutionCreated = CREATED
    carried: Sequence[Event] = ()
    now: datetime = NOON
    journal: list[Recorded] = field(default_factory=list)
    order: list[str] = field(default_factory=list)
    most: int = 0

    def __post_init__(self) -> None:
        self.journal = list(self.journal) or [Recorded(position=1, time=self.now, event=self.created)]
        self.course: Course = retrace("e", self.flow, self.journal)
        for event in self.carried:
            self.happen(event)

    @property
    def state(self) -> State:
        return self.course.execution.state

    @property
    def states(self) -> dict[str, State]:
        return {path: run.state for path, run in self.course.execution.task_runs.items()}

    @property
    def history(self) -> list[State]:
        return [change.state for change in self.course.execution.history]

    def history_of(self, path: str) -> list[State]:
        return [change.state for change in self.run_of(path).history]

    def attempts_of(self, path: str) -> list[State]:
        return [attempt.state for attempt in self.run_of(path).attempts]

    def run_of(self, path: str) -> TaskRun:
        return self.course.execution.task_runs[path]

    @property
    def agenda(self) -> set[Work]:
        return set(self.course.work)

    @property
    def leaves(self) -> list[str]:
        """The places of the attempts that run."""
        return [work.path for work in self.course.work if work.kind is Kind.RUN and not self._is_flowable(work.path)]

    def events(self, kind: type[Event]) -> list[Event]:
        return [recorded.event for recorded in self.journal if isinstance(recorded.event, kind)]

    def go(self, outcomes: Outcomes = lambda _path: State.SUCCESS, pick: Pick = min) -> "Run":
        """Runs to the end: `outcomes` gives the state of each attempt, `pick` which running one ends next."""
        while not self.course.execution.closed:
            self.settle()
            if leaves := self.leaves:
                path = pick(leaves)
                self.finish(path, outcomes(path))
            elif not self.course.execution.closed:
                self.wait()
        return self

    def settle(self) -> "Run":
        """Does all that needs neither a time nor an attempt: opens, turns, ends."""
        while True:
            if follow := self.course.follow():
                self.happen(*follow)
                continue
            self.most = max(self.most, len(self.leaves))
            work = next((work for work in self.course.work if self._is_at_once(work)), None)
            if work is None:
                return self
            self.happen(*self.come_of(work))

    def finish(self, path: str, state: State = State.SUCCESS) -> "Run":
        """Ends a running attempt, with what its retry makes of that."""
        self.happen(*self._finished(path, state))
        return self.settle()

    def wait(self) -> "Run":
        """Lets the next time come that something waits for; it must be there."""
        self.settle()
        waits = [
            (wait.until, work, wait.event) for work in self.course.work if (wait := self.course.work.wait_of(work))
        ]
        until, _work, event = min(waits, key=lambda wait: wait[:2])
        self.now = max(self.now, until)
        self.happen(event)
        return self.settle()

    def happen(self, *events: Event) -> "Run":
        again = self.course
        for event in events:
            if isinstance(event, TaskRunStarted):
                self.order.append(event.task_path)
            recorded = Recorded(position=len(self.journal) + 1, time=self.now, event=event)
            self.journal.append(recorded)
            evolve(self.course.execution, recorded)
            self.course.note(event)
            again = retrace("e", self.flow, self.journal)
            assert again.execution == self.course.execution
            assert again.follow() == self.course.follow()
            assert _wanted(again) == _wanted(self.course)
        # What is done from here on is done by one that knows the journal alone.
        self.course = again
        return self

    # -- what comes of work

    def come_of(self, work: Work) -> list[Event]:
        """What the shell would hand in for this work, apart from attempts and times."""
        path = work.path
        match work.kind:
            case Kind.END:
                return [self.course.end(self.course.reached(), outputs_json="{}")]
            case Kind.AGAIN:
                return [ExecutionClosed()]
            case Kind.TURN:
                turned = FLOWABLES[self.course.task(path).type].turn(self._situation(path))
                if isinstance(turned, Turned):
                    state = State.FAILED if turned.error else State.SUCCESS
                    return [TaskRunTurned(task_path=path, state=state, error=turned.error)]
                return [_opened(path, turned)]
            case _:
                return [_opened(path, FLOWABLES[self.course.task(path).type].open(self._situation(path)))]

    def _finished(self, path: str, state: State) -> list[Event]:
        run, task, retry = self.run_of(path), self.course.task(path), self.course.retry(path)
        number = len(run.attempts)

        def finished(state: State, **fields: object) -> TaskRunFinished:
            fields["never_ran"] = state is State.SKIPPED
            return TaskRunFinished(task_path=path, attempt_number=number, state=state, **fields)  # type: ignore[arg-type]

        if state is State.FAILED and retry is not None:
            if retry.behavior is RetryBehavior.CREATE_NEW_EXECUTION:
                again = execution_retry_time(retry, self.course.execution, self.now, min)
                if again is not None:
                    state = State.RETRIED
                    stopped = ExecutionStopped(state=state, task_run_state=state, retry_time=again)
                    return [finished(state, attempt_state=State.FAILED, reached=State.FAILED), stopped]
            elif time := retry_time(retry, self.course.execution, run, self.now, min):
                return [finished(state, retry_time=time)]
        final = settled(state, allow_failure=task.allow_failure, allow_warning=task.allow_warning)
        return [finished(final, attempt_state=state)]

    def _is_flowable(self, path: str) -> bool:
        return self.course.task(path).type in FLOWABLES

    def _is_at_once(self, work: Work) -> bool:
        return work.kind is not Kind.WAIT and (work.kind is not Kind.RUN or self._is_flowable(work.path))

    def _situation(self, path: str) -> Situation:
        task, run = self.course.task(path), self.run_of(path)
        cases = [slot.removeprefix("cases/") for slot in task.children if slot.startswith("cases/")]
        properties = {**task.properties, "cases": cases, "defaults": "defaults" in task.children}
        if "rounds" in properties and run.opened is not None:
            properties["condition"] = (run.opened.iteration or 0) >= properties["rounds"]
        begun = [change.time for change in run.history if change.state in {State.CREATED, State.RESTARTED}]
        return Situation(properties=properties, now=self.now, start=begun[-1], opened=run.opened)


def _wanted(course: Course) -> list[tuple[Work, Wait | None]]:
    return [(work, course.work.wait_of(work)) for work in course.work]


def _opened(path: str, opened: Opened) -> TaskRunOpened:
    return TaskRunOpened(task_path=path, opened=opened)
