"""Letting somebody resume a paused execution. Source: Kestra's ExecutionService.resume and Pause.Output."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from dalsegno_executor.core.context import Surroundings
from dalsegno_executor.core.course import Course
from dalsegno_executor.core.errors import NotPaused, TaskRunNotFound
from dalsegno_executor.core.events import Event, ExecutionResumed, TaskRunResumed
from dalsegno_executor.core.execution import Execution
from dalsegno_executor.core.flowables.waiting import Pause
from dalsegno_executor.core.outputs import compact
from dalsegno_executor.core.states import State
from dalsegno_executor.engine import Engine
from dalsegno_executor.input_values import Inputs, InputValues
from dalsegno_executor.live import Live
from dalsegno_executor.ports import NOT_ASKED, Answer
from dalsegno_executor.task_runs import TaskRuns
from dalsegno_flow.dates import Instant
from dalsegno_runtime.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeRequest:
    """`task_path` is the place of a paused task run; empty for the whole execution, or the first run that is paused.

    `breakpoints` are those that it has from here, when it is at one.
    """

    execution_id: str
    task_path: str = ""
    inputs: Mapping[str, Any] = field(default_factory=dict)
    breakpoints: tuple[str, ...] = ()


class Resuming:
    """The use case ResumeExecution."""

    def __init__(
        self,
        *,
        engine: Engine,
        task_runs: TaskRuns,
        inputs: Inputs,
        clock: Clock,
        surroundings: Surroundings = Surroundings(),  # noqa: B008  # it never changes
    ) -> None:
        self._engine = engine
        self._task_runs = task_runs
        self._inputs = inputs
        self._clock = clock
        self._surroundings = surroundings

    async def resume(self, request: ResumeRequest, answer: Answer) -> None:
        """Reads the inputs, and records that the task run goes on.

        Raises:
            ExecutionNotFound, TaskRunNotFound: there is nothing to resume.
            NotPaused: it is not paused, or not any more, or for a time to come and not for somebody.
            InputsInvalid: the inputs of the Pause task are missing or wrong.
        """
        live = await self._engine.open(request.execution_id)
        if live.execution.holds and not request.task_path and not request.inputs:
            await self._engine.change(request.execution_id, partial(_let_go_on, request), answer)
            return
        await self._engine.fetch_documents(live)
        async with live.lock:
            path = paused_path(live.execution, live.course, request.task_path)
            variables = live.variables(self._surroundings)
        found = await self._inputs.resolved(live.course.task(path).inputs, request.inputs, variables)
        await self._inputs.keep_files(request.execution_id, found)
        resumed = await self._resumed(live, path, found)

        def decide(execution: Execution, course: Course) -> Sequence[Event]:
            # Somebody else, or the clock, may have been quicker.
            paused_path(execution, course, path)
            # Before the event, so that whoever sees the end of the execution sees it too.
            self._inputs.warn(request.execution_id, found)
            return [resumed]

        await self._engine.change(request.execution_id, decide, answer)

    async def by_task(self, execution_id: str, inputs: Mapping[str, Any]) -> None:
        """Implements `own_tasks.resume.ResumeExecution`."""
        await self.resume(ResumeRequest(execution_id=execution_id, task_path="", inputs=inputs), NOT_ASKED)

    async def _resumed(self, live: Live, path: str, found: InputValues) -> TaskRunResumed:
        # Nobody is known by name, as there is no authentication.
        resumed = {"by": None, "on": str(Instant(when=self._clock())), "to": State.RUNNING.value}
        text = compact({"onResume": found.values, "resumed": resumed})
        digest, kept = await self._task_runs.kept(live, text)
        return TaskRunResumed(task_path=path, output_digest=digest, outputs_json=kept)


def _let_go_on(request: ResumeRequest, execution: Execution, _course: Course) -> Sequence[Event]:
    if not execution.holds:
        raise NotPaused(execution.execution_id, execution.state)
    return [ExecutionResumed(breakpoints=request.breakpoints)]


def paused_path(execution: Execution, course: Course, task_path: str) -> str:
    """The place of the task run that is to be resumed: the one that is named, or the first that waits for somebody.

    Raises:
        TaskRunNotFound: there is none of this name.
        NotPaused: it is not paused, or it waits for a time.
    """
    if task_path:
        run = execution.task_runs.get(task_path)
        if run is None:
            raise TaskRunNotFound(execution.execution_id, task_path, found=list(execution.task_runs))
        if run.state is not State.PAUSED:
            raise NotPaused(execution.execution_id, run.state, task_path)
        if course.task_type(task_path) not in Pause.type_names:
            raise NotPaused(execution.execution_id, run.state, task_path, waits_for_time=True)
        return task_path
    paused = [path for path, run in execution.task_runs.items() if run.state is State.PAUSED]
    found = next((path for path in paused if course.task_type(path) in Pause.type_names), None)
    if found is None:
        raise NotPaused(execution.execution_id, execution.state, waits_for_time=bool(paused))
    return found
