"""Reads tasks and the tasks in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from dalsegno_flow.definition import Task, TaskCache
from dalsegno_flow.effects import Effects
from dalsegno_flow.flowables import FLOWABLES, PAUSE, FlowableShape, Holds, current_type
from dalsegno_flow.inputs.reading import read_inputs
from dalsegno_flow.names import task_id_fault
from dalsegno_flow.problems import Path
from dalsegno_flow.reader import Reader, is_template, kind
from dalsegno_flow.retry import read_retry
from dalsegno_flow.support import Gate

TASK_PROPERTIES = frozenset(
    (
        "id",
        "type",
        "version",
        "description",
        "disabled",
        "retry",
        "timeout",
        "runIf",
        "allowFailure",
        "allowWarning",
        "logLevel",
        "logToFile",
        "workerGroup",
        "taskCache",
        "pluginDefaultsRef",
        "assets",
        "effects",
    )
)


class LogLevel(StrEnum):
    TRACE = "TRACE"
    DEBUG = "DEBUG"
    INFO = "INFO"
    WARN = "WARN"
    ERROR = "ERROR"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedTask:
    """A task and where it stands in the document."""

    path: Path
    task: Task


@dataclass(slots=True, kw_only=True)
class TaskReader:
    """Reads tasks; `found` has all of them in the order of reading, also those of a flow with other problems."""

    reader: Reader
    gate: Gate
    found: list[PlacedTask] = field(default_factory=list)
    _ids: set[str] = field(default_factory=set)

    def read_list(self, path: Path, value: Any) -> tuple[Task, ...]:
        items = self.reader.list(path, value, "each task beginning with `- id:`")
        return tuple(self.read(((*path, index)), item) for index, item in enumerate(items))

    def read(self, path: Path, data: Any, depends_on: tuple[str, ...] = ()) -> Task:
        reader = self.reader
        if not isinstance(data, dict):
            reader.error(path, f"The task is {kind(data)}. Write a map with `id` and `type`.")
            return Task(id="", type="")
        for key in data:
            if key in self.gate.task_properties:
                reader.refuse((*path, key), key)
            elif key in self.gate.idle:
                reader.idle((*path, key), key)
        task_id = reader.required_text(path, data, "id", "`id: my_task`", task_id_fault)
        self._remember(path, task_id)
        task_type = reader.required_text(path, data, "type", "`type: io.kestra.plugin.core.log.Log`", lambda _: None)
        if task_type and current_type(task_type) in self.gate.task_types:
            reader.error((*path, "type"), f"`{task_type}` is not supported by this version of Dal Segno. Remove it.")
        # The task takes its place before those in it.
        place = len(self.found)
        task = self._task(path, data, task_id, task_type, depends_on)
        self.found.insert(place, PlacedTask(path=path, task=task))
        return task

    def _remember(self, path: Path, task_id: str) -> None:
        if task_id and task_id in self._ids:
            self.reader.error((*path, "id"), f"Duplicate task id with name [{task_id}]")
        self._ids.add(task_id)

    def _task(
        self, path: Path, data: Mapping[str, Any], task_id: str, task_type: str, depends_on: tuple[str, ...]
    ) -> Task:
        reader = self.reader
        shape = FLOWABLES.get(task_type)
        slots = shape.slots if shape else {}
        own = {key: value for key, value in data.items() if key not in TASK_PROPERTIES and key not in slots}
        if len(data) == len(own) + 2 and not shape and "id" in data and "type" in data:
            return Task(id=task_id, type=task_type, properties=own, depends_on=depends_on)
        level = data.get("logLevel")
        return Task(
            id=task_id,
            type=task_type,
            version=reader.text((*path, "version"), data.get("version")),
            description=reader.text((*path, "description"), data.get("description")),
            disabled=reader.boolean((*path, "disabled"), data.get("disabled")),
            properties=own,
            children=self._children(path, data, shape) if shape else {},
            depends_on=depends_on,
            inputs=self._on_resume(path, data, shape),
            run_if=reader.template((*path, "runIf"), data.get("runIf"), "true"),
            retry=read_retry(reader, (*path, "retry"), data.get("retry")),
            timeout=self._timeout((*path, "timeout"), data.get("timeout")),
            allow_failure=reader.boolean((*path, "allowFailure"), data.get("allowFailure")),
            allow_warning=reader.boolean((*path, "allowWarning"), data.get("allowWarning")),
            log_level=None
            if level is None
            else reader.choice((*path, "logLevel"), level, LogLevel, LogLevel.TRACE).value,
            log_to_file=reader.boolean((*path, "logToFile"), data.get("logToFile")),
            task_cache=self._task_cache((*path, "taskCache"), data.get("taskCache")),
            worker_group=reader.map((*path, "workerGroup"), data.get("workerGroup"), "with `key`"),
            plugin_defaults_ref=reader.text((*path, "pluginDefaultsRef"), data.get("pluginDefaultsRef")),
            effects=None
            if data.get("effects") is None
            else reader.choice((*path, "effects"), data["effects"], Effects, Effects.EFFECTFUL).value,
        )

    def _on_resume(self, path: Path, data: Mapping[str, Any], shape: FlowableShape | None) -> Any:
        if shape is None or shape.type != PAUSE:
            return ()
        return read_inputs(self.reader, (*path, "onResume"), data.get("onResume"))

    def _timeout(self, path: Path, value: Any) -> str | None:
        if value is None:
            return None
        text = self.reader.text(path, value)
        if text and not is_template(text):
            self.reader.duration(path, text)
        return text or None

    def _task_cache(self, path: Path, value: Any) -> TaskCache | None:
        data = self.reader.map(path, value, "with `enabled: true`")
        if data is None:
            return None
        self.reader.unknown(path, data, ("enabled", "ttl"), "`taskCache`")
        if data.get("enabled") is None:
            self.reader.error((*path, "enabled"), "`enabled` is missing. Write `enabled: true`.")
        return TaskCache(
            enabled=self.reader.boolean((*path, "enabled"), data.get("enabled")),
            ttl=self.reader.duration((*path, "ttl"), data.get("ttl")),
        )

    def _children(self, path: Path, data: Mapping[str, Any], shape: FlowableShape) -> dict[str, tuple[Task, ...]]:
        children: dict[str, tuple[Task, ...]] = {}
        for name, holds in shape.slots.items():
            at: Path = (*path, name)
            value = data.get(name)
            if value is None or value == []:
                if name in shape.required:
                    self.reader.error(at, f"`{name}` holds no task. Write `{name}:` and a list of tasks below it.")
                continue
            match holds:
                case Holds.TASKS:
                    children[name] = self.read_list(at, value)
                case Holds.ONE_TASK:
                    children[name] = (self.read(at, value),)
                case Holds.DEPENDENT_TASKS:
                    children[name] = self._dependent(at, value)
                case Holds.CASES:
                    cases = self.reader.map(at, value, "each case with a list of tasks") or {}
                    for key, tasks in cases.items():
                        children[f"{name}/{key}"] = self.read_list((*at, key), tasks)
        return children

    def _dependent(self, path: Path, value: Any) -> tuple[Task, ...]:
        tasks = []
        for index, item in enumerate(self.reader.list(path, value, "each beginning with `- task:`")):
            at: Path = (*path, index)
            data = item if isinstance(item, dict) else {}
            if data.get("task") is None:
                self.reader.error(at, "A task of a Dag is written `- task:` and the task below it.")
                continue
            self.reader.unknown(at, data, ("task", "dependsOn"), "An item of a Dag")
            depends_on = self.reader.texts((*at, "dependsOn"), data.get("dependsOn"), "the ids of other tasks")
            tasks.append(self.read((*at, "task"), data["task"], depends_on))
        return tuple(tasks)
