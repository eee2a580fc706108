"""Services as child processes: started in order, watched, and stopped in the reverse order.

A service is a command that prints `<name> ready on <address>` on standard output once it serves, and ends on SIGTERM.
Everything else that it prints goes to its log file.
"""

import asyncio
import os
import signal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

READY_SECONDS = 60.0
STOP_SECONDS = 10.0
_SHOWN_LOG_LINES = 15
_SHOWN_LOG_BYTES = 32 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """How to start one service. `command` gets the addresses of those it needs, which are started before it."""

    name: str
    command: Callable[[Mapping[str, str]], Sequence[str]]
    log: Path
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """A service that serves."""

    name: str
    address: str
    pid: int
    log: Path


class ServiceEnded(Exception):
    """A service ended although nobody stopped it, or did not get ready."""

    def __init__(self, name: str, what: str, log: Path, lines: Sequence[str]) -> None:
        super().__init__(f"The {name} {what}. Its log is {log}" + (", and ends with:" if lines else "; it is empty."))
        self.name = name
        self.lines = tuple(lines)


class _Child:
    """One process, and the future of the address that it will announce."""

    def __init__(self, service: Service, process: asyncio.subprocess.Process, log_begin: int) -> None:
        self.service = service
        self.process = process
        self.address: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self.log_begin = log_begin
        self.reading: asyncio.Task[None] | None = None

    def kill_group(self) -> None:
        """Kills the process and the workers that it may have left; it leads a session of its own."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass

    def last_log_lines(self) -> list[str]:
        """What it logged last, since this start."""
        with self.service.log.open("rb") as log:
            log.seek(0, os.SEEK_END)
            log.seek(max(self.log_begin, log.tell() - _SHOWN_LOG_BYTES))
            return log.read().decode(errors="replace").splitlines()[-_SHOWN_LOG_LINES:]


class Supervisor:
    """Runs services until `stop` is called or one of them ends.

    `kept_open` are file descriptors that the services inherit: a lock that is held as long as one of them lives.
    """

    def __init__(self, *, kept_open: Sequence[int] = (), stop_seconds: float = STOP_SECONDS) -> None:
        self._kept_open = tuple(kept_open)
        self._stop_seconds = stop_seconds
        self._children: dict[str, _Child] = {}
        self._over: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def run(self, services: Sequence[Service], announce: Callable[[list[Started]], None]) -> None:
        """Calls `announce` once all are ready.

        Raises:
            ServiceEnded: one ended by itself, or was not ready in time; the others are stopped by then.
        """
        try:
            starting = asyncio.create_task(self._start_all(services))
            either: set[asyncio.Future[Any]] = {starting, self._over}
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            if not self._over.done():
                announce(starting.result())
                await asyncio.wait({self._over})
            starting.cancel()
            await asyncio.gather(starting, return_exceptions=True)
            self._over.result()
        finally:
            for child in reversed(self._children.values()):
                await self._stop(child)

    def stop(self) -> None:
        """Ends `run`. When called again it waits for nobody any more."""
        if self._over.done():
            for child in self._children.values():
                child.kill_group()
        else:
            self._over.set_result(None)

    async def _start_all(self, services: Sequence[Service]) -> list[Started]:
        addresses: dict[str, str] = {}
        for service in services:
            for name in service.needs:
                addresses[name] = await self._ready(self._children[name])
            await self._start(service, addresses)
        return [
            Started(name=name, address=await self._ready(child), pid=child.process.pid, log=child.service.log)
            for name, child in self._children.items()
        ]

    async def _start(self, service: Service, addresses: Mapping[str, str]) -> None:
        service.log.parent.mkdir(parents=True, exist_ok=True)
        with service.log.open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                *service.command(addresses),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                # Ctrl-C reaches us alone, and we stop them in order.
                start_new_session=True,
                pass_fds=self._kept_open,
            )
            child = _Child(service, process, log.tell())
        self._children[service.name] = child
        child.reading = asyncio.create_task(self._read(child))

    async def _ready(self, child: _Child) -> str:
        try:
            async with asyncio.timeout(READY_SECONDS):
                return await asyncio.shield(child.address)
        except TimeoutError:
            self._fail(child, f"was not ready within {READY_SECONDS:.0f} seconds")
            raise

    async def _read(self, child: _Child) -> None:
        """Reads what a process prints until it ends."""
        assert child.process.stdout is not None  # noqa: S101  # it was made with a pipe
        mark = f"{child.service.name} ready on "
        with child.service.log.open("ab") as log:
            async for line in child.process.stdout:
                text = line.decode(errors="replace").strip()
                if text.startswith(mark) and not child.address.done():
                    child.address.set_result(text.removeprefix(mark))
                else:
                    log.write(line)
                    log.flush()
        code = await child.process.wait()
        self._fail(child, f"was ended by {_signal_name(-code)}" if code < 0 else f"ended with exit code {code}")

    def _fail(self, child: _Child, what: str) -> None:
        if not self._over.done():
            lines = child.last_log_lines()
            self._over.set_exception(ServiceEnded(child.service.name, what, child.service.log, lines))

    async def _stop(self, child: _Child) -> None:
        if child.process.returncode is None:
            child.process.terminate()
        try:
            async with asyncio.timeout(self._stop_seconds):
                await child.process.wait()
        except TimeoutError:
            pass
        child.kill_group()
        await child.process.wait()
        if child.reading is not None:
            await child.reading
        child.address.cancel()


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
