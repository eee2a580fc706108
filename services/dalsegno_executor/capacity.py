"""How much the executor takes on at once; what is beyond waits, or is refused with a hint when to come again."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType

from dalsegno_runtime.errors import LimitReached

RETRY_SECONDS = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """The settings of the same names."""

    max_running_task_runs: int = 500
    max_queued_task_runs: int = 10_000
    max_executions: int = 10_000


class Capacity:
    """Counts attempts that run or wait for their turn, and executions that begin.

    As a context manager it is an attempt: entered when it may render and run, left when it has ended. Tasks of the
    executor itself do not count: they wait for others, which must not wait for them.
    """

    def __init__(self, bounds: Bounds, count_executions: Callable[[], int]) -> None:
        """`count_executions` says how many have not ended."""
        self._bounds = bounds
        self._count_executions = count_executions
        self._turns = asyncio.Semaphore(bounds.max_running_task_runs)
        self._queued = 0
        self._beginning = 0

    async def __aenter__(self) -> None:
        self._queued += 1
        try:
            await self._turns.acquire()
        finally:
            self._queued -= 1

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._turns.release()

    @contextmanager
    def admitted(self) -> Iterator[None]:
        """Stands round the beginning of an execution that somebody asks for; those that tasks start are never refused.

        Raises:
            LimitReached: there is too much to do already.
        """
        bounds = self._bounds
        if self._count_executions() + self._beginning >= bounds.max_executions:
            what = "executions that have not ended"
            raise LimitReached(what, "max-executions", bounds.max_executions, RETRY_SECONDS)
        if self._queued >= bounds.max_queued_task_runs:
            what = "task runs that wait for others to end"
            raise LimitReached(what, "max-queued-task-runs", bounds.max_queued_task_runs, RETRY_SECONDS)
        self._beginning += 1
        try:
            yield
        finally:
            self._beginning -= 1
