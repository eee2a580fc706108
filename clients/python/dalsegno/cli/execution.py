"""`dalsegno execution`: run, look, follow, resume, restart, replay."""

import itertools
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from dalsegno.cli.addresses import ExecutionArgument, FlowArgument, execution_id, parse_flow, suggesting
from dalsegno.cli.connection import connect, connect_async
from dalsegno.cli.inputs import FileOption, InputOption, InputsFileOption, all_inputs, given_files, pairs
from dalsegno.cli.terminal import Format, Output, console, local_time, new_table, print_message, print_table

if TYPE_CHECKING:
    from dalsegno.api.common.v1 import state_pb2
    from dalsegno.api.executor.v1 import executor_pb2 as executor

application = typer.Typer(no_args_is_help=True, help="Run flows, follow and replay executions.")

WaitOption = Annotated[
    bool, typer.Option("--wait/--no-wait", help="Show progress until the end, or print the id at once.")
]
RequestIdOption = Annotated[
    str, typer.Option("--request-id", help="The same id again gives the same execution and starts none.")
]
BreakpointOption = Annotated[
    list[str] | None,
    typer.Option("--breakpoint", metavar="TASK", help="Stop before it; or TASK.VALUE in a loop. Repeatable."),
]
LIST_LIMIT = 50


class StateName(StrEnum):
    CREATED = "CREATED"
    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    PAUSED = "PAUSED"
    BREAKPOINT = "BREAKPOINT"
    RETRYING = "RETRYING"
    RESTARTED = "RESTARTED"
    SUCCESS = "SUCCESS"
    WARNING = "WARNING"
    FAILED = "FAILED"
    RETRIED = "RETRIED"
    KILLING = "KILLING"
    KILLED = "KILLED"
    CANCELLED = "CANCELLED"


class Level(StrEnum):
    TRACE = "TRACE"
    DEBUG = "DEBUG"
    INFO = "INFO"
    WARN = "WARN"
    ERROR = "ERROR"


@application.command()
def run(
    flow: FlowArgument,
    *,
    revision: Annotated[int | None, typer.Option("--revision", "-r", min=1, help="The latest unless given.")] = None,
    label: Annotated[list[str] | None, typer.Option("--label", "-l", metavar="KEY=VALUE", help="Repeatable.")] = None,
    given: InputOption = None,
    inputs_file: InputsFileOption = None,
    file: FileOption = None,
    breakpoints: BreakpointOption = None,
    wait: WaitOption = True,
    request_id: RequestIdOption = "",
    output: Output = Format.TABLE,
) -> None:
    """Run a flow and show its progress. Ends with 1 when the execution FAILED."""
    address = parse_flow(flow)
    labels, inputs, files = pairs(label, "label"), all_inputs(given, inputs_file), given_files(file)
    with connect() as client, suggesting(client, flow):
        execution = client.executions.create(
            address.namespace,
            address.flow_id,
            revision=revision or 0,
            labels=labels,
            inputs=inputs,
            files=files,
            breakpoints=breakpoints or (),
            request_id=request_id,
        )
    finish(execution, wait=wait, output=output)


@application.command()
def resume(
    execution: ExecutionArgument,
    *,
    task: Annotated[
        str, typer.Option("--task", "-t", metavar="TASK", help="The paused task run; the first one unless given.")
    ] = "",
    given: InputOption = None,
    inputs_file: InputsFileOption = None,
    breakpoints: BreakpointOption = None,
    wait: WaitOption = True,
    request_id: RequestIdOption = "",
    output: Output = Format.TABLE,
) -> None:
    """Let a paused execution go on: with the inputs that its Pause task asks for, or from a breakpoint to the next."""
    inputs = all_inputs(given, inputs_file)
    with connect() as client:
        before = client.executions.get(execution_id(client, execution))
        resumed = client.executions.resume(
            before.execution_id,
            inputs=inputs,
            task_path=task,
            breakpoints=breakpoints or (),
            request_id=request_id,
        )
    finish(resumed, wait=wait, output=output, after_position=before.position)


@application.command()
def restart(
    execution: ExecutionArgument,
    *,
    revision: Annotated[
        str, typer.Option("--revision", "-r", metavar="REVISION", help="Go on in a new execution on this revision.")
    ] = "",
    wait: WaitOption = True,
    request_id: RequestIdOption = "",
    output: Output = Format.TABLE,
) -> None:
    """Run everything that failed in an execution again, in this same execution. Ends with 1 when it FAILED again.

    With --revision it goes on in a new execution, on that revision.
    """
    with connect() as client:
        before = client.executions.get(execution_id(client, execution))
        restarted = client.executions.restart(before.execution_id, revision=revision or None, request_id=request_id)
    after = before.position if restarted.execution_id == before.execution_id else 0
    finish(restarted, wait=wait, output=output, after_position=after)


@application.command()
def kill(
    execution: ExecutionArgument,
    *,
    keep_subflows: Annotated[
        bool, typer.Option("--keep-subflows", help="Leave the executions alone that it has started.")
    ] = False,
    request_id: RequestIdOption = "",
    output: Output = Format.TABLE,
) -> None:
    """End an execution that runs, waits or is paused, with everything that it has started."""
    with connect() as client:
        killed = client.executions.kill(
            execution_id(client, execution), keep_subflows=keep_subflows, request_id=request_id
        )
    finish(killed, wait=False, output=output)


@application.command()
def get(execution: ExecutionArgument, *, output: Output = Format.TABLE) -> None:
    """Show an execution and its task runs."""
    with connect() as client:
        found = client.executions.get(execution_id(client, execution))
    if output is Format.JSON:
        print_message(found)
    else:
        from dalsegno.cli.views import print_execution

        print_execution(console(), found)


