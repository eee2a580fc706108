from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from dalsegno_flow.effects import Effects
from dalsegno_tasks.flow.flowable import Part
from dalsegno_tasks.interface import Outputs, Task, TaskContext
from dalsegno_tasks.properties import Duration, Text, TextMap, from_json, upper


class Metric(Part):
    """One number: counters are added up, so are the seconds of timers; a gauge is what it is when it is given once."""

    type: Annotated[Literal["COUNTER", "TIMER", "GAUGE"], BeforeValidator(upper)]
    name: Text
    value: Annotated[float | Duration, Field(union_mode="left_to_right")]
    description: Text | None = None
    tags: TextMap | None = None


class Publish(Task):
    """Adds to the metrics of its task run. A timer has seconds, or a duration such as PT1M."""

    type_name = "io.kestra.plugin.core.metric.Publish"
    effects = Effects.PURE
    light = True

    metrics: Annotated[list[Metric], BeforeValidator(from_json)] = Field(default_factory=list)

    def run(self, context: TaskContext) -> Outputs:
        for metric in self.metrics:
            value = metric.value.total_seconds() if isinstance(metric.value, timedelta) else metric.value
            context.count(metric.name, value)
        return {}
