"""What all flowables are: task types that run other tasks, or other flows."""

from typing import NoReturn

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from dalsegno_tasks.interface import Task, TaskContext, TaskFailure


class Flowable(Task):
    """The fields are the type's own properties; the tasks that it holds belong to the flow's definition."""

    def run(self, context: TaskContext) -> NoReturn:  # noqa: ARG002 - the interface's
        raise TaskFailure(f"A task of type {self.type_name} is run by the executor itself, never by a worker.")


class Part(BaseModel):
    """A property that has properties."""

    model_config = ConfigDict(
        extra="forbid", alias_generator=to_camel, populate_by_name=True, frozen=True, coerce_numbers_to_str=True
    )
