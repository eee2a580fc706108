"""The variables that a task's expressions see.

Source: Kestra's RunVariables; those that need inputs or triggers come with them.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dalsegno_executor.core.execution import Execution, TaskRun
from dalsegno_executor.core.paths import task_id_of
from dalsegno_flow import Flow, Task
from dalsegno_flow.dates import Instant


def variables_of(
    flow: Flow, execution: Execution, task: Task, run: TaskRun, documents: Mapping[str, Any]
) -> dict[str, Any]:
    """The context of a task run that is starting.

    Args:
        documents: by digest, the outputs of every task run that has some, as JSON values.
    """
    created = execution.created
    parents = list(_parents(execution, run, documents))
    return {
        "execution": {
            "id": execution.execution_id,
            "state": execution.state.value,
            "startDate": Instant(when=created.start_time),
            "originalId": created.original_id,
        },
        "flow": {"id": flow.id, "namespace": flow.namespace, "revision": created.flow_revision},
        "task": {"id": task.id, "type": task.type},
        "taskrun": _taskrun(execution, run),
        "parents": parents,
        **({"parent": parents[0]} if parents else {}),
        "vars": flow.variables,
        "labels": _nested(execution.labels),
        "outputs": _by_task(execution, lambda other: documents[other.output_digest] if other.output_digest else None),
        "tasks": _by_task(execution, lambda other: {"state": other.state.value}),
    }


def _taskrun(execution: Execution, run: TaskRun) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "id": run.task_run_id,
        "startDate": Instant(when=run.history[0].time),
        "attemptsCount": max(0, len(run.attempts) - 1),
    }
    if run.parent_path:
        facts["parentId"] = execution.task_runs[run.parent_path].task_run_id
    if run.value is not None:
        facts["value"] = run.value
    if run.iteration is not None:
        facts["iteration"] = run.iteration
    return facts


def _parents(execution: Execution, run: TaskRun, documents: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The parents that have a value or outputs, the nearest first."""
    while run.parent_path:
        run = execution.task_runs[run.parent_path]
        facts: dict[str, Any] = {}
        if run.value is not None:
            facts["taskrun"] = {"value": run.value}
        if run.output_digest:
            facts["outputs"] = documents[run.output_digest]
        if facts:
            yield facts


def _by_task(execution: Execution, facts_of: Callable[[TaskRun], Mapping[str, Any] | None]) -> dict[str, Any]:
    """Facts by task id and, within loops, by the values of the parents and the run: `outputs.load[day][hour]`."""
    tree: dict[str, Any] = {}
    values: dict[str, tuple[str, ...]] = {"": ()}
    for path, run in execution.task_runs.items():
        above = values[run.parent_path]
        values[path] = above if run.value is None else (*above, run.value)
        facts = facts_of(run)
        if facts is None:
            continue
        *keys, last = (task_id_of(path), *values[path])
        place = tree
        for key in keys:
            place = place.setdefault(key, {})
        place[last] = {**place.get(last, {}), **facts}
    return tree


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
