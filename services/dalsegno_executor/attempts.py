"""One attempt of a task run: render its properties, run it here or in a worker, say how it ended."""

import asyncio
import json
import logging
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from dalsegno_executor.capacity import Capacity
from dalsegno_executor.core.context import Surroundings
from dalsegno_executor.core.errors import SecretUnreadable
from dalsegno_executor.core.flowables import FLOWABLES, CannotOpen, Opened, Situation, Turned
from dalsegno_executor.core.moments import later
from dalsegno_executor.core.outputs import canonical
from dalsegno_executor.core.states import State
from dalsegno_executor.error_logs import asks_for_error_logs
from dalsegno_executor.error_logs import give as give_error_logs
from dalsegno_executor.flow_outputs import OutputError, rendered_outputs
from dalsegno_executor.live import Live
from dalsegno_executor.logs import LogKeeper, execution_line
from dalsegno_executor.own_tasks import Call, OwnTasks
from dalsegno_executor.own_tasks.working_directory import Directories, DirectoryGone
from dalsegno_executor.patience import until_available
from dalsegno_executor.ports import OWN_DIRECTORY, Assignment, LogLevel, LogLine, Outcome, TaskRunner, WriteLog
from dalsegno_executor.task_caching import TaskCaching
from dalsegno_executor.task_log import TaskLogWriter
from dalsegno_executor.vault import sealed_within
from dalsegno_flow import Task
from dalsegno_flow.durations import InvalidDuration, duration_text, parse_duration
from dalsegno_flow.expressions import Engine as Expressions
from dalsegno_flow.expressions import ExpressionError
from dalsegno_flow.expressions.plain import is_plain
from dalsegno_flow.truth import is_true
from dalsegno_runtime.clock import Clock
from dalsegno_tasks import Catalog, Files, KeyValues, OutputFile, Place, TaskFailure, UnknownTaskType
from dalsegno_tasks import Task as TaskClass
from dalsegno_tasks.checking import build
from dalsegno_tasks.rendering import render_properties

Result = TypeVar("Result")

log = logging.getLogger("dalsegno.attempts")


