"""What tests of executions on a bench share: flows of one or two tasks, a clock and workers that stand still."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from dalsegno_executor.core.execution import Execution
from dalsegno_executor.core.states import State
from dalsegno_executor.live import Live
from dalsegno_executor.ports import Assignment, Filter, LogLevel, Outcome
from dalsegno_executor.service import CreateRequest
from support.executor_fakes import NOTHING_ASKED, WORK, Bench

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def task(task_id: str, more: str = "") -> str:
    return f'  - {{id: {task_id}, type: {WORK}, uri: "http://nowhere"{more}}}\n'


A, B = task("a"), task("b")


@dataclass
class ManualClock:
    """Stands still unless the test moves it."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Held:
    """Workers whose attempts last until `release`; `called_off` are those that were ended before."""

    release: asyncio.Event = field(default_factory=asyncio.Event)
    begun: list[str] = field(default_factory=list)
    called_off: list[str] = field(default_factory=list)

    async def __call__(self, assignment: Assignment) -> Outcome:
        self.begun.append(assignment.task_path)
        try:
            await self.release.wait()
        except asyncio.CancelledError:
            self.called_off.append(assignment.task_path)
            raise
        return Outcome(state=State.SUCCESS, outputs_json="{}")


def flow(tasks: str, head: str = "") -> str:
    return f"id: rides\nnamespace: company.team\n{head}tasks:\n{tasks}"


def fail(_assignment: Assignment) -> Outcome:
    return Outcome(state=State.FAILED, error="It went wrong.")


def failing_first(times: int) -> Callable[[Assignment], Outcome]:
    """Attempts that fail so many times, all taken together."""
    left = iter(range(times))
    return lambda assignment: (
        fail(assignment) if next(left, None) is not None else Outcome(state=State.SUCCESS, outputs_json="{}")
    )


async def begin(made: Bench) -> Live:
    request = CreateRequest(namespace="company.team", flow_id="rides", revision=0, labels={"team": "blue"})
    return await made.executor.create(request, NOTHING_ASKED)


async def all_of(made: Bench) -> list[Execution]:
    """Every execution there is, in the order of their attempts."""
    summaries = await made.executor.list_executions(Filter(), 100, None)
    found = [(await made.executor.get(summary.execution_id)).execution for summary in summaries]
    return sorted(found, key=lambda execution: execution.created.attempt_number)


async def only(made: Bench) -> Live:
    (summary,) = await made.executor.list_executions(Filter(), 10, None)
    return await made.executor.open(summary.execution_id)


def history(execution: Execution, path: str = "") -> list[State]:
    return [change.state for change in (execution.task_runs[path] if path else execution).history]


def attempts(execution: Execution, path: str) -> list[State]:
    return [attempt.state for attempt in execution.task_runs[path].attempts]


async def messages(made: Bench, execution_id: str) -> list[str]:
    return [line.message for line in await made.executor.list_logs(execution_id, 0, 100, "", LogLevel.TRACE)]
