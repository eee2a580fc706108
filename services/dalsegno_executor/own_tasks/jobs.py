"""What the executor lets workers do for it: files are theirs to read and write."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from dalsegno_executor.core.states import State
from dalsegno_executor.ports import Assignment, TaskRunner, WriteLog
from dalsegno_tasks import TaskFailure

MAX_LOST_JOBS = 3


@dataclass(frozen=True, slots=True)
class Jobs:
    workers: TaskRunner

    async def run(
        self, name: str, assignment: Assignment, given: Mapping[str, Any], write: WriteLog, directory: str = ""
    ) -> dict[str, Any]:
        """Runs a job, on behalf of a task run and in a directory; returns what came of it.

        Raises:
            TaskFailure: it failed, or its process was lost each time.
        """
        job = replace(assignment, task_type=name, properties=given, directory=directory)
        for _ in range(MAX_LOST_JOBS):
            outcome = await self.workers.run(job, write)
            if outcome.state is not State.RESUBMITTED:
                break
        if outcome.state is not State.SUCCESS:
            raise TaskFailure(outcome.error)
        found: dict[str, Any] = json.loads(outcome.outputs_json or "{}")
        return found
