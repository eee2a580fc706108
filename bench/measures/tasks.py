"""What a task run costs: in sequence, in parallel, in loops, and in a worker process."""

import statistics
from collections.abc import Sequence

from measures.measure import FLOW, RETURN, Bench, Measure, Run, finished, leaves, loop, put

# A task type that does nothing, in a worker: it counts as heavy because it does not say that it is light.
WORKER_TYPE = "com.example.bench.Nothing"
PLUGIN = f'''
from dalsegno_tasks import Task

class Nothing(Task):
    """Does nothing, in a worker process."""

    type_name = "{WORKER_TYPE}"
    format: str = ""

    def run(self, context):
        return {{"value": self.format}}

TASKS = [Nothing]
'''
COUNT = 50


def a_run(flow_id: str, tasks: str, runs: int) -> Run:
    """The milliseconds of one of the task runs of a flow."""

    async def run(bench: Bench) -> Sequence[float]:
        milliseconds, _ = await finished(bench, await put(bench, flow_id, tasks))
        return [milliseconds / runs]

    return run


async def added_by_a_worker(bench: Bench) -> Sequence[float]:
    """The milliseconds that a task takes longer in a worker than within the executor, of one pair of executions."""
    light = leaves(COUNT)
    within = await put(bench, "sequence_within", light)
    outside = await put(bench, "sequence_outside", light.replace(RETURN, WORKER_TYPE))
    pairs = [((await finished(bench, outside))[0], (await finished(bench, within))[0]) for _ in range(3)]
    return [statistics.median((worker - executor) / COUNT for worker, executor in pairs)]


MEASURES = (
    Measure(name="50 sequential tasks, a task", unit="ms", aim=1.0, run=a_run("sequence_50", leaves(50), 50)),
    Measure(
        name="Parallel of 20, a branch",
        unit="ms",
        aim=1.0,
        run=a_run("parallel", f"  - id: p\n    type: {FLOW}Parallel\n    tasks:\n{leaves(20, '      ')}", 20),
    ),
    Measure(name="ForEach of 100, one at a time, a run", unit="ms", aim=1.0, run=a_run("loop_1", loop(100, 1), 100)),
    Measure(name="ForEach of 100, 16 at once, a run", unit="ms", aim=1.0, run=a_run("loop_16", loop(100, 16), 100)),
    Measure(name="A task that does nothing in a worker, added", unit="ms", aim=1.0, run=added_by_a_worker),
)
