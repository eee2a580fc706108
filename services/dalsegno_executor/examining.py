"""Examining a task run that failed, and trying an edited flow in its place; nothing is changed or kept."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from dalsegno_executor.attempts import Attempts
from dalsegno_executor.core.changes import own_references
from dalsegno_executor.core.context import Surroundings
from dalsegno_executor.core.execution import Execution
from dalsegno_executor.core.paths import task_path
from dalsegno_executor.core.states import State
from dalsegno_executor.fixes import Failure, Proposal, row_and_field
from dalsegno_executor.live import Live
from dalsegno_executor.ports import OWN_DIRECTORY, FlowRegistry
from dalsegno_executor.secrets import Secrets
from dalsegno_executor.trying import Trials
from dalsegno_flow import Examined, Flow, NoSuchTask, Path, Task, examine_flow
from dalsegno_flow.editing import SourceText
from dalsegno_flow.effects import Effects
from dalsegno_flow.expressions import Engine as Expressions
from dalsegno_flow.expressions import ExpressionError
from dalsegno_flow.flowables import SUBFLOWS, current_type
from dalsegno_tasks import Catalog, UnknownTaskType
from dalsegno_tasks import Task as TaskClass

STORED = ("dalsegno:///", "kestra:///")
OUTPUTS = "outputs"  # stands for a task where the outputs of the flow cannot be rendered
# Rendering these reaches out of the platform, which a trial must not.
REACHING_OUT = frozenset({"http()", "subflow()"})

MAX_URLS = 20


class Trial(IntEnum):
    """How far a fix was tried."""

    VALIDATED = 1
    RENDERED = 2
    RAN = 3


@dataclass(frozen=True, slots=True)
class Place:
    """The task run that failed."""

    live: Live
    path: str  # empty for the outputs of the flow
    row: int = 0  # of its file, where it failed

    @property
    def execution(self) -> Execution:
        return self.live.execution


class Examining:
    """Examines failures with what their executions have."""

    def __init__(
        self,
        *,
        registry: FlowRegistry,
        attempts: Attempts,
        catalog: Catalog,
        expressions: Expressions,
        trials: Trials,
        surroundings: Surroundings,
        secrets: Secrets,
    ) -> None:
        self._registry = registry
        self._attempts = attempts
        self._catalog = catalog
        self._expressions = expressions
        self._trials = trials
        self._surroundings = surroundings
        self._secrets = secrets

    async def failure(self, place: Place, source: str, error: str) -> Failure | None:
        examined = examine_flow(source)
        flow = examined.flow
        task = _task_of(flow, place.path) if flow else None
        if flow is None or task is None:
            return None
        properties, fault = await self._rendered(place, flow, task)
        row, field = row_and_field(error)
        sample = None
        if field and (files := _files(properties)):
            sample = await self._trials.sample(place.execution, files[0], field, row)
        return Failure(
            task_path=place.path,
            error=error,
            task=task,
            place=_place_in(examined, task),
            text=SourceText(source),
            flow=flow,
            placed=examined.tasks,
            engine=self._expressions,
            variables=self._variables(place, flow, task),
            task_class=self._class(task),
            properties=properties,
            fault=fault,
            sample=sample,
            working_urls=await self._working_urls(place, flow) if "uri" in task.properties else (),
            secret_names=self._secrets.names,
            flow_ids=await self._flow_ids(task, properties or {}),
        )

    async def _rendered(
        self, place: Place, flow: Flow, task: Task
    ) -> tuple[Mapping[str, Any] | None, ExpressionError | None]:
        """The properties of a task as it would get them, or why they cannot be; neither when that is not tried."""
        if any(path[0] in REACHING_OUT for path in own_references(task, flow)):
            return None, None
        variables = self._variables(place, flow, task)
        try:
            if task.run_if != "true":
                await asyncio.to_thread(self._expressions.render, task.run_if, variables)
            if not task.type:
                return await asyncio.to_thread(self._expressions.render_tree, task.properties, variables), None
            return await asyncio.to_thread(self._attempts.properties, task, variables), None
        except ExpressionError as fault:
            return None, fault

    def _variables(self, place: Place, flow: Flow, task: Task) -> dict[str, Any]:
        """What the expressions of a task see, with the variables as the flow has them now."""
        variables = place.live.variables(self._surroundings, place.path)
        before = place.live.flow.variables
        changed = {name: value for name, value in flow.variables.items() if before.get(name) != value}
        variables["vars"] = {**variables["vars"], **changed}
        if (task_class := self._class(task)) is not None:
            variables |= task_class.own_variables(OWN_DIRECTORY, task.properties)
        return variables

    async def _working_urls(self, place: Place, flow: Flow) -> list[str]:
        """The addresses that other tasks of the execution have asked for with success, each once."""
        runs = {task_path(path): path for path, run in place.execution.task_runs.items() if run.state is State.SUCCESS}
        asked = {path: task for path, task in flow.walk() if isinstance(task.properties.get("uri"), str)}
        found = []
        for path in list(asked.keys() & runs.keys())[:MAX_URLS]:
            task = asked[path]
            if any(named[0] in REACHING_OUT for named in own_references(task, flow)):
                continue
            variables = self._variables(Place(place.live, runs[path]), flow, task)
            with suppress(ExpressionError):
                uri = task.properties["uri"]
                found.append(await asyncio.to_thread(self._expressions.render, uri, variables))
        return found

    async def _flow_ids(self, task: Task, properties: Mapping[str, Any]) -> Sequence[str]:
        namespace = properties.get("namespace")
        runs_flows = current_type(task.type) in SUBFLOWS and isinstance(namespace, str)
        return await self._registry.flow_ids(str(namespace)) if runs_flows else ()

    def _class(self, task: Task) -> type[TaskClass] | None:
        try:
            return self._catalog.find(task.type)
        except UnknownTaskType:
            return None

    def _can_run(self, task: Task) -> bool:
        """Whether running it does nothing outside."""
        task_class = self._class(task)
        if task_class is None or task_class.light or task_class.effects is not Effects.PURE:
            return False
        return task.effects in {None, Effects.PURE}

    async def tried(self, place: Place, edited: str, taken: Sequence[Proposal]) -> tuple[Trial, int, str]:
        """How far an edited source could be tried, on how many rows, and how it then fails; empty when it does not."""
        if any(proposal.needed_inputs for proposal in taken):
            return Trial.VALIDATED, 0, ""
        flow = examine_flow(edited).flow
        task = _task_of(flow, place.path) if flow else None
        if flow is None or task is None:
            return Trial.VALIDATED, 0, "The task is not there any more."
        if task == _task_of(place.live.flow, place.path) and flow.variables == place.live.flow.variables:
            return Trial.VALIDATED, 0, ""  # another task is edited, on which this one depends
        properties, fault = await self._rendered(place, flow, task)
        if fault is not None:
            return Trial.VALIDATED, 0, str(fault)
        if properties is None:
            return Trial.VALIDATED, 0, ""
        if not self._can_run(task) or not _files(properties):
            return Trial.RENDERED, 0, ""
        ran = await self._trials.run(place.execution, task.type, properties, place.row)
        return (Trial.RENDERED, 0, "") if ran.error is None else (Trial.RAN, ran.lines, ran.error)


def _task_of(flow: Flow, path: str) -> Task | None:
    if not path:
        values = [output.value for output in flow.outputs]
        return Task(id=OUTPUTS, type="", properties={OUTPUTS: values})
    try:
        return flow.task(task_path(path))
    except NoSuchTask:
        return None


def _place_in(examined: Examined, task: Task) -> Path:
    places = (placed.path for placed in examined.tasks if placed.task.id == task.id)
    return next(places, (OUTPUTS,)) if task.type else (OUTPUTS,)


def _files(properties: Mapping[str, Any] | None) -> list[str]:
    """The stored files that properties name, the one to read from first."""
    given = properties or {}
    ordered = [given.get("from"), *given.values()]
    return [value for value in ordered if isinstance(value, str) and value.startswith(STORED)]
