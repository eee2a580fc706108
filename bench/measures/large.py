"""Executions of 10,000 task runs: running them, replaying their last task, opening them when they are not in memory."""

import asyncio
import time
from collections.abc import Sequence

from measures.measure import NAMESPACE, RETURN, Bench, Measure, Run, ended, finished, loop, put, replayed

RUNS = 10_000
QUIET_SECONDS = 3  # until a snapshot is kept after the end, and until workers have started


def a_run(limit: int) -> Run:
    async def run(bench: Bench) -> Sequence[float]:
        milliseconds, _ = await finished(bench, await put(bench, f"large_{limit}", loop(RUNS, limit)))
        return [milliseconds / RUNS]

    return run


async def _large(bench: Bench) -> str:
    """An execution of 10,000 task runs and one after them; the same one for all that ask."""
    async for execution in bench.client.executions.list(namespace=NAMESPACE, flow_id="large_and_last"):
        if not execution.parent_id:
            return str(execution.execution_id)
    last = f"  - {{id: last, type: {RETURN}, format: '{{{{ execution.id }}}}'}}\n"
    _, execution_id = await finished(bench, await put(bench, "large_and_last", loop(RUNS, 16) + last))
    return execution_id


async def replay_of_its_last(bench: Bench) -> Sequence[float]:
    source = await _large(bench)
    return [await replayed(bench, source, "last") for _ in range(3)]


async def opened(bench: Bench) -> Sequence[float]:
    """The milliseconds that GetExecution takes longer when the execution has to be opened first."""
    source = await _large(bench)
    await asyncio.sleep(QUIET_SECONDS)
    bench.stack.executor_service.stop()
    bench.stack.executor_service.start()
    # Connects, and lets the workers start, so that what is measured is the opening alone.
    await ended(bench, (await bench.client.executions.create(NAMESPACE, await _nothing(bench))).execution_id)
    await asyncio.sleep(QUIET_SECONDS)
    began = time.perf_counter()
    await bench.client.executions.get(source)
    first = time.perf_counter() - began
    began = time.perf_counter()
    await bench.client.executions.get(source)
    return [(first - (time.perf_counter() - began)) * 1e3]


async def _nothing(bench: Bench) -> str:
    return await put(bench, "nothing", f"  - {{id: a, type: {RETURN}, format: a}}\n")


MEASURES = (
    Measure(name="ForEach of 10,000, one at a time, a run", unit="ms", aim=1.0, run=a_run(1), long=True, warm=False),
    Measure(name="ForEach of 10,000, 16 at once, a run", unit="ms", aim=1.0, run=a_run(16), long=True, warm=False),
    Measure(name="Replay of the last after 10,000 task runs", unit="ms", aim=200, run=replay_of_its_last),
    Measure(name="Opening 10,000 task runs that are not in memory", unit="ms", aim=100, run=opened, warm=False),
)
