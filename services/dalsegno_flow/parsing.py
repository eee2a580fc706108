"""From a flow's source to its definition: every rule is checked, and all problems are told at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dalsegno_flow.definition import Flow, Task
from dalsegno_flow.names import flow_id_fault, label_key_fault, namespace_fault, task_id_fault
from dalsegno_flow.problems import (
    InvalidFlow,
    Path,
    Position,
    Problem,
    Severity,
    did_you_mean,
    errors_of,
    in_order,
    path_text,
)
from dalsegno_flow.source import Document, read_document

# `revision` is the server's: sources that were exported with it stay valid, and it says nothing.
FLOW_PROPERTIES = ("id", "namespace", "revision", "description", "disabled", "labels", "variables", "tasks")
TASK_PROPERTIES = ("id", "type", "description", "disabled")

# Kestra's, and refused: a flow that asks for a retry must not run without one.
UNSUPPORTED_FLOW_PROPERTIES = (
    "inputs",
    "outputs",
    "errors",
    "finally",
    "afterExecution",
    "triggers",
    "concurrency",
    "retry",
    "pluginDefaults",
    "sla",
    "checks",
    "listeners",
    "taskDefaults",
    "workerGroup",
)
UNSUPPORTED_TASK_PROPERTIES = (
    "retry",
    "timeout",
    "runIf",
    "allowFailure",
    "allowWarning",
    "logLevel",
    "logToFile",
    "workerGroup",
    "taskCache",
    "version",
    "pluginDefaultsRef",
    "assets",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What was found in a source. `flow` is there when no problem is an error; `problems` are in the source's order."""

    flow: Flow | None
    document: Document
    problems: tuple[Problem, ...]


def parse_flow(source: str) -> Flow:
    """Reads a flow.

    Raises:
        InvalidFlow: it has errors; all of them are in the exception.
    """
    examined = examine_flow(source)
    if examined.flow is None:
        raise InvalidFlow(examined.problems)
    return examined.flow


def examine_flow(source: str) -> Examined:
    """Reads a flow and tells what is wrong with it. Task types and templates are not looked at."""
    document, unreadable = read_document(source)
    if document.data is None and unreadable:
        return Examined(flow=None, document=document, problems=in_order(unreadable))
    examination = _Examination(document)
    flow = examination.flow()
    problems = in_order((*unreadable, *examination.problems))
    return Examined(flow=None if errors_of(problems) else flow, document=document, problems=problems)


