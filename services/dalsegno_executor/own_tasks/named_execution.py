"""Which execution a task is about. Source: Kestra's executionFromTaskParameters."""

from dalsegno_executor.own_tasks.interface import Call
from dalsegno_tasks import TaskFailure


def named_execution(call: Call) -> str:
    """The id that the task gives, or else its own execution's. Raises TaskFailure when its flow is half given."""
    model = call.model
    named = (model.namespace is not None, model.flow_id is not None)
    if model.execution_id is None and any(named):
        raise TaskFailure("`namespace` and `flowId` should only be set when `executionId` is set.")
    if model.execution_id is not None and named[0] != named[1]:
        raise TaskFailure("Both `namespace` and `flowId` must be set when `executionId` is set.")
    execution_id: str = model.execution_id or call.live.execution.execution_id
    return execution_id
