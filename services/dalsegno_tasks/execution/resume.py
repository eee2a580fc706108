from typing import ClassVar

from dalsegno_flow.effects import Effects
from dalsegno_tasks.executor_task import ExecutorTask
from dalsegno_tasks.properties import Text, ValueMap


class Resume(ExecutorTask):
    """Lets a paused execution go on, with the inputs that its Pause task asks for."""

    type_name = "io.kestra.plugin.core.execution.Resume"
    effects = Effects.IDEMPOTENT
    typed: ClassVar[frozenset[str]] = frozenset(("inputs",))

    namespace: Text | None = None
    flow_id: Text | None = None
    execution_id: Text | None = None  # this execution, when left out
    inputs: ValueMap | None = None
