"""`dalsegno execution replay`: the plan, the question, and the replay."""

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dalsegno.cli.addresses import ExecutionArgument, execution_id
from dalsegno.cli.connection import connect
from dalsegno.cli.execution import BreakpointOption, RequestIdOption, WaitOption, finish
from dalsegno.cli.inputs import InputsFileOption, all_inputs, pairs
from dalsegno.cli.terminal import Format, Output, console, print_message
from dalsegno.errors import InvalidRequest

if TYPE_CHECKING:
    from dalsegno.api.executor.v1 import executor_pb2 as executor
    from dalsegno.client import Client


def replay(
    execution: ExecutionArgument,
    *,
    start: Annotated[
        list[str] | None,
        typer.Option(
            "--from", "-f", metavar="PLACE", help="A task, or each[value=b]/load; repeatable. Or FAILED, or BEGINNING."
        ),
    ] = None,
    task_run: Annotated[str, typer.Option("--from-task-run", metavar="ID", help="A task run of the execution.")] = "",
    skip: Annotated[
        list[str] | None, typer.Option("--skip", metavar="PLACE", help="Do not run it; repeatable.")
    ] = None,
    revision: Annotated[
        str, typer.Option("--revision", "-r", metavar="REVISION", help="original, latest or a number.")
    ] = "original",
    set_input: Annotated[
        list[str] | None,
        typer.Option("--set-input", metavar="KEY=VALUE", help="Give an input another value; repeatable."),
    ] = None,
    inputs_file: InputsFileOption = None,
    on_missing: Annotated[
        str, typer.Option("--on-missing", metavar="WHAT", help="refuse, or rerun what made lost outputs.")
    ] = "refuse",
    task_map: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="OLD=NEW", help="What a renamed task is called now; repeatable. OLD= for gone."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show the plan; ends with 2 when it could not be carried out.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not show the plan and ask, on a terminal.")] = False,
    breakpoints: BreakpointOption = None,
    plan_digest: Annotated[str, typer.Option("--plan-digest", help="Carry out this plan or none.")] = "",
    wait: WaitOption = True,
    request_id: RequestIdOption = "",
    output: Output = Format.TABLE,
) -> None:
    """Start a new execution that goes on from a task, and reuse the outputs of everything before it."""
    begin = _start(start, task_run)
    wishes: dict[str, Any] = {
        "revision": revision,
        "skip": skip or [],
        "on_missing": on_missing,
        "task_map": pairs(task_map, "map", "OLD=NEW"),
        "inputs": all_inputs(set_input, inputs_file),
    }
    with connect() as client:
        source = execution_id(client, execution)
        if dry_run:
            plan = client.executions.plan_replay(source, begin, **wishes)
            _show(plan, output)
            raise typer.Exit(2 if plan.obstacles else 0)
        if not yes and not plan_digest and output is Format.TABLE and sys.stdin.isatty() and sys.stdout.isatty():
            plan_digest = _agreed(client, source, begin, wishes)
        replayed = client.executions.replay(
            source,
            begin,
            breakpoints=breakpoints or (),
            plan_digest=plan_digest,
            request_id=request_id,
            **wishes,
        )
    finish(replayed.execution, wait=wait, output=output)


def _start(start: list[str] | None, task_run: str) -> "list[str] | executor.ReplayFrom":
    if bool(start) == bool(task_run):
        raise InvalidRequest(
            "Say where the replay begins: --from PLACE, --from FAILED, --from BEGINNING, or --from-task-run ID."
        )
    if start:
        return start
    from dalsegno.api.executor.v1 import executor_pb2 as executor

    return executor.ReplayFrom(task_run_id=task_run)


def _agreed(client: "Client", source: str, begin: "list[str] | executor.ReplayFrom", wishes: dict[str, Any]) -> str:
    """Shows the plan and asks; gives the digest of what was agreed to. Leaves when it was not."""
    plan = client.executions.plan_replay(source, begin, **wishes)
    _show(plan, Format.TABLE)
    if plan.obstacles:
        raise typer.Exit(2)
    if not typer.confirm("\nReplay?", default=True):
        raise typer.Exit(1)
    return plan.digest


def _show(plan: "executor.ReplayPlan", output: Format) -> None:
    if output is Format.JSON:
        print_message(plan)
        return
    from dalsegno.cli.plans import print_plan

    print_plan(console(), plan)
