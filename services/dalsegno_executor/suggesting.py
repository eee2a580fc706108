"""Suggesting fixes: what failed is examined, rules propose edits, and each is tried before it is shown."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

from dalsegno_executor.attempts import Attempts
from dalsegno_executor.core.context import Surroundings
from dalsegno_executor.core.execution import Execution
from dalsegno_executor.core.paths import task_path
from dalsegno_executor.core.states import State
from dalsegno_executor.engine import Engine
from dalsegno_executor.fixes import Failure, Proposal, proposals, row_and_field
from dalsegno_executor.fixes.validation import CONFIDENCES, Alternative, alternatives
from dalsegno_executor.live import Live
from dalsegno_executor.ports import OWN_DIRECTORY, FlowProblem, FlowRegistry, Journal
from dalsegno_executor.trying import Trials
from dalsegno_flow import Examined, Flow, NoSuchTask, Path, Task, examine_flow
from dalsegno_flow.diffs import unified_diff
from dalsegno_flow.editing import SourceText, applied
from dalsegno_flow.effects import Effects
from dalsegno_flow.expressions import Engine as Expressions
from dalsegno_flow.expressions import ExpressionError
from dalsegno_flow.flowables import SUBFLOWS, current_type
from dalsegno_runtime.errors import InvalidField
from dalsegno_tasks import Catalog, UnknownTaskType
from dalsegno_tasks import Task as TaskClass

STORED = ("dalsegno:///", "kestra:///")
OUTPUTS = "outputs"  # stands for a task where the outputs of the flow cannot be rendered

MAX_FIXES = 5
MAX_FAILED = 3  # tasks that are looked at
MAX_PROPOSALS = 5  # that are tried for one failure
MAX_STEPS = 3  # edits one after the other, each for what failed after the one before
MAX_ROUNDS = 4  # of mending a source that cannot be saved
MAX_PROBLEMS = 20

# What a trial adds to the confidence of a rule, and takes from it.
PROVEN, OUT_OF_REACH = 0.08, 0.6


class Trial(IntEnum):
    """How far a fix was tried."""

    VALIDATED = 1
    RENDERED = 2
    RAN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class FixRequest:
    execution_id: str = ""
    source: str = ""
    skip_model: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """An edit that may mend the flow; see `SuggestedFix` of the contract."""

    rules: tuple[str, ...]
    message: str
    confidence: float
    source: str
    diff: str = ""
    task_path: str = ""
    trial: Trial = Trial.VALIDATED
    tried_rows: int = 0
    needed_inputs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """The fixes, the likeliest first; `messages` say what was looked at and led to nothing."""

    fixes: tuple[Fix, ...]
    base_source: str
    messages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Place:
    """The task run that failed."""

    live: Live
    path: str  # empty for the outputs of the flow
    row: int = 0  # of its file, where it failed

    @property
    def execution(self) -> Execution:
        return self.live.execution


class Suggesting:
    """The use case SuggestFix."""

    def __init__(
        self,
        *,
        engine: Engine,
        journal: Journal,
        registry: FlowRegistry,
        attempts: Attempts,
        catalog: Catalog,
        expressions: Expressions,
        trials: Trials,
        surroundings: Surroundings,
        secret_names: Sequence[str],
    ) -> None:
        self._engine = engine
        self._journal = journal
        self._registry = registry
        self._attempts = attempts
        self._catalog = catalog
        self._expressions = expressions
        self._trials = trials
        self._surroundings = surroundings
        self._secret_names = secret_names

    async def suggest(self, request: FixRequest) -> Suggested:
        """Proposes fixes for an execution that failed, or for a source that cannot be saved.

        Raises:
            InvalidField: neither is given.
            ExecutionNotFound: there is no such execution.
            ServiceUnavailable: the registry or storage does not answer.
        """
        if not request.execution_id and not request.source:
            raise InvalidField("execution_id", "execution_id is empty; give it, or a source that cannot be saved.")
        if request.source and (problems := await self._registry.problems(request.source)):
            return await self._of_source(request.source, problems)
        if not request.execution_id:
            return Suggested(fixes=(), base_source=request.source, messages=("The source has no errors.",))
        live = await self._engine.open(request.execution_id)
        await self._engine.fetch_documents(live)
        base = request.source or await self._journal.definition(live.execution.created.source_digest)
        failed = _failed(live)
        if not failed:
            state = live.execution.state.value
            text = f"The execution is {state}, and nothing in it has failed with an error."
            return Suggested(fixes=(), base_source=base, messages=(text,))
        found: list[Fix] = []
        for path, error in failed:
            place = _Place(live, path, row_and_field(error)[0])
            found += await self._search(place, base, error, set())
        messages = () if found else (f"No rule mends this: {failed[0][1].splitlines()[0]}",)
        return Suggested(fixes=_best(found, base), base_source=base, messages=messages)

    async def _of_source(self, base: str, problems: Sequence[FlowProblem]) -> Suggested:
        """Mends the errors of a source one after the other; a fix is what leaves none."""
        source, taken = base, []
        for _ in range(MAX_ROUNDS):
            before = source
            for problem in problems[:MAX_PROBLEMS]:
                if (mended := await self._mended(source, problem)) is not None:
                    source, alternative = mended
                    taken.append(alternative)
                    break
            problems = await self._registry.problems(source)
            if not problems or source == before:
                break
        if problems:
            left = tuple(f"Line {one.line}, column {one.column}: {one.message}" for one in problems[:MAX_PROBLEMS])
            return Suggested(fixes=(), base_source=base, messages=("No rule mends all errors. These are left:", *left))
        fix = Fix(
            rules=tuple(dict.fromkeys(one.rule for one in taken)),
            message=" ".join(dict.fromkeys(one.explanation for one in taken)),
            confidence=min(CONFIDENCES[one.rule] for one in taken),
            source=source,
        )
        return Suggested(fixes=_best([fix], base), base_source=base)

    async def _mended(self, source: str, problem: FlowProblem) -> tuple[str, Alternative] | None:
        """The source without a problem, if one of the ways to write what it is about leaves fewer of them."""
        before = len(await self._registry.problems(source))
        for alternative in alternatives(SourceText(source), problem):
            edited = applied(source, alternative.edits)
            problems = await self._registry.problems(edited)
            if len(problems) < before and (problem.path, problem.message) not in [
                (one.path, one.message) for one in problems
            ]:
                return edited, alternative
        return None

    async def _search(
        self, place: _Place, source: str, error: str, seen: set[str], steps: tuple[Proposal, ...] = ()
    ) -> list[Fix]:
        """Tries what the rules propose for an error; what then fails otherwise is looked at in the same way."""
        failure = await self._failure(place, source, error)
        found: list[Fix] = []
        for proposal in proposals(failure)[:MAX_PROPOSALS] if failure else ():
            edited = applied(source, proposal.edits)
            if edited in seen or await self._registry.problems(edited):
                continue
            seen.add(edited)
            taken = (*steps, proposal)
            trial, rows, left = await self._tried(place, edited, taken)
            if not left:
                found.append(_fix(place, taken, edited, trial, rows))
            elif _first_line(left) != _first_line(error):
                further = await self._search(place, edited, left, seen, taken) if len(taken) < MAX_STEPS else []
                found += further or [_fix(place, taken, edited, trial, rows, left)]
        return found

    async def _tried(self, place: _Place, edited: str, taken: Sequence[Proposal]) -> tuple[Trial, int, str]:
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
        if not self._can_run(task) or not _files(properties):
            return Trial.RENDERED, 0, ""
        ran = await self._trials.run(place.execution, task.type, properties or {}, place.row)
        return (Trial.RENDERED, 0, "") if ran.error is None else (Trial.RAN, ran.lines, ran.error)

    async def _failure(self, place: _Place, source: str, error: str) -> Failure | None:
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
            sample=sample[0] if sample else None,
            working_urls=await self._working_urls(place, flow) if "uri" in task.properties else (),
            secret_names=self._secret_names,
            flow_ids=await self._flow_ids(task, properties or {}),
        )

    async def _rendered(
        self, place: _Place, flow: Flow, task: Task
    ) -> tuple[Mapping[str, Any] | None, ExpressionError | None]:
        """The properties of a task as it would get them, or why they cannot be rendered."""
        variables = self._variables(place, flow, task)
        try:
            if task.run_if != "true":
                await asyncio.to_thread(self._expressions.render, task.run_if, variables)
            if not task.type:
                return await asyncio.to_thread(self._expressions.render_tree, task.properties, variables), None
            return await asyncio.to_thread(self._attempts.properties, task, variables), None
        except ExpressionError as fault:
            return None, fault

    def _variables(self, place: _Place, flow: Flow, task: Task) -> dict[str, Any]:
        """What the expressions of a task see, with the variables as the flow has them now."""
        variables = place.live.variables(self._surroundings, place.path)
        before = place.live.flow.variables
        changed = {name: value for name, value in flow.variables.items() if before.get(name) != value}
        variables["vars"] = {**variables["vars"], **changed}
        if (task_class := self._class(task)) is not None:
            variables |= task_class.own_variables(OWN_DIRECTORY, task.properties)
        return variables

    async def _working_urls(self, place: _Place, flow: Flow) -> list[str]:
        """The addresses that other task runs of the execution have asked for with success."""
        found = []
        for path, run in list(place.execution.task_runs.items()):
            task = _task_of(flow, path) if run.state is State.SUCCESS and path != place.path else None
            if task is not None and isinstance(task.properties.get("uri"), str):
                variables = self._variables(_Place(place.live, path), flow, task)
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
        pure = task.effects == Effects.PURE or (task.effects is None and task_class is not None)
        return task_class is not None and pure and task_class.effects is Effects.PURE and not task_class.light


def _failed(live: Live) -> list[tuple[str, str]]:
    """The places that failed with an error of their own, of each task the first; the flow's outputs have none."""
    found: dict[str, tuple[str, str]] = {}
    for path, run in live.execution.task_runs.items():
        if run.state is State.FAILED and run.error:
            found.setdefault(task_path(path), (path, run.error))
    if live.execution.error and not found and live.flow.outputs:
        found[OUTPUTS] = ("", live.execution.error)
    return list(found.values())[:MAX_FAILED]


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


