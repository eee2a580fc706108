"""Rules between tasks: who depends on whom, what a template may name, which flow a task may start.

Source: Kestra's validators of flows and tasks, their wording included.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from dalsegno_flow.cycles import cycles
from dalsegno_flow.definition import Flow, Task
from dalsegno_flow.flowables import DAG, FLOWABLES, SUBFLOWS, SWITCH, WORKING_DIRECTORY, current_type
from dalsegno_flow.inputs.types import leaves
from dalsegno_flow.problems import Path, did_you_mean, nearest
from dalsegno_flow.reader import Reader
from dalsegno_flow.tasks import PlacedTask

_DASHED = (
    "Invalid {what} reference: use {what}s[key-name] instead of {what}s.key-name — keys with dashes require bracket "
    "notation, offending {owner}: [{name}]"
)


def check_rules(reader: Reader, flow: Flow, placed: Sequence[PlacedTask]) -> None:
    """Tells what is wrong between the tasks of a flow. `placed` are all of them, with their places."""
    for one in placed:
        current = current_type(one.task.type)
        if current == DAG:
            _check_dag(reader, one)
        elif current == SWITCH:
            _check_switch(reader, one)
        elif current == WORKING_DIRECTORY:
            _check_working_directory(reader, one)
        elif current in SUBFLOWS:
            _check_subflow(reader, one, flow)
    _check_references(reader, flow, placed)


def _check_dag(reader: Reader, dag: PlacedTask) -> None:
    tasks = dag.task.children.get("tasks", ())
    graph = {task.id: list(task.depends_on) for task in tasks}
    unknown = False
    for index, task in enumerate(tasks):
        for position, name in enumerate(task.depends_on):
            if name not in graph:
                unknown = True
                path: Path = (*dag.path, "tasks", index, "dependsOn", position)
                near = nearest(name, [other for other in graph if other != task.id])
                hint = did_you_mean(near)
                message = f"Not existing task id in dependency: {name}{'.' if hint else ''}{hint}"
                reader.error(path, message, instead=near)
    cycle = next(cycles(graph), None)
    if cycle and not unknown:
        reader.error((*dag.path, "tasks"), f"Cyclic dependency detected: {', '.join(cycle)}", at_key=True)


def _check_switch(reader: Reader, switch: PlacedTask) -> None:
    if not any(slot == "defaults" or slot.startswith("cases/") for slot in switch.task.children):
        reader.error(switch.path, "No task defined, neither cases or default have any tasks")


def _check_working_directory(reader: Reader, directory: PlacedTask) -> None:
    for index, task in enumerate(directory.task.children.get("tasks", ())):
        path: Path = (*directory.path, "tasks", index)
        if task.type in FLOWABLES:
            message = "Only runnable tasks are allowed as children of a WorkingDirectory task"
            reader.error((*path, "type"), message)
        if task.worker_group is not None:
            reader.error(
                (*path, "workerGroup"),
                "Cannot set a Worker Group in any WorkingDirectory sub-tasks, "
                "it is only supported at the WorkingDirectory level",
                at_key=True,
            )


def _check_subflow(reader: Reader, one: PlacedTask, flow: Flow) -> None:
    asked = (one.task.properties.get("namespace"), one.task.properties.get("flowId"))
    if asked == (flow.namespace, flow.id):
        reader.error((*one.path, "flowId"), f"Recursive call to flow [{flow.full_id}]")


def _check_references(reader: Reader, flow: Flow, placed: Sequence[PlacedTask]) -> None:
    """Refuses `inputs.a-b` and `outputs.a-b.c`, which subtract."""
    inputs = _dashed_names(one.id for one in leaves(flow.inputs))
    outputs = _dashed_names(one.task.id for one in placed)
    patterns = []
    if inputs:
        patterns.append(("input", re.compile(rf"\{{\{{\s*inputs\.(?:{inputs})\s*\}}\}}")))
    if outputs:
        patterns.append(("output", re.compile(rf"\{{\{{\s*outputs\.(?:{outputs})\.[^}}]+\}}\}}")))
    for what, pattern in patterns:
        for one in placed:
            for path, text in _texts(one.path, one.task):
                if pattern.search(text):
                    reader.error(path, _DASHED.format(what=what, owner="tasks", name=one.task.id))
                    break
        if what == "output":
            for index, output in enumerate(flow.outputs):
                if any(pattern.search(text) for _, text in _texts_in((), output.value)):
                    at: Path = ("outputs", index, "value")
                    reader.error(at, _DASHED.format(what=what, owner="outputs", name=output.id))


def _dashed_names(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in names if "-" in name)


def _texts(path: Path, task: Task) -> Iterator[tuple[Path, str]]:
    yield from _texts_in(path, task.properties)
    if task.run_if != "true":
        yield (*path, "runIf"), task.run_if


def _texts_in(path: Path, value: Any) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        if "{{" in value:
            yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts_in((*path, key), inner)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _texts_in((*path, index), inner)
