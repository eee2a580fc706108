"""Renders a task's properties, each in the way its class asks for."""

import re
from collections.abc import Mapping
from typing import Any

from dalsegno_flow.expressions import Engine, ExpressionError
from dalsegno_flow.expressions.java_values import json_value
from dalsegno_tasks.interface import Task


def render_properties(
    task_class: type[Task], properties: Mapping[str, Any], engine: Engine, variables: Mapping[str, Any]
) -> dict[str, Any]:
    """The properties as JSON values: those that `task_class` names are as it tells, all others are texts.

    Raises:
        ExpressionError: a text cannot be rendered; those of traced properties never raise.
    """
    typed = {name: value for name, value in properties.items() if name in task_class.typed}
    plain = {
        name: value
        for name, value in properties.items()
        if name not in task_class.typed | task_class.traced | task_class.late | task_class.for_items
    }
    rendered: dict[str, Any] = {
        **engine.render_tree(plain, variables),
        **(engine.render_tree(typed, variables, typed=True) if typed else {}),
    }
    for name in task_class.traced & properties.keys():
        rendered[name] = _traced(properties[name], engine, variables)
    rendered |= {name: properties[name] for name in task_class.late & properties.keys()}
    for name in task_class.for_items & properties.keys():
        rendered[name] = _for_items(properties[name], variables)
    return rendered


def _for_items(value: Any, variables: Mapping[str, Any]) -> Any:
    """The template with the variables that it seems to name."""
    template = str(value)
    named = {name: variables[name] for name in variables if re.search(rf"\b{re.escape(name)}\b", template)}
    return {"template": template, "variables": json_value(named)}


def _traced(value: Any, engine: Engine, variables: Mapping[str, Any]) -> Any:
    if isinstance(value, list):
        return [_traced(item, engine, variables) for item in value]
    if not isinstance(value, str):
        return value
    try:
        return {"template": value, "text": engine.render(value, variables)}
    except ExpressionError as error:
        return {"template": value, "error": str(error)}
