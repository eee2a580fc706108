"""An execution in memory, and those who wait for it to change."""

import asyncio
import json
from collections.abc import AsyncIterator, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from dalsegno_executor.core.context import Surroundings, execution_variables, task_variables
from dalsegno_executor.core.course import Course
from dalsegno_executor.core.errors import ExecutionNotFound
from dalsegno_executor.core.events import Event, TaskRunResumed, TaskRunRevoked, TaskRunsCarried
from dalsegno_executor.core.execution import Execution, TaskRun
from dalsegno_executor.core.facts import Facts
from dalsegno_executor.core.sharing import directory_owner
from dalsegno_executor.core.work import Work
from dalsegno_executor.vault import SEALED, Vault, sealed_within
from dalsegno_flow import Flow

STILL_SECONDS = 0.005
# One message of a watch: however slowly somebody reads, no more waits in memory.
MAX_AT_ONCE = 2_000  # events
MAX_AT_ONCE_BYTES = 4 * 1024 * 1024  # of events but for the first


class Bell:
    """Wakes those who wait for something to happen.

    After it has rung it is still for a moment, and then rings once for all that happened meanwhile: waking somebody
    costs as much as running a light task.
    """

    def __init__(self) -> None:
        self._waiters: set[asyncio.Future[None]] = set()
        self._still_until = 0.0
        self._later: asyncio.TimerHandle | None = None

    def ring(self, *, at_once: bool = True) -> None:
        if not self._waiters:
            return
        loop = asyncio.get_running_loop()
        if not at_once and loop.time() < self._still_until:
            if self._later is None:
                self._later = loop.call_at(self._still_until, self.ring)
            return
        if self._later is not None:
            self._later.cancel()
            self._later = None
        self._still_until = loop.time() + STILL_SECONDS
        waiters, self._waiters = self._waiters, set()
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    def next_ring(self) -> "asyncio.Future[None]":
        """Is done when it rings next. Take it before looking, or what happens in between is missed."""
        waiter = asyncio.get_running_loop().create_future()
        self._waiters.add(waiter)
        waiter.add_done_callback(self._waiters.discard)
        return waiter


