import time

from pydantic import Field

from dalsegno_flow.effects import Effects
from dalsegno_tasks.interface import Outputs, Task, TaskContext


class Return(Task):
    """Gives a rendered text back as the output `value`."""

    type_name = "io.kestra.plugin.core.debug.Return"
    effects = Effects.PURE
    aliases = ("io.kestra.core.tasks.debugs.Return",)
    light = True

    format: str | None = Field(None, description="The text to give back.")

    def run(self, context: TaskContext) -> Outputs:
        started = time.perf_counter()
        value = self.format
        context.log.debug(str(value))
        context.count("length", len(value or ""))
        context.count("duration", time.perf_counter() - started)
        return {"value": value}
