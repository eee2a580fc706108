"""Executions whose tasks compute: each gives a small number, made of its own and of those that it refers to.

Numbers are few, so that other numbers often give the same outputs.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

from hypothesis import strategies as st

from dalsegno_executor.core.events import Event, TaskRunFinished
from dalsegno_executor.core.flowables import Situation
from dalsegno_executor.core.paths import steps_of, task_path
from dalsegno_executor.core.states import State
from dalsegno_flow import Flow, Task
from dalsegno_flow.expressions.references import OWN_VALUE, references
from support.courses import Run

NUMBERS = 3
LOOP = "ForEach"


class Computing(Run):
    """A run whose leaves have a property `number` and a property `format` that refers to others.

    What is in `forced`, by its place, gives that number whatever it computes.
    """

    forced: Mapping[str, int] = {}  # replaced, never changed

    @property
    def values(self) -> dict[str, int]:
        runs = self.course.execution.task_runs.items()
        return {
            path: json.loads(run.outputs_json or NAMED[run.output_digest]) for path, run in runs if run.output_digest
        }

    def _finished(self, path: str, state: State) -> list[Event]:
        return [self._with_outputs(event) for event in super()._finished(path, state)]

    def _with_outputs(self, event: Event) -> Event:
        if not isinstance(event, TaskRunFinished) or event.state is not State.SUCCESS:
            return event
        digest, text = kept(self.forced.get(event.task_path, self.computed(event.task_path)))
        unchanged = self.run_of(event.task_path).before_digest == digest
        return replace(event, output_digest=digest, outputs_json=text, unchanged=unchanged)

    def computed(self, path: str) -> int:
        task = self.course.task(path)
        return (int(str(task.properties["number"])) + sum(self.referred(path))) // 2 % NUMBERS

    def referred(self, path: str) -> Iterator[int]:
        """The numbers that a task refers to; of all values of a loop, or of its own."""
        own = {place: value for place, _, value in steps_of(path)}
        values = self.values
        for reference in references(self.course.task(path).properties["format"]):
            if reference[0] != "outputs":
                continue
            for other, number in values.items():
                same = all(own.get(place, value) == value for place, _, value in steps_of(other) if place in own)
                if task_path(other).rpartition("/")[2] == reference[1] and (same or OWN_VALUE not in reference):
                    yield number

    def _situation(self, path: str) -> Situation:
        situation = super()._situation(path)
        condition = situation.properties.get("condition")
        if not isinstance(condition, str):
            return situation
        named = [one[1] for one in references(condition)]
        found = sum(number for other, number in self.values.items() if task_path(other).rpartition("/")[2] in named)
        return replace(situation, properties={**situation.properties, "condition": found % 2 == 0})


NAMED: dict[str, str] = {}


def kept(number: int) -> tuple[str, str]:
    """The digest of an output, and its text."""
    text = json.dumps(number)
    digest = sha256(text.encode()).hexdigest()
    NAMED[digest] = text
    return digest, text


def computing(flow: Flow, data: st.DataObject, *, conditions: bool) -> Flow:
    """The flow without what handles failures and ends; its leaves refer to others that ran for certain before them."""
    known: list[str] = []  # what may be referred to

    def refer(place: str) -> str:
        allowed = [other for other in known if _is_before(other, place, kinds)]
        chosen = data.draw(st.lists(st.sampled_from(allowed), max_size=2, unique=True), "refers") if allowed else []
        return " ".join(_reference(other, place, kinds) for other in chosen)

    kinds: dict[str, str] = {}

    def made(task: Task, path: str) -> Task:
        place = f"{path}/{task.id}" if path else task.id
        kinds[place] = task.type.rpartition(".")[2]
        if not task.children:
            properties: dict[str, Any] = {"number": data.draw(st.integers(0, 2), place), "format": refer(place)}
            task = replace(task, properties=properties, retry=None)
            known.append(place)
            return task
        properties = dict(task.properties)
        if conditions and "condition" in properties and data.draw(st.booleans(), "refers"):
            properties["condition"] = refer(place) or True
        slots = {slot: some for slot, some in task.children.items() if slot not in {"errors", "finally"}}
        children = {slot: tuple(made(child, place) for child in some) for slot, some in slots.items()}
        return replace(task, properties=properties, children=children, retry=None)

    return replace(flow, tasks=tuple(made(task, "") for task in flow.tasks), errors=(), finally_=(), retry=None)


def _common(one: str, other: str) -> str:
    steps = []
    for mine, its in zip(one.split("/")[:-1], other.split("/")[:-1], strict=False):
        if mine != its:
            break
        steps.append(mine)
    return "/".join(steps)


def _is_before(other: str, place: str, kinds: dict[str, str]) -> bool:
    """Whether the first one has run when the second does; within a loop, for the same value."""
    common = _common(other, place)
    return kinds.get(common) not in {"Parallel", "If"} and not _loops(common, kinds)[1:]


def _loops(place: str, kinds: dict[str, str]) -> list[str]:
    steps = place.split("/") if place else []
    around = ["/".join(steps[: count + 1]) for count in range(len(steps))]
    return [path for path in around if kinds[path] == LOOP]


def _reference(other: str, place: str, kinds: dict[str, str]) -> str:
    name = other.rpartition("/")[2]
    own = "[taskrun.value]" if _loops(_common(other, place), kinds) else ""
    return f"{{{{ outputs.{name}{own}.value }}}}"


def renumbered(flow: Flow, data: st.DataObject, edits: int) -> tuple[Flow, list[str]]:
    """Another revision, in which some leaves have other numbers; and which."""
    leaves = [place for place, task in flow.walk() if not task.children]
    chosen = data.draw(st.lists(st.sampled_from(leaves), max_size=edits, min_size=min(edits, 1), unique=True), "edited")

    def made(task: Task, path: str) -> Task:
        place = f"{path}/{task.id}" if path else task.id
        if place in chosen:
            return replace(task, properties={**task.properties, "number": int(str(task.properties["number"])) + 1})
        children = {slot: tuple(made(child, place) for child in some) for slot, some in task.children.items()}
        return replace(task, children=children)

    return replace(flow, tasks=tuple(made(task, "") for task in flow.tasks)), chosen
