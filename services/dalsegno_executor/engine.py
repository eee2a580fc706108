"""The shell round the core: what has happened → evolve → follow → one commit → publish → do what is wanted now."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from dalsegno_executor.assertions import Assertions
from dalsegno_executor.core.course import Course
from dalsegno_executor.core.errors import ExecutionNotFound, JournalUnreadable
from dalsegno_executor.core.events import (
    Event,
    ExecutionClosed,
    ExecutionCreated,
    ExecutionEnded,
    ExecutionRestarted,
    ExecutionStarted,
    LabelsSet,
    Recorded,
)
from dalsegno_executor.core.evolving import begin, evolve
from dalsegno_executor.core.execution import Execution
from dalsegno_executor.core.restarting import restarted
from dalsegno_executor.core.retrying import tried_again
from dalsegno_executor.core.work import Kind, Work
from dalsegno_executor.execution_log import Told, told, told_of_refusal
from dalsegno_executor.input_values import files_document, files_of
from dalsegno_executor.limits import Limits
from dalsegno_executor.live import Live
from dalsegno_executor.logs import LogKeeper, execution_line
from dalsegno_executor.memory import QUIET_SECONDS, Memory
from dalsegno_executor.outbox import Outbox
from dalsegno_executor.own_tasks.working_directory import Directories
from dalsegno_executor.patience import until_available
from dalsegno_executor.ports import NOT_ASKED, Answer, Creation, FlowRevision, Journal, OutputDocument, OutputStore
from dalsegno_executor.recording import Recorder
from dalsegno_executor.task_runs import TaskRuns, lost
from dalsegno_executor.vault import Vault
from dalsegno_flow import Flow
from dalsegno_runtime.clock import Clock
from dalsegno_runtime.ids import follow_up_id

log = logging.getLogger("dalsegno.engine")

REPLAYED = {"system.replayed": "true"}
RESTARTED = {"system.restarted": "true"}
DAY_SECONDS = 86_400.0

Result = TypeVar("Result")
Decide = Callable[[Execution, Course], Sequence[Event]]
Happen = Callable[[Live], list[Recorded]]


class Engine:
    """All executions that this process drives or shows."""

    def __init__(
        self,
        *,
        journal: Journal,
        store: OutputStore,
        outbox: Outbox,
        task_runs: TaskRuns,
        directories: Directories,
        assertions: Assertions,
        logs: LogKeeper,
        vault: Vault,
        clock: Clock,
    ) -> None:
        self._journal = journal
        self._store = store
        self._outbox = outbox
        self._task_runs = task_runs
        self._directories = directories
        self._assertions = assertions
        self._logs = logs
        self._clock = clock
        self._vault = vault
        self._memory = Memory(journal, vault)
        self._tasks: set[asyncio.Task[Any]] = set()
        self._limits = Limits()
        self._recorder = Recorder(clock)

    async def open(self, execution_id: str) -> Live:
        """The execution, from memory or folded from its journal. Raises ExecutionNotFound."""
        return await self._memory.open(execution_id)

    @property
    def running_count(self) -> int:
        """How many executions have not ended."""
        return self._memory.running_count

    def flow(self, source_digest: str, source: str) -> Flow:
        """Parses a source that the registry has accepted; each one once."""
        return self._memory.flow(source_digest, source)

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
        course = Course(flow, execution)
        live = Live(execution=execution, flow=flow, course=course, published=[], vault=self._vault)
        # One that ends as it begins takes up no room.
        ends = any(isinstance(event, ExecutionEnded) for event in events)
        recorded = [first, *self._recorder.record(live, events[1:])]
        refused = () if ends else self._limits.enter(live)
        recorded += [*self._recorder.record(live, refused), *self._recorder.follow(live)]
        self._tell(live, told_of_refusal(refused))
        self._tell_of(live, recorded)
        creation = Creation(execution=execution, events=tuple(recorded), source=revision.source, answer=answer)
        try:
            stored = await self._memory.create(live, self._created(creation, replayed))
        except BaseException:
            self._make_room(live)
            raise
        live.publish(stored)
        return live

    async def _created(self, creation: Creation, replayed: Execution | None) -> Sequence[bytes]:
        """Commits a new execution; a replay together with the one label that the replayed execution gets."""
        if replayed is None:
            stored, _ = await self._journal.create(creation)
            return stored
        source = await self.open(replayed.execution_id)
        async with source.lock:
            source.check_there()
            events = []
            if not REPLAYED.items() <= source.execution.labels.items():
                position = source.execution.position + 1
                events.append(Recorded(position=position, time=self._clock(), event=LabelsSet(labels=REPLAYED)))
            creation = replace(creation, replayed=source.execution, replayed_events=tuple(events))
            stored, labelled = await self._journal.create(creation)
            # Not before the commit: when it fails, the replayed execution is as it was.
            for event in events:
                evolve(source.execution, event)
        source.publish(labelled)
        return stored

    def drive(self, live: Live) -> None:
        """Runs a new execution to its end, in the background."""
        self._in_background(self._drive(live))

    async def finished(self, work: Coroutine[None, None, Result]) -> Result:
        """Carries work to its end, also when whoever asked for it goes away."""
        return await asyncio.shield(self._in_background(work))

    def _in_background(self, work: Coroutine[None, None, Result]) -> asyncio.Task[Result]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def recover(self) -> int:
        """Takes up every execution that had not ended, and what had not reached storage; returns their number."""
        unsettled = await until_available(self._journal.unsettled)
        taken_up = []
        for execution_id in unsettled:
            try:
                live = await until_available(partial(self.open, execution_id))
            except JournalUnreadable as error:
                log.error("not taken up: %s", error.message)
                continue
            except Exception:
                log.exception("execution %s cannot be taken up", execution_id)
                continue
            self._outbox_again(live)
            if live.execution.closed:
                self._outbox.end(execution_id)
            else:
                self._limits.take_up(live)
                live.left_over = frozenset(live.course.work)
                taken_up.append(live)
        await self._directories.remove_leftovers(unsettled, taken_up)
        for live in taken_up:
            live.nudge()
            self._in_background(self._drive(live))
        for live in taken_up:
            self._let_in(live)
        return len(unsettled)

    async def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._memory.close()

    async def change(self, execution_id: str, decide: Decide, answer: Answer = NOT_ASKED) -> Live:
        """Records what somebody asked for, as `decide` says when nothing else is changing the execution.

        What the request is answered with is kept in the same commit.

        Raises:
            ExecutionNotFound: the journal does not have it.
        """
        live = await self.open(execution_id)

        def happen(live: Live) -> list[Recorded]:
            return self._recorder.record(live, decide(live.execution, live.course))

        await self.finished(self._turn(live, happen, answer))
        live.nudge()
        return live

    async def restart(self, execution_id: str, answer: Answer) -> None:
        """Runs what failed in an execution again, in this execution.

        Raises:
            ExecutionNotFound: the journal does not have it.
            NotRestartable, NothingToReplay: it cannot be restarted.
        """
        await self.reopen(execution_id, lambda live: restarted(live.execution, live.flow, live.course), answer)

    async def reopen(self, execution_id: str, decide: Callable[[Live], ExecutionRestarted], answer: Answer) -> None:
        """Lets an execution that has ended go on as `decide` says."""
        live = await self.open(execution_id)

        def happen(live: Live) -> list[Recorded]:
            event = decide(live)
            live.driven = False  # until it is driven again, below
            recorded = self._recorder.record(live, [event, LabelsSet(labels=RESTARTED)])
            refused = self._limits.enter(live)
            self._tell(live, told_of_refusal(refused))
            return [*recorded, *self._recorder.record(live, refused)]

        await self.finished(self._restart(live, happen, answer))

    def give_place(self, live: Live) -> None:
        """Gives an execution a place past the limit of its flow."""
        self._limits.force(live)

    async def _restart(self, live: Live, happen: Happen, answer: Answer) -> None:
        await self._turn(live, happen, answer)
        self._memory.keep(live)
        self.drive(live)

    async def _drive(self, live: Live) -> None:
        execution = live.execution
        try:
            await until_available(partial(self.fetch_documents, live))
            live.driven = True
            self._dispatch(live)
            while not execution.closed:
                await self._turn(live, partial(self._recorder.arrived, await live.arrivals()))
                if violated := await self._assertions.violated(live):
                    live.arrive(None, [violated])
        except Exception:
            log.exception("execution %s stands still until the executor is restarted", execution.execution_id)
            return
        self._outbox.end(execution.execution_id)
        self._memory.keep(live)
        self._memory.snapshot(live, QUIET_SECONDS)

    async def _turn(self, live: Live, happen: Happen, answer: Answer = NOT_ASKED) -> None:
        """One commit: what has happened, and what follows from it. Then what is wanted now is begun."""
        async with live.lock:
            live.check_there()
            ended = live.execution.ended
            recorded = [*happen(live), *self._recorder.follow(live)]
            if not recorded:
                return
            self._tell_of(live, recorded)
            stored = await until_available(partial(self._journal.append, live.execution, recorded, answer))
        live.publish(stored)
        self._dispatch(live)
        for removal in self._directories.ended(live, recorded):
            self._in_background(removal)
        if live.execution.ended and not ended:
            self._make_room(live)

    # -- doing what is wanted

    def _dispatch(self, live: Live) -> None:
        """Begins the work that is wanted since the last time, and calls off what is not wanted any more."""
        if not live.driven:
            return
        left_over, live.left_over = live.left_over, frozenset()
        for work, wanted in live.course.work.changes().items():
            under_way = live.under_way.pop(work, None)
            if not wanted:
                if under_way is not None:
                    under_way.cancel()
            elif work in left_over and work.kind is Kind.RUN and not self._task_runs.goes_on(live, work.path):
                live.arrive(work, [lost(live, work.path)])
            else:
                live.under_way[work] = self._in_background(self._do(live, work))

    async def _do(self, live: Live, work: Work) -> None:
        match work.kind:
            case Kind.RUN:
                events = await self._task_runs.run(live, work.path)
            case Kind.TURN:
                events = await self._task_runs.turn(live, work.path)
            case Kind.END:
                events = await self._task_runs.end(live)
            case Kind.AGAIN:
                events = await self._again(live)
            case Kind.WAIT:
                wait = live.course.work.wait_of(work)
                if wait is None:
                    return
                await self._until(wait.until)
                events = [wait.event]
        live.arrive(work, events)

    async def _until(self, time: datetime) -> None:
        while (left := (time - self._clock()).total_seconds()) > 0:  # noqa: ASYNC110  # only time has to pass
            await asyncio.sleep(min(left, DAY_SECONDS))

    async def _again(self, live: Live) -> list[Event]:
        """Starts the execution that tries again: a replay from the beginning, of the same revision."""
        execution = live.execution
        time = execution.retry_time
        assert time is not None  # noqa: S101  # what asked for this has one
        await self._until(time)
        execution_id = follow_up_id(time, execution.execution_id, "again")
        if files := files_of(live.flow.inputs, execution.inputs):
            document = files_document(execution_id, files)
            pin = partial(self._store.pin, execution_id, [document.digest], [document], check_only=False)
            await until_available(pin)
        await until_available(partial(self.start, execution_id, tried_again(execution, self._clock())))
        return [ExecutionClosed()]

    async def start(self, execution_id: str, created: ExecutionCreated) -> Live:
        """Starts an execution that follows from another one; when it was started before, that is all right."""
        try:
            return await self.open(execution_id)
        except ExecutionNotFound:
            pass
        digest = created.source_digest
        revision = FlowRevision(
            namespace=created.namespace,
            flow_id=created.flow_id,
            revision=created.flow_revision,
            source=await self._journal.definition(digest),
            source_digest=digest,
        )
        live = await self.create(execution_id, [created], revision, NOT_ASKED)
        self.drive(live)
        return live

    def _make_room(self, live: Live) -> None:
        """Lets in the next execution that waits for the place of one that has ended."""
        self._limits.leave(live)
        self._let_in(live)

    def _let_in(self, live: Live) -> None:
        for waiting in self._limits.let_in(live):
            waiting.arrive(None, [ExecutionStarted()])

    async def forget(self, live: Live) -> None:
        """Takes an execution that was deleted out of memory."""
        await self._memory.forget(live)

    # -- reading

    def running(self) -> list[Live]:
        """All executions that have not ended, or after whose end something still runs."""
        return self._memory.all_running()

    def _tell_of(self, live: Live, recorded: Sequence[Recorded]) -> None:
        events = [item.event for item in recorded]
        self._tell(live, told(live.flow, events, self._limits.running(live)))

    def _tell(self, live: Live, lines: Iterable[Told]) -> None:
        """Logs lines before the commit that they tell of, so that whoever sees that sees them too."""
        for level, text in lines:
            self._logs.add(execution_line(live.execution.execution_id, level, self._clock(), text))

    def woken(self, execution_id: str) -> None:
        """Lets the watchers of an execution look again, after log lines were kept."""
        live = self._memory.running(execution_id)
        if live is not None:
            live.logs.ring(at_once=live.execution.ended)

    def secrets(self, execution_ids: Iterable[str]) -> frozenset[str]:
        """The secrets of these executions, as far as they are known."""
        return self._memory.secrets(execution_ids)

    async def fetch_documents(self, live: Live) -> None:
        """Reads the outputs that the journal itself does not hold: large ones, and those of reused task runs."""
        missing = live.missing_documents()
        if missing:
            live.documents.update(await self._store.get(missing))

    def _outbox_again(self, live: Live) -> None:
        execution_id = live.execution.execution_id
        for run in live.execution.task_runs.values():
            if run.outputs_json:
                document = OutputDocument(execution_id=execution_id, digest=run.output_digest, json=run.outputs_json)
                self._outbox.add(document)
