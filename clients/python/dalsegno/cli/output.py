"""`dalsegno output`: what tasks gave."""

import json
from typing import Annotated, Any

import typer

from dalsegno.cli.addresses import ExecutionArgument, execution_id
from dalsegno.cli.connection import connect
from dalsegno.cli.file import fetch
from dalsegno.cli.terminal import Format, Output
from dalsegno.errors import NotFound

application = typer.Typer(no_args_is_help=True, help="Read what tasks gave.")

_SCHEMES = ("dalsegno:///", "kestra:///")


@application.command()
def get(
    execution: ExecutionArgument,
    task_path: Annotated[str, typer.Argument(metavar="TASK", help="A task path.", show_default=False)],
    key: Annotated[str | None, typer.Argument(metavar="KEY", help="One value, such as files.a or rows.0.id.")] = None,
    *,
    file: Annotated[
        str,
        typer.Option("--file", metavar="DEST", help="Download the file that the value names; - is standard output."),
    ] = "",
    output: Output = Format.TABLE,
) -> None:
    """Print the outputs of a task as JSON, or one value of them, or download the file that it names."""
    with connect() as client:
        outputs = client.outputs.get(execution_id(client, execution), task_path)
        value = outputs if key is None else value_at(outputs, key)
        if file:
            fetch(client, file_of(value), file, output)
            return
    # A lone text is printed bare for people, and quoted for programs.
    bare = isinstance(value, str) and output is Format.TABLE
    typer.echo(value if bare else json.dumps(value, indent=2, ensure_ascii=False))


def value_at(outputs: Any, key: str) -> Any:
    """The value at a dotted key. Names may themselves have dots: the longest name that fits is taken.

    Raises:
        NotFound: there is no such value.
    """
    found, value = _look_up(outputs, key)
    if found:
        return value
    known = ", ".join(outputs) if isinstance(outputs, dict) and outputs else "none"
    raise NotFound(f"The outputs have nothing at {key!r}. Their keys: {known}.")


def _look_up(value: Any, key: str) -> tuple[bool, Any]:
    if isinstance(value, list):
        value = {str(index): item for index, item in enumerate(value)}
    if not isinstance(value, dict):
        return False, None
    names = sorted((name for name in value if key == name or key.startswith(f"{name}.")), key=len, reverse=True)
    for name in names:
        if key == name:
            return True, value[name]
        found, inner = _look_up(value[name], key[len(name) + 1 :])
        if found:
            return True, inner
    return False, None


def file_of(value: Any) -> str:
    """The path that a value names; of an object with a `uri`, that one.

    Raises:
        NotFound: it names no file.
    """
    named = value.get("uri") if isinstance(value, dict) else value
    if isinstance(named, str) and named.startswith(_SCHEMES):
        return named
    shown = json.dumps(value, ensure_ascii=False)
    raise NotFound(
        f"{shown if len(shown) <= 200 else shown[:197] + '...'} names no file. "
        "Give the KEY of a value that begins with dalsegno:///."
    )
