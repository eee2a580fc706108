#!/usr/bin/env python3
"""What the engine costs: the real services as processes, durable, driven through the Python client.

    python3 dev.py bench engine [--runs N] [--quick] [WORD ...]

Every measure is a function that gives the figures of one run (bench/measures/); `MEASURES` of each module names them
with their units and aims. The table goes to standard output and, when it is whole, to bench/results/engine.md. With
words, only the measures whose names hold one of them are taken.
"""

import argparse
import asyncio
import os
import platform
import statistics
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from measures import large, processes, replays, stored, tasks  # noqa: E402
from measures.measure import Bench, Measure, Setting  # noqa: E402

from dalsegno import AsyncClient, Endpoints  # noqa: E402
from support.plugins import install_plugin  # noqa: E402
from support.stack import Stack  # noqa: E402

RESULTS = ROOT / "bench" / "results" / "engine.md"
MEASURES = (*tasks.MEASURES, *replays.MEASURES, *large.MEASURES, *processes.MEASURES, *stored.MEASURES)
HEAD = ("| measure | median | spread | p99 | aim |  |", "| --- | --- | --- | --- | --- | --- |")


def line(measure: Measure, figures: Sequence[float]) -> str:
    median = statistics.median(figures)
    met = median >= measure.aim if measure.more else median <= measure.aim
    p99 = sorted(figures, reverse=measure.more)[max(0, -(-len(figures) * 99 // 100) - 1)]
    spread = f"{min(figures):.2f} – {max(figures):.2f}"
    aim = f"{'≥' if measure.more else '≤'} {measure.aim:g} {measure.unit}"
    verdict = "" if met else "missed"
    return f"| {measure.name} | {median:.2f} {measure.unit} | {spread} | {p99:.2f} | {aim} | {verdict} |"


async def lines(measures: Sequence[Measure], runs: int) -> AsyncIterator[str]:
    for setting, group in groupby(measures, key=lambda measure: measure.setting):
        async for each in lines_of(setting, list(group), runs):
            yield each


async def lines_of(setting: Setting, measures: Sequence[Measure], runs: int) -> AsyncIterator[str]:
    """The lines of the measures of one setting, all with the same services."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        directory = Path(name)
        setting.prepare(directory)
        install_plugin(directory / "plugin", "bench_nothing", tasks.PLUGIN)
        os.environ["PYTHONPATH"] = str(directory / "plugin")
        stack = Stack(directory).start()
        try:
            endpoints = Endpoints(registry=stack.registry, executor=stack.executor, storage=stack.storage)
            async with AsyncClient(endpoints) as client:
                bench = Bench(stack=stack, client=client, directory=directory)
                for measure in measures:
                    if measure.warm:
                        await measure.run(bench)
                    figures = [figure for _ in range(runs) for figure in await measure.run(bench)]
                    yield line(measure, figures)
        finally:
            stack.end()


def chosen(words: Sequence[str], *, quick: bool) -> list[Measure]:
    """The measures to be taken, those of one setting together."""
    return [
        measure
        for measure in MEASURES
        if not (quick and measure.long) and (not words or any(word in measure.name for word in words))
    ]


async def main() -> int:
    arguments = argparse.ArgumentParser(prog="dev.py bench engine", description="Measures the engine.")
    arguments.add_argument("--runs", type=int, default=5, help="how often each measure is taken")
    arguments.add_argument("--quick", action="store_true", help="without the measures that take minutes")
    arguments.add_argument("word", nargs="*", help="only the measures whose names hold one of these")
    given = arguments.parse_args()
    table = list(HEAD)
    print(*table, sep="\n", flush=True)
    async for each in lines(chosen(given.word, quick=given.quick), given.runs):
        print(each, flush=True)
        table.append(each)
    if not given.word and not given.quick:
        now = datetime.now(UTC).strftime("%Y-%m-%d")
        machine = f"{os.cpu_count()} processors, Python {platform.python_version()}, {now}, {given.runs} runs each"
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text("\n".join(["# The engine", "", machine, "", *table, ""]), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
