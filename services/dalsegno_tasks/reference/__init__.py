"""What can be told of a task type without running it: JSON Schemas, a title, examples.

The schemas follow from the models. Outputs and examples of built-in types stand in the YAML files beside this one,
by type; a plugin's classes carry their own (`Task.outputs_properties`, `Task.examples`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from inspect import cleandoc
from typing import Any

import yaml

from dalsegno_flow.flowables import FLOWABLES
from dalsegno_tasks.executor_task import ExecutorTask
from dalsegno_tasks.interface import Task
from dalsegno_tasks.reference.shapes import with_common, with_templates

DIALECT = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A whole flow."""

    source: str
    # Why it runs only where there is more than the services themselves; empty when it runs anywhere.
    needs: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """All about one task type; schemas are JSON Schema objects."""

    type: str
    title: str
    description: str
    old_names: tuple[str, ...]
    flowable: bool
    own_properties: Mapping[str, Any]
    outputs: Mapping[str, Any] | None
    examples: tuple[Example, ...]

    @property
    def properties(self) -> dict[str, Any]:
        """The schema of a whole task, with templates let through and with what all tasks have."""
        return {"$schema": DIALECT, **with_common(with_templates(self.own_properties), self.type)}


def reference_of(task: type[Task]) -> Reference:
    title, description = summary_of(task)
    entry = _entries().get(task.type_name, {})
    return Reference(
        type=task.type_name,
        title=title,
        description=description,
        old_names=task.aliases,
        flowable=is_flowable(task),
        own_properties=task.model_json_schema(by_alias=True),
        outputs=_outputs(task, entry),
        examples=_examples(task, entry),
    )


def is_flowable(task: type[Task]) -> bool:
    """Whether it holds tasks, or runs flows."""
    return task.type_name in FLOWABLES or (issubclass(task, ExecutorTask) and "flow_id" in task.model_fields)


def summary_of(task: type[Task]) -> tuple[str, str]:
    """The first sentence of its docstring, and the rest."""
    first, _, rest = cleandoc(task.__dict__.get("__doc__") or f"Runs {task.__name__}.").partition("\n\n")
    return " ".join(first.split()), rest.strip()


def _outputs(task: type[Task], entry: Mapping[str, Any]) -> dict[str, Any] | None:
    properties = entry.get("outputs", task.outputs_properties)
    if properties is None:
        return None
    return {"$schema": DIALECT, "type": "object", "properties": dict(properties)}


def _examples(task: type[Task], entry: Mapping[str, Any]) -> tuple[Example, ...]:
    if "example" not in entry:
        return tuple(Example(source=source) for source in task.examples)
    family, name = task.type_name.split(".")[-2:]
    head = f"id: {family}_{name.lower()}\nnamespace: company.team\n\n"
    return (Example(source=head + entry["example"].strip() + "\n", needs=entry.get("needs", "")),)


@cache
def _entries() -> Mapping[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for file in sorted(files(__package__).iterdir(), key=lambda each: each.name):
        if file.name.endswith(".yaml"):
            found |= yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    return found
