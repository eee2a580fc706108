"""`dalsegno execution label` and `delete`."""

import sys
from typing import Annotated

import typer

from dalsegno.cli.addresses import ExecutionArgument, execution_id
from dalsegno.cli.connection import connect
from dalsegno.cli.execution import RequestIdOption, finish
from dalsegno.cli.inputs import pairs
from dalsegno.cli.terminal import Format, Output, console
from dalsegno.errors import InvalidRequest


def label(
    execution: ExecutionArgument,
    labels: Annotated[list[str], typer.Argument(metavar="KEY=VALUE...", help="An empty value takes the label away.")],
    *,
    request_id: RequestIdOption = "",
    output: Output = Format.TABLE,
) -> None:
    """Label an execution that has ended; labels that are not named stay as they are."""
    wanted = pairs(labels, "label")
    with connect() as client:
        labelled = client.executions.set_labels(execution_id(client, execution), wanted, request_id=request_id)
    finish(labelled, wait=False, output=output)


def delete(
    execution: ExecutionArgument,
    *,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    request_id: RequestIdOption = "",
) -> None:
    """Delete an execution that has ended, with its log, outputs and files; what replays reuse of it stays with them."""
    with connect() as client:
        found = execution_id(client, execution)
        if not yes:
            if not (sys.stdin.isatty() and sys.stdout.isatty()):
                raise InvalidRequest(f"Execution {found} would be deleted for ever. Say so with --yes.")
            typer.confirm(f"Delete execution {found} for ever?", abort=True)
        client.executions.delete(found, request_id=request_id)
    console().print(f"Deleted {found}.")
