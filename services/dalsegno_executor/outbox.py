"""Outputs on their way to storage.

The journal holds small outputs already, so nothing waits for this: storage gets them in batches, a moment later, or
when it is back. A replay sends what is still here along with its pin request.
"""

import asyncio
import logging
from collections.abc import Sequence

from dalsegno_executor.core.execution import Execution
from dalsegno_executor.ports import Journal, OutputDocument, OutputStore
from dalsegno_runtime.errors import ServiceError

log = logging.getLogger("dalsegno.outbox")

BATCH = 1000  # documents in one call
BATCH_CHARACTERS = 8 * 1024 * 1024
GATHER_SECONDS = 0.1
# Outputs that wait for storage are in memory; beyond this much, task runs wait before they end.
MAX_WAITING_CHARACTERS = 64 * 1024 * 1024
RETRY_SECONDS = (0.1, 5.0)  # the first pause, the longest


class Outbox:
    """Ships outputs in the background until it is closed."""

    def __init__(self, store: OutputStore, journal: Journal) -> None:
        self._store = store
        self._journal = journal
        self._waiting: dict[str, dict[str, OutputDocument]] = {}  # by execution, by digest
        self._characters = 0  # of all that wait
        self._room = asyncio.Event()
        self._room.set()
        self._ended: set[str] = set()
        self._filled = asyncio.Event()
        self._shipping = asyncio.Lock()
        self._task = asyncio.create_task(self._ship_for_ever(), name="outbox")

    def add(self, document: OutputDocument) -> None:
        documents = self._waiting.setdefault(document.execution_id, {})
        if document.digest not in documents:
            self._count(len(document.json))
        documents[document.digest] = document
        self._filled.set()

    def add_all(self, execution: Execution) -> None:
        """Adds every output that the journal holds, whether or not it has been shipped before."""
        for run in execution.task_runs.values():
            if run.outputs_json:
                self.add(
                    OutputDocument(execution_id=execution.execution_id, digest=run.output_digest, json=run.outputs_json)
                )

    async def room(self) -> None:
        """Returns when there is room for more."""
        await self._room.wait()

    def _count(self, characters: int) -> None:
        self._characters += characters
        if self._characters <= MAX_WAITING_CHARACTERS:
            self._room.set()
        else:
            self._room.clear()

    def end(self, execution_id: str) -> None:
        """Says that nothing more comes from this execution; it is settled once all has arrived."""
        self._ended.add(execution_id)
        self._filled.set()

    async def drop(self, execution_id: str) -> None:
        """Gives up the outputs of an execution that was deleted; none of them is on its way when this returns."""
        for document in self._waiting.pop(execution_id, {}).values():
            self._count(-len(document.json))
        self._ended.discard(execution_id)
        async with self._shipping:
            pass

    @property
    def is_empty(self) -> bool:
        """Whether everything has arrived, and every execution that ended is settled."""
        return not self._waiting and not self._ended

    def unshipped(self, execution_id: str) -> Sequence[OutputDocument]:
        return list(self._waiting.get(execution_id, {}).values())

    async def close(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _ship_for_ever(self) -> None:
        first, longest = RETRY_SECONDS
        pause = first
        while True:
            await self._filled.wait()
            await asyncio.sleep(GATHER_SECONDS)
            self._filled.clear()
            try:
                await self._ship()
                pause = first
            except Exception as error:
                if isinstance(error, ServiceError) and error.passes:
                    log.warning("outputs wait for storage: %s", error.message)
                else:
                    log.exception("outputs could not be shipped; trying again in %s s", pause)
                await asyncio.sleep(pause)
                pause = min(longest, pause * 2)
                self._filled.set()

    async def _ship(self) -> None:
        full = True
        # What comes meanwhile is gathered first: a call for each task would cost as much as the task.
        while full:
            async with self._shipping:
                batch, full = self._batch()
                if batch:
                    await self._store.put(batch)
            for document in batch:
                documents = self._waiting.get(document.execution_id, {})
                if documents.pop(document.digest, None) is not None:
                    self._count(-len(document.json))
                if not documents:
                    self._waiting.pop(document.execution_id, None)
        settled = [execution_id for execution_id in self._ended if execution_id not in self._waiting]
        if settled:
            await self._journal.settle(settled)
            self._ended.difference_update(settled)

    def _batch(self) -> tuple[list[OutputDocument], bool]:
        """What leaves with the next call, and whether there is more."""
        batch: list[OutputDocument] = []
        characters = 0
        for documents in self._waiting.values():
            for document in documents.values():
                characters += len(document.json)
                if batch and (len(batch) == BATCH or characters > BATCH_CHARACTERS):
                    return batch, True
                batch.append(document)
        return batch, False
