"""execution.Resume: lets a paused execution go on. Source: Kestra's Resume."""

from collections.abc import Mapping
from typing import Any, ClassVar, Protocol

from dalsegno_executor.core.states import State
from dalsegno_executor.own_tasks.interface import Call
from dalsegno_executor.own_tasks.named_execution import named_execution
from dalsegno_executor.ports import Outcome
from dalsegno_runtime.errors import ServiceError
from dalsegno_tasks import TaskFailure


class ResumeExecution(Protocol):
    async def __call__(self, execution_id: str, inputs: Mapping[str, Any]) -> None:
        """Raises ServiceError when it is not paused, or the inputs are wrong."""


class Resume:
    type_names: ClassVar[tuple[str, ...]] = ("io.kestra.plugin.core.execution.Resume",)
    goes_on: ClassVar[bool] = False
    fails_at_once: ClassVar[bool] = False

    def __init__(self, resume: ResumeExecution) -> None:
        self._resume = resume

    async def run(self, call: Call) -> Outcome:
        execution_id = named_execution(call)
        try:
            await self._resume(execution_id, call.model.inputs or {})
        except ServiceError as error:
            raise TaskFailure(error.message) from error
        return Outcome(state=State.SUCCESS, outputs_json="{}")
