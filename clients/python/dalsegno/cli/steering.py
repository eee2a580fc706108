"""`dalsegno execution pause`, `force-run` and `set-state`."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, cast

import typer

from dalsegno.cli.addresses import ExecutionArgument, execution_id
from dalsegno.cli.connection import connect
from dalsegno.cli.execution import RequestIdOption, WaitOption, finish
from dalsegno.cli.terminal import Format, Output

if TYPE_CHECKING:
    from dalsegno.api.common.v1 import state_pb2


class FinalState(StrEnum):
    SUCCESS = "SUCCESS"
    WARNING = "WARNING"
    FAILED = "FAILED"
    SKIPPED = "SKIPPED"
    KILLED = "KILLED"
    CANCELLED = "CANCELLED"


def pause(execution: ExecutionArgument, *, request_id: RequestIdOption = "", output: Output = Format.TABLE) -> None:
    """Pause an execution that runs: what has begun goes on to its end, and nothing starts until it is resumed."""
    with connect() as client:
        paused = client.executions.pause(execution_id(client, execution), request_id=request_id)
    finish(paused, wait=False, output=output)


def force_run(
    execution: ExecutionArgument,
    *,
    wait: WaitOption = True,
    request_id: RequestIdOption = "",
    output: Output = Format.TABLE,
) -> None:
    """Let an execution run that waits: for its place under the flow's limit, for its time, or for somebody."""
    with connect() as client:
        before = client.executions.get(execution_id(client, execution))
        forced = client.executions.force_run(before.execution_id, request_id=request_id)
    finish(forced, wait=wait, output=output, after_position=before.position)


def set_state(
    execution: ExecutionArgument,
    state: Annotated[FinalState, typer.Argument(help="The state from here on.", show_default=False)],
    *,
    task: Annotated[
        str, typer.Option("--task", "-t", metavar="TASK", help="A task run; the execution goes on from there.")
    ] = "",
    wait: WaitOption = True,
    request_id: RequestIdOption = "",
    output: Output = Format.TABLE,
) -> None:
    """Give an execution that has ended another state; with --task, one of its task runs, and go on from there."""
    from dalsegno.states import State

    wanted = cast("state_pb2.State", State.Value(f"STATE_{state.value}"))
    with connect() as client:
        before = client.executions.get(execution_id(client, execution))
        after = client.executions.set_state(before.execution_id, wanted, task_path=task, request_id=request_id)
    finish(after, wait=wait and bool(task), output=output, after_position=before.position)
