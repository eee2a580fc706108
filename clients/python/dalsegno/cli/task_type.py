"""`dalsegno task-type`: what tasks there are, and what each takes."""

import json
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import typer

from dalsegno.cli.connection import connect
from dalsegno.cli.terminal import Format, Output, console, new_table, print_message, print_table

application = typer.Typer(no_args_is_help=True, help="See which task types there are, and what each takes.")


@application.command("list")
def list_types(
    text: Annotated[
        str, typer.Argument(metavar="TEXT", help="What a name or the title has in it.", show_default=False)
    ] = "",
    *,
    output: Output = Format.TABLE,
) -> None:
    """List task types by name. What plugins announce and cannot be used is told too."""
    from dalsegno.api.registry.v1 import registry_pb2 as registry

    with connect() as client:
        types = list(client.task_types.list(text, page_size=1000))
        faults = list(client.task_types.faults())
    if output is Format.JSON:
        print_message(registry.ListTaskTypesResponse(task_types=types, plugin_faults=faults))
        return
    if types:
        table = new_table("type", "what it does")
        for each in types:
            table.add_row(each.type, each.title)
        print_table(console(), table)
    else:
        console(error=True).print(f"No task type has {text!r} in its name or title", soft_wrap=True)
    for fault in faults:
        console(error=True).print(fault.message, soft_wrap=True)


@application.command()
def get(
    task_type: Annotated[str, typer.Argument(metavar="TYPE", help="Its name, or an old one.", show_default=False)],
    *,
    output: Output = Format.TABLE,
) -> None:
    """Print what a task type takes and gives, and an example; its JSON Schemas with -o json."""
    with connect() as client:
        found = client.task_types.get(task_type)
    if output is Format.JSON:
        print_message(found)
        return
    shown = console()
    shown.print(found.task_type.type, style="bold", soft_wrap=True)
    shown.print(found.task_type.title, soft_wrap=True)
    if found.description:
        shown.print(f"\n{found.description}", soft_wrap=True)
    if found.task_type.old_names:
        shown.print(f"\nOld names: {', '.join(found.task_type.old_names)}", soft_wrap=True)
    _print_properties("Properties", json.loads(found.properties_schema_json))
    if found.outputs_schema_json:
        _print_properties("Outputs", json.loads(found.outputs_schema_json))
    for example in found.examples:
        shown.print("\nExample", style="bold")
        typer.echo(example, nl=False)


def _print_properties(title: str, schema: Mapping[str, Any]) -> None:
    rows = list(_rows(schema))
    if rows:
        console().print(f"\n{title}", style="bold")
        table = new_table("name", "type", "default", "meaning")
        for row in rows:
            table.add_row(*row)
        print_table(console(), table)


def _rows(schema: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    required = schema.get("required", ())
    for name, value in schema.get("properties", {}).items():
        if value:  # without, nothing is known of it
            default = "required" if name in required else json.dumps(value["default"]) if "default" in value else ""
            yield name, _kind(value), "" if default == "null" else default, value.get("description", "")


def _kind(schema: Mapping[str, Any]) -> str:
    """What a value may be, in a few words; templates go without saying."""
    if "anyOf" in schema:
        kinds = (_kind(branch) for branch in schema["anyOf"])
        return " or ".join(dict.fromkeys(kind for kind in kinds if kind not in {"null", "Template"}))
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "enum" in schema:
        return ", ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'])}" if schema.get("items") else "list"
    return str(schema.get("format") or schema.get("const") or schema.get("type", "any"))
