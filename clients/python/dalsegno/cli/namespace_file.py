"""`dalsegno namespace-file`: files that are kept with a namespace."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from dalsegno.cli.connection import connect
from dalsegno.cli.file import STANDARD_OUTPUT, fetch
from dalsegno.cli.terminal import Format, Output, console, local_time, new_table, print_message, print_table, size
from dalsegno.namespace_files import address_of, folder_of

application = typer.Typer(no_args_is_help=True, help="Keep files with a namespace, for its flows.")

STANDARD_INPUT = "-"

Name = Annotated[str, typer.Argument(metavar="NAME", help="Such as queries/daily.sql.", show_default=False)]
Namespace = Annotated[str, typer.Option("--namespace", "-n", help="The namespace of the file.", show_default=False)]


@application.command("list")
def list_files(
    prefix: Annotated[str, typer.Argument(metavar="PREFIX", help="How the names begin.", show_default=False)] = "",
    *,
    namespace: Namespace,
    output: Output = Format.TABLE,
) -> None:
    """List the files of a namespace by name."""
    from dalsegno.api.storage.v1 import storage_pb2 as storage

    with connect() as client:
        files = list(client.namespace_files.list(namespace, prefix, page_size=1000))
    if output is Format.JSON:
        print_message(storage.ListFilesResponse(files=files))
    elif files:
        table = new_table("size", "written", "name")
        for file in files:
            name = file.path.removeprefix(folder_of(namespace))
            table.add_row(size(file.blob.size_bytes), local_time(file.create_time), name)
        table.columns[0].justify = "right"
        print_table(console(), table)
    else:
        which = f"files that begin with {prefix}" if prefix else "files"
        console(error=True).print(f"Namespace {namespace} has no {which}", soft_wrap=True)


@application.command()
def put(
    name: Name,
    source: Annotated[
        str, typer.Argument(metavar="FILE", help="What to keep; - is standard input.", show_default=False)
    ],
    *,
    namespace: Namespace,
    output: Output = Format.TABLE,
) -> None:
    """Keep a file; the one of that name is replaced."""
    content = sys.stdin.buffer.read() if source == STANDARD_INPUT else Path(source)
    with connect() as client:
        blob = client.namespace_files.put(namespace, name, content)
    if output is Format.JSON:
        print_message(blob)
    else:
        typer.echo(f"{name}: {size(blob.size_bytes)}")


@application.command()
def get(
    name: Name,
    destination: Annotated[
        str, typer.Argument(metavar="DEST", help="A file or a directory; - is standard output.")
    ] = STANDARD_OUTPUT,
    *,
    namespace: Namespace,
    output: Output = Format.TABLE,
) -> None:
    """Download a file. Its bytes are checked against its digest."""
    with connect() as client:
        fetch(client, address_of(namespace, name), destination, output)


@application.command()
def delete(name: Name, *, namespace: Namespace, output: Output = Format.TABLE) -> None:
    """Delete a file. A name without a file is no error."""
    with connect() as client:
        deleted = client.namespace_files.delete(namespace, name)
    if output is Format.JSON:
        typer.echo(json.dumps({"deleted": deleted}))
    else:
        typer.echo(f"{name}: {'deleted' if deleted else 'there was no file'}")
