from typing import ClassVar

from dalsegno_flow.effects import Effects
from dalsegno_tasks.executor_task import ExecutorTask
from dalsegno_tasks.properties import TextList, ValueMap


class SetVariables(ExecutorTask):
    """Adds variables to the execution, or changes those that it has."""

    type_name = "io.kestra.plugin.core.execution.SetVariables"
    effects = Effects.IDEMPOTENT
    typed: ClassVar[frozenset[str]] = frozenset(("variables",))

    variables: ValueMap
    overwrite: bool = True  # without, a variable that is there already is an error


class UnsetVariables(ExecutorTask):
    """Takes variables away from the execution."""

    type_name = "io.kestra.plugin.core.execution.UnsetVariables"
    effects = Effects.IDEMPOTENT

    variables: TextList
    ignore_missing: bool = False
