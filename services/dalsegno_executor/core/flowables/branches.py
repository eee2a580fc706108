"""flow.If and flow.Switch: one lane, chosen when they begin."""

from typing import ClassVar

from dalsegno_executor.core.flowables.interface import CannotOpen, Flowable, Situation
from dalsegno_executor.core.opened import Opened
from dalsegno_flow.truth import is_true


class If(Flowable):
    type_names: ClassVar[tuple[str, ...]] = ("io.kestra.plugin.core.flow.If",)
    keeps_decision: ClassVar[bool] = True

    def open(self, situation: Situation) -> Opened:
        holds = is_true(situation.properties.get("condition"))
        return Opened(branch="then" if holds else "else", outputs={"evaluationResult": holds})


class Switch(Flowable):
    type_names: ClassVar[tuple[str, ...]] = ("io.kestra.plugin.core.flow.Switch", "io.kestra.core.tasks.flows.Switch")
    keeps_decision: ClassVar[bool] = True

    def open(self, situation: Situation) -> Opened:
        value = situation.properties.get("value")
        if value is None:
            raise CannotOpen("`value` is missing; give the text to choose a case by.")
        known = str(value) in situation.properties["cases"]
        outputs = {"value": str(value), "defaults": not known}
        if not known and not situation.properties["defaults"]:
            # Source: Kestra's recordings.
            raise CannotOpen(f"No case is {str(value)!r}, and there are no `defaults`.", outputs)
        return Opened(branch=f"cases/{value}" if known else "defaults", outputs=outputs)
