"""Services and workers are killed at random while flows run, and nothing is lost or done twice.

`python3 dev.py chaos --minutes N` is the long run. DALSEGNO_CHAOS_SEED repeats the draw of a run.
"""

import os
import random
from pathlib import Path

import pytest

from chaos.running import Plan, Run
from chaos.workload import origin
from support.stack import Stack

SEED_VARIABLE = "DALSEGNO_CHAOS_SEED"
KILL_SECONDS = 10.0


@pytest.mark.timeout(180)
async def test_nothing_is_lost_or_done_twice_while_services_are_killed(tmp_path: Path) -> None:
    seed = int(os.environ.get(SEED_VARIABLE) or random.randrange(10**6))  # noqa: S311  # nothing secret
    print(f"{SEED_VARIABLE}={seed}")
    stack = Stack(tmp_path, workers=3)
    try:
        with origin() as pages:
            report = await Run(stack.start(), pages, Plan(seed=seed, kill_seconds=KILL_SECONDS)).run()
    finally:
        stack.end()
    print(report.table())
    assert report.faults == [], report.table()
    # How many fit into the time is the machine's affair; a long run has hundreds.
    assert report.kills.total() >= 1
    assert report.executions >= 12
