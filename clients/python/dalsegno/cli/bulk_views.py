"""Bulk replays as people read them."""

from collections.abc import Iterable

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from dalsegno.api.executor.v1 import executor_pb2 as executor
from dalsegno.cli.terminal import duration, local_time, new_table, print_table, seconds_between
from dalsegno.cli.views import flow_of, state_text
from dalsegno.states import name_of

STYLES = {
    "RUNNING": "cyan",
    "PAUSED": "yellow",
    "CANCELLING": "yellow",
    "COMPLETED": "green",
    "CANCELLED": "bold red",
    "STARTING": "cyan",
    "WAITING": "dim",
    "SUCCEEDED": "green",
    "FAILED": "bold red",
    "REFUSED": "magenta",
}
PARTS = ("succeeded", "failed", "refused", "cancelled", "running", "waiting")
SHOWN = 10
# Without a terminal, a line for every such part of the whole.
TENTH = 10


def print_bulk(target: Console, bulk: executor.BulkReplay) -> None:
    facts = [
        ("state", _state(bulk)),
        ("why", Text(bulk.reason)),
        ("items", _counted(bulk)),
        ("begins at", Text(_where(bulk))),
        ("how", Text(_how(bulk))),
        ("created", Text(local_time(bulk.create_time))),
        ("ended", Text(_ended(bulk))),
    ]
    target.print(Text.assemble(("bulk replay ", "dim"), (bulk.bulk_replay_id, "bold")))
    for name, value in facts:
        if value.plain:
            target.print(Text.assemble((f"{name:<10}  ", "dim"), value), soft_wrap=True)
    if errors_of(bulk):
        looked = " ".join(f"--state {part.upper()}" for part in ("failed", "refused") if getattr(bulk, f"{part}_count"))
        target.print(
            Text(f"\nWhat went wrong: dalsegno bulk items {bulk.bulk_replay_id} {looked}", "dim"), soft_wrap=True
        )
    if bulk.state == executor.BULK_REPLAY_STATE_PAUSED:
        again = f"dalsegno bulk resume {bulk.bulk_replay_id}, or dalsegno bulk cancel {bulk.bulk_replay_id}"
        target.print(Text(f"To go on: {again}", "dim"), soft_wrap=True)


def print_preview(target: Console, preview: executor.CreateBulkReplayResponse) -> None:
    bulk = preview.bulk_replay
    noun = "execution" if bulk.item_count == 1 else "executions"
    head = f"{bulk.item_count:,} {noun} would be replayed from {_where(bulk)}, {_how(bulk)}:\n"
    target.print(Text(head), soft_wrap=True)
    table = new_table("execution", "state", "flow", "revision", "created")
    for one in preview.selected[:SHOWN]:
        table.add_row(
            one.execution_id, state_text(one), flow_of(one), str(one.flow_revision), local_time(one.create_time)
        )
    print_table(target, table)
    if bulk.item_count > SHOWN:
        target.print(Text(f"and {bulk.item_count - min(SHOWN, len(preview.selected)):,} more", "dim"))


def print_items(target: Console, items: Iterable[executor.BulkReplayItem]) -> None:
    table = new_table("number", "execution", "state", "replay", "ended as", "why")
    for item in items:
        name = executor.BulkReplayItemState.Name(item.state).removeprefix("BULK_REPLAY_ITEM_STATE_")
        ended = name_of(item.replay_state) if item.replay_state else ""
        why = f"{item.reason}: {item.message}" if item.reason else ""
        state = Text(name, STYLES.get(name, ""))
        table.add_row(str(item.number), item.execution_id, state, item.replay_execution_id, ended, Text(why))
    print_table(target, table)


def print_bulks(target: Console, bulks: Iterable[executor.BulkReplay]) -> None:
    table = new_table("bulk replay", "state", "created", "took", "items")
    for bulk in bulks:
        cells = (bulk.bulk_replay_id, _state(bulk), local_time(bulk.create_time), _took(bulk), _counted(bulk))
        table.add_row(*cells)
    print_table(target, table)


def show_progress(target: Console, bulk_id: str, changes: Iterable[executor.BulkReplay]) -> executor.BulkReplay:
    """Shows a bar on a terminal, and lines elsewhere; returns how it stood when it was over."""
    if target.is_terminal and not target.is_dumb_terminal:
        return _show_bar(target, changes)
    target.print(f"Bulk replay {bulk_id}")
    told = -1
    for bulk in changes:
        if is_over(bulk):
            break
        part = TENTH * _done(bulk) // bulk.item_count
        if part > told:
            target.print(Text.assemble(f"{_done(bulk):,} of {bulk.item_count:,}: ", _counted(bulk)), soft_wrap=True)
            told = part
    return bulk


def _show_bar(target: Console, changes: Iterable[executor.BulkReplay]) -> executor.BulkReplay:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=30),
        TextColumn("{task.completed:,.0f}/{task.total:,.0f}"),
        TextColumn("{task.fields[counted]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=target, transient=True) as progress:
        bar = progress.add_task("…", total=1, counted="")
        for bulk in changes:
            progress.update(
                bar,
                description=_state(bulk).plain,
                total=bulk.item_count,
                completed=_done(bulk),
                counted=_counted(bulk).plain,
            )
            if is_over(bulk):
                break
    return bulk


def is_over(bulk: executor.BulkReplay) -> bool:
    """Whether nothing more happens unless somebody does something."""
    paused = bulk.state == executor.BULK_REPLAY_STATE_PAUSED and not bulk.running_count
    return paused or bool(bulk.end_time.seconds)


def errors_of(bulk: executor.BulkReplay) -> int:
    return bulk.failed_count + bulk.refused_count


def _done(bulk: executor.BulkReplay) -> int:
    return bulk.item_count - bulk.waiting_count - bulk.running_count


def _state(bulk: executor.BulkReplay) -> Text:
    name = executor.BulkReplayState.Name(bulk.state).removeprefix("BULK_REPLAY_STATE_")
    return Text(name, STYLES.get(name, ""))


def _counted(bulk: executor.BulkReplay) -> Text:
    """The counts that are not 0, such as "4,300 succeeded, 21 failed, 50 running"."""
    shown = [(part, getattr(bulk, f"{part}_count")) for part in PARTS]
    texts = [Text(f"{number:,} {part}", STYLES.get(part.upper(), "")) for part, number in shown if number]
    return Text(", ").join(texts)


def _where(bulk: executor.BulkReplay) -> str:
    start = getattr(bulk, "from")
    if start.WhichOneof("start") == "rule":
        where = "what failed" if start.rule == executor.REPLAY_RULE_FAILED else "the beginning"
    else:
        where = ", ".join([start.task_path, *start.also_task_paths])
    choice = bulk.revision
    if choice.WhichOneof("choice") == "number":
        return f"{where}, on revision {choice.number}"
    latest = choice.rule == executor.REVISION_RULE_LATEST
    return f"{where}, on {'the latest revision' if latest else 'their own revisions'}"


def _how(bulk: executor.BulkReplay) -> str:
    text = f"at most {bulk.max_running} at once"
    if bulk.canary_count:
        text += f", a canary of {bulk.canary_count} first"
    if bulk.HasField("stop_at_percent"):
        text += f", pauses beyond {bulk.stop_at_percent}% errors"
    return text


def _took(bulk: executor.BulkReplay) -> str:
    return duration(seconds_between(bulk.create_time, bulk.end_time)) if bulk.end_time.seconds else ""


def _ended(bulk: executor.BulkReplay) -> str:
    return f"{local_time(bulk.end_time)}, after {_took(bulk)}" if bulk.end_time.seconds else ""
