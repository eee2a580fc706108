"""`dalsegno kv`: values that are kept by key."""

import json
import re
import sys
from datetime import timedelta
from typing import Annotated, Any

import typer

from dalsegno.cli.connection import connect
from dalsegno.cli.terminal import Format, Output, console, local_time, new_table, print_message, print_table, size

application = typer.Typer(no_args_is_help=True, help="Keep values by key, for flows and for people.")

STANDARD_INPUT = "-"
_LIFETIME = re.compile(r"([0-9]{1,9})([smhd])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def lifetime(text: str) -> timedelta:
    found = _LIFETIME.fullmatch(text)
    if not found:
        raise typer.BadParameter(f"{text!r} is no length of time; write a number with s, m, h or d, such as 12h.")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


Key = Annotated[str, typer.Argument(metavar="KEY", show_default=False)]
Namespace = Annotated[str, typer.Option("--namespace", "-n", help="The namespace of the key.", show_default=False)]


@application.command()
def get(key: Key, *, namespace: Namespace, output: Output = Format.TABLE) -> None:
    """Print a value as JSON; a lone text is printed bare, and quoted with -o json."""
    with connect() as client:
        value = client.values.get(namespace, key)
    bare = isinstance(value, str) and output is Format.TABLE
    typer.echo(value if bare else json.dumps(value, indent=2, ensure_ascii=False))


@application.command("set")
def set_value(
    key: Key,
    value: Annotated[
        str, typer.Argument(metavar="VALUE", help="JSON, or else a text; - is standard input.", show_default=False)
    ],
    *,
    namespace: Namespace,
    text: Annotated[bool, typer.Option("--text", help="Keep VALUE as a text, even when it is JSON.")] = False,
    expires_in: Annotated[
        timedelta | None,
        typer.Option("--expires-in", parser=lifetime, metavar="TIME", help="How long to keep it, such as 90s or 7d."),
    ] = None,
    new: Annotated[bool, typer.Option("--new", help="Refuse when the key has a value.")] = False,
    description: Annotated[str, typer.Option("--description", help="What it is for.")] = "",
    output: Output = Format.TABLE,
) -> None:
    """Keep a value; the one before is replaced."""
    given = sys.stdin.read() if value == STANDARD_INPUT else value
    with connect() as client:
        written = client.values.put(
            namespace,
            key,
            given if text else _read(given),
            time_to_live=expires_in,
            overwrite=not new,
            description=description,
        )
    if output is Format.JSON:
        print_message(written)
    else:
        until = local_time(written.expire_time)
        typer.echo(f"{key}: version {written.version}{', until ' + until if until else ''}")


@application.command()
def delete(key: Key, *, namespace: Namespace, output: Output = Format.TABLE) -> None:
    """Delete a value. A key without a value is no error."""
    with connect() as client:
        deleted = client.values.delete(namespace, key)
    if output is Format.JSON:
        typer.echo(json.dumps({"deleted": deleted}))
    else:
        typer.echo(f"{key}: {'deleted' if deleted else 'there was no value'}")


@application.command("list")
def list_values(
    prefix: Annotated[str, typer.Argument(metavar="PREFIX", help="How the keys begin.", show_default=False)] = "",
    *,
    namespace: Namespace,
    output: Output = Format.TABLE,
) -> None:
    """List the values of a namespace by key."""
    from dalsegno.api.storage.v1 import storage_pb2 as storage

    with connect() as client:
        values = list(client.values.list(namespace, prefix, page_size=1000))
    if output is Format.JSON:
        print_message(storage.ListValuesResponse(values=values))
    elif values:
        table = new_table("key", "size", "version", "written", "until", "description")
        for value in values:
            written, until = local_time(value.update_time), local_time(value.expire_time)
            table.add_row(value.key, size(value.size_bytes), str(value.version), written, until, value.description)
        print_table(console(), table)
    else:
        which = f"keys that begin with {prefix}" if prefix else "keys"
        console(error=True).print(f"Namespace {namespace} has no {which}", soft_wrap=True)


def _read(text: str) -> Any:
    def refuse(name: str) -> Any:
        raise ValueError(name)

    try:
        return json.loads(text, parse_constant=refuse)  # NaN is no JSON, and so a text
    except ValueError:
        return text
