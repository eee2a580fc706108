"""JSON Schemas of whole tasks, made of the schemas of their properties."""

from collections.abc import Mapping
from typing import Any

from dalsegno_flow import TASK_PROPERTIES
from dalsegno_flow.flowables import FLOWABLES, Holds

TEMPLATE = "Template"
_LIMITS = {"enum", "format", "pattern", "maxLength", "minLength"}
_NOTES = ("title", "description", "default", "deprecated")
_REFERENCE = {"$ref": f"#/$defs/{TEMPLATE}"}
# What every task may have: its JSON Schema by name. What is not here is let through as it is.
COMMON: Mapping[str, Mapping[str, Any]] = {
    "id": {"type": "string", "description": "Names the task; unique in its flow."},
    "type": {"type": "string", "description": "What it does: the name of a task type."},
    "description": {"type": "string", "description": "Says to people what it is for."},
    "disabled": {"type": "boolean", "default": False, "description": "Leaves it out of every execution."},
    "runIf": {"type": "string", "default": "true", "description": "Skips it when this renders to a false value."},
    "timeout": {"type": "string", "description": "Ends an attempt that takes longer, such as PT30S."},
    "retry": {"type": "object", "description": "When, and how often, it is tried again after a failure."},
    "allowFailure": {"type": "boolean", "default": False, "description": "A failure ends it WARNING, and all goes on."},
    "allowWarning": {"type": "boolean", "default": False, "description": "A warning of it counts as success."},
    "logLevel": {
        "enum": ["TRACE", "DEBUG", "INFO", "WARN", "ERROR"],
        "description": "Drops the lines of its log that are below.",
    },
    "taskCache": {"type": "object", "description": "Reuses outputs of the same task with the same properties."},
}
_HELD = {
    Holds.TASKS: {"type": "array", "items": {"type": "object", "required": ["id", "type"]}},
    Holds.DEPENDENT_TASKS: {"type": "array", "items": {"type": "object", "required": ["task"]}},
}
_CASES = {"type": "object", "additionalProperties": _HELD[Holds.TASKS]}
_ABOUT = {
    "tasks": "The tasks that it runs.",
    "then": "The tasks that run when the condition is true.",
    "else": "The tasks that run when it is not.",
    "cases": "The tasks that run for each value.",
    "defaults": "The tasks that run when no case is the value's.",
    "errors": "The tasks that run after one of its own has failed.",
    "finally": "The tasks that run at its end, whatever has happened.",
}


def held_tasks(task_type: str) -> dict[str, dict[str, Any]]:
    """The schemas of the properties in which a flowable holds tasks; none for other types."""
    shape = FLOWABLES.get(task_type)
    slots = shape.slots if shape else {}
    return {name: {**_HELD.get(holds, _CASES), "description": _ABOUT.get(name, "")} for name, holds in slots.items()}


def with_common(schema: Mapping[str, Any], task_type: str) -> dict[str, Any]:
    """The schema of a task, given that of its own properties."""
    shape = FLOWABLES.get(task_type)
    required = ["id", "type", *schema.get("required", ()), *(shape.required if shape else ())]
    others: dict[str, dict[str, Any]] = {name: {} for name in sorted(TASK_PROPERTIES - COMMON.keys())}
    own = {**held_tasks(task_type), **schema.get("properties", {})}
    return {**schema, "properties": {**COMMON, **others, **own}, "required": required}


def with_templates(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema with a template let through wherever a value is not any text."""
    definitions = {name: _lenient(inner) for name, inner in schema.get("$defs", {}).items()}
    definitions[TEMPLATE] = {"type": "string", "pattern": r"\{[{%]", "description": "A text with expressions."}
    return {**_lenient(schema, inner_only=True), "$defs": definitions}


def _lenient(schema: Mapping[str, Any], *, inner_only: bool = False) -> dict[str, Any]:
    """`inner_only` leaves the schema itself as strict as it is."""
    found = dict(schema)
    if "properties" in found:
        found["properties"] = {name: _lenient(inner) for name, inner in found["properties"].items()}
    for key in ("items", "additionalProperties"):
        if isinstance(found.get(key), Mapping):
            found[key] = _lenient(found[key])
    if inner_only or not found.keys() - set(_NOTES) or _takes_any_text(found):
        return found
    told: dict[str, Any] = {key: found.pop(key) for key in _NOTES if key in found}
    branches = found.pop("anyOf") if list(found) == ["anyOf"] else [found]
    return {**told, "anyOf": [*branches, _REFERENCE]}


def _takes_any_text(schema: Mapping[str, Any]) -> bool:
    if "anyOf" in schema:
        return any(_takes_any_text(branch) for branch in schema["anyOf"])
    return schema.get("type") == "string" and not schema.keys() & _LIMITS
