"""flow.Sequential: one lane."""

from collections.abc import Mapping
from typing import Any, ClassVar

from dalsegno_executor.core.flowables.interface import Lane
from dalsegno_executor.core.opened import Opened
from dalsegno_executor.core.states import State
from dalsegno_flow import Task


class Sequential:
    type_names: ClassVar[tuple[str, ...]] = (
        "io.kestra.plugin.core.flow.Sequential",
        "io.kestra.core.tasks.flows.Sequential",
    )
    stops_on_failure: ClassVar[bool] = True

    def open(self, properties: Mapping[str, Any]) -> Opened:  # noqa: ARG002  # there is nothing to decide
        return Opened()

    def lanes(self, task: Task, opened: Opened) -> tuple[Lane, ...]:
        return (Lane(tasks=task.children.get(opened.branch, ())),)

    def settle(self, state: State) -> State:
        return state
