"""When a failed attempt is followed by another one. Source: Kestra's TaskRun.nextRetryDate and its retries."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from dalsegno_executor.core.events import ExecutionCreated
from dalsegno_executor.core.execution import Execution, TaskRun
from dalsegno_executor.core.moments import later
from dalsegno_executor.core.plan import Rule, Start
from dalsegno_executor.core.states import State
from dalsegno_flow.retry import Retry, RetryType
from dalsegno_runtime.ids import time_of

Between = Callable[[float, float], float]  # draws a number


def retry_time(retry: Retry, execution: Execution, run: TaskRun, now: datetime, between: Between) -> datetime | None:
    """When a run whose last attempt failed at `now` is tried again; None for never.

    Only the attempts of this execution count, so that a replay has all of them again. Lost ones do not count.
    """
    tried = [
        attempt
        for attempt in run.attempts
        if attempt.execution_id == execution.execution_id and attempt.state is not State.RESUBMITTED
    ]
    if not tried:
        return None
    return _next(retry, len(tried), tried[0].start_time, now, between)


def execution_retry_time(retry: Retry, execution: Execution, now: datetime, between: Between) -> datetime | None:
    """When another execution tries again after this one failed at `now`; None for never.

    `attempt_number` counts all of the chain, and its longest duration begins with the first of them. What fails after
    the execution's end is not tried again in another one. Source: Kestra's ExecutionService.nextRetryDate.
    """
    created = execution.created
    if execution.ended:
        return None
    return _next(retry, created.attempt_number, time_of(created.original_id), now, between)


def _next(retry: Retry, tried: int, first: datetime, now: datetime, between: Between) -> datetime | None:
    if retry.max_attempts is not None and tried >= retry.max_attempts:
        return None
    time = later(now, _interval(retry, tried, between))
    if retry.max_duration is not None and time > later(first, retry.max_duration):
        return None
    return time


def _interval(retry: Retry, tried: int, between: Between) -> timedelta:
    shortest, longest = retry.min_interval or timedelta(), retry.max_interval or timedelta()
    interval = retry.interval or timedelta()
    if retry.type is RetryType.RANDOM:
        return timedelta(seconds=between(shortest.total_seconds(), longest.total_seconds()))
    if retry.type is RetryType.CONSTANT:
        return interval
    try:
        grown = interval * retry.delay_factor ** (tried - 1)
    except OverflowError:
        return longest
    return min(longest, grown)


def tried_again(execution: Execution, now: datetime) -> ExecutionCreated:
    """How the execution begins that tries again: a replay from the beginning, of the same revision."""
    created = execution.created
    return replace(
        created,
        parent_id=execution.execution_id,
        attempt_number=created.attempt_number + execution.restarts + 1,
        start_time=now,
        carried_history=(),
        labels=execution.labels,
        start=Start(rule=Rule.BEGINNING),
        cut_offs={},
        synthetic={},
    )
