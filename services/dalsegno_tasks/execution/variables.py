from typing import ClassVar

from pydantic import Field

from dalsegno_flow.effects import Effects
from dalsegno_tasks.executor_task import ExecutorTask
from dalsegno_tasks.properties import TextList, ValueMap


class SetVariables(ExecutorTask):
    """Adds variables to the execution, or changes those that it has."""

    type_name = "io.kestra.plugin.core.execution.SetVariables"
    effects = Effects.IDEMPOTENT
    typed: ClassVar[frozenset[str]] = frozenset(("variables",))

    variables: ValueMap = Field(description="The variables to set, by name.")
    overwrite: bool = Field(True, description="Whether a variable that is there may be replaced.")


class UnsetVariables(ExecutorTask):
    """Takes variables away from the execution."""

    type_name = "io.kestra.plugin.core.execution.UnsetVariables"
    effects = Effects.IDEMPOTENT

    variables: TextList = Field(description="The names of the variables to remove.")
    ignore_missing: bool = Field(False, description="Whether a variable that is not there is no failure.")
