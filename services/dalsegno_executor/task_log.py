"""What a task writes its log with, wherever it runs."""

from dalsegno_executor.ports import LogLevel, WriteLog
from dalsegno_runtime.clock import Clock


class TaskLogWriter:
    """A task's log as a function of level, time and text."""

    def __init__(self, write: WriteLog, clock: Clock) -> None:
        self._write = write
        self._clock = clock

    def trace(self, message: str) -> None:
        self._write(LogLevel.TRACE, self._clock(), message)

    def debug(self, message: str) -> None:
        self._write(LogLevel.DEBUG, self._clock(), message)

    def info(self, message: str) -> None:
        self._write(LogLevel.INFO, self._clock(), message)

    def warning(self, message: str) -> None:
        self._write(LogLevel.WARN, self._clock(), message)

    def error(self, message: str) -> None:
        self._write(LogLevel.ERROR, self._clock(), message)
