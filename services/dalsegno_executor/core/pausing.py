"""What becomes of a paused run when its time has come, and where breakpoints are. Source: Kestra's Pause.Behavior."""

from collections.abc import Collection

from dalsegno_executor.core.events import Event, ExecutionStopped, TaskRunFinished, TaskRunResumed, TaskRunStarted
from dalsegno_executor.core.execution import TaskRun
from dalsegno_executor.core.paths import task_id_of
from dalsegno_executor.core.states import State, settled
from dalsegno_flow import Task


def when_time_is_up(task: Task, run: TaskRun) -> Event:
    """The event that happens to a run that was opened paused, with a time, unless it is resumed before."""
    then = run.opened.then if run.opened else "RESUME"
    path = run.task_path
    if then == "RESUME":
        return TaskRunResumed(task_path=path, output_digest=run.output_digest, outputs_json=run.outputs_json)
    if then == "CANCEL":
        reason = f"{path} was not resumed in time."
        return ExecutionStopped(state=State.CANCELLED, task_run_state=State.CANCELLED, reason=reason)
    state = State.WARNING if then == "WARN" else State.FAILED
    return TaskRunFinished(
        task_path=path,
        attempt_number=0,
        state=settled(state, allow_failure=task.allow_failure, allow_warning=task.allow_warning),
        error="It was not resumed in time.",
    )


def stops_at(breakpoints: Collection[str], started: TaskRunStarted) -> bool:
    """Whether a run that is to begin is at a breakpoint: its task's id, or that and its value. Source: Breakpoint."""
    task_id = task_id_of(started.task_path)
    return task_id in breakpoints or (started.value is not None and f"{task_id}.{started.value}" in breakpoints)
