"""Deleting executions: their rows in one commit, then what they have in storage and their logs."""

import asyncio
import logging
from functools import partial

from dalsegno_executor.core.errors import ExecutionGoesOn, ExecutionNotFound
from dalsegno_executor.engine import Engine
from dalsegno_executor.live import Live
from dalsegno_executor.logs import LogKeeper
from dalsegno_executor.outbox import Outbox
from dalsegno_executor.patience import until_available
from dalsegno_executor.ports import Answer, Archive, OutputStore

log = logging.getLogger("dalsegno.deleting")


class Deleting:
    """The use case DeleteExecution."""

    def __init__(
        self, *, engine: Engine, archive: Archive, store: OutputStore, outbox: Outbox, logs: LogKeeper
    ) -> None:
        self._engine = engine
        self._archive = archive
        self._store = store
        self._outbox = outbox
        self._logs = logs
        self._cleaning: set[asyncio.Task[None]] = set()

    async def delete(self, execution_id: str, answer: Answer) -> None:
        """Deletes an execution that has ended.

        Raises:
            ExecutionNotFound: the journal does not have it.
            ExecutionGoesOn: it has not ended, or the execution whose task has started it has not.
        """
        live = await self._engine.open(execution_id)
        await self._check_starter(live)
        await self._engine.finished(self._delete(live, answer))

    async def recover(self) -> None:
        """Goes on with what the last process has left."""
        for execution_id in await until_available(self._archive.not_cleaned):
            self._clean_up(execution_id)

    async def close(self) -> None:
        """Leaves what is not cleaned up yet to the next process."""
        for task in list(self._cleaning):
            task.cancel()
        await asyncio.gather(*self._cleaning, return_exceptions=True)

    async def _check_starter(self, live: Live) -> None:
        starter_id = live.execution.started_by
        if not starter_id:
            return
        try:
            starter = await self._engine.open(starter_id)
        except ExecutionNotFound:
            return
        if not starter.execution.closed:
            # Taken up after a crash, it would look for this one, and run it a second time.
            raise ExecutionGoesOn(live.execution.execution_id, starter.execution.state, "deleted", starter_id)

    async def _delete(self, live: Live, answer: Answer) -> None:
        execution = live.execution
        await self._logs.flush()
        async with live.lock:
            live.check_there()
            if not execution.closed:
                raise ExecutionGoesOn(execution.execution_id, execution.state, "deleted")
            await self._archive.delete(execution, answer)
            await self._engine.forget(live)
        self._clean_up(execution.execution_id)

    def _clean_up(self, execution_id: str) -> None:
        task = asyncio.create_task(self._clean(execution_id))
        self._cleaning.add(task)
        task.add_done_callback(self._cleaning.discard)

    async def _clean(self, execution_id: str) -> None:
        try:
            # Before storage releases it, or what is on its way would pin it again.
            await self._outbox.drop(execution_id)
            await until_available(partial(self._store.release, execution_id))
            await until_available(partial(self._archive.clean, execution_id))
        except Exception:
            log.exception("what is left of execution %s is cleaned up when the executor starts again", execution_id)
