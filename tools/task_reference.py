"""Writes docs/tasks.md from the classes of the built-in task types and their reference."""

import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from dalsegno_tasks import Catalog
from dalsegno_tasks.catalog import BUILT_IN
from dalsegno_tasks.reference import Reference, reference_of
from dalsegno_tasks.reference.shapes import COMMON, held_tasks

TASKS_FILE = "docs/tasks.md"
HEAD = """\
# Task types

<!-- Written by `python tools/generate.py tasks` from services/dalsegno_tasks. Do not edit. -->

Every type with what it takes, what later tasks see of it as `outputs.<task id>`, and a flow that uses it. Any property
may be a template with [expressions](expressions.md). `dalsegno task-type get TYPE` shows the same for what is
installed, plugins included, and `-o json` gives JSON Schemas; so does `GetTaskSchema`. Old names are still understood.

Packages of your own add more: see [CONTRIBUTING.md](../CONTRIBUTING.md).
"""


def render() -> str:
    catalog = Catalog(BUILT_IN)
    references = [reference_of(catalog.find(name)) for name in catalog.types()]
    parts = [HEAD, "## What all tasks have\n\n" + "\n".join(_table(COMMON, ())) + "\n"]
    for family, members in itertools.groupby(references, key=lambda each: each.type.rpartition(".")[0]):
        parts.append(f"## {family}\n")
        parts += ["\n".join(_section(each)) + "\n" for each in members]
    parts.append("## Properties with properties\n")
    parts += ["\n".join(_part(name, part)) + "\n" for name, part in sorted(_parts(references).items())]
    return "\n".join(parts)


def _parts(references: Sequence[Reference]) -> dict[str, Mapping[str, Any]]:
    """What types define for their properties, by name; most are shared by several types."""
    found: dict[str, Mapping[str, Any]] = {}
    for reference in references:
        for name, part in reference.own_properties.get("$defs", {}).items():
            if found.setdefault(name, part) != part:
                raise ValueError(f"{reference.type} defines a {name} of its own; give that class another name.")
    return found


def _part(name: str, part: Mapping[str, Any]) -> Iterator[str]:
    yield f"### {name}"
    if "description" in part:
        yield ""
        yield " ".join(part["description"].split())
    yield ""
    yield from _table(part.get("properties", {}), part.get("required", ()))


def _section(reference: Reference) -> Iterator[str]:
    yield f"### {reference.type.rpartition('.')[2]}"
    yield ""
    yield reference.title
    if reference.description:
        yield ""
        yield reference.description
    if reference.old_names:
        yield ""
        yield "Old names: " + ", ".join(f"`{name}`" for name in reference.old_names) + "."
    schema = reference.own_properties
    properties = {**schema.get("properties", {}), **held_tasks(reference.type)}
    if properties:
        yield ""
        yield from _table(properties, schema.get("required", ()))
    if reference.outputs is None:
        yield ""
        yield "Outputs: those of the task that it runs."
    elif reference.outputs["properties"]:
        yield ""
        yield "| output | type | meaning |"
        yield "| --- | --- | --- |"
        for name, value in reference.outputs["properties"].items():
            yield f"| `{name}` | {_kind(value)} | {_cell(value.get('description', ''))} |"
    for example in reference.examples:
        yield ""
        if example.needs:
            yield f"An example, which needs {NEEDS.get(example.needs, example.needs)}:"
            yield ""
        yield "```yaml"
        yield example.source.rstrip()
        yield "```"


NEEDS = {
    "duckdb": "the extra `duckdb`",
    "postgresql": "the extra `postgres` and a server",
    "git": "git",
    "node": "Node.js",
}


def _table(properties: Mapping[str, Mapping[str, Any]], required: Any) -> Iterator[str]:
    yield "| property | type | default | meaning |"
    yield "| --- | --- | --- | --- |"
    for name, value in properties.items():
        default = value.get("default")
        shown = "required" if name in required else "" if default in (None, {}, []) else f"`{json.dumps(default)}`"
        yield f"| `{name}` | {_kind(value)} | {_cell(shown)} | {_cell(value.get('description', ''))} |"


def _kind(schema: Mapping[str, Any]) -> str:
    """What a value may be, in a few words."""
    if "anyOf" in schema or "oneOf" in schema:
        kinds = [_kind(branch) for branch in schema.get("anyOf", schema.get("oneOf", ()))]
        return " or ".join(dict.fromkeys(kind for kind in kinds if kind != "null"))
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    if "const" in schema:
        return f"`{schema['const']}`"
    kind = schema.get("type", "any")
    if isinstance(kind, list):
        return " or ".join(part for part in kind if part != "null")
    if kind == "array":
        inner = _kind(schema["items"]) if schema.get("items") else "any"
        return "list" if inner == "any" else f"list of {inner}"
    if kind == "object" and isinstance(schema.get("additionalProperties"), Mapping):
        return f"map of {_kind(schema['additionalProperties'])}"
    return str(schema.get("format") or {"object": "map"}.get(kind, kind))


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def generate_tasks(root: Path) -> None:
    path = root / TASKS_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(render(), encoding="utf-8")
