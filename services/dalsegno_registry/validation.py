"""Checks a flow as far as can be told before it runs: its shape, its task types, their properties, its templates."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from dalsegno_flow import (
    TASK_PROPERTIES,
    UNSUPPORTED,
    Document,
    Examined,
    Flow,
    Gate,
    Path,
    PlacedTask,
    Problem,
    Severity,
    errors_of,
    examine_flow,
    in_order,
    path_text,
)
from dalsegno_flow.flowables import FLOWABLES
from dalsegno_registry.ports import TaskTypes, TemplateCheck, UnknownType

# What is rendered beside the properties of tasks: of the flow, and of each task.
RENDERED_OF_FLOWS = ("variables", "inputs", "outputs", "checks", "sla")
RENDERED_OF_TASKS = ("runIf", "timeout")


@dataclass(frozen=True, slots=True, kw_only=True)
class Validator:
    """Finds all problems of a source. It is pure as far as its two ports are."""

    task_types: TaskTypes
    check_template: TemplateCheck
    gate: Gate = UNSUPPORTED

    def examine(self, source: str) -> Examined:
        """As `examine_flow`, with the problems of tasks and templates added."""
        examined = examine_flow(source, self.gate)
        found = [*self._tasks(examined), *self._defaults(examined), *self._templates(examined)]
        problems = in_order((*examined.problems, *found))
        flow: Flow | None = None if errors_of(problems) else examined.flow
        return replace(examined, flow=flow, problems=problems)

    def _tasks(self, examined: Examined) -> Iterator[Problem]:
        for placed in examined.tasks:
            if not placed.task.type:
                continue  # told by the flow's own rules
            try:
                yield from self._task(examined.document, placed)
            except UnknownType as error:
                yield _problem(examined.document, (*placed.path, "type"), str(error), instead=error.instead)

    def _task(self, document: Document, placed: PlacedTask) -> Iterator[Problem]:
        path, name = placed.path, placed.task.type
        current = self.task_types.current_name(name)
        if current != name:
            message = f"`{name}` is an old name of this task type. Write `{current}`."
            yield _problem(document, (*path, "type"), message, Severity.WARNING)
        for fault in self.task_types.faults(name, placed.task.properties):
            yield _problem(document, (*path, *fault.path), fault.message, instead=fault.instead)

    def _defaults(self, examined: Examined) -> Iterator[Problem]:
        """Plugin defaults that do not fit their type. A type that is none may begin the names of several.

        Source: Kestra's PluginDefaultValidator.
        """
        for path, default in _plugin_defaults(examined.document.data):
            shape = FLOWABLES.get(default["type"])
            elsewhere = (*TASK_PROPERTIES, *(shape.slots if shape else ()))
            values = {key: value for key, value in default["values"].items() if key not in elsewhere}
            try:
                faults = self.task_types.faults(default["type"], values)
            except UnknownType:
                continue
            for fault in faults:
                # What a default does not give, its tasks may.
                if fault.path and fault.path[0] in values:
                    at = (*path, "values", *fault.path)
                    yield _problem(examined.document, at, fault.message, instead=fault.instead)

    def _templates(self, examined: Examined) -> Iterator[Problem]:
        for path, text in _templated_texts(examined):
            if fault := self.check_template(text):
                message = f"This template cannot be read: {fault}"
                yield _problem(examined.document, path, message, Severity.WARNING)


def _plugin_defaults(data: Any) -> Iterator[tuple[Path, dict[str, Any]]]:
    for key in ("pluginDefaults", "taskDefaults"):
        items = data.get(key) if isinstance(data, dict) else None
        for index, item in enumerate(items if isinstance(items, list) else ()):
            if isinstance(item, dict) and isinstance(item.get("type"), str) and isinstance(item.get("values"), dict):
                yield (key, index), item


def _templated_texts(examined: Examined) -> Iterator[tuple[Path, str]]:
    """Every text that is rendered, of the flow and of its tasks. What the gate refuses is told once, without these."""
    data = examined.document.data
    if isinstance(data, dict):
        for key in RENDERED_OF_FLOWS:
            if (key,) not in examined.refused:
                yield from _texts(data.get(key), (key,))
    for placed in examined.tasks:
        yield from _texts(placed.task.properties, placed.path)
        for key, text in zip(RENDERED_OF_TASKS, (placed.task.run_if, placed.task.timeout), strict=True):
            if (*placed.path, key) not in examined.refused:
                yield from _texts(text, (*placed.path, key))


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


def _problem(
    document: Document, path: Path, message: str, severity: Severity = Severity.ERROR, *, instead: str = ""
) -> Problem:
    line, column = document.place(path).key
    return Problem(line=line, column=column, path=path_text(path), message=message, severity=severity, instead=instead)
