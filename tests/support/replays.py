"""Replays without a shell: planned, carried over, and driven to their ends."""

from dataclasses import replace

from dalsegno_executor.core.carrying import carried_runs
from dalsegno_executor.core.events import TaskRunsCarried
from dalsegno_executor.core.plan import ReplayPlan, Start, Wish
from dalsegno_executor.core.planner import plan_replay
from dalsegno_flow import Flow
from support.courses import CREATED, NOON, Run


def begin_at(*places: str, skips: tuple[str, ...] = (), **task_map: str) -> Wish:
    return Wish(start=Start(task_paths=places), skips=skips, task_map=task_map)


def replayed(source: Run, new: Flow, wish: Wish) -> tuple[ReplayPlan, Run]:
    """The plan for revision 2, which is `new`, and the replay before anything has happened in it."""
    execution = source.course.execution
    plan = plan_replay(execution, source.flow, new, 2, wish)
    created = replace(
        CREATED,
        skips=plan.skips,
        parent_id="e",
        carried_history=() if plan.from_beginning else tuple(execution.history),
    )
    carried = carried_runs(execution, new, plan, NOON)
    events = [TaskRunsCarried(source_execution_id="e", task_runs=carried)] if carried else []
    return plan, Run(new, created=created, carried=events)
