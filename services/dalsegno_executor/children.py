"""Executions that task runs start."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, Protocol

from dalsegno_executor.core.errors import (
    ExecutionNotFound,
    InputsInvalid,
    NothingToReplay,
    NotRestartable,
    SecretUnreadable,
)
from dalsegno_executor.core.events import ExecutionCreated
from dalsegno_executor.core.states import State
from dalsegno_executor.engine import Engine
from dalsegno_executor.killing import Killing, KillRequest
from dalsegno_executor.live import Live
from dalsegno_executor.own_tasks.subflow import ChildRequest
from dalsegno_executor.patience import until_available
from dalsegno_executor.ports import NOT_ASKED, FlowRegistry, FlowRevision
from dalsegno_flow import Flow
from dalsegno_runtime.clock import Clock
from dalsegno_runtime.errors import RemoteError
from dalsegno_tasks import TaskFailure


class ResolveInputs(Protocol):
    async def __call__(self, flow: Flow, given: Mapping[str, Any], created: ExecutionCreated) -> str:
        """The inputs of an execution that is about to be created, as JSON text. Raises InputsInvalid."""


class Children:
    """Implements `own_tasks.subflow.Children`."""

    def __init__(
        self,
        engine: Engine,
        registry: FlowRegistry,
        resolve_inputs: ResolveInputs,
        killing: Killing,
        clock: Clock,
    ) -> None:
        self._engine = engine
        self._killing = killing
        self._registry = registry
        self._resolve_inputs = resolve_inputs
        self._clock = clock

    async def find(self, execution_id: str) -> Live | None:
        try:
            return await self._engine.open(execution_id)
        except ExecutionNotFound:
            return None

    async def restart(self, child: Live, since: datetime) -> bool:
        async with child.lock:
            history = child.execution.history
        if any(change.state is State.RESTARTED and change.time >= since for change in history):
            return True
        try:
            await self._engine.finished(self._engine.restart(child.execution.execution_id, NOT_ASKED))
        except (NotRestartable, NothingToReplay):
            return False
        return True

    async def start(self, execution_id: str, request: ChildRequest) -> Live:
        found = await self.find(execution_id)
        if found is not None:
            return found
        try:
            ask = partial(self._registry.get_flow, request.namespace, request.flow_id, request.revision)
            revision = await until_available(ask)
        except RemoteError as error:
            if error.status_code != "NOT_FOUND":
                raise TaskFailure(error.message) from error
            which = f" with revision '{request.revision}'" if request.revision else ""
            text = f"Unable to find flow '{request.namespace}'.'{request.flow_id}'{which}"
            raise TaskFailure(text) from error
        flow = self._engine.flow(revision.source_digest, revision.source)
        if flow.disabled:
            raise TaskFailure("Cannot execute a flow which is disabled")
        created = ExecutionCreated(
            namespace=revision.namespace,
            flow_id=revision.flow_id,
            flow_revision=revision.revision,
            source_digest=revision.source_digest,
            original_id=execution_id,
            start_time=self._clock(),
            labels={**flow.labels, **request.labels},
            trigger_json=json.dumps(request.trigger),
            schedule_time=request.schedule_time,
            hidden=request.hidden,
        )
        try:
            inputs_json = await self._resolve_inputs(flow, request.inputs, created)
        except (InputsInvalid, SecretUnreadable) as error:
            raise TaskFailure(error.message) from error
        return await self._engine.finished(
            self._created(execution_id, replace(created, inputs_json=inputs_json), revision)
        )

    async def _created(self, execution_id: str, created: ExecutionCreated, revision: FlowRevision) -> Live:
        live = await self._engine.create(execution_id, [created], revision, NOT_ASKED)
        self._engine.drive(live)
        # The kill of whoever starts it may not have found it yet.
        starter = await self._engine.open(live.execution.started_by)
        if starter.execution.stops_subflows:
            await self._killing.kill(KillRequest(execution_id=execution_id, subflows=True), NOT_ASKED)
        return live
