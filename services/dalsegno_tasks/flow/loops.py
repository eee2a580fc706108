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

    values: Values
    concurrency_limit: NonNegativeInt = 1


class EachSequential(Flowable):
    """Runs its tasks once for each value, one value after the other."""

    type_name = "io.kestra.plugin.core.flow.EachSequential"
    aliases: ClassVar[tuple[str, ...]] = ("io.kestra.core.tasks.flows.EachSequential",)
    typed: ClassVar[frozenset[str]] = frozenset(("value",))

    value: Values


class EachParallel(Flowable):
    """Runs its tasks once for each value, at most `concurrent` values at once; 0 means all."""

    type_name = "io.kestra.plugin.core.flow.EachParallel"
    aliases: ClassVar[tuple[str, ...]] = ("io.kestra.core.tasks.flows.EachParallel",)
    typed: ClassVar[frozenset[str]] = frozenset(("value",))

    value: Values
    concurrent: NonNegativeInt = 0


class CheckFrequency(Part):
    """How often a loop goes round, and until when."""

    interval: Duration = timedelta(minutes=1)
    max_iterations: PositiveInt | None = None
    max_duration: Duration | None = None


class LoopUntil(Flowable):
    """Runs its tasks again and again until the condition is true."""

    type_name = "io.kestra.plugin.core.flow.LoopUntil"
    aliases: ClassVar[tuple[str, ...]] = ("io.kestra.plugin.core.flow.WaitFor",)

    condition: Text
    check_frequency: CheckFrequency = Field(default_factory=CheckFrequency)
    fail_on_max_reached: bool = False
