"""An execution in memory, and those who wait for it to change."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from dalsegno_executor.core.course import Course
from dalsegno_executor.core.events import Event, Recorded
from dalsegno_executor.core.execution import Execution
from dalsegno_flow import Flow


@dataclass(slots=True, kw_only=True)
class Live:
    """One execution, its flow, its outputs and its journal as far as it is durable.

    `lock` is held from evolving to committing: who takes it sees durable state only.
    """

    execution: Execution
    flow: Flow
    course: Course
    published: list[Recorded]
    documents: dict[str, str] = field(default_factory=dict)  # canonical JSON by digest
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    _arrived: list[Event] = field(default_factory=list)
    _arrival: asyncio.Event = field(default_factory=asyncio.Event)
    _waiters: set[asyncio.Future[None]] = field(default_factory=set)
    _values: dict[str, Any] = field(default_factory=dict)

    def arrive(self, event: Event) -> None:
        """Hands in what happened outside, such as the end of an attempt."""
        self._arrived.append(event)
        self._arrival.set()

    def nudge(self) -> None:
        """Makes the next `arrivals` return even if nothing happened."""
        self._arrival.set()

    async def arrivals(self) -> list[Event]:
        """Waits until something happened, and takes everything that did."""
        await self._arrival.wait()
        self._arrival.clear()
        arrived, self._arrived = self._arrived, []
        return arrived

    def publish(self, recorded: list[Recorded]) -> None:
        """Shows durable events to the watchers."""
        self.published += recorded
        self.wake()

    def wake(self) -> None:
        """Lets every watcher look again."""
        waiters, self._waiters = self._waiters, set()
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    def change(self) -> "asyncio.Future[None]":
        """Is done at the next `wake`. Take it before looking, or a change in between is missed."""
        waiter = asyncio.get_running_loop().create_future()
        self._waiters.add(waiter)
        waiter.add_done_callback(self._waiters.discard)
        return waiter

    async def watch(self, after_position: int) -> AsyncIterator[list[Recorded]]:
        """Yields what is durable after a position, then what comes, until the execution has ended."""
        while True:
            position = len(self.published)
            if position > after_position:
                yield self.published[after_position:position]
                after_position = position
            elif self.shown_ended:
                return
            else:
                await self.change()

    @property
    def shown_ended(self) -> bool:
        """Whether the end is durable, and nothing more will be published but labels."""
        return self.execution.ended and len(self.published) >= self.execution.position

    def missing_documents(self) -> list[str]:
        """Digests of outputs that are neither in the journal nor fetched."""
        return [
            run.output_digest
            for run in self.execution.task_runs.values()
            if run.output_digest and not run.outputs_json and run.output_digest not in self.documents
        ]

    def outputs(self) -> dict[str, Any]:
        """By digest, the outputs of every task run that has some, as JSON values."""
        for run in self.execution.task_runs.values():
            digest = run.output_digest
            if digest and digest not in self._values:
                self._values[digest] = json.loads(run.outputs_json or self.documents[digest])
        return self._values
