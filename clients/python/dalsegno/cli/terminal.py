"""What commands print, and how: tables and colours for people, JSON for programs."""

import re
import sys
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from google.protobuf.message import Message
    from google.protobuf.timestamp_pb2 import Timestamp
    from rich.console import Console
    from rich.table import Table

# So wide that nothing is wrapped or cut when the output goes to a file or to a program.
_UNLIMITED_COLUMNS = 10_000
# Padding at the end of a line, with the colours that begin and end in it.
_LINE_END = re.compile(r"(?: |\x1b\[[0-9;]*m)+$", re.MULTILINE)

STATE_STYLES = {
    "CREATED": "dim",
    "RUNNING": "cyan",
    "RESTARTED": "magenta",
    "SUCCESS": "green",
    "WARNING": "yellow",
    "FAILED": "bold red",
    "RESUBMITTED": "yellow",
    "QUEUED": "dim",
    "PAUSED": "yellow",
    "BREAKPOINT": "yellow",
    "RETRYING": "yellow",
    "RETRIED": "yellow",
    "SKIPPED": "dim",
    "KILLED": "bold red",
    "CANCELLED": "bold red",
}
LEVEL_STYLES = {"TRACE": "dim", "DEBUG": "dim", "INFO": "", "WARN": "yellow", "ERROR": "red"}


class Format(StrEnum):
    TABLE = "table"
    JSON = "json"


Output = Annotated[
    Format, typer.Option("--output", "-o", help="table for people; json for programs (streams: one document a line).")
]


def console(*, error: bool = False) -> "Console":
    """Standard output or standard error; coloured on a terminal, or when FORCE_COLOR is set."""
    from rich.console import Console

    stream = sys.stderr if error else sys.stdout
    width = None if stream.isatty() else _UNLIMITED_COLUMNS
    return Console(file=stream, width=width, highlight=False, markup=False, emoji=False)


def new_table(*columns: str) -> "Table":
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def print_table(target: "Console", table: "Table") -> None:
    with target.capture() as captured:
        target.print(table)
    target.file.write(_LINE_END.sub(lambda end: end[0].replace(" ", ""), captured.get()))
    target.file.flush()


def print_diff(target: "Console", unified_diff: str) -> None:
    """Prints a unified diff in colours."""
    for line in unified_diff.splitlines():
        heads = line.startswith(("---", "+++"))
        style = "bold" if heads else {"-": "red", "+": "green", "@": "cyan"}.get(line[:1], "")
        target.print(line, style=style, soft_wrap=True)


def print_message(message: "Message", *, one_line: bool = False) -> None:
    """Prints a message as JSON with the field names of the contract, and its defaults too."""
    from google.protobuf.json_format import MessageToJson

    text = MessageToJson(
        message,
        preserving_proto_field_name=True,
        always_print_fields_with_no_presence=True,
        indent=None if one_line else 2,
        ensure_ascii=False,
    )
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def revision_text(revision: int) -> str:
    return f"revision {revision}" if revision else "a draft"


def local_time(timestamp: "Timestamp") -> str:
    """The time here, to the second; empty for a time that is not set."""
    if not timestamp.seconds:
        return ""
    return timestamp.ToDatetime(tzinfo=UTC).astimezone().strftime("%Y-%m-%d %H:%M:%S")


def clock_time(timestamp: "Timestamp") -> str:
    """The time of day here, to the millisecond."""
    moment: datetime = timestamp.ToDatetime(tzinfo=UTC).astimezone()
    return moment.strftime("%H:%M:%S.") + f"{moment.microsecond // 1000:03d}"


def seconds_between(start: "Timestamp", end: "Timestamp") -> float:
    return (end.ToNanoseconds() - start.ToNanoseconds()) / 1e9


def duration(seconds: float) -> str:
    """A duration as people say it: "12 ms", "1.24 s", "3 min 04 s"."""
    if seconds < 0.9995:
        return f"{max(seconds, 0) * 1000:.0f} ms"
    if seconds < 59.995:
        return f"{seconds:.2f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest:02d} s"
    return f"{minutes // 60} h {minutes % 60:02d} min"


def size(count_bytes: int) -> str:
    """A size as people say it: "512 B", "7.4 MiB"."""
    amount = float(count_bytes)
    for unit in ("B", "KiB", "MiB", "GiB"):
        if amount < 1024:
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1024
    return f"{amount:.1f} TiB"


def metrics(counted: Any) -> str:
    """Metrics by name: "records 49,622"; durations have their own place."""
    shown = sorted((name, value) for name, value in counted.items() if name != "duration")
    return ", ".join(f"{name} {value:,.0f}" if value == int(value) else f"{name} {value:.3g}" for name, value in shown)
