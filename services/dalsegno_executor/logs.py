"""Log lines on their way into the database, in the order in which they came."""

import asyncio
import logging
from collections.abc import Callable

from dalsegno_executor.ports import Journal, LogLine

log = logging.getLogger("dalsegno.logs")

MAX_MESSAGE_CHARACTERS = 32 * 1024
MAX_WAITING = 50_000
RETRY_SECONDS = 1.0


class LogKeeper:
    """Writes lines in groups; `kept` is called with an execution's id when lines of it can be read."""

    def __init__(self, journal: Journal, kept: Callable[[str], None]) -> None:
        self._journal = journal
        self._kept = kept
        self._waiting: list[LogLine] = []
        self._filled = asyncio.Event()
        self._emptied = asyncio.Event()
        self._emptied.set()
        self._dropped = 0
        self._task = asyncio.create_task(self._keep_for_ever(), name="log keeper")

    def add(self, line: LogLine) -> None:
        """Takes a line. While the database does not keep up, the oldest beyond a limit are dropped; the log says so."""
        self._waiting.append(line)
        if len(self._waiting) > MAX_WAITING:
            del self._waiting[0]
            self._dropped += 1
        self._emptied.clear()
        self._filled.set()

    async def flush(self) -> None:
        """Returns once every line that was added before can be read."""
        await self._emptied.wait()

    async def close(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _keep_for_ever(self) -> None:
        while True:
            await self._filled.wait()
            self._filled.clear()
            lines, self._waiting = self._waiting, []
            try:
                if lines:
                    await self._journal.write_logs(lines)
            except Exception:
                log.exception("%d log lines could not be kept; trying again in %s s", len(lines), RETRY_SECONDS)
                self._waiting = lines + self._waiting
                await asyncio.sleep(RETRY_SECONDS)
                self._filled.set()
                continue
            if self._dropped:
                log.error("%d log lines were dropped: the database does not keep up", self._dropped)
                self._dropped = 0
            for execution_id in {line.execution_id for line in lines}:
                self._kept(execution_id)
            if not self._waiting:
                self._emptied.set()
