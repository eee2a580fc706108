"""The shell round the core: what has finished → evolve → follow → one commit → publish → run what was started."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Coroutine, Sequence
from dataclasses import replace
from functools import partial

from dalsegno_executor.core.course import Course, retrace
from dalsegno_executor.core.errors import ExecutionNotFound
from dalsegno_executor.core.events import Event, LabelsSet, Recorded, TaskRunFinished, TaskRunOpened, TaskRunStarted
from dalsegno_executor.core.execution import Execution, begin, evolve
from dalsegno_executor.live import Live
from dalsegno_executor.outbox import Outbox
from dalsegno_executor.patience import until_available
from dalsegno_executor.ports import Answer, Creation, FlowRevision, Journal, OutputDocument, OutputStore
from dalsegno_executor.task_runs import TaskRuns, take_up
from dalsegno_flow import Flow, parse_flow
from dalsegno_runtime.clock import Clock

log = logging.getLogger("dalsegno.engine")

# Ended executions kept in memory, so that a replay right after a failure need not read the journal.
MAX_ENDED_IN_MEMORY = 200
MAX_FLOWS_IN_MEMORY = 500
REPLAYED = {"system.replayed": "true"}


class Engine:
    """All executions that this process drives or shows."""

    def __init__(
        self, *, journal: Journal, store: OutputStore, outbox: Outbox, task_runs: TaskRuns, clock: Clock
    ) -> None:
        self._journal = journal
        self._store = store
        self._outbox = outbox
        self._task_runs = task_runs
        self._clock = clock
        self._live: dict[str, Live] = {}
        self._ended: OrderedDict[str, Live] = OrderedDict()
        self._opening: dict[str, asyncio.Task[Live]] = {}
        self._flows: OrderedDict[str, Flow] = OrderedDict()
        self._tasks: set[asyncio.Task[None]] = set()

    # -- opening

    async def open(self, execution_id: str) -> Live:
        """The execution, from memory or folded from its journal.

        Raises:
            ExecutionNotFound: the journal does not have it.
        """
        live = self._live.get(execution_id) or self._ended.get(execution_id)
        if live is not None:
            return live
        opening = self._opening.get(execution_id)
        if opening is None:
            opening = self._opening[execution_id] = asyncio.create_task(self._fold(execution_id))
            opening.add_done_callback(lambda _: self._opening.pop(execution_id, None))
        return await asyncio.shield(opening)

    async def _fold(self, execution_id: str) -> Live:
        journal = await self._journal.read(execution_id)
        if not journal:
            raise ExecutionNotFound(execution_id)
        created = begin(execution_id, journal[0]).created
        digest = created.source_digest
        flow = self._flows.get(digest) or self.flow(digest, await self._journal.definition(digest))
        course = retrace(execution_id, flow, journal)
        execution = course.execution
        live = Live(execution=execution, flow=flow, course=course, published=journal)
        if execution.ended:
            self._remember_ended(live)
        else:
            self._live[execution_id] = live
        return live

    def flow(self, source_digest: str, source: str) -> Flow:
        """Parses a source that the registry has accepted; each one once."""
        flow = self._flows.get(source_digest)
        if flow is None:
            flow = self._flows[source_digest] = parse_flow(source)
            if len(self._flows) > MAX_FLOWS_IN_MEMORY:
                self._flows.popitem(last=False)
        return flow

    # -- creating and driving

    async def create(
        self,
        execution_id: str,
        events: Sequence[Event],
        revision: FlowRevision,
        answer: Answer,
        replayed: Execution | None = None,
    ) -> Live:
        """Makes an execution durable, with its first events and what follows from them. `drive` lets it run."""
        flow = self.flow(revision.source_digest, revision.source)
        first = Recorded(position=1, time=self._clock(), event=events[0])
        execution = begin(execution_id, first)
        live = Live(execution=execution, flow=flow, course=Course(flow, execution), published=[])
        recorded = [first, *self._record(live, events[1:]), *self._follow(live)]
        creation = Creation(execution=execution, events=tuple(recorded), source=revision.source, answer=answer)
        if replayed is None:
            await self._journal.create(creation)
        else:
            await self._create_replay(creation, replayed)
        self._live[execution_id] = live
        live.publish(recorded)
        return live

    async def _create_replay(self, creation: Creation, replayed: Execution) -> None:
        """Commits a replay together with the one label that the replayed execution gets."""
        source = await self.open(replayed.execution_id)
        async with source.lock:
            events = []
            if not REPLAYED.items() <= source.execution.labels.items():
                position = source.execution.position + 1
                events.append(Recorded(position=position, time=self._clock(), event=LabelsSet(labels=REPLAYED)))
            await self._journal.create(replace(creation, replayed=source.execution, replayed_events=tuple(events)))
            # Not before the commit: when it fails, the replayed execution is as it was.
            for event in events:
                evolve(source.execution, event)
        source.publish(events)

    def drive(self, live: Live) -> None:
        """Runs a new execution to its end, in the background."""
        self._in_background(self._drive(live, sorted(live.execution.running)))

    def _in_background(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def recover(self) -> int:
        """Takes up every execution that had not ended, and what had not reached storage; returns their number."""
        unsettled = await self._journal.unsettled()
        for execution_id in unsettled:
            try:
                live = await self.open(execution_id)
            except Exception:
                log.exception("execution %s cannot be taken up: its journal is unreadable", execution_id)
                continue
            self._outbox_again(live)
            if live.execution.ended:
                self._outbox.end(execution_id)
            else:
                live.nudge()
                self._in_background(self._drive(live, take_up(live)))
        return len(unsettled)

    async def _run(self, live: Live, task_path: str) -> None:
        live.arrive(await self._task_runs.run(live, task_path))

    async def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _drive(self, live: Live, started: Sequence[str]) -> None:
        execution = live.execution
        try:
            await until_available(partial(self.fetch_documents, live))
            while True:
                for task_path in started:
                    self._in_background(self._run(live, task_path))
                if execution.ended:
                    break
                started = await self._turn(live, await live.arrivals())
        except Exception:
            log.exception("execution %s stands still until the executor is restarted", execution.execution_id)
            return
        self._outbox.end(execution.execution_id)
        self._live.pop(execution.execution_id, None)
        self._remember_ended(live)

    async def _turn(self, live: Live, arrived: Sequence[Event]) -> list[str]:
        """One commit: what arrived, and what follows from it. Returns the task paths to run now."""
        async with live.lock:
            recorded = [*self._record(live, arrived), *self._follow(live)]
            await until_available(partial(self._journal.append, live.execution, recorded))
        live.publish(recorded)
        return [item.event.task_path for item in recorded if isinstance(item.event, TaskRunStarted)]

    # -- reading

    def woken(self, execution_id: str) -> None:
        """Lets the watchers of an execution look again, after log lines were kept."""
        live = self._live.get(execution_id)
        if live is not None:
            live.wake()

    async def fetch_documents(self, live: Live) -> None:
        """Reads the outputs that the journal itself does not hold: large ones, and those of reused task runs."""
        missing = live.missing_documents()
        if missing:
            live.documents.update(await self._store.get(missing))

    def _record(self, live: Live, events: Sequence[Event]) -> list[Recorded]:
        recorded = []
        for event in events:
            item = Recorded(position=live.execution.position + 1, time=self._clock(), event=event)
            evolve(live.execution, item)
            live.course.note(event)
            recorded.append(item)
        return recorded

    def _follow(self, live: Live) -> list[Recorded]:
        """Everything that follows from what was recorded, until something has to happen outside."""
        recorded: list[Recorded] = []
        while events := live.course.follow():
            recorded += self._record(live, events)
        return recorded

    def _outbox_again(self, live: Live) -> None:
        for item in live.published:
            if isinstance(item.event, TaskRunFinished | TaskRunOpened) and item.event.outputs_json:
                self._outbox.add(
                    OutputDocument(
                        execution_id=live.execution.execution_id,
                        digest=item.event.output_digest,
                        json=item.event.outputs_json,
                    )
                )

    def _remember_ended(self, live: Live) -> None:
        self._ended[live.execution.execution_id] = live
        if len(self._ended) > MAX_ENDED_IN_MEMORY:
            self._ended.popitem(last=False)
