"""flow.Subflow: runs another flow. Source: Kestra's Subflow and ExecutableUtils."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Protocol

from dalsegno_executor.core.context import Surroundings
from dalsegno_executor.core.errors import SecretUnreadable
from dalsegno_executor.core.events import Attempt
from dalsegno_executor.core.execution import Execution, TaskRun
from dalsegno_executor.core.outputs import canonical
from dalsegno_executor.core.states import State
from dalsegno_executor.live import Live
from dalsegno_executor.own_tasks.interface import Call
from dalsegno_executor.ports import LogLevel, Outcome
from dalsegno_flow.dates import DateError, parse_instant
from dalsegno_flow.expressions import Engine as Expressions
from dalsegno_flow.expressions import ExpressionError
from dalsegno_runtime.clock import Clock
from dalsegno_runtime.ids import follow_up_id
from dalsegno_tasks import TaskFailure

CORRELATION = "system.correlationId"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildRequest:
    """An execution that a task run starts. `revision` 0 is the latest; `trigger` is what its expressions see of it."""

    namespace: str
    flow_id: str
    revision: int
    inputs: Mapping[str, Any]
    labels: Mapping[str, str]
    trigger: Mapping[str, Any]
    schedule_time: datetime | None = None
    hidden: tuple[str, ...] = ()  # secrets of who starts it, as in `ExecutionCreated`


class Children(Protocol):
    """The executions that task runs start."""

    async def start(self, execution_id: str, request: ChildRequest) -> Live:
        """Starts an execution, or finds it when it was started before.

        Raises:
            TaskFailure: it cannot be started: no such flow, a disabled one, inputs that are missing.
        """

    async def find(self, execution_id: str) -> Live | None:
        """An execution that was started before; None when it was not."""

    async def restart(self, child: Live, since: datetime) -> bool:
        """Runs what failed in an execution again, unless it was restarted since then. False when there is nothing."""


@dataclass(frozen=True, slots=True)
class Subflows:
    """What Subflow and ForEachItem share: starting an execution for a task run, and what its end means for that."""

    children: Children

    async def start(
        self,
        call: Call,
        model: Any,
        inputs: Mapping[str, Any],
        *,
        item: str = "",
        more: Mapping[str, Any] | None = None,
    ) -> Live:
        """Starts the execution of an attempt, or finds it again. `item` tells several of one attempt apart.

        An attempt that a restart has begun goes on with the execution of the one before, unless told otherwise.
        """
        run = call.live.execution.task_runs[call.assignment.task_path]
        execution = call.live.execution
        restarted = run.history[-2].state is State.RESTARTED and model.restart_behavior == "RETRY_FAILED"
        if restarted and (earlier := await self._earlier(run, execution, model, item)):
            return earlier
        child_id = _child_id(run.attempts[-1], execution, run.task_path, item)
        request = ChildRequest(
            namespace=model.namespace,
            flow_id=model.flow_id,
            revision=model.revision or 0,
            inputs=inputs,
            labels=_labels(execution, model),
            trigger=_trigger(call, more or {}),
            schedule_time=_time_of(model.schedule_date),
            hidden=call.live.handed_on(),
        )
        return await self.children.start(child_id, request)

    async def _earlier(self, run: TaskRun, execution: Execution, model: Any, item: str) -> Live | None:
        """The execution of an earlier attempt, in which what failed runs again; None when a new one is needed.

        Source: Kestra's ExecutableUtils.subflowExecution. A child of another flow than the task names now is left
        alone, and so is one that was killed: Kestra waits for the one for ever, and takes the other for a success.
        """
        *before, now = run.attempts
        for attempt in reversed(before):
            if attempt.execution_id != execution.execution_id:
                return None  # a replay has children of its own
            child = await self.children.find(_child_id(attempt, execution, run.task_path, item))
            if child is None:
                continue
            created, state = child.execution.created, child.execution.state
            if (created.namespace, created.flow_id) != (model.namespace, model.flow_id):
                return None
            if state is State.FAILED:
                return child if await self.children.restart(child, now.start_time) else None
            return None if state in {State.KILLED, State.CANCELLED, State.RETRIED} else child
        return None

    def state(self, model: Any, reached: State) -> State:
        """What the end of an execution means for the task run that started it."""
        transmitted = {State.FAILED, State.KILLED, State.CANCELLED, State.WARNING}
        return reached if model.transmit_failed and reached in transmitted else State.SUCCESS


class Subflow:
    """Starts an execution and, unless told otherwise, waits for its end; what it waits for survives a restart."""

    type_names: ClassVar[tuple[str, ...]] = (
        "io.kestra.plugin.core.flow.Subflow",
        "io.kestra.core.tasks.flows.Subflow",
        "io.kestra.core.tasks.flows.Flow",
    )
    goes_on: ClassVar[bool] = True
    fails_at_once: ClassVar[bool] = True

    def __init__(self, subflows: Subflows, expressions: Expressions, surroundings: Surroundings, clock: Clock) -> None:
        self._subflows = subflows
        self._expressions = expressions
        self._surroundings = surroundings
        self._clock = clock

    async def run(self, call: Call) -> Outcome:
        model = call.model
        child = await self._subflows.start(call, model, model.inputs or {})
        outputs: dict[str, Any] = {"executionId": child.execution.execution_id}
        if not model.wait:
            # Source: Kestra's handleExecutableTask, which looks at the execution as it was made.
            outputs["state"] = State.CREATED.value
            return Outcome(state=State.SUCCESS, outputs_json=canonical(outputs))
        await child.until_ended()
        call.live.hide(child.secrets)
        outputs["state"] = child.execution.state.value
        reached = State.FAILED if child.execution.state is State.RETRIED else child.execution.state
        try:
            outputs |= await self._outputs(model, child)
        except (ExpressionError, SecretUnreadable) as error:
            text = f"Failed to extract outputs with the error: '{error}'"
            call.write_log(LogLevel.WARN, self._clock(), text)
            return Outcome(state=State.FAILED, outputs_json=canonical(outputs), error=text, reached=reached)
        state = self._subflows.state(model, reached)
        ended = child.execution
        told = f"Subflow execution {ended.execution_id} of {model.namespace}.{model.flow_id} ended {ended.state}."
        error_text = "" if state is State.SUCCESS else told
        return Outcome(state=state, outputs_json=canonical(outputs), error=error_text, reached=reached)

    async def _outputs(self, model: Any, child: Live) -> dict[str, Any]:
        """The outputs of the flow, or those that the task extracts, which see what the child's expressions see."""
        if child.flow.outputs:
            return {"outputs": json.loads(child.execution.outputs_json or "{}")}
        if not model.outputs:
            return {}
        variables = child.variables(self._surroundings)
        return {"outputs": await asyncio.to_thread(self._expressions.render_tree, model.outputs, variables)}


