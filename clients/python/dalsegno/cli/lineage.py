"""`dalsegno execution lineage`: the tree of attempts that an execution has led to."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dalsegno.cli.addresses import ExecutionArgument, execution_id
from dalsegno.cli.connection import connect
from dalsegno.cli.terminal import Format, Output, console, local_time, print_message, revision_text

if TYPE_CHECKING:
    from rich.text import Text
    from rich.tree import Tree

    from dalsegno.api.executor.v1 import executor_pb2 as executor

PAGE = 500


def lineage(execution: ExecutionArgument, *, output: Output = Format.TABLE) -> None:
    """Show the first execution of a chain of replays, and all replays that come from it, as a tree."""
    with connect() as client:
        asked = execution_id(client, execution)
        entries = client.executions.lineage(asked, page_size=PAGE)
        if output is Format.JSON:
            for entry in entries:
                print_message(entry, one_line=True)
            return
        for tree in trees(entries, asked):
            console().print(tree, soft_wrap=True)


def trees(entries: "Iterable[executor.LineageEntry]", asked: str) -> "list[Tree]":
    """One tree; several when nothing is known of what came between."""
    from rich.tree import Tree

    roots: list[Tree] = []
    branches: dict[str, Tree] = {}
    for entry in entries:
        text, parent = _line(entry, asked), branches.get(entry.execution.parent_id)
        branches[entry.execution.execution_id] = branch = Tree(text) if parent is None else parent.add(text)
        if parent is None:
            roots.append(branch)
    return roots


def begins_at(start: "executor.ReplayFrom") -> str:
    """Where a replay began, in words."""
    from dalsegno.api.executor.v1 import executor_pb2 as executor

    if start.HasField("rule"):
        return executor.ReplayRule.Name(start.rule).removeprefix("REPLAY_RULE_")
    return ", ".join([start.task_path or start.task_run_id, *start.also_task_paths])


def _line(entry: "executor.LineageEntry", asked: str) -> "Text":
    from rich.text import Text

    from dalsegno.cli.views import state_text, took

    execution = entry.execution
    style = "bold" if execution.execution_id == asked else ""
    known = f"attempt {execution.attempt_number}, {revision_text(execution.flow_revision)}"
    line = Text.assemble((execution.execution_id, style), f"  {known}")
    if entry.HasField("delete_time"):
        return line.append(f"  deleted {local_time(entry.delete_time)}", "dim")
    line.append("  ").append_text(state_text(execution))
    if entry.HasField("replay_from"):
        line.append(f"  from {begins_at(entry.replay_from)}")
    if entry.HasField("ran_count"):
        line.append(f"  reused {entry.reused_count}, ran {entry.ran_count}")
    after = f", {took(execution)}" if took(execution) else ""
    return line.append(f"  {local_time(execution.create_time)}{after}", "dim")
