"""One attempt of a task run: render its properties, run it here or in a worker, say how it ended."""

import asyncio
import logging
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from dalsegno_executor.core.context import variables_of
from dalsegno_executor.core.flowables import FLOWABLES, CannotOpen, Opened
from dalsegno_executor.core.outputs import canonical
from dalsegno_executor.core.states import State
from dalsegno_executor.live import Live
from dalsegno_executor.logs import MAX_MESSAGE_CHARACTERS, LogKeeper
from dalsegno_executor.ports import Assignment, LogLevel, LogLine, Outcome, TaskRunner, WriteLog
from dalsegno_executor.task_log import TaskLogWriter
from dalsegno_flow import Task
from dalsegno_flow.expressions import Engine as Expressions
from dalsegno_flow.expressions import ExpressionError
from dalsegno_flow.truth import is_true
from dalsegno_runtime.clock import Clock
from dalsegno_tasks import Catalog, OutputFile, TaskFailure, UnknownTaskType
from dalsegno_tasks.checking import build
from dalsegno_tasks.rendering import render_properties

log = logging.getLogger("dalsegno.attempts")


class Attempts:
    """Runs attempts; the journal is somebody else's matter."""

    def __init__(
        self, *, catalog: Catalog, expressions: Expressions, workers: TaskRunner, logs: LogKeeper, clock: Clock
    ) -> None:
        self._catalog = catalog
        self._expressions = expressions
        self._workers = workers
        self._logs = logs
        self._clock = clock

    async def run(self, live: Live, task_path: str) -> Outcome:
        """Runs the attempt that was just started; its log lines are handed over when this returns."""
        task = live.course.task(task_path)
        assignment = _assignment(live, task, task_path)
        outcome = await self._outcome(live, task, assignment)
        return self._logged(assignment, outcome)

    async def open(self, live: Live, task_path: str) -> Opened | Outcome:
        """Opens the flowable that was just started; an Outcome when it ends without running anything."""
        task = live.course.task(task_path)
        assignment = _assignment(live, task, task_path)
        try:
            properties = await self._rendered(live, task, assignment)
            if isinstance(properties, Outcome):
                return self._logged(assignment, properties)
            cases = [slot.removeprefix("cases/") for slot in task.children if slot.startswith("cases/")]
            return FLOWABLES[task.type].open({**properties, "cases": cases})
        except (ExpressionError, CannotOpen) as error:
            return self._logged(assignment, Outcome(state=State.FAILED, error=str(error)))

    async def _rendered(self, live: Live, task: Task, assignment: Assignment) -> dict[str, Any] | Outcome:
        """The task's properties, or how it ends because of its `runIf`.

        Raises:
            ExpressionError: a property cannot be evaluated.
            UnknownTaskType: its type is no flowable and not in the catalog.
        """
        run = live.execution.task_runs[assignment.task_path]
        variables = variables_of(live.flow, live.execution, task, run, live.outputs())
        # In threads: a template may keep a processor busy for seconds before its limits stop it.
        if task.run_if != "true":
            try:
                condition = await asyncio.to_thread(self._expressions.render, task.run_if, variables)
            except ExpressionError as error:
                text = f"Failed to evaluate the runIf condition for task {task.id}. Cause: {error}"
                return Outcome(state=State.FAILED, error=text, never_ran=True)
            if not is_true(condition):
                return Outcome(state=State.SKIPPED, never_ran=True)
        return await asyncio.to_thread(self._properties, task, variables)

    def _properties(self, task: Task, variables: Mapping[str, Any]) -> dict[str, Any]:
        if task.type in FLOWABLES:
            properties: dict[str, Any] = self._expressions.render_tree(task.properties, variables)
            return properties
        return render_properties(self._catalog.find(task.type), task.properties, self._expressions, variables)

    def _logged(self, assignment: Assignment, outcome: Outcome) -> Outcome:
        if outcome.error:
            self._write(assignment, LogLevel.ERROR, self._clock(), outcome.error)
        return outcome

    async def _outcome(self, live: Live, task: Task, assignment: Assignment) -> Outcome:
        try:
            properties = await self._rendered(live, task, assignment)
            task_class = self._catalog.find(task.type)
        except (ExpressionError, UnknownTaskType) as error:
            return Outcome(state=State.FAILED, error=str(error))
        if isinstance(properties, Outcome):
            return properties
        assignment = replace(assignment, properties=properties)

        def write(level: LogLevel, time: datetime, message: str) -> None:
            self._write(assignment, level, time, message)

        if task_class.light:
            return run_light(task_class, assignment, write, self._clock)
        return await self._workers.run(assignment, write)

    def _write(self, assignment: Assignment, level: LogLevel, time: datetime, message: str) -> None:
        self._logs.add(
            LogLine(
                execution_id=assignment.execution_id,
                task_run_id=assignment.task_run_id,
                task_path=assignment.task_path,
                attempt_number=assignment.attempt_number,
                level=level,
                time=time,
                message=message[:MAX_MESSAGE_CHARACTERS],
            )
        )


def run_light(task_class: Any, assignment: Assignment, write: WriteLog, clock: Clock) -> Outcome:
    """Runs a light task on the spot."""
    context = LightContext(write, clock)
    try:
        outputs = build(task_class, assignment.properties).run(context)
        return Outcome(state=State.SUCCESS, outputs_json=canonical(outputs), metrics=context.metrics)
    except TaskFailure as failure:
        return Outcome(state=State.FAILED, error=str(failure), metrics=context.metrics)
    except Exception as error:
        log.exception("task type %s has a fault", assignment.task_type)
        return Outcome(state=State.FAILED, error=f"The task type has a fault: {type(error).__name__}: {error}")


class LightContext:
    """What a light task may ask for: its log and its metrics. Files are for tasks in workers."""

    def __init__(self, write: WriteLog, clock: Clock) -> None:
        self.log = TaskLogWriter(write, clock)
        self.metrics: dict[str, float] = {}

    @property
    def work_directory(self) -> Path:
        return Path(tempfile.mkdtemp(prefix="dalsegno-"))

    def open(self, uri: str) -> BinaryIO:
        raise TaskFailure(f"A light task cannot read {uri}: tasks that read files run in a worker.")

    def fetch(self, uri: str) -> Path:
        raise TaskFailure(f"A light task cannot read {uri}: tasks that read files run in a worker.")

    def create(self, name: str) -> OutputFile:
        raise TaskFailure(f"A light task cannot write {name}: tasks that write files run in a worker.")

    def count(self, name: str, value: float) -> None:
        self.metrics[name] = self.metrics.get(name, 0.0) + value


def _assignment(live: Live, task: Task, task_path: str) -> Assignment:
    execution = live.execution
    run = execution.task_runs[task_path]
    return Assignment(
        task_type=task.type,
        properties={},
        namespace=execution.created.namespace,
        flow_id=execution.created.flow_id,
        execution_id=execution.execution_id,
        task_id=task.id,
        task_path=task_path,
        task_run_id=run.task_run_id,
        attempt_number=len(run.attempts),
    )