def _child_id(attempt: Attempt, execution: Execution, path: str, item: str) -> str:
    return follow_up_id(attempt.start_time, execution.execution_id, path, str(attempt.number), item)


def _labels(parent: Execution, model: Any) -> dict[str, str]:
    own = model.labels or {}
    if isinstance(own, list):
        own = {label.key: label.value for label in own}
    inherited = {
        key: value
        for key, value in parent.labels.items()
        if key == CORRELATION or (model.inherit_labels and not key.startswith("system."))
    }
    return {**inherited, **own}


def _trigger(call: Call, more: Mapping[str, Any]) -> dict[str, Any]:
    run = call.live.execution.task_runs[call.assignment.task_path]
    created = call.live.execution.created
    variables = {
        "executionId": call.live.execution.execution_id,
        "namespace": created.namespace,
        "flowId": created.flow_id,
        "flowRevision": created.flow_revision,
        "taskRunId": run.task_run_id,
        "taskId": call.task.id,
        **({"taskRunValue": run.value} if run.value is not None else {}),
        **more,
    }
    return {"id": call.task.id, "type": call.task.type, "variables": variables}


def _time_of(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        return parse_instant(text).when
    except DateError as error:
        raise TaskFailure(f"`scheduleDate` is {text!r}; give a moment such as 2030-01-31T08:00:00Z.") from error
