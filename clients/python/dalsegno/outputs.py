"""What can be done with the outputs of task runs; each operation stands here once, for both clients."""

import json
from typing import Any

from dalsegno import methods
from dalsegno.api.executor.v1 import executor_pb2 as executor
from dalsegno.drivers import Awaiting, Blocking, Group, operation
from dalsegno.errors import NotFound
from dalsegno.states import name_of
from dalsegno.steps import Steps, insist


class OutputOperations(Group):
    @operation
    def get(self, execution_id: str, task_path: str) -> Steps[dict[str, Any]]:
        """Returns the outputs of a task: names → JSON values; a file is a `dalsegno:///` string, a secret `******`.

        Raises:
            NotFound: TASK_RUN_NOT_FOUND when the task has not run or did not succeed; BLOB_NOT_FOUND when its outputs
                are stored no more.
        """
        asked = executor.GetExecutionRequest(execution_id=execution_id)
        execution = (yield from insist(self.patience, methods.GET_EXECUTION, asked)).execution
        task_run = _task_run(execution, task_path)
        if task_run.outputs_json or not task_run.output_digest:
            return _parsed(task_run.outputs_json or "{}")
        request = executor.GetTaskRunOutputsRequest(execution_id=execution_id, task_path=task_path)
        return _parsed((yield from insist(self.patience, methods.GET_TASK_RUN_OUTPUTS, request)).outputs_json)


def _task_run(execution: executor.Execution, task_path: str) -> executor.TaskRun:
    """The task run, which has outputs."""
    metadata = {"execution": execution.execution_id, "task_run": task_path}
    for task_run in execution.task_runs:
        if task_run.task_path != task_path:
            continue
        if name_of(task_run.state) not in {"SUCCESS", "WARNING"} and not task_run.output_digest:
            raise NotFound(
                f"Task {task_path!r} of execution {execution.execution_id} has no outputs: "
                f"it is {name_of(task_run.state)}.",
                reason="TASK_RUN_NOT_FOUND",
                metadata=metadata,
            )
        return task_run
    known = ", ".join(task_run.task_path for task_run in execution.task_runs) or "none yet"
    raise NotFound(
        f"Execution {execution.execution_id} has no task run {task_path!r}. Its task runs: {known}.",
        reason="TASK_RUN_NOT_FOUND",
        metadata=metadata,
    )


def _parsed(document: str) -> dict[str, Any]:
    outputs: dict[str, Any] = json.loads(document)
    return outputs


class Outputs(OutputOperations, Blocking):
    pass


class AsyncOutputs(OutputOperations, Awaiting):
    pass
