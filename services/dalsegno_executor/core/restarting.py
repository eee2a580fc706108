"""Running what failed again, in the execution where it failed. Source: Kestra's ExecutionService.restart."""

from collections.abc import Iterator

from dalsegno_executor.core.course import Course
from dalsegno_executor.core.errors import ExecutionNotEnded, NothingToReplay, NotRestartable, TaskRunNotFound
from dalsegno_executor.core.events import ExecutionRestarted
from dalsegno_executor.core.execution import Execution
from dalsegno_executor.core.flowables import FLOWABLES
from dalsegno_executor.core.paths import ancestors, task_path
from dalsegno_executor.core.states import State
from dalsegno_flow import Flow, Task
from dalsegno_runtime.errors import InvalidField

_HANDLERS = ("errors", "finally", "onPause")


def restarted(execution: Execution, flow: Flow, course: Course) -> ExecutionRestarted:
    """What a restart does: every task run that failed runs again, and goes on within the flowables around it.

    Task runs of `errors`, `finally` and `afterExecution` are taken away, because they may have to run again; those of
    `onPause` too, because a pause that has ended is over.

    Raises:
        NotRestartable: the execution has not ended, or was killed.
        NothingToReplay: no task run of it has failed.
    """
    if not execution.closed or execution.state is State.KILLED:
        raise NotRestartable(execution.execution_id, execution.state)
    handlers = set(places_of_handlers(flow))
    removed = {path for path in execution.task_runs if is_within(task_path(path), handlers)}
    again: dict[str, None] = {}
    reopened: dict[str, None] = {}
    for path, run in execution.task_runs.items():
        if run.state is not State.FAILED or path in removed:
            continue
        if course.task_type(path) not in FLOWABLES:
            again[path] = None
        else:
            reopened[path] = None
        reopened.update(dict.fromkeys(ancestors(path)))
    whole = [path for path in reopened if FLOWABLES[course.task_type(path)].has_directory]
    for path in whole:
        # Its tasks shared a directory that is gone.
        del reopened[path]
        again[path] = None
        removed |= {other for other in execution.task_runs if other.startswith((f"{path}/", f"{path}["))}
    if not again and not reopened:
        raise NothingToReplay(execution.execution_id, execution.state)
    runs = execution.task_runs
    return ExecutionRestarted(
        restarted=tuple(path for path in runs if path in again and path not in removed),
        reopened=tuple(path for path in runs if path in reopened and path not in removed),
        removed=tuple(path for path in runs if path in removed),
    )


def changed(execution: Execution, flow: Flow, course: Course, path: str, state: State) -> ExecutionRestarted:
    """What becomes of an execution when a run in it is given another state: it goes on from there.

    Source: Kestra's ExecutionService.markAs.

    Raises:
        ExecutionNotEnded: the execution has not ended, or was killed.
        TaskRunNotFound: it has no such run.
        InvalidField: the run shared a directory that is gone.
    """
    if not execution.closed or execution.state is State.KILLED:
        raise ExecutionNotEnded(execution.execution_id, execution.state)
    if path not in execution.task_runs:
        raise TaskRunNotFound(execution.execution_id, path, found=list(execution.task_runs))
    around = list(ancestors(path))
    if whole := [above for above in around if FLOWABLES[course.task_type(above)].has_directory]:
        raise InvalidField(
            "task_path", f"{path} worked in the directory of {whole[0]}, which is gone; set the state of that one."
        )
    own = task_path(path)
    handlers = {place for place in places_of_handlers(flow) if not is_within(own, {place})}
    removed = {other for other in execution.task_runs if is_within(task_path(other), handlers)}
    return ExecutionRestarted(
        restarted=(),
        reopened=tuple(above for above in execution.task_runs if above in around),
        removed=tuple(other for other in execution.task_runs if other in removed),
        changed=((path, state),),
    )


def places_of_handlers(flow: Flow) -> Iterator[str]:
    """The places in the flow of the tasks of errors branches, `finally`, `onPause` and `afterExecution`."""
    yield from (task.id for tasks in (flow.errors, flow.finally_, flow.after_execution) for task in tasks)
    for path, task in flow.walk():
        yield from (f"{path}/{handler.id}" for handler in _handlers_of(task))


def _handlers_of(task: Task) -> Iterator[Task]:
    for slot in _HANDLERS:
        yield from task.children.get(slot, ())


def is_within(path: str, places: set[str]) -> bool:
    """Whether a task stands at one of these places in the flow, or within one."""
    steps = path.split("/")
    return any("/".join(steps[: count + 1]) in places for count in range(len(steps)))
