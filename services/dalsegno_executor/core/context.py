"""The variables that a task's expressions see.

Source: Kestra's RunVariables.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dalsegno_executor.core.execution import Execution, TaskRun
from dalsegno_executor.core.facts import Facts
from dalsegno_flow import Flow, Task
from dalsegno_flow.dates import Instant
from dalsegno_runtime.ids import task_run_id

OutputsOf = Callable[[TaskRun], Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What is the same for every execution: `envs`, `globals`, and what Kestra calls `kestra`."""

    envs: Mapping[str, str] = field(default_factory=dict)
    globals: Mapping[str, Any] = field(default_factory=dict)
    platform: Mapping[str, Any] = field(default_factory=dict)


def execution_variables(flow: Flow, execution: Execution, facts: Facts, surroundings: Surroundings) -> dict[str, Any]:
    """The context of what belongs to no task: outputs of the flow, SLAs."""
    created = execution.created
    trigger = execution.trigger.get("variables")
    return {
        "execution": {
            "id": execution.execution_id,
            "state": execution.state.value,
            "startDate": Instant(when=created.start_time),
            "originalId": created.original_id,
            **({"outputs": json.loads(execution.outputs_json)} if execution.outputs_json else {}),
        },
        "flow": {"id": flow.id, "namespace": flow.namespace, "revision": created.flow_revision},
        **({"inputs": execution.inputs} if execution.inputs else {}),
        "vars": current_variables(execution),
        "labels": nested_labels(execution.labels),
        **({"trigger": trigger} if trigger is not None else {}),
        "outputs": facts.outputs,
        "tasks": facts.tasks,
        "envs": surroundings.envs,
        "globals": surroundings.globals,
        "kestra": surroundings.platform,
    }


def current_variables(execution: Execution) -> Mapping[str, Any]:
    """The variables as its tasks have made them, templates unrendered."""
    return execution.flow_variables if execution.variables is None else execution.variables


def task_variables(
    base: dict[str, Any],
    execution: Execution,
    task: Task,
    run: TaskRun,
    position: int | None,
    outputs_of: OutputsOf,
    owner: tuple[TaskRun, int | None] | None = None,
) -> dict[str, Any]:
    """The context of a task run that is starting.

    Args:
        base: what `execution_variables` gives.
        position: which of its parent's lanes it is in, from 0; None when it is in none.
        outputs_of: the outputs of a task run that has some.
        owner: the run whose directory it works in, and that one's position. Source: Kestra's RunContextInitializer,
            where tasks in a directory see the parents of its owner as theirs, and its value.
    """
    taskrun, worker = _taskrun(execution, run, position), {}
    if owner is not None:
        worker = {"workerTaskrun": _taskrun(execution, *owner)}
        if owner[0].value is not None:
            taskrun["value"] = owner[0].value
    parents = list(_parents(execution, owner[0] if owner else run, outputs_of))
    return {
        **base,
        "task": {"id": task.id, "type": task.type},
        "taskrun": taskrun,
        **worker,
        "parents": parents,
        **({"parent": parents[0]} if parents else {}),
        # What Kestra does not have. The key is the same in every attempt and in every replay.
        "dalsegno": {"idempotencyKey": task_run_id(execution.created.original_id, run.task_path)},
    }


def _taskrun(execution: Execution, run: TaskRun, position: int | None) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "id": run.task_run_id,
        "startDate": Instant(when=run.history[0].time),
        "attemptsCount": max(0, len(run.attempts) - 1),
    }
    if run.parent_path:
        facts["parentId"] = execution.task_runs[run.parent_path].task_run_id
    if run.value is not None:
        facts["value"] = run.value
        if position is not None:
            facts["iteration"] = position
    if run.iteration is not None:
        facts["iteration"] = run.iteration
    return facts


def _parents(execution: Execution, run: TaskRun, outputs_of: OutputsOf) -> Iterator[dict[str, Any]]:
    """The parents that have a value or outputs, the nearest first."""
    while run.parent_path:
        run = execution.task_runs[run.parent_path]
        facts: dict[str, Any] = {}
        if run.value is not None:
            facts["taskrun"] = {"value": run.value}
        if run.output_digest:
            facts["outputs"] = outputs_of(run)
        if facts:
            yield facts


def nested_labels(labels: Mapping[str, str]) -> dict[str, Any]:
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
