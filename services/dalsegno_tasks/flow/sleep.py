import time

from pydantic import Field

from dalsegno_flow.durations import duration_text
from dalsegno_flow.effects import Effects
from dalsegno_tasks.interface import Outputs, Task, TaskContext
from dalsegno_tasks.properties import Duration


class Sleep(Task):
    """Waits for a while."""

    type_name = "io.kestra.plugin.core.flow.Sleep"
    effects = Effects.PURE

    duration: Duration = Field(description="How long to wait, such as PT5S.")

    def run(self, context: TaskContext) -> Outputs:
        context.log.info(f"Waiting for {duration_text(self.duration)}")  # noqa: G004 (no logging.Logger)
        time.sleep(max(self.duration.total_seconds(), 0))
        return {}
