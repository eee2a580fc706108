from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from dalsegno_flow.effects import Effects
from dalsegno_tasks.executor_task import ExecutorTask
from dalsegno_tasks.properties import upper

ExitState = Annotated[Literal["SUCCESS", "WARNING", "KILLED", "FAILED", "CANCELED"], BeforeValidator(upper)]


class Exit(ExecutorTask):
    """Ends the execution now, in a state."""

    type_name = "io.kestra.plugin.core.execution.Exit"
    effects = Effects.PURE

    state: ExitState = Field("SUCCESS", description="The state in which the execution ends.")
