from typing import ClassVar

from dalsegno_flow.effects import Effects
from dalsegno_tasks.executor_task import ExecutorTask
from dalsegno_tasks.properties import LogLevel, Text, TextList


class Fetch(ExecutorTask):
    """Stores the log of an execution as a table of Ion, a row for each line."""

    type_name = "io.kestra.plugin.core.log.Fetch"
    effects = Effects.PURE
    aliases: ClassVar[tuple[str, ...]] = ("io.kestra.core.tasks.log.Fetch",)

    # An execution of this flow; of another flow with `namespace` and `flowId`. Its own when left out.
    execution_id: Text | None = None
    namespace: Text | None = None
    flow_id: Text | None = None
    tasks_id: TextList | None = None
    level: LogLevel = "INFO"
