"""The replay plan: what becomes of every task, and why. Pure: the same four arguments give the same plan."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from dalsegno_executor.core.errors import (
    NestedStart,
    NothingToReplay,
    TaskNotFound,
    TaskRunNotFound,
    UpstreamNotSuccessful,
)
from dalsegno_executor.core.execution import Execution, TaskRun
from dalsegno_executor.core.paths import top_of
from dalsegno_executor.core.states import State
from dalsegno_flow import Flow, Task


class Verdict(StrEnum):
    REUSED_UPSTREAM = "REUSED_UPSTREAM"
    RERUN_SELECTED = "RERUN_SELECTED"
    RERUN_DOWNSTREAM = "RERUN_DOWNSTREAM"
    NEW_TASK = "NEW_TASK"
    FIRST_RUN = "FIRST_RUN"
    DROPPED_TASK = "DROPPED_TASK"


class Rule(StrEnum):
    BEGINNING = "BEGINNING"
    FAILED = "FAILED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Where a replay begins: one of the three is set."""

    task_run_id: str = ""
    task_path: str = ""
    rule: Rule | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedTask:
    task_path: str
    verdict: Verdict
    reason: str
    source_task_run_id: str = ""
    source_state: State | None = None
    output_digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """An output, or a file that an output names, that cannot be reused."""

    task_path: str
    file_path: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayPlan:
    execution_id: str
    source_revision: int
    revision: int
    from_beginning: bool
    tasks: tuple[PlannedTask, ...]
    obstacles: tuple[Obstacle, ...] = ()

    @property
    def reused(self) -> list[PlannedTask]:
        return [task for task in self.tasks if task.verdict is Verdict.REUSED_UPSTREAM]

    @property
    def digest(self) -> str:
        """Names this plan; two plans with the same digest do the same."""
        facts = [
            [self.execution_id, self.source_revision, self.revision, self.from_beginning],
            [[t.task_path, t.verdict, t.source_task_run_id, t.output_digest] for t in self.tasks],
            [[o.task_path, o.file_path] for o in self.obstacles],
        ]
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()

    def with_obstacles(self, obstacles: Sequence[Obstacle]) -> "ReplayPlan":
        return replace(self, obstacles=tuple(obstacles))


def plan_replay(source: Execution, old: Flow, new: Flow, revision: int, start: Start) -> ReplayPlan:
    """Decides, for every task of `new` and every task run of `source`, whether it is reused, run or dropped.

    Args:
        source: the execution to replay, in any state.
        old: the flow as `source` ran it.
        new: the flow as revision number `revision` has it.
        start: where to begin.

    Returns:
        One entry per enabled task of `new` in its order, then the dropped ones in the order in which they ran.

    Raises:
        TaskRunNotFound: `start` names a task run that `source` does not have.
        TaskNotFound: `new` has no such task, or it is disabled there.
        NothingToReplay: `start` is FAILED and nothing failed.
        UpstreamNotSuccessful: a task run to be reused did not succeed.
    """
    enabled = [task for task in new.tasks if not task.disabled]
    selected = _selected(source, start, [task.id for task in enabled], revision)
    known = {task.id for task in old.tasks}
    tasks: list[PlannedTask] = []
    begun = start.rule is Rule.BEGINNING
    for task in enabled:
        begun = begun or task.id in selected
        tasks.append(_planned(task, source.task_runs.get(task.id), known, selected, begun=begun))
    _refuse_unsuccessful(source, selected, tasks)
    tasks += _dropped(source, new, enabled, revision)
    return ReplayPlan(
        execution_id=source.execution_id,
        source_revision=source.created.flow_revision,
        revision=revision,
        from_beginning=start.rule is Rule.BEGINNING,
        tasks=tuple(tasks),
    )


def _selected(source: Execution, start: Start, paths: list[str], revision: int) -> list[str]:
    runs = source.task_runs
    if start.rule is Rule.BEGINNING:
        return paths[:1]
    if start.rule is Rule.FAILED:
        selected = [path for path, run in runs.items() if run.state is State.FAILED and not run.parent_path]
        if not selected:
            raise NothingToReplay(source.execution_id, source.state)
    elif start.task_run_id:
        selected = [path for path, run in runs.items() if run.task_run_id == start.task_run_id]
        if not selected:
            found = [f"{run.task_run_id} ({path})" for path, run in runs.items()]
            raise TaskRunNotFound(source.execution_id, start.task_run_id, found=found)
    else:
        selected = [start.task_path]
    for path in selected:
        if path in runs and runs[path].parent_path:
            raise NestedStart(path, top_of(path))
        if path not in paths:
            raise TaskNotFound(path, revision, found=paths)
        if path not in runs:
            raise TaskRunNotFound(source.execution_id, path, found=list(runs))
    return selected


def _planned(task: Task, run: TaskRun | None, known: set[str], selected: list[str], *, begun: bool) -> PlannedTask:
    if run is None:
        if task.id in known:
            verdict, reason = Verdict.FIRST_RUN, "It never ran in the replayed execution."
        else:
            verdict, reason = Verdict.NEW_TASK, "The replayed execution's revision did not have it."
        return PlannedTask(task_path=task.id, verdict=verdict, reason=reason)
    digest = ""
    if task.id in selected:
        verdict, reason = Verdict.RERUN_SELECTED, "The replay begins here."
    elif begun:
        verdict, reason = Verdict.RERUN_DOWNSTREAM, f"It comes after {selected[0]}, so its inputs may change."
    else:
        verdict, digest = Verdict.REUSED_UPSTREAM, run.output_digest
        reason = f"It comes before {selected[0]} and ended {run.state}; its outputs are reused."
    return PlannedTask(
        task_path=task.id,
        verdict=verdict,
        reason=reason,
        source_task_run_id=run.task_run_id,
        source_state=run.state,
        output_digest=digest,
    )


def _refuse_unsuccessful(source: Execution, selected: list[str], tasks: list[PlannedTask]) -> None:
    bad = [
        (task.task_path, task.source_state)
        for task in tasks
        if task.verdict is Verdict.REUSED_UPSTREAM and task.source_state and not task.source_state.is_reusable
    ]
    if bad:
        raise UpstreamNotSuccessful(source.execution_id, selected[0], bad)


def _dropped(source: Execution, new: Flow, enabled: list[Task], revision: int) -> list[PlannedTask]:
    kept = {task.id for task in enabled}
    disabled = {task.id for task in new.tasks if task.disabled}
    return [
        PlannedTask(
            task_path=path,
            verdict=Verdict.DROPPED_TASK,
            reason=f"Revision {revision} {'has it disabled' if path in disabled else 'does not have it'}.",
            source_task_run_id=run.task_run_id,
            source_state=run.state,
        )
        for path, run in source.task_runs.items()
        if path not in kept and not run.parent_path
    ]
