"""What a replay carries over of the task runs of its source, as its plan says."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from urllib.parse import unquote

from dalsegno_executor.core.events import Attempt, CarriedTaskRun, Provenance, StateChange
from dalsegno_executor.core.execution import Execution, TaskRun
from dalsegno_executor.core.flowables import FLOWABLES, Flowable
from dalsegno_executor.core.opened import Opened
from dalsegno_executor.core.paths import parent_path, steps_of, task_path
from dalsegno_executor.core.plan import PlannedTask, ReplayPlan, Verdict
from dalsegno_executor.core.states import State
from dalsegno_flow import Flow


def carried_runs(source: Execution, new: Flow, plan: ReplayPlan, now: datetime) -> tuple[CarriedTaskRun, ...]:
    """The task runs that a replay of `source` on `new` begins with, in the order in which they ran."""
    planned = {
        task.source_task_path or task.task_path: task
        for task in plan.tasks
        if task.source_task_run_id and _is_carried(task.verdict, plan)
    }
    flowables = {place: FLOWABLES[task.type] for place, task in new.walk() if task.type in FLOWABLES}
    return tuple(
        _carried(source, run, task, flowables.get(task_path(task.task_path)), now, compares=bool(plan.cut_offs))
        for path, run in source.task_runs.items()
        if (task := planned.get(path))
    )


def _is_carried(verdict: Verdict, plan: ReplayPlan) -> bool:
    # From the beginning, everything that runs begins anew.
    return verdict.keeps or (not plan.from_beginning and (verdict.again or verdict is Verdict.GOES_ON))


def _carried(
    source: Execution, run: TaskRun, planned: PlannedTask, flowable: Flowable | None, now: datetime, *, compares: bool
) -> CarriedTaskRun:
    path = planned.task_path
    keeps = planned.verdict.keeps
    if planned.verdict is Verdict.OVERRIDDEN:
        return _overridden(run, planned, now)
    goes_on = flowable is not None and not flowable.has_directory and not flowable.turns
    decided = _decided(run, planned, flowable)
    ran = Provenance(
        execution_id=source.execution_id,
        task_run_id=run.task_run_id,
        output_digest=run.output_digest,
        attempt_number=run.attempts[-1].number if run.attempts else 0,
    )
    return CarriedTaskRun(
        task_path=path,
        state=run.state,
        history=tuple(run.history),
        attempts=tuple(run.attempts) if keeps else tuple(_ended(run.attempts, now)),
        output_digest=run.output_digest if keeps or decided else "",
        restarted=not keeps and not goes_on,
        reopened=not keeps and goes_on,
        # A chain of replays points at the task run that really ran, not at another reuse of it.
        provenance=(run.provenance or ran) if keeps else None,
        metrics=run.metrics if keeps else {},
        parent_path=parent_path(path),
        value=_value(path) if planned.source_task_path else run.value,
        iteration=run.iteration,
        opened=run.opened if keeps else decided,
        error=run.error if keeps else "",
        before_digest=run.output_digest if compares and not keeps and _is_comparable(run, planned) else None,
    )


def _overridden(run: TaskRun, planned: PlannedTask, now: datetime) -> CarriedTaskRun:
    """A run with outputs that nobody has made: it has succeeded, whatever it did in the source."""
    path = planned.task_path
    ended = run.state is State.SUCCESS
    return CarriedTaskRun(
        task_path=path,
        state=State.SUCCESS,
        history=(*run.history,) if ended else (*run.history, StateChange(State.SUCCESS, now)),
        attempts=tuple(_ended(run.attempts, now)),
        output_digest=planned.output_digest,
        parent_path=parent_path(path),
        value=_value(path) if planned.source_task_path else run.value,
        iteration=run.iteration,
    )


def _is_comparable(run: TaskRun, planned: PlannedTask) -> bool:
    return run.state.is_reusable and (run.opened is None or planned.verdict is Verdict.GOES_ON)


def _decided(run: TaskRun, planned: PlannedTask, flowable: Flowable | None) -> Opened | None:
    """What a flowable that goes on keeps of how it began. Source: Kestra's If and Pause, and its resolving of loops."""
    if planned.verdict is not Verdict.GOES_ON or run.opened is None:
        return None
    return replace(run.opened, paused=False) if flowable is not None and flowable.keeps_decision else None


def _ended(attempts: list[Attempt], now: datetime) -> Iterator[Attempt]:
    """An attempt that was not over is given up here. Source: Kestra's onRunningResend."""
    for attempt in attempts:
        running = attempt.state is State.RUNNING
        yield replace(attempt, state=State.RESUBMITTED, end_time=now) if running else attempt


def _value(path: str) -> str | None:
    """The value of the loop that a run is directly in."""
    *_, (_, _, value) = ("", "", None), *steps_of(path.rpartition("/")[0])
    return None if value is None else unquote(value)
