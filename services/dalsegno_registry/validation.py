"""Checks a flow as far as can be told before it runs: its shape, its task types, their properties, its templates."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dalsegno_flow import (
    Document,
    Examined,
    Flow,
    Path,
    Problem,
    Severity,
    errors_of,
    examine_flow,
    in_order,
    path_text,
)
from dalsegno_flow.parsing import TASK_PROPERTIES, UNSUPPORTED_TASK_PROPERTIES
from dalsegno_registry.ports import TaskTypes, TemplateCheck, UnknownType

# Common to all tasks; a refused one is told once, by the flow's rules.
NOT_OF_THE_TYPE = frozenset((*TASK_PROPERTIES, *UNSUPPORTED_TASK_PROPERTIES))


@dataclass(frozen=True, slots=True, kw_only=True)
class Validator:
    """Finds all problems of a source. It is pure as far as its two ports are."""

    task_types: TaskTypes
    check_template: TemplateCheck

    def examine(self, source: str) -> Examined:
        """As `examine_flow`, with the problems of tasks and templates added."""
        examined = examine_flow(source)
        found = [*self._tasks(examined.document), *self._templates(examined.document)]
        problems = in_order((*examined.problems, *found))
        flow: Flow | None = None if errors_of(problems) else examined.flow
        return Examined(flow=flow, document=examined.document, problems=problems)

    def _tasks(self, document: Document) -> Iterator[Problem]:
        for path, task in _tasks_of(document):
            name = task.get("type")
            if not isinstance(name, str) or not name:
                continue  # told by the flow's own rules
            try:
                yield from self._task(document, path, name, task)
            except UnknownType as error:
                yield _problem(document, (*path, "type"), str(error))

    def _task(self, document: Document, path: Path, name: str, task: dict[str, Any]) -> Iterator[Problem]:
        current = self.task_types.current_name(name)
        if current != name:
            message = f"`{name}` is an old name of this task type. Write `{current}`."
            yield _problem(document, (*path, "type"), message, Severity.WARNING)
        properties = {key: value for key, value in task.items() if key not in NOT_OF_THE_TYPE}
        for fault in self.task_types.faults(name, properties):
            yield _problem(document, (*path, *fault.path), fault.message)

    def _templates(self, document: Document) -> Iterator[Problem]:
        for path, text in _templated_texts(document):
            if fault := self.check_template(text):
                yield _problem(document, path, f"This template cannot be read: {fault}", Severity.WARNING)


def _tasks_of(document: Document) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The tasks that look like tasks, also of a flow that has other problems."""
    tasks = document.data.get("tasks") if isinstance(document.data, dict) else None
    for index, task in enumerate(tasks if isinstance(tasks, list) else ()):
        if isinstance(task, dict):
            yield ("tasks", index), task


def _templated_texts(document: Document) -> Iterator[tuple[Path, str]]:
    """Every text that is rendered: in the variables and in the tasks' own properties."""
    if isinstance(document.data, dict):
        yield from _texts(document.data.get("variables"), ("variables",))
    for path, task in _tasks_of(document):
        for key, value in task.items():
            if key not in NOT_OF_THE_TYPE:
                yield from _texts(value, (*path, key))


def _texts(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        if "{" in value:
            yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _texts(inner, (*path, index))


def _problem(document: Document, path: Path, message: str, severity: Severity = Severity.ERROR) -> Problem:
    line, column = document.place(path).key
    return Problem(line=line, column=column, path=path_text(path), message=message, severity=severity)