class Attempts:
    """Runs attempts; the journal is somebody else's matter."""

    def __init__(
        self,
        *,
        catalog: Catalog,
        expressions: Expressions,
        workers: TaskRunner,
        own_tasks: OwnTasks,
        caching: TaskCaching,
        directories: Directories,
        logs: LogKeeper,
        capacity: Capacity,
        clock: Clock,
        surroundings: Surroundings = Surroundings(),  # noqa: B008  # it never changes
    ) -> None:
        self._catalog = catalog
        self._expressions = expressions
        self._workers = workers
        self._own_tasks = own_tasks
        self._caching = caching
        self._directories = directories
        self._logs = logs
        self._capacity = capacity
        self._clock = clock
        self._surroundings = surroundings

    def mask(self, live: Live, text: str) -> str:
        """The text without secrets."""
        return self._logs.mask(live.execution.execution_id, text)

    def goes_on(self, task: Task) -> bool:
        """Whether an attempt of the task that was broken off goes on; the others are lost."""
        own = self._own_tasks.find(task.type)
        return own is not None and own.goes_on

    async def run(self, live: Live, task_path: str) -> Outcome:
        """Runs the attempt that was just started; its log lines are handed over when this returns."""
        task = live.course.task(task_path)
        assignment = _assignment(live, task, task_path)
        if self._own_tasks.find(task.type) is not None:
            return self._logged(assignment, await self._outcome(live, task, assignment))
        async with self._capacity:
            outcome = await self._outcome(live, task, assignment)
        return self._logged(assignment, outcome)

    async def outputs(self, live: Live) -> tuple[Mapping[str, Any], str]:
        """Renders the flow's outputs; the second is why they cannot be."""
        try:
            variables = live.variables(self._surroundings)
            await self._give_error_logs(live, [output.value for output in live.flow.outputs], variables)
            rendering = partial(
                asyncio.to_thread, rendered_outputs, live.flow, self._expressions, variables, live.vault
            )
            outputs = await until_available(rendering)
        except (ExpressionError, SecretUnreadable, OutputError) as error:
            text = self.mask(live, f"Failed to render output values: {error}")
            execution_id = live.execution.execution_id
            self._logs.add(execution_line(execution_id, LogLevel.ERROR, self._clock(), text))
            return {}, text
        live.hide(live.vault.readable(sealed_within(outputs)))
        return outputs, ""

    async def open(self, live: Live, task_path: str) -> Opened | Outcome:
        """Opens the flowable that was just started; an Outcome when it ends without running anything."""
        task = live.course.task(task_path)
        assignment = _assignment(live, task, task_path)
        try:
            properties = await self._rendered(live, task, assignment)
            if isinstance(properties, Outcome):
                return self._logged(assignment, properties)
            cases = [slot.removeprefix("cases/") for slot in task.children if slot.startswith("cases/")]
            branches = {"cases": cases, "defaults": "defaults" in task.children}
            if FLOWABLES[task.type].has_directory:
                await self._directories.open(live, assignment, properties, partial(self._write, assignment))
            return FLOWABLES[task.type].open(self._situation(live, task_path, {**properties, **branches}))
        except (ExpressionError, SecretUnreadable) as error:
            return self._logged(assignment, Outcome(state=State.FAILED, error=str(error)))
        except CannotOpen as error:
            outputs_json = canonical(error.outputs) if error.outputs else ""
            return self._logged(assignment, Outcome(state=State.FAILED, outputs_json=outputs_json, error=str(error)))

    async def turn(self, live: Live, task_path: str) -> Opened | Turned:
        """Lets a flowable whose tasks have run decide whether they run again."""
        task = live.course.task(task_path)
        assignment = _assignment(live, task, task_path)
        try:
            variables = live.variables(self._surroundings, task_path)
            properties = await aside(task.properties, self._expressions.render_tree, task.properties, variables)
            turned = FLOWABLES[task.type].turn(self._situation(live, task_path, properties))
            if FLOWABLES[task.type].has_directory:
                write = partial(self._write, assignment)
                turned = Turned(outputs=await self._directories.take_out(live, assignment, properties, write))
        except (ExpressionError, SecretUnreadable, CannotOpen) as error:
            turned = Turned(error=str(error))
        if isinstance(turned, Turned) and turned.error:
            turned = replace(turned, error=self.mask(live, turned.error))
            self._write(assignment, LogLevel.ERROR, self._clock(), turned.error)
        return turned

    def _situation(self, live: Live, task_path: str, properties: Mapping[str, Any]) -> Situation:
        run = live.execution.task_runs[task_path]
        begun = (change.time for change in reversed(run.history) if change.state in {State.CREATED, State.RESTARTED})
        return Situation(properties=properties, now=self._clock(), start=next(begun), opened=run.opened)

    async def _rendered(
        self, live: Live, task: Task, assignment: Assignment, variables: Mapping[str, Any] | None = None
    ) -> dict[str, Any] | Outcome:
        """The task's properties, or how it ends because of its `runIf`.

        Raises:
            ExpressionError: a property cannot be evaluated.
            UnknownTaskType: its type is no flowable and not in the catalog.
        """
        if variables is None:
            variables = live.variables(self._surroundings, assignment.task_path)
        await self._give_error_logs(live, [task.run_if, task.properties], variables)
        if task.run_if != "true":
            try:
                condition = await aside(task.run_if, self._expressions.render, task.run_if, variables)
            except ExpressionError as error:
                text = f"Failed to evaluate the runIf condition for task {task.id}. Cause: {error}"
                return Outcome(state=State.FAILED, error=text, never_ran=True)
            if not is_true(condition):
                return Outcome(state=State.SKIPPED, never_ran=True)
        return await aside(task.properties, self.properties, task, variables)

    async def _give_error_logs(self, live: Live, templates: Any, variables: Mapping[str, Any]) -> None:
        """Reads the execution's error lines ahead, for templates that ask for them."""
        if asks_for_error_logs(templates, variables):
            lines = await until_available(partial(self._logs.errors, live.execution.execution_id))
            give_error_logs(live.execution, lines)

    def properties(self, task: Task, variables: Mapping[str, Any]) -> dict[str, Any]:
        """The rendered properties of a task. Raises ExpressionError."""
        flowable = FLOWABLES.get(task.type)
        if flowable is not None:
            now = {name: value for name, value in task.properties.items() if name not in flowable.late_properties}
            if task.timeout is not None:
                now["timeout"] = task.timeout
            properties: dict[str, Any] = self._expressions.render_tree(now, variables)
            return properties
        return render_properties(self._catalog.find(task.type), task.properties, self._expressions, variables)

    def _logged(self, assignment: Assignment, outcome: Outcome) -> Outcome:
        """The outcome as the log has told it, without secrets in its error."""
        if outcome.error:
            outcome = replace(outcome, error=self._logs.mask(assignment.execution_id, outcome.error))
            self._write(assignment, LogLevel.ERROR, self._clock(), outcome.error)
        return outcome

    async def _outcome(self, live: Live, task: Task, assignment: Assignment) -> Outcome:
        try:
            variables = live.variables(self._surroundings, assignment.task_path)
            if directory := self._directories.shared_by(live, assignment.task_path):
                assignment = replace(assignment, directory=directory)
                variables["workingDir"] = assignment.directory
            task_class = self._catalog.find(task.type)
            variables |= task_class.own_variables(directory or OWN_DIRECTORY, task.properties)
            properties = await self._rendered(live, task, assignment, variables)
            if isinstance(properties, Outcome):
                return properties
            longest = await self._timeout(task, variables)
            if (secret := task_class.secret_outputs(properties)) and live.vault.refusal:
                raise TaskFailure(live.vault.refusal)
        except (
            ExpressionError,
            SecretUnreadable,
            UnknownTaskType,
            InvalidDuration,
            DirectoryGone,
            TaskFailure,
        ) as error:
            return self._failed(task, error)
        assignment = replace(assignment, properties=properties)
        least = LogLevel[task.log_level] if task.log_level else LogLevel.TRACE

        def write(level: LogLevel, time: datetime, message: str) -> None:
            if level >= least:
                self._write(assignment, level, time, message)

        own = self._own_tasks.find(task.type)
        caches = own is None and task.task_cache is not None and task.task_cache.enabled
        if caches and (cached := await self._caching.find(task, assignment)):
            write(LogLevel.INFO, self._clock(), "Its outputs are those of an earlier run with the same properties.")
            return cached
        if own is None and task_class.light:
            outcome = run_light(task_class, assignment, write, self._clock)
        else:
            call = Call(live=live, task=task, assignment=assignment, model=None, variables=variables, write_log=write)
            outcome = await self._run_for(longest, call, task_class)
        if secret and outcome.outputs_json:
            outcome = _sealed(live, outcome, secret)
        if caches:
            await self._caching.keep(task, assignment, outcome)
        return outcome

    async def _run_for(self, longest: timedelta | None, call: Call, task_class: type[TaskClass]) -> Outcome:
        """Runs an attempt in a worker or as a task of the executor's own, for so long at most."""
        own = self._own_tasks.find(call.task.type)
        try:
            # A worker whose attempt is called off is ended, with everything that it has started.
            async with asyncio.timeout(self._left(call.live, call.assignment, longest)) as limit:
                if own is None:
                    async with self._directories.entered(call.assignment.directory):
                        return await self._workers.run(call.assignment, call.write_log, self._logs.room)
                call = replace(call, model=build(task_class, call.assignment.properties))
                return await until_available(partial(own.run, call))
        except TimeoutError:
            if longest is None or not limit.expired():
                raise
            return Outcome(state=State.FAILED, error=f"It was ended after its timeout of {duration_text(longest)}.")
        except TaskFailure as failure:
            return self._failed(call.task, failure)

    def _failed(self, task: Task, error: Exception) -> Outcome:
        own = self._own_tasks.find(task.type)
        return Outcome(state=State.FAILED, error=str(error), at_once=own is not None and own.fails_at_once)

    async def _timeout(self, task: Task, variables: Mapping[str, Any]) -> timedelta | None:
        """What renders to nothing is no timeout, as with every duration of Kestra's."""
        if task.timeout is None:
            return None
        text = await aside(task.timeout, self._expressions.render, task.timeout, variables)
        return parse_duration(text) if text else None

    def _left(self, live: Live, assignment: Assignment, longest: timedelta | None) -> float | None:
        """The seconds that an attempt has left, counted from its start, also after the executor was away."""
        if longest is None:
            return None
        started = live.execution.task_runs[assignment.task_path].attempts[-1].start_time
        return (later(started, longest) - self._clock()).total_seconds()

    def _write(self, assignment: Assignment, level: LogLevel, time: datetime, message: str) -> None:
        self._logs.add(
            LogLine(
                execution_id=assignment.execution_id,
                task_run_id=assignment.task_run_id,
                task_path=assignment.task_path,
                attempt_number=assignment.attempt_number,
                level=level,
                time=time,
                message=message,
            )
        )