@dataclass(slots=True, kw_only=True, eq=False)
class Live:
    """One execution, its flow, its outputs and its journal as far as it is durable.

    `lock` is held from evolving to committing: who takes it sees durable state only.
    """

    execution: Execution
    flow: Flow
    course: Course
    published: list[bytes]  # its durable events as they are stored; the first is at position 1
    documents: dict[str, str] = field(default_factory=dict)  # canonical JSON by digest
    vault: Vault = field(default_factory=Vault)
    secrets: frozenset[str] = frozenset()  # the texts that were opened, which nobody is to see
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    under_way: dict[Work, asyncio.Task[None]] = field(default_factory=dict)
    driven: bool = False  # nothing is begun before
    deleted: bool = False
    left_over: frozenset[Work] = frozenset()  # what the last process was at
    _arrived: list[tuple[Work | None, Sequence[Event]]] = field(default_factory=list)
    _arrival: asyncio.Event = field(default_factory=asyncio.Event)
    # Whoever watches the log looks again when there are lines or events; whoever watches events, for events only.
    logs: Bell = field(default_factory=Bell)
    _events: Bell = field(default_factory=Bell)
    _facts: Facts = field(default_factory=Facts)
    _changed: dict[str, None] = field(default_factory=dict)  # places of runs that the facts do not show yet

    def __post_init__(self) -> None:
        self._changed.update(dict.fromkeys(self.execution.task_runs))
        execution = self.execution
        runs = (run.outputs_json for run in execution.task_runs.values())
        self.hide(self.vault.readable(execution.created.hidden))
        for text in (execution.created.inputs_json, execution.outputs_json, *runs):
            if SEALED in text:
                self.hide(self.vault.readable(sealed_within(json.loads(text))))

    def hide(self, secrets: Collection[str]) -> None:
        """Keeps these texts out of what the execution shows from now on."""
        if not self.secrets.issuperset(secrets):
            self.secrets |= frozenset(secrets)

    def handed_on(self) -> tuple[str, ...]:
        """The secrets that whatever follows from this execution is to hide, as `ExecutionCreated.hidden`."""
        created = self.execution.created
        own = sorted(sealed_within(json.loads(created.inputs_json))) if SEALED in created.inputs_json else ()
        return self.vault.handed_on((*created.hidden, *own), self.secrets)

    def arrive(self, work: Work | None, events: Sequence[Event]) -> None:
        """Hands in what came of some work, or happened without any; it counts only while that work is wanted."""
        self._arrived.append((work, events))
        self._arrival.set()

    def nudge(self) -> None:
        """Makes the next `arrivals` return even if nothing happened."""
        self._arrival.set()

    async def arrivals(self) -> list[tuple[Work | None, Sequence[Event]]]:
        """Waits until something happened, and takes everything that did."""
        await self._arrival.wait()
        self._arrival.clear()
        arrived, self._arrived = self._arrived, []
        return arrived

    def publish(self, events: Sequence[bytes]) -> None:
        """Shows durable events to the watchers."""
        self.published += events
        self._events.ring(at_once=self.execution.ended)
        self.logs.ring(at_once=self.execution.ended)

    async def watch(self, after_position: int) -> AsyncIterator[list[bytes]]:
        """Yields what is durable after a position, then what comes, until the execution has ended."""
        while True:
            position = len(self.published)
            if position > after_position:
                shown = list(islice(_fitting(self.published, after_position), MAX_AT_ONCE))
                yield shown
                after_position += len(shown)
            elif self.shown_ended:
                return
            else:
                await self._events.next_ring()

    async def until_ended(self) -> None:
        """Returns once its state is final, and durable; what follows an end may still run."""
        while not (self.execution.ended and len(self.published) >= self.execution.position):
            await self._events.next_ring()

    @property
    def shown_ended(self) -> bool:
        """Whether the end is durable, and nothing more will be published but labels."""
        return self.execution.closed and len(self.published) >= self.execution.position

    def check_there(self) -> None:
        """Raises ExecutionNotFound when it was deleted while somebody waited for the lock."""
        if self.deleted:
            raise ExecutionNotFound(self.execution.execution_id)

    def missing_documents(self) -> list[str]:
        """Digests of outputs that are neither in the journal nor fetched."""
        return [
            run.output_digest
            for run in self.execution.task_runs.values()
            if run.output_digest and not run.outputs_json and run.output_digest not in self.documents
        ]

    def changed(self, event: Event) -> None:
        """Takes note of an event that was applied, for the variables that expressions see."""
        if isinstance(event, TaskRunsCarried):
            self._changed.update(dict.fromkeys(run.task_path for run in event.task_runs))
        path = getattr(event, "task_path", None)
        if path is not None:
            self._changed[path] = None
        if isinstance(event, TaskRunResumed | TaskRunRevoked):
            self._changed.update(dict.fromkeys(self._facts.within(event.task_path)))

    def variables(self, surroundings: Surroundings, path: str = "") -> dict[str, Any]:
        """What expressions see: those of a task run, or those that belong to none.

        Raises:
            SecretUnreadable: they have a secret that cannot be decrypted.
        """
        execution = self.execution
        self._facts.update(execution, self._changed, self._outputs_of)
        self._changed = {}
        base = execution_variables(self.flow, execution, self._facts, surroundings)
        if SEALED in execution.created.inputs_json:
            base["inputs"] = self.opened(execution.created.inputs_json, "inputs")
        if SEALED in execution.outputs_json:
            base["execution"]["outputs"] = self.opened(execution.outputs_json, "execution.outputs")
        if not path:
            return base
        task, run, position = self.course.task(path), execution.task_runs[path], self.course.position(path)
        place = directory_owner(self.course, path)
        owner = (execution.task_runs[place], self.course.position(place)) if place else None
        return task_variables(base, execution, task, run, position, self._outputs_of, owner)

    def outputs(self, path: str) -> dict[str, Any]:
        """The outputs of a task run; empty when it has none."""
        run = self.execution.task_runs[path]
        return self._outputs_of(run) if run.output_digest else {}

    def _outputs_of(self, run: TaskRun) -> dict[str, Any]:
        return self.opened(run.outputs_json or self.documents[run.output_digest], f"outputs of {run.task_path}")

    def opened(self, text: str, place: str) -> dict[str, Any]:
        """JSON as expressions see it; the secrets in it are seen by nobody else from now on."""
        value: dict[str, Any] = json.loads(text)
        if SEALED not in text:
            return value
        found: set[str] = set()
        value = self.vault.opened(value, place, found)
        self.hide(found)
        return value


def _fitting(published: Sequence[bytes], place: int) -> Iterator[bytes]:
    """The events from a place on that fit into one message; one at least."""
    size_bytes = 0
    for event in islice(published, place, None):
        if size_bytes and size_bytes + len(event) > MAX_AT_ONCE_BYTES:
            return
        size_bytes += len(event)
        yield event
