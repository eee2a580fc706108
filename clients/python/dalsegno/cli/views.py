"""One execution, and one replay plan, as people read them."""

import json

from rich.console import Console
from rich.text import Text

from dalsegno.api.executor.v1 import executor_pb2 as executor
from dalsegno.cli.addresses import FlowAddress
from dalsegno.cli.progress import error_lines
from dalsegno.cli.terminal import (
    STATE_STYLES,
    duration,
    local_time,
    metrics,
    new_table,
    print_table,
    revision_text,
    seconds_between,
)
from dalsegno.states import name_of


def state_text(state: executor.Execution | executor.TaskRun | executor.Attempt) -> Text:
    name = name_of(state.state)
    return Text(name, STATE_STYLES.get(name, ""))


def flow_of(execution: executor.Execution) -> str:
    return str(FlowAddress(namespace=execution.namespace, flow_id=execution.flow_id))


def took(execution: executor.Execution) -> str:
    """How long this execution itself took; empty until it has ended."""
    if not execution.end_time.seconds:
        return ""
    return duration(seconds_between(execution.create_time, execution.end_time))


def print_execution(target: Console, execution: executor.Execution) -> None:
    facts = [
        ("state", state_text(execution)),
        ("flow", Text(f"{flow_of(execution)}, {revision_text(execution.flow_revision)}")),
        ("attempt", _attempt(execution)),
        ("labels", Text(", ".join(f"{key}={value}" for key, value in sorted(execution.labels.items())))),
        ("created", Text(local_time(execution.create_time))),
        ("start date", Text(_start_date(execution))),
        ("ended", Text(f"{local_time(execution.end_time)}, after {took(execution)}" if took(execution) else "")),
    ]
    target.print(Text.assemble(("execution   ", "dim"), (execution.execution_id, "bold")))
    for name, value in facts:
        if value.plain:
            target.print(Text.assemble((f"{name:<10}  ", "dim"), value), soft_wrap=True)
    for name, text in (("inputs", execution.inputs_json), ("outputs", execution.outputs_json)):
        _print_values(target, name, text)
    if execution.task_runs:
        target.print()
        _print_task_runs(target, execution)
    if execution.error:
        target.print(Text.assemble("\n", ("The execution", "bold"), f" {name_of(execution.state)}:"))
        for line in error_lines(execution.error):
            target.print(line, soft_wrap=True)
    for task_run in execution.task_runs:
        if task_run.error:
            target.print(Text.assemble("\n", (task_run.task_path, "bold"), " failed:"))
            for line in error_lines(task_run.error):
                target.print(line, soft_wrap=True)


def _print_values(target: Console, name: str, text: str) -> None:
    """Inputs or outputs, one a line; texts as they are and everything else as JSON."""
    values = json.loads(text or "{}")
    columns = max((len(key) for key in values), default=0)
    for position, (key, value) in enumerate(values.items()):
        head = name if position == 0 else ""
        shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        first, *more = shown.split("\n")
        target.print(Text.assemble((f"{head:<10}  ", "dim"), f"{key:<{columns}}  ", first), soft_wrap=True)
        for line in more:
            target.print(Text(" " * (columns + 14) + line), soft_wrap=True)


def _attempt(execution: executor.Execution) -> Text:
    text = Text(str(execution.attempt_number))
    if execution.parent_id:
        text.append(f", replay of {execution.parent_id}")
        if execution.original_id != execution.parent_id:
            text.append(f", originally {execution.original_id}")
    return text


def _start_date(execution: executor.Execution) -> str:
    """Only when it is another than the time of creation: that of the execution that is replayed."""
    start_date = local_time(execution.start_time)
    return "" if start_date == local_time(execution.create_time) else start_date


def _print_task_runs(target: Console, execution: executor.Execution) -> None:
    counted = any(metrics(task_run.metrics) for task_run in execution.task_runs)
    table = new_table("task", "state", "attempt", "duration", "how", *(["counted"] if counted else []))
    for task_run in execution.task_runs:
        attempt = task_run.attempts[-1] if task_run.attempts else executor.Attempt()
        seconds = seconds_between(attempt.start_time, attempt.end_time) if attempt.end_time.seconds else None
        if task_run.HasField("reused_from"):
            how = Text(f"reused from {task_run.reused_from.execution_id}", "blue")
        elif task_run.synthetic_from_task_path == task_run.task_path:
            how = Text("given", "magenta")
        else:
            how = Text("ran" if task_run.attempts and attempt.execution_id == execution.execution_id else "")
        if task_run.synthetic_from_task_path not in ("", task_run.task_path):
            how.append(f", on what {task_run.synthetic_from_task_path} was given", "magenta")
        cells = [
            Text(task_run.task_path),
            state_text(task_run),
            Text(str(attempt.number or "")),
            Text(duration(seconds) if seconds is not None else ""),
            how,
        ]
        table.add_row(*cells, *([Text(metrics(task_run.metrics), "dim")] if counted else []))
    print_table(target, table)