async def aside(templates: Any, render: Callable[..., Result], *arguments: Any) -> Result:
    """Renders in a thread, unless the templates are plain: others may keep a processor busy for seconds."""
    if is_plain(templates):
        return render(*arguments)
    # Functions may ask storage, which may be away for a while.
    return await until_available(partial(asyncio.to_thread, render, *arguments))


def run_light(task_class: Any, assignment: Assignment, write: WriteLog, clock: Clock) -> Outcome:
    """Runs a light task on the spot."""
    place = Place(namespace=assignment.namespace, flow_id=assignment.flow_id, loop_value=assignment.value)
    context = LightContext(write, clock, place, assignment.directory)
    try:
        outputs = build(task_class, assignment.properties).run(context)
        return Outcome(state=State.SUCCESS, outputs_json=canonical(outputs), metrics=context.metrics)
    except TaskFailure as failure:
        outputs_json = canonical(failure.outputs) if failure.outputs else ""
        return Outcome(state=State.FAILED, outputs_json=outputs_json, error=str(failure), metrics=context.metrics)
    except Exception as error:
        log.exception("task type %s has a fault", assignment.task_type)
        return Outcome(state=State.FAILED, error=f"The task type has a fault: {type(error).__name__}: {error}")


def _sealed(live: Live, outcome: Outcome, secret: Mapping[str, str]) -> Outcome:
    """The outcome with its secret outputs encrypted, and under the names that those have."""
    outputs = json.loads(outcome.outputs_json)
    for name, kept_as in secret.items():
        if (text := outputs.pop(name, None)) is not None:
            outputs[kept_as] = live.vault.sealed(text)
            live.hide([text])
    return replace(outcome, outputs_json=canonical(outputs))


class LightContext:
    """What a light task may ask for: its log and its metrics. Files and values are for tasks in workers."""

    def __init__(self, write: WriteLog, clock: Clock, place: Place, directory: str) -> None:
        self.log = TaskLogWriter(write, clock)
        self.place = place
        self.metrics: dict[str, float] = {}
        self._directory = directory

    @property
    def work_directory(self) -> Path:
        return Path(self._directory or tempfile.mkdtemp(prefix="dalsegno-"))

    def open(self, uri: str) -> BinaryIO:
        raise TaskFailure(f"A light task cannot read {uri}: tasks that read files run in a worker.")

    def fetch(self, uri: str) -> Path:
        raise TaskFailure(f"A light task cannot read {uri}: tasks that read files run in a worker.")

    def create(self, name: str) -> OutputFile:
        raise TaskFailure(f"A light task cannot write {name}: tasks that write files run in a worker.")

    @property
    def files(self) -> Files:
        raise TaskFailure("A light task cannot use stored files: tasks that do run in a worker.")

    def values(self, namespace: str) -> KeyValues:
        raise TaskFailure(f"A light task cannot use the values of {namespace}: tasks that do run in a worker.")

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
        value=run.value,
    )
