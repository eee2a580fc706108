from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from dalsegno_flow.effects import Effects
from dalsegno_tasks.flow.flowable import Part
from dalsegno_tasks.interface import Outputs, Task, TaskContext
from dalsegno_tasks.properties import Duration, Text, TextMap, from_json, upper


class Metric(Part):
    """One number: counters are added up, so are the seconds of timers; a gauge is what it is when it is given once."""

    type: Annotated[Literal["COUNTER", "TIMER", "GAUGE"], BeforeValidator(upper)] = Field(
        description="COUNTER and TIMER are added up; a GAUGE is what it is when it is given once."
    )
    name: Text = Field(description="The name of the metric.")
    value: Annotated[float | Duration, Field(union_mode="left_to_right")] = Field(
        description="The number; of a timer seconds, or a duration such as PT1M."
    )
    description: Text | None = Field(None, description="What it measures.")
    tags: TextMap | None = Field(None, description="Without effect: metrics are kept by name.")


class Publish(Task):
    """Adds to the metrics of its task run. A timer has seconds, or a duration such as PT1M."""

    type_name = "io.kestra.plugin.core.metric.Publish"
    effects = Effects.PURE
    light = True

    metrics: Annotated[list[Metric], BeforeValidator(from_json)] = Field(
        default_factory=list, description="The metrics to add to."
    )

    def run(self, context: TaskContext) -> Outputs:
        for metric in self.metrics:
            value = metric.value.total_seconds() if isinstance(metric.value, timedelta) else metric.value
            context.count(metric.name, value)
        return {}
