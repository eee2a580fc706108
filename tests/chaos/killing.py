"""Ends services and workers as a power cut would, at random moments, and starts them again."""

import asyncio
import os
import random
import signal
import sqlite3
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from support.stack import Service, Stack

# The kinds of kills, and how often each is drawn. "held" kills the executor while its database is locked: whatever it
# shows meanwhile cannot have been committed.
WEIGHTS = {"executor": 4, "held": 3, "all": 2, "storage": 2, "registry": 1, "worker": 3}
HELD_SECONDS = (0.2, 0.7)
DOWN_SECONDS = (0.0, 0.4)
AT_A_MOMENT = 0.7  # the share of kills that come right after something was shown; the others come at any time


Moment = Callable[[], Awaitable[None]]  # waits, not for long, until a watcher sees a task run end


class Killer:
    """Draws what is killed next; every kind comes up once before any comes up again by its weight."""

    def __init__(self, stack: Stack, seed: int, kinds: Sequence[str], moment: Moment, held: Callable[[], None]) -> None:
        """`held` is called while the executor cannot commit, to ask something of it."""
        self._moment = moment
        self._held = held
        self._stack = stack
        self._random = random.Random(f"kills {seed}")  # noqa: S311  # drawn again by the same seed
        self._kinds = list(kinds)
        first = list(kinds)
        self._random.shuffle(first)
        self._first = first
        self.kills: Counter[str] = Counter()

    def pause_seconds(self, shortest: float, longest: float) -> float:
        return self._random.uniform(shortest, longest)

    def _drawn(self) -> str:
        return self._random.choices(self._kinds, [WEIGHTS[kind] for kind in self._kinds])[0]

    async def kill(self) -> str:
        """Kills, waits a moment, and starts again what was killed; returns the kind."""
        kind = self._first.pop() if self._first else self._drawn()
        self.kills[kind] += 1
        down = self._random.uniform(*DOWN_SECONDS)
        if self._random.random() < AT_A_MOMENT:
            await self._moment()
        stack = self._stack
        if kind == "worker":
            self._kill_worker()
        elif kind == "held":
            await self._kill_held()
            await self._start_again([stack.executor_service], down)
        else:
            chosen = {"executor": [stack.executor_service], "storage": [stack.storage_service]}
            chosen |= {"registry": [stack.registry_service], "all": stack.services}
            for service in chosen[kind]:
                service.kill()
            # In any order: an executor may be there before its neighbours.
            await self._start_again(self._random.sample(chosen[kind], len(chosen[kind])), down)
        return kind

    async def _kill_held(self) -> None:
        database = sqlite3.connect(self._stack.directory / "executor.db", timeout=10.0, isolation_level=None)
        database.execute("begin immediate")
        self._held()
        await asyncio.sleep(self._random.uniform(*HELD_SECONDS))
        self._stack.executor_service.kill()
        database.execute("rollback")
        database.close()

    async def _start_again(self, services: Sequence[Service], down_seconds: float) -> None:
        await asyncio.sleep(down_seconds)
        for service in services:
            await asyncio.to_thread(service.start)

    def _kill_worker(self) -> None:
        workers = _workers(self._stack.executor_service.pid)
        if workers:
            os.kill(self._random.choice(workers), signal.SIGKILL)


def _workers(pid: int) -> list[int]:
    """The worker processes of an executor."""
    found = []
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        found += [int(child) for child in children.read_text().split()]
    return [each for each in sorted(found) if b"dalsegno_executor.worker" in Path(f"/proc/{each}/cmdline").read_bytes()]
