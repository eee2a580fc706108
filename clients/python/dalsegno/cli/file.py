"""`dalsegno file`: the files of executions."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dalsegno.cli.addresses import execution_id, is_execution_id
from dalsegno.cli.connection import connect
from dalsegno.cli.terminal import Format, Output, console, local_time, new_table, print_table, size

if TYPE_CHECKING:
    from dalsegno.client import Client

application = typer.Typer(no_args_is_help=True, help="List and download the files of executions.")

STANDARD_OUTPUT = "-"


@application.command("list")
def list_files(
    prefix: Annotated[
        str,
        typer.Argument(
            metavar="EXECUTION|PREFIX", help="An execution, @last, or how the paths begin.", show_default=False
        ),
    ],
    *,
    output: Output = Format.TABLE,
) -> None:
    """List the files that an execution wrote. Those that a replay reuses belong to the execution that wrote them."""
    from dalsegno.api.storage.v1 import storage_pb2 as storage
    from dalsegno.cli.terminal import print_message

    with connect() as client:
        if is_execution_id(prefix):
            execution = client.executions.get(execution_id(client, prefix))
            where = f"{execution.namespace}/{execution.flow_id}/executions/{execution.execution_id}"
            prefix = f"dalsegno:///{where}/"
        files = list(client.files.list(prefix, page_size=1000))
    if output is Format.JSON:
        print_message(storage.ListFilesResponse(files=files))
    elif files:
        table = new_table("size", "written", "file")
        for file in files:
            table.add_row(size(file.blob.size_bytes), local_time(file.create_time), file.path)
        table.columns[0].justify = "right"
        print_table(console(), table)
    else:
        console(error=True).print(f"There are no files that begin with {prefix}", soft_wrap=True)


@application.command()
def get(
    uri: Annotated[str, typer.Argument(metavar="URI", help="dalsegno:///…", show_default=False)],
    destination: Annotated[
        str, typer.Argument(metavar="DEST", help="A file or a directory; - is standard output.")
    ] = STANDARD_OUTPUT,
    *,
    output: Output = Format.TABLE,
) -> None:
    """Download a file. Its bytes are checked against its digest."""
    with connect() as client:
        fetch(client, uri, destination, output)


def fetch(client: "Client", uri: str, destination: str, output: Format) -> None:
    """Writes a file to a path, into a directory, or to standard output."""
    if destination == STANDARD_OUTPUT:
        for chunk in client.files.read(uri):
            sys.stdout.buffer.write(chunk)
        sys.stdout.buffer.flush()
        return
    target = Path(destination)
    if target.is_dir():
        target /= uri.rpartition("/")[2]
    size_bytes = client.files.download(uri, target)
    if output is Format.JSON:
        import json

        typer.echo(json.dumps({"path": str(target), "size_bytes": size_bytes}))
    else:
        console(error=True).print(f"{target}: {size(size_bytes)}", soft_wrap=True)
