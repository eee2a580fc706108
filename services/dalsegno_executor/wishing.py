"""What is asked of a replay, made ready for the planner; and what its plan says of it."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from dalsegno_executor.core.changes import own_references, standing_on
from dalsegno_executor.core.execution import Execution
from dalsegno_executor.core.outputs import canonical, compact
from dalsegno_executor.core.paths import task_path
from dalsegno_executor.core.plan import Obstacle, PlannedTask, ReplayPlan, Rule, Verdict, Wish
from dalsegno_executor.input_values import value_of
from dalsegno_executor.ports import OutputDocument
from dalsegno_flow import Flow, Task
from dalsegno_flow.expressions.references import Reference, references
from dalsegno_flow.inputs import leaves

IRREVERSIBLE = "IRREVERSIBLE"
REPLAY_LABELS = {"system.replay": "true"}
START_DATE = ("execution", "startDate")
_EXPRESSION = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)

EffectsOf = Callable[[Task], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayRequest:
    """What was asked. `revision` None is that of the replayed execution, 0 the latest; a `draft` is the source of one.

    `reruns_missing` says that lost outputs are made again; `inputs` and `variables` are those that get other values,
    `outputs` what task runs are given by their places. `clock` is the start of the replay; None for the usual one.
    `allowed` are the places of tasks that may run again although that cannot be undone.
    """

    execution_id: str
    wish: Wish
    revision: int | None = None
    draft: str = ""
    plan_digest: str = ""
    reruns_missing: bool = False
    inputs: Mapping[str, Any] = field(default_factory=dict)
    variables: Mapping[str, Any] = field(default_factory=dict)
    outputs: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    clock: "datetime | ClockRule | None" = None
    allowed: frozenset[str] = frozenset()
    labels: Mapping[str, str] = field(default_factory=lambda: REPLAY_LABELS)
    breakpoints: tuple[str, ...] = ()


class ClockRule(StrEnum):
    """The start of the replayed execution, wherever the replay begins; or the time of the call."""

    ORIGINAL = "ORIGINAL"
    NOW = "NOW"


def given_outputs(request: ReplayRequest, execution_id: str) -> dict[str, OutputDocument]:
    """The outputs that task runs are given, by their places."""
    texts = {place: canonical(outputs) for place, outputs in request.outputs.items()}
    return {
        place: OutputDocument(execution_id=execution_id, digest=sha256(text.encode()).hexdigest(), json=text)
        for place, text in texts.items()
    }


def start_of(request: ReplayRequest, source: Execution, now: datetime, *, from_beginning: bool) -> datetime:
    """What `execution.startDate` is in the replay."""
    if isinstance(request.clock, datetime):
        return request.clock
    new = from_beginning if request.clock is None else request.clock is ClockRule.NOW
    return now if new else source.created.start_time


def variables_of(
    request: ReplayRequest, source: Execution, old: Flow, new: Flow, digest: str, *, from_beginning: bool
) -> str:
    """The variables that the replay begins with, as `ExecutionCreated.variables_json`.

    They are those of the revision, with what is asked for. What tasks of the source have made of them goes along as
    long as the revision is the same, as in Kestra; and when they are reused because nothing about them has changed.
    """
    made = None if from_beginning else source.variables
    same = source.created.source_digest == digest
    if made is None or not (same or request.wish.start.rule is Rule.CHANGED):
        return json.dumps({**new.variables, **request.variables}) if request.variables else ""
    missing = object()
    set_by_tasks = {name: value for name, value in made.items() if old.variables.get(name, missing) != value}
    kept = {name: value for name, value in new.variables.items() if name in made or name not in old.variables}
    return json.dumps({**kept, **set_by_tasks, **request.variables})


def differing(
    request: ReplayRequest, source: Execution, new: Flow, inputs_json: str, revision: int
) -> dict[Reference, str]:
    """The variables of expressions that have other values in the replay than in the source."""
    inputs = json.loads(inputs_json or "{}")
    found: dict[Reference, str] = {
        ("inputs", *one.id.split(".")): "which has another value"
        for one in leaves(new.inputs)
        if value_of(inputs, one.id) != value_of(source.inputs, one.id)
    }
    found |= {("vars", name): "which is given" for name in request.variables}
    if revision != source.created.flow_revision:
        found["flow", "revision"] = "which is another one"
    if _moves_clock(request, source):
        found[START_DATE] = "which is another one"
    return found


def marked(
    plan: ReplayPlan, request: ReplayRequest, source: Execution, flow: Flow, effects_of: EffectsOf
) -> ReplayPlan:
    """The plan with what its tasks do outside, stand on, and make of the clock; and with what keeps it from running."""
    given = {task.task_path: task.output_digest for task in plan.tasks if task.verdict is Verdict.OVERRIDDEN}
    runs_again = {task_path(task.task_path) for task in plan.tasks if task.verdict.runs}
    standing = standing_on(flow, given, runs_again) if given else {}
    tasks = dict(flow.walk())
    effects = {place: effects_of(task) for place, task in tasks.items()}
    timed = {place: tuple(_timed(task, flow)) for place, task in tasks.items()} if _moves_clock(request, source) else {}

    def told(planned: PlannedTask) -> PlannedTask:
        place = task_path(planned.task_path)
        own = effects.get(place, "") if planned.verdict.runs else ""
        if not own and not standing and not timed:
            return planned
        stands = planned.verdict.runs or planned.verdict is Verdict.OVERRIDDEN
        synthetic = standing.get(place, "") if stands else ""
        moved = () if planned.verdict is Verdict.OVERRIDDEN else timed.get(place, ())
        return replace(planned, effects=own, synthetic_from=synthetic, clock_expressions=moved)

    shown = tuple(map(told, plan.tasks))
    refused = [task.task_path for task in shown if _is_refused(task, source, request)]
    text = "Running it again cannot be undone, and the request does not allow it. Name it as allowed, or skip it."
    obstacles = (Obstacle(task_path=path, file_path="", message=text, of_effects=True) for path in refused)
    return replace(plan, tasks=shown, obstacles=tuple(obstacles), synthetic=standing)


def wishes_digest(request: ReplayRequest, source: Execution, inputs_json: str, variables_json: str) -> str:
    """Tells plans apart that differ in nothing but values; empty when these are those of the source."""
    clock = str(request.clock) if _moves_clock(request, source) else ""
    if inputs_json == source.created.inputs_json and not request.variables and not clock:
        return ""
    facts = [inputs_json, variables_json if request.variables else "", clock]
    return sha256(compact(facts).encode()).hexdigest()


def _moves_clock(request: ReplayRequest, source: Execution) -> bool:
    return request.clock not in {None, ClockRule.ORIGINAL, source.created.start_time}


def _is_refused(task: PlannedTask, source: Execution, request: ReplayRequest) -> bool:
    if task.effects != IRREVERSIBLE or not task.verdict.runs or not task.source_task_run_id:
        return False
    run = source.task_runs.get(task.source_task_path or task.task_path)
    ran = run is not None and bool(run.attempts)
    return ran and not request.allowed.intersection({task.task_path, task_path(task.task_path)})


def _timed(task: Task, flow: Flow) -> Iterator[str]:
    """The expressions of a task that derive from the start of the execution."""
    if START_DATE not in {reference[:2] for reference in own_references(task, flow)}:
        return
    for text in _texts([*task.properties.values(), task.run_if]):
        for found in _EXPRESSION.findall(text):
            named = set(references(found))
            through = (flow.variables.get(one[1]) for one in named if one[0] == "vars" and len(one) > 1)
            named |= {one for value in through for one in references(value)}
            if any(one[:2] == START_DATE for one in named):
                yield found


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
