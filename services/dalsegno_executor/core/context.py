"""The variables that a task's expressions see.

Source: Kestra's RunVariables; those that need inputs, triggers or loops come with them.
"""

from collections.abc import Mapping
from typing import Any

from dalsegno_executor.core.execution import Execution
from dalsegno_flow import Flow, Task
from dalsegno_flow.dates import Instant


def variables_of(flow: Flow, execution: Execution, task: Task, outputs: Mapping[str, Any]) -> dict[str, Any]:
    """The context of the task run that is starting.

    Args:
        outputs: by task id, the outputs of every task run that has some, as JSON values.
    """
    run = execution.task_runs[task.id]
    created = execution.created
    return {
        "execution": {
            "id": execution.execution_id,
            "state": execution.state.value,
            "startDate": Instant(when=created.start_time),
            "originalId": created.original_id,
        },
        "flow": {"id": flow.id, "namespace": flow.namespace, "revision": created.flow_revision},
        "task": {"id": task.id, "type": task.type},
        "taskrun": {
            "id": run.task_run_id,
            "startDate": Instant(when=run.history[0].time),
            "attemptsCount": len(run.attempts) - 1,
        },
        "vars": flow.variables,
        "labels": _nested(execution.labels),
        "outputs": outputs,
        "tasks": {path: {"state": other.state.value} for path, other in execution.task_runs.items()},
    }


def _nested(labels: Mapping[str, str]) -> dict[str, Any]:
    """Labels as expressions reach them: `system.correlationId` is `labels.system.correlationId`."""
    tree: dict[str, Any] = {}
    for key, value in labels.items():
        *parents, leaf = key.split(".")
        place = tree
        for parent in parents:
            inner = place.get(parent)
            if not isinstance(inner, dict):
                inner = place[parent] = {}
            place = inner
        place[leaf] = value
    return tree
