"""What happens in an execution, a line an event, as it happens."""

import asyncio
import contextlib
from typing import TYPE_CHECKING

from rich.console import Console
from rich.status import Status
from rich.text import Text

from dalsegno.api.executor.v1 import executor_pb2 as executor
from dalsegno.cli.terminal import (
    LEVEL_STYLES,
    STATE_STYLES,
    clock_time,
    duration,
    metrics,
    revision_text,
    seconds_between,
)
from dalsegno.states import name_of

if TYPE_CHECKING:
    from google.protobuf.timestamp_pb2 import Timestamp

    from dalsegno.client import AsyncClient

MARKS = {"SUCCESS": "✓", "WARNING": "!", "FAILED": "✗", "RESUBMITTED": "↻"}
# How long the end of an attempt waits for the log line that says why.
ERROR_SECONDS = 2.0


class EventLines:
    """Turns events into lines; remembers when things began, to say how long they took."""

    def __init__(self, *, with_times: bool = False) -> None:
        self.running: dict[str, executor.Event] = {}  # task path → the event that started it
        self._with_times = with_times
        self._began: Timestamp | None = None
        self._path_columns = 16

    def lines(self, event: executor.Event) -> list[Text]:
        """The lines of an event; none for a kind that is not known."""
        lines = self._lines(event)
        if self._with_times:
            return [Text.assemble((f"{clock_time(event.time)}  ", "dim"), line) for line in lines]
        return lines

    def _lines(self, event: executor.Event) -> list[Text]:
        match event.WhichOneof("kind"):
            case "execution_created":
                self._began = event.time
                return [_created(event.execution_created)]
            case "task_runs_carried" | "execution_restarted" | "task_run_revoked":
                return self._taken_over(event)
            case "task_run_started" | "task_run_finished":
                return self._attempt(event)
            case "execution_ended":
                return [self._ended(event), *error_lines(event.execution_ended.error)]
            case "task_run_opened" | "task_run_resumed" | "execution_queued":
                return self._waiting(event)
            case "labels_set":
                labels = {**event.labels_set.labels, **dict.fromkeys(event.labels_set.removed, "")}
                return [Text(f"  labels {', '.join(f'{key}={labels[key]}' for key in sorted(labels))}", "dim")]
            case "execution_paused" | "task_run_suspended" | "execution_resumed":
                return [self._held(event)]
            case _:
                return []

    def _attempt(self, event: executor.Event) -> list[Text]:
        return [self._started(event)] if event.HasField("task_run_started") else self._finished(event)

    def _taken_over(self, event: executor.Event) -> list[Text]:
        """What becomes of the task runs of a replayed or a restarted execution."""
        again = event.execution_restarted
        if event.HasField("task_run_revoked"):
            return [self._again(event.task_run_revoked.task_path)]
        return [
            *(self._carried(task_run) for task_run in event.task_runs_carried.task_runs),
            *(self._again(path) for path in (*again.reopened, *again.restarted)),
            *(self._changed(changed) for changed in again.changed),
        ]

    def _again(self, task_path: str) -> Text:
        return Text.assemble("  ", self._path(task_path), ("to run again", "dim"))

    def _changed(self, changed: executor.ChangedTaskRun) -> Text:
        state = name_of(changed.state)
        return Text.assemble("  ", self._path(changed.task_path), "set to ", (state, STATE_STYLES.get(state, "")))

    def _carried(self, task_run: executor.CarriedTaskRun) -> Text:
        if task_run.restarted or task_run.reopened:
            return self._again(task_run.task_path)
        source = task_run.provenance.execution_id
        return Text.assemble(
            ("↺ ", "blue"), self._path(task_run.task_path), ("reused", "blue"), (f" from {source}", "dim")
        )

    def _started(self, event: executor.Event) -> Text:
        started = event.task_run_started
        self.running[started.task_path] = event
        attempt = f", attempt {started.attempt_number}" if started.attempt_number > 1 else ""
        return Text.assemble(("▸ ", "cyan"), (self._path(started.task_path), "dim"), (f"started{attempt}", "dim"))

    def _finished(self, event: executor.Event) -> list[Text]:
        finished = event.task_run_finished
        began = self.running.pop(finished.task_path, None)
        state = name_of(finished.state)
        style = STATE_STYLES.get(state, "")
        line = Text.assemble(
            (f"{MARKS.get(state, '·')} ", style), self._path(finished.task_path), (f"{state:<7}", style)
        )
        if began is not None:
            line.append(f"  {duration(seconds_between(began.time, event.time)):>8}")
        line.append(f"  {metrics(finished.metrics)}", "dim")
        line.rstrip()
        if finished.HasField("retry_time"):
            line.append(f"  tries again in {duration(seconds_between(event.time, finished.retry_time))}", "dim")
        return [line, *error_lines(finished.error)]

    def _waiting(self, event: executor.Event) -> list[Text]:
        """What waits, and for what, or that it goes on; nothing for a flowable that has simply begun."""
        opened, resumed = event.task_run_opened, event.task_run_resumed
        if opened.paused:
            until = clock_time(opened.resume_time) if opened.HasField("resume_time") else "it is resumed"
            return [
                Text.assemble(("‖ ", "yellow"), self._path(opened.task_path), ("PAUSED", "yellow"), f" until {until}")
            ]
        if resumed.task_path:
            return [Text.assemble(("▸ ", "cyan"), (f"{self._path(resumed.task_path)}resumed", "dim"))]
        if event.HasField("execution_queued"):
            return [Text("  waits for room: its flow's concurrency limit is reached", "dim")]
        return []

    def _held(self, event: executor.Event) -> Text:
        """That nothing starts any more, or that it does again."""
        if event.HasField("execution_resumed"):
            return Text.assemble(("▸ ", "cyan"), ("resumed", "dim"))
        if event.HasField("execution_paused"):
            return Text.assemble(("‖ ", "yellow"), ("PAUSED", "yellow"), " until it is resumed")
        path = self._path(event.task_run_suspended.task_path)
        return Text.assemble(("‖ ", "yellow"), path, ("BREAKPOINT", "yellow"), " until the execution is resumed")

    def _ended(self, event: executor.Event) -> Text:
        state = name_of(event.execution_ended.state)
        took = f" after {duration(seconds_between(self._began, event.time))}" if self._began else ""
        return Text.assemble((state, f"bold {STATE_STYLES.get(state, '')}".strip()), took)

    def _path(self, task_path: str) -> str:
        self._path_columns = max(self._path_columns, len(task_path))
        return f"{task_path:<{self._path_columns}}  "


