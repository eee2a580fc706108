"""Killing executions, and with them those that they have started. Source: Kestra's ExecutionService.kill."""

from collections.abc import Sequence
from dataclasses import dataclass

from dalsegno_executor.core.course import Course
from dalsegno_executor.core.errors import ExecutionHasEnded
from dalsegno_executor.core.events import Event, ExecutionStopped
from dalsegno_executor.core.execution import Execution
from dalsegno_executor.core.states import State
from dalsegno_executor.engine import Engine
from dalsegno_executor.ports import NOT_ASKED, Answer, Journal


@dataclass(frozen=True, slots=True, kw_only=True)
class KillRequest:
    execution_id: str
    subflows: bool


class Killing:
    """The use case KillExecution."""

    def __init__(self, engine: Engine, journal: Journal) -> None:
        self._engine = engine
        self._journal = journal

    async def kill(self, request: KillRequest, answer: Answer) -> None:
        """Makes the end of an execution durable, and that of its subflows; their processes end right after.

        Raises:
            ExecutionNotFound: the journal does not have it.
            ExecutionHasEnded: nothing of it runs.
        """
        killed = ExecutionStopped(
            state=State.KILLED, task_run_state=State.KILLED, through=State.KILLING, subflows=request.subflows
        )

        def decide(execution: Execution, _course: Course) -> Sequence[Event]:
            if execution.ended:
                raise ExecutionHasEnded(execution.execution_id, execution.state)
            return [killed]

        try:
            await self._engine.change(request.execution_id, decide, answer)
        except ExecutionHasEnded:
            if not (request.subflows and await self._kill_subflows(request.execution_id)):
                raise
        else:
            if request.subflows:
                await self._kill_subflows(request.execution_id)

    async def _kill_subflows(self, execution_id: str) -> int:
        """Kills what an execution has started, also what those have started that have ended; returns how many."""
        number = 0
        for child in await self._journal.started_by(execution_id):
            try:
                await self.kill(KillRequest(execution_id=child, subflows=True), NOT_ASKED)
            except ExecutionHasEnded:
                continue
            number += 1
        return number

    async def go_on(self) -> None:
        """Kills the subflows that a kill did not come to before the last process ended."""
        for live in self._engine.running():
            starter = live.execution.started_by
            if starter and (await self._engine.open(starter)).execution.stops_subflows:
                await self._kill_subflows(starter)
