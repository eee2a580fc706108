from pydantic import Field

from dalsegno_flow.effects import Effects
from dalsegno_tasks.interface import Outputs, Task, TaskContext
from dalsegno_tasks.properties import ValueMap


class OutputValues(Task):
    """Gives values back as outputs, for later tasks to use: templates give text, literals keep their kind."""

    type_name = "io.kestra.plugin.core.output.OutputValues"
    effects = Effects.PURE
    light = True

    values: ValueMap = Field(default_factory=dict, description="The values, by name.")

    def run(self, context: TaskContext) -> Outputs:  # noqa: ARG002 - there is nothing to tell
        return {"values": self.values}