class _Examination:
    """Collects problems; every method returns a stand-in where the real value is missing, so that all is seen."""

    def __init__(self, document: Document) -> None:
        self.problems: list[Problem] = []
        self._document = document

    def flow(self) -> Flow | None:
        data = self._document.data
        if data is None:
            self._error((), "The source is empty. A flow has at least `id`, `namespace` and `tasks`.")
            return None
        if not isinstance(data, dict):
            self._error((), f"The source is {_kind(data)}. A flow is a map with `id`, `namespace` and `tasks`.")
            return None
        self._unknown(data)
        return Flow(
            id=self._name((), "id", flow_id_fault, "`id: my_flow`"),
            namespace=self._name((), "namespace", namespace_fault, "`namespace: company.team`"),
            description=self._text(("description",), data.get("description")),
            disabled=self._boolean(("disabled",), data.get("disabled")),
            labels=self._labels(data.get("labels")),
            variables=self._variables(data.get("variables")),
            tasks=self._tasks(data),
        )

    def _unknown(self, data: Mapping[str, Any]) -> None:
        known = (*FLOW_PROPERTIES, *UNSUPPORTED_FLOW_PROPERTIES)
        for key in data:
            if key in UNSUPPORTED_FLOW_PROPERTIES:
                self._unsupported((key,))
            elif key not in known:
                message = f"A flow has no property `{key}`.{did_you_mean(key, known)}"
                self._error((key,), message, at_key=True)

    def _labels(self, labels: Any) -> dict[str, str]:
        found: dict[str, str] = {}
        for key, value, key_path, value_path in self._label_entries(labels):
            text = self._label_value(key, value, value_path)
            if fault := label_key_fault(key, text):
                self._error(key_path, fault, at_key=key_path == value_path)
            elif key in found:
                message = f"The label `{key}` is given twice; the last one counts. Remove one of the two."
                self._report(self._document.place(key_path).value, key_path, message, Severity.WARNING)
            found[key] = text
        return found

    def _label_entries(self, labels: Any) -> list[tuple[str, Any, Path, Path]]:
        """(key, value, path of the key, path of the value) of labels written as a map or as a list."""
        if labels is None:
            return []
        if isinstance(labels, dict):
            return [(key, value, ("labels", key), ("labels", key)) for key, value in labels.items()]
        if not isinstance(labels, list):
            self._error(("labels",), f"`labels` is {_kind(labels)}. Write a map, `key: value` on each line.")
            return []
        entries = []
        for index, label in enumerate(labels):
            path: Path = ("labels", index)
            if not isinstance(label, dict) or set(label) != {"key", "value"}:
                self._error(path, "A label in a list is written `- key: name` and `value: text` below it.")
            else:
                key = self._text((*path, "key"), label["key"])
                entries.append((key, label["value"], (*path, "key"), (*path, "value")))
        return entries

    def _label_value(self, key: str, value: Any, path: Path) -> str:
        if isinstance(value, bool):
            return "true" if value else "false"
        if value is None or value == "" or isinstance(value, dict | list):
            found = "nothing" if value in (None, "") else _kind(value)
            self._error(path, f"The value of the label `{key}` is {found}. Write a text.")
            return ""
        return str(value)

    def _variables(self, variables: Any) -> Mapping[str, Any]:
        if variables is None:
            return {}
        if not isinstance(variables, dict):
            self._error(("variables",), f"`variables` is {_kind(variables)}. Write a map, `name: value` on each line.")
            return {}
        return variables

    def _tasks(self, data: Mapping[str, Any]) -> tuple[Task, ...]:
        tasks = data.get("tasks")
        if tasks is None or tasks == []:
            self._error(("tasks",), "A flow needs at least one task. Write `tasks:` and a list below it.")
            return ()
        if not isinstance(tasks, list):
            self._error(("tasks",), f"`tasks` is {_kind(tasks)}. Write a list, each task beginning with `- id:`.")
            return ()
        seen: set[str] = set()
        return tuple(self._task(("tasks", index), task, seen) for index, task in enumerate(tasks))

    def _task(self, path: Path, data: Any, seen: set[str]) -> Task:
        if not isinstance(data, dict):
            self._error(path, f"The task is {_kind(data)}. Write a map with `id` and `type`.")
            return Task(id="", type="")
        for key in data:
            if key in UNSUPPORTED_TASK_PROPERTIES:
                self._unsupported((*path, key))
        task = Task(
            id=self._name(path, "id", task_id_fault, "`id: my_task`"),
            type=self._name(path, "type", lambda _: None, "`type: io.kestra.plugin.core.log.Log`"),
            description=self._text((*path, "description"), data.get("description")),
            disabled=self._boolean((*path, "disabled"), data.get("disabled")),
            properties={key: value for key, value in data.items() if key not in TASK_PROPERTIES},
        )
        if task.id and task.id in seen:
            self._error((*path, "id"), f"Duplicate task id with name [{task.id}]")
        seen.add(task.id)
        return task

    def _name(self, owner: Path, key: str, fault_of: Any, example: str) -> str:
        path = (*owner, key)
        value = _at(self._document.data, path)
        if value is None or value == "":
            self._error(path, f"`{key}` is missing. Write {example}.")
            return ""
        text = self._text(path, value)
        if text and (fault := fault_of(text)):
            self._error(path, fault)
        return text

    def _text(self, path: Path, value: Any) -> str:
        """A text, or a number that stands for one, as Kestra takes it. Booleans are mistakes: `no` is one."""
        if value is None:
            return ""
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            self._error(path, f"`{path[-1]}` is {_kind(value)}. Write a text, in quotes if need be.")
            return ""
        return str(value)

    def _boolean(self, path: Path, value: Any) -> bool:
        if isinstance(value, bool):
            return value
        if isinstance(value, str) and value in ("true", "false"):
            return value == "true"
        if value is not None:
            self._error(path, f"`{path[-1]}` is {_kind(value)}. Write `true` or `false`.")
        return False

    def _unsupported(self, path: Path) -> None:
        self._error(path, f"`{path[-1]}` is not supported by this version of Dal Segno. Remove it.", at_key=True)

    def _error(self, path: Path, message: str, *, at_key: bool = False) -> None:
        place = self._document.place(path)
        self._report(place.key if at_key else place.value, path, message, Severity.ERROR)

    def _report(self, position: Position, path: Path, message: str, severity: Severity) -> None:
        line, column = position
        self.problems.append(
            Problem(line=line, column=column, path=path_text(path), message=message, severity=severity)
        )


def _at(data: Any, path: Path) -> Any:
    for step in path[:-1]:
        data = data[step]
    return data.get(path[-1])


def _kind(value: Any) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return f"the boolean {str(value).lower()}"
        case int() | float():
            return f"the number {value!r:.40}"
        case str():
            return "a text"
        case list():
            return "a list"
        case _:
            return "a map"