def _first_line(text: str) -> str:
    return text.partition("\n")[0]


def _fix(place: _Place, taken: Sequence[Proposal], source: str, trial: Trial, rows: int, left: str = "") -> Fix:
    """What was proposed and tried as a fix; `left` is how the task then fails."""
    confidence = min(proposal.confidence for proposal in taken)
    message = " ".join(proposal.explanation for proposal in taken)
    if left:
        confidence *= OUT_OF_REACH
        message += f" Then it fails otherwise: {_first_line(left)}"
    elif trial is Trial.RAN:
        confidence = min(0.98, confidence + PROVEN)
        message += f" The task was tried on {rows} lines of its file."
    return Fix(
        rules=tuple(dict.fromkeys(proposal.rule for proposal in taken)),
        message=message,
        confidence=round(confidence, 2),
        source=source,
        task_path=place.path,
        trial=Trial.VALIDATED if left else trial,
        tried_rows=0 if left else rows,
        needed_inputs=tuple(name for proposal in taken for name in proposal.needed_inputs),
    )


def _best(found: Iterable[Fix], base: str) -> tuple[Fix, ...]:
    """The likeliest ones, each with its difference from the base."""
    by_source: dict[str, Fix] = {}
    for fix in sorted(found, key=lambda fix: -fix.confidence):
        by_source.setdefault(fix.source, fix)
    return tuple(
        replace(fix, diff=unified_diff(base, fix.source, "the flow", "the flow, mended"))
        for fix in list(by_source.values())[:MAX_FIXES]
    )
