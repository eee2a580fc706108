from typing import ClassVar

from pydantic import Field

from dalsegno_flow.effects import Effects
from dalsegno_tasks.executor_task import ExecutorTask
from dalsegno_tasks.properties import Text, ValueMap


class Resume(ExecutorTask):
    """Lets a paused execution go on, with the inputs that its Pause task asks for."""

    type_name = "io.kestra.plugin.core.execution.Resume"
    effects = Effects.IDEMPOTENT
    typed: ClassVar[frozenset[str]] = frozenset(("inputs",))

    namespace: Text | None = Field(None, description="The namespace of the flow of the paused execution.")
    flow_id: Text | None = Field(None, description="The flow of the paused execution.")
    execution_id: Text | None = Field(None, description="The paused execution; this one when left out.")
    inputs: ValueMap | None = Field(None, description="The inputs that its Pause task asks for.")
