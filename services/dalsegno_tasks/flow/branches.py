"""Flowables that choose which of their tasks run."""

from typing import ClassVar

from pydantic import Field

from dalsegno_tasks.flow.flowable import Flowable
from dalsegno_tasks.properties import Text


class If(Flowable):
    """Runs `then` when the condition is true, else `else`."""

    type_name = "io.kestra.plugin.core.flow.If"
    aliases: ClassVar[tuple[str, ...]] = ("io.kestra.core.tasks.flows.If",)

    condition: Text | None = Field(None, description="The text whose truth decides.")


class Switch(Flowable):
    """Runs the case that the value names, else `defaults`."""

    type_name = "io.kestra.plugin.core.flow.Switch"
    aliases: ClassVar[tuple[str, ...]] = ("io.kestra.core.tasks.flows.Switch",)

    value: Text = Field(description="The text that names the case.")
