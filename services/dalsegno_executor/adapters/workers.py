"""Worker processes on this machine: each runs one task at a time, and can be killed.

The pool and a worker talk in JSON lines: an assignment goes in, log lines and one end come out
(`worker/protocol.py`).
"""

import asyncio
import json
import logging
import os
import secrets
import shutil
import signal
import sys
import tempfile
from asyncio.subprocess import PIPE, Process
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict
from datetime import datetime

from dalsegno_executor.core.states import State
from dalsegno_executor.ports import Assignment, LogLevel, Outcome, WriteLog, at_once
from dalsegno_executor.worker.ending import MARK, end_tree
from dalsegno_executor.worker.protocol import MAX_LINE_BYTES

log = logging.getLogger("dalsegno.workers")

NOT_FOR_WORKERS = ("SECRET_", "DALSEGNO_EXECUTOR_", "DALSEGNO_REGISTRY_", "DALSEGNO_STORAGE_")


class _Worker:
    """One process, idle or busy with one assignment."""

    def __init__(self, process: Process, mark: str, scratch: str) -> None:
        self.process = process
        self._mark = mark
        self._scratch = scratch

    @classmethod
    async def start(cls, command: Sequence[str]) -> "_Worker":
        mark, scratch = secrets.token_hex(16), tempfile.mkdtemp(prefix="dalsegno-worker-")
        # A session of its own: Ctrl-C at a terminal is ours to handle.
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=PIPE,
            stdout=PIPE,
            limit=MAX_LINE_BYTES,
            start_new_session=True,
            env={**_environment(), MARK: mark, "TMPDIR": scratch},
        )
        return cls(process, mark, scratch)

    async def run(
        self, assignment: Assignment, write_log: WriteLog, room: Callable[[], Awaitable[None]]
    ) -> Outcome | None:
        """Runs one assignment; None when the process was lost."""
        assert self.process.stdout is not None  # noqa: S101  # it is a pipe
        try:
            await self._hand_over(assignment)
            while line := await self.process.stdout.readline():
                message = json.loads(line)
                if "log" in message:
                    level, time, text = message["log"]
                    write_log(LogLevel[level], datetime.fromisoformat(time), text)
                    await room()
                else:
                    return Outcome(**{**message["end"], "state": State(message["end"]["state"])})
        except (OSError, ValueError) as error:
            log.warning("worker %d broke off: %s", self.process.pid, error)
        return None

    async def _hand_over(self, assignment: Assignment) -> None:
        assert self.process.stdin is not None  # noqa: S101  # it is a pipe
        try:
            self.process.stdin.write(json.dumps(asdict(assignment)).encode() + b"\n")
            await self.process.stdin.drain()
        except RuntimeError as error:  # what uvloop says of a pipe that is closed
            raise BrokenPipeError(str(error)) from error

    async def end(self) -> str:
        """Ends the process with everything that it started; returns how it ended."""
        await asyncio.to_thread(end_tree, self.process.pid, self._mark)
        code = await self.process.wait()
        await asyncio.to_thread(shutil.rmtree, self._scratch, ignore_errors=True)
        return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def _environment() -> dict[str, str]:
    """What this process has, without secrets and settings: those are the executor's, and a task may run anything."""
    return {name: value for name, value in os.environ.items() if not name.startswith(NOT_FOR_WORKERS)}


class LocalWorkers:
    """Implements `ports.TaskRunner` with a fixed number of processes."""

    def __init__(self, count: int, storage_address: str) -> None:
        self._command = (sys.executable, "-m", "dalsegno_executor.worker", "--storage", storage_address)
        self._room = asyncio.Semaphore(count)
        self._count = count
        self._idle: deque[_Worker] = deque()
        self._all: set[_Worker] = set()

    @property
    def process_ids(self) -> list[int]:
        """Of all workers, idle and busy."""
        return [worker.process.pid for worker in self._all]

    async def start(self) -> None:
        """Starts the processes ahead of the first task."""
        for _ in range(self._count):
            self._idle.append(await self._new())

    async def run(
        self, assignment: Assignment, write_log: WriteLog, room: Callable[[], Awaitable[None]] = at_once
    ) -> Outcome:
        """Waits for a free worker and runs the assignment in it."""
        async with self._room:
            worker = self._idle.popleft() if self._idle else await self._new()
            kept = False
            try:
                outcome = await worker.run(assignment, write_log, room)
                kept = outcome is not None
            finally:
                if kept:
                    self._idle.append(worker)
                else:
                    how = await self._end(worker)
            if outcome is None:
                error = f"The process that ran this attempt was lost ({how})."
                return Outcome(state=State.RESUBMITTED, error=error)
            return outcome

    async def close(self) -> None:
        """Ends all workers, busy ones too."""
        await asyncio.gather(*(self._end(worker) for worker in list(self._all)))

    async def _new(self) -> _Worker:
        worker = await _Worker.start(self._command)
        self._all.add(worker)
        return worker

    async def _end(self, worker: _Worker) -> str:
        self._all.discard(worker)
        return await worker.end()
