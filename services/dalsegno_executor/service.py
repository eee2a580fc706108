"""The executor's use cases, free of gRPC."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, TypeVar

from dalsegno_executor.capacity import Capacity
from dalsegno_executor.comparing import Comparing, Comparison
from dalsegno_executor.core.errors import FlowDisabled, JournalUnreadable
from dalsegno_executor.core.events import ExecutionCreated
from dalsegno_executor.core.plan import ReplayPlan
from dalsegno_executor.core.states import State
from dalsegno_executor.deleting import Deleting
from dalsegno_executor.engine import Engine
from dalsegno_executor.flow_checks import Checks, end_by
from dalsegno_executor.input_values import Inputs, inputs_json
from dalsegno_executor.killing import Killing, KillRequest
from dalsegno_executor.lineages import Lineage, Lineages
from dalsegno_executor.live import Live
from dalsegno_executor.logs import LogKeeper, execution_line
from dalsegno_executor.ports import (
    Answer,
    ExecutionSummary,
    Filter,
    FlowRegistry,
    FlowRevision,
    Journal,
    LogLevel,
    LogLine,
)
from dalsegno_executor.replaying import Asked, Replaying, answer_from
from dalsegno_executor.resuming import ResumeRequest, Resuming
from dalsegno_executor.showing import Showing
from dalsegno_executor.steering import Steering
from dalsegno_executor.suggesting import FixRequest, Suggested, Suggesting
from dalsegno_executor.wishing import ReplayRequest
from dalsegno_flow import Flow
from dalsegno_flow.checks import CheckStyle
from dalsegno_runtime.clock import Clock
from dalsegno_runtime.errors import InvalidField, RequestIdConflict, ServiceError
from dalsegno_runtime.ids import NewId

LOG_PAGE = 500
LEVELS = {
    CheckStyle.ERROR: LogLevel.ERROR,
    CheckStyle.WARNING: LogLevel.WARN,
    CheckStyle.INFO: LogLevel.INFO,
    CheckStyle.SUCCESS: LogLevel.INFO,
}

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateRequest:
    """`revision` 0 is the latest."""

    namespace: str
    flow_id: str
    revision: int
    labels: Mapping[str, str]
    inputs: Mapping[str, Any] = field(default_factory=dict)
    breakpoints: tuple[str, ...] = ()


class Executor:
    """Everything that the ExecutorService can be asked."""

    def __init__(
        self,
        *,
        engine: Engine,
        replaying: Replaying,
        resuming: Resuming,
        killing: Killing,
        steering: Steering,
        deleting: Deleting,
        lineages: Lineages,
        comparing: Comparing,
        showing: Showing,
        suggesting: Suggesting,
        inputs: Inputs,
        checks: Checks,
        journal: Journal,
        registry: FlowRegistry,
        logs: LogKeeper,
        capacity: Capacity,
        clock: Clock,
        new_id: NewId,
    ) -> None:
        self._engine = engine
        self._replaying = replaying
        self._resuming = resuming
        self._killing = killing
        self._steering = steering
        self._deleting = deleting
        self._lineages = lineages
        self._comparing = comparing
        self._showing = showing
        self._suggesting = suggesting
        self._inputs = inputs
        self._checks = checks
        self._journal = journal
        self._registry = registry
        self._logs = logs
        self._capacity = capacity
        self._clock = clock
        self._new_id = new_id
        self._in_flight: dict[str, tuple[str, asyncio.Future[Any]]] = {}

    async def create(self, request: CreateRequest, asked: Asked) -> Live:
        """Starts an execution, or returns the one that the same request started before."""

        async def start() -> str:
            revision = await self._registry.get_flow(request.namespace, request.flow_id, request.revision)
            flow = self._engine.flow(revision.source_digest, revision.source)
            if flow.disabled:
                raise FlowDisabled(revision.namespace, revision.flow_id, revision.revision)
            execution_id = self._new_id()
            created = ExecutionCreated(
                namespace=revision.namespace,
                flow_id=revision.flow_id,
                flow_revision=revision.revision,
                source_digest=revision.source_digest,
                original_id=execution_id,
                start_time=self._clock(),
                labels={**flow.labels, **request.labels, "system.correlationId": execution_id},
                breakpoints=request.breakpoints,
            )
            answer = Answer(request_id=asked.request_id, fingerprint=asked.fingerprint, answer=execution_id)
            await self._create(revision, flow, created, request.inputs, answer)
            return execution_id

        check_labels(request.labels)
        return await self.get(await self._once(asked, start, str, begins=True))

    async def _create(
        self, revision: FlowRevision, flow: Flow, created: ExecutionCreated, given: Mapping[str, Any], answer: Answer
    ) -> None:
        execution_id = created.original_id
        found = await self._inputs.of_flow(flow, given, created)
        created = replace(created, inputs_json=inputs_json(flow, found))
        failed = await self._checks.failed(flow, self._inputs.variables(flow, created))
        ended = end_by(flow, failed)
        try:
            await self._inputs.keep_files(execution_id, found)
            # Before the execution, so that whoever sees its end sees them too.
            self._inputs.warn(execution_id, found)
            for check in failed:
                text = f"A check of the flow does not hold: {check.message}"
                self._logs.add(execution_line(execution_id, LEVELS[check.style], self._clock(), text))
            live = await self._engine.create(execution_id, [created, *([ended] if ended else [])], revision, answer)
        except Exception:
            await self._inputs.release_files(execution_id, found)
            raise
        self._engine.drive(live)

    async def resume(self, request: ResumeRequest, asked: Asked) -> Live:
        """Lets a paused execution go on, once for each request id."""
        return await self._steer(partial(self._resuming.resume, request), request.execution_id, asked)

    async def restart(self, execution_id: str, asked: Asked) -> Live:
        """Runs what failed in an execution again, once for each request id."""
        return await self._steer(partial(self._engine.restart, execution_id), execution_id, asked, begins=True)

    async def kill(self, request: KillRequest, asked: Asked) -> Live:
        """Kills an execution, once for each request id."""
        return await self._steer(partial(self._killing.kill, request), request.execution_id, asked)

    async def pause(self, execution_id: str, asked: Asked) -> Live:
        """Pauses an execution, once for each request id."""
        return await self._steer(partial(self._steering.pause, execution_id), execution_id, asked)

    async def force_run(self, execution_id: str, asked: Asked) -> Live:
        """Lets an execution run that waits, once for each request id."""
        return await self._steer(partial(self._steering.force_run, execution_id), execution_id, asked)

    async def set_task_run_state(self, execution_id: str, task_path: str, state: State, asked: Asked) -> Live:
        """Gives a task run another state and goes on from there, once for each request id."""
        change = partial(self._steering.set_task_run_state, execution_id, task_path, state)
        return await self._steer(change, execution_id, asked, begins=True)

    async def set_execution_state(self, execution_id: str, state: State, asked: Asked) -> Live:
        """Gives an execution that has ended another state, once for each request id."""
        return await self._steer(partial(self._steering.set_execution_state, execution_id, state), execution_id, asked)

    async def set_labels(self, execution_id: str, labels: Mapping[str, str], asked: Asked) -> Live:
        """Labels an execution that has ended, once for each request id. Raises InvalidField."""
        check_labels(labels, removable=True)
        return await self._steer(partial(self._steering.set_labels, execution_id, labels), execution_id, asked)

    async def delete(self, execution_id: str, asked: Asked) -> None:
        """Deletes an execution that has ended, once for each request id."""

        async def start() -> str:
            answer = Answer(request_id=asked.request_id, fingerprint=asked.fingerprint, answer=execution_id)
            await self._deleting.delete(execution_id, answer)
            return execution_id

        await self._once(asked, start, str)

    async def _steer(
        self, change: Callable[[Answer], Awaitable[None]], execution_id: str, asked: Asked, *, begins: bool = False
    ) -> Live:
        async def start() -> str:
            await change(Answer(request_id=asked.request_id, fingerprint=asked.fingerprint, answer=execution_id))
            return execution_id

        return await self.get(await self._once(asked, start, str, begins=begins))

    async def outputs(self, execution_id: str, task_path: str) -> str:
        """The outputs of a task run as JSON."""
        return await self._showing.outputs(execution_id, task_path)

    async def plan(self, request: ReplayRequest) -> ReplayPlan:
        """Says what `replay` would do."""
        return await self._replaying.plan(request)

    async def replay(self, request: ReplayRequest, asked: Asked) -> tuple[Live, ReplayPlan]:
        """Starts a replay, or returns the one that the same request started before, with its plan."""

        async def start() -> tuple[str, ReplayPlan]:
            return await self._replaying.replay(request, asked)

        execution_id, plan = await self._once(asked, start, answer_from, begins=True)
        return await self.get(execution_id), plan

    async def get(self, execution_id: str) -> Live:
        """The execution as far as it is durable, with its outputs where storage can give them now."""
        live = await self._engine.open(execution_id)
        try:
            await self._engine.fetch_documents(live)
        except ServiceError:
            pass  # The execution is shown all the same; its outputs have their digests.
        return live

    async def lineage(self, execution_id: str, limit: int, after: str) -> Lineage:
        """The chain of replays that an execution is of, the oldest first. Raises ExecutionNotFound."""
        return await self._lineages.of(execution_id, limit, after)

    async def compare(self, execution_ids: Sequence[str], *, skip_tables: bool) -> Comparison:
        """In what executions differ. Raises InvalidField, ExecutionNotFound, ServiceUnavailable."""
        return await self._comparing.compare(execution_ids, skip_tables=skip_tables)

    async def suggest_fix(self, request: FixRequest) -> Suggested:
        """Edits that may mend what failed. Raises InvalidField, ExecutionNotFound, ServiceUnavailable."""
        return await self._suggesting.suggest(request)

    async def list_executions(self, chosen: Filter, limit: int, before: str | None) -> list[ExecutionSummary]:
        """The newest executions before one, at most `limit`."""
        return await self._journal.list_executions(chosen, limit, before)

    async def open(self, execution_id: str) -> Live:
        """The execution, to be watched. Raises ExecutionNotFound."""
        return await self._engine.open(execution_id)

    async def list_logs(
        self, execution_id: str, after_position: int, limit: int, task_path: str, min_level: int
    ) -> list[LogLine]:
        """Log lines after a position, also of an execution whose journal is damaged. Raises ExecutionNotFound."""
        with suppress(JournalUnreadable):
            await self._engine.open(execution_id)
        return await self._journal.read_logs(execution_id, after_position, limit, task_path, min_level)

    async def watch_logs(
        self, execution_id: str, after_position: int, task_path: str, min_level: int
    ) -> AsyncIterator[list[LogLine]]:
        """Yields log lines after a position, then those that come, until the execution has ended."""
        live = await self._engine.open(execution_id)
        while True:
            # Taken before reading, or lines that come while reading would not be noticed.
            change = live.logs.next_ring()
            try:
                ended = live.shown_ended
                if ended:
                    await self._logs.flush()
                lines = await self._journal.read_logs(execution_id, after_position, LOG_PAGE, task_path, min_level)
                if lines:
                    after_position = lines[-1].position
                    yield lines
                elif ended:
                    return
                else:
                    await change
            finally:
                change.cancel()

    async def _once(
        self,
        asked: Asked,
        start: Callable[[], Awaitable[Result]],
        read: Callable[[str], Result],
        *,
        begins: bool = False,
    ) -> Result:
        """Runs `start` for the first request with an id, and gives its answer to all that come with the same id.

        `read` makes of the kept answer what `start` returned; `begins` says that an execution begins, for which there
        has to be room.

        Raises:
            RequestIdConflict: the id came with another request.
            LimitReached: there is no room.
            ServiceError: nothing can be made durable now.
        """

        async def answer_or_start() -> Result:
            kept = await self._journal.answer(asked.request_id, asked.fingerprint)
            if kept is not None:
                return read(kept)
            if fault := self._journal.write_fault:
                raise fault
            with self._capacity.admitted() if begins else nullcontext():
                return await start()

        if not asked.request_id:
            return await answer_or_start()

        # Nothing is awaited between looking and registering: of two that come at once, one starts.
        running = self._in_flight.get(asked.request_id)
        if running is None:
            running = (asked.fingerprint, asyncio.ensure_future(answer_or_start()))
            self._in_flight[asked.request_id] = running
            running[1].add_done_callback(lambda _: self._in_flight.pop(asked.request_id, None))
        fingerprint, answer = running
        if fingerprint != asked.fingerprint:
            raise RequestIdConflict(asked.request_id)
        result: Result = await asyncio.shield(answer)
        return result


def check_labels(labels: Mapping[str, str], *, removable: bool = False) -> None:
    """Raises InvalidField for a label that nobody may set; with `removable`, an empty value takes one away."""
    if removable and not labels:
        raise InvalidField("labels", "labels is empty; give one or more, with an empty value to take one away.")
    for key, value in labels.items():
        if key.startswith("system."):
            raise InvalidField(
                "labels", f"System labels can only be set by Dal Segno itself, offending label: {key}={value}"
            )
        if not key or not (value or removable):
            raise InvalidField("labels", f"The label {key!r}={value!r} needs a key and a value.")
