"""The long run: rounds of kills until the minutes are over, each with services and a seed of its own."""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from chaos.running import Plan, Report, Run
from chaos.workload import origin
from support.stack import Stack

ROUND_SECONDS = 60.0


def main() -> int:
    arguments = argparse.ArgumentParser(prog="dev.py chaos", description=__doc__)
    arguments.add_argument("--minutes", type=float, default=5.0)
    arguments.add_argument("--seed", type=int, help="repeats a run; each round adds 1 to it")
    given = arguments.parse_args()
    seed = first = random.randrange(10**6) if given.seed is None else given.seed  # noqa: S311  # nothing secret
    end = time.monotonic() + given.minutes * 60
    total = Report(seed=first)
    while not total.kills or time.monotonic() < end:
        print(f"seed {seed} …", flush=True)
        total.add(_round(Plan(seed=seed, kill_seconds=min(ROUND_SECONDS, max(5.0, end - time.monotonic())))))
        seed += 1
    print(total.table())
    return 1 if total.faults else 0


def _round(plan: Plan) -> Report:
    with tempfile.TemporaryDirectory() as directory, origin() as pages:
        stack = Stack(Path(directory), workers=3)
        try:
            return asyncio.run(Run(stack.start(), pages, plan).run())
        finally:
            stack.end()


if __name__ == "__main__":
    sys.exit(main())
