from typing import Annotated, ClassVar

from pydantic import BeforeValidator

from dalsegno_flow.effects import Effects
from dalsegno_tasks.executor_task import ExecutorTask
from dalsegno_tasks.flow.flowable import Part
from dalsegno_tasks.properties import Text, TextList, from_json


class CountedFlow(Part):
    """A flow whose executions are counted."""

    namespace: Text
    flow_id: Text


class Count(ExecutorTask):
    """Counts executions of flows, or of all flows in namespaces."""

    type_name = "io.kestra.plugin.core.execution.Count"
    effects = Effects.PURE
    aliases: ClassVar[tuple[str, ...]] = ("io.kestra.core.tasks.executions.Counts",)

    flows: Annotated[list[CountedFlow] | None, BeforeValidator(from_json)] = None
    namespaces: TextList | None = None
    states: TextList | None = None
    start_date: Text | None = None  # only executions that began then or later
    end_date: Text | None = None  # only executions that began then or before
    expression: Text | None = None  # deprecated: a template over `count`; only flows for which it is true are counted
    late: ClassVar[frozenset[str]] = frozenset(("expression",))
