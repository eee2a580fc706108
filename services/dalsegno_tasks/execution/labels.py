from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field

from dalsegno_flow.effects import Effects
from dalsegno_tasks.executor_task import ExecutorTask
from dalsegno_tasks.properties import from_json


class Labels(ExecutorTask):
    """Adds labels to the execution, or changes those that it has."""

    type_name = "io.kestra.plugin.core.execution.Labels"
    effects = Effects.IDEMPOTENT
    aliases: ClassVar[tuple[str, ...]] = ("io.kestra.core.tasks.executions.Labels",)

    labels: Annotated[Any, BeforeValidator(from_json)] = Field(
        description="The labels to add, as a map, a list of `key` and `value`, or the JSON of one."
    )
