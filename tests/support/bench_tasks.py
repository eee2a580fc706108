"""Real tasks on a bench: they run in this process, with a log and nothing else of the platform."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, BinaryIO

from dalsegno_executor.core.outputs import canonical
from dalsegno_executor.core.states import State
from dalsegno_executor.ports import TAKE_OUT, Assignment, Outcome, WriteLog, at_once
from dalsegno_executor.task_log import TaskLogWriter
from dalsegno_runtime.clock import system_clock
from dalsegno_tasks import Catalog, KeyValues, OutputFile, Place, TaskFailure
from dalsegno_tasks.checking import build

CATALOG = Catalog.installed()
JOBS_PREFIX = "dalsegno."  # of what workers do for the executor itself: here there are no files to do it with


class Unplugged:
    """Implements `dalsegno_tasks.TaskContext` for tasks that need no storage."""

    def __init__(self, assignment: Assignment, write_log: WriteLog) -> None:
        self.log = TaskLogWriter(write_log, system_clock)
        self.place = Place(namespace=assignment.namespace, flow_id=assignment.flow_id, loop_value=assignment.value)
        self.metrics: dict[str, float] = {}

    @property
    def work_directory(self) -> Path:
        raise NotImplementedError("no task of a bench works with files")

    def open(self, uri: str) -> BinaryIO:
        raise NotImplementedError(uri)

    def fetch(self, uri: str) -> Path:
        raise NotImplementedError(uri)

    def create(self, name: str) -> OutputFile:
        raise NotImplementedError(name)

    def values(self, namespace: str) -> KeyValues:
        raise NotImplementedError(namespace)

    def count(self, name: str, value: float) -> None:
        self.metrics[name] = self.metrics.get(name, 0.0) + value


def _of_job(assignment: Assignment) -> dict[str, Any]:
    if assignment.task_type != TAKE_OUT or not assignment.properties["patterns"]:
        return {}
    return {"outputFiles": {"made.txt": f"dalsegno:///{assignment.execution_id}/{assignment.task_path}/made.txt"}}


class InProcess:
    """Workers that run the tasks themselves."""

    async def run(
        self, assignment: Assignment, write_log: WriteLog, _room: Callable[[], Awaitable[None]] = at_once
    ) -> Outcome:
        if assignment.task_type.startswith(JOBS_PREFIX):
            return Outcome(state=State.SUCCESS, outputs_json=canonical(_of_job(assignment)))
        try:
            outputs: Any = build(CATALOG.find(assignment.task_type), assignment.properties).run(
                Unplugged(assignment, write_log)
            )
        except TaskFailure as failure:
            return Outcome(state=State.FAILED, error=str(failure))
        await asyncio.sleep(0)
        return Outcome(state=State.SUCCESS, outputs_json=canonical(outputs))
