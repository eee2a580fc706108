"""What the executor lets workers do for it: files are theirs to read and write."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from dalsegno_executor.core.execution import Execution
from dalsegno_executor.core.states import State
from dalsegno_executor.ports import Assignment, LogLevel, TaskRunner, WriteLog
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

    async def look(self, name: str, execution: Execution, given: Mapping[str, Any]) -> dict[str, Any]:
        """Runs a job that looks into what an execution has, on behalf of no task run and without a log.

        Raises:
            TaskFailure: as `run`.
        """
        created = execution.created
        nobody = Assignment(
            task_type=name,
            properties={},
            namespace=created.namespace,
            flow_id=created.flow_id,
            execution_id=execution.execution_id,
            task_id="look",
            task_path="look",
            task_run_id="",
            attempt_number=1,
        )
        return await self.run(name, nobody, given, _unheard)


def _unheard(_level: LogLevel, _time: datetime, _message: str) -> None:
    """There is no log."""
