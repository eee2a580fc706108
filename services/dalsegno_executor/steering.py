"""What somebody may do to an execution from outside, beside killing, resuming and replaying it.

Source: Kestra's ExecutionService (pause, forceRun, changeTaskRunState) and ExecutionController (change-status).
"""

from collections.abc import Mapping, Sequence

from dalsegno_executor.core.course import Course
from dalsegno_executor.core.errors import (
    ExecutionGoesOn,
    ExecutionHasEnded,
    ExecutionNotEnded,
    ExecutionNotRunning,
)
from dalsegno_executor.core.events import (
    Event,
    ExecutionPaused,
    ExecutionResumed,
    ExecutionStarted,
    ExecutionStateSet,
    LabelsSet,
)
from dalsegno_executor.core.execution import Execution
from dalsegno_executor.core.restarting import changed
from dalsegno_executor.core.states import State
from dalsegno_executor.engine import Engine
from dalsegno_executor.ports import Answer
from dalsegno_executor.resuming import ResumeRequest, Resuming
from dalsegno_runtime.errors import InvalidField

NOT_STARTED = (State.CREATED, State.QUEUED, State.RESTARTED)
STATES_OF_TASK_RUNS = (State.SUCCESS, State.WARNING, State.SKIPPED, State.FAILED, State.CANCELLED)
STATES_OF_EXECUTIONS = (State.SUCCESS, State.WARNING, State.FAILED, State.KILLED, State.CANCELLED)


class Steering:
    """The use cases PauseExecution, ForceRunExecution, SetTaskRunState, SetExecutionState and SetLabels."""

    def __init__(self, engine: Engine, resuming: Resuming) -> None:
        self._engine = engine
        self._resuming = resuming

    async def pause(self, execution_id: str, answer: Answer) -> None:
        """Lets nothing start until somebody resumes the execution.

        Raises:
            ExecutionNotFound: the journal does not have it.
            ExecutionNotRunning: it is not RUNNING.
        """

        def decide(execution: Execution, _course: Course) -> Sequence[Event]:
            if execution.state is not State.RUNNING:
                raise ExecutionNotRunning(execution.execution_id, execution.state)
            return [ExecutionPaused()]

        await self._engine.change(execution_id, decide, answer)

    async def force_run(self, execution_id: str, answer: Answer) -> None:
        """Lets an execution run that waits for something.

        Raises:
            ExecutionNotFound: the journal does not have it.
            ExecutionHasEnded: there is nothing to run.
            InputsInvalid: it is paused by a task that asks for inputs.
        """
        live = await self._engine.open(execution_id)
        if live.execution.state is State.PAUSED and not live.execution.holds:
            await self._resuming.resume(ResumeRequest(execution_id=execution_id), answer)
            return

        def decide(execution: Execution, _course: Course) -> Sequence[Event]:
            if execution.ended:
                raise ExecutionHasEnded(execution.execution_id, execution.state, "run")
            if execution.state in NOT_STARTED:
                self._engine.give_place(live)
                return [ExecutionStarted()]
            return [ExecutionResumed()] if execution.holds else []

        await self._engine.change(execution_id, decide, answer)

    async def set_task_run_state(self, execution_id: str, task_path: str, state: State, answer: Answer) -> None:
        """Gives a task run another state, and lets the execution go on from there.

        Raises:
            ExecutionNotFound, TaskRunNotFound: there is none.
            ExecutionNotEnded: it has not ended, or was killed.
            InvalidField: a task run cannot be given this state, or not there.
        """
        _check_state(state, STATES_OF_TASK_RUNS, "a task run")
        await self._engine.reopen(
            execution_id, lambda live: changed(live.execution, live.flow, live.course, task_path, state), answer
        )

    async def set_labels(self, execution_id: str, labels: Mapping[str, str], answer: Answer) -> None:
        """Adds labels to an execution that has ended, or changes them; those with an empty value are taken away.

        Raises:
            ExecutionNotFound: the journal does not have it.
            ExecutionGoesOn: it has not ended.
        """

        def decide(execution: Execution, _course: Course) -> Sequence[Event]:
            if not execution.ended:
                raise ExecutionGoesOn(execution_id, execution.state, "labelled")
            before = execution.labels
            changed = {key: value for key, value in labels.items() if value and before.get(key) != value}
            removed = tuple(sorted(key for key, value in labels.items() if not value and key in before))
            return [LabelsSet(labels=changed, removed=removed)] if changed or removed else []

        await self._engine.change(execution_id, decide, answer)

    async def set_execution_state(self, execution_id: str, state: State, answer: Answer) -> None:
        """Gives an execution another final state.

        Raises:
            ExecutionNotFound: the journal does not have it.
            ExecutionNotEnded: it has not ended, or was killed.
            InvalidField: that is not how an execution ends.
        """
        _check_state(state, STATES_OF_EXECUTIONS, "an execution")

        def decide(execution: Execution, _course: Course) -> Sequence[Event]:
            if not execution.closed or execution.state is State.KILLED:
                raise ExecutionNotEnded(execution.execution_id, execution.state)
            return [ExecutionStateSet(state=state)] if execution.state is not state else []

        await self._engine.change(execution_id, decide, answer)


def _check_state(state: State, allowed: Sequence[State], what: str) -> None:
    if state not in allowed:
        raise InvalidField("state", f"state is {state}; {what} can be set to {', '.join(allowed)}.")
