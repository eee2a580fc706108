"""flow.AllowFailure: one lane, whose failure is a warning."""

from typing import ClassVar

from dalsegno_executor.core.flowables.interface import Flowable
from dalsegno_executor.core.states import State


class AllowFailure(Flowable):
    type_names: ClassVar[tuple[str, ...]] = (
        "io.kestra.plugin.core.flow.AllowFailure",
        "io.kestra.core.tasks.flows.AllowFailure",
    )
    plain: ClassVar[bool] = True

    def settle(self, state: State) -> State:
        return State.WARNING if state is State.FAILED else state
