"""Log lines on their way into the database, in the order in which they came."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

from dalsegno_executor.error_logs import MAX_LINES
from dalsegno_executor.ports import Journal, LogLevel, LogLine

log = logging.getLogger("dalsegno.logs")

MAX_MESSAGE_CHARACTERS = 32 * 1024
MAX_WAITING = 50_000
RETRY_SECONDS = 1.0


def execution_line(execution_id: str, level: LogLevel, time: datetime, message: str) -> LogLine:
    """A line that belongs to no task run."""
    return LogLine(
        execution_id=execution_id,
        task_run_id="",
        task_path="",
        attempt_number=0,
        level=level,
        time=time,
        message=message,
    )


class LogKeeper:
    """Hands each line to the database at once; `kept` is called with an execution's id when lines of it can be read."""

    def __init__(self, journal: Journal, kept: Callable[[str], None], mask: Callable[[str], str]) -> None:
        self._journal = journal
        self._kept = kept
        self.mask = mask
        self._dropped = 0
        self._writes: set[asyncio.Task[None]] = set()

    def add(self, line: LogLine) -> None:
        """Takes a line, and takes secrets out of it before it is cut to its length.

        While the database does not keep up, those beyond a limit are dropped; the log says so.
        """
        if len(self._writes) >= MAX_WAITING:
            self._dropped += 1
            return
        line = replace(line, message=self.mask(line.message)[:MAX_MESSAGE_CHARACTERS])
        write = asyncio.create_task(self._written(line, self._journal.write_logs([line])))
        self._writes.add(write)
        write.add_done_callback(self._writes.discard)

    async def errors(self, execution_id: str) -> list[LogLine]:
        """The first lines of an execution that tell of errors."""
        await self.flush()
        return await self._journal.read_logs(execution_id, 0, MAX_LINES, "", LogLevel.ERROR)

    async def flush(self) -> None:
        """Returns once every line that was added before can be read."""
        if self._writes:
            await asyncio.wait(self._writes)

    async def close(self) -> None:
        """Gives up on lines that the database has not taken."""
        for write in self._writes:
            write.cancel()
        await asyncio.gather(*self._writes, return_exceptions=True)

    async def _written(self, line: LogLine, writing: Awaitable[object]) -> None:
        while True:
            try:
                await writing
            except Exception:
                log.exception("a log line could not be kept; trying again in %s s", RETRY_SECONDS)
                await asyncio.sleep(RETRY_SECONDS)
                writing = self._journal.write_logs([line])
            else:
                break
        if self._dropped:
            log.error("%d log lines were dropped: the database did not keep up", self._dropped)
            self._dropped = 0
        self._kept(line.execution_id)
