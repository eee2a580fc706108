"""`dalsegno execution fix` and `dalsegno flow fix`: what may mend a failure, as a diff, and what to do with it."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dalsegno.cli.addresses import ExecutionArgument, execution_id
from dalsegno.cli.connection import connect
from dalsegno.cli.execution import WaitOption, finish
from dalsegno.cli.inputs import InputsFileOption, all_inputs
from dalsegno.cli.replay import agreed
from dalsegno.cli.terminal import Format, Output, console, print_diff, print_message
from dalsegno.errors import InvalidRequest

if TYPE_CHECKING:
    from dalsegno.api.executor.v1 import executor_pb2 as executor
    from dalsegno.choices import ReplayWish

MODEL = "model"

NumberOption = Annotated[int | None, typer.Option("--number", "-n", min=1, metavar="N", help="Which of the fixes.")]
ModelOption = Annotated[
    bool, typer.Option("--model/--no-model", help="Ask the language model too, if the executor has one.")
]


def fix(
    execution: ExecutionArgument,
    *,
    source: Annotated[
        Path | None,
        typer.Option("--source", metavar="FILE", exists=True, dir_okay=False, help="Mend this YAML, not what ran."),
    ] = None,
    number: NumberOption = None,
    apply: Annotated[
        Path | None, typer.Option("--apply", metavar="FILE", dir_okay=False, help="Write the mended YAML to a file.")
    ] = None,
    draft_replay: Annotated[
        bool, typer.Option("--draft-replay", help="Replay the mended flow as a draft, from what changed.")
    ] = False,
    set_input: Annotated[
        list[str] | None,
        typer.Option("--set-input", metavar="KEY=VALUE", help="With --draft-replay: give an input a value."),
    ] = None,
    inputs_file: InputsFileOption = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not show the plan and ask, on a terminal.")] = False,
    model: ModelOption = True,
    wait: WaitOption = True,
    output: Output = Format.TABLE,
) -> None:
    """Show what may mend a failed execution, as diffs. Nothing is saved. Ends with 1 when nothing is known."""
    with connect() as client:
        failed = execution_id(client, execution)
        text = source.read_text(encoding="utf-8") if source else ""
        found = client.executions.suggest_fix(failed, source=text, skip_model=not model)
        if output is Format.JSON and not draft_replay:
            print_message(found)
        elif output is Format.TABLE:
            _show(found, "" if apply or draft_replay else f"dalsegno execution fix {failed} --draft-replay")
        if not found.fixes:
            raise typer.Exit(1)
        if apply:
            _write(apply, _chosen(found, number).source)
        if not draft_replay:
            return
        wishes: ReplayWish = {
            "draft": _chosen(found, number).source,
            "inputs": all_inputs(set_input, inputs_file),
        }
        digest = ""
        if not yes and output is Format.TABLE and sys.stdin.isatty() and sys.stdout.isatty():
            digest = agreed(client, failed, ["CHANGED"], wishes)
        replayed = client.executions.replay(failed, "CHANGED", plan_digest=digest, **wishes)
    finish(replayed.execution, wait=wait, output=output)
    if wait and output is Format.TABLE:
        promote = f"dalsegno flow promote {replayed.execution.execution_id}"
        console(error=True).print(f"\nTo save it as the next revision: {promote}", style="dim", soft_wrap=True)


def fix_file(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A YAML file.", exists=True, dir_okay=False)],
    *,
    write: Annotated[bool, typer.Option("--write", "-w", help="Write the mended YAML to the file.")] = False,
    output: Output = Format.TABLE,
) -> None:
    """Show what mends a flow that cannot be saved, as a diff. Ends with 1 when there is nothing to show."""
    source = file.read_text(encoding="utf-8")
    with connect() as client:
        found = client.executions.suggest_fix(source=source)
    if output is Format.JSON:
        print_message(found)
    else:
        _show(found, "" if write else f"dalsegno flow fix {file} --write")
    if not found.fixes:
        raise typer.Exit(1)
    if write:
        _write(file, found.fixes[0].source)


def _show(found: "executor.SuggestFixResponse", next_command: str) -> None:
    from rich.text import Text

    target = console()
    for number, one in enumerate(found.fixes, 1):
        head = [f"{number}. ", ", ".join(one.rules).replace("_", " "), f", {one.confidence:.0%} sure, {_trial(one)}"]
        target.print(Text.assemble((head[0] + head[1], "bold"), head[2]), soft_wrap=True)
        target.print(one.message, soft_wrap=True)
        if one.needed_inputs:
            target.print(
                f"A replay of it needs --set-input {' --set-input '.join(f'{name}=…' for name in one.needed_inputs)}"
            )
        print_diff(target, one.diff)
        target.print()
    told = console(error=True)
    for message in found.messages:
        told.print(message, soft_wrap=True)
    if found.fixes and next_command:
        told.print(f"Nothing is saved. To go on: {next_command}", style="dim", soft_wrap=True)


def _trial(one: "executor.SuggestedFix") -> str:
    from dalsegno.api.executor.v1 import executor_pb2 as executor

    return {
        executor.TRIAL_RAN: f"tried on {one.tried_lines:,} lines of its file",
        executor.TRIAL_RENDERED: "its expressions were tried",
    }.get(one.trial, "it validates")


def _chosen(found: "executor.SuggestFixResponse", number: int | None) -> "executor.SuggestedFix":
    """The fix with a number, or the first one. What a model proposes has to be looked at and chosen."""
    if number is not None and number > len(found.fixes):
        count = "is 1 fix" if len(found.fixes) == 1 else f"are {len(found.fixes)} fixes"
        raise InvalidRequest(f"--number is {number}, and there {count}.")
    chosen = found.fixes[(number or 1) - 1]
    if number is None and MODEL in chosen.rules:
        raise InvalidRequest("The first fix comes from a language model. Read it, and choose it with --number 1.")
    return chosen


def _write(file: Path, source: str) -> None:
    file.write_text(source, encoding="utf-8", newline="")
    console(error=True).print(f"Written to {file}.", soft_wrap=True)
