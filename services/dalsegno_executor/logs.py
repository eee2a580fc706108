"""Log lines on their way into the database, in the order in which they came."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import islice

from dalsegno_executor.error_logs import MAX_LINES
from dalsegno_executor.ports import Journal, LogLevel, LogLine
from dalsegno_runtime.errors import ServiceError

log = logging.getLogger("dalsegno.logs")

MAX_MESSAGE_CHARACTERS = 32 * 1024
# Lines that the database has not kept yet: beyond the first limits a task in a worker waits, beyond the second ones
# lines are dropped.
ROOM_LINES, ROOM_CHARACTERS = 1_000, 4 * 1024 * 1024
MAX_LINES_WAITING, MAX_CHARACTERS_WAITING = 50_000, 64 * 1024 * 1024
RETRY_SECONDS = 1.0
BATCH = 500  # lines written at once after the database was away


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

    def __init__(self, journal: Journal, kept: Callable[[str], None], mask: Callable[[str, str], str]) -> None:
        self._journal = journal
        self._kept = kept
        self.mask = mask  # takes secrets out of a text of the execution with an id
        self._dropped = 0
        self._writes: set[asyncio.Task[None]] = set()
        self._behind: deque[tuple[LogLine, asyncio.Future[None]]] = deque()
        self._catching_up: asyncio.Task[None] | None = None
        self._characters = 0  # of the lines that wait
        self._room = asyncio.Event()
        self._room.set()

    def add(self, line: LogLine) -> None:
        """Takes a line, and takes secrets out of it before it is cut to its length.

        While the database does not keep up, those beyond a limit are dropped; the log says so.
        """
        if len(self._writes) >= MAX_LINES_WAITING or self._characters >= MAX_CHARACTERS_WAITING:
            self._dropped += 1
            return
        shown = self.mask(line.execution_id, line.message)[:MAX_MESSAGE_CHARACTERS]
        if shown != line.message:
            line = replace(line, message=shown)
        writing = self._fall_behind(line) if self._behind else self._journal.write_logs([line])
        write = asyncio.create_task(self._written(line, writing))
        self._writes.add(write)
        self._characters += len(line.message)
        if len(self._writes) > ROOM_LINES or self._characters > ROOM_CHARACTERS:
            self._room.clear()
        write.add_done_callback(partial(self._done, len(line.message)))

    async def room(self) -> None:
        """Returns when the database keeps up with the lines that come."""
        await self._room.wait()

    def _done(self, characters: int, write: asyncio.Task[None]) -> None:
        self._writes.discard(write)
        self._characters -= characters
        if len(self._writes) <= ROOM_LINES and self._characters <= ROOM_CHARACTERS:
            self._room.set()

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
        tasks = [*self._writes, *([self._catching_up] if self._catching_up else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _written(self, line: LogLine, writing: Awaitable[object]) -> None:
        try:
            await writing
        except Exception as error:  # noqa: BLE001  # whatever it is, the line waits for its turn
            _tell(error)
            await self._fall_behind(line)
        if self._dropped:
            log.error("%d log lines were dropped: the database did not keep up", self._dropped)
            self._dropped = 0
        self._kept(line.execution_id)

    def _fall_behind(self, line: LogLine) -> "asyncio.Future[None]":
        """Lines up a line that cannot be written yet; all that come after it wait too, so that they stay in order."""
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._behind.append((line, written))
        if self._catching_up is None:
            self._catching_up = asyncio.create_task(self._catch_up())
        return written

    async def _catch_up(self) -> None:
        size = BATCH
        await asyncio.sleep(RETRY_SECONDS)
        while self._behind:
            batch = list(islice(self._behind, size))
            try:
                await self._journal.write_logs([line for line, _ in batch])
            except Exception as error:  # noqa: BLE001  # told of, or waited for
                if passes := _tell(error):
                    await asyncio.sleep(RETRY_SECONDS)
                elif size > 1:
                    size = 1
                if passes or len(batch) > 1:
                    continue
                log.error("a log line of %s is left out", batch[0][0].execution_id)
            for _, written in batch:
                self._behind.popleft()
                if not written.done():
                    written.set_result(None)
        self._catching_up = None


def _tell(error: Exception) -> bool:
    """Whether the database is the reason that lines could not be written; another one is told."""
    if isinstance(error, ServiceError) and error.passes:
        return True
    log.error("log lines could not be kept", exc_info=error)
    return False
