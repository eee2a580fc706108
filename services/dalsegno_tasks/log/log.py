from typing import Any

from pydantic import Field

from dalsegno_flow.effects import Effects
from dalsegno_tasks.interface import Outputs, Task, TaskContext, TaskFailure
from dalsegno_tasks.properties import LogLevel


class Log(Task):
    """Writes a message, or each message of a list, to the execution's log."""

    type_name = "io.kestra.plugin.core.log.Log"
    effects = Effects.PURE
    aliases = ("io.kestra.core.tasks.log.Log",)
    light = True

    message: Any = Field(description="The text to write, or a list of texts.")
    level: LogLevel = Field("INFO", description="The level of the lines.")

    def run(self, context: TaskContext) -> Outputs:
        messages = self.message if isinstance(self.message, list) else [self.message]
        write = {
            "TRACE": context.log.trace,
            "DEBUG": context.log.debug,
            "INFO": context.log.info,
            "WARN": context.log.warning,
            "ERROR": context.log.error,
        }[self.level]
        for message in messages:
            if isinstance(message, dict | list) or message is None:
                raise TaskFailure(
                    f"Invalid message type '{type(message).__name__}': message is a text or a list of texts. "
                    "Use the filter `toJson` to log an object."
                )
            write(_text(message))
        return {}


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
