#!/usr/bin/env python3
"""What the engine costs: the real services as processes, durable, driven through the Python client.

    python3 dev.py bench engine [--runs N] [MEASURE ...]

Every measure is a function that gives the figures of one run; `MEASURES` names them with their units and aims. The
table goes to standard output and to bench/results/engine.md.
"""

import argparse
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from dalsegno import Client  # noqa: E402
from dalsegno.api.common.v1 import state_pb2  # noqa: E402
from support.stack import Stack  # noqa: E402  # where the services are started from

NAMESPACE = "bench.engine"
RETURN = "io.kestra.plugin.core.debug.Return"
FLOW = "io.kestra.plugin.core.flow."
RESULTS = ROOT / "bench" / "results" / "engine.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One line of the table. `run` gives the figures of one run, in `unit`; `more` says that greater is better."""

    name: str
    unit: str
    aim: float
    run: Callable[[Client], Sequence[float]]
    more: bool = False


def leaves(count: int, indent: str = "  ") -> str:
    return "".join(
        f"{indent}- {{id: t{n}, type: {RETURN}, format: '{{{{ execution.id }}}} {n}'}}\n" for n in range(count)
    )


def put(client: Client, flow_id: str, tasks: str) -> str:
    client.flows.put(f"id: {flow_id}\nnamespace: {NAMESPACE}\ntasks:\n{tasks}")
    return flow_id


def loop(client: Client, values: int, limit: int) -> str:
    head = f"  - id: each\n    type: {FLOW}ForEach\n    concurrencyLimit: {limit}\n    values: {list(range(values))}\n"
    return put(client, f"loop_{values}_{limit}", f"{head}    tasks:\n{leaves(1, '      ')}")


def parallel(client: Client, branches: int) -> str:
    return put(
        client, f"parallel_{branches}", f"  - id: p\n    type: {FLOW}Parallel\n    tasks:\n{leaves(branches, '      ')}"
    )


def finished(client: Client, flow_id: str) -> tuple[float, str]:
    """The milliseconds from creating an execution to seeing its end, and its id."""
    began = time.perf_counter()
    execution = client.executions.create(NAMESPACE, flow_id)
    ended = watched_end(client, execution.execution_id)
    milliseconds = (time.perf_counter() - began) * 1e3
    if not ended:
        raise SystemExit(f"bench: an execution of {flow_id} did not end SUCCESS.")
    return milliseconds, execution.execution_id


def watched_end(client: Client, execution_id: str) -> bool:
    states = [event.execution_ended.state for event in client.executions.watch(execution_id)]
    return state_pb2.STATE_SUCCESS in states


def a_task_run(make: Callable[[Client], str], runs: int) -> Callable[[Client], Sequence[float]]:
    """The milliseconds of one of the task runs of a flow."""

    def run(client: Client) -> Sequence[float]:
        return [finished(client, make(client))[0] / runs]

    return run


def replays(client: Client, task_count: int, times: int, at_once: int) -> tuple[list[float], float]:
    """The milliseconds of each replay of the last task, call to SUCCESS, and the seconds of all together."""
    flow_id = put(client, f"sequence_{task_count}", leaves(task_count))
    _, source = finished(client, flow_id)

    def replay(_number: int) -> float:
        began = time.perf_counter()
        started = client.executions.replay(source, f"t{task_count - 1}")
        if not watched_end(client, started.execution.execution_id):
            raise SystemExit("bench: a replay did not end SUCCESS.")
        return (time.perf_counter() - began) * 1e3

    replay(0)
    began = time.perf_counter()
    with ThreadPoolExecutor(at_once) as pool:
        figures = list(pool.map(replay, range(times)))
    return figures, time.perf_counter() - began


def replay_milliseconds(client: Client) -> Sequence[float]:
    return replays(client, 50, 40, 1)[0]


def replays_a_second(client: Client) -> Sequence[float]:
    return [200 / replays(client, 5, 200, 16)[1]]


MEASURES = (
    Measure(
        name="50 sequential tasks, a task",
        unit="ms",
        aim=1.0,
        run=a_task_run(lambda client: put(client, "sequence_50", leaves(50)), 50),
    ),
    Measure(name="Parallel of 20, a branch", unit="ms", aim=1.0, run=a_task_run(lambda c: parallel(c, 20), 20)),
    Measure(
        name="ForEach of 100, one at a time, a run", unit="ms", aim=1.0, run=a_task_run(lambda c: loop(c, 100, 1), 100)
    ),
    Measure(
        name="ForEach of 100, 16 at once, a run", unit="ms", aim=1.0, run=a_task_run(lambda c: loop(c, 100, 16), 100)
    ),
    Measure(name="Replay of the last of 50 tasks", unit="ms", aim=7.0, run=replay_milliseconds),
    Measure(name="200 replays of the last of 5, 16 in flight", unit="/s", aim=450, run=replays_a_second, more=True),
)


def table(rows: Iterator[tuple[Measure, Sequence[float]]]) -> Iterator[str]:
    yield "| measure | median | spread | p99 | aim |  |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for measure, figures in rows:
        median = statistics.median(figures)
        met = median >= measure.aim if measure.more else median <= measure.aim
        p99 = sorted(figures, reverse=measure.more)[max(0, int(len(figures) * 0.99) - 1)]
        spread = f"{min(figures):.2f} – {max(figures):.2f}"
        aim = f"{'≥' if measure.more else '≤'} {measure.aim:g} {measure.unit}"
        verdict = "" if met else "missed"
        yield f"| {measure.name} | {median:.2f} {measure.unit} | {spread} | {p99:.2f} | {aim} | {verdict} |"


def measured(measures: Sequence[Measure], runs: int) -> Iterator[tuple[Measure, Sequence[float]]]:
    with tempfile.TemporaryDirectory(prefix="bench-") as directory:
        stack = Stack(Path(directory)).start()
        try:
            with stack.client() as client:
                for measure in measures:
                    measure.run(client)
                    yield measure, [figure for _ in range(runs) for figure in measure.run(client)]
        finally:
            stack.end()


def main() -> int:
    arguments = argparse.ArgumentParser(prog="dev.py bench engine", description="Measures the engine.")
    arguments.add_argument("--runs", type=int, default=5, help="how often each measure is taken")
    arguments.add_argument("measure", nargs="*", help="only those whose names hold one of these words")
    given = arguments.parse_args()
    chosen = [each for each in MEASURES if not given.measure or any(word in each.name for word in given.measure)]
    lines = []
    for line in table(measured(chosen, given.runs)):
        print(line, flush=True)
        lines.append(line)
    if not given.measure:
        now = datetime.now(UTC).strftime("%Y-%m-%d")
        machine = f"{os.cpu_count()} processors, Python {platform.python_version()}, {now}, {given.runs} runs each"
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text("# The engine\n\n" + machine + "\n\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
