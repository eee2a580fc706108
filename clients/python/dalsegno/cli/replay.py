"""`dalsegno execution replay`: the plan, the question, and the replay."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dalsegno.cli.addresses import ExecutionArgument, execution_id
from dalsegno.cli.connection import connect
from dalsegno.cli.execution import BreakpointOption, RequestIdOption, WaitOption, finish
from dalsegno.cli.inputs import InputsFileOption, all_inputs, json_or_text, pairs
from dalsegno.cli.terminal import Format, Output, console, print_message
from dalsegno.errors import InvalidRequest

if TYPE_CHECKING:
    from dalsegno.api.executor.v1 import executor_pb2 as executor
    from dalsegno.choices import ReplayWish
    from dalsegno.client import Client

_WORDS = {"FAILED", "CHANGED", "BEGINNING"}


def replay(
    execution: ExecutionArgument,
    *,
    start: Annotated[
        list[str] | None,
        typer.Option(
            "--from",
            "-f",
            metavar="PLACE",
            help="A task, or each[value=b]/load; repeatable. Or FAILED, CHANGED, or BEGINNING.",
        ),
    ] = None,
    task_run: Annotated[str, typer.Option("--from-task-run", metavar="ID", help="A task run of the execution.")] = "",
    skip: Annotated[
        list[str] | None, typer.Option("--skip", metavar="PLACE", help="Do not run it; repeatable.")
    ] = None,
    revision: Annotated[
        str, typer.Option("--revision", "-r", metavar="REVISION", help="original, latest or a number.")
    ] = "original",
    draft: Annotated[
        Path | None,
        typer.Option(
            "--draft", metavar="FILE", exists=True, dir_okay=False, help="Run this YAML, which need not be saved."
        ),
    ] = None,
    set_input: Annotated[
        list[str] | None,
        typer.Option("--set-input", metavar="KEY=VALUE", help="Give an input another value; repeatable."),
    ] = None,
    inputs_file: InputsFileOption = None,
    set_variable: Annotated[
        list[str] | None,
        typer.Option("--set-variable", metavar="KEY=JSON", help="Give a variable another value; repeatable."),
    ] = None,
    set_output: Annotated[
        list[str] | None,
        typer.Option(
            "--set-output", metavar="PLACE=JSON|@FILE", help="Give a task run outputs, or a file as `uri`; repeatable."
        ),
    ] = None,
    clock: Annotated[
        str | None, typer.Option("--clock", metavar="TIME", help="What the start is: original, now, or a time.")
    ] = None,
    allow_effects: Annotated[
        list[str] | None,
        typer.Option("--allow-effects", metavar="TASK", help="It may run again though that cannot be undone."),
    ] = None,
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
    wishes: ReplayWish = {
        "revision": revision,
        "draft": draft.read_text(encoding="utf-8") if draft else "",
        "variables": {name: json_or_text(text) for name, text in pairs(set_variable, "set-variable").items()},
        "clock": clock,
        "allow_effects": allow_effects or [],
        "skip": skip or [],
        "on_missing": on_missing,
        "task_map": pairs(task_map, "map", "OLD=NEW"),
        "inputs": all_inputs(set_input, inputs_file),
    }
    with connect() as client, _telling_problems(client, draft):
        source = execution_id(client, execution)
        wishes["outputs"] = _outputs(client, source, set_output)
        if dry_run:
            plan = client.executions.plan_replay(source, begin, **wishes)
            _show(plan, output)
            raise typer.Exit(2 if plan.obstacles else 0)
        if not yes and not plan_digest and output is Format.TABLE and sys.stdin.isatty() and sys.stdout.isatty():
            plan_digest = agreed(client, source, begin, wishes)
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
            "Say where the replay begins: --from PLACE, FAILED, CHANGED or BEGINNING, or --from-task-run ID."
        )
    if start:
        return [word.upper() if word.upper() in _WORDS else word for word in start] if len(start) == 1 else start
    from dalsegno.api.executor.v1 import executor_pb2 as executor

    return executor.ReplayFrom(task_run_id=task_run)


@contextmanager
def _telling_problems(client: "Client", draft: Path | None) -> Iterator[None]:
    """Shows what is wrong with a draft where it is wrong."""
    try:
        yield
    except InvalidRequest as error:
        if draft is None or error.reason != "FLOW_INVALID":
            raise
        from dalsegno.cli.problems import print_problems

        source = draft.read_text(encoding="utf-8")
        print_problems(str(draft), source, client.flows.validate(source))
        raise typer.Exit(2) from error


def _outputs(client: "Client", source: str, given: list[str] | None) -> dict[str, dict[str, Any]]:
    """The outputs that task runs are given, by their places; files are sent first."""
    found: dict[str, dict[str, Any]] = {}
    for place, text in pairs(given, "set-output", "PLACE=JSON").items():
        if text.startswith("@"):
            found[place] = client.executions.upload_output(source, place, Path(text[1:]))
            continue
        try:
            found[place] = json.loads(text)
        except ValueError as error:
            raise InvalidRequest(f"--set-output {place} is not JSON: {error}. Give an object, or @FILE.") from error
        if not isinstance(found[place], dict):
            raise InvalidRequest(f'--set-output {place} is no JSON object; give one such as {{"value": 1}}, or @FILE.')
    return found


def agreed(client: "Client", source: str, begin: "list[str] | executor.ReplayFrom", wishes: "ReplayWish") -> str:
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
