"""What holds for any flow: whatever its tasks do, whatever it waits for, and whenever it is stopped."""

from dataclasses import replace

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from dalsegno_executor.core.course import retrace
from dalsegno_executor.core.events import (
    ExecutionClosed,
    ExecutionEnded,
    ExecutionStopped,
    TaskRunFinished,
    TaskRunOpened,
    TaskRunResumed,
    TaskRunStarted,
)
from dalsegno_executor.core.paths import parent_path
from dalsegno_executor.core.states import State
from dalsegno_executor.wire.events import event_from_bytes, event_to_bytes
from dalsegno_flow import Flow
from dalsegno_flow.sla import Sla, SlaBehavior, SlaType
from support.courses import SECOND, Run
from support.random_flows import waiting_flows

ENDINGS = (State.SUCCESS, State.SUCCESS, State.WARNING, State.FAILED, State.SKIPPED)
PROMISES = st.builds(
    lambda seconds, behavior: Sla(
        id="quick", type=SlaType.MAX_DURATION, duration=seconds * SECOND, behavior=behavior, labels={"sla": "missed"}
    ),
    st.integers(0, 20),
    st.sampled_from(SlaBehavior),
)


class Driver:
    """Drives an execution at random; what it asks for may come at any moment."""

    def __init__(self, flow: Flow, data: st.DataObject) -> None:
        self.run = Run(flow)
        self._data = data
        self._interruptions = 3
        self.stopped_as: State | None = None

    def go(self) -> Run:
        self.run.settle()
        while not self.run.course.execution.closed:
            act = self._data.draw(st.sampled_from(self._possible()))
            act()
            self.run.settle()
        return self.run

    def _possible(self) -> list:
        leaves, paused = self.run.leaves, self._paused()
        acts = []
        if leaves:
            acts += [self._finish] * 4
        if any(self.run.course.work.wait_of(work) for work in self.run.course.work):
            acts += [self.run.wait] * (1 if leaves else 4)
        if paused:
            acts += [self._resume]
        if self._interruptions and acts and not self.run.course.execution.ended:
            acts += [self._stop, self._lose] if leaves else [self._stop]
        return acts or [self._stop]

    def _finish(self) -> None:
        path = self._data.draw(st.sampled_from(sorted(self.run.leaves)))
        self.run.finish(path, self._data.draw(st.sampled_from(ENDINGS)))

    def _lose(self) -> None:
        """The process ends, and with it everything that ran."""
        self._interruptions -= 1
        for path in self.run.leaves:
            number = len(self.run.run_of(path).attempts)
            self.run.happen(TaskRunFinished(task_path=path, attempt_number=number, state=State.RESUBMITTED))

    def _resume(self) -> None:
        self.run.happen(TaskRunResumed(task_path=self._data.draw(st.sampled_from(self._paused()))))

    def _stop(self) -> None:
        self._interruptions = 0
        self.stopped_as = self._data.draw(st.sampled_from([State.KILLED, State.CANCELLED, State.FAILED]))
        self.run.happen(ExecutionStopped(state=self.stopped_as, task_run_state=self.stopped_as, reason="asked for"))

    def _paused(self) -> list[str]:
        runs = self.run.course.execution.task_runs.items()
        return sorted(
            path for path, run in runs if run.state is State.PAUSED and "Pause" in self.run.course.task(path).type
        )


# Without Phase.explain, which traces every line.
@settings(max_examples=120, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink))
@given(flow=waiting_flows(), slas=st.lists(PROMISES, max_size=1), data=st.data())
def test_any_flow_ends_once_and_leaves_nothing_behind(flow: Flow, slas: list[Sla], data: st.DataObject) -> None:
    flow = replace(flow, sla=tuple(slas))
    run = Driver(flow, data).go()
    execution = run.course.execution

    assert run.agenda == set()
    assert run.course.follow() == []
    assert execution.running == set()
    assert {path: state for path, state in run.states.items() if not state.is_terminal} == {}
    assert [state for state in run.history if state.is_terminal and state is not State.FAILED][1:] == []
    assert len(run.events(ExecutionEnded)) == 1
    assert isinstance(run.journal[-1].event, ExecutionClosed if run.events(ExecutionClosed) else ExecutionEnded)
    assert execution.state is expected_state(run, flow)
    assert_attempts_follow_one_another(run)
    assert_parents_end_after_their_children(run)
    stored = [event_from_bytes(event_to_bytes("e", recorded)) for recorded in run.journal]
    assert retrace("e", flow, stored).execution == execution


def expected_state(run: Run, flow: Flow) -> State:
    """What stopped it; else the worst of the runs at the top, those of errors and finally apart."""
    stopped = run.events(ExecutionStopped)
    ended = next(index for index, recorded in enumerate(run.journal) if isinstance(recorded.event, ExecutionEnded))
    if stopped and any(isinstance(recorded.event, ExecutionStopped) for recorded in run.journal[:ended]):
        return stopped[0].state
    tops = {run.states[task.id] for task in flow.tasks if task.id in run.states}
    precedence = (State.KILLED, State.CANCELLED, State.FAILED, State.WARNING)
    return next((state for state in precedence if state in tops), State.SUCCESS)


def assert_attempts_follow_one_another(run: Run) -> None:
    """Nothing starts while it runs, and every start of a leaf is an attempt of its own."""
    running: set[str] = set()
    numbers: dict[str, int] = {}
    for recorded in run.journal:
        event = recorded.event
        if isinstance(event, TaskRunStarted):
            assert event.task_path not in running
            running.add(event.task_path)
            if event.attempt_number:
                assert event.attempt_number == numbers.get(event.task_path, 0) + 1
                numbers[event.task_path] = event.attempt_number
        elif isinstance(event, TaskRunFinished):
            running.discard(event.task_path)
        elif isinstance(event, TaskRunOpened) and (event.opened.iteration or 0) > 1:
            within = (f"{event.task_path}/", f"{event.task_path}[")
            numbers = {path: number for path, number in numbers.items() if not path.startswith(within)}
    assert running == set()


def assert_parents_end_after_their_children(run: Run) -> None:
    ended: dict[str, int] = {}
    for position, recorded in enumerate(run.journal):
        if isinstance(recorded.event, TaskRunFinished):
            ended[recorded.event.task_path] = position
    for path, found in run.course.execution.task_runs.items():
        assert found.parent_path == parent_path(path)
        if found.parent_path:
            assert ended[path] < ended[found.parent_path]
