"""The executions and flows that are in memory; an execution is there once at most."""

import asyncio
from collections import OrderedDict

from dalsegno_executor.core.course import retrace
from dalsegno_executor.core.errors import ExecutionNotFound, JournalUnreadable
from dalsegno_executor.core.execution import JournalCorrupt, begin
from dalsegno_executor.live import Live
from dalsegno_executor.ports import Journal
from dalsegno_flow import Flow, parse_flow

# Ended executions kept in memory, so that a replay right after a failure need not read the journal.
MAX_ENDED = 200
MAX_FLOWS = 500


class Memory:
    """Executions that run, all of them, and those that have ended, as long as there is room."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._running: dict[str, Live] = {}
        self._ended: OrderedDict[str, Live] = OrderedDict()
        self._opening: dict[str, asyncio.Task[Live]] = {}
        self._flows: OrderedDict[str, Flow] = OrderedDict()

    async def open(self, execution_id: str) -> Live:
        """The execution, from memory or folded from its journal.

        Raises:
            ExecutionNotFound: the journal does not have it.
            JournalUnreadable: what the journal has of it is damaged.
        """
        live = self._running.get(execution_id) or self._ended.get(execution_id)
        if live is not None:
            return live
        opening = self._opening.get(execution_id)
        if opening is None:
            opening = self._opening[execution_id] = asyncio.create_task(self._fold(execution_id))
            opening.add_done_callback(lambda _: self._opening.pop(execution_id, None))
        return await asyncio.shield(opening)

    @property
    def running_count(self) -> int:
        """How many have not ended."""
        return len(self._running)

    def running(self, execution_id: str) -> Live | None:
        return self._running.get(execution_id)

    def all_running(self) -> list[Live]:
        return list(self._running.values())

    def keep(self, live: Live) -> None:
        """Takes in an execution, or takes note that it has ended or goes on."""
        execution_id = live.execution.execution_id
        self._running.pop(execution_id, None)
        self._ended.pop(execution_id, None)
        if not live.execution.closed:
            self._running[execution_id] = live
            return
        self._ended[execution_id] = live
        if len(self._ended) > MAX_ENDED:
            self._ended.popitem(last=False)

    def flow(self, source_digest: str, source: str) -> Flow:
        """Parses a source that the registry has accepted; each one once."""
        flow = self._flows.get(source_digest)
        if flow is None:
            flow = self._flows[source_digest] = parse_flow(source)
            if len(self._flows) > MAX_FLOWS:
                self._flows.popitem(last=False)
        return flow

    async def _fold(self, execution_id: str) -> Live:
        try:
            return await self._folded(execution_id)
        except JournalCorrupt as error:
            raise JournalUnreadable(execution_id, error.position or 1, str(error)) from error

    async def _folded(self, execution_id: str) -> Live:
        journal = await self._journal.read(execution_id)
        if not journal:
            raise ExecutionNotFound(execution_id)
        events = [recorded for recorded, _ in journal]
        digest = begin(execution_id, events[0]).created.source_digest
        flow = self._flows.get(digest) or self.flow(digest, await self._journal.definition(digest))
        course = retrace(execution_id, flow, events)
        live = Live(execution=course.execution, flow=flow, course=course, published=[payload for _, payload in journal])
        self.keep(live)
        return live