@application.command("list")
def list_executions(
    flow: Annotated[str | None, typer.Argument(metavar="NAMESPACE.FLOW", help="Only this flow's.")] = None,
    *,
    namespace: Annotated[str, typer.Option("--namespace", "-n", help="Only this namespace's.")] = "",
    state: Annotated[list[StateName] | None, typer.Option("--state", help="Only in this state; repeatable.")] = None,
    replays_of: Annotated[
        str, typer.Option("--replays-of", metavar="EXECUTION", help="Only this one and all replays that come from it.")
    ] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, help="At most so many.")] = LIST_LIMIT,
    output: Output = Format.TABLE,
) -> None:
    """List executions, the newest first."""
    from dalsegno.api.executor.v1 import executor_pb2 as executor
    from dalsegno.states import State

    filters: dict[str, Any] = {"namespace": namespace}
    if flow is not None:
        address = parse_flow(flow)
        filters = {"namespace": address.namespace, "flow_id": address.flow_id}
    states = [cast("state_pb2.State", State.Value(f"STATE_{name}")) for name in state or ()]
    with connect() as client:
        original = client.executions.get(execution_id(client, replays_of)).original_id if replays_of else ""
        found = client.executions.list(**filters, states=states, original_id=original, page_size=min(limit, 1000))
        executions = list(itertools.islice(found, limit))
    if output is Format.JSON:
        print_message(executor.ListExecutionsResponse(executions=executions))
    elif executions:
        _print_list(executions)
    else:
        console(error=True).print("There are no such executions. `dalsegno execution run NAMESPACE.FLOW` makes one.")


@application.command()
def watch(execution: ExecutionArgument, *, output: Output = Format.TABLE) -> None:
    """Print what happens in an execution, a line an event, until it has ended."""
    with connect() as client:
        events = client.executions.watch(execution_id(client, execution))
        if output is Format.JSON:
            for event in events:
                print_message(event, one_line=True)
            return
        from dalsegno.cli.progress import EventLines

        target, lines = console(), EventLines(with_times=True)
        for event in events:
            for line in lines.lines(event):
                target.print(line, soft_wrap=True)


@application.command()
def logs(
    execution: ExecutionArgument,
    *,
    task: Annotated[str, typer.Option("--task", "-t", metavar="TASK", help="Only this task's lines.")] = "",
    level: Annotated[Level, typer.Option("--level", case_sensitive=False, help="At least so important.")] = Level.TRACE,
    follow: Annotated[bool, typer.Option("--follow", "-F", help="Also what comes, until the end.")] = False,
    output: Output = Format.TABLE,
) -> None:
    """Print what the tasks of an execution have logged."""
    from dalsegno.api.executor.v1 import executor_pb2 as executor
    from dalsegno.cli.progress import log_lines

    min_level = cast("executor.LogLevel", executor.LogLevel.Value(f"LOG_LEVEL_{level}"))
    with connect() as client:
        found = execution_id(client, execution)
        if follow:
            entries = client.executions.watch_logs(found, task_path=task, min_level=min_level)
        else:
            entries = client.executions.logs(found, task_path=task, min_level=min_level, page_size=1000)
        target = console()
        for entry in entries:
            if output is Format.JSON:
                print_message(entry, one_line=True)
                continue
            for line in log_lines(entry):
                target.print(line, soft_wrap=True)


def finish(execution: "executor.Execution", *, wait: bool, output: Format, after_position: int = 0) -> None:
    """Prints what was started: at once, or as it goes until its end, which gives the exit code."""
    if not wait:
        if output is Format.JSON:
            print_message(execution)
        else:
            console().print(execution.execution_id)
        return
    import asyncio

    try:
        ended = asyncio.run(_follow(execution.execution_id, after_position, quiet=output is Format.JSON))
    except KeyboardInterrupt:
        console(error=True).print(f"\nIt goes on: dalsegno execution watch {execution.execution_id}", style="dim")
        raise
    if output is Format.JSON:
        print_message(ended)
    from dalsegno.states import name_of

    if name_of(ended.state) != "FAILED":
        return
    if output is Format.TABLE and not ended.error:
        # What no task run is to blame for, no replay from a task mends.
        again = f"dalsegno execution replay {ended.execution_id} --from FAILED --revision latest"
        told = console(error=True)
        told.print(f"\nWhat may mend it: dalsegno execution fix {ended.execution_id}", style="dim", soft_wrap=True)
        told.print(f"Once the flow is corrected: {again}", style="dim", soft_wrap=True)
    raise typer.Exit(1)


async def _follow(started: str, after_position: int, *, quiet: bool) -> "executor.Execution":
    async with connect_async() as client:
        if not quiet:
            from rich.text import Text

            from dalsegno.cli.progress import show_progress

            target = console()
            target.print(Text.assemble("Execution ", (started, "bold")))
            await show_progress(client, started, target, after_position)
        return await client.executions.wait(started)


def _print_list(executions: "list[executor.Execution]") -> None:
    from dalsegno.cli.views import flow_of, state_text, took

    table = new_table("execution", "state", "flow", "revision", "attempt", "created", "took")
    for execution in executions:
        table.add_row(
            execution.execution_id,
            state_text(execution),
            flow_of(execution),
            str(execution.flow_revision or "draft"),
            str(execution.attempt_number),
            local_time(execution.create_time),
            took(execution),
        )
    print_table(console(), table)
