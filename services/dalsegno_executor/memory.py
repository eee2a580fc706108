"""The executions and flows that are in memory; an execution is there once at most."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Coroutine, Iterable
from contextlib import suppress
from typing import TypeVar

from dalsegno_executor.core.course import Course
from dalsegno_executor.core.errors import ExecutionNotFound, JournalUnreadable
from dalsegno_executor.core.evolving import begin
from dalsegno_executor.core.execution import JournalCorrupt
from dalsegno_executor.core.reopening import reopen, retrace
from dalsegno_executor.live import Live
from dalsegno_executor.ports import Journal, Stored
from dalsegno_executor.vault import Vault
from dalsegno_flow import Flow, parse_flow

Result = TypeVar("Result")

log = logging.getLogger("dalsegno.memory")

# Ended executions kept in memory, so that a replay right after a failure need not read the journal.
MAX_ENDED = 200
MAX_FLOWS = 500
# So many events or task runs take long enough to fold that a snapshot is worth its room: about 50 ms.
LARGE = 1000
# Somebody may be about to replay what has just ended, and that comes first.
QUIET_SECONDS = 1.0


class Memory:
    """Executions that run, all of them, and those that have ended, as long as there is room."""

    def __init__(self, journal: Journal, vault: Vault) -> None:
        self._journal = journal
        self._vault = vault
        self._running: dict[str, Live] = {}
        self._ended: OrderedDict[str, Live] = OrderedDict()
        self._opening: dict[str, asyncio.Future[Live]] = {}
        self._flows: OrderedDict[str, Flow] = OrderedDict()
        self._snapshots: set[asyncio.Task[None]] = set()

    async def open(self, execution_id: str) -> Live:
        """The execution, from memory or folded from its journal.

        Raises:
            ExecutionNotFound: the journal does not have it.
            JournalUnreadable: what the journal has of it is damaged.
        """
        live = self.find(execution_id)
        if live is not None:
            return live
        opening = self._opening.get(execution_id)
        if opening is None:
            opening = self._opening[execution_id] = asyncio.create_task(self._fold(execution_id))
            opening.add_done_callback(lambda _: self._opening.pop(execution_id, None))
        return await asyncio.shield(opening)

    def find(self, execution_id: str) -> Live | None:
        """The execution if it is in memory."""
        return self._running.get(execution_id) or self._ended.get(execution_id)

    def secrets(self, execution_ids: Iterable[str]) -> frozenset[str]:
        """What was opened of the secrets of executions in memory; whatever is shown of one, it is there."""
        found = [live.secrets for name in execution_ids if (live := self.find(name)) and live.secrets]
        return frozenset(text for secrets in found for text in secrets)

    @property
    def running_count(self) -> int:
        """How many have not ended."""
        return len(self._running)

    def running(self, execution_id: str) -> Live | None:
        return self._running.get(execution_id)

    def all_running(self) -> list[Live]:
        return list(self._running.values())

    async def create(self, live: Live, commit: Coroutine[None, None, Result]) -> Result:
        """Takes in a new execution with its commit; who asks for it meanwhile waits, or there would be two of it."""
        execution_id = live.execution.execution_id
        coming = self._opening[execution_id] = asyncio.get_running_loop().create_future()
        try:
            result = await commit
        except BaseException:
            coming.set_exception(ExecutionNotFound(execution_id))
            coming.exception()  # whether anybody waits or not
            raise
        finally:
            del self._opening[execution_id]
        self.keep(live)
        coming.set_result(live)
        return result

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

    async def forget(self, live: Live) -> None:
        """Takes out an execution that was deleted, also where somebody is reading it at this moment."""
        live.deleted = True
        execution_id = live.execution.execution_id
        if opening := self._opening.get(execution_id):
            with suppress(ExecutionNotFound, JournalUnreadable):
                (await opening).deleted = True
        for kept in (self._running.pop(execution_id, None), self._ended.pop(execution_id, None)):
            if kept is not None:
                kept.deleted = True

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
        stored = await self._journal.read(execution_id)
        if not stored.events:
            raise ExecutionNotFound(execution_id)
        created = stored.snapshot.created if stored.snapshot else begin(execution_id, stored.recorded[0]).created
        digest = created.source_digest
        flow = self._flows.get(digest) or self.flow(digest, await self._journal.definition(digest))
        if len(stored.events) < LARGE and stored.snapshot is None:
            course = retrace(execution_id, flow, stored.recorded)
        else:
            # In a thread: others need the event loop.
            course = await asyncio.to_thread(_course, execution_id, flow, stored)
        published = list(stored.events)
        live = Live(execution=course.execution, flow=flow, course=course, published=published, vault=self._vault)
        self.keep(live)
        if stored.snapshot is None:
            self.snapshot(live)
        return live

    def snapshot(self, live: Live, delay_seconds: float = 0.0) -> None:
        """Keeps how an execution ended, in the background, when opening it would take long otherwise."""
        execution = live.execution
        if execution.closed and max(execution.position, len(execution.task_runs)) >= LARGE:
            task = asyncio.create_task(self._keep_snapshot(live, delay_seconds))
            self._snapshots.add(task)
            task.add_done_callback(self._snapshots.discard)

    async def _keep_snapshot(self, live: Live, delay_seconds: float) -> None:
        await asyncio.sleep(delay_seconds)
        execution = live.execution
        if live.deleted or not live.shown_ended:
            return
        try:
            await self._journal.keep_snapshot(execution)
        except Exception:
            log.exception("no snapshot of execution %s was kept: opening it will take longer", execution.execution_id)

    async def close(self) -> None:
        """Gives up on snapshots that are not kept yet."""
        for task in self._snapshots:
            task.cancel()
        await asyncio.gather(*self._snapshots, return_exceptions=True)


def _course(execution_id: str, flow: Flow, stored: Stored) -> Course:
    if stored.snapshot is None:
        return retrace(execution_id, flow, stored.recorded)
    return reopen(flow, stored.snapshot, stored.recorded)
