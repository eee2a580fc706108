from pydantic import Field

from dalsegno_flow.effects import Effects
from dalsegno_tasks.interface import Outputs, Task, TaskContext
from dalsegno_tasks.log.log import Log
from dalsegno_tasks.properties import LogLevel, Text


class Echo(Task):
    """Writes a text to the execution's log. `Log` has taken its place."""

    type_name = "io.kestra.plugin.core.debug.Echo"
    effects = Effects.PURE
    aliases = ("io.kestra.core.tasks.debugs.Echo",)
    light = True

    format: Text | None = Field(None, description="The text to write.")
    level: LogLevel = Field("INFO", description="The level of the lines.")

    def run(self, context: TaskContext) -> Outputs:
        return Log(message=self.format, level=self.level).run(context)
