"""What the rules look at, and what they propose."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dalsegno_flow import Examined, Flow, Path, PlacedTask, Task
from dalsegno_flow.editing import Edit, SourceText
from dalsegno_flow.expressions import Engine, ExpressionError
from dalsegno_tasks import Task as TaskClass


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Some of the table that a task reads.

    `columns` are the names that its rows have; `values` are, by column, texts and other values as JSON has them, first
    those of the first rows, then some from further on; `rows` are the first few, `row_count` how many were looked at.
    """

    columns: tuple[str, ...]
    values: Mapping[str, Sequence[Any]]
    rows: Sequence[Mapping[str, Any]]
    row_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A task run that failed, with everything that is known of it.

    `properties` are rendered; None when they cannot be, and then `fault` says why. `sample` is of the file that it
    reads. `working_urls` are what other tasks have asked for with success; `flow_ids` those of
    the namespace of a flow that the task runs.
    """

    task_path: str
    error: str
    task: Task
    place: Path  # of the task in the source
    text: SourceText
    flow: Flow
    placed: Sequence[PlacedTask]
    engine: Engine
    variables: Mapping[str, Any]
    task_class: type[TaskClass] | None = None
    properties: Mapping[str, Any] | None = None
    fault: ExpressionError | None = None
    sample: Sample | None = None
    working_urls: Sequence[str] = ()
    secret_names: Sequence[str] = ()
    flow_ids: Sequence[str] = ()

    @property
    def root_fault(self) -> ExpressionError | None:
        """What went wrong first: `render()` in a template passes on what goes wrong in another one."""
        fault, found = self.fault, self.fault
        while fault is not None:
            found = fault if fault.template is not None else found
            fault = fault.__cause__ if isinstance(fault.__cause__, ExpressionError) else None
        return found

    @property
    def template(self) -> str | None:
        """The template that cannot be rendered."""
        return self.root_fault.template if self.root_fault else None

    def place_of(self, name: str) -> Path:
        """Where a property of the task is written: with the task, or else in a plugin default."""
        own = (*self.place, name)
        if self.text.has(own):
            return own
        for number, default in enumerate(self.flow.plugin_defaults):
            there: Path = ("pluginDefaults", number, "values", name)
            if self.task.type.startswith(default.type) and self.text.has(there):
                return there
        return own

    def with_property(self, name: str, value: Any) -> Edit | None:
        """Gives a property of the task a value, whether it is written or not."""
        place = self.place_of(name)
        if self.text.has(place):
            return self.text.with_value(place, value)
        return with_new_property(self.text, self.place, name, value)

    def texts_like(self, template: str) -> Iterator[Path]:
        """Where a template is written, those of the task first."""
        places = [path for path, text in self.text.scalars() if text == template]
        yield from sorted(places, key=lambda path: path[: len(self.place)] != self.place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """An edit that may mend the failure, not yet tried.

    `explanation` is one or two sentences with the evidence. `confidence` is from 0 to 1. `needed_inputs` are those that
    the next execution has to be given.
    """

    rule: str
    explanation: str
    confidence: float
    edits: tuple[Edit, ...]
    needed_inputs: tuple[str, ...] = field(default=())


RuleOf = Callable[[Failure], Iterator[Proposal]]


def with_new_property(text: SourceText, place: Path, name: str, value: Any) -> Edit | None:
    """Adds a property to a task, after the file that it reads or its type."""
    for after in ("from", "type", "id"):
        if edit := text.with_entry(place, after, name, value):
            return edit
    return None


def shown(value: Any, limit: int = 60) -> str:
    """A value in a sentence, in quotes and not too long."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{text if len(text) <= limit else text[: limit - 3] + '...'}'"


def placed_tasks(examined: Examined) -> Mapping[str, PlacedTask]:
    """The tasks of a flow with their places in the source, by their ids."""
    return {placed.task.id: placed for placed in examined.tasks}
