"""What a script says: lines for the log, and lines `::{...}::` with outputs, metrics and log lines of their own.

Source: Kestra's PluginUtilsService.parseOut and DefaultLogConsumer.
"""

import json
import re
import threading
from collections.abc import Mapping
from typing import Any

from dalsegno_tasks.interface import TaskContext

_SPOKEN = re.compile(r"::(\{.*\})::")
MAX_LINE_CHARACTERS = 1024 * 1024  # of a line in the log; a longer one is told in parts


class OutputLines:
    """Takes the lines of one script, from several threads."""

    def __init__(self, context: TaskContext) -> None:
        self._context = context
        self._lock = threading.Lock()
        self.variables: dict[str, Any] = {}
        self.stdout_count = 0
        self.stderr_count = 0
        self.last_error = ""

    def take(self, line: str, *, is_error: bool) -> None:
        """Takes one line without its end."""
        line = line.replace("\x00", "\ufffd")
        with self._lock:
            self.stdout_count += not is_error
            self.stderr_count += is_error
            spoken = _SPOKEN.fullmatch(line)
            if spoken is not None:
                self._listen(spoken[1])
                return
            if is_error and line.strip():
                self.last_error = line.strip()
        write = self._context.log.error if is_error else self._context.log.info
        for start in range(0, len(line) or 1, MAX_LINE_CHARACTERS):
            write(line[start : start + MAX_LINE_CHARACTERS])

    def _listen(self, text: str) -> None:
        try:
            said = json.loads(text, parse_constant=_refuse)
        except (ValueError, RecursionError) as error:
            self._warn(f"A line `::{{...}}::` of the script is no JSON ({error}), and so it gives no outputs: {text}")
            return
        match said.get("outputs"):
            case None:
                pass
            case dict() as outputs:
                self.variables.update(outputs)
            case other:
                self._warn(f"`outputs` of a line `::{{...}}::` is {_short(other)}, and no map. It is left out.")
        for metric in _listed(said.get("metrics")):
            self._measure(metric)
        for entry in _listed(said.get("logs")):
            self._log(entry)

    def _measure(self, metric: Any) -> None:
        match metric:
            case {"name": str() as name, "value": int() | float() as value} if not isinstance(value, bool):
                self._context.count(name, value)
            case _:
                self._warn(f"The script gives the metric {_short(metric)}; a metric has a name and a number as value.")

    def _log(self, entry: Any) -> None:
        log = self._context.log
        writers = {"TRACE": log.trace, "DEBUG": log.debug, "INFO": log.info, "WARN": log.warning, "ERROR": log.error}
        level = str(entry.get("level", "INFO")).upper() if isinstance(entry, Mapping) else ""
        if level == "WARNING":
            level = "WARN"
        if level not in writers or "message" not in entry:
            self._warn(f"The script gives the log line {_short(entry)}; it has a message, and a level such as INFO.")
            return
        writers[level](str(entry["message"])[:MAX_LINE_CHARACTERS])

    def _warn(self, message: str) -> None:
        self._context.log.warning(message[:MAX_LINE_CHARACTERS])


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 200 else text[:200] + " ..."


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number of JSON")
