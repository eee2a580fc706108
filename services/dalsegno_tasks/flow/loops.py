"""Flowables that run their tasks several times."""

from datetime import timedelta
from typing import Any, ClassVar

from pydantic import Field, NonNegativeInt, PositiveInt

from dalsegno_tasks.flow.flowable import Flowable, Part
from dalsegno_tasks.properties import Duration, Text

Values = str | list[Any]  # a list, or the JSON of one


class ForEach(Flowable):
    """Runs its tasks once for each value, `concurrency_limit` values at once; 0 means all."""

    type_name = "io.kestra.plugin.core.flow.ForEach"
    typed: ClassVar[frozenset[str]] = frozenset(("values",))

    values: Values = Field(description="The values, as a list or as the JSON of one.")
    concurrency_limit: NonNegativeInt = Field(1, description="How many values run at once; 0 means all.")


class EachSequential(Flowable):
    """Runs its tasks once for each value, one value after the other."""

    type_name = "io.kestra.plugin.core.flow.EachSequential"
    aliases: ClassVar[tuple[str, ...]] = ("io.kestra.core.tasks.flows.EachSequential",)
    typed: ClassVar[frozenset[str]] = frozenset(("value",))

    value: Values = Field(description="The values, as a list or as the JSON of one.")


class EachParallel(Flowable):
    """Runs its tasks once for each value, at most `concurrent` values at once; 0 means all."""

    type_name = "io.kestra.plugin.core.flow.EachParallel"
    aliases: ClassVar[tuple[str, ...]] = ("io.kestra.core.tasks.flows.EachParallel",)
    typed: ClassVar[frozenset[str]] = frozenset(("value",))

    value: Values = Field(description="The values, as a list or as the JSON of one.")
    concurrent: NonNegativeInt = Field(0, description="How many run at once; 0 means all.")


class CheckFrequency(Part):
    """How often a loop goes round, and until when."""

    interval: Duration = Field(default=timedelta(minutes=1), description="How long to wait between two turns.")
    max_iterations: PositiveInt | None = Field(default=None, description="The most turns.")
    max_duration: Duration | None = Field(default=None, description="The longest time.")


class LoopUntil(Flowable):
    """Runs its tasks again and again until the condition is true."""

    type_name = "io.kestra.plugin.core.flow.LoopUntil"
    aliases: ClassVar[tuple[str, ...]] = ("io.kestra.plugin.core.flow.WaitFor",)

    condition: Text = Field(description="The text that ends the loop once it renders to a true value.")
    check_frequency: CheckFrequency = Field(
        default_factory=CheckFrequency, description="How often it goes round, and until when."
    )
    fail_on_max_reached: bool = Field(
        False, description="Whether it fails when the limit is reached before the condition holds."
    )
