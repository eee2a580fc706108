"""What all flowables are: task types that run other tasks, or other flows."""

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from dalsegno_tasks.executor_task import ExecutorTask


class Flowable(ExecutorTask):
    """The fields are the type's own properties; the tasks that it holds belong to the flow's definition."""


class Part(BaseModel):
    """A property that has properties."""

    model_config = ConfigDict(
        extra="forbid", alias_generator=to_camel, populate_by_name=True, frozen=True, coerce_numbers_to_str=True
    )
