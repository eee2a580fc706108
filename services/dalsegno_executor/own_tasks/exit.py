"""execution.Exit: ends the execution now. Source: Kestra's Exit."""

from typing import ClassVar

from dalsegno_executor.core.events import ExecutionStopped
from dalsegno_executor.core.states import State
from dalsegno_executor.own_tasks.interface import Call
from dalsegno_executor.ports import Outcome


class Exit:
    """Everything that has not ended, Exit itself and those around it, ends in the state that is asked for."""

    type_names: ClassVar[tuple[str, ...]] = ("io.kestra.plugin.core.execution.Exit",)
    goes_on: ClassVar[bool] = True
    fails_at_once: ClassVar[bool] = True

    async def run(self, call: Call) -> Outcome:
        # Kestra spells this one state differently here.
        state = State.CANCELLED if call.model.state == "CANCELED" else State(call.model.state)
        return Outcome(state=state, events=(ExecutionStopped(state=state, task_run_state=state),), at_once=True)
