"""Executions driven at random: what happens to them may come at any moment, and in any order."""

from collections.abc import Callable

from hypothesis import strategies as st

from dalsegno_executor.core.errors import NothingToReplay, NotRestartable
from dalsegno_executor.core.events import ExecutionStarted, ExecutionStopped, TaskRunFinished, TaskRunResumed
from dalsegno_executor.core.restarting import restarted
from dalsegno_executor.core.states import State
from dalsegno_flow import Flow
from support.courses import Run

ENDINGS = (State.SUCCESS, State.SUCCESS, State.WARNING, State.FAILED, State.SKIPPED)
INTERRUPTIONS = 3
RESTARTS = 2
KILL = ExecutionStopped(state=State.KILLED, task_run_state=State.KILLED, through=State.KILLING, subflows=True)


class Driver:
    """Drives an execution to its end; it may wait for room first, and be restarted after it has ended."""

    def __init__(self, flow: Flow, data: st.DataObject) -> None:
        self.run = Run(flow)
        self._data = data
        self._interruptions = INTERRUPTIONS
        self._restarts = RESTARTS
        if data.draw(st.booleans(), "queued"):
            self.run.course.queue()

    def go(self) -> Run:
        self.run.settle()
        while True:
            while not self.run.course.execution.closed:
                act = self._data.draw(st.sampled_from(self._possible()))
                act()
                self.run.settle()
            if not self._restarts or not self._data.draw(st.booleans(), "restarted") or not self._restart():
                return self.run

    def _possible(self) -> list[Callable[[], object]]:
        leaves, paused, execution = self.run.leaves, self._paused(), self.run.course.execution
        acts: list[Callable[[], object]] = []
        if execution.state is State.QUEUED:
            acts += [self._let_in] * 3
        if leaves:
            acts += [self._finish] * 4
        if any(self.run.course.work.wait_of(work) for work in self.run.course.work):
            acts += [self.run.wait] * (1 if leaves else 4)
        if paused:
            acts += [self._resume]
        if self._interruptions and acts and not execution.ended:
            acts += [self._stop, self._lose] if leaves else [self._stop]
        return acts or [self._stop]

    def _let_in(self) -> None:
        self.run.happen(ExecutionStarted())

    def _finish(self) -> None:
        path = self._data.draw(st.sampled_from(sorted(self.run.leaves)))
        self.run.finish(path, self._data.draw(st.sampled_from(ENDINGS)))

    def _lose(self) -> None:
        self._interruptions -= 1
        lose_all(self.run)

    def _resume(self) -> None:
        self.run.happen(TaskRunResumed(task_path=self._data.draw(st.sampled_from(self._paused()))))

    def _stop(self) -> None:
        self._interruptions = 0
        # Only what runs can stop itself.
        runs = self.run.course.execution.state in {State.RUNNING, State.PAUSED, State.RETRYING}
        state = self._data.draw(st.sampled_from([None, State.CANCELLED, State.FAILED] if runs else [None]))
        if state is None:
            self.run.happen(KILL)
        else:
            self.run.happen(ExecutionStopped(state=state, task_run_state=state, reason="asked for"))

    def _restart(self) -> bool:
        """Whether there was something to restart."""
        self._restarts -= 1
        course = self.run.course
        try:
            event = restarted(course.execution, self.run.flow, course)
        except (NotRestartable, NothingToReplay):
            return False
        self.run.happen(event).settle()
        return True

    def _paused(self) -> list[str]:
        runs = self.run.course.execution.task_runs.items()
        return sorted(
            path for path, run in runs if run.state is State.PAUSED and "Pause" in self.run.course.task(path).type
        )


def lose_all(run: Run) -> Run:
    """The process ends, and with it everything that ran."""
    for path in run.leaves:
        number = len(run.run_of(path).attempts)
        run.happen(TaskRunFinished(task_path=path, attempt_number=number, state=State.RESUBMITTED))
    return run
