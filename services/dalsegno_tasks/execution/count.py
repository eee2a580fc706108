from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field

from dalsegno_flow.effects import Effects
from dalsegno_tasks.executor_task import ExecutorTask
from dalsegno_tasks.flow.flowable import Part
from dalsegno_tasks.properties import Text, TextList, from_json


class CountedFlow(Part):
    """A flow whose executions are counted."""

    namespace: Text = Field(description="The namespace of the flow.")
    flow_id: Text = Field(description="The id of the flow.")


class Count(ExecutorTask):
    """Counts executions of flows, or of all flows in namespaces."""

    type_name = "io.kestra.plugin.core.execution.Count"
    effects = Effects.PURE
    aliases: ClassVar[tuple[str, ...]] = ("io.kestra.core.tasks.executions.Counts",)

    flows: Annotated[list[CountedFlow] | None, BeforeValidator(from_json)] = Field(
        None, description="The flows whose executions are counted."
    )
    namespaces: TextList | None = Field(None, description="The namespaces whose executions are counted.")
    states: TextList | None = Field(
        None, description="The states of the executions that are counted; all when left out."
    )
    start_date: Text | None = Field(None, description="Only executions that began then or later.")
    end_date: Text | None = Field(None, description="Only executions that began then or before.")
    expression: Text | None = Field(
        None, description="Deprecated: a template over `count`; only flows for which it is true are counted."
    )
    late: ClassVar[frozenset[str]] = frozenset(("expression",))
