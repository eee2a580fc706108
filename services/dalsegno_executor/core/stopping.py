"""How what has not ended of itself ends: what is stopped, and what nothing leads to."""

from collections.abc import Iterable, Iterator

from dalsegno_executor.core.events import (
    Event,
    ExecutionClosed,
    ExecutionEnded,
    ExecutionStopped,
    TaskRunFinished,
)
from dalsegno_executor.core.execution import Execution
from dalsegno_executor.core.paths import ancestors, top_of
from dalsegno_executor.core.scopes import Phase, Scope
from dalsegno_executor.core.states import State
from dalsegno_flow import Flow


def ends_of_stopped(
    execution: Execution, flow: Flow, event: ExecutionStopped
) -> Iterator[tuple[tuple[str, str], Event]]:
    """What follows: the ends of what has not ended, those within others first, and then that of the execution.

    Each event comes with what it is for, as in the course's `follow`.
    """
    for path, run in reversed(execution.task_runs.items()):
        if not run.state.is_terminal:
            yield (
                ("end", path),
                TaskRunFinished(
                    task_path=path,
                    attempt_number=len(run.attempts),
                    state=event.task_run_state,
                    output_digest=run.output_digest,
                    outputs_json=run.outputs_json,
                    error=event.reason,
                ),
            )
    if execution.ended:
        # What follows its end is stopped; the end itself stays as it was.
        yield ("close", ""), ExecutionClosed()
        return
    # As with RETRYING, only a run at the top makes the execution fail in between.
    failed = any(
        not run.parent_path and [change.state for change in run.history[-2:]] == [State.FAILED, State.RETRIED]
        for run in execution.task_runs.values()
    )
    yield (
        ("end", ""),
        ExecutionEnded(
            state=event.state,
            reached=State.FAILED if failed else None,
            error=event.reason,
            followed=bool(flow.after_execution) or event.retry_time is not None,
            retry_time=event.retry_time,
        ),
    )


def ends_of_unreached(
    execution: Execution, flow: Flow, scope: Scope, unreached: Iterable[str]
) -> list[TaskRunFinished]:
    """The ends of runs within a scope that ends before it has come to them; those within others first.

    They were to go on, in a replay or a restart, and something before them has failed.
    """
    later = set() if scope.phase is Phase.AFTER else {task.id for task in flow.after_execution}
    return [
        TaskRunFinished(
            task_path=path,
            attempt_number=len(execution.task_runs[path].attempts),
            state=State.CANCELLED,
            error="It was to go on, and something that comes before it failed.",
        )
        for path in reversed(list(unreached))
        if (not scope.path or scope.path in ancestors(path)) and top_of(path) not in later
    ]
