from pydantic import Field

from dalsegno_flow.effects import Effects
from dalsegno_flow.truth import is_true
from dalsegno_tasks.interface import Outputs, Task, TaskContext, TaskFailure
from dalsegno_tasks.properties import Text


class Fail(Task):
    """Fails the execution, always or when a condition holds."""

    type_name = "io.kestra.plugin.core.execution.Fail"
    effects = Effects.PURE
    aliases = ("io.kestra.core.tasks.executions.Fail",)
    light = True

    condition: Text | None = Field(
        None, description="Fails only when this renders to a true value; always when left out."
    )
    error_message: str = Field("Task failure", description="What is said of the failure.")

    def run(self, context: TaskContext) -> Outputs:
        if self.condition is None:
            raise TaskFailure(self.error_message)
        if is_true(self.condition):
            context.log.error(self.error_message)
            raise TaskFailure("Fail on a condition")
        return {}
