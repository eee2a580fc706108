"""Running flows for subflow(): each is an execution like any other, of which the caller gets the outputs."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dalsegno_executor.core.errors import InputsInvalid
from dalsegno_executor.core.events import ExecutionCreated
from dalsegno_executor.core.states import State
from dalsegno_executor.engine import Engine
from dalsegno_executor.input_values import Inputs
from dalsegno_executor.ports import NOT_ASKED, FlowRegistry
from dalsegno_executor.subflow_function import CannotRun, FlowCall
from dalsegno_runtime.clock import Clock
from dalsegno_runtime.errors import RemoteError, ServiceError
from dalsegno_runtime.ids import NewId


class FlowCalls:
    """Implements `subflow_function.RunFlow`, from the threads in which templates are rendered."""

    def __init__(self, engine: Engine, registry: FlowRegistry, inputs: Inputs, clock: Clock, new_id: NewId) -> None:
        self._engine = engine
        self._registry = registry
        self._inputs = inputs
        self._clock = clock
        self._new_id = new_id
        self._loop = asyncio.get_running_loop()

    def __call__(self, call: FlowCall, seconds: float) -> Mapping[str, Any]:
        execution_id = self._new_id()
        running = asyncio.run_coroutine_threadsafe(self._run(execution_id, call), self._loop)
        try:
            return running.result(seconds)
        except TimeoutError as error:
            running.cancel()
            text = f"{call.namespace}.{call.flow_id} has not ended in time; it goes on as execution {execution_id}."
            raise CannotRun(text) from error
        except ServiceError as error:
            raise CannotRun(str(error)) from error

    async def _run(self, execution_id: str, call: FlowCall) -> Mapping[str, Any]:
        try:
            revision = await self._registry.get_flow(call.namespace, call.flow_id, call.revision)
        except RemoteError as error:
            raise CannotRun(error.message) from error
        flow = self._engine.flow(revision.source_digest, revision.source)
        if flow.disabled:
            raise CannotRun(f"{flow.full_id} is disabled.")
        created = ExecutionCreated(
            namespace=revision.namespace,
            flow_id=revision.flow_id,
            flow_revision=revision.revision,
            source_digest=revision.source_digest,
            original_id=execution_id,
            start_time=self._clock(),
            labels={**flow.labels, **call.labels, "system.correlationId": execution_id},
        )
        try:
            inputs_json = await self._inputs(flow, call.inputs, created)
        except InputsInvalid as error:
            raise CannotRun(error.message) from error
        # What was created goes on, whoever waits for it.
        live = await self._engine.finished(
            self._engine.create(execution_id, [replace(created, inputs_json=inputs_json)], revision, NOT_ASKED)
        )
        self._engine.drive(live)
        await live.until_ended()
        if live.execution.state not in {State.SUCCESS, State.WARNING}:
            raise CannotRun(f"{flow.full_id} ended {live.execution.state.value} as execution {execution_id}.")
        return live.opened(live.execution.outputs_json or "{}", f"outputs of {flow.full_id}")
