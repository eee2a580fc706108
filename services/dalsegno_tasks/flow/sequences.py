"""Flowables that run all their tasks: one after the other, side by side, or as they depend on each other."""

from typing import ClassVar

from pydantic import Field, NonNegativeInt

from dalsegno_tasks.flow.flowable import Flowable


class Sequential(Flowable):
    """Runs its tasks one after the other."""

    type_name = "io.kestra.plugin.core.flow.Sequential"
    aliases: ClassVar[tuple[str, ...]] = ("io.kestra.core.tasks.flows.Sequential",)


class AllowFailure(Flowable):
    """Runs its tasks one after the other and ends WARNING when one fails."""

    type_name = "io.kestra.plugin.core.flow.AllowFailure"
    aliases: ClassVar[tuple[str, ...]] = ("io.kestra.core.tasks.flows.AllowFailure",)


class Parallel(Flowable):
    """Runs its tasks side by side, at most `concurrent` at once; 0 means all."""

    type_name = "io.kestra.plugin.core.flow.Parallel"
    aliases: ClassVar[tuple[str, ...]] = ("io.kestra.core.tasks.flows.Parallel",)

    concurrent: NonNegativeInt = Field(0, description="How many run at once; 0 means all.")


class Dag(Flowable):
    """Runs each task once those that it depends on have ended, at most `concurrent` at once; 0 means all."""

    type_name = "io.kestra.plugin.core.flow.Dag"
    aliases: ClassVar[tuple[str, ...]] = ("io.kestra.core.tasks.flows.Dag",)

    concurrent: NonNegativeInt = Field(0, description="How many run at once; 0 means all.")
