"""Attempts that end with the executor are not held against their task."""

from pathlib import Path

from dalsegno_executor.core.states import State
from dalsegno_executor.ports import Assignment, Outcome
from support.executor_fakes import bench, until
from support.executor_runs import A, Held, begin, flow


async def test_stops_of_the_executor_are_not_among_the_losses_that_make_a_task_fail(tmp_path: Path) -> None:
    stops, execution_id = 3, ""
    for _ in range(stops):
        held = Held()
        async with bench(tmp_path, flow(A), held) as made:
            execution_id = execution_id or (await begin(made)).execution.execution_id
            await until(lambda held=held: held.begun == ["a"])
    outcomes = iter([Outcome(state=State.RESUBMITTED, error="Gone."), Outcome(state=State.SUCCESS, outputs_json="{}")])

    def answer(_assignment: Assignment) -> Outcome:
        return next(outcomes)

    async with bench(tmp_path, flow(A), answer) as made:
        await made.ended(execution_id)
        execution = (await made.executor.get(execution_id)).execution
        attempts = [attempt.state for attempt in execution.task_runs["a"].attempts]
        assert attempts == [State.RESUBMITTED] * (stops + 1) + [State.SUCCESS]