def error_lines(error: str) -> list[Text]:
    return [Text(f"    {line}", "red") for line in error.strip().splitlines()]


def log_lines(entry: executor.LogEntry, *, with_time: bool = True) -> list[Text]:
    """A log line, its further lines below its first."""
    level = executor.LogLevel.Name(entry.level).removeprefix("LOG_LEVEL_")
    first, *more = entry.message.rstrip("\n").split("\n")
    head = Text()
    if with_time:
        head.append(f"{clock_time(entry.time)}  ", "dim")
    head.append(f"{level:<5}  ", LEVEL_STYLES.get(level, ""))
    margin = " " * len(head)
    if entry.task_path:
        head.append(f"{entry.task_path}  ", "bold")
    return [head.append(first), *(Text(f"{margin}{line}") for line in more)]


class _Errors:
    """The ERROR lines of an execution's log, as they come; each text is printed once."""

    def __init__(self, console: Console) -> None:
        self.printed: set[str] = set()
        self._console = console
        self._more = asyncio.Event()

    async def follow(self, client: "AsyncClient", execution_id: str) -> None:
        async for entry in client.executions.watch_logs(execution_id, min_level=executor.LOG_LEVEL_ERROR):
            if entry.message.strip() not in self.printed:
                self.printed.add(entry.message.strip())
                for line in log_lines(entry, with_time=False):
                    self._console.print(Text("    ") + line, soft_wrap=True)
            self._more.set()

    async def pass_over(self, client: "AsyncClient", execution_id: str) -> None:
        """Takes what has been logged so far as printed."""
        async for entry in client.executions.logs(execution_id, min_level=executor.LOG_LEVEL_ERROR):
            self.printed.add(entry.message.strip())

    async def before_end(self, event: executor.Event) -> None:
        """Waits for the line that says why an attempt failed: it is kept before the attempt ends, and is on its way."""
        error = error_of(event)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(ERROR_SECONDS):
                while error and error not in self.printed:
                    self._more.clear()
                    await self._more.wait()


async def show_progress(client: "AsyncClient", execution_id: str, console: Console, after_position: int = 0) -> None:
    """Prints what happens until the execution has ended, with its ERROR log lines; an error is printed once.

    After a position, only what comes then.
    """
    events, errors = EventLines(), _Errors(console)
    if after_position:
        await errors.pass_over(client, execution_id)
    status = Status("", console=console) if console.file.isatty() and not console.is_dumb_terminal else None
    following = asyncio.create_task(errors.follow(client, execution_id))
    if status is not None:
        status.start()
    try:
        async for event in client.executions.watch(execution_id, after_position=after_position):
            if event.WhichOneof("kind") == "execution_ended":
                await following
            await errors.before_end(event)
            hush(event, errors.printed)
            for line in events.lines(event):
                console.print(line, soft_wrap=True)
            if status is not None:
                status.update(Text(", ".join(events.running) or "…", "cyan"))
        await following
    finally:
        following.cancel()
        if status is not None:
            status.stop()


def error_of(event: executor.Event) -> str:
    """The error of an attempt that ended; empty for all other events."""
    return event.task_run_finished.error.strip() if event.WhichOneof("kind") == "task_run_finished" else ""


def hush(event: executor.Event, printed: set[str]) -> None:
    """Drops the error from an event when the log has printed it, and remembers it otherwise."""
    error = error_of(event)
    if error in printed:
        event.task_run_finished.error = ""
    elif error:
        printed.add(error)


def _created(created: executor.ExecutionCreated) -> Text:
    flow = f"{created.namespace}.{created.flow_id}"
    text = Text.assemble((flow, "bold"), f" {revision_text(created.flow_revision)}")
    if created.parent_id:
        text.append(f", replay of {created.parent_id}, attempt {created.attempt_number}")
    return text
