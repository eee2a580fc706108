"""Functions that look at the variables round the call: all of them, the loops it stands in, the states of tasks."""

from collections.abc import Iterator
from typing import Any

from dalsegno_flow.expressions.callables import FunctionTable
from dalsegno_flow.expressions.errors import EvaluationError
from dalsegno_flow.expressions.filters.arguments import need_text
from dalsegno_flow.expressions.frame import Frame
from dalsegno_flow.expressions.java_values import Value, text

FUNCTIONS = FunctionTable()
_ABSENT = object()


@FUNCTIONS.add("printContext")
@FUNCTIONS.add("fetchContext")
def _context(*, frame: Frame) -> dict[str, Value]:
    return dict(frame.variables())


@FUNCTIONS.add("currentEachOutput", ("outputs",))
def _current_each_output(outputs: Value = _ABSENT, *, frame: Frame) -> Value:
    """Of a task's outputs in loops, `outputs[outer value][inner value]…`, those of the iteration the call is in.

    It goes by the values of the task run's `parents`, the outermost first, then by its own.
    """
    if outputs is _ABSENT:
        raise EvaluationError("The 'currentEachOutput' function expects an argument 'outputs'.")
    if not isinstance(outputs, dict):
        raise EvaluationError("The 'currentEachOutput' function expects an argument 'outputs' with type map.")
    variables = frame.variables()
    found: Any = outputs
    for parent in reversed(variables.get("parents") or []):
        value = (parent.get("taskrun") or {}).get("value")
        if value is None:
            continue
        found = found.get(value) if isinstance(found, dict) else None
        if found is None:
            raise EvaluationError("No execution outputs for the current task runs path")
    task_run = variables.get("taskrun")
    if not isinstance(task_run, dict):
        raise EvaluationError("The 'currentEachOutput' function needs a task run: there is no variable 'taskrun' here.")
    return found.get(task_run.get("value")) if isinstance(found, dict) else None


@FUNCTIONS.add("tasksWithState", ("state",))
def _tasks_with_state(state: Value = _ABSENT, *, frame: Frame) -> list[Value]:
    """The task runs of `tasks` in a state; those of a loop, `tasks.id[value].state`, bear their value."""
    if state is _ABSENT:
        raise EvaluationError("The 'tasksWithState' function expects an argument 'state'.")
    wanted = need_text(state).upper()
    tasks = frame.variables().get("tasks")
    return [
        {"state": wanted, **({} if value is None else {"value": value}), "taskId": task_id}
        for task_id, value, found in _states(tasks if isinstance(tasks, dict) else {})
        if found.upper() == wanted
    ]


def _states(tasks: dict[str, Value]) -> Iterator[tuple[str, str | None, str]]:
    """Task id, value within a loop, state. Loops within loops are not entered, as in Kestra."""
    for task_id, details in tasks.items():
        for key, inner in details.items() if isinstance(details, dict) else ():
            if key == "state" and isinstance(inner, str):
                yield task_id, None, inner
            elif isinstance(inner, dict) and isinstance(inner.get("state"), str):
                yield task_id, text(key), inner["state"]
