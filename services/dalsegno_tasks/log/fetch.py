from typing import ClassVar

from pydantic import Field

from dalsegno_flow.effects import Effects
from dalsegno_tasks.executor_task import ExecutorTask
from dalsegno_tasks.properties import LogLevel, Text, TextList


class Fetch(ExecutorTask):
    """Stores the log of an execution as a table of Ion, a row for each line."""

    type_name = "io.kestra.plugin.core.log.Fetch"
    effects = Effects.PURE
    aliases: ClassVar[tuple[str, ...]] = ("io.kestra.core.tasks.log.Fetch",)

    execution_id: Text | None = Field(
        None,
        description="An execution of this flow; of another one with `namespace` and `flowId`. Its own when left out.",
    )
    namespace: Text | None = Field(None, description="The namespace of the other flow.")
    flow_id: Text | None = Field(None, description="The other flow.")
    tasks_id: TextList | None = Field(None, description="Only lines of these tasks.")
    level: LogLevel = Field("INFO", description="The lowest level that is stored.")
