"""`dalsegno bulk`: replay many executions, and follow, pause, resume and cancel that."""

import itertools
import re
import sys
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from dalsegno.cli.addresses import parse_flow
from dalsegno.cli.connection import connect
from dalsegno.cli.execution import LIST_LIMIT, StateName, WaitOption
from dalsegno.cli.terminal import Format, Output, console, print_message
from dalsegno.errors import InvalidRequest

if TYPE_CHECKING:
    from dalsegno.api.executor.v1 import executor_pb2 as executor
    from dalsegno.client import Client

application = typer.Typer(no_args_is_help=True, help="Replay many executions at once.")

BulkArgument = Annotated[
    str, typer.Argument(metavar="BULK", help="A bulk replay's id, or @last for the newest one.", show_default=False)
]
LAST = "@last"
_PERCENT = re.compile(r"(\d{1,3})%?")
_TIMES = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S"]


class ItemStateName(StrEnum):
    WAITING = "WAITING"
    STARTING = "STARTING"
    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    REFUSED = "REFUSED"
    CANCELLED = "CANCELLED"


@application.command()
def replay(
    executions: Annotated[
        list[str] | None, typer.Argument(metavar="EXECUTION", help="These executions, by their ids.")
    ] = None,
    *,
    namespace: Annotated[str, typer.Option("--namespace", "-n", help="Executions in this namespace.")] = "",
    flow: Annotated[
        str, typer.Option("--flow", metavar="FLOW", help="Of this flow: NAMESPACE.FLOW, or its id with --namespace.")
    ] = "",
    state: Annotated[list[StateName] | None, typer.Option("--state", help="In this state; repeatable.")] = None,
    since: Annotated[datetime | None, typer.Option("--since", formats=_TIMES, help="Created then or later.")] = None,
    until: Annotated[datetime | None, typer.Option("--until", formats=_TIMES, help="Created before.")] = None,
    start: Annotated[
        list[str] | None,
        typer.Option("--from", "-f", metavar="PLACE", help="A task; repeatable. Or FAILED, CHANGED, or BEGINNING."),
    ] = None,
    revision: Annotated[
        str, typer.Option("--revision", "-r", metavar="REVISION", help="original, latest or a number.")
    ] = "original",
    cap: Annotated[int, typer.Option("--cap", min=1, max=1000, help="At most so many at once.")] = 50,
    canary: Annotated[int, typer.Option("--canary", min=0, help="So many first, to see how they end.")] = 0,
    stop_at: Annotated[
        str, typer.Option("--stop-at", metavar="PERCENT", help="Pause when more than this share fails, such as 10%.")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be replayed.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not show it and ask, on a terminal.")] = False,
    wait: WaitOption = True,
    request_id: Annotated[
        str, typer.Option("--request-id", help="The same id again gives the same bulk replay and begins none.")
    ] = "",
    output: Output = Format.TABLE,
) -> None:
    """Replay all executions that fit, and show the progress. Ends with 1 when some failed or were refused."""
    if not start:
        raise InvalidRequest("Say where the replays begin: --from TASK, --from FAILED or --from BEGINNING.")
    wishes: dict[str, Any] = {
        **_selection(executions or [], namespace, flow, state or [], since, until),
        "start": start,
        "revision": revision,
        "max_running": cap,
        "canary_count": canary,
        "stop_at_percent": _percent(stop_at),
    }
    with connect() as client:
        asks = not yes and output is Format.TABLE and sys.stdin.isatty() and sys.stdout.isatty()
        if dry_run or asks:
            _show_preview(client, wishes, output)
        if dry_run:
            return
        if asks and not typer.confirm("\nReplay them?", default=True):
            raise typer.Exit(1)
        bulk = client.bulk.create(request_id=request_id, **wishes)
        if wait:
            _follow(client, bulk.bulk_replay_id, output)
        elif output is Format.JSON:
            print_message(bulk)
        else:
            console().print(bulk.bulk_replay_id)


@application.command()
def watch(bulk: BulkArgument, *, output: Output = Format.TABLE) -> None:
    """Show the progress of a bulk replay until it has ended or is paused. Ends with 1 when some items failed."""
    with connect() as client:
        _follow(client, _bulk_id(client, bulk), output)


@application.command()
def show(bulk: BulkArgument, *, output: Output = Format.TABLE) -> None:
    """Show how a bulk replay stands."""
    with connect() as client:
        _print(client.bulk.get(_bulk_id(client, bulk)), output)


@application.command()
def pause(bulk: BulkArgument, *, output: Output = Format.TABLE) -> None:
    """Let no further replay begin; those that have begun go on."""
    with connect() as client:
        _print(client.bulk.pause(_bulk_id(client, bulk)), output)


@application.command()
def resume(bulk: BulkArgument, *, output: Output = Format.TABLE) -> None:
    """Let further replays begin; errors are counted anew."""
    with connect() as client:
        _print(client.bulk.resume(_bulk_id(client, bulk)), output)


@application.command()
def cancel(bulk: BulkArgument, *, output: Output = Format.TABLE) -> None:
    """Give up what has not begun; replays that have begun go on."""
    with connect() as client:
        _print(client.bulk.cancel(_bulk_id(client, bulk)), output)


@application.command()
def items(
    bulk: BulkArgument,
    *,
    state: Annotated[list[ItemStateName] | None, typer.Option("--state", help="Only these; repeatable.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="At most so many.")] = LIST_LIMIT,
    output: Output = Format.TABLE,
) -> None:
    """List the executions of a bulk replay, with what came of each."""
    from dalsegno.api.executor.v1 import executor_pb2 as executor

    numbers = [executor.BulkReplayItemState.Value(f"BULK_REPLAY_ITEM_STATE_{name}") for name in state or ()]
    states = cast("list[executor.BulkReplayItemState]", numbers)
    with connect() as client:
        bulk_id = _bulk_id(client, bulk)
        found = list(itertools.islice(client.bulk.items(bulk_id, states=states, page_size=min(limit, 1000)), limit))
    if output is Format.JSON:
        print_message(executor.ListBulkReplayItemsResponse(items=found))
        return
    from dalsegno.cli.bulk_views import print_items

    print_items(console(), found)


@application.command("list")
def list_bulks(
    *,
    limit: Annotated[int, typer.Option("--limit", min=1, help="At most so many.")] = LIST_LIMIT,
    output: Output = Format.TABLE,
) -> None:
    """List bulk replays, the newest first."""
    from dalsegno.api.executor.v1 import executor_pb2 as executor

    with connect() as client:
        found = list(itertools.islice(client.bulk.list(page_size=min(limit, 1000)), limit))
    if output is Format.JSON:
        print_message(executor.ListBulkReplaysResponse(bulk_replays=found))
        return
    from dalsegno.cli.bulk_views import print_bulks

    print_bulks(console(), found)


def _selection(
    ids: list[str],
    namespace: str,
    flow: str,
    states: list[StateName],
    since: datetime | None,
    until: datetime | None,
) -> dict[str, Any]:
    from dalsegno.states import State

    if flow and not namespace:
        address = parse_flow(flow)
        namespace, flow = address.namespace, address.flow_id
    return {
        "execution_ids": ids,
        "namespace": namespace,
        "flow_id": flow,
        "states": [State.Value(f"STATE_{name}") for name in states],
        "from_time": since.astimezone() if since else None,
        "until_time": until.astimezone() if until else None,
    }


def _percent(written: str) -> int | None:
    if not written:
        return None
    found = _PERCENT.fullmatch(written.strip())
    if found is None or int(found[1]) > 100:
        raise InvalidRequest(f"--stop-at is {written!r}; write a percentage from 0% to 100%.")
    return int(found[1])


def _bulk_id(client: "Client", text: str) -> str:
    if text != LAST:
        return text
    for newest in client.bulk.list(page_size=1):
        return newest.bulk_replay_id
    raise InvalidRequest("There is no bulk replay yet. `dalsegno bulk replay --help` says how to make one.")


def _show_preview(client: "Client", wishes: dict[str, Any], output: Format) -> None:
    preview = client.bulk.preview(**wishes)
    if output is Format.JSON:
        print_message(preview)
        return
    from dalsegno.cli.bulk_views import print_preview

    print_preview(console(), preview)


def _print(bulk: "executor.BulkReplay", output: Format) -> None:
    if output is Format.JSON:
        print_message(bulk)
        return
    from dalsegno.cli.bulk_views import print_bulk

    print_bulk(console(), bulk)


def _follow(client: "Client", bulk_id: str, output: Format) -> None:
    """Shows the progress until it has ended or is paused; the exit code says whether all is well."""
    from dalsegno.cli.bulk_views import errors_of, is_over, show_progress

    target = console(error=output is Format.JSON)
    try:
        if output is Format.JSON:
            last = next(one for one in client.bulk.watch(bulk_id) if is_over(one))
        else:
            last = show_progress(target, bulk_id, client.bulk.watch(bulk_id))
    except KeyboardInterrupt:
        console(error=True).print(f"\nIt goes on: dalsegno bulk watch {bulk_id}", style="dim")
        raise
    _print(last, output)
    if errors_of(last) or last.reason:
        raise typer.Exit(1)
