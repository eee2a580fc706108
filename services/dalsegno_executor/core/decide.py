"""What happens next in an execution."""

from collections.abc import Sequence

from dalsegno_executor.core.events import Event, ExecutionEnded, ExecutionStarted, TaskRunStarted
from dalsegno_executor.core.execution import Execution, TaskRun
from dalsegno_executor.core.states import State
from dalsegno_flow import Flow

STARTABLE = (State.CREATED, State.RESTARTED)


def decide(flow: Flow, execution: Execution) -> list[Event]:
    """The events that follow from the state: what is to start now, or the end; empty means to wait.

    Tasks run one after the other; the first that fails ends the execution.
    """
    if execution.ended:
        return []
    events: list[Event] = []
    if execution.state in STARTABLE:
        events.append(ExecutionStarted())
    if not execution.running:
        events.append(_next(flow, execution))
    return events


def final_state(runs: Sequence[TaskRun]) -> State:
    """The worst state of the main tasks: FAILED, then WARNING, then SUCCESS. Source: Kestra's guessFinalState."""
    states = {run.state for run in runs}
    return next((state for state in (State.FAILED, State.WARNING) if state in states), State.SUCCESS)


def _next(flow: Flow, execution: Execution) -> TaskRunStarted | ExecutionEnded:
    for task in flow.tasks:
        if task.disabled:
            continue
        run = execution.task_runs.get(task.id)
        if run is None or run.state in STARTABLE:
            number = len(run.attempts) + 1 if run else 1
            return TaskRunStarted(task_path=task.id, attempt_number=number)
        if run.state is State.FAILED:
            break
    return ExecutionEnded(state=final_state(list(execution.task_runs.values())))
