"""Looking into a file and running a task on a part of it, in a worker, without keeping anything."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dalsegno_executor.core.execution import Execution
from dalsegno_executor.fixes import Sample
from dalsegno_executor.own_tasks.jobs import Jobs
from dalsegno_executor.ports import SAMPLE_TABLE, TRY_TASK
from dalsegno_tasks import TaskFailure

# Workers have tasks to run; a trial is given up after this time.
SECONDS = 30.0
AT_ONCE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """How a trial went: `error` is empty when the task succeeded, None when it could not be tried."""

    error: str | None
    lines: int = 0


class Trials:
    """Lets workers look into files and try tasks; two at once."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs
        self._free = asyncio.Semaphore(AT_ONCE)

    async def sample(self, execution: Execution, uri: str, field: str, row: int) -> Sample | None:
        """What a table of lines holds; None for anything else."""
        try:
            found = await self._run(execution, SAMPLE_TABLE, {"uri": uri, "field": field, "row": row})
        except (TaskFailure, TimeoutError):
            return None
        if not found:
            return None
        return Sample(
            columns=tuple(found["columns"]),
            values={field: tuple(found["values"])},
            rows=tuple(found["rows"]),
            row_count=found["row_count"],
        )

    async def run(self, execution: Execution, task_type: str, properties: Mapping[str, Any], row: int) -> Ran:
        """Runs a task that has no effects on samples of its files."""
        given = {"type": task_type, "properties": properties, "row": row}
        try:
            found = await self._run(execution, TRY_TASK, given)
        except TaskFailure as error:
            return Ran(error=str(error))
        except TimeoutError:
            return Ran(error=None)
        return Ran(error="", lines=found["lines"])

    async def _run(self, execution: Execution, job: str, given: Mapping[str, Any]) -> dict[str, Any]:
        async with asyncio.timeout(SECONDS), self._free:
            return await self._jobs.look(job, execution, given)
