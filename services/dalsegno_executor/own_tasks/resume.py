"""execution.Resume: lets a paused execution go on. Source: Kestra's Resume."""

from collections.abc import Mapping
from typing import Any, ClassVar, Protocol

from dalsegno_executor.core.states import State
from dalsegno_executor.own_tasks.interface import Call
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
        model = call.model
        named = (model.namespace is not None, model.flow_id is not None)
        if model.execution_id is None and any(named):
            raise TaskFailure("`namespace` and `flowId` should only be set when `executionId` is set.")
        if model.execution_id is not None and named[0] != named[1]:
            raise TaskFailure("Both `namespace` and `flowId` must be set when `executionId` is set.")
        execution_id = model.execution_id or call.live.execution.execution_id
        try:
            await self._resume(execution_id, model.inputs or {})
        except ServiceError as error:
            raise TaskFailure(error.message) from error
        return Outcome(state=State.SUCCESS, outputs_json="{}")
