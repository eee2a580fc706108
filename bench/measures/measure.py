"""What a measure is, and what all of them use: services under test, and a client that follows executions.

The client is the `AsyncClient` on one event loop. With 16 replays in flight it costs 1.9 ms of processor time a replay,
and 16 threads with the blocking `Client` cost 2.0 ms; one after the other it is 2.2 against 2.8 ms.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from dalsegno import AsyncClient
from dalsegno.api.common.v1 import state_pb2
from support.stack import Stack  # where the services are started from

NAMESPACE = "bench.engine"
RETURN = "io.kestra.plugin.core.debug.Return"
FLOW = "io.kestra.plugin.core.flow."


class NotMeasured(Exception):
    """What was to be measured did not happen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What the services find when they start: `prepare` fills the folder of their databases."""

    name: str
    prepare: Callable[[Path], None] = lambda _directory: None


EMPTY = Setting(name="empty")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """The services of one setting, and the folder that a measure may use."""

    stack: Stack
    client: AsyncClient
    directory: Path


Run = Callable[[Bench], Awaitable[Sequence[float]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One line of the table. `run` gives the figures of one run, in `unit`; `more` says that greater is better.

    `long` ones take a minute or more; `warm` says that the first run is thrown away.
    """

    name: str
    unit: str
    aim: float
    run: Run
    setting: Setting = EMPTY
    more: bool = False
    long: bool = False
    warm: bool = True


def leaves(count: int, indent: str = "  ") -> str:
    """So many tasks that return a text of their own."""
    return "".join(
        f"{indent}- {{id: t{n}, type: {RETURN}, format: '{{{{ execution.id }}}} {n}'}}\n" for n in range(count)
    )


def loop(values: int, limit: int) -> str:
    """A ForEach with one task in it."""
    numbers = f"'{{{{ range(1, {values}) }}}}'"
    head = f"  - id: each\n    type: {FLOW}ForEach\n    concurrencyLimit: {limit}\n    values: {numbers}\n"
    return f"{head}    tasks:\n{leaves(1, '      ')}"


async def put(bench: Bench, flow_id: str, tasks: str) -> str:
    await bench.client.flows.put(f"id: {flow_id}\nnamespace: {NAMESPACE}\ntasks:\n{tasks}")
    return flow_id


async def ended(bench: Bench, execution_id: str) -> None:
    """Returns when a watcher of the execution has seen that it ended SUCCESS. Raises NotMeasured."""
    state = state_pb2.STATE_UNSPECIFIED
    async for event in bench.client.executions.watch(execution_id):
        if event.HasField("execution_ended"):
            state = event.execution_ended.state
    if state != state_pb2.STATE_SUCCESS:
        raise NotMeasured(f"Execution {execution_id} ended {state_pb2.State.Name(state)}.")


async def finished(bench: Bench, flow_id: str) -> tuple[float, str]:
    """The milliseconds from creating an execution to seeing its end, and its id."""
    began = time.perf_counter()
    execution = await bench.client.executions.create(NAMESPACE, flow_id)
    await ended(bench, execution.execution_id)
    return (time.perf_counter() - began) * 1e3, execution.execution_id


async def replayed(bench: Bench, source: str, task_path: str) -> float:
    """The milliseconds from calling Replay to seeing the end of what it started."""
    began = time.perf_counter()
    started = await bench.client.executions.replay(source, task_path)
    await ended(bench, started.execution.execution_id)
    return (time.perf_counter() - began) * 1e3


async def in_flight(number: int, calls: Iterable[Awaitable[object]]) -> float:
    """Awaits calls, so many at once, and gives the seconds that all of them took together."""
    waiting = iter(calls)

    async def one_after_the_other() -> None:
        for call in waiting:
            await call

    began = time.perf_counter()
    await asyncio.gather(*(one_after_the_other() for _ in range(number)))
    return time.perf_counter() - began
