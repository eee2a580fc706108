"""`dalsegno execution compare`: in what executions differ, and where they first parted."""

from typing import TYPE_CHECKING, Annotated

import typer

from dalsegno.cli.addresses import execution_id
from dalsegno.cli.connection import connect
from dalsegno.cli.terminal import (
    Format,
    Output,
    console,
    duration,
    new_table,
    print_message,
    print_table,
    revision_text,
    size,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console
    from rich.text import Text

    from dalsegno.api.executor.v1 import executor_pb2 as executor

SHOWN_CHARACTERS = 60


def compare(
    executions: Annotated[list[str], typer.Argument(metavar="EXECUTION...", help="2 to 10 of them: ids, or @last.")],
    *,
    everything: Annotated[bool, typer.Option("--all", help="Show the task runs too that are the same.")] = False,
    tables: Annotated[bool, typer.Option("--tables/--no-tables", help="Look into tables that differ.")] = True,
    output: Output = Format.TABLE,
) -> None:
    """Show in what executions differ: what they ran with, how each task went, what came of it, where they parted."""
    with connect() as client:
        asked = [execution_id(client, each) for each in executions]
        found = client.executions.compare(asked, skip_tables=not tables)
    if output is Format.JSON:
        print_message(found)
        return
    target = console()
    _print_wholes(target, found)
    _print_runs(target, found, everything=everything)
    _print_differences(target, found)
    if changed := [
        f"{run.task_path} ({', '.join(run.changed_fields)})" for run in found.task_runs if run.changed_fields
    ]:
        target.print(f"\nTheir revisions differ in {', '.join(changed)}.", soft_wrap=True)
    if found.divergence_task_path:
        target.print(f"\nFirst parted at {found.divergence_task_path}. {found.divergence}", soft_wrap=True)


def _print_wholes(target: "Console", found: "executor.CompareExecutionsResponse") -> None:
    from dalsegno.cli.views import flow_of, state_text, took

    table = new_table("", *(execution.execution_id for execution in found.executions))
    table.add_row("state", *map(state_text, found.executions))
    table.add_row("flow", *(f"{flow_of(one)}, {revision_text(one.flow_revision)}" for one in found.executions))
    table.add_row("attempt", *(str(one.attempt_number) for one in found.executions))
    table.add_row("took", *map(took, found.executions))
    for difference in found.differences:
        if difference.name not in ("flow", "revision", "state"):
            table.add_row(difference.name, *_cells(difference))
    print_table(target, table)


def _print_runs(target: "Console", found: "executor.CompareExecutionsResponse", *, everything: bool) -> None:
    shown = [run for run in found.task_runs if everything or not run.same]
    hidden = len(found.task_runs) - len(shown)
    if shown:
        target.print()
        table = new_table("task", *(execution.execution_id for execution in found.executions), "")
        for run in shown:
            table.add_row(run.task_path, *map(_how, run.runs), "same" if run.same else "differs")
        print_table(target, table)
    if hidden:
        noun = "task run is" if hidden == 1 else "task runs are"
        target.print(f"\n{hidden} {noun} the same in all; --all shows them.", style="dim")


def _print_differences(target: "Console", found: "executor.CompareExecutionsResponse") -> None:
    differing = [(run.task_path, difference) for run in found.task_runs for difference in run.differences]
    if not differing:
        return
    target.print()
    table = new_table("output", *(execution.execution_id for execution in found.executions))
    for path, difference in differing:
        table.add_row(f"{path}: {difference.name}", *_cells(difference))
    print_table(target, table)


def _how(run: "executor.ComparedState") -> "Text":
    from rich.text import Text

    from dalsegno.cli.terminal import STATE_STYLES
    from dalsegno.states import name_of

    if not run.state:
        return Text("–", "dim")
    name = name_of(run.state)
    line = Text(name, STATE_STYLES.get(name, ""))
    if run.HasField("duration"):
        line.append(f"  {duration(run.duration.ToNanoseconds() / 1e9)}", "")
    if run.attempt_count > 1:
        line.append(f"  {run.attempt_count} attempts", "")
    if run.HasField("reused_from"):
        line.append("  reused", "blue")
    return line


def _cells(difference: "executor.Difference") -> list[str]:
    if difference.files:
        return [_file(file, difference.files) for file in difference.files]
    return [_short(value) if value else "–" for value in difference.values_json]


def _file(file: "executor.ComparedFile", beside: "Sequence[executor.ComparedFile]") -> str:
    if not file.digest:
        return "gone"
    known = [size(file.size_bytes)]
    if file.HasField("row_count"):
        known.append(f"{file.row_count:,} rows")
    if len({_columns(other) for other in beside}) > 1 and file.columns:
        known.append(", ".join(_columns(file)))
    return "; ".join(known)


def _columns(file: "executor.ComparedFile") -> tuple[str, ...]:
    return tuple(f"{column.name} {column.type}".strip() for column in file.columns)


def _short(value: str) -> str:
    return value if len(value) <= SHOWN_CHARACTERS else value[: SHOWN_CHARACTERS - 1] + "…"
