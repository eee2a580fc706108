"""flow.If and flow.Switch: one lane, chosen when they begin."""

from collections.abc import Mapping
from typing import Any, ClassVar

from dalsegno_executor.core.flowables.interface import CannotOpen
from dalsegno_executor.core.flowables.sequential import Sequential
from dalsegno_executor.core.opened import Opened
from dalsegno_flow.truth import is_true


class If(Sequential):
    type_names: ClassVar[tuple[str, ...]] = ("io.kestra.plugin.core.flow.If",)

    def open(self, properties: Mapping[str, Any]) -> Opened:
        holds = is_true(properties.get("condition"))
        return Opened(branch="then" if holds else "else", outputs={"evaluationResult": holds})


class Switch(Sequential):
    type_names: ClassVar[tuple[str, ...]] = ("io.kestra.plugin.core.flow.Switch", "io.kestra.core.tasks.flows.Switch")

    def open(self, properties: Mapping[str, Any]) -> Opened:
        value = properties.get("value")
        if value is None:
            raise CannotOpen("`value` is missing; give the text to choose a case by.")
        known = str(value) in properties["cases"]
        branch = f"cases/{value}" if known else "defaults"
        return Opened(branch=branch, outputs={"value": str(value), "defaults": not known})
