"""The tree of attempts that an execution has led to."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from dalsegno_executor.core.errors import ExecutionNotFound
from dalsegno_executor.core.events import Recorded
from dalsegno_executor.core.evolving import begin, evolve
from dalsegno_executor.core.execution import Execution, JournalCorrupt, TaskRun
from dalsegno_executor.core.plan import Start
from dalsegno_executor.core.states import State
from dalsegno_executor.ports import Archive, DeletedExecution, ExecutionSummary, Journal, Stored


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One execution of a chain of replays. `counts` are the task runs that it reuses and those that ran in it."""

    execution: ExecutionSummary | DeletedExecution
    start: Start | None = None
    counts: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    original_id: str
    links: tuple[Link, ...]
    more: bool


class Lineages:
    """The use case GetLineage."""

    def __init__(self, journal: Journal, archive: Archive) -> None:
        self._journal = journal
        self._archive = archive

    async def of(self, execution_id: str, limit: int, after: str) -> Lineage:
        """The chain of an execution: those after an id, at most `limit`. Raises ExecutionNotFound."""
        original_id = await self._archive.original_of(execution_id)
        if original_id is None:
            raise ExecutionNotFound(execution_id)
        found = await self._archive.chain(original_id, limit + 1, after)
        links = [await self._link(one) for one in found[:limit]]
        return Lineage(original_id=original_id, links=tuple(links), more=len(found) > limit)

    async def _link(self, summary: ExecutionSummary | DeletedExecution) -> Link:
        if isinstance(summary, DeletedExecution):
            return Link(execution=summary)
        try:
            # Read here and not kept in memory, where those that somebody works with are.
            stored = await self._journal.read(summary.execution_id)
            execution = await asyncio.to_thread(_fold, summary.execution_id, stored)
        except JournalCorrupt:
            return Link(execution=summary)
        runs = execution.task_runs.values()
        reused = sum(run.provenance is not None for run in runs)
        ran = sum(_ran(run, execution) for run in runs)
        return Link(execution=summary, start=execution.created.start, counts=(reused, ran))


def _fold(execution_id: str, stored: Stored) -> Execution:
    events: Sequence[Recorded] = stored.recorded
    if stored.snapshot is not None:
        execution = stored.snapshot
    else:
        execution, events = begin(execution_id, next(iter(events), None)), events[1:]
    for recorded in events:
        evolve(execution, recorded)
    return execution


def _ran(run: TaskRun, execution: Execution) -> bool:
    """Whether anything of it ran in this execution."""
    if run.provenance is not None:
        return False
    if any(attempt.execution_id == execution.execution_id for attempt in run.attempts):
        return True
    began = (change for change in run.history if change.state is State.RUNNING)
    return not run.attempts and any(change.time >= execution.create_time for change in began)
