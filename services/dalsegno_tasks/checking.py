"""Checks a task's properties against its class, before (flow saved) and after (task run) rendering."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from dalsegno_flow import did_you_mean, nearest
from dalsegno_tasks.interface import Task, TaskFailure
from dalsegno_tasks.properties import is_template

# As pydantic tells them: 'ZIP' or 'TAR'.
_ALLOWED = re.compile(r"'([^']*)'")


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyProblem:
    """One property that is wrong; `path` leads to it, with names as written in the flow.

    `instead` is the known name or value that is nearest to what is written there; empty when none is near.
    """

    path: tuple[str | int, ...]
    message: str
    instead: str = ""


def check_properties(
    task_class: type[Task], properties: Mapping[str, Any], also_known: Sequence[str] = ()
) -> list[PropertyProblem]:
    """Checks properties as written in a flow; a value that is still a template is taken to be right.

    `also_known`: names that all tasks have and `properties` leaves out; an unknown property may have been meant as one.
    """
    try:
        task_class.model_validate(dict(properties))
    except ValidationError as error:
        return _problems(task_class, properties, error, also_known, let_templates_through=True)
    return []


def build(task_class: type[Task], rendered: Mapping[str, Any]) -> Task:
    """Makes the task from rendered properties.

    Raises:
        TaskFailure: one sentence for each property that is wrong.
    """
    try:
        return task_class.model_validate(dict(rendered))
    except ValidationError as error:
        problems = _problems(task_class, rendered, error, (), let_templates_through=False)
        raise TaskFailure("\n".join(problem.message for problem in problems)) from error


def schema(task_class: type[Task]) -> dict[str, Any]:
    """JSON Schema of the properties, for editors."""
    return task_class.model_json_schema(by_alias=True)


def _problems(
    task_class: type[Task],
    given: Mapping[str, Any],
    error: ValidationError,
    also_known: Sequence[str],
    *,
    let_templates_through: bool,
) -> list[PropertyProblem]:
    problems: dict[tuple[str | int, ...], PropertyProblem] = {}
    for detail in error.errors(include_url=False):
        path, value = _written(given, detail["loc"], detail["type"]), detail["input"]
        # A template may render to anything, but no value makes an unknown property known.
        may_become_right = let_templates_through and isinstance(value, str) and is_template(value)
        if may_become_right and detail["type"] != "extra_forbidden":
            continue
        near = _near(task_class, {**detail, "loc": path}, also_known)
        message = _message(task_class, {**detail, "loc": path}, near)
        if before := problems.get(path):
            # A union reports each of its branches: together they say what it may be, if it is a matter of kinds.
            kind = detail["msg"].replace("Input should be", " or") if detail["type"].endswith("_type") else ""
            message = f"{before.message.removesuffix('.')}{kind}." if kind else before.message
        problems[path] = PropertyProblem(path=path, message=message, instead=near)
    return list(problems.values())


def _written(given: Any, path: tuple[str | int, ...], kind: str) -> tuple[str | int, ...]:
    """The parts of a path that the flow has, not the names of a union's branches, and what is missing at its end."""
    parts: list[str | int] = []
    for position, part in enumerate(path):
        inner = given if isinstance(given, Mapping) else dict(enumerate(given)) if isinstance(given, list) else {}
        if part in inner:
            given = inner[part]
        elif kind != "missing" or position < len(path) - 1:
            continue
        parts.append(part)
    return tuple(parts)


def _near(task_class: type[Task], detail: dict[str, Any], also_known: Sequence[str]) -> str:
    """What may have been meant: another property, or another of the values that are allowed."""
    path, kind = detail["loc"], detail["type"]
    if kind == "extra_forbidden":
        return nearest(str(path[-1]), [*_names_at(task_class, path[:-1]), *(also_known if len(path) == 1 else ())])
    if kind in {"literal_error", "enum"} and isinstance(detail["input"], str):
        # RAR is another algorithm than TAR: a short name is meant where all the letters that are written are in it.
        given, allowed = detail["input"].upper(), _ALLOWED.findall(detail["ctx"]["expected"])
        return nearest(given, [name for name in allowed if len(given) > 3 or not Counter(given) - Counter(name)])
    return ""


def _message(task_class: type[Task], detail: dict[str, Any], near: str) -> str:
    path, kind, context = detail["loc"], detail["type"], detail.get("ctx", {})
    name = _dotted(path)
    if kind == "missing":
        return f"The property `{name}` is required."
    if kind == "extra_forbidden":
        hint = f"did you mean `{near}`?" if near else f"{task_class.__name__} has no such property."
        return f"Unknown property `{name}`; {hint}"
    if kind in {"literal_error", "enum"}:
        return (
            f"The property `{name}` cannot be {detail['input']!r}; allowed: {context['expected']}.{did_you_mean(near)}"
        )
    if kind in {"value_error", "assertion_error"}:
        return f"The property `{name}` cannot be {_short(detail['input'])}: {context.get('error', detail['msg'])}"
    said = detail["msg"][0].lower() + detail["msg"][1:]
    return f"The property `{name}` cannot be {_short(detail['input'])}: {said}."


def _dotted(path: tuple[str | int, ...]) -> str:
    dotted = ""
    for part in path:
        dotted += f"[{part}]" if isinstance(part, int) else f".{part}" if dotted else part
    return dotted


def _short(value: object, limit: int = 80) -> str:
    text = repr(value)
    return text if len(text) <= limit else text[:limit] + " ..."


def _names_at(model: type[BaseModel], path: tuple[str | int, ...]) -> list[str]:
    """Property names of the model that `path` leads to from `model`; none where it leads to something else."""
    for part in path:
        field = next((field for name, field in model.model_fields.items() if part in (name, field.alias)), None)
        annotation = field.annotation if field else None
        nested = [kind for kind in (annotation, *getattr(annotation, "__args__", ())) if _is_model(kind)]
        if not nested:
            return []
        model = nested[0]
    return [field.alias or name for name, field in model.model_fields.items()]


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)
